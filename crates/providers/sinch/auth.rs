//! How requests to Sinch are authorised. Sources: SI-PY and SI-NODE (as observed on the wire), SI-SK.

use std::hash::{DefaultHasher, Hash, Hasher};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::Value;
use whatsapp_domain::{
    Actor, Answer, Authorization, Finding, Outcome, OutgoingRequest, Retry, Secret, Secrets, Settings,
    Verdict, say, words,
};

use super::{NAME, address::Endpoints, answer, settings::SCHEMA};
use crate::{
    common::{
        body::{self, Body},
        fields,
        http_outcome::{self, text},
        secrets::clean,
    },
    provider::{Login, Token},
};

/// Words that stand in front of a credential in the header and are pasted along.
pub const SCHEMES: &[&str] = &["Bearer", "Basic"];

/// Seconds that a token lasts when the answer does not say (SI-SK: one hour).
const TOKEN_LASTS_S: u64 = 3600;

pub fn authorization(settings: &Settings, secrets: &Secrets) -> Result<Authorization, Box<Finding>> {
    match SCHEMA.value(settings, "authScheme") {
        "bearer" => Ok(Authorization::Header {
            scheme: "Bearer",
            credentials: Secret::new(secret(secrets, "bearerToken")?),
        }),
        "basic" => Ok(Authorization::Header { scheme: "Basic", credentials: key(settings, secrets)? }),
        _ => {
            let credentials = key(settings, secrets)?;
            let url = Endpoints::new(SCHEMA.value(settings, "baseUrl")).token();
            // A changed secret must not be answered from what an older one fetched, or a connection check could not
            // tell that it is wrong. The fingerprint is 64 bits of a long random secret: nothing can be read out of it.
            let mut fingerprint = DefaultHasher::new();
            credentials.expose().hash(&mut fingerprint);
            let cache_key =
                format!("{url} {} {:016x}", SCHEMA.value(settings, "keyId"), fingerprint.finish());
            Ok(Authorization::Token { request: token_request(url), scheme: "Basic", credentials, cache_key })
        }
    }
}

/// The same for a shell or a plain webhook.
pub fn login(settings: &Settings) -> Login {
    let user = || SCHEMA.value(settings, "keyId").to_owned();
    match SCHEMA.value(settings, "authScheme") {
        "bearer" => Login::Header { scheme: "Bearer", variable: "SINCH_TOKEN", what: "bearer token" },
        "basic" => Login::Basic { user: user(), variable: "SINCH_KEY_SECRET", what: "key secret" },
        _ => Login::Token {
            url: Endpoints::new(SCHEMA.value(settings, "baseUrl")).token(),
            user: user(),
            variable: "SINCH_KEY_SECRET",
            token: "SINCH_TOKEN",
            lasts: words!("one hour"),
        },
    }
}

fn token_request(url: String) -> OutgoingRequest {
    let headers = [("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "application/json")];
    OutgoingRequest {
        method: "POST".into(),
        url,
        headers: headers.map(|(name, value)| (name.into(), value.into())).into(),
        body: "grant_type=client_credentials".into(),
    }
}

/// `base64(<key id>:<key secret>)`
fn key(settings: &Settings, secrets: &Secrets) -> Result<Secret, Box<Finding>> {
    let id = SCHEMA.value(settings, "keyId");
    if id.is_empty() {
        return Err(missing("keyId"));
    }
    Ok(Secret::new(STANDARD.encode(format!("{id}:{}", secret(secrets, "keySecret")?))))
}

fn secret<'a>(secrets: &'a Secrets, key: &str) -> Result<&'a str, Box<Finding>> {
    let text = secrets.get(key).map(|secret| clean(secret, SCHEMES)).unwrap_or_default();
    if text.is_empty() { Err(missing(key)) } else { Ok(text) }
}

fn missing(key: &str) -> Box<Finding> {
    Box::new(fields::missing(&SCHEMA, key))
}

/// The answer of the token exchange. Its errors have the plain OAuth form, or Sinch's own (README, U9).
pub fn read_token(answer: &Answer) -> Result<Token, Box<Outcome>> {
    let body = body::sort(answer);
    if http_outcome::is_success(answer) {
        if let Body::Json(value) = &body
            && let Some(token) = text(value, "access_token")
        {
            let expires_in_s = match value.get("expires_in") {
                Some(Value::Number(seconds)) => seconds.as_u64(),
                Some(Value::String(seconds)) => seconds.parse().ok(),
                _ => None,
            };
            return Ok(Token {
                value: Secret::new(token),
                expires_in_s: expires_in_s.unwrap_or(TOKEN_LASTS_S),
            });
        }
        // A body that should hold a token is not quoted: it may hold one in a form that we don't know.
        let mut outcome = http_outcome::unreadable(NAME, &body, None);
        outcome.set_cause(
            "Sinch's token service said yes, but sent no token that we can read. Nothing was sent.",
        );
        return Err(Box::new(not_sent(outcome)));
    }
    let mut outcome = answer::read(answer);
    let is_key = matches!(answer.status, 400 | 401 | 403)
        && matches!(
            outcome.provider_code.as_deref(),
            Some(
                "invalid_client"
                    | "unauthorized_client"
                    | "invalid_grant"
                    | "access_denied"
                    | "UNAUTHENTICATED"
                    | "PERMISSION_DENIED"
            )
        );
    if is_key || answer.status == 401 {
        outcome.code = "key-refused".into();
        outcome.set_cause(say!("Sinch did not accept the key id and key secret (status {status}), so no token was given and nothing \
             was sent.", status = answer.status));
        outcome.set_fix(
            "Check both in the Sinch dashboard under Settings → Access keys. The secret is \
                            shown only once: make a new key if it is lost.",
        );
        outcome.who = Some(Actor::Administrator);
        outcome.field = Some("secrets.keySecret".into());
    }
    if answer.status >= 500 {
        outcome.set_cause(say!(
            "Sinch's token service had a fault of its own (status {status}). Nothing was sent.",
            status = answer.status
        ));
        outcome.set_fix("Send again in a while.");
        outcome.retry = Retry::Later;
    }
    Err(Box::new(not_sent(outcome)))
}

