//! What an HTTP status says by itself, before a provider's own words are looked at.
//!
//! 4xx and 3xx: certainly not taken over. 5xx, and a 2xx that cannot be read: nobody can tell, since the request had been
//! written; a repeat might reach the customer twice.

use whatsapp_domain::{Actor, Answer, Outcome, Retry, Verdict, Violation, quote};

use super::{body::Body, retry_after};

/// What a provider's error says, whatever its form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// Its code, such as `BAD_REQUEST`.
    pub code: Option<String>,
    /// Its words.
    pub text: Option<String>,
    /// Complaints about single fields.
    pub violations: Vec<Violation>,
}

/// Is it a success by its status?
pub fn is_success(answer: &Answer) -> bool {
    (200..300).contains(&answer.status)
}

/// The outcome of an answer without success, from its status alone.
pub fn by_status(provider: &str, answer: &Answer) -> Outcome {
    let status = answer.status;
    let refused = |code, cause: String| Outcome::new(Verdict::Refused, code, cause);
    let with =
        |outcome: Outcome, who, fix: &str| Outcome { who: Some(who), fix: Some(fix.into()), ..outcome };
    let mut outcome = match status {
        300..=399 => with(
            refused(
                "redirected",
                format!(
                    "{provider}'s address points on to another one (status {status}). Redirects are not \
                     followed, so that the key goes nowhere else; nothing was sent."
                ),
            ),
            Actor::Administrator,
            "Check the base URL: it should be the API's own host.",
        ),
        401 => with(
            refused("key-refused", format!("{provider} did not accept the key (status 401).")),
            Actor::Administrator,
            "Check the key in the integration; make a new one if it was withdrawn.",
        ),
        402 => with(
            refused("no-credit", format!("{provider} wants payment first (status 402).")),
            Actor::Administrator,
            "Top up the account or settle its bills, then send again.",
        ),
        403 => with(
            refused(
                "not-permitted",
                format!("{provider} knows the key, but does not let it do this (status 403)."),
            ),
            Actor::Administrator,
            "Check what the key may do and which senders belong to its account.",
        ),
        404 => with(
            refused("not-found", format!("{provider} knows nothing at this address (status 404).")),
            Actor::Administrator,
            "Check the base URL and the ids in the integration.",
        ),
        408 => Outcome {
            retry: Retry::Later,
            fix: Some("Send it again in a while.".into()),
            who: Some(Actor::You),
            ..refused(
                "request-timed-out",
                format!("{provider} did not get the whole request in time (status 408)."),
            )
        },
        429 => Outcome {
            retry: Retry::Later,
            fix: Some("Wait and send again, or lower the messages a second of the integration.".into()),
            who: Some(Actor::You),
            ..refused(
                "rate-limited",
                format!("Too many requests at once for {provider} (status 429). Nothing was sent."),
            )
        },
        400..=499 => with(
            refused("request-refused", format!("{provider} refused the request (status {status}).")),
            Actor::You,
            "Look at what the answer complains about, change it and send again.",
        ),
        500..=599 => with(
            Outcome {
                retry: Retry::Later,
                ..Outcome::new(
                    Verdict::Unclear,
                    "provider-error",
                    format!(
                        "{provider} had a fault of its own (status {status}). The message may or may not be \
                         on its way."
                    ),
                )
            },
            Actor::Provider,
            "Look at the phone before sending again: a repeat could arrive twice.",
        ),
        _ => Outcome {
            known: false,
            ..with(
                Outcome::new(
                    Verdict::Unclear,
                    "status-unknown",
                    format!("The answer has status {status}, which says nothing about the message."),
                ),
                Actor::Provider,
                "Look at the phone before sending again: a repeat could arrive twice.",
            )
        },
    };
    outcome.retry_after_s = retry_after::seconds(answer);
    outcome
}

/// A success by its status whose body does not say what it should. `id` is what could be made out of it.
pub fn unreadable(provider: &str, body: &Body, id: Option<String>) -> Outcome {
    let (code, found) = match body {
        Body::Empty => ("answer-empty", "is empty"),
        Body::Html => ("answer-not-json", "is a web page"),
        Body::Xml => ("answer-not-json", "is XML"),
        Body::Text => ("answer-not-json", "is plain text"),
        Body::CutShort => ("answer-cut-short", "ends too early"),
        Body::Json(_) => ("answer-unknown-shape", "has a form that we don't know"),
    };
    let who_may = "The message may or may not be on its way.";
    Outcome {
        fix: Some("Look at the phone before sending again. If this stays, check the base URL.".into()),
        who: Some(Actor::Administrator),
        known: false,
        message_id: id,
        ..Outcome::new(
            Verdict::Unclear,
            code,
            format!("The status says yes, but the answer {found} where {provider} sends its JSON. {who_may}"),
        )
    }
}

