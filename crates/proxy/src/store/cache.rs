//! What was read of integrations, by id, so that a send reads no row. The proxy is the only one to change the database,
//! and each change drops the entry.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Values by integration.
pub(super) struct Cache<V>(Mutex<Cached<V>>);

struct Cached<V> {
    /// Counts the changes: what was read before a change is not kept after it.
    changes: u64,
    values: HashMap<String, V>,
}

/// Values kept at a time; beyond it all are dropped and read again.
const CACHED_MAX: usize = 256;

impl<V> Default for Cache<V> {
    fn default() -> Self {
        Self(Mutex::new(Cached { changes: 0, values: HashMap::new() }))
    }
}

impl<V: Clone> Cache<V> {
    fn lock(&self) -> MutexGuard<'_, Cached<V>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The value, or the number of changes so far, to be given to [`Cache::put`].
    pub(super) fn get(&self, id: &str) -> Result<V, u64> {
        let cached = self.lock();
        cached.values.get(id).cloned().ok_or(cached.changes)
    }

    pub(super) fn put(&self, id: &str, value: V, changes: u64) {
        let mut cached = self.lock();
        if cached.changes != changes {
            return;
        }
        if cached.values.len() >= CACHED_MAX {
            cached.values.clear();
        }
        cached.values.insert(id.to_owned(), value);
    }

    pub(super) fn drop_entry(&self, id: &str) {
        let mut cached = self.lock();
        cached.changes += 1;
        cached.values.remove(id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_before_a_change_is_not_kept_after_it() {
        let cache = Cache::default();
        let before = cache.get("a").unwrap_err();
        cache.drop_entry("a");
        cache.put("a", 1, before);
        let after = cache.get("a").unwrap_err();
        cache.put("a", 2, after);
        assert_eq!(cache.get("a"), Ok(2));
        cache.drop_entry("a");
        assert!(cache.get("a").is_err());
    }
}
