//! Bearer tokens that a provider hands out: kept until a minute before they expire, fetched once for all who wait.

use std::{
    collections::HashMap,
    future::Future,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use sha2::{Digest, Sha256};
use whatsapp_domain::Secret;
use whatsapp_providers::Token;

/// A token is given up this long before it expires.
const EARLY: Duration = Duration::from_secs(60);
/// Slots kept at a time; beyond it all are dropped and tokens are fetched again.
const SLOTS_MAX: usize = 1024;

/// Which token: the provider's key for it, and a digest of the credentials that it was got with. So credentials that
/// were changed never profit from a token of the old ones.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct TokenKey(String, [u8; 32]);

impl TokenKey {
    pub(super) fn new(cache_key: &str, credentials: &Secret) -> Self {
        Self(cache_key.into(), Sha256::digest(credentials.expose()).into())
    }
}

#[derive(Clone)]
struct Kept {
    value: Secret,
    good_until: Instant,
}

type Slot = Arc<tokio::sync::Mutex<Option<Kept>>>;

/// The tokens.
#[derive(Default)]
pub(super) struct Tokens(Mutex<HashMap<TokenKey, Slot>>);

impl Tokens {
    /// The kept token, or one from `fetch`, and whether it is a new one. A token equal to `worn` counts as gone. Of many
    /// at once, one fetches and the others wait for it.
    pub(super) async fn get<E, F: Future<Output = Result<Token, E>>>(
        &self,
        key: &TokenKey,
        worn: Option<&Secret>,
        fetch: impl FnOnce() -> F,
    ) -> Result<(Secret, bool), E> {
        let slot = self.slot(key);
        let mut kept = slot.lock().await;
        if let Some(token) = kept.as_ref()
            && Instant::now() < token.good_until
            && worn != Some(&token.value)
        {
            return Ok((token.value.clone(), false));
        }
        *kept = None;
        let token = fetch().await?;
        let lasts = Duration::from_secs(token.expires_in_s.min(86_400)).saturating_sub(EARLY);
        *kept = Some(Kept { value: token.value.clone(), good_until: Instant::now() + lasts });
        Ok((token.value, true))
    }

    /// Forgets the token of this key.
    pub(super) fn forget(&self, key: &TokenKey) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }

    fn slot(&self, key: &TokenKey) -> Slot {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if slots.len() >= SLOTS_MAX && !slots.contains_key(key) {
            slots.clear();
        }
        Arc::clone(slots.entry(key.clone()).or_default())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    fn token(text: &str, expires_in_s: u64) -> Token {
        Token { value: Secret::new(text), expires_in_s }
    }

    #[tokio::test]
    async fn one_fetches_for_all_who_wait() {
        let tokens = Arc::new(Tokens::default());
        let fetched = Arc::new(AtomicU32::new(0));
        let key = TokenKey::new("sinch", &Secret::new("a"));
        let tasks: Vec<_> = (0..50)
            .map(|_| {
                let (tokens, fetched, key) = (tokens.clone(), fetched.clone(), key.clone());
                tokio::spawn(async move {
                    let fetch = || async {
                        tokio::time::sleep(Duration::from_millis(20)).await;
                        fetched.fetch_add(1, Ordering::Relaxed);
                        Ok::<_, ()>(token("t", 3600))
                    };
                    tokens.get(&key, None, fetch).await.unwrap().0
                })
            })
            .collect();
        for task in tasks {
            assert_eq!(task.await.unwrap().expose(), "t");
        }
        assert_eq!(fetched.load(Ordering::Relaxed), 1);
    }

    #[tokio::test]
    async fn expired_worn_and_foreign_tokens_are_fetched_anew() {
        let tokens = Tokens::default();
        let key = TokenKey::new("sinch", &Secret::new("a"));
        let get = async |key: &TokenKey, worn: Option<&Secret>, next: &str, lasts: u64| {
            let fetch = || async { Ok::<_, ()>(token(next, lasts)) };
            let (value, new) = tokens.get(key, worn, fetch).await.unwrap();
            (value.expose().to_owned(), new)
        };
        assert_eq!(get(&key, None, "one", 60).await, ("one".into(), true));
        assert_eq!(get(&key, None, "two", 3600).await, ("two".into(), true));
        assert_eq!(get(&key, None, "three", 3600).await, ("two".into(), false));
        assert_eq!(get(&key, Some(&Secret::new("two")), "four", 3600).await, ("four".into(), true));
        // Somebody else has replaced the worn one already.
        assert_eq!(get(&key, Some(&Secret::new("two")), "five", 3600).await, ("four".into(), false));
        let other = TokenKey::new("sinch", &Secret::new("b"));
        assert_eq!(get(&other, None, "six", 3600).await, ("six".into(), true));
    }

    #[tokio::test]
    async fn a_failed_fetch_keeps_nothing() {
        let tokens = Tokens::default();
        let key = TokenKey::new("sinch", &Secret::new("a"));
        assert_eq!(tokens.get(&key, None, || async { Err("no") }).await.unwrap_err(), "no");
        let (value, new) = tokens.get(&key, None, || async { Ok::<_, ()>(token("t", 3600)) }).await.unwrap();
        assert!(new && value.expose() == "t");
    }
}
