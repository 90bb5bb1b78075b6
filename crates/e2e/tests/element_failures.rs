//! What keeps an element from working has a sentence of its own in its place, says what to do, and is told to the
//! page once. The rest of the page lives on.

use serde_json::{Value, json};
use whatsapp_e2e::{Answer, Embedded, Failure, PACKAGE};

const FORM: &str = r#"<whatsapp-integration-form id="form" proxy-url="PROXY"></whatsapp-integration-form><button id="mine" onclick="this.textContent = 'Pressed'">Press</button>"#;
const MODULE: &str = "whatsapp-plugin_bg.wasm";
const GLUE: &str = "whatsapp-plugin.js";

/// The one error that the page was told, after the element shows these words.
async fn shown(page: &Embedded, words: &str) -> Result<Value, Failure> {
    page.until(&format!("form.shadowRoot.textContent.includes({})", json!(words))).await?;
    page.runs("return new Promise(done => setTimeout(done, 300))").await?;
    let errors = page.notes("form", "whatsapp-error").await?;
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(errors[0]["text"].as_str().is_some_and(|text| !text.is_empty()), "{errors:?}");
    assert_eq!(page.runs("return form.shadowRoot.querySelectorAll('[role=alert]').length").await?, 1);
    page.runs("mine.click()").await?;
    assert_eq!(page.runs("return mine.textContent").await?, "Pressed", "the page lives on");
    Ok(errors[0].clone())
}

fn file(name: &str) -> String {
    format!("{PACKAGE}{name}")
}

#[tokio::test]
async fn blocked_by_the_page_s_policy() -> Result<(), Failure> {
    let page = Embedded::start().await?;
    page.shows_body(FORM, "default-src 'none'; script-src 'self' 'unsafe-inline'; connect-src 'self' PROXY")
        .await?;
    let error = shown(&page, "content policy forbids").await?;
    assert_eq!((&error["code"], &error["retry"]), (&json!("blocked-by-policy"), &json!("never")));
    page.stage.screenshot("failure-policy").await?;
    page.shows_body(FORM, "default-src 'none'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'").await?;
    assert_eq!(shown(&page, "content policy forbids").await?["code"], "blocked-by-policy");
    page.shows_body(
        FORM,
        "default-src 'none'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; connect-src 'self'",
    )
    .await?;
    assert_eq!(shown(&page, "add the proxy’s address to connect-src").await?["code"], "proxy-blocked");
    page.stage.screenshot("failure-proxy-blocked").await?;
    Ok(())
}

#[tokio::test]
async fn a_file_of_another_type() -> Result<(), Failure> {
    let page = Embedded::start().await?;
    page.host.says(&file(MODULE), Answer::page("<h1>Not found, but nicely</h1>"));
    page.shows_body(FORM, "").await?;
    assert_eq!(shown(&page, "sends a part of WhatsApp as something else").await?["code"], "wrong-type");
    page.stage.screenshot("failure-type").await?;
    Ok(())
}

#[tokio::test]
async fn a_script_of_another_type() -> Result<(), Failure> {
    let page = Embedded::start().await?;
    page.host.says(&file(GLUE), Answer::typed("text/plain", b"export default 1".to_vec()));
    page.shows_body(FORM, "").await?;
    assert_eq!(shown(&page, "sends a part of WhatsApp as something else").await?["code"], "wrong-type");
    Ok(())
}

#[tokio::test]
async fn a_missing_file_and_trying_again() -> Result<(), Failure> {
    let page = Embedded::start().await?;
    let module = std::fs::read(std::path::Path::new(&std::env::var("WHATSAPP_E2E_PAGE")?).join(MODULE))?;
    page.host.says(&file(MODULE), Answer::status(404));
    page.shows_body(FORM, "").await?;
    assert_eq!(shown(&page, "is missing on the server").await?["code"], "file-missing");
    page.stage.screenshot("failure-missing").await?;
    // The right file under a type that says nothing will do.
    page.host.says(&file(MODULE), Answer::typed("application/octet-stream", module));
    page.presses("form", "Try again").await?;
    page.is_ready("form").await?;
    page.types("form", "name", "Shop", true).await?;
    assert_eq!(page.runs("return form.value.name").await?, "Shop");
    Ok(())
}

#[tokio::test]
async fn a_missing_script() -> Result<(), Failure> {
    let page = Embedded::start().await?;
    page.host.says(&file(GLUE), Answer::status(404));
    page.shows_body(FORM, "").await?;
    assert_eq!(shown(&page, "is missing on the server").await?["code"], "file-missing");
    Ok(())
}

