//! The editor of one value: what a keyboard, a mouse and a screen reader find.

use serde_json::json;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement, HtmlTextAreaElement, KeyboardEvent, KeyboardEventInit};

use crate::{
    node::{editor, proxy, with_template},
    page::{Page, tick},
};

/// The box of the message's text.
const TEXT: &str = ".wa-value:has([data-field=\"message.text\"])";

fn area(page: &Page, field: &str) -> HtmlTextAreaElement {
    page.get(&format!("textarea[data-field=\"{field}\"]")).unchecked_into()
}

/// Types a text with `¦` for the caret, or `⟨…⟩` for the selection (only ASCII before it).
async fn puts(page: &Page, field: &str, text: &str) {
    let control = area(page, field);
    let at = |mark: char| text.chars().position(|c| c == mark).map(|at| at as u32);
    let (start, end) = match at('¦') {
        Some(caret) => (caret, caret),
        None => (at('⟨').unwrap(), at('⟩').unwrap() - 1),
    };
    control.focus().unwrap();
    control.set_value(&text.replace(['¦', '⟨', '⟩'], ""));
    control.set_selection_range(start, end).unwrap();
    let bubbling = web_sys::EventInit::new();
    bubbling.set_bubbles(true);
    control.dispatch_event(&web_sys::Event::new_with_event_init_dict("input", &bubbling).unwrap()).unwrap();
    tick().await;
    tick().await;
}

/// What stands in a field, with its caret or selection.
fn shown(page: &Page, field: &str) -> String {
    let control = area(page, field);
    let units: Vec<u16> = control.value().encode_utf16().collect();
    let part = |from: usize, to: usize| String::from_utf16(&units[from..to]).unwrap();
    let start = control.selection_start().unwrap().unwrap() as usize;
    let end = control.selection_end().unwrap().unwrap() as usize;
    let last = units.len();
    match start == end {
        true => format!("{}¦{}", part(0, start), part(start, last)),
        false => format!("{}⟨{}⟩{}", part(0, start), part(start, end), part(end, last)),
    }
}

async fn key(control: &Element, key: &str, with: &str) {
    let how = KeyboardEventInit::new();
    how.set_key(key);
    how.set_bubbles(true);
    how.set_cancelable(true);
    how.set_ctrl_key(with.contains("ctrl"));
    how.set_shift_key(with.contains("shift"));
    control
        .dispatch_event(&KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &how).unwrap())
        .unwrap();
    tick().await;
    tick().await;
}

async fn text_editor() -> Page {
    let page = editor(proxy).await;
    page.picks("text").await;
    page
}

/// The style sheet, for as long as a test looks at sizes.
struct Styles;

impl Styles {
    fn adopt() -> Self {
        whatsapp_plugin::styles::adopt().unwrap();
        whatsapp_plugin::styles::bring(whatsapp_plugin::styles::EDITOR);
        Self
    }
}

impl Drop for Styles {
    fn drop(&mut self) {
        let document = web_sys::window().unwrap().document().unwrap();
        js_sys::Reflect::set(&document, &"adoptedStyleSheets".into(), &js_sys::Array::new()).unwrap();
    }
}

fn has_focus(control: &Element) -> bool {
    control.owner_document().unwrap().active_element().as_ref() == Some(control)
}

async fn searches(page: &Page, label: &str, words: &str) -> HtmlElement {
    let search: web_sys::HtmlInputElement =
        page.get(&format!("input[aria-label=\"{label}\"]")).unchecked_into();
    assert!(has_focus(&search), "the search box has the focus");
    search.set_value(words);
    let bubbling = web_sys::EventInit::new();
    bubbling.set_bubbles(true);
    search.dispatch_event(&web_sys::Event::new_with_event_init_dict("input", &bubbling).unwrap()).unwrap();
    tick().await;
    search.unchecked_into()
}

async fn presses_tool(page: &Page, css: &str) {
    page.get(css).unchecked_ref::<HtmlElement>().click();
    tick().await;
    tick().await;
}

