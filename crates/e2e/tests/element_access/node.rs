//! The journey node: from no account to the answer of the provider.

use serde_json::{Value, json};
use whatsapp_e2e::{Answer, Failure, PACKAGE};

use crate::Eyes;

pub const NODE: &str = r#"<whatsapp-journey-node id="node" proxy-url="PROXY"></whatsapp-journey-node>"#;
const NAME: &str = "[data-field=\"message.template.name\"]";
const SEND: &str = "[data-part=aside] .wa-card-head [data-needs=test] .wa-button";

fn step(id: &str, message: &Value) -> Value {
    json!({"version": 1, "integration": id, "recipient": {"value": "{{ customer.phone }}", "region": "GB"}, "message": message})
}

fn order_update(second: &str) -> Value {
    json!({"type": "template", "template": {"name": "order_update", "language": "en_GB"},
        "body": [{"value": "{{ customer.first_name }}", "whenEmpty": "fallback", "fallback": "there"}, {"value": second}]})
}

fn text(words: &str) -> Value {
    json!({"type": "text", "text": {"value": words}, "previewUrl": false})
}

impl Eyes {
    async fn edits(&self, id: &str, message: &Value) -> Result<(), Failure> {
        self.runs(&format!("node.value = {}", step(id, message))).await?;
        self.sees(".wa-chat").await
    }
}

/// Opens the editor once the account's templates are there.
async fn opens(eyes: &Eyes, id: &str) -> Result<(), Failure> {
    eyes.shows(&NODE.replace("id=", &format!("integration=\"{id}\" id=")), "").await?;
    eyes.page.is_ready("node").await?;
    eyes.sees(NAME).await
}

#[tokio::test]
async fn nothing_is_found_in_a_step_that_is_filled_in() -> Result<(), Failure> {
    let mut eyes = Eyes::open("node").await?;
    eyes.shows(NODE, "").await?;
    eyes.looks("step without an account", ".wa-empty").await?;
    let id = eyes.page.connects("infobip").await?;
    eyes.shows(NODE, "access.answers('/api/v1/integrations', 0)").await?;
    eyes.looks("step, loading", ".wa-skeleton").await?;
    opens(&eyes, &id).await?;
    eyes.looks("empty step", NAME).await?;
    eyes.presses(NAME).await?;
    eyes.looks_again(
        "picker",
        ".wa-picker-entry",
        "root.querySelector('[data-field=\"message.template.name\"]').click()",
    )
    .await?;
    eyes.fills("template-search", "nothing is called so").await?;
    eyes.looks("picker that found nothing", ".wa-picker-empty").await?;
    eyes.fills("template-search", "").await?;
    eyes.presses("[data-template=\"order_update/en_GB\"]").await?;
    eyes.sees("[data-field=\"message.body[0]\"]").await?;
    eyes.looks("rows to fill", "[data-field=\"message.body[0]\"]").await?;
    eyes.edits(&id, &order_update("{{ customer.order }}")).await?;
    eyes.looks("filled rows", ".wa-fallback").await?;
    eyes.walks("filled rows").await?;
    let types = "const field = root.querySelector('[data-field=\"message.body[1]\"]'); field.focus(); field.value = 'Dear {{ cust'; field.setSelectionRange(12, 12); field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText', data: 't' }))";
    eyes.runs(&format!("const root = node.shadowRoot; {types}")).await?;
    eyes.looks_again("completion", ".wa-popover [role=option]", types).await?;

    eyes.edits(&id, &order_update("{{ customer.nope }} {{ customer.order | uper }}")).await?;
    eyes.sees(".wa-findings li").await?;
    eyes.presses("[data-field=payloads]").await?;
    eyes.sees(".wa-payload[data-provider]").await?;
    eyes.looks("findings, repairs and payloads", ".wa-findings li .wa-button").await?;
    eyes.walks("findings, repairs and payloads").await?;
    eyes.presses("[role=radio][data-value=webhook]").await?;
    eyes.looks("payload of a webhook", ".wa-webhook-part").await?;
    eyes.presses("[data-field=payloads]").await?;
    for case in ["longest", "empty", "rightToLeft", "emoji"] {
        eyes.presses(&format!("[role=radio][data-value={case}]")).await?;
        eyes.looks(&format!("worst case {case}"), &format!("[aria-checked=true][data-value={case}]")).await?;
    }
    eyes.presses("[data-part=preview] [aria-pressed]").await?;
    eyes.looks_again(
        "preview in the other scheme",
        "[data-other-scheme]",
        "root.querySelector('[data-part=preview] [aria-pressed]').click()",
    )
    .await?;
    eyes.runs("const add = node.shadowRoot.querySelector('[data-field=add-language]'); add.value = 'de'; add.dispatchEvent(new Event('change', { bubbles: true })); return null").await?;
    eyes.looks("several languages", ".wa-language-chip").await?;
    eyes.walks("several languages").await?;
    eyes.presses(".wa-stack > .wa-row [data-needs=edit] .wa-button[data-kind=plain]").await?;
    eyes.looks("step to bring in", "[data-field=import]").await?;
    eyes.runs("node.readOnly = true").await?;
    eyes.looks("read-only step", NAME).await?;
    eyes.runs(&format!("node.readOnly = false; node.value = {}", json!({"version": 99, "message": {}})))
        .await?;
    eyes.looks("step of a newer version", "[part=notice]").await?;
    eyes.looker.is_content();
    Ok(())
}

