//! A crash of the page's own code ends in one message with a way out, never in a blank box.

use wasm_bindgen::JsCast;

const TEXT: &str =
    "This page stopped because of a fault of its own. What you typed is kept, except for keys.";

/// Shows the message once and tells the console where it happened. The message is built without the framework, which
/// may be what broke.
pub fn watch() {
    std::panic::set_hook(Box::new(|info| {
        web_sys::console::error_1(&info.to_string().into());
        let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
        if document.get_element_by_id("wa-fault").is_none() {
            let _ = show(&document);
        }
    }));
}

fn show(document: &web_sys::Document) -> Option<()> {
    let notice = document.create_element("div").ok()?;
    notice.set_id("wa-fault");
    notice.set_class_name("wa wa-fault");
    notice.set_attribute("role", "alert").ok()?;
    let words = document.create_element("p").ok()?;
    words.set_text_content(Some(TEXT));
    let reload: web_sys::HtmlElement = document.create_element("a").ok()?.unchecked_into();
    reload.set_class_name("wa-button");
    // A link to the page itself: reloading needs no code of ours that is still alive.
    reload.set_attribute("href", "?").ok()?;
    reload.set_text_content(Some("Reload the page"));
    notice.append_child(&words).ok()?;
    notice.append_child(&reload).ok()?;
    document.body()?.prepend_with_node_1(&notice).ok()
}