#[wasm_bindgen_test]
async fn typing_in_the_middle_keeps_the_caret_there() {
    let page = text_editor().await;
    puts(&page, "message.text", "ab¦cd").await;
    assert_eq!(shown(&page, "message.text"), "ab¦cd");
    let layer = page.get(&format!("{TEXT} .wa-value-layer"));
    assert_eq!(layer.text_content().unwrap(), "abcd", "the layer draws what was typed");
    puts(&page, "message.text", "Hi {{ customer.city }}¦\n👨‍👩‍👧 {% if a %}").await;
    let looks =
        |look: &str| page.get(&format!("{TEXT} .wa-value-layer [data-look={look}]")).text_content().unwrap();
    assert_eq!((looks("variable").as_str(), looks("code").as_str()), ("{{ customer.city }}", "{% if a %}"));
    assert_eq!(page.count(&format!("{TEXT} .wa-value-line")), 2);
}

#[wasm_bindgen_test]
async fn the_layer_stands_exactly_under_the_text() {
    let page = text_editor().await;
    let styles = Styles::adopt();
    let long = "Hi {{ customer.first_name }}, your order of {{ event.product }} left. שלום 👨‍👩‍👧 ".repeat(12);
    puts(&page, "message.text", &format!("{long}\n\n{long}¦")).await;
    let control = area(&page, "message.text");
    let layer = page.get(&format!("{TEXT} .wa-value-layer"));
    assert_eq!(control.client_width(), layer.client_width());
    // If one wrapped another way than the other, their heights would differ by lines.
    let (text, drawn) = (control.scroll_height(), layer.scroll_height());
    assert!((text - drawn).abs() <= 1, "text {text}, drawn {drawn}");
    assert!(drawn > 15 * 20, "and it is drawn in full");
    drop(styles);
}

#[wasm_bindgen_test]
async fn a_variable_is_completed_by_keys_alone() {
    let page = text_editor().await;
    let control = area(&page, "message.text");
    puts(&page, "message.text", "Hi {{¦, bye").await;
    let list = control.get_attribute("aria-controls").unwrap();
    assert_eq!(page.get(&format!("#{list}")).get_attribute("role").as_deref(), Some("listbox"));
    assert!(page.count("[role=option]") > 3);
    puts(&page, "message.text", "Hi {{ name¦, bye").await;
    let all: Vec<String> = page
        .get("[role=listbox]")
        .text_content()
        .unwrap()
        .split("customer.")
        .skip(1)
        .map(|text| text.chars().take_while(|c| *c == '_' || c.is_ascii_lowercase()).collect())
        .collect();
    assert!(all.iter().any(|name| name.starts_with("last_name")), "{all:?}");
    key(&control, "ArrowDown", "").await;
    let active = control.get_attribute("aria-activedescendant").unwrap();
    let chosen = page.get(&format!("#{active}"));
    assert_eq!(chosen.get_attribute("aria-selected").as_deref(), Some("true"));
    let path = chosen.query_selector("code").unwrap().unwrap().text_content().unwrap();
    key(&control, "Enter", "").await;
    assert_eq!(shown(&page, "message.text"), format!("Hi {{{{ {path} }}}}¦, bye"));
    assert_eq!(page.count("[role=option]"), 0);
    assert_eq!(control.get_attribute("role"), None);
    assert!(has_focus(&control));
}

#[wasm_bindgen_test]
async fn escape_sends_the_list_away_and_a_filter_selects_its_argument() {
    let page = with_template(proxy).await;
    let control = area(&page, "message.body[0]");
    puts(&page, "message.body[0]", "{{ customer.city |¦").await;
    assert!(page.get("[role=option]").text_content().unwrap().starts_with("If empty, use …"));
    key(&control, "Escape", "").await;
    assert_eq!(page.count("[role=option]"), 0);
    key(&control, " ", "ctrl").await;
    key(&control, "Tab", "").await;
    assert_eq!(shown(&page, "message.body[0]"), "{{ customer.city | default(\"⟨there⟩\", true) }}");
    let before = control.value();
    key(&control, "Enter", "").await;
    assert_eq!(control.value(), before, "one line stays one line");
}

#[wasm_bindgen_test]
async fn variables_are_chips_while_nobody_types() {
    let page = with_template(proxy).await;
    let chips = "[data-chips]:has([data-field=\"message.body[0]\"])".to_owned();
    puts(&page, "message.body[0]", "Dear {{ customer.first_name | title }}¦!").await;
    assert!(page.find(&chips).is_none(), "as typed while there is a caret");
    area(&page, "message.body[0]").blur().unwrap();
    page.appears(&chips).await;
    let chip = page.get(&format!("{chips} .wa-value-chips [data-look=variable]"));
    assert_eq!(chip.text_content().unwrap(), "First nametitle");
    assert!(page.get(&format!("{chips} .wa-value-chips")).text_content().unwrap().starts_with("Dear "));
    assert_eq!(page.value("message.body[0]"), "Dear {{ customer.first_name | title }}!");
}

