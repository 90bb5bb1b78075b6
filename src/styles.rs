//! All styles as one sheet that the document (or, embedded, a shadow root) adopts: no `<style>`, no inline styles, so
//! a strict content policy has nothing to object to.

use std::cell::RefCell;

use wasm_bindgen::{JsCast, prelude::*};

/// The sheet's text: tokens first, then what builds on them.
pub const SHEET: &str = concat!(
    include_str!("styles/tokens.css"),
    include_str!("styles/base.css"),
    include_str!("components/card.css"),
    include_str!("components/controls.css"),
    include_str!("value_editor/value.css"),
    include_str!("media_probe/probe.css"),
    include_str!("console/console.css"),
    include_str!("integrations/list.css"),
    include_str!("integration_form/form.css"),
    include_str!("two_way/two_way.css"),
    include_str!("journey_node/node.css"),
    include_str!("payloads/payloads.css"),
    include_str!("preview/chat.css"),
    include_str!("quick_test/test.css"),
    include_str!("activity/activity.css"),
    include_str!("sandbox_phone/phone.css"),
    include_str!("sandbox_faults/faults.css"),
);

thread_local! {
    /// One sheet for all shadow roots: the browser parses it once and keeps it once.
    static PARSED: RefCell<Option<web_sys::CssStyleSheet>> = const { RefCell::new(None) };
}

/// Adopts the sheet into the document.
///
/// # Errors
/// When the browser is too old for sheets that are made by a script.
pub fn adopt() -> Result<(), JsValue> {
    let document = web_sys::window().and_then(|window| window.document()).ok_or("no document")?;
    add(&document, &parsed(SHEET)?)
}

/// Adopts the sheet into the shadow root of an element, which may be narrow in a wide window: what the sheet says of the
/// window's width, it says there of the element's.
///
/// # Errors
/// When the browser is too old for sheets that are made by a script.
pub fn adopt_into(root: &web_sys::ShadowRoot) -> Result<(), JsValue> {
    let sheet = match PARSED.with_borrow(Clone::clone) {
        Some(sheet) => sheet,
        None => {
            let sheet = parsed(&SHEET.replace("@media (max-width", "@container (max-width"))?;
            PARSED.set(Some(sheet.clone()));
            sheet
        }
    };
    add(root, &sheet)
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
