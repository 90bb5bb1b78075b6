use serde_json::{Value, json};
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
            problem("proxy-unreachable", "No proxy answers.")
        } else {
            proxy(made)
        }
    })
    .await;
    page.presses("Check connection").await;
    page.reads("No proxy answers.").await;
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