#[wasm_bindgen_test]
async fn an_error_is_underlined_where_it_stands() {
    let page = text_editor().await;
    puts(&page, "message.text", "👍 Hi {{ customer.city | titel }}¦").await;
    assert!(page.find("[data-wrong]").is_none(), "not while typing");
    page.leaves("message.text").await;
    let wrong = page.get(".wa-value-layer [data-wrong]").text_content().unwrap();
    assert!(wrong.contains("titel") && !wrong.contains("Hi"), "{wrong}");
    let control = area(&page, "message.text");
    control.blur().unwrap();
    control.focus().unwrap();
    assert_eq!(
        shown(&page, "message.text"),
        "👍 Hi {{ customer.city | ⟨titel⟩ }}",
        "one comes back to the error"
    );
}

#[wasm_bindgen_test]
async fn formatting_goes_on_and_off_by_keys_and_keeps_the_selection() {
    let page = text_editor().await;
    let control = area(&page, "message.text");
    puts(&page, "message.text", "Hi ⟨you⟩!").await;
    key(&control, "b", "ctrl").await;
    assert_eq!(shown(&page, "message.text"), "Hi *⟨you⟩*!");
    key(&control, "z", "ctrl").await;
    assert_eq!(page.value("message.text"), "Hi you!", "undo takes the marks back, not the words");
    key(&control, "Z", "ctrl shift").await;
    puts(&page, "message.text", "Hi *⟨you⟩*!").await;
    page.reads("9 of 4,096").await;
    key(&control, "X", "ctrl shift").await;
    assert_eq!(shown(&page, "message.text"), "Hi *~⟨you⟩~*!");
    presses_tool(&page, "[role=toolbar] [aria-label=Strikethrough]").await;
    key(&control, "b", "ctrl").await;
    assert_eq!(shown(&page, "message.text"), "Hi ⟨you⟩!");
}

#[wasm_bindgen_test]
async fn arrow_keys_walk_through_the_bar() {
    let page = text_editor().await;
    let bold = page.get("[role=toolbar] [aria-label=Bold]");
    bold.unchecked_ref::<HtmlElement>().focus().unwrap();
    key(&bold, "ArrowLeft", "").await;
    let last = page.get("[role=toolbar] [data-tool=variable]");
    assert!(has_focus(&last));
    assert_eq!(
        (bold.get_attribute("tabindex").as_deref(), last.get_attribute("tabindex").as_deref()),
        (Some("-1"), Some("0"))
    );
}

#[wasm_bindgen_test]
async fn emoji_are_found_by_words_and_the_recent_ones_come_first() {
    let page = text_editor().await;
    puts(&page, "message.text", "Hi ¦!").await;
    presses_tool(&page, "[data-tool=emoji]").await;
    let search = searches(&page, "Search emoji", "parcel").await;
    key(&search, "Enter", "").await;
    assert_eq!(shown(&page, "message.text"), "Hi 📦¦!");
    assert!(has_focus(&area(&page, "message.text")));
    assert_eq!(page.drafts.borrow().get("recent-emoji"), Some(&json!(["📦"])));
    presses_tool(&page, "[data-tool=emoji]").await;
    assert_eq!(page.get(".wa-emoji-one").get_attribute("aria-label").as_deref(), Some("parcel"));
    let search = searches(&page, "Search emoji", "").await;
    key(&search, "Escape", "").await;
    assert!(page.find(".wa-emoji").is_none() && has_focus(&area(&page, "message.text")));
}

#[wasm_bindgen_test]
async fn a_variable_is_picked_into_the_caret() {
    let page = with_template(proxy).await;
    puts(&page, "message.body[1]", "No. ¦!").await;
    let row = "textarea[data-field=\"message.body[1]\"]";
    let tool = page
        .get(row)
        .closest(".wa-value-box")
        .unwrap()
        .unwrap()
        .query_selector("[data-tool]")
        .unwrap()
        .unwrap();
    tool.unchecked_ref::<HtmlElement>().click();
    tick().await;
    tick().await;
    assert!(page.find(".wa-finding").is_none(), "the picker belongs to the field: it was not left");
    assert!(page.get(".wa-option-group").text_content().unwrap().contains("Customer"));
    let search = searches(&page, "Search attributes", "first").await;
    assert!(page.get("[role=option]").text_content().unwrap().contains("Ana"), "the chosen profile's value");
    key(&search, "Enter", "").await;
    assert_eq!(shown(&page, "message.body[1]"), "No. {{ customer.first_name }}¦!");
    assert!(has_focus(&page.get(row)));
}

