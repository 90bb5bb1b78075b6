//! The user name and password that a subscription of Infobip's can send along. Source: IB-SUB (`security`, type `BASIC`).
//!
//! Messages that a number forwards come without, and which header an HMAC stands in is documented nowhere: so a missing
//! password is no fault here, and a wrong one is.

use std::collections::BTreeMap;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use whatsapp_domain::Secret;

use crate::provider::{SignatureCode, Signed};

/// The user name that registering gives.
pub const USER: &str = "whatsapp";

pub fn check(secret: &Secret, headers: &BTreeMap<String, String>) -> Result<Signed, SignatureCode> {
    let mut found = headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("authorization"));
    let Some((_, value)) = found.next() else { return Ok(Signed::default()) };
    if found.next().is_some() {
        return Err(SignatureCode::Malformed);
    }
    let (scheme, given) = value.trim().split_once(' ').ok_or(SignatureCode::Malformed)?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return Err(SignatureCode::AlgorithmUnknown);
    }
    let expected = STANDARD.encode(format!("{USER}:{}", secret.expose()));
    if secret.is_empty() || !is_same(given.trim(), &expected) {
        return Err(SignatureCode::Wrong);
    }
    Ok(Signed::default())
}

/// Compares in a time that tells nothing about where they differ: their fingerprints under a key are compared.
fn is_same(given: &str, expected: &str) -> bool {
    let fingerprint = |text: &str| {
        let mac = Hmac::<Sha256>::new_from_slice(expected.as_bytes()).ok()?;
        Some(mac.chain_update(text.as_bytes()))
    };
    match (fingerprint(given), fingerprint(expected)) {
        (Some(given), Some(expected)) => given.verify(&expected.finalize().into_bytes()).is_ok(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(authorization: Option<&str>, secret: &str) -> Option<SignatureCode> {
        let headers =
            authorization.map(|value| ("Authorization".to_owned(), value.to_owned())).into_iter().collect();
        check(&Secret::new(secret), &headers).err()
    }

    #[test]
    fn a_password_has_to_fit_where_there_is_one() {
        let right = format!("Basic {}", STANDARD.encode("whatsapp:hunter2"));
        assert_eq!(code(None, "hunter2"), None);
        assert_eq!(code(Some(&right), "hunter2"), None);
        assert_eq!(code(Some(&right.replace("Basic", "basic ")), "hunter2"), None);
        assert_eq!(code(Some(&right), "hunter3"), Some(SignatureCode::Wrong));
        assert_eq!(code(Some("Basic !"), "hunter2"), Some(SignatureCode::Wrong));
        assert_eq!(code(Some(&right), ""), Some(SignatureCode::Wrong));
        assert_eq!(
            code(Some(&format!("Basic {}", STANDARD.encode("whatsapp:"))), ""),
            Some(SignatureCode::Wrong)
        );
        assert_eq!(code(Some("Bearer x"), "hunter2"), Some(SignatureCode::AlgorithmUnknown));
        assert_eq!(code(Some("x"), "hunter2"), Some(SignatureCode::Malformed));
    }
}
