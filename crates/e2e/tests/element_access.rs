//! axe-core finds nothing in the elements on a host's page: in each example theme, light and dark, from left to right and from
//! right to left. Everything is found by what it is, not by what it says.

use serde_json::{Value, json};
use whatsapp_e2e::{Answer, Embedded, Failure, PACKAGE};

const THEMES: &str = include_str!("../../../samples/themes.css");
const NAMES: [&str; 3] = ["plain", "violet", "slate"];

/// A page of the host with what the test is about, looked at in all themes.
struct Looker {
    page: Embedded,
    language: &'static str,
    found: Vec<String>,
}

impl Looker {
    async fn start(language: &'static str) -> Result<Self, Failure> {
        let page = Embedded::start().await?;
        page.host.says("/themes.css", Answer::typed("text/css", THEMES.as_bytes().to_vec()));
        Ok(Self { page, language, found: Vec::new() })
    }

    /// Opens a page with this element in it.
    async fn opens(&self, element: &str) -> Result<(), Failure> {
        let scripts = r#"<link rel="stylesheet" href="/themes.css"><script type="module" src="/whatsapp/embed.js"></script>"#;
        let body = format!("<main lang=\"{}\"><h1>A console</h1>{element}</main>", self.language);
        self.page.shows(scripts, &body, "").await
    }

    /// Notes what axe-core finds, in all themes or in the first.
    async fn looks(&mut self, what: &str, themes: &[&str]) -> Result<(), Failure> {
        for theme in themes {
            self.page.runs(&format!("document.body.dataset.theme = '{theme}'")).await?;
            let found = self.page.stage.axe().await?;
            self.found
                .extend(found.into_iter().map(|one| format!("{what}, {theme}, {}: {one}", self.language)));
            if *theme != "plain" {
                self.page.stage.screenshot(&format!("theme-{theme}-{what}-{}", self.language)).await?;
            }
        }
        Ok(())
    }

    async fn presses(&self, id: &str, css: &str) -> Result<(), Failure> {
        let find = format!(
            "[...document.getElementById('{id}').shadowRoot.querySelectorAll('{css}')].find(one => one.checkVisibility())"
        );
        self.page.until(&find).await?;
        self.page.runs(&format!("{find}.click()")).await.map(drop)
    }

    async fn sees(&self, id: &str, css: &str) -> Result<(), Failure> {
        self.page.until(&format!("document.getElementById('{id}').shadowRoot.querySelector('{css}')")).await
    }
}

const FORM: &str = r#"<whatsapp-integration-form id="form" proxy-url="PROXY"></whatsapp-integration-form>"#;
const NODE: &str = r#"<whatsapp-journey-node id="node" proxy-url="PROXY"></whatsapp-journey-node>"#;
const ACTIVITY: &str = r#"<whatsapp-activity id="activity" proxy-url="PROXY"></whatsapp-activity>"#;

async fn form(looker: &mut Looker) -> Result<(), Failure> {
    looker.opens(FORM).await?;
    looker.page.is_ready("form").await?;
    looker.looks("form", &NAMES[..1]).await?;
    looker.page.runs("form.save()").await?;
    looker.sees("form", ".wa-finding").await?;
    looker.looks("form-findings", &NAMES).await?;
    looker.page.runs("form.readOnly = true").await?;
    looker.looks("form-read-only", &NAMES[..1]).await?;
    looker.page.runs("form.readOnly = false; form.disabled = true").await?;
    looker.looks("form-disabled", &NAMES[..1]).await
}

async fn node(looker: &mut Looker, id: &str) -> Result<(), Failure> {
    looker.opens(NODE).await?;
    looker.page.is_ready("node").await?;
    let step = json!({"version": 1, "integration": id, "recipient": {"value": "{{ customer.phone }}", "region": "GB"},
        "message": {"type": "template", "template": {"name": "order_update", "language": "en_GB"},
            "body": [{"value": "{{ customer.first_name }}", "whenEmpty": "fallback", "fallback": "there"}, {"value": "{{ customer.nope }}"}]}});
    looker.page.runs(&format!("node.value = {step}")).await?;
    looker.sees("node", ".wa-findings li").await?;
    looker.looks("node", &NAMES).await?;
    looker.presses("node", "[data-field=\"message.template.name\"]").await?;
    looker.sees("node", ".wa-picker-entry").await?;
    looker.looks("node-picker", &NAMES[..1]).await?;
    looker.page.runs("node.readOnly = true").await?;
    looker.looks("node-read-only", &NAMES[1..2]).await?;
    looker.page.runs("node.readOnly = false").await?;
    let text = json!({"version": 1, "integration": id, "recipient": {"value": "{{ customer.phone }}", "region": "GB"},
        "message": {"type": "text", "text": {"value": "Hi *{{ customer.first_name }}*"}, "previewUrl": false}});
    looker.page.runs(&format!("node.value = {text}")).await?;
    for tool in ["emoji", "variable"] {
        looker.presses("node", &format!("[data-tool={tool}]")).await?;
        looker.sees("node", ".wa-popover").await?;
        looker.looks(tool, &NAMES[2..]).await?;
        looker.presses("node", &format!("[data-tool={tool}]")).await?;
    }
    let kept = json!({"version": 99, "message": {}});
    looker.page.runs(&format!("node.value = {kept}")).await?;
    looker.sees("node", "[part=notice]").await?;
    looker.looks("node-unreadable", &NAMES).await
}

