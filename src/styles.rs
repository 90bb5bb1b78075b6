//! All styles as one sheet, which grows with the parts of the page that are there. The document (or, embedded, a shadow root)
//! adopts it: no `<style>`, no inline styles, so a strict content policy has nothing to object to.

use std::cell::RefCell;

use wasm_bindgen::{JsCast, prelude::*};

/// What the first part of the page looks like: tokens first, then what builds on them.
const FIRST: &str = concat!(
    include_str!("styles/tokens.css"),
    include_str!("styles/base.css"),
    include_str!("components/card.css"),
    include_str!("components/controls.css"),
    include_str!("console/console.css"),
    include_str!("integrations/list.css"),
    include_str!("integration_form/form.css"),
);

/// What late parts look like: each brings its own, and what it shares with others.
pub const EDITOR: &[&str] = &[
    include_str!("value_editor/value.css"),
    include_str!("media_probe/probe.css"),
    include_str!("journey_node/node.css"),
    include_str!("payloads/payloads.css"),
    CHAT,
    TEST,
    TWO_WAY,
];
/// Replies of a saved account.
pub const REPLIES: &[&str] = &[TWO_WAY];
/// The activity list.
pub const ACTIVITY: &[&str] = &[CHAT, TEST, TWO_WAY, include_str!("activity/activity.css")];
/// The sandbox's pages.
pub const SANDBOX: &[&str] =
    &[CHAT, TEST, include_str!("sandbox_phone/phone.css"), include_str!("sandbox_faults/faults.css")];

const CHAT: &str = include_str!("preview/chat.css");
const TEST: &str = include_str!("quick_test/test.css");
const TWO_WAY: &str = include_str!("two_way/two_way.css");

thread_local! {
    /// What was brought so far.
    static BROUGHT: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
    /// The document's sheet.
    static PAGE: RefCell<Option<web_sys::CssStyleSheet>> = const { RefCell::new(None) };
    /// One sheet for all shadow roots: the browser parses it once and keeps it once.
    static ELEMENTS: RefCell<Option<web_sys::CssStyleSheet>> = const { RefCell::new(None) };
}

/// Adopts the sheet into the document.
///
/// # Errors
/// When the browser is too old for sheets that are made by a script.
pub fn adopt() -> Result<(), JsValue> {
    let document = web_sys::window().and_then(|window| window.document()).ok_or("no document")?;
    add(&document, &kept(&PAGE, whole())?)
}

/// Adopts the sheet into the shadow root of an element, which may be narrow in a wide window: what the sheet says of the
/// window's width, it says there of the element's.
///
/// # Errors
/// When the browser is too old for sheets that are made by a script.
pub fn adopt_into(root: &web_sys::ShadowRoot) -> Result<(), JsValue> {
    add(root, &kept(&ELEMENTS, of_elements(&whole()))?)
}

/// Adds what a late part looks like to the sheets that there are, once.
pub fn bring(sheets: &[&'static str]) {
    let new = BROUGHT.with_borrow_mut(|brought| {
        let before = brought.len();
        for sheet in sheets {
            if !brought.contains(sheet) {
                brought.push(sheet);
            }
        }
        brought.len() > before
    });
    if !new {
        return;
    }
    let text = whole();
    let replace = |sheet: &Option<web_sys::CssStyleSheet>, text: &str| {
        if let Some(sheet) = sheet {
            let _ = sheet.replace_sync(text);
        }
    };
    PAGE.with_borrow(|sheet| replace(sheet, &text));
    ELEMENTS.with_borrow(|sheet| replace(sheet, &of_elements(&text)));
}

fn whole() -> String {
    BROUGHT.with_borrow(|brought| [&[FIRST], brought.as_slice()].concat().concat())
}

fn of_elements(text: &str) -> String {
    text.replace("@media (max-width", "@container (max-width")
}

fn kept(
    place: &'static std::thread::LocalKey<RefCell<Option<web_sys::CssStyleSheet>>>,
    text: String,
) -> Result<web_sys::CssStyleSheet, JsValue> {
    if let Some(sheet) = place.with_borrow(Clone::clone) {
        return Ok(sheet);
    }
    let sheet = parsed(&text)?;
    place.set(Some(sheet.clone()));
    Ok(sheet)
}

fn parsed(text: &str) -> Result<web_sys::CssStyleSheet, JsValue> {
    let sheet = web_sys::CssStyleSheet::new()?;
    sheet.replace_sync(text)?;
    Ok(sheet)
}

fn add(root: &JsValue, sheet: &web_sys::CssStyleSheet) -> Result<(), JsValue> {
    let adopted = js_sys::Reflect::get(root, &"adoptedStyleSheets".into())?.unchecked_into::<js_sys::Array>();
    if !adopted.includes(sheet, 0) {
        adopted.push(sheet);
    }
    Ok(())
}
