//! Secrets at rest: sealed with XChaCha20-Poly1305, each bound to its integration and field, so that a sealed value
//! moved elsewhere does not open.

pub mod key;

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use whatsapp_domain::Secret;
use zeroize::Zeroizing;

use crate::ids::{self, NoRandomness};

const NONCE: usize = 24;

/// Seals and opens secrets under one key, which is wiped when the vault is dropped.
pub struct Vault {
    cipher: XChaCha20Poly1305,
}

/// A sealed value did not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a stored secret does not open: it was sealed under another key, moved or damaged")]
pub struct SealBroken;

impl Vault {
    /// A vault with this key.
    pub fn new(key: &key::Key) -> Self {
        Self { cipher: XChaCha20Poly1305::new(key.bytes().into()) }
    }

    /// Seals a secret for one field of one owner: a random nonce, then the sealed bytes.
    ///
    /// # Errors
    /// No randomness for the nonce.
    pub fn seal(&self, owner: &str, field: &str, secret: &Secret) -> Result<Vec<u8>, NoRandomness> {
        let nonce: [u8; NONCE] = ids::random()?;
        let bound = bound_to(owner, field);
        let payload = Payload { msg: secret.expose().as_bytes(), aad: &bound };
        // Sealing fails only for texts beyond 256 GiB.
        let sealed = self.cipher.encrypt(&XNonce::from(nonce), payload).map_err(|_| NoRandomness)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens what [`Vault::seal`] made for the same owner and field.
    ///
    /// # Errors
    /// Another key, owner or field, or a changed byte.
    pub fn open(&self, owner: &str, field: &str, sealed: &[u8]) -> Result<Secret, SealBroken> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>().ok_or(SealBroken)?;
        let bound = bound_to(owner, field);
        let payload = Payload { msg: sealed, aad: &bound };
        let opened = self.cipher.decrypt(&XNonce::from(*nonce), payload).map_err(|_| SealBroken)?;
        let opened = Zeroizing::new(opened);
        std::str::from_utf8(&opened).map(Secret::new).map_err(|_| SealBroken)
    }
}

/// The length in front keeps `a` + `bc` apart from `ab` + `c`.
fn bound_to(owner: &str, field: &str) -> Vec<u8> {
    let length = (owner.len() as u64).to_be_bytes();
    [length.as_slice(), owner.as_bytes(), field.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vault(byte: u8) -> Vault {
        Vault::new(&key::Key::from_bytes([byte; 32]))
    }

    #[test]
    fn what_was_sealed_opens_in_its_place_only() {
        let vault = vault(1);
        let secret = Secret::new("planted-key-0123456789");
        let sealed = vault.seal("int_1", "apiKey", &secret).unwrap();
        assert_eq!(vault.open("int_1", "apiKey", &sealed).unwrap(), secret);
        assert_eq!(vault.open("int_2", "apiKey", &sealed), Err(SealBroken));
        assert_eq!(vault.open("int_1", "password", &sealed), Err(SealBroken));
        assert_eq!(vault.open("int_1a", "piKey", &sealed), Err(SealBroken));
        assert_eq!(self::vault(2).open("int_1", "apiKey", &sealed), Err(SealBroken));
        assert!(!String::from_utf8_lossy(&sealed).contains("planted"));
    }

    #[test]
    fn each_changed_byte_is_seen_and_no_nonce_repeats() {
        let vault = vault(1);
        let secret = Secret::new("k");
        let sealed = vault.seal("o", "f", &secret).unwrap();
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(vault.open("o", "f", &changed), Err(SealBroken), "byte {at}");
        }
        assert_eq!(vault.open("o", "f", &sealed[..10]), Err(SealBroken));
        assert_ne!(sealed, vault.seal("o", "f", &secret).unwrap());
    }
}
