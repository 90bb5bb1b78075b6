//! What stands in place of an element that does not work.

use whatsapp_e2e::{Answer, Failure, PACKAGE};

use crate::{Eyes, form::FORM};

const ALERT: &str = "[role=alert]";

#[tokio::test]
async fn nothing_is_found_in_failures() -> Result<(), Failure> {
    let mut eyes = Eyes::open("form").await?;
    let form = format!("<main><h1>A console</h1>{FORM}</main>");
    // Free a moment ago, and nobody's.
    let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    eyes.shows(&FORM.replace("PROXY", &format!("http://127.0.0.1:{port}")), "").await?;
    eyes.looks("proxy-unreachable", "[part=notice] button").await?;
    eyes.shows(FORM, "access.answers('/api/v1/about', 200, 'something else')").await?;
    eyes.looks("proxy-unexpected", "[part=notice] button").await?;
    eyes.shows(FORM, "access.answers('/api/v1/about', 401, {})").await?;
    eyes.looks("token-refused", "[part=notice] button").await?;
    let inline = "default-src 'none'; script-src 'self' 'unsafe-inline'";
    eyes.page.shows_body(&form, &format!("{inline} 'wasm-unsafe-eval'; connect-src 'self'")).await?;
    eyes.looks("proxy-blocked", "[part=notice] button").await?;
    eyes.page.shows_body(&form, &format!("{inline}; connect-src 'self' PROXY")).await?;
    eyes.looks("blocked-by-policy", ALERT).await?;
    eyes.walks("blocked-by-policy").await?;
    eyes.shows(FORM, "delete ElementInternals.prototype.setFormValue").await?;
    eyes.looks("browser-too-old", ALERT).await?;

    // The module stops in the middle of drawing.
    eyes.shows(FORM, "").await?;
    eyes.page.is_ready("form").await?;
    eyes.runs(
        "const broken = () => { throw new Error('broken by the test') }, made = Document.prototype.createElement;
         Document.prototype.createElement = Document.prototype.createElementNS = Node.prototype.cloneNode = broken;
         form.shadowRoot.querySelector('[data-value=sinch]').click();
         setTimeout(() => { Document.prototype.createElement = made }, 0); return null",
    )
    .await?;
    eyes.looks("internal-fault", "[role=alert] button").await?;

    let module = format!("{PACKAGE}whatsapp-plugin_bg.wasm");
    eyes.page.host.says(&module, Answer::status(404));
    eyes.shows(FORM, "").await?;
    eyes.looks("file-missing", "[role=alert] button").await?;
    eyes.walks("file-missing").await?;
    eyes.page.host.says(&module, Answer::page("<h1>Not found, but nicely</h1>"));
    eyes.shows(FORM, "").await?;
    eyes.looks("wrong-type", ALERT).await?;
    eyes.page.host.says(&module, Answer::typed("application/wasm", b"nonsense".to_vec()));
    eyes.shows(FORM, "").await?;
    eyes.looks("file-broken", ALERT).await?;
    eyes.looker.is_content();
    Ok(())
}