async fn activity(looker: &mut Looker) -> Result<(), Failure> {
    looker.opens(ACTIVITY).await?;
    looker.page.is_ready("activity").await?;
    looker.sees("activity", ".wa-message").await?;
    looker.presses("activity", ".wa-message").await?;
    looker.sees("activity", ".wa-detail .wa-facts").await?;
    looker.looks("activity", &NAMES).await?;
    for list in ["unmatched", "unreadable", "outbox", "suppressions"] {
        looker.presses("activity", &format!("#wa-activity-{list}")).await?;
        looker.page.runs("return new Promise(done => setTimeout(done, 300))").await?;
        looker.looks(list, &NAMES[..1]).await?;
    }
    Ok(())
}

/// A message with a picture, so that the lists are not empty.
async fn a_customer_wrote(looker: &Looker) -> Result<String, Failure> {
    looker.opens("").await?;
    let id = looker.page.connects("infobip").await?;
    let proxy = looker.page.stage.origin();
    let script = format!(
        "const json = {{ 'content-type': 'application/json' }};
         const read = await (await fetch('{proxy}/api/v1/integrations/{id}')).json();
         const {{ name, provider, settings, limits }} = read;
         await fetch('{proxy}/api/v1/integrations/{id}', {{ method: 'PUT', headers: json, body: JSON.stringify({{ name, provider, settings, limits, twoWay: {{ ...read.twoWay, enabled: true }} }}) }});
         await fetch('{proxy}/api/v1/integrations/{id}/two-way/register', {{ method: 'POST' }});
         const body = JSON.stringify({{ provider: 'infobip', from: '+447400123456', kind: 'image', text: 'Is it this one?' }});
         const answer = await fetch('{proxy}/sandbox/api/inbound', {{ method: 'POST', headers: json, body }});
         for (let wait = 0; wait < 100; wait++) {{
           const list = await (await fetch('{proxy}/api/v1/messages')).json();
           if (list.items.length) return answer.status;
           await new Promise(done => setTimeout(done, 50));
         }}
         throw new Error('nothing came in');"
    );
    looker.page.awaits(&script).await?;
    Ok(id)
}

async fn failures(looker: &mut Looker) -> Result<(), Failure> {
    // One that can be tried again, one that can't, and one of the proxy's.
    let file = |name: &str| format!("{PACKAGE}{name}");
    let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    looker.opens(&FORM.replace("PROXY", &format!("http://127.0.0.1:{port}"))).await?;
    looker.sees("form", "[part=notice] button").await?;
    looker.looks("proxy-unreachable", &NAMES).await?;
    looker.page.host.says(&file("whatsapp-plugin_bg.wasm"), Answer::status(404));
    looker.opens(FORM).await?;
    looker.sees("form", "[role=alert] button").await?;
    looker.looks("file-missing", &NAMES).await?;
    looker.page.host.says(&file("whatsapp-plugin_bg.wasm"), Answer::page("<h1>Not found, but nicely</h1>"));
    looker.opens(FORM).await?;
    looker.sees("form", "[role=alert]").await?;
    looker.looks("wrong-type", &NAMES[..1]).await
}

async fn everything(language: &'static str) -> Result<(), Failure> {
    let mut looker = Looker::start(language).await?;
    let id = a_customer_wrote(&looker).await?;
    form(&mut looker).await?;
    node(&mut looker, &id).await?;
    activity(&mut looker).await?;
    failures(&mut looker).await?;
    assert!(looker.found.is_empty(), "axe-core found:\n{}", looker.found.join("\n"));
    let direction = looker.page.runs("return form.shadowRoot.querySelector('[role=alert]').dir").await?;
    assert_eq!(direction, Value::from(if language == "ar" { "rtl" } else { "ltr" }));
    Ok(())
}

#[tokio::test]
async fn axe_finds_nothing_in_embedded_elements_in_english() -> Result<(), Failure> {
    everything("en").await
}

#[tokio::test]
async fn axe_finds_nothing_in_embedded_elements_in_arabic() -> Result<(), Failure> {
    everything("ar").await
}

#[tokio::test]
async fn axe_finds_nothing_in_embedded_elements_in_german() -> Result<(), Failure> {
    everything("de").await
}
