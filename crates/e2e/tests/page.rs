//! The page opens: the proxy serves every file of it, both modules' names hold, and something is shown.

use whatsapp_e2e::fantoccini::Locator;
use whatsapp_e2e::{Failure, Person, Stage};

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

#[tokio::test]
async fn a_step_that_a_newer_page_saved_is_shown_and_never_saved_over() -> Result<(), Failure> {
    let person = Person::arrive().await?;
    person.connects("sinch").await?;
    let newer =
        r#"{"node":{"version":9,"integration":"int_1","steps":[{"new":true}]},"at":"2026-01-01T00:00:00Z"}"#;
    let client = person.stage.client();
    let keep = "localStorage.setItem('whatsapp-draft:saved-node', arguments[0])";
    client.execute(keep, vec![newer.into()]).await?;
    person.go("node").await?;
    // The console reads it when it starts.
    client.refresh().await?;
    person.reads("version 9").await?;
    person.reads("update this page").await?;
    assert!(person.text("main pre[role=region]").await?.contains("\"new\": true"));
    let controls =
        "return document.querySelectorAll('main input, main select, main textarea, main button').length";
    assert_eq!(client.execute(controls, vec![]).await?, 0);
    let kept = "return localStorage.getItem('whatsapp-draft:saved-node')";
    assert_eq!(client.execute(kept, vec![]).await?, newer);
    Ok(())
}
