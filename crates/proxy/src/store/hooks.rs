//! What receiving needs of an integration, at hand without a look into the database.

use std::{
    collections::HashSet,
    sync::{Arc, PoisonError, RwLock},
};

use subtle::ConstantTimeEq;

use super::{
    Account, Store, StoreError,
    callbacks::{self, Accepted},
    inbound::Source,
    writer::Share,
};

/// An integration whose callback can be called.
pub(crate) struct Hook {
    pub(crate) account: Arc<Account>,
    pub(crate) source: Arc<Source>,
    /// The address in use, and those that are still taken.
    pub(crate) callbacks: Box<[Accepted]>,
    /// What of the queue is this integration's.
    pub(crate) share: Arc<Share>,
}

impl Hook {
    /// Which of the addresses has this token and is taken now (milliseconds since 1970). Each is compared, in a time that does
    /// not depend on where they differ.
    pub(crate) fn matching(&self, token: &str, now: i64) -> Option<usize> {
        let digest = callbacks::digest(token);
        let mut found = None;
        for (index, callback) in self.callbacks.iter().enumerate() {
            if bool::from(callback.digest.ct_eq(&digest))
                && callback.ends_at.is_none_or(|ends_at| now < ends_at)
            {
                found = Some(index);
            }
        }
        found
    }
}

/// The integrations that there are, so that calls for others cost nothing.
#[derive(Debug, Default)]
pub(super) struct Known(RwLock<HashSet<String>>);

impl Known {
    pub(super) fn new(ids: HashSet<String>) -> Self {
        Self(RwLock::new(ids))
    }

    pub(super) fn add(&self, id: &str) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(id.to_owned());
    }

    pub(super) fn remove(&self, id: &str) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).remove(id);
    }

    fn has(&self, id: &str) -> bool {
        self.0.read().unwrap_or_else(PoisonError::into_inner).contains(id)
    }
}

impl Store {
    /// What receiving needs of an integration; none if there is none with this id.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn hook(&self, integration: &str) -> Result<Option<Arc<Hook>>, StoreError> {
        if let Ok(hook) = self.hooks.get(integration) {
            return Ok(Some(hook));
        }
        if !self.known.has(integration) {
            return Ok(None);
        }
        // Thousands may ask for the same one after a start: one of them reads it, the others find it.
        let _one = self.hook_reading.lock().await;
        let changes = match self.hooks.get(integration) {
            Ok(hook) => return Ok(Some(hook)),
            Err(changes) => changes,
        };
        let Some(account) = self.account(integration).await? else { return Ok(None) };
        let callbacks = self.accepted_callbacks(integration).await?;
        let source = Arc::new(Source::new(integration, account.integration.two_way.clone()));
        let hook = Arc::new(Hook { account, source, callbacks, share: Arc::default() });
        self.hooks.put(integration, Arc::clone(&hook), changes);
        Ok(Some(hook))
    }
}
