use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;
use whatsapp_plugin::integrations::integrations;

use crate::page::{integration, mount, problem};

#[wasm_bindgen_test]
async fn without_any_it_says_how_to_start() {
    let page = mount(|_| Ok(json!({"items":[]})), integrations);
    assert!(page.find("[aria-busy]").is_some(), "a skeleton until the answer comes");
    page.reads("Connect your first account").await;
    assert!(page.find("a[href='#/integrations/new']").is_some());
}

#[wasm_bindgen_test]
async fn a_missing_proxy_is_named_with_the_command_that_starts_one() {
    let page = mount(|_| problem("proxy-unreachable", "No proxy answers at this address."), integrations);
    page.reads("No proxy answers at this address.").await;
    page.reads("cargo xtask serve").await;
    assert!(page.find("[role=alert]").is_some());
    page.presses("Try again").await;
    assert_eq!(page.calls("GET").len(), 2);
}

#[wasm_bindgen_test]
async fn deleting_asks_first() {
    let page = mount(
        |made| if made.method == "DELETE" { Ok(Value::Null) } else { Ok(json!({"items":[integration()]})) },
        integrations,
    );
    page.reads("Shop").await;
    page.reads("Not checked yet").await;
    page.get("button[aria-label='Delete Shop']")
        .dispatch_event(&web_sys::Event::new("click").unwrap())
        .unwrap();
    page.reads("Journeys that use it stop sending.").await;
    assert!(page.calls("DELETE").is_empty(), "nothing is deleted unasked");
    page.presses("Delete").await;
    page.reads("Connect your first account").await;
    assert_eq!(page.calls("DELETE")[0].path, "/api/v1/integrations/int_1");
}

#[wasm_bindgen_test]
async fn a_refused_deletion_keeps_the_row() {
    let page = mount(
        |made| {
            if made.method == "DELETE" {
                problem("busy", "A run uses it.")
            } else {
                Ok(json!({"items":[integration()]}))
            }
        },
        integrations,
    );
    page.reads("Shop").await;
    page.get("button[aria-label='Delete Shop']")
        .dispatch_event(&web_sys::Event::new("click").unwrap())
        .unwrap();
    page.reads("Journeys that use it stop sending.").await;
    page.presses("Delete").await;
    page.reads("A run uses it.").await;
    page.reads("Shop").await;
}
