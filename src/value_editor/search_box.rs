//! The search at the top of a popover: it keeps the focus while the keys walk through what is found below it.

use crate::view::{ev, html, prelude::*};

/// What a search box needs.
pub struct SearchBox {
    /// The input itself, so that it can be given the focus.
    pub node: NodeRef<html::Input>,
    /// What it is called.
    pub label: &'static str,
    /// Shown while it is empty.
    pub placeholder: &'static str,
    /// `id` of the list that it searches.
    pub controls: String,
    /// `id` of the entry that the keys are on; none while nothing is found.
    pub active: Signal<Option<String>>,
    /// Something was typed.
    pub input: Callback<String>,
}

/// Draws it. `keys` gets the keys that neither belong to an input method nor to the browser or the editor around.
pub fn search_box(props: SearchBox, keys: impl Fn(&ev::KeyboardEvent) + 'static) -> AnyView {
    let SearchBox { node, label, placeholder, controls, active, input } = props;
    html::div()
        .attr("class", "wa-popover-head")
        .child(
            html::input()
                .node_ref(node)
                .attr("type", "text")
                .attr("class", "wa-popover-search")
                .attr("role", "combobox")
                .attr("aria-label", label)
                .attr("aria-expanded", move || if active.with(Option::is_some) { "true" } else { "false" })
                .attr("aria-autocomplete", "list")
                .attr("aria-controls", move || active.with(Option::is_some).then(|| controls.clone()))
                .attr("aria-activedescendant", move || active.get())
                .attr("autocomplete", "off")
                .attr("spellcheck", "false")
                .attr("placeholder", placeholder)
                .on(ev::input, move |event| input.told(event_target_value(&event)))
                .on(ev::keydown, move |event: ev::KeyboardEvent| {
                    if event.is_composing() {
                        return;
                    }
                    // Undo in here is for these words, not for the step.
                    if event.ctrl_key() || event.meta_key() {
                        event.stop_propagation();
                        return;
                    }
                    keys(&event);
                }),
        )
        .into_any()
}
