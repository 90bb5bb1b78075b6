//! Is a callback really from Sinch? Sources: SI-PY, SI-NODE, SI-JAVA, which agree on how it is signed.
//!
//! They look at neither the time nor the nonce, and join body, nonce and time with dots, so that a part of the body could
//! pass for a part of the nonce. Here the time has to be near, the nonce and the time may hold no dot, and the
//! nonce is handed back so that a second use can be refused.

use std::collections::BTreeMap;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use whatsapp_domain::Secret;

use crate::provider::{SignatureCode, Signed};

const SIGNATURE: &str = "x-sinch-webhook-signature";
const TIMESTAMP: &str = "x-sinch-webhook-signature-timestamp";
const NONCE: &str = "x-sinch-webhook-signature-nonce";
const ALGORITHM: &str = "x-sinch-webhook-signature-algorithm";

/// How far the time of signing may be from now, both ways, in seconds.
const WINDOW: i64 = 300;
/// Longest nonce; Sinch's own have 26 characters.
const NONCE_MAX: usize = 128;

pub fn check(
    secret: &Secret,
    headers: &BTreeMap<String, String>,
    body: &[u8],
    now: i64,
) -> Result<Signed, SignatureCode> {
    let (Some(signature), Some(timestamp), Some(nonce)) =
        (header(headers, SIGNATURE)?, header(headers, TIMESTAMP)?, header(headers, NONCE)?)
    else {
        return Err(SignatureCode::Missing);
    };
    // Sinch signs in one way; a header that names another was not written by it.
    if header(headers, ALGORITHM)?.is_some_and(|algorithm| algorithm != "HmacSHA256") {
        return Err(SignatureCode::AlgorithmUnknown);
    }
    // No dot, so that the text has one reading; no sign, no blank, so that one time has one spelling.
    let is_nonce = (1..=NONCE_MAX).contains(&nonce.len())
        && nonce.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    let is_time = (1..=12).contains(&timestamp.len()) && timestamp.bytes().all(|b| b.is_ascii_digit());
    let (true, true, Ok(signature)) = (is_nonce, is_time, STANDARD.decode(signature)) else {
        return Err(SignatureCode::Malformed);
    };
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes()) else {
        return Err(SignatureCode::Wrong);
    };
    for part in [body, b".", nonce.as_bytes(), b".", timestamp.as_bytes()] {
        mac.update(part);
    }
    // In constant time, and before the clock: whoever can't sign learns nothing of it. An empty secret signs nothing.
    if secret.is_empty() || mac.verify_slice(&signature).is_err() {
        return Err(SignatureCode::Wrong);
    }
    let signed_at: i64 = timestamp.parse().map_err(|_| SignatureCode::Malformed)?;
    match now.saturating_sub(signed_at) {
        age if age > WINDOW => Err(SignatureCode::Stale),
        age if age < -WINDOW => Err(SignatureCode::Early),
        _ => Ok(Signed { nonce: Some(nonce.to_owned()) }),
    }
}

/// The header with this name in whatever case; an error when it stands there twice with different texts.
fn header<'a>(headers: &'a BTreeMap<String, String>, name: &str) -> Result<Option<&'a str>, SignatureCode> {
    let mut found =
        headers.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, text)| text.as_str());
    match (found.next(), found.next()) {
        (first, None) => Ok(first),
        (Some(_), Some(_)) | (None, Some(_)) => Err(SignatureCode::Malformed),
    }
}

#[cfg(test)]
mod tests;
