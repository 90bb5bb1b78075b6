use serde_json::json;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use whatsapp_domain::AddressPolicy;
use whatsapp_plugin::{effect::CallResult, host::NodeHost, journey_node::journey_node};

use crate::page::{Made, Page, integration, mount, problem};

pub fn proxy(made: &Made) -> CallResult {
    match made.path.as_str() {
        "/api/v1/integrations" => Ok(json!({"items":[integration()]})),
        path if path.contains("/templates") => {
            Ok(json!({"syncedAt":"2026-01-01T10:00:00Z","limit":300,"items":[
            {"name":"order_update","language":"en_GB","category":"utility","status":"approved",
             "header":{"type":"media","kind":"image"},"body":"Hi *{{1}}*, order {{2}} left the depot.","footer":"Shop",
             "buttons":[{"text":"Track","takes":"url","url":"https://shop.example/t/{{1}}"}]},
            {"name":"flash","language":"en_GB","category":"marketing","status":"rejected","reason":"ABUSIVE_CONTENT",
             "body":"Buy","buttons":[]}]}))
        }
        path if path.starts_with("/api/v1/quick-tests?") => Ok(json!({"items":[]})),
        _ => problem("not-expected", "The test did not expect this call."),
    }
}

pub async fn editor(answer: impl Fn(&Made) -> CallResult + 'static) -> Page {
    let page = mount(answer, || journey_node(AddressPolicy::default(), NodeHost::default()));
    page.reads("Before you send").await;
    page
}

pub async fn with_template(answer: impl Fn(&Made) -> CallResult + 'static) -> Page {
    let page = editor(answer).await;
    page.reads("2 of 300 templates").await;
    page.chooses_template("order_update/en_GB").await;
    page
}

#[wasm_bindgen_test]
async fn without_an_account_it_leads_to_connecting_one() {
    let page =
        mount(|_| Ok(json!({"items":[]})), || journey_node(AddressPolicy::default(), NodeHost::default()));
    page.reads("First, an account to send from").await;
    assert!(page.find("a[href='#/integrations/new']").is_some());
}

#[wasm_bindgen_test]
async fn a_template_draws_its_rows_and_the_bubble_fills_while_typing() {
    let page = with_template(proxy).await;
    page.reads("Header image").await;
    page.reads("Button “Track”").await;
    page.types("message.body[0]", "{{ customer.first_name }}").await;
    page.types("message.body[1]", "4711").await;
    let bubble = page.get(".wa-bubble");
    assert!(bubble.text_content().unwrap().contains("Hi Ana, order 4711 left the depot."), "{}", page.text());
    assert!(page.find(".wa-bubble [data-look~=b]").is_some(), "*…* is bold");
}

#[wasm_bindgen_test]
async fn a_variable_asks_what_happens_when_it_is_empty() {
    let page = with_template(proxy).await;
    assert_eq!(page.count(".wa-when-empty"), 0);
    page.types("message.body[0]", "{{ customer.nobody }}").await;
    assert_eq!(page.count(".wa-when-empty"), 1);
    page.picks("fallback").await;
    page.get(".wa-fallback input");
}

#[wasm_bindgen_test]
async fn findings_are_listed_and_a_line_break_is_mended_by_one_press() {
    let page = with_template(proxy).await;
    page.types("message.header.url", "https://cdn.example.com/a.jpg").await;
    page.types("message.body[0]", "Ana").await;
    page.types("message.body[1]", "a     b").await;
    page.types("message.buttons[0].value", "4711").await;
    page.reads("1 stops the send").await;
    page.get("[data-code='template-parameter-spaces'] .wa-button")
        .dispatch_event(&web_sys::Event::new("click").unwrap())
        .unwrap();
    page.reads("Nothing stops this step for the chosen profile.").await;
    assert_eq!(page.value("message.body[1]"), "a b");
}

#[wasm_bindgen_test]
async fn a_rejected_template_is_shown_with_its_reason_and_can_t_be_chosen() {
    let page = editor(proxy).await;
    page.reads("2 of 300 templates").await;
    page.presses_field("message.template.name").await;
    page.reads("WhatsApp rejected it. The reason given: ABUSIVE_CONTENT").await;
    let entry = page.get("[data-template='flash/en_GB']");
    assert_eq!(entry.get_attribute("aria-disabled").as_deref(), Some("true"));
    page.chooses("flash/en_GB").await;
    assert!(
        page.find("[data-template='flash/en_GB']").is_some(),
        "it can't be chosen, so the list stays open"
    );
}

