//! What a person may do besides looking. A component that is only to be looked at can be read, focused and copied from; what
//! would change it is not drawn, and neither is what their log-in does not allow: a press on it could do nothing.

use crate::view::{html, prelude::*};

/// Given by whoever embeds a component; without it nothing is locked.
#[derive(Clone, Copy)]
pub struct Locked(pub RwSignal<bool>);

/// Is the component around only to be looked at?
pub fn locked() -> Signal<bool> {
    use_context::<Locked>().map_or_else(|| Signal::stored(false), |locked| locked.0.into())
}

/// What changes something: there while it may be changed. Controls that are drawn by themselves carry `data-needs` instead.
pub fn edits(content: impl IntoView + 'static) -> AnyView {
    needs("edit", content)
}

/// What needs a right: there while the person has it (`data-lacks` of the box around everything, see `controls.css`).
pub fn needs(right: &'static str, content: impl IntoView + 'static) -> AnyView {
    html::span().attr("class", "wa-needs").attr("data-needs", right).child(content.into_any()).into_any()
}
