//! Nonces of signatures that were taken. A second webhook with the same one is a copy: it is answered like the first and nothing
//! happens. What would slip through (after a restart, or when more came than are remembered) is recognised by its message's id.

use std::{
    collections::HashSet,
    time::{Duration, Instant},
};

use sha2::{Digest, Sha256};

/// Longer than a signature is taken: its time may be five minutes from ours, both ways.
const REMEMBERED: Duration = Duration::from_secs(11 * 60);
/// Nonces in each of the two halves.
const HALF: usize = 100_000;

/// The nonces of the last minutes, in two halves of which the older one is forgotten at a time.
#[derive(Debug)]
pub(super) struct Nonces {
    young: HashSet<u128>,
    old: HashSet<u128>,
    since: Instant,
}

impl Default for Nonces {
    fn default() -> Self {
        Self { young: HashSet::new(), old: HashSet::new(), since: Instant::now() }
    }
}

/// What is remembered of a nonce: a digest of it and the integration that it came to.
pub(super) fn digest(integration: &str, nonce: &str) -> u128 {
    let digest = Sha256::new().chain_update(integration).chain_update([0]).chain_update(nonce).finalize();
    digest.iter().take(16).fold(0, |value, byte| value << 8 | u128::from(*byte))
}

impl Nonces {
    /// Was it there before?
    pub(super) fn knows(&self, nonce: u128) -> bool {
        self.young.contains(&nonce) || self.old.contains(&nonce)
    }

    /// Remembers the nonce of something that is on the disk.
    pub(super) fn remember(&mut self, nonce: u128, now: Instant) {
        if self.young.len() >= HALF || now.duration_since(self.since) >= REMEMBERED {
            self.old = std::mem::take(&mut self.young);
            self.since = now;
        }
        self.young.insert(nonce);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_is_known_for_as_long_as_its_signature_would_be_taken() {
        let mut nonces = Nonces::default();
        let start = Instant::now();
        let nonce = digest("int_1", "n");
        assert_ne!(nonce, digest("int_2", "n"));
        assert!(!nonces.knows(nonce));
        nonces.remember(nonce, start);
        for minutes in [1, 5, 10, 12] {
            nonces.remember(minutes, start + Duration::from_secs(60 * minutes as u64));
            assert!(nonces.knows(nonce), "{minutes}");
        }
        nonces.remember(24, start + Duration::from_secs(24 * 60));
        assert!(!nonces.knows(nonce));
    }

    #[test]
    fn there_are_never_more_than_two_halves() {
        let mut nonces = Nonces::default();
        for nonce in 0..250_000 {
            nonces.remember(nonce, Instant::now());
        }
        assert!(nonces.young.len() + nonces.old.len() <= 2 * HALF);
        assert!(nonces.knows(249_999) && nonces.knows(150_001) && !nonces.knows(0));
    }
}
