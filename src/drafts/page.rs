//! Drafts of the standalone page.

use serde_json::Value;

use super::DraftStore;

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
