//! The language of a piece of the page. Each component that stands by itself may have another.

use crate::view::prelude::*;

use super::Texts;

/// The language around a component; it may change.
#[derive(Clone, Copy)]
pub struct Spoken(pub RwSignal<Texts>);

impl Spoken {
    /// Says what is below from now on in this language, until it is changed.
    pub fn provide(first: Texts) -> Self {
        let spoken = Self(RwSignal::new(first));
        provide_context(spoken);
        spoken
    }
}

/// Draws a component in the language around it, and again when that changes. What the component knows (its store) is
/// made outside of `view`, and so survives.
pub fn spoken(view: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let Spoken(language) = expect_context();
    (move || {
        provide_context(language.get());
        view()
    })
    .into_any()
}

/// The texts of the component that is being drawn.
///
/// # Panics
/// When no language was provided around it, which no input can cause.
pub fn texts() -> Texts {
    use_context().unwrap_or_else(|| expect_context::<Spoken>().0.get_untracked())
}
