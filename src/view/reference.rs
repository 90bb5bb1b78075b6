//! A handle on an element that a view describes, for what only the element itself can be asked.

use std::marker::PhantomData;

use leptos::prelude::Effect;
use wasm_bindgen::JsCast;

use super::RwSignal;

/// Holds the element once it is drawn. Copies are the same handle.
pub struct NodeRef<T> {
    element: RwSignal<Option<web_sys::Element>>,
    kind: PhantomData<fn() -> T>,
}

impl<T> Clone for NodeRef<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for NodeRef<T> {}

impl<T: JsCast> Default for NodeRef<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: JsCast> NodeRef<T> {
    /// A handle without an element.
    pub fn new() -> Self {
        Self { element: RwSignal::new(None), kind: PhantomData }
    }

    /// The element; whoever reads it runs again when it is drawn.
    pub fn get(self) -> Option<T> {
        self.element.get().and_then(|element| element.dyn_into().ok())
    }

    /// The element as it is now; none as well when the piece of the page that made the handle has gone.
    pub fn get_untracked(self) -> Option<T> {
        self.element.try_get_untracked().flatten().and_then(|element| element.dyn_into().ok())
    }

    /// Calls `then` once with the element, when it stands in the document.
    pub fn on_load(self, then: impl FnOnce(T) + 'static)
    where
        T: 'static,
    {
        let mut then = Some(then);
        Effect::new(move |_| {
            if let Some(element) = self.get()
                && let Some(then) = then.take()
            {
                then(element);
            }
        });
    }

    /// Lets the element be known, by whoever draws it.
    pub(crate) fn holder(self) -> RwSignal<Option<web_sys::Element>> {
        self.element
    }
}

/// The element was drawn; the handle may have gone with the piece of the page that made it.
pub(crate) fn drawn(holder: RwSignal<Option<web_sys::Element>>, element: &web_sys::Element) {
    holder.set(Some(element.clone()));
}
