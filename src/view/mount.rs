//! The page's own entry: a view put into an element of the document.

use leptos::prelude::Owner;
use web_sys::Element;

use super::{IntoView, standing::Standing};

/// A view on the page; it goes when this is dropped.
#[must_use = "the view leaves the page when this is dropped"]
pub struct MountedView {
    /// None only while it is dropped.
    standing: Option<Standing>,
    owner: Owner,
}

impl Drop for MountedView {
    fn drop(&mut self) {
        if let Some(mut standing) = self.standing.take() {
            standing.leave();
        }
        self.owner.cleanup();
    }
}

impl MountedView {
    /// Leaves the view on the page for as long as the page is there.
    pub fn forget(self) {
        std::mem::forget(self);
    }
}

/// Puts a view behind what `parent` holds.
pub fn mount<V: IntoView>(parent: &Element, view: impl FnOnce() -> V) -> MountedView {
    // Only the first call sets it up.
    let _ = any_spawner::Executor::init_wasm_bindgen();
    let owner = Owner::new();
    let standing = owner.with(|| {
        let mut standing = Standing::build(view().into_any());
        standing.enter(parent, None);
        standing
    });
    MountedView { standing: Some(standing), owner }
}
