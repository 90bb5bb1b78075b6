use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;
use whatsapp_plugin::sandbox_phone::sandbox_phone;

use crate::page::{mount, problem};

#[wasm_bindgen_test]
async fn an_empty_phone_says_how_to_fill_it() {
    let page = mount(|_| Ok(json!([])), || sandbox_phone(true));
    page.reads("Nothing arrived yet").await;
}

#[wasm_bindgen_test]
async fn messages_stand_in_their_chat_and_a_failed_one_says_why() {
    let page = mount(
        |made| {
            if !made.path.ends_with("after=0") {
                return Ok(json!([]));
            }
            Ok(
                json!([{"seq":1,"id":"m","provider":"infobip","receivedAt":"2026-01-01T10:00:00Z","from":"447860099299",
                "to":"447400123456","status":"failed","failure":{"code":"7002 EC_UNKNOWN_USER","text":"Not on WhatsApp"},
                "kind":"template","header":{"type":"text","text":"News"},"body":"Hi *Ana*","footer":"Shop",
                "buttons":[{"type":"quickReply","text":"Yes","value":"yes"}],"template":null}]),
            )
        },
        || sandbox_phone(true),
    );
    page.reads("Hi Ana").await;
    page.reads("Accepted, but never delivered").await;
    page.reads("7002 EC_UNKNOWN_USER: Not on WhatsApp").await;
    assert!(page.find(".wa-bubble-buttons li").is_some());
}

#[wasm_bindgen_test]
async fn without_a_sandbox_it_says_how_to_switch_it_on() {
    let page = mount(|_| problem("x", "x"), || sandbox_phone(false));
    page.reads("WHATSAPP_PROXY_SANDBOX=on").await;
    assert!(page.calls("GET").is_empty());
}

#[wasm_bindgen_test]
async fn a_phone_out_of_reach_is_told() {
    let page =
        mount(|_| problem("proxy-unreachable", "No proxy answers at this address."), || sandbox_phone(true));
    page.reads("No proxy answers at this address.").await;
}
