//! A component that is only to be looked at: its controls can be read, focused and copied from, not changed.

use leptos::prelude::*;

/// Given by whoever embeds a component; without it nothing is locked.
#[derive(Clone, Copy)]
pub struct Locked(pub RwSignal<bool>);

/// Is the component around only to be looked at?
pub fn locked() -> Signal<bool> {
    use_context::<Locked>().map_or_else(|| Signal::stored(false), |locked| locked.0.into())
}
