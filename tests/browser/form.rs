use serde_json::{Value, json};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use whatsapp_domain::{AddressPolicy, Finding, Problem};
use whatsapp_plugin::{effect::CallResult, integration_form::integration_form};

use crate::page::{Made, Page, integration, mount, problem};

fn policy() -> AddressPolicy {
    AddressPolicy { sandbox: Some("http://127.0.0.1:8787".into()), ..AddressPolicy::default() }
}

fn report(verdict: &str, ok: bool) -> Value {
    json!({"ok":ok,"checkedAt":"2026-01-01T10:24:02Z","steps":[
        {"id":"address","title":"Address","verdict":"ok","text":"k3x9p.api.infobip.com belongs to Infobip","durationMs":0},
        {"id":"key","title":"Key","verdict":verdict,"text":"Look at the key.","durationMs":63,
         "answer":{"status":401,"body":"{\"requestError\":1}"}},
        {"id":"scope","title":"Permissions","verdict":"skipped"}]})
}

fn proxy(made: &Made) -> CallResult {
    match (made.method, made.path.as_str()) {
        (_, "/sandbox/api/accounts") => Ok(json!([{"provider":"infobip","name":"Sandbox shop",
            "settings":{"baseUrl":"http://127.0.0.1:8787/sandbox/infobip","sender":"447860099299","authScheme":"apiKey"},
            "secrets":{"apiKey":"planted-key-0123456789"}}])),
        (_, path) if path.ends_with("/check") => Ok(report("ok", true)),
        _ => Ok(integration()),
    }
}

fn new_form(answer: impl Fn(&Made) -> CallResult + 'static) -> Page {
    mount(answer, || integration_form(None, policy()))
}

/// The form of a saved integration, loaded.
async fn saved_form(answer: impl Fn(&Made) -> CallResult + 'static) -> Page {
    let page = mount(answer, || integration_form(Some("int_1".into()), policy()));
    page.reads("ends in 7f31").await;
    page
}

#[wasm_bindgen_test]
async fn each_provider_has_its_own_fields_and_keeps_what_was_typed() {
    let page = new_form(proxy);
    page.types("settings.sender", "447860099299").await;
    page.picks("sinch").await;
    assert!(page.find("[data-field='settings.projectId']").is_some());
    assert!(page.find("[data-field='secrets.apiKey']").is_none());
    page.picks("infobip").await;
    assert_eq!(page.value("settings.sender"), "447860099299");
}

#[wasm_bindgen_test]
async fn a_finding_appears_when_the_field_is_left_and_is_wired_to_it() {
    let page = new_form(proxy);
    page.types("settings.baseUrl", "http://evil.example.com").await;
    assert!(page.find(".wa-finding").is_none(), "nothing while typing");
    page.leaves("settings.baseUrl").await;
    let control = page.get("[data-field='settings.baseUrl']");
    assert_eq!(control.get_attribute("aria-invalid").as_deref(), Some("true"));
    let described = control.get_attribute("aria-describedby").unwrap();
    let finding = described.split(' ').next().unwrap();
    assert!(!page.get(&format!("#{finding}")).text_content().unwrap().is_empty());
    page.types("settings.baseUrl", "https://k3x9p.api.infobip.com").await;
    assert!(page.find(".wa-finding").is_none(), "typing clears it");
}

#[wasm_bindgen_test]
async fn saving_an_empty_form_calls_nobody_and_shows_what_is_missing() {
    let page = new_form(proxy);
    page.presses("Save").await;
    assert!(page.calls("POST").is_empty());
    assert!(page.count(".wa-finding[data-severity=error]") >= 3, "{}", page.text());
}

#[wasm_bindgen_test]
async fn a_filled_form_saves_drops_the_key_and_checks_the_connection() {
    let page = new_form(proxy);
    page.reads("Fill in sandbox account").await;
    page.presses("Fill in sandbox account").await;
    assert_eq!(page.value("secrets.apiKey"), "planted-key-0123456789");
    page.presses("Save").await;
    page.reads("No message was sent.").await;
    page.reads("ends in 7f31").await;
    let posts = page.calls("POST");
    assert_eq!(posts[0].path, "/api/v1/integrations");
    assert_eq!(posts[1].path, "/api/v1/integrations/int_1/check");
    assert!(!page.get("form").outer_html().contains("planted-key"));
    assert!(page.find("[data-field='secrets.apiKey']").is_none());
}

