//! All styles as one sheet that the document (or, embedded, a shadow root) adopts: no `<style>`, no inline styles, so
//! a strict content policy has nothing to object to.

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

/// Adopts the sheet into the document, once.
pub fn adopt() -> Result<(), JsValue> {
    let document = web_sys::window().and_then(|window| window.document()).ok_or("no document")?;
    let sheet = web_sys::CssStyleSheet::new()?;
    sheet.replace_sync(SHEET)?;
    let adopted =
        js_sys::Reflect::get(&document, &"adoptedStyleSheets".into())?.unchecked_into::<js_sys::Array>();
    adopted.push(&sheet);
    Ok(())
}
