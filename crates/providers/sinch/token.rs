//! What the token service answers, and when a token has expired. Sources: SI-PY, SI-SK.

use serde_json::Value;
use whatsapp_domain::{Actor, Answer, Outcome, Retry, Secret, Verdict, say};

use super::{NAME, answer};
use crate::{
    common::{
        body::{self, Body},
        http_outcome::{self, text},
    },
    provider::Token,
};

/// Seconds that a token lasts when the answer does not say (SI-SK: one hour).
const TOKEN_LASTS_S: u64 = 3600;

/// The answer of the token exchange. Its errors have the plain OAuth form, or Sinch's own (README, U9).
pub fn read(answer: &Answer) -> Result<Token, Box<Outcome>> {
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
pub fn expired(answer: &Answer) -> bool {
    answer.status == 401
        && answer
            .headers
            .get("www-authenticate")
            .is_some_and(|value| value.to_ascii_lowercase().contains("expired"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_read_with_their_lifetime() {
        let lifetime = |body: &str| {
            read(&Answer::new(200, body)).map(|token| (token.value.expose().to_owned(), token.expires_in_s))
        };
        assert_eq!(lifetime("{\"access_token\":\"ey\",\"expires_in\":3599}").unwrap(), ("ey".into(), 3599));
        assert_eq!(lifetime("{\"access_token\":\"ey\"}").unwrap(), ("ey".into(), 3600));
        assert!(lifetime("{\"access_token\":\"\"}").is_err());
        assert!(lifetime("<html>").is_err());
    }

    #[test]
    fn a_refused_key_is_named_in_either_error_form() {
        for body in [
            "{\"error\":\"invalid_client\",\"error_description\":\"Client authentication failed\"}",
            "{\"error\":{\"code\":401,\"message\":\"no\",\"status\":\"UNAUTHENTICATED\"}}",
            "",
        ] {
            let outcome = read(&Answer::new(401, body)).err().unwrap();
            assert_eq!((outcome.code.as_str(), outcome.verdict), ("key-refused", Verdict::Refused), "{body}");
        }
        let outcome = read(&Answer::new(503, "")).err().unwrap();
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
        assert!(expired(&answer(
            401,
            "Bearer error=\"invalid_token\", error_description=\"Jwt is Expired\""
        )));
        assert!(!expired(&answer(401, "Bearer error=\"invalid_token\"")));
        assert!(!expired(&answer(403, "expired")));
        assert!(!expired(&Answer::new(401, "expired")));
    }
}
