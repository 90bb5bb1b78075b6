use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::{
    node::{editor, proxy},
    page::Page,
};

async fn opened() -> Page {
    let page = editor(proxy).await;
    page.picks("document").await;
    page.types("message.url", "https://cdn.example.com/invoice.pdf").await;
    page.types("message.caption", "Dear {{ customer.first_name }}").await;
    page.types("recipient.value", "+447400123456").await;
    assert!(page.find(".wa-payload").is_none(), "closed to begin with");
    page.presses("What is sent").await;
    page
}

fn column(page: &Page, provider: &str) -> String {
    page.get(&format!(".wa-payload[data-provider={provider}]")).text_content().unwrap()
}

#[wasm_bindgen_test]
async fn all_requests_stand_side_by_side_and_the_own_one_is_named() {
    let page = opened().await;
    let (own, other) = (column(&page, "infobip"), column(&page, "sinch"));
    assert!(own.contains("This account") && !other.contains("This account"));
    for text in [&own, &other] {
        assert!(text.contains("POST https://") && text.contains("\"Dear Ana\""), "{text}");
        assert!(text.contains("What would be lost"), "{text}");
    }
    // A value that both requests hold is not marked; one that a single one holds is.
    let marked: Vec<_> = texts(&page, ".wa-payload[data-provider=infobip] mark");
    assert!(marked.contains(&"\"447860099299\"".to_owned()), "{marked:?}");
    assert!(!marked.contains(&"\"https://cdn.example.com/invoice.pdf\"".to_owned()), "{marked:?}");
    // One of them is in view where there is room for one only.
    assert_eq!(page.count(".wa-payload[data-in-view]"), 1);
    page.get("#wa-payload-sinch").unchecked_ref::<web_sys::HtmlElement>().click();
    page.settles().await;
    page.get(".wa-payload[data-provider=sinch][data-in-view]");
}

fn texts(page: &Page, css: &str) -> Vec<String> {
    (0..page.count(css)).map(|at| page.nth(css, at).text_content().unwrap()).collect()
}

#[wasm_bindgen_test]
async fn it_follows_the_step_after_a_pause_and_not_before() {
    let page = opened().await;
    page.types("message.caption", "Hello there").await;
    assert!(!column(&page, "infobip").contains("Hello there"), "not between key presses");
    page.reads("\"Hello there\"").await;
}

#[wasm_bindgen_test]
async fn what_stops_a_send_stands_in_the_request_s_place_and_leads_to_its_field() {
    let page = opened().await;
    page.types("message.url", "").await;
    page.reads("There is no request yet, because something stops the send:").await;
    page.get(".wa-payload[data-provider=infobip] .wa-finding-text")
        .unchecked_ref::<web_sys::HtmlElement>()
        .click();
    page.settles().await;
    assert_eq!(page.focused(), "message.url");
}

#[wasm_bindgen_test]
async fn a_webhook_has_its_parts_to_copy_and_says_what_it_does_not_do() {
    let page = opened().await;
    page.picks("webhook").await;
    let own = column(&page, "infobip");
    for text in ["Method", "POST", "URL", "Header Authorization", "Body", "{{ customer.first_name }}"] {
        assert!(own.contains(text), "{text} is missing in {own}");
    }
    assert!(!own.contains("Dear Ana"), "it is for all customers: {own}");
    assert!(own.contains("What a plain webhook does not do"), "{own}");
    let parts = page.count(".wa-payload[data-provider=infobip] .wa-webhook-part");
    let copies = page.count(".wa-payload[data-provider=infobip] .wa-webhook-part .wa-button");
    assert!(parts >= 4 && parts == copies, "{parts} parts, {copies} buttons");
}

#[wasm_bindgen_test]
async fn the_command_names_the_variable_that_holds_the_key() {
    let page = opened().await;
    page.reads("The command holds no key: set the shell variable ").await;
    assert!(!column(&page, "infobip").contains("…7f31"));
    let headers = texts(&page, ".wa-payload[data-provider=infobip] .wa-payload-line").concat();
    assert!(headers.contains("Authorization: App ***"), "{headers}");
}
