//! What survives a reload. The standalone console keeps it in its own storage; an embedded element has no storage.
//!
//! A draft of a newer version of this page, as after a step back to an earlier one, can't be opened and must not be written over: it is
//! put aside, under a name of its own, before anything is kept in its place. Whoever can read it gets it back, or is offered it when
//! something else was typed meanwhile.

use serde_json::Value;
use whatsapp_domain::{Stored, Unread, version};

#[cfg(target_arch = "wasm32")]
mod page;

#[cfg(target_arch = "wasm32")]
pub use page::PageStore;

/// A place for drafts. They never hold a secret.
pub trait DraftStore {
    /// The draft of that name.
    fn read(&self, key: &str) -> Option<Value>;
    /// Keeps a draft.
    fn write(&self, key: &str, value: &Value);
    /// Forgets a draft.
    fn remove(&self, key: &str);
}

/// Under what the drafts of this name stand that were put aside, the newest last.
fn aside_key(key: &str) -> String {
    format!("{key}:aside")
}

fn put_aside(store: &dyn DraftStore, key: &str, all: Vec<Value>) {
    match all.is_empty() {
        true => store.remove(&aside_key(key)),
        false => store.write(&aside_key(key), &Value::Array(all)),
    }
}

/// The drafts of this name that were put aside, the newest last.
pub fn aside(store: &dyn DraftStore, key: &str) -> Vec<Value> {
    match store.read(&aside_key(key)) {
        Some(Value::Array(all)) => all,
        _ => Vec::new(),
    }
}

/// The draft to begin with. One of a newer version is put aside; one that was put aside and can be read is it again, unless
/// another was begun meanwhile.
pub fn open<T: Stored>(store: &dyn DraftStore, key: &str) -> Option<T> {
    let kept = store.read(key);
    let read = kept.clone().map(version::read::<T>);
    if let (Some(newer), Some(Err(Unread::Version(_)))) = (kept, &read) {
        let mut all = aside(store, key);
        if !all.contains(&newer) {
            all.push(newer);
        }
        put_aside(store, key, all);
        store.remove(key);
        return None;
    }
    match read {
        Some(Ok(draft)) => Some(draft),
        _ => exchange(store, key),
    }
}

/// Opens the newest of those that were put aside; the draft that stands there now takes its place. None, and nothing is
/// changed, when it can't be read.
pub fn exchange<T: Stored>(store: &dyn DraftStore, key: &str) -> Option<T> {
    let mut all = aside(store, key);
    let chosen = all.pop()?;
    let draft = version::read(chosen.clone()).ok()?;
    all.extend(store.read(key));
    store.write(key, &chosen);
    put_aside(store, key, all);
    Some(draft)
}

/// Forgets the newest of those that were put aside.
pub fn forget_aside(store: &dyn DraftStore, key: &str) {
    let mut all = aside(store, key);
    all.pop();
    put_aside(store, key, all);
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

#[cfg(test)]
mod tests {
    use std::{cell::RefCell, collections::BTreeMap};

    use serde::Deserialize;
    use serde_json::json;
    use whatsapp_domain::version::Versions;

    use super::*;

    #[derive(Default)]
    struct Shelf(RefCell<BTreeMap<String, Value>>);

    impl DraftStore for Shelf {
        fn read(&self, key: &str) -> Option<Value> {
            self.0.borrow().get(key).cloned()
        }
        fn write(&self, key: &str, value: &Value) {
            self.0.borrow_mut().insert(key.into(), value.clone());
        }
        fn remove(&self, key: &str) {
            self.0.borrow_mut().remove(key);
        }
    }

    fn shelf(draft: Value) -> Shelf {
        let shelf = Shelf::default();
        shelf.write("node", &draft);
        shelf
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Old {
        text: String,
    }

    impl Stored for Old {
        const VERSIONS: Versions = Versions::new(1, &[]);
    }

    /// The same as a newer page has it.
    #[derive(Debug, PartialEq, Deserialize)]
    struct New {
        text: String,
    }

    impl Stored for New {
        const VERSIONS: Versions = Versions::new(1, &[|_| ()]);
    }

    fn newer() -> Value {
        json!({"version": 2, "text": "typed in the newer page"})
    }

    #[test]
    fn a_newer_draft_is_put_aside_before_anything_is_kept_in_its_place() {
        let shelf = shelf(newer());
        assert_eq!(open::<Old>(&shelf, "node"), None);
        shelf.write("node", &json!({"version": 1, "text": "typed in the older page"}));
        assert_eq!(aside(&shelf, "node"), [newer()]);
        // It stays there, once, however often the older page is opened.
        for _ in 0..2 {
            assert_eq!(open::<Old>(&shelf, "node").unwrap().text, "typed in the older page");
            assert_eq!(exchange::<Old>(&shelf, "node"), None, "it can't be opened here");
            assert_eq!(aside(&shelf, "node"), [newer()]);
        }
        shelf.remove("node");
        assert_eq!(open::<Old>(&shelf, "node"), None, "what was typed is saved: the newer one waits");
        assert_eq!(aside(&shelf, "node"), [newer()]);
    }

    #[test]
    fn who_can_read_it_gets_it_back() {
        let shelf = shelf(newer());
        open::<Old>(&shelf, "node");
        assert_eq!(open::<New>(&shelf, "node").unwrap().text, "typed in the newer page");
        assert_eq!(aside(&shelf, "node"), [] as [Value; 0]);
        assert_eq!(shelf.read("node"), Some(newer()), "it is the draft again");
    }

    #[test]
    fn both_are_kept_and_either_can_be_opened() {
        let shelf = shelf(newer());
        open::<Old>(&shelf, "node");
        let older = json!({"version": 1, "text": "typed in the older page"});
        shelf.write("node", &older);
        assert_eq!(open::<New>(&shelf, "node").unwrap().text, "typed in the older page");
        assert_eq!(exchange::<New>(&shelf, "node").unwrap().text, "typed in the newer page");
        assert_eq!((shelf.read("node"), aside(&shelf, "node")), (Some(newer()), vec![older.clone()]));
        assert_eq!(exchange::<New>(&shelf, "node").unwrap().text, "typed in the older page");
        assert_eq!((shelf.read("node"), aside(&shelf, "node")), (Some(older), vec![newer()]));
        forget_aside(&shelf, "node");
        assert_eq!(shelf.0.borrow().len(), 1, "nothing is left of it");
    }

    #[test]
    fn what_is_no_draft_at_all_is_none() {
        let shelf = shelf(json!("no draft"));
        assert_eq!(open::<Old>(&shelf, "node"), None);
        assert_eq!(aside(&shelf, "node"), [] as [Value; 0]);
        assert_eq!(open::<Old>(&shelf, "other"), None);
    }
}
