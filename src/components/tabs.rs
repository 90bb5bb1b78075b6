//! Tabs over panels; the panels are the caller's.

use crate::view::{ev, html, prelude::*};

use wasm_bindgen::JsCast;

/// Draws the tabs: pairs of value and label. `id` prefixes their ids; a panel is `<id>-panel`.
pub fn tabs(
    id: &'static str,
    label: &str,
    choices: &[(&'static str, &'static str)],
    chosen: Signal<String>,
    choose: Callback<String>,
) -> AnyView {
    let order: Vec<&'static str> = choices.iter().map(|(value, _)| *value).collect();
    let buttons = choices
        .iter()
        .map(|&(value, label)| {
            html::button()
                .attr("type", "button")
                .attr("class", "wa-tab")
                .attr("role", "tab")
                .attr("id", format!("{id}-{value}"))
                .attr("aria-controls", format!("{id}-panel"))
                .attr(
                    "aria-selected",
                    move || if chosen.with(|chosen| chosen == value) { "true" } else { "false" },
                )
                .attr("tabindex", move || if chosen.with(|chosen| chosen == value) { "0" } else { "-1" })
                .on(ev::click, move |_| choose.told(value.to_owned()))
                .child(label)
        })
        .collect_view();
    html::div()
        .attr("class", "wa-tabs")
        .attr("role", "tablist")
        .attr("aria-label", label.to_owned())
        .on(ev::keydown, move |event: ev::KeyboardEvent| {
            let step = match event.key().as_str() {
                "ArrowRight" => 1,
                "ArrowLeft" => order.len() - 1,
                _ => return,
            };
            event.prevent_default();
            let at =
                chosen.with_untracked(|chosen| order.iter().position(|value| value == chosen)).unwrap_or(0);
            let next = order[(at + step) % order.len()];
            choose.told(next.to_owned());
            // Ids are of this root alone, which need not be the document.
            let list = event.current_target().and_then(|list| list.dyn_into::<web_sys::Element>().ok());
            let tab =
                list.and_then(|list| list.query_selector(&format!("[id=\"{id}-{next}\"]")).ok().flatten());
            if let Some(tab) = tab.and_then(|tab| tab.dyn_into::<web_sys::HtmlElement>().ok()) {
                let _ = tab.focus();
            }
        })
        .child(buttons)
        .into_any()
}
