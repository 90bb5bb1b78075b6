use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;
use whatsapp_plugin::effect::CallResult;

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
    assert!(!page.get("#wa-test-panel").text_content().unwrap().to_lowercase().contains("delivered"));
    page.presses("Request").await;
    page.reads("Authorization: App ***").await;
    page.presses("Answer").await;
    assert_eq!(page.get("#wa-test-panel pre").text_content().unwrap(), body);
    page.types("message.text", "Hi again").await;
    page.reads("Not this version").await;
}

#[wasm_bindgen_test]
async fn refused_says_who_can_act_and_what_the_provider_complained_about() {
    let page = sent(Ok(test(
        json!({"verdict":"refused","code":"key-refused","cause":"Infobip did not accept the key.","fix":"Check the key.",
            "who":"administrator","retry":"never","safeToRepeat":true,"providerCode":"UNAUTHORIZED","known":true,
            "violations":[{"path":"content.text","text":"must not be blank"}]}),
        json!({"status":401,"headers":{},"body":""}),
    )))
    .await;
    page.reads("Infobip did not take the message").await;
    page.reads("Whoever connected the account").await;
    page.reads("must not be blank").await;
    page.presses("Answer").await;
    page.reads("The answer has no body.").await;
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
    let page = sent(problem("proxy-unreachable", "No proxy answers.")).await;
    page.reads("No proxy answers.").await;
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
