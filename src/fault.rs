//! A crash of the page's own code ends in one message with a way out, never in a blank box.

use std::cell::RefCell;

use wasm_bindgen::JsCast;

use crate::texts::{self, console as say};

/// Calls `hear` with what the console is told, the first time.
pub fn watch_with(hear: impl Fn(&str) + 'static) {
    type Hear = Box<dyn Fn(&str)>;
    // A hook has to be `Send`, and a page has one thread: the function stays in this one.
    thread_local! {
        static HEAR: RefCell<Option<Hear>> = const { RefCell::new(None) };
    }
    HEAR.set(Some(Box::new(hear)));
    std::panic::set_hook(Box::new(|info| {
        let words = info.to_string();
        web_sys::console::error_1(&words.as_str().into());
        if let Some(hear) = HEAR.take() {
            hear(&words);
        }
    }));
}

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
    let t = texts::any()?;
    let notice = document.create_element("div").ok()?;
    notice.set_id("wa-fault");
    notice.set_class_name("wa wa-fault");
    notice.set_attribute("role", "alert").ok()?;
    let words = document.create_element("p").ok()?;
    words.set_text_content(Some(t.get(say::FAULT)));
    let reload: web_sys::HtmlElement = document.create_element("a").ok()?.unchecked_into();
    reload.set_class_name("wa-button");
    // A link to the page itself: reloading needs no code of ours that is still alive.
    reload.set_attribute("href", "?").ok()?;
    reload.set_text_content(Some(t.get(say::RELOAD)));
    notice.append_child(&words).ok()?;
    notice.append_child(&reload).ok()?;
    document.body()?.prepend_with_node_1(&notice).ok()
}
