//! The signature of an outgoing event, by the Standard Webhooks scheme.

use http::{HeaderMap, HeaderName, HeaderValue};
use standardwebhooks::{HEADER_WEBHOOK_ID, HEADER_WEBHOOK_SIGNATURE, HEADER_WEBHOOK_TIMESTAMP, Webhook};
use whatsapp_domain::Secret;

/// What every secret begins with.
const PREFIX: &str = "whsec_";
/// Bytes that a key has at least and at most, by the scheme.
const KEY_BYTES: std::ops::RangeInclusive<usize> = 24..=64;
/// Secrets that sign at the same time: the present one and the one before.
const SECRETS_MAX: usize = 2;

/// Signs events under one secret, or under two while one takes over from the other.
#[derive(Clone)]
pub(crate) struct Signer {
    keys: std::sync::Arc<[Webhook]>,
}

/// Secrets that can't be used. Nothing of them is in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "each secret has to be \"whsec_\" and 24 to 64 bytes in Base64, such as \"whsec_\" before what `openssl rand -base64 32` prints; one, or two separated by a comma"
)]
pub(crate) struct BadSecret;

impl Signer {
    /// Reads one secret, or two separated by a comma: then each event has both signatures.
    pub(crate) fn new(secrets: &Secret) -> Result<Self, BadSecret> {
        let keys =
            secrets.expose().split(',').map(|secret| key(secret.trim())).collect::<Result<Vec<_>, _>>()?;
        if (1..=SECRETS_MAX).contains(&keys.len()) { Ok(Self { keys: keys.into() }) } else { Err(BadSecret) }
    }

    /// The three headers for this event at this time (seconds since 1970). None if the id can't stand in a header.
    pub(crate) fn headers(&self, id: &str, now: i64, body: &str) -> Option<HeaderMap> {
        let mut signatures = Vec::with_capacity(self.keys.len());
        for key in &*self.keys {
            // Fails only for a body that is no UTF-8.
            signatures.push(key.sign(id, now, body.as_bytes()).ok()?);
        }
        let mut headers = HeaderMap::with_capacity(4);
        let mut put = |name: &'static str, value: &str| {
            let value = HeaderValue::from_str(value).ok()?;
            headers.insert(HeaderName::from_static(name), value);
            Some(())
        };
        put(HEADER_WEBHOOK_ID, id)?;
        put(HEADER_WEBHOOK_TIMESTAMP, &now.to_string())?;
        put(HEADER_WEBHOOK_SIGNATURE, &signatures.join(" "))?;
        Some(headers)
    }
}

fn key(secret: &str) -> Result<Webhook, BadSecret> {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let text = secret.strip_prefix(PREFIX).ok_or(BadSecret)?;
    let bytes = zeroize::Zeroizing::new(STANDARD.decode(text).map_err(|_| BadSecret)?);
    if !KEY_BYTES.contains(&bytes.len()) {
        return Err(BadSecret);
    }
    Webhook::new(secret).map_err(|_| BadSecret)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    fn signature(secrets: &str, id: &str, now: i64, body: &str) -> String {
        let headers = Signer::new(&Secret::new(secrets)).unwrap().headers(id, now, body).unwrap();
        assert_eq!(headers["webhook-id"], id);
        assert_eq!(headers["webhook-timestamp"], now.to_string());
        headers["webhook-signature"].to_str().unwrap().to_owned()
    }

    /// The vectors of the scheme's own libraries (spec/standard-webhooks.md and libraries/javascript/src/webhook.test.ts).
    #[test]
    fn published_vectors_come_out() {
        let body = r#"{"test": 2432232314}"#;
        assert_eq!(
            signature(SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        );
        let other = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
        let body = r#"{"email":"test@example.com","username":"test_user"}"#;
        assert_eq!(
            signature(other, "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk", 1_649_367_553, body),
            "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw="
        );
    }

    #[test]
    fn while_a_secret_is_replaced_both_sign() {
        let other = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
        let both = signature(&format!("{SECRET}, {other}"), "evt_1", 7, "{}");
        let one = signature(SECRET, "evt_1", 7, "{}");
        let two = signature(other, "evt_1", 7, "{}");
        assert_ne!(one, two);
        assert_eq!(both, format!("{one} {two}"));
    }

    #[test]
    fn what_is_no_secret_is_refused_without_being_told() {
        for bad in [
            "",
            "whsec_",
            "whsec_planted",
            "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "whsec_c2hvcnQ=",
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw,",
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw,whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw,whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        ] {
            let refusal = Signer::new(&Secret::new(bad)).err().unwrap_or_else(|| panic!("{bad}"));
            assert!(!refusal.to_string().contains("planted"));
        }
    }
}