#[tokio::test]
async fn nothing_is_found_in_messages_that_are_no_template() -> Result<(), Failure> {
    let mut eyes = Eyes::open("node").await?;
    eyes.shows("", "").await?;
    let id = eyes.page.connects("infobip").await?;
    opens(&eyes, &id).await?;
    eyes.edits(&id, &text("Hi *{{ customer.first_name }}* https://shop.example/t/1")).await?;
    eyes.looks("text", "[data-tool]").await?;
    eyes.walks("text").await?;
    for tool in ["emoji", "variable"] {
        let presses =
            format!("root.querySelector('.wa-popover') ?? root.querySelector('[data-tool={tool}]').click()");
        eyes.looks_again(tool, ".wa-popover", &presses).await?;
        let finds_nothing = format!(
            "{presses}; await new Promise(done => setTimeout(done, 50)); const search = root.querySelector('.wa-popover-search'); search.value = 'zzzz'; search.dispatchEvent(new InputEvent('input', {{ bubbles: true }}))"
        );
        eyes.looks_again(&format!("{tool}, nothing found"), ".wa-popover-empty", &finds_nothing).await?;
        eyes.presses(&format!("[data-tool={tool}]")).await?;
    }
    eyes.runs("const slider = node.shadowRoot.querySelector('[data-field=last-wrote]'); slider.value = 3; slider.dispatchEvent(new Event('input', { bubbles: true })); return null").await?;
    eyes.looks("text that would not arrive", ".wa-undelivered").await?;

    let media = format!("{}/sandbox/media", eyes.page.stage.origin());
    for (kind, file) in [("image", "picture.jpg"), ("video", "video.mp4"), ("document", "document.pdf")] {
        eyes.edits(&id, &json!({"type": kind, "url": {"value": format!("{media}/{file}")}, "caption": {"value": "Hi *{{ customer.first_name }}*"}})).await?;
        let probes = "for (let wait = 0; wait < 300 && !root.querySelector('.wa-probe .wa-button:not([aria-disabled])'); wait++) await new Promise(done => setTimeout(done, 10)); root.querySelector('.wa-probe .wa-button').click()";
        eyes.looks_again(kind, ".wa-probe-seen .wa-badge", probes).await?;
    }
    eyes.walks("document").await?;
    let header = json!({"type": "template", "template": {"name": "promo_picture", "language": "en_GB"}, "header": {"type": "image", "url": {"value": format!("{media}/picture.jpg")}}});
    eyes.edits(&id, &header).await?;
    eyes.looks("template with a picture", "[data-field=\"message.header.url\"]").await?;
    eyes.looker.is_content();
    Ok(())
}