#[wasm_bindgen_test]
async fn a_refused_save_says_why_beside_the_field_and_keeps_the_text() {
    let page = saved_form(|made| {
        if made.method != "PUT" {
            return proxy(made);
        }
        let mut refused = Problem::new("invalid", "The integration can't be saved like this.");
        refused.findings = vec![Finding::error("sender-unusual", "settings.sender", "Odd sender.")];
        Err(refused)
    })
    .await;
    page.types("name", "Shop 2").await;
    page.presses("Save").await;
    page.reads("The integration can't be saved like this.").await;
    page.reads("Odd sender.").await;
    assert_eq!(page.value("name"), "Shop 2");
}

#[wasm_bindgen_test]
async fn a_stored_key_can_be_replaced_or_kept() {
    let page = saved_form(proxy).await;
    page.presses("Replace").await;
    assert_eq!(page.value("secrets.apiKey"), "");
    page.presses("Keep the stored one").await;
    assert!(page.find("[data-field='secrets.apiKey']").is_none());
    page.types("name", "Shop 2").await;
    page.presses("Save").await;
    assert_eq!(page.calls("PUT")[0].body.as_ref().unwrap()["secrets"], json!({}));
}

#[wasm_bindgen_test]
async fn a_failed_step_shows_its_words_and_the_provider_s_answer() {
    let page =
        saved_form(
            |made| if made.path.ends_with("/check") { Ok(report("failed", false)) } else { proxy(made) },
        )
        .await;
    page.presses("Check connection").await;
    page.reads("Look at the key.").await;
    assert_eq!(page.get("[data-step=key]").get_attribute("data-verdict").as_deref(), Some("stop"));
    assert!(page.get("[data-step=key] pre").text_content().unwrap().contains("requestError"));
    assert!(page.get("[data-step=scope]").text_content().unwrap().contains("not tried"));
    page.types("settings.sender", "447860099298").await;
    page.reads("You changed something since this check.").await;
}

#[wasm_bindgen_test]
async fn a_check_that_can_t_run_says_so() {
    let page = saved_form(|made| {
        if made.path.ends_with("/check") {
            problem("proxy-unreachable", "No proxy answers at this address.")
        } else {
            proxy(made)
        }
    })
    .await;
    page.presses("Check connection").await;
    page.reads("No proxy answers at this address.").await;
}

#[wasm_bindgen_test]
async fn an_integration_that_is_gone_leads_back_to_the_list() {
    let page = mount(
        |_| problem("not-found", "There is no such integration."),
        || integration_form(Some("int_9".into()), policy()),
    );
    page.reads("There is no such integration.").await;
    assert!(page.find("a[href='#/integrations']").is_some());
}

#[wasm_bindgen_test]
async fn the_draft_of_a_new_form_has_everything_but_the_key() {
    let page = new_form(proxy);
    page.types("name", "Shop").await;
    page.types("secrets.apiKey", "planted-key-0123456789").await;
    let kept = page.drafts.borrow().get("integration:new").cloned().unwrap();
    assert_eq!(kept["name"], "Shop");
    assert!(!kept.to_string().contains("planted-key"));
}

fn replies_on() -> Value {
    let mut account = integration();
    account["twoWay"]["enabled"] = json!(true);
    account
}

