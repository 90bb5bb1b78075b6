use serde_json::{Value, json};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use whatsapp_plugin::effect::CallResult;
use whatsapp_providers::engine_api::Session;

use crate::{
    node::{editor, proxy},
    page::{Made, Page, problem},
};

fn test(outcome: Value, answer: Value) -> Value {
    json!({"id":"test_1","integration":"int_1","integrationName":"Shop","provider":"infobip",
        "createdAt":"2026-01-01T10:24:02Z",
        "reached":{"e164":"+447400123456","international":"+44 7400 123456","region":"GB","country":"United Kingdom"},
        "message":{"type":"text","text":"Hi","previewUrl":false},
        "request":{"method":"POST","url":"https://k3x9p.api.infobip.com/whatsapp/1/message/text",
            "headers":{"Authorization":"App ***"},"body":{"to":"447400123456"}},
        "answer":answer,"outcome":outcome,"durationMs":182})
}

async fn sent(answer: CallResult) -> Page {
    let page =
        editor(move |made: &Made| if made.method == "POST" { answer.clone() } else { proxy(made) }).await;
    page.picks("text").await;
    page.types("message.text", "Hi").await;
    page.presses("Send test").await;
    page
}

#[wasm_bindgen_test]
async fn accepted_is_told_with_country_time_request_and_answer_word_for_word() {
    let body = "{\"messageId\":\"m\",\"status\":{\"name\":\"PENDING_ENROUTE\"}}";
    let page = sent(Ok(test(
        json!({"verdict":"accepted","code":"accepted","cause":"It is on its way.","retry":"never","safeToRepeat":false,
            "providerCode":"PENDING_ENROUTE","messageId":"m","known":true}),
        json!({"status":200,"headers":{},"body":body}),
    )))
    .await;
    page.reads("Infobip took the message for +44 7400 123456 (United Kingdom).").await;
    page.reads("182 ms").await;
    page.reads("Accepted – not yet delivered").await;
    assert_eq!(
        (page.count(".wa-way li"), page.count(".wa-way li[data-known]")),
        (4, 1),
        "only the first is known"
    );
    page.reads("replies are off for this account").await;
    page.presses("Request").await;
    page.reads("Authorization: App ***").await;
    page.reads("Copy as cURL").await;
    page.presses("Answer").await;
    assert_eq!(page.get("#wa-test-panel pre").text_content().unwrap(), body);
    page.types("message.text", "Hi again").await;
    page.reads("Not this version").await;
}

#[wasm_bindgen_test]
async fn refused_is_a_card_with_layers_owner_the_provider_s_words_and_the_way_to_the_field() {
    let page = sent(Ok(test(
        json!({"verdict":"refused","code":"content-refused","cause":"Infobip did not accept a part of the message.",
            "fix":"Change the part and send again.","who":"you","retry":"never","safeToRepeat":true,
            "providerCode":"BAD_REQUEST","providerText":"(#131008) Required parameter is missing","known":true,
            "field":"message.text","violations":[{"path":"content.text","text":"must not be blank","field":"message.text"}]}),
        json!({"status":400,"headers":{},"body":""}),
    )))
    .await;
    page.reads("Infobip did not take the message").await;
    page.reads("Who can act").await;
    page.reads("Safe, but it will fail again until something changes.").await;
    page.reads("“(#131008) Required parameter is missing”").await;
    page.reads("must not be blank").await;
    let layers = page.get(".wa-layers").text_content().unwrap();
    assert_eq!(layers, "HTTP400InfobipBAD_REQUESTWhatsApp131008");
    assert!(page.find("[data-part=unknown-answer]").is_none());
    page.presses("Go to the field").await;
    assert_eq!(page.focused(), "message.text");
    page.presses("Answer").await;
    page.reads("The answer has no body.").await;
}

#[wasm_bindgen_test]
async fn a_refused_key_leads_to_the_account() {
    let page = sent(Ok(test(
        json!({"verdict":"refused","code":"key-refused","cause":"The key was not accepted.","who":"administrator",
            "retry":"never","safeToRepeat":true,"known":true}),
        json!({"status":401,"headers":{},"body":""}),
    )))
    .await;
    page.reads("Whoever connected the account").await;
    assert!(page.find("a[href='#/integrations/int_1']").is_some(), "{}", page.text());
}