/// A template list that cannot be read.
pub fn unreadable_list(provider: &str, body: &Body) -> Outcome {
    Outcome {
        verdict: Verdict::Refused,
        cause: format!("{provider} answered the template list in a form that we can't read."),
        fix: Some("Try again later, or type the template's name by hand.".into()),
        retry: Retry::Later,
        safe_to_repeat: true,
        ..unreadable(provider, body, None)
    }
}

/// The reading of an answer to a question that changes nothing: no message is on its way, so nothing about it is
/// unclear, and a repeat is safe whatever the status.
pub fn of_listing(provider: &str, outcome: Outcome) -> Outcome {
    let unanswered = Outcome {
        verdict: Verdict::Refused,
        cause: format!("{provider} could not answer the question for its templates just now."),
        fix: Some("Try again later.".into()),
        safe_to_repeat: true,
        ..outcome.clone()
    };
    if outcome.verdict == Verdict::Refused { outcome } else { unanswered }
}

/// Puts the provider's own words into an outcome. `is_known` tells whether we know the code.
pub fn add_words(
    outcome: &mut Outcome,
    provider: &str,
    body: &Body,
    said: Said,
    is_known: impl Fn(&str) -> bool,
) {
    match (&said.code, body) {
        (Some(code), _) if is_known(code) => {}
        (Some(code), _) => {
            outcome.known = false;
            outcome.cause += &format!(
                " The code {} is unknown to us: the raw answer is all there is.",
                quote::quote(code)
            );
        }
        (None, Body::Html) => {
            outcome.known = false;
            outcome.cause += &format!(
                " The answer is a web page, so something other than {provider}'s API may have sent it."
            );
        }
        (None, Body::Empty) => {}
        (None, _) => {
            outcome.known = false;
            outcome.cause += " The answer has a form that we don't know: the raw answer is all there is.";
        }
    }
    outcome.provider_code = said.code;
    outcome.provider_text = said.text;
    outcome.violations = said.violations;
}

/// The outcome's code, owner and words when the provider complained about this field of ours.
pub fn blame_field(outcome: &mut Outcome, provider: &str) {
    use Actor::{Administrator, You};
    let Some(field) = outcome.field.as_deref() else { return };
    let (code, who, what, fix) = match field {
        _ if field.starts_with("settings.sender") => {
            ("sender-refused", Administrator, "the sender", "Check the sender in the integration.")
        }
        _ if field.starts_with("settings.") => (
            "settings-refused",
            Administrator,
            "a setting of the integration",
            "Check the settings of the integration.",
        ),
        _ if field.starts_with("recipient") => {
            ("recipient-refused", You, "the recipient", "Check the number and its country code.")
        }
        _ if field.starts_with("message.template") => (
            "template-refused",
            You,
            "the template's name or language",
            "Choose the template from the list, and one of its languages.",
        ),
        _ => (
            "content-refused",
            You,
            "a part of the message",
            "Change the part that it complains about and send again.",
        ),
    };
    outcome.code = code.into();
    outcome.who = Some(who);
    outcome.cause = format!("{provider} did not accept {what}.");
    outcome.fix = Some(fix.into());
}

/// A string in an object, if it is one and not empty.
pub fn text(value: &serde_json::Value, key: &str) -> Option<String> {
    value.get(key)?.as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_has_its_class() {
        for status in 0..=999_u16 {
            let outcome = by_status("Infobip", &Answer::new(status, ""));
            let expected = match status {
                300..=499 => Verdict::Refused,
                _ => Verdict::Unclear,
            };
            assert_eq!(outcome.verdict, expected, "{status}");
            assert_eq!(outcome.safe_to_repeat, expected == Verdict::Refused, "{status}");
        }
    }

    #[test]
    fn an_unreadable_success_is_unclear() {
        for body in
            [Body::Empty, Body::Html, Body::Xml, Body::CutShort, Body::Text, Body::Json(serde_json::json!(1))]
        {
            let outcome = unreadable("Sinch", &body, None);
            assert_eq!(outcome.verdict, Verdict::Unclear);
            assert!(!outcome.safe_to_repeat && !outcome.known);
        }
    }
}
