//! Reading tokens: JWTs signed with the one algorithm that belongs to the configured key. What the token itself says about its
//! algorithm is only compared with that.

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, errors::ErrorKind};
use serde::Deserialize;
use whatsapp_domain::Secret;

use super::{Caller, Right, signatures};

/// Clocks may differ by so many seconds.
const LEEWAY_S: i64 = 30;
/// A token may be good for so many seconds from now: one that gets lost is soon worth nothing.
pub const LONGEST_S: i64 = 60 * 60;
/// Bytes of a token; more is not looked at.
const TOKEN_MAX: usize = 8 * 1024;
/// Bytes of a shared secret, at least (RFC 7518, section 3.2).
const SECRET_MIN: usize = 32;
/// Characters of a tenant's name, and of who calls.
const TENANT_MAX: usize = 64;
const WHO_MAX: usize = 200;
/// What stands in front of the 32 bytes of an Ed25519 key in DER (RFC 8410, section 4).
const ED25519_DER: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/// Keys that tokens are checked with: one, or two while one takes the place of the other.
#[derive(Clone)]
pub struct TokenKeys {
    algorithm: Algorithm,
    keys: Vec<DecodingKey>,
    given: Vec<Secret>,
    audience: Option<String>,
}

/// Why a text is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadKey {
    /// It is no Base64.
    #[error("a key is not Base64 text")]
    NotBase64,
    /// Too short to withstand guessing.
    #[error("a key is shorter than 32 bytes")]
    Short,
    /// Not the public key of Ed25519.
    #[error(
        "a key is no public key of Ed25519, neither in PEM nor as Base64 of its DER form or of its 32 bytes"
    )]
    NotEd25519,
    /// More than two.
    #[error("there may be two keys at most, separated by a comma")]
    Many,
}

/// Why a token is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    /// It is over; another one helps.
    Expired,
    /// Whatever else.
    Bad,
}

#[derive(Deserialize)]
struct Claims {
    tenant: String,
    rights: Vec<String>,
    sub: String,
    exp: i64,
}

impl TokenKeys {
    /// Secrets in Base64, for HS256.
    ///
    /// # Errors
    /// [`BadKey`].
    pub fn shared(text: &str, audience: Option<String>) -> Result<Self, BadKey> {
        Self::read(text, audience, Algorithm::HS256, |text| {
            let bytes = STANDARD.decode(text).map_err(|_| BadKey::NotBase64)?;
            if bytes.len() < SECRET_MIN { Err(BadKey::Short) } else { Ok(DecodingKey::from_secret(&bytes)) }
        })
    }

    /// Public keys of Ed25519, for EdDSA.
    ///
    /// # Errors
    /// [`BadKey`].
    pub fn public(text: &str, audience: Option<String>) -> Result<Self, BadKey> {
        Self::read(text, audience, Algorithm::EdDSA, |text| {
            let plain: String = text
                .replace("-----BEGIN PUBLIC KEY-----", "")
                .replace("-----END PUBLIC KEY-----", "")
                // A file of settings or a shell may have kept line ends as they are written.
                .replace("\\n", "")
                .split_whitespace()
                .collect();
            let bytes = STANDARD.decode(plain).map_err(|_| BadKey::NotEd25519)?;
            let key = bytes.strip_prefix(&ED25519_DER).unwrap_or(&bytes);
            if key.len() == 32 { Ok(DecodingKey::from_ed_der(key)) } else { Err(BadKey::NotEd25519) }
        })
    }

    fn read(
        text: &str,
        audience: Option<String>,
        algorithm: Algorithm,
        key: impl Fn(&str) -> Result<DecodingKey, BadKey>,
    ) -> Result<Self, BadKey> {
        signatures::install();
        let given: Vec<Secret> = text.split(',').map(|text| Secret::new(text.trim())).collect();
        if given.len() > 2 {
            return Err(BadKey::Many);
        }
        let keys = given.iter().map(|given| key(given.expose())).collect::<Result<_, _>>()?;
        Ok(Self { algorithm, keys, given, audience })
    }

    /// Whom a token speaks for. `now` is in seconds since 1970.
    pub(crate) fn caller(&self, token: &str, now: i64) -> Result<Caller, Refused> {
        if token.len() > TOKEN_MAX {
            return Err(Refused::Bad);
        }
        // Times are judged below, by our clock.
        let mut rules = Validation::new(self.algorithm);
        rules.validate_exp = false;
        rules.set_required_spec_claims(&["exp", "sub"]);
        rules.validate_nbf = true;
        if let Some(audience) = &self.audience {
            rules.set_audience(&[audience]);
            rules.required_spec_claims.insert("aud".into());
        }
        let mut why = Refused::Bad;
        for key in &self.keys {
            match jsonwebtoken::decode::<Claims>(token, key, &rules) {
                Ok(read) => return judge(read.claims, now),
                Err(error) if matches!(error.kind(), ErrorKind::ExpiredSignature) => why = Refused::Expired,
                Err(_) => {}
            }
        }
        Err(why)
    }
}

fn judge(claims: Claims, now: i64) -> Result<Caller, Refused> {
    let Claims { tenant, rights, sub, exp } = claims;
    let is_name = (1..=TENANT_MAX).contains(&tenant.len())
        && tenant.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    let is_somebody =
        !sub.trim().is_empty() && sub.chars().count() <= WHO_MAX && !sub.chars().any(char::is_control);
    if !is_name || !is_somebody || exp > now.saturating_add(LONGEST_S + LEEWAY_S) {
        return Err(Refused::Bad);
    }
    if exp.saturating_add(LEEWAY_S) <= now {
        return Err(Refused::Expired);
    }
    // A right that we do not know allows nothing here.
    let rights = rights.iter().filter_map(|word| Right::read(word)).collect();
    Ok(Caller { tenant, who: Some(sub), rights, until: Some(exp.saturating_add(LEEWAY_S)) })
}

impl fmt::Debug for TokenKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenKeys")
            .field("algorithm", &self.algorithm)
            .field("keys", &self.keys.len())
            .field("audience", &self.audience)
            .finish_non_exhaustive()
    }
}

impl PartialEq for TokenKeys {
    fn eq(&self, other: &Self) -> bool {
        self.algorithm == other.algorithm && self.given == other.given && self.audience == other.audience
    }
}

impl Eq for TokenKeys {}

#[cfg(test)]
mod tests;
