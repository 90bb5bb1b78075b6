//! Something that is on or off at once.

use crate::view::{ev, html, prelude::*};

/// A switch with its label. `field` is its finding path, by which the focus finds it.
pub fn switch(
    field: &str,
    label: impl IntoView + 'static,
    on: Signal<bool>,
    change: Callback<bool>,
) -> AnyView {
    let locked = super::locked();
    html::label()
        .attr("class", "wa-switch")
        .child((
            html::input()
                .attr("type", "checkbox")
                .attr("role", "switch")
                .attr("data-field", field.to_owned())
                // A checkbox has no state that is only for reading.
                .attr("disabled", move || locked.get().then_some(""))
                .prop("checked", move || on.get())
                .on(ev::change, move |event| change.told(event_target_checked(&event))),
            html::span().child(label.into_any()),
        ))
        .into_any()
}
