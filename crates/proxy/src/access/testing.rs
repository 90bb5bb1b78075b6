//! Tokens for tests, minted by hand: no library could make the wrong ones.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use ring::{
    hmac,
    signature::{Ed25519KeyPair, KeyPair},
};
use serde_json::{Value, json};

use super::{Right, token::TokenKeys};
use crate::clock;

/// 32 bytes.
pub(crate) const SECRET: &[u8; 32] = b"0123456789abcdef0123456789abcdef";

pub(crate) fn key() -> String {
    STANDARD.encode(SECRET)
}

pub(crate) fn shared() -> TokenKeys {
    TokenKeys::shared(&key(), None).unwrap()
}

pub(crate) fn pair() -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap()
}

pub(crate) fn public() -> TokenKeys {
    TokenKeys::public(&STANDARD.encode(pair().public_key()), None).unwrap()
}

pub(crate) fn now() -> i64 {
    clock::now_ms() / 1000
}

pub(crate) fn claims(tenant: &str, rights: &[Right]) -> Value {
    let rights: Vec<_> = rights.iter().map(|right| right.as_str()).collect();
    json!({"tenant": tenant, "rights": rights, "sub": "ann@example.com", "exp": now() + 600})
}

/// Head and claims, to be signed.
pub(crate) fn unsigned(algorithm: &str, claims: &Value) -> String {
    let head = json!({"alg": algorithm, "typ": "JWT"});
    format!("{}.{}", URL_SAFE_NO_PAD.encode(head.to_string()), URL_SAFE_NO_PAD.encode(claims.to_string()))
}

pub(crate) fn with_hmac(algorithm: &str, claims: &Value, secret: &[u8]) -> String {
    let text = unsigned(algorithm, claims);
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), text.as_bytes());
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(tag))
}

pub(crate) fn with_ed25519(claims: &Value) -> String {
    let text = unsigned("EdDSA", claims);
    let signature = pair().sign(text.as_bytes());
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// A good token.
pub(crate) fn token(tenant: &str, rights: &[Right]) -> String {
    with_hmac("HS256", &claims(tenant, rights), SECRET)
}
