//! The bar over a message: formatting, emoji, a variable. One stop in the tab order; arrow keys walk through it.

use crate::view::{ev, html, prelude::*};
use wasm_bindgen::JsCast;

use super::{control::Handle, emoji_view::emoji_picker, marks::Mark};
use crate::{
    components::*,
    texts::{texts, value_editor as say},
};

/// The bar, and what its buttons open.
pub fn bar(handle: Handle, variable: AnyView, id: String) -> (AnyView, AnyView) {
    let marks = Mark::ALL.map(|mark| mark_button(handle, mark)).into_iter().collect_view();
    let (emoji, popover) = emoji_picker(handle, format!("{id}-emoji"));
    let view = html::div()
        .attr("class", "wa-tools")
        .attr("data-needs", "edit")
        .attr("role", "toolbar")
        .attr("aria-label", texts().get(say::FORMATTING))
        .on(ev::keydown, walk)
        .child((marks, emoji, variable))
        .into_any();
    (view, popover)
}

fn mark_button(handle: Handle, mark: Mark) -> AnyView {
    let label = texts().get(mark.label());
    let keys = mark.key().map(|(key, shift)| {
        let key = key.to_ascii_uppercase();
        if shift { format!("Control+Shift+{key}") } else { format!("Control+{key}") }
    });
    let title = match &keys {
        Some(keys) => format!("{label} ({})", keys.replace("Control", "Ctrl")),
        None => label.to_owned(),
    };
    let drawing: AnyView = match mark {
        Mark::Bold => html::b().child("B").into_any(),
        Mark::Italic => html::i().child("I").into_any(),
        Mark::Struck => html::s().child("S").into_any(),
        Mark::Mono => html::code().child("</>").into_any(),
        Mark::Bullets => icon(Icon::Bullets),
        Mark::Numbers => icon(Icon::Numbers),
        Mark::Quote => icon(Icon::Quote),
    };
    html::button()
        .attr("type", "button")
        .attr("class", "wa-tool")
        .attr("aria-label", label)
        .attr("aria-keyshortcuts", keys)
        .attr("title", title)
        .attr("tabindex", if mark == Mark::Bold { "0" } else { "-1" })
        // The selection in the text is what the button is for.
        .on(ev::mousedown, |event| event.prevent_default())
        .on(ev::click, move |_| handle.mark(mark))
        .child(drawing)
        .into_any()
}

/// Arrow keys walk from button to button; the last one walked to is the one that Tab comes back to.
fn walk(event: ev::KeyboardEvent) {
    let step = match event.key().as_str() {
        "ArrowRight" => 1,
        "ArrowLeft" => -1,
        "Home" => i32::MIN,
        "End" => i32::MAX,
        _ => return,
    };
    let Some(bar) = event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok())
    else {
        return;
    };
    let from = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let buttons = bar.children();
    let count = buttons.length() as i32;
    let at = (0..count).find(|index| buttons.item(*index as u32) == from).unwrap_or(0);
    let next = match step {
        i32::MIN => 0,
        i32::MAX => count - 1,
        step => (at + step).rem_euclid(count.max(1)),
    };
    event.prevent_default();
    for index in 0..count {
        if let Some(button) =
            buttons.item(index as u32).and_then(|item| item.dyn_into::<web_sys::HtmlElement>().ok())
        {
            button.set_tab_index(if index == next { 0 } else { -1 });
            if index == next {
                let _ = button.focus();
            }
        }
    }
}
