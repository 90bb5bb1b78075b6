//! What survives a reload. The standalone console keeps it in its own storage; an embedded element has no storage.

use serde_json::Value;

/// A place for drafts. They never hold a secret.
pub trait DraftStore {
    /// The draft of that name.
    fn read(&self, key: &str) -> Option<Value>;
    /// Keeps a draft.
    fn write(&self, key: &str, value: &Value);
    /// Forgets a draft.
    fn remove(&self, key: &str);
}

/// The page's `localStorage`; a page without one forgets.
pub struct PageStore;

const PREFIX: &str = "whatsapp-draft:";

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

impl DraftStore for PageStore {
    fn read(&self, key: &str) -> Option<Value> {
        let text = storage()?.get_item(&format!("{PREFIX}{key}")).ok().flatten()?;
        whatsapp_domain::json::text(&text).ok()
    }

    fn write(&self, key: &str, value: &Value) {
        if let Some(storage) = storage() {
            // A full or forbidden storage costs the draft, never the work on the page.
            let _ = storage.set_item(&format!("{PREFIX}{key}"), &value.to_string());
        }
    }

    fn remove(&self, key: &str) {
        if let Some(storage) = storage() {
            let _ = storage.remove_item(&format!("{PREFIX}{key}"));
        }
    }
}

/// No drafts at all.
pub struct NoStore;

impl DraftStore for NoStore {
    fn read(&self, _: &str) -> Option<Value> {
        None
    }
    fn write(&self, _: &str, _: &Value) {}
    fn remove(&self, _: &str) {}
}