#[wasm_bindgen_test]
async fn an_unknown_code_is_called_so_beside_the_answer_as_it_came() {
    let body = "{\"odd\":\"<b>answer</b>\"}";
    let page = sent(Ok(test(
        json!({"verdict":"refused","code":"request-refused","cause":"The request was not accepted.",
            "retry":"never","safeToRepeat":true,"providerCode":"E999","known":false}),
        json!({"status":400,"headers":{},"body":body}),
    )))
    .await;
    page.reads("“E999” is not in our list of Infobip's codes.").await;
    assert_eq!(page.get("[data-part=unknown-answer] pre").text_content().unwrap(), body);
}

#[wasm_bindgen_test]
async fn unclear_warns_before_a_second_send() {
    let page = sent(Ok(test(
        json!({"verdict":"unclear","code":"connection-cut","cause":"The connection ended before an answer.",
            "retry":"never","safeToRepeat":false,"known":true}),
        Value::Null,
    )))
    .await;
    page.reads("Nobody can tell").await;
    page.reads("May send it twice. Look at the phone first.").await;
    page.presses("Answer").await;
    page.reads("Nothing came back from Infobip.").await;
}

#[wasm_bindgen_test]
async fn a_proxy_that_is_gone_loses_nothing() {
    let page = sent(problem("proxy-unreachable", "No proxy answers at this address.")).await;
    page.reads("No proxy answers at this address.").await;
    assert_eq!(page.value("message.text"), "Hi");
}

#[wasm_bindgen_test]
async fn the_tester_s_number_tells_its_country_and_a_masked_one_is_refused_on_leaving() {
    let page = editor(proxy).await;
    page.types("test.to", "+44 7400 123456").await;
    page.reads("Reaches +44 7400 123456 in United Kingdom.").await;
    page.types("test.to", "+4474001XXXXX").await;
    assert!(page.find("#wa-test-to-finding .wa-finding").is_none(), "not while typing");
    page.leaves("test.to").await;
    assert!(page.find("#wa-test-to-finding .wa-finding").is_some());
}

const BRITISH: &str = "+44 7400 123456";
const SWISS: &str = "+41 78 123 45 67";

fn accepted() -> Value {
    test(
        json!({"verdict":"accepted","code":"accepted","cause":"Taken over.","retry":"never","safeToRepeat":false,"known":true}),
        json!({"status":200,"headers":{},"body":""}),
    )
}

async fn text_step() -> Page {
    let page =
        editor(move |made: &Made| if made.method == "POST" { Ok(accepted()) } else { proxy(made) }).await;
    page.picks("text").await;
    page.types("message.text", "Hi").await;
    page
}

#[wasm_bindgen_test]
async fn a_number_of_another_country_is_sent_only_when_that_is_meant() {
    let page = text_step().await;
    page.types("recipient.region", "GB").await;
    page.types("test.to", SWISS).await;
    page.presses("Send test").await;
    page.reads("This would go to Switzerland; you expected the United Kingdom.").await;
    assert_eq!(page.calls("POST"), []);
    assert_eq!(page.focused(), "test.country", "Enter must not send");
    page.presses("Change the number").await;
    assert_eq!(page.focused(), "test.to");
    assert!(!page.text().contains("This would go to"));
    page.presses("Send test").await;
    page.presses("Send it to Switzerland").await;
    page.reads("Accepted – not yet delivered").await;
    let calls = page.calls("POST");
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0].body.as_ref().unwrap()["expectedRegion"], "CH");
}