fn two_way(registered: bool, other: bool, verdict: &str) -> Value {
    let target = |own: bool| json!({"id":"s","url":"https://elsewhere.example/…","events":["INBOUND_MESSAGE"],"own":own,"takesMessages":true});
    let targets: Vec<Value> = [(registered, true), (other, false)]
        .iter()
        .filter(|(on, _)| *on)
        .map(|(_, own)| target(*own))
        .collect();
    json!({"callbackUrl":"https://p.example/webhooks/infobip/int_1/token","reachable":"public",
        "registration":{"checkedAt":"2026-01-01T10:24:02Z","state":if registered { "registered" } else { "other" },"targets":targets},
        "manualSteps":[{"text":"Open the portal.","value":"https://p.example/webhooks/infobip/int_1/token"}],
        "roundTrip":{"code":"KX7M-2PQ4","link":"https://wa.me/447860099299?text=KX7M-2PQ4","expiresAt":"2026-01-01T10:34:02Z",
            "steps":[{"step":"address","verdict":"ok","text":"It reached us.","at":"2026-01-01T10:24:09Z"},
                {"step":"signature","verdict":"skipped","text":"Nothing is signed."},
                {"step":"sender","verdict":verdict,"text":""},{"step":"customer","verdict":verdict,"text":""}]}})
}

async fn with_replies(state: impl Fn() -> Value + 'static) -> Page {
    let page = mount(
        move |made| match (made.method, made.path.as_str()) {
            ("GET", "/api/v1/integrations/int_1/two-way") => Ok(state()),
            (_, path) if path.contains("/two-way/") => Ok(Value::Null),
            ("GET", "/api/v1/integrations/int_1") => Ok(replies_on()),
            _ => proxy(made),
        },
        || integration_form(Some("int_1".into()), policy()),
    );
    page.reads("Callback URL").await;
    page
}

#[wasm_bindgen_test]
async fn replies_are_switched_on_with_an_example_of_the_customer() {
    let page = saved_form(proxy).await;
    assert!(page.find("[data-field='twoWay.customerIdKey']").is_none(), "off: nothing to decide");
    page.get("[data-field='twoWay.enabled']").unchecked_ref::<web_sys::HtmlElement>().click();
    page.reads("belongs to the customer whose phone is +447700900123.").await;
    page.picks("digits").await;
    page.types("twoWay.customerIdKey", "mobile").await;
    page.reads("belongs to the customer whose mobile is 447700900123.").await;
    page.reads("Save to get the callback URL.").await;
    page.types("twoWay.keywords.stop.en", "stop, halt").await;
    page.presses("Save").await;
    let body = page.calls("PUT")[0].body.clone().unwrap();
    assert_eq!(body["twoWay"]["numberFormat"], "digits");
    assert_eq!(body["twoWay"]["keywords"]["stop"]["en"], json!(["stop", "halt"]));
}

#[wasm_bindgen_test]
async fn what_is_registered_is_read_back_and_others_are_warned_of() {
    let page = with_replies(|| two_way(true, true, "ok")).await;
    page.reads("Registered").await;
    page.reads("Infobip also sends this sender’s messages to another target:").await;
    page.reads("https://elsewhere.example/…").await;
    page.presses("Remove").await;
    assert!(page.calls("DELETE").is_empty(), "asked first");
    assert_eq!(page.focused(), "two-way.agree", "Enter must not remove");
    page.presses("Keep it").await;
    assert_eq!(page.focused(), "two-way.remove");
    page.presses("Remove").await;
    page.presses("Remove it").await;
    assert_eq!(page.calls("DELETE")[0].path, "/api/v1/integrations/int_1/two-way/register");
}

#[wasm_bindgen_test]
async fn the_proof_shows_code_link_and_qr_code_and_its_steps() {
    let page = with_replies(|| two_way(true, false, "waiting")).await;
    page.reads("KX7M-2PQ4").await;
    let code = page.get(".wa-qr svg");
    assert!(code.get_attribute("viewBox").unwrap().starts_with("-4 -4 "), "the quiet zone is there");
    assert!(page.get(".wa-qr path").get_attribute("d").unwrap().len() > 200);
    assert_eq!(page.get("[data-step=address]").get_attribute("data-verdict").as_deref(), Some("good"));
    assert_eq!(page.get("[data-step=sender]").get_attribute("data-verdict").as_deref(), Some(""));
    assert!(!page.text().contains("sandbox phone"), "not the sandbox's account");
}

#[wasm_bindgen_test]
async fn a_proven_way_asks_for_nothing_more() {
    let page = with_replies(|| two_way(true, false, "ok")).await;
    page.reads("Proven.").await;
    assert!(page.find(".wa-qr").is_none());
}