/// Without a token no message goes out, whatever the token service answered.
fn not_sent(outcome: Outcome) -> Outcome {
    Outcome { verdict: Verdict::Refused, safe_to_repeat: true, ..outcome }
}

/// `401` with `expired` in `WWW-Authenticate`: the one case in which a new token helps (SI-PY).
pub fn token_expired(answer: &Answer) -> bool {
    answer.status == 401
        && answer
            .headers
            .get("www-authenticate")
            .is_some_and(|value| value.to_ascii_lowercase().contains("expired"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(settings: &[(&str, &str)], secrets: &[(&str, &str)]) -> Result<Authorization, Box<Finding>> {
        let settings = settings.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect();
        let secrets = secrets.iter().map(|(key, value)| (key.to_string(), Secret::new(*value))).collect();
        authorization(&settings, &secrets)
    }

    fn cache_key(secret: &str) -> String {
        let settings = [("baseUrl", "https://eu.conversation.api.sinch.com"), ("keyId", "k1")];
        let Ok(Authorization::Token { request, scheme, credentials, cache_key }) =
            of(&settings, &[("keySecret", secret)])
        else {
            panic!("a token request")
        };
        assert_eq!((request.url.as_str(), scheme), ("https://auth.sinch.com/oauth2/token", "Basic"));
        assert_eq!(request.body, "grant_type=client_credentials");
        assert_eq!(request.headers["Content-Type"], "application/x-www-form-urlencoded");
        assert_eq!(credentials.expose(), STANDARD.encode(format!("k1:{}", secret.trim())));
        assert!(!cache_key.contains(secret.trim()));
        cache_key
    }

    #[test]
    fn a_token_is_kept_for_the_very_key_that_fetched_it() {
        assert_eq!(cache_key("s3cret"), cache_key(" s3cret\n"));
        assert_ne!(cache_key("s3cret"), cache_key("other"));
    }

    #[test]
    fn the_other_schemes_are_headers() {
        let bearer = of(&[("authScheme", "bearer")], &[("bearerToken", "Bearer ey.J.x")]).unwrap();
        assert_eq!(bearer, Authorization::Header { scheme: "Bearer", credentials: Secret::new("ey.J.x") });
        let basic = of(&[("authScheme", "basic"), ("keyId", "k")], &[("keySecret", "s")]).unwrap();
        assert_eq!(basic, Authorization::Header { scheme: "Basic", credentials: Secret::new("azpz") });
        assert_eq!(of(&[], &[("keySecret", "s")]).unwrap_err().field, "settings.keyId");
        assert_eq!(of(&[("keyId", "k")], &[]).unwrap_err().field, "secrets.keySecret");
    }

    #[test]
    fn tokens_are_read_with_their_lifetime() {
        let read = |body: &str| {
            read_token(&Answer::new(200, body))
                .map(|token| (token.value.expose().to_owned(), token.expires_in_s))
        };
        assert_eq!(read("{\"access_token\":\"ey\",\"expires_in\":3599}").unwrap(), ("ey".into(), 3599));
        assert_eq!(read("{\"access_token\":\"ey\"}").unwrap(), ("ey".into(), 3600));
        assert!(read("{\"access_token\":\"\"}").is_err());
        assert!(read("<html>").is_err());
    }

    #[test]
    fn a_refused_key_is_named_in_either_error_form() {
        for body in [
            "{\"error\":\"invalid_client\",\"error_description\":\"Client authentication failed\"}",
            "{\"error\":{\"code\":401,\"message\":\"no\",\"status\":\"UNAUTHENTICATED\"}}",
            "",
        ] {
            let outcome = read_token(&Answer::new(401, body)).err().unwrap();
            assert_eq!((outcome.code.as_str(), outcome.verdict), ("key-refused", Verdict::Refused), "{body}");
        }
        let outcome = read_token(&Answer::new(503, "")).err().unwrap();
        assert!(
            outcome.safe_to_repeat && outcome.retry == Retry::Later && outcome.verdict == Verdict::Refused
        );
    }

    #[test]
    fn only_an_expired_token_is_worth_a_new_one() {
        let answer = |status, value: &str| Answer {
            headers: [("www-authenticate".to_owned(), value.to_owned())].into(),
            ..Answer::new(status, "")
        };
        assert!(token_expired(&answer(
            401,
            "Bearer error=\"invalid_token\", error_description=\"Jwt is Expired\""
        )));
        assert!(!token_expired(&answer(401, "Bearer error=\"invalid_token\"")));
        assert!(!token_expired(&answer(403, "expired")));
        assert!(!token_expired(&Answer::new(401, "expired")));
    }
}