/// The editor is in a part that is fetched when an element needs it.
#[tokio::test]
async fn a_late_part_that_is_missing() -> Result<(), Failure> {
    let page = Embedded::start().await?;
    let folder = std::path::PathBuf::from(std::env::var("WHATSAPP_E2E_PAGE")?);
    let files = std::fs::read_dir(&folder)?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let named = |name: &String| name.starts_with("whatsapp-plugin-editor.") && name.ends_with(".wasm");
    let part = files.into_iter().find(named).ok_or("the module is in one piece")?;
    page.host.says(&file(&part), Answer::status(404));
    let node = r#"<whatsapp-journey-node id="form" lang="en" proxy-url="PROXY"></whatsapp-journey-node><button id="mine" onclick="this.textContent = 'Pressed'">Press</button>"#;
    page.shows_body(node, "").await?;
    let error = shown(&page, "This part of the page could not be loaded").await?;
    assert_eq!((&error["code"], &error["retry"]), (&json!("part-not-loaded"), &json!("later")));
    assert_eq!(
        page.runs(&format!("return form.shadowRoot.textContent.includes('{part}: 404')")).await?,
        true
    );
    page.stage.screenshot("failure-part").await?;
    page.host.says(&file(&part), Answer::typed("application/wasm", std::fs::read(folder.join(&part))?));
    page.presses("form", "Try again").await?;
    page.is_ready("form").await?;
    assert_eq!(page.notes("form", "whatsapp-error").await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn no_proxy_answers() -> Result<(), Failure> {
    let page = Embedded::start().await?;
    // Free a moment ago, and nobody's.
    let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    page.shows_body(&FORM.replace("PROXY", &format!("http://127.0.0.1:{port}")), "").await?;
    let error = shown(&page, "No proxy answers").await?;
    assert_eq!((&error["code"], &error["retry"]), (&json!("proxy-unreachable"), &json!("now")));
    page.stage.screenshot("failure-proxy").await?;
    Ok(())
}

#[tokio::test]
async fn a_refused_token_is_renewed_once() -> Result<(), Failure> {
    let page = Embedded::start().await?;
    page.host.says("/api/v1/about", Answer::status(401));
    let body = FORM.replace(" proxy-url=\"PROXY\"", "")
        + "<script>window.asked = []; document.getElementById('form').token = async (how) => { asked.push(how.renew); return 'token-1'; }</script>";
    page.shows_body(&body, "").await?;
    assert_eq!(shown(&page, "did not accept this page’s log-in").await?["code"], "token-refused");
    assert_eq!(page.runs("return asked").await?, json!([false, true]));
    page.stage.screenshot("failure-token").await?;
    Ok(())
}

#[tokio::test]
async fn a_browser_that_is_too_old() -> Result<(), Failure> {
    let page = Embedded::start().await?;
    let scripts = "<script>delete ElementInternals.prototype.setFormValue</script><script type=\"module\" src=\"/whatsapp/embed.js\"></script>";
    page.shows(scripts, FORM, "").await?;
    let error = shown(&page, "This browser is too old").await?;
    assert_eq!(error["code"], "browser-too-old");
    page.stage.screenshot("failure-browser").await?;
    Ok(())
}

/// Something in the page takes away what every view needs: the module stops in the middle of drawing.
#[tokio::test]
async fn a_fault_of_its_own() -> Result<(), Failure> {
    let page = Embedded::start().await?;
    page.shows_body(FORM, "").await?;
    page.is_ready("form").await?;
    page.types("form", "name", "Shop", true).await?;
    page.runs("const broken = () => { throw new Error('broken by the test') };
        window.made = Document.prototype.createElement; Document.prototype.createElement = Document.prototype.createElementNS = Node.prototype.cloneNode = broken;
        [...form.shadowRoot.querySelectorAll('button')].find(one => one.textContent === 'Sinch').click();
        setTimeout(() => { Document.prototype.createElement = made }, 0)").await?;
    let error = shown(&page, "stopped because of a fault of its own").await?;
    assert_eq!(error["code"], "internal-fault");
    assert_eq!(
        page.runs("return form.shadowRoot.querySelector('button').textContent").await?,
        "Reload the page"
    );
    page.stage.screenshot("failure-fault").await?;
    page.presses("form", "Reload the page").await?;
    page.is_ready("form").await
}

#[tokio::test]
async fn failures_are_told_in_the_reader_s_language() -> Result<(), Failure> {
    let page = Embedded::start().await?;
    page.host.says(&file(MODULE), Answer::status(404));
    page.shows_body(&FORM.replace("id=\"form\"", "id=\"form\" lang=\"ar\""), "").await?;
    shown(&page, "جزء من واتساب مفقود على الخادم").await?;
    assert_eq!(page.runs("return form.shadowRoot.firstElementChild.dir").await?, "rtl");
    page.stage.screenshot("failure-arabic").await?;
    // Where that file is missing too, in English.
    page.host.says(&file("failures-more.js"), Answer::status(404));
    page.shows_body(&FORM.replace("id=\"form\"", "id=\"form\" lang=\"de\""), "").await?;
    shown(&page, "is missing on the server").await?;
    // Every language has every sentence.
    let script = "const { sentences } = await import('/copy/failures.js'), wrong = [];
        const english = await sentences('en');
        for (const language of ['de', 'es', 'pt-BR', 'vi', 'ar']) {
          const all = await sentences(language);
          for (const key of Object.keys(english)) if (all === english || typeof all[key] !== typeof english[key] || all[key].length < 2) wrong.push(`${language} ${key}`);
        }
        return wrong;";
    assert_eq!(page.awaits(script).await?, json!([]));
    Ok(())
}