#[wasm_bindgen_test]
async fn when_the_list_is_refused_the_name_can_be_typed_and_the_limit_is_said() {
    let page = editor(|made| {
        if made.path.contains("/templates") {
            problem("provider-refused", "The key may not list templates.")
        } else {
            proxy(made)
        }
    })
    .await;
    page.reads("The key may not list templates.").await;
    page.types("message.template.name", "order_update").await;
    page.types("message.template.language", "en_GB").await;
    page.presses("Add a value").await;
    page.types("message.body[0]", "Ana").await;
    page.reads("is not known here, so only its values are shown").await;
}

#[wasm_bindgen_test]
async fn free_messages_say_their_window_and_count_their_characters() {
    let page = editor(proxy).await;
    page.picks("text").await;
    page.reads("within 24 hours").await;
    page.types("message.text", "Hi _there_").await;
    page.reads("10 of 4,096").await;
    assert!(page.find(".wa-bubble [data-look~=i]").is_some());
    page.picks("image").await;
    page.types("message.url", "https://cdn.example.com/a.webp").await;
    page.leaves("message.url").await;
    page.get(".wa-finding[data-code='media-image-format']");
}

#[wasm_bindgen_test]
async fn templates_are_found_by_keys_alone() {
    let page = editor(proxy).await;
    page.reads("2 of 300 templates").await;
    page.presses_field("message.template.name").await;
    page.types("template-search", "depot").await;
    assert_eq!(page.count("[role=option]"), 1);
    page.keys("template-search", "Enter").await;
    page.reads("Button “Track”").await;
    assert_eq!(page.count("[role=option]"), 0, "the picker is closed");
    page.presses_field("message.template.name").await;
    page.types("template-search", "zebra").await;
    page.reads("No template fits").await;
    page.keys("template-search", "Escape").await;
    assert!(page.find(".wa-picker").is_none());
}

#[wasm_bindgen_test]
async fn undo_takes_a_change_back_and_redo_does_it_again() {
    let page = with_template(proxy).await;
    page.types("message.body[1]", "4711").await;
    page.leaves("message.body[1]").await;
    page.presses_field("profile-choice").await;
    page.get("[aria-label^='Undo']").unchecked_ref::<web_sys::HtmlElement>().click();
    page.reads("0 of 4 filled").await;
    assert_eq!(page.value("message.body[1]"), "");
    page.get("[aria-label^='Redo']").unchecked_ref::<web_sys::HtmlElement>().click();
    page.reads("1 of 4 filled").await;
    assert_eq!(page.value("message.body[1]"), "4711");
}

#[wasm_bindgen_test]
async fn saving_is_told_and_unsaved_changes_are_named() {
    let page = with_template(proxy).await;
    page.reads("not saved yet").await;
    page.presses("Save step").await;
    page.reads("saved at").await;
    page.types("message.body[1]", "4711").await;
    page.reads("unsaved changes").await;
}

#[wasm_bindgen_test]
async fn the_slider_says_what_a_free_message_meets() {
    let page = editor(proxy).await;
    page.picks("text").await;
    page.types("message.text", "Hi").await;
    page.types("last-wrote", "3").await;
    page.reads("this customer never wrote").await;
    page.reads("Not delivered").await;
    page.types("last-wrote", "0").await;
    page.reads("21 of the 24 hours").await;
    page.picks("template").await;
    page.types("last-wrote", "3").await;
    page.reads("A template may be sent at any time").await;
}

#[wasm_bindgen_test]
async fn json_is_brought_in_or_refused_in_words() {
    let page = editor(proxy).await;
    page.presses("Import JSON").await;
    page.types("import", "{\"message\":").await;
    page.presses("Use this step").await;
    page.reads("This is not JSON").await;
    page.types("import", "{\"message\":{\"type\":\"text\",\"text\":{\"value\":\"Brought in\"}}}").await;
    page.presses("Use this step").await;
    assert_eq!(page.value("message.text"), "Brought in");
}

#[wasm_bindgen_test]
async fn a_profile_that_is_not_json_says_where_it_breaks() {
    let page = editor(proxy).await;
    page.types("profile", "{\"customer\": ").await;
    page.reads("This is not JSON").await;
    assert_eq!(page.value("profile"), "{\"customer\": ");
}

#[wasm_bindgen_test]
async fn one_line_fills_the_rows() {
    let page = with_template(proxy).await;
    page.presses("Paste as one line").await;
    page.types("message.body", "Ana,\"Leeds, UK\"").await;
    assert_eq!(page.value("message.body[1]"), "Leeds, UK");
    page.types("message.body", "Ana").await;
    page.reads("The template takes 2, the line has 1 value.").await;
}

#[wasm_bindgen_test]
async fn a_missing_proxy_is_told_instead_of_an_empty_editor() {
    let page = mount(
        |_| problem("proxy-unreachable", "No proxy answers at this address."),
        || journey_node(AddressPolicy::default(), NodeHost::default()),
    );
    page.reads("cargo xtask serve").await;
}
