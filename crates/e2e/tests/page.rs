//! The page opens: the proxy serves every file of it, both modules' names hold, and something is shown.

use whatsapp_e2e::fantoccini::Locator;
use whatsapp_e2e::{Failure, Stage};

#[tokio::test]
async fn the_page_opens_and_shows_a_heading() -> Result<(), Failure> {
    let stage = Stage::open("/").await?;
    assert_eq!(stage.client().title().await?, "WhatsApp for customer journeys");
    let heading = stage.wait_for(Locator::Css("h1")).await?;
    assert!(!heading.text().await?.trim().is_empty(), "the first heading is empty");
    stage.screenshot("page").await?;
    assert_eq!(stage.console_errors().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn the_engine_module_can_be_loaded_late() -> Result<(), Failure> {
    let stage = Stage::open("/").await?;
    let script = "const done = arguments[arguments.length - 1];
        import('./whatsapp-engine-module.js')
          .then(async (engine) => { await engine.default(); done(typeof engine.Session); })
          .catch((reason) => done(String(reason)));";
    let answer = stage.client().execute_async(script, vec![]).await?;
    assert_eq!(answer, "function", "the engine module must load and export `Session`");
    Ok(())
}