#[wasm_bindgen_test]
async fn the_proxy_s_refusal_of_a_country_leads_back_to_the_number() {
    let refused = || {
        let text = "+41 78 123 45 67 is in Switzerland; you expected the United Kingdom. Nothing was sent.";
        let mut found = whatsapp_domain::Problem::new("invalid", text);
        found.findings = vec![whatsapp_domain::Finding::error("country-unexpected", "to", text)];
        found
    };
    let page =
        editor(move |made: &Made| if made.method == "POST" { Err(refused()) } else { proxy(made) }).await;
    page.picks("text").await;
    page.types("message.text", "Hi").await;
    page.presses("Send test").await;
    page.reads("you expected the United Kingdom. Nothing was sent.").await;
    page.presses("Change the number").await;
    assert_eq!(page.focused(), "test.to");
}

#[wasm_bindgen_test]
async fn a_number_that_can_t_be_used_is_not_sent() {
    let page = text_step().await;
    page.types("test.to", "+4474001XXXXX").await;
    page.presses("Send test").await;
    assert!(page.find("#wa-test-to-finding .wa-finding").is_some());
    assert_eq!(page.calls("POST"), []);
}

#[wasm_bindgen_test]
async fn a_tester_is_saved_picked_removed_and_taken_back() {
    let page = text_step().await;
    page.types("test.to", BRITISH).await;
    page.presses("Save this tester").await;
    assert_eq!(page.focused(), "test.name");
    page.presses("Save").await;
    page.reads("Give the tester a name").await;
    page.types("test.name", "Ana’s phone").await;
    page.presses("Save").await;
    assert_eq!(page.drafts.borrow()["testers"][0]["name"], "Ana’s phone");
    let pressed = |field: &str| {
        page.get(&format!("[data-field='{field}']")).get_attribute("aria-pressed").unwrap_or_default()
    };
    assert_eq!(pressed("test.tester+447400123456"), "true");
    page.presses_field("test.own").await;
    assert_eq!((page.value("test.to").as_str(), pressed("test.own").as_str()), ("", "true"));
    page.presses_field("test.tester+447400123456").await;
    assert_eq!(page.value("test.to"), BRITISH);
    assert_eq!(page.drafts.borrow()["node"]["to"], BRITISH, "the choice survives a reload");
    page.get("[aria-label='Remove Ana’s phone']").unchecked_ref::<web_sys::HtmlElement>().click();
    page.reads("Removed “Ana’s phone”.").await;
    assert_eq!(page.drafts.borrow()["testers"], json!([]));
    page.presses_field("test.back").await;
    assert_eq!(page.drafts.borrow()["testers"][0]["reached"]["e164"], "+447400123456");
}

fn stamp(node: &Value) -> String {
    let question = json!({"op":"render","integration":{"provider":"infobip"},"node":node}).to_string();
    let answer: Value = serde_json::from_slice(&Session::default().answer(question.as_bytes())).unwrap();
    answer["stamp"].as_str().unwrap().to_owned()
}

#[wasm_bindgen_test]
async fn earlier_tests_tell_which_version_of_the_step_they_tested() {
    let page = editor(|made: &Made| {
        if made.path.starts_with("/api/v1/quick-tests?") {
            let mut other = accepted();
            other["id"] = json!("test_0");
            other["stamp"] = json!("0".repeat(64));
            return Ok(json!({"items":[other]}));
        }
        if made.method == "POST" {
            // As the proxy does: the stamp of the step that it was given.
            let mut now = accepted();
            now["stamp"] = json!(stamp(&made.body.as_ref().unwrap()["node"]));
            return Ok(now);
        }
        proxy(made)
    })
    .await;
    page.picks("text").await;
    page.types("message.text", "Hi").await;
    page.reads("Earlier tests (1)").await;
    page.get(".wa-history").parent_element().unwrap().set_attribute("open", "").unwrap();
    page.reads("another version").await;
    page.presses("Send test").await;
    page.reads("Earlier tests (2)").await;
    let rows = page.get(".wa-history").text_content().unwrap();
    assert_eq!(
        (rows.matches("this version").count(), rows.matches("another version").count()),
        (1, 1),
        "{rows}"
    );
    page.types("message.text", "Hello").await;
    page.reads("Not this version").await;
    page.types("message.text", "Hi").await;
    assert!(!page.text().contains("Not this version"), "it is the tested version again");
}