#[tokio::test]
async fn nothing_is_found_in_tests() -> Result<(), Failure> {
    let mut eyes = Eyes::open("node").await?;
    eyes.shows("", "").await?;
    let id = eyes.page.connects("infobip").await?;
    two_way(&eyes, &id).await?;
    is_proven(&eyes, &id).await?;
    opens(&eyes, &id).await?;
    eyes.edits(&id, &order_update("{{ customer.order }}")).await?;
    let change = json!({"name": "order_update", "language": "en_GB", "changes": ["marketing", "reworded", "placeholderAdded"]});
    eyes.fills("test.to", "+44 7400 123456").await?;
    eyes.presses(".wa-card-body .wa-stack-tight > div > .wa-button[data-size=small]").await?;
    eyes.looks("tester to name", "[data-field=\"test.name\"]").await?;
    eyes.fills("test.name", "My phone").await?;
    eyes.presses(".wa-tester-form [type=submit]").await?;
    eyes.looks("saved testers", ".wa-testers").await?;
    eyes.runs("access.answers('/quick-tests', 0); return null").await?;
    eyes.presses(SEND).await?;
    eyes.looks("test on its way to the proxy", "[data-part=test-result] .wa-spinner").await?;

    opens(&eyes, &id).await?;
    eyes.edits(&id, &order_update("{{ customer.order }}")).await?;
    eyes.fills("test.to", "+44 7400 123456").await?;
    eyes.presses(SEND).await?;
    eyes.sees("li[data-status=delivered][data-known]").await?;
    eyes.calls("POST", "/sandbox/api/messages/seen", json!({})).await?;
    eyes.looks("test that was read", "li[data-status=read][data-known]").await?;
    eyes.walks("test that was read").await?;
    for tab in ["request", "answer"] {
        eyes.presses(&format!("#wa-test-{tab}")).await?;
        eyes.looks(&format!("test, {tab}"), ".wa-code").await?;
    }
    for (fault, state) in
        [("noCredit", "refused test"), ("unknownCode", "test refused for an unknown reason")]
    {
        eyes.calls("PUT", "/sandbox/api/faults", json!({"infobip": {"kind": fault}})).await?;
        eyes.runs("node.shadowRoot.querySelector('.wa-result')?.setAttribute('data-old', ''); return null")
            .await?;
        eyes.presses(SEND).await?;
        eyes.sees(".wa-outcome[data-tone=stop]").await?;
        eyes.looks(state, ".wa-outcome[data-tone=stop]").await?;
        eyes.walks(state).await?;
    }
    eyes.calls("PUT", "/sandbox/api/faults", json!({"infobip": {"kind": "none"}})).await?;
    eyes.fills("test.to", "+44 7400 100001").await?;
    eyes.presses(SEND).await?;
    eyes.looks("test that failed on its way", "li[data-status=failed][data-known]").await?;
    eyes.fills("test.to", "+41 79 123 45 67").await?;
    eyes.presses(SEND).await?;
    eyes.looks("test to another country", "[data-part=test-guard] .wa-notice").await?;
    eyes.calls("POST", "/api/v1/suppressions", json!({"integration": id, "customer": "447400123458"}))
        .await?;
    eyes.fills("test.to", "+44 7400 123458").await?;
    eyes.presses(SEND).await?;
    eyes.looks("test to somebody who opted out", "[data-code=suppressed]").await?;
    eyes.edits(&id, &text("Hi, it has left the depot.")).await?;
    eyes.fills("test.to", "+44 7400 123457").await?;
    eyes.presses(SEND).await?;
    eyes.presses("[data-code=window-closed] .wa-button[data-kind=secondary]").await?;
    eyes.looks("test outside of the 24 hours", "[data-part=invitation] svg").await?;

    eyes.edits(&id, &order_update("{{ customer.order }}")).await?;
    eyes.calls("PUT", "/sandbox/api/template-changes", change).await?;
    eyes.presses(".wa-card-body .wa-link").await?;
    eyes.presses("[data-code=template-changed] .wa-button").await?;
    eyes.looks("what changed in the template", "[data-part=difference]").await?;
    eyes.walks("what changed in the template").await?;
    eyes.looker.is_content();
    Ok(())
}

/// Switches replies on and registers them.
pub async fn two_way(eyes: &Eyes, id: &str) -> Result<(), Failure> {
    let path = format!("/api/v1/integrations/{id}");
    let read = eyes.calls("GET", &path, Value::Null).await?;
    let mut two_way = read["twoWay"].clone();
    two_way["enabled"] = true.into();
    let body = json!({"name": read["name"], "provider": read["provider"], "settings": read["settings"], "limits": read["limits"], "twoWay": two_way});
    eyes.calls("PUT", &path, body).await?;
    eyes.calls("POST", &format!("{path}/two-way/register"), Value::Null).await.map(drop)
}

/// Writes the code of a proof from the sandbox's phone.
async fn is_proven(eyes: &Eyes, id: &str) -> Result<(), Failure> {
    let path = format!("/api/v1/integrations/{id}/two-way");
    let proof = eyes.calls("POST", &format!("{path}/round-trip"), Value::Null).await?;
    let code = json!({"provider": "infobip", "from": "+447400123456", "kind": "text", "text": proof["code"]});
    eyes.calls("POST", "/sandbox/api/inbound", code).await.map(drop)
}

#[tokio::test]
async fn nothing_is_found_where_parts_of_the_editor_are_missing() -> Result<(), Failure> {
    let mut eyes = Eyes::open("node").await?;
    eyes.shows("", "").await?;
    let id = eyes.page.connects("infobip").await?;
    let node = NODE.replace("id=", &format!("integration=\"{id}\" id="));
    let problem = "{ code: 'internal', text: 'It broke', retry: 'later' }";
    eyes.shows(&node, &format!("access.answers('/templates', 500, {problem})")).await?;
    eyes.looks("templates that can't be fetched", ".wa-notice").await?;
    eyes.shows(&node, &format!("access.answers('/api/v1/integrations', 500, {problem})")).await?;
    eyes.looks("accounts that can't be fetched", ".wa-notice").await?;
    eyes.page.host.says(&format!("{PACKAGE}whatsapp-engine-module_bg.wasm"), Answer::status(404));
    eyes.shows(&node, "").await?;
    eyes.looks("the engine is missing", "[part=notice]").await?;
    eyes.looker.is_content();
    Ok(())
}
