//! Templates in the editor: languages, what changed since a step was set up, and the worst cases.

use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;
use whatsapp_plugin::effect::CallResult;

use crate::{
    node::editor,
    page::{Made, Page, integration, problem},
};

fn template(language: &str, category: &str, body: &str) -> Value {
    json!({"name":"order_update","language":language,"category":category,"status":"approved","body":body,"buttons":[]})
}

/// An account whose English template is another one after "Sync now".
fn proxy(made: &Made) -> CallResult {
    let german = template("de", "utility", "Hallo {{1}}, Bestellung {{2}} ist unterwegs.");
    match made.path.as_str() {
        "/api/v1/integrations" => Ok(json!({"items":[integration()]})),
        path if path.ends_with("/templates?refresh=true") => {
            let changed = template("en_GB", "marketing", "Order {{1}} left. Hi {{2}}. Rate us: {{3}}");
            Ok(json!({"syncedAt":"2026-01-01T11:00:00Z","limit":300,"items":[changed, german]}))
        }
        path if path.contains("/templates") => {
            let first = template("en_GB", "utility", "Hi {{1}}, order {{2}} left.");
            Ok(json!({"syncedAt":"2026-01-01T10:00:00Z","limit":300,"items":[first, german]}))
        }
        path if path.starts_with("/api/v1/quick-tests?") => Ok(json!({"items":[]})),
        _ => problem("not-expected", "The test did not expect this call."),
    }
}

async fn filled() -> Page {
    let page = editor(proxy).await;
    page.reads("2 of 300 templates").await;
    page.chooses_template("order_update/en_GB").await;
    page.types("message.body[0]", "{{ customer.first_name }}").await;
    page.types("message.body[1]", "{{ customer.order }}").await;
    page
}

#[wasm_bindgen_test]
async fn a_changed_template_is_compared_and_its_values_follow_their_words() {
    let page = filled().await;
    page.presses("Sync now").await;
    page.reads("The template changed since this step was set up").await;
    page.reads("The words around it changed. They were: Hi {{1}}, order").await;
    page.presses("See the difference").await;
    page.reads("utility").await;
    page.reads("{{1}} takes the value that {{2}} had.").await;
    page.reads("{{3}} is new and has no value yet.").await;
    page.presses("Use the changed template").await;
    assert_eq!(page.value("message.body[0]"), "{{ customer.order }}");
    assert_eq!(page.value("message.body[1]"), "{{ customer.first_name }}");
    assert_eq!(page.value("message.body[2]"), "");
    assert!(!page.text().contains("The template changed"), "{}", page.text());
    page.types("message.body[2]", "https://shop.example").await;
    page.reads("Order 4711 left. Hi Ana.").await;
}

#[wasm_bindgen_test]
async fn a_language_is_added_and_the_preview_speaks_it_to_whom_it_is_for() {
    let page = filled().await;
    page.types("add-language", "de").await;
    page.reads("This language is filled with the values of English (UK).").await;
    page.reads("For this profile: English (UK).").await;
    page.types("profile-choice", "1").await;
    page.reads("For this profile: German.").await;
    page.reads("Bestellung 4712 ist unterwegs.").await;
    page.presses("Use other values here").await;
    page.types("message.translations[0].body[0]", "du").await;
    page.reads("Hallo du, Bestellung 4712").await;
}

#[wasm_bindgen_test]
async fn worst_cases_come_after_a_pause_with_their_repairs() {
    let page = filled().await;
    page.reads("With empty values:").await;
    page.picks("rightToLeft").await;
    let bubble = page.get(".wa-bubble").text_content().unwrap();
    assert!(bubble.chars().any(|c| ('\u{600}'..='\u{6ff}').contains(&c)), "{bubble}");
    page.picks("this").await;
    page.presses("Use “there” when it is empty").await;
    page.reads("Done: Use “there” when it is empty").await;
    page.presses("Undo").await;
    page.reads("With empty values:").await;
}