#[wasm_bindgen_test]
async fn the_counter_says_what_is_sent() {
    let page = text_editor().await;
    puts(&page, "message.text", "Hi {{ customer.first_name }}¦").await;
    page.reads("6 of 4,096 for this profile · 28 typed").await;
}

#[wasm_bindgen_test]
async fn a_value_says_what_it_gives_for_this_profile() {
    let page = with_template(proxy).await;
    puts(&page, "message.body[0]", "{{ customer.first_name }} {{ customer.last_name }}¦").await;
    page.reads("For this profile “Ana Novák”").await;
    assert!(page.find(".wa-fallback input").is_none());
    page.picks("fallback").await;
    let input: web_sys::HtmlInputElement = page.get(".wa-fallback input").unchecked_into();
    input.set_value("there");
    let bubbling = web_sys::EventInit::new();
    bubbling.set_bubbles(true);
    input.dispatch_event(&web_sys::Event::new_with_event_init_dict("input", &bubbling).unwrap()).unwrap();
    tick().await;
    key(&input, "ArrowRight", "").await;
    assert!(page.find(".wa-fallback input").is_some(), "arrow keys in the text leave the choice alone");
    page.picks("skip").await;
    page.reads("use “there”").await;
}

#[wasm_bindgen_test]
async fn a_file_is_checked_for_the_chosen_profile_and_goes_stale_with_its_address() {
    let page = editor(|made| match made.path.as_str() {
        "/api/v1/media/probe" => Ok(json!({"url": "https://cdn.example.com/Ana.jpg", "status": 200,
            "contentType": "image/jpeg", "detected": "image/jpeg", "bytes": 188_416, "width": 1200, "height": 628,
            "expiresAt": "2026-05-07T09:30:00Z", "durationMs": 12, "findings": []})),
        _ => proxy(made),
    })
    .await;
    page.picks("image").await;
    page.presses("Check this file").await;
    assert!(page.calls("POST").is_empty(), "there is no address yet");
    puts(&page, "message.url", "https://cdn.example.com/{{ customer.first_name }}.jpg¦").await;
    page.presses("Check this file").await;
    page.reads("Reachable · JPEG 1200×628 · 184 KB").await;
    page.reads("for Ana Novák").await;
    page.reads("The link lasts until May 7, 2026").await;
    let body = json!({"url": "https://cdn.example.com/Ana.jpg", "kind": "image", "place": "message"});
    assert_eq!(page.calls("POST")[0].body.as_ref(), Some(&body));
    puts(&page, "message.url", "https://cdn.example.com/other.jpg¦").await;
    page.reads("before the address changed").await;
    page.presses("Check again").await;
    assert_eq!(page.calls("POST").len(), 2);
}

#[wasm_bindgen_test]
async fn a_file_that_can_not_be_sent_says_why_and_is_mended_by_one_press() {
    let page = editor(|made| match made.path.as_str() {
        "/api/v1/media/probe" => Ok(json!({"url": "https://cdn.example.com/a", "status": 200,
            "detected": "video/mp4", "durationMs": 12, "findings": [{"code": "media-file-kind", "severity": "error",
            "field": "url", "text": "This is a video.",
            "fix": {"label": "Send it as a video", "field": "kind", "value": "video"}}]})),
        _ => proxy(made),
    })
    .await;
    page.picks("image").await;
    puts(&page, "message.url", "https://cdn.example.com/a¦").await;
    page.presses("Check this file").await;
    page.reads("This is a video.").await;
    page.presses("Send it as a video").await;
    assert_eq!(
        page.get("[role=radio][data-value=video]").get_attribute("aria-checked").as_deref(),
        Some("true")
    );
}

#[wasm_bindgen_test]
async fn captions_say_what_the_provider_does_with_them() {
    let page = editor(proxy).await;
    page.picks("image").await;
    page.reads("Infobip takes 3,000").await;
}
