//! What an HTTP status says by itself, before a provider's own words are looked at.
//!
//! 4xx and 3xx: certainly not taken over. 5xx, and a 2xx that cannot be read: nobody can tell, since the request had been
//! written; a repeat might reach the customer twice.

use whatsapp_domain::{Actor, Answer, Outcome, Retry, Verdict, Violation, quote, say, words};

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
    let refused = |code, cause: whatsapp_domain::Said| Outcome::new(Verdict::Refused, code, cause);
    let with = |outcome: Outcome, who, fix: &str| Outcome { who: Some(who), ..outcome.with_fix(fix) };
    let mut outcome = match status {
        300..=399 => with(
            refused(
                "redirected",
                say!(
                    "{provider}'s address points on to another one (status {status}). Redirects are not \
                     followed, so that the key goes nowhere else; nothing was sent.",
                    provider = provider,
                    status = status
                ),
            ),
            Actor::Administrator,
            "Check the base URL: it should be the API's own host.",
        ),
        401 => with(
            refused(
                "key-refused",
                say!("{provider} did not accept the key (status 401).", provider = provider),
            ),
            Actor::Administrator,
            "Check the key in the integration; make a new one if it was withdrawn.",
        ),
        402 => with(
            refused("no-credit", say!("{provider} wants payment first (status 402).", provider = provider)),
            Actor::Administrator,
            "Top up the account or settle its bills, then send again.",
        ),
        403 => with(
            refused(
                "not-permitted",
                say!(
                    "{provider} knows the key, but does not let it do this (status 403).",
                    provider = provider
                ),
            ),
            Actor::Administrator,
            "Check what the key may do and which senders belong to its account.",
        ),
        404 => with(
            refused(
                "not-found",
                say!("{provider} knows nothing at this address (status 404).", provider = provider),
            ),
            Actor::Administrator,
            "Check the base URL and the ids in the integration.",
        ),
        408 => Outcome {
            retry: Retry::Later,
            ..with(
                refused(
                    "request-timed-out",
                    say!(
                        "{provider} did not get the whole request in time (status 408).",
                        provider = provider
                    ),
                ),
                Actor::You,
                "Send it again in a while.",
            )
        },
        429 => Outcome {
            retry: Retry::Later,
            ..with(
                refused(
                    "rate-limited",
                    say!(
                        "Too many requests at once for {provider} (status 429). Nothing was sent.",
                        provider = provider
                    ),
                ),
                Actor::You,
                "Wait and send again, or lower the messages a second of the integration.",
            )
        },
        400..=499 => with(
            refused(
                "request-refused",
                say!(
                    "{provider} refused the request (status {status}).",
                    provider = provider,
                    status = status
                ),
            ),
            Actor::You,
            "Look at what the answer complains about, change it and send again.",
        ),
        500..=599 => with(
            Outcome {
                retry: Retry::Later,
                ..Outcome::new(
                    Verdict::Unclear,
                    "provider-error",
                    say!(
                        "{provider} had a fault of its own (status {status}). The message may or may not be \
                         on its way.",
                        provider = provider,
                        status = status
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
                    say!(
                        "The answer has status {status}, which says nothing about the message.",
                        status = status
                    ),
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
        Body::Empty => ("answer-empty", words!("is empty")),
        Body::Html => ("answer-not-json", words!("is a web page")),
        Body::Xml => ("answer-not-json", words!("is XML")),
        Body::Text => ("answer-not-json", words!("is plain text")),
        Body::CutShort => ("answer-cut-short", words!("ends too early")),
        Body::Json(_) => ("answer-unknown-shape", words!("has a form that we don't know")),
    };
    Outcome {
        who: Some(Actor::Administrator),
        known: false,
        message_id: id,
        ..Outcome::new(
            Verdict::Unclear,
            code,
            say!(
                "The status says yes, but the answer {found} where {provider} sends its JSON.",
                found = whatsapp_domain::Said::from(found),
                provider = provider
            )
            .then("The message may or may not be on its way."),
        )
        .with_fix("Look at the phone before sending again. If this stays, check the base URL.")
    }
}

/// A template list that cannot be read.
pub fn unreadable_list(provider: &str, body: &Body) -> Outcome {
    Outcome {
        verdict: Verdict::Refused,
        retry: Retry::Later,
        safe_to_repeat: true,
        ..unreadable(provider, body, None)
            .with_cause(say!(
                "{provider} answered the template list in a form that we can't read.",
                provider = provider
            ))
            .with_fix("Try again later, or type the template's name by hand.")
    }
}

/// The reading of an answer to a question that changes nothing: no message is on its way, so nothing about it is
/// unclear, and a repeat is safe whatever the status.
pub fn of_listing(provider: &str, outcome: Outcome) -> Outcome {
    if outcome.verdict == Verdict::Refused {
        return outcome;
    }
    let cause =
        say!("{provider} could not answer the question for its templates just now.", provider = provider);
    Outcome {
        verdict: Verdict::Refused,
        safe_to_repeat: true,
        ..outcome.with_cause(cause).with_fix("Try again later.")
    }
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
            outcome.add_to_cause(say!(
                "The code {code} is unknown to us: the raw answer is all there is.",
                code = quote::quote(code)
            ));
        }
        (None, Body::Html) => {
            outcome.known = false;
            outcome.add_to_cause(say!(
                "The answer is a web page, so something other than {provider}'s API may have sent it.",
                provider = provider
            ));
        }
        (None, Body::Empty) => {}
        (None, _) => {
            outcome.known = false;
            outcome.add_to_cause("The answer has a form that we don't know: the raw answer is all there is.");
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
            ("sender-refused", Administrator, words!("the sender"), "Check the sender in the integration.")
        }
        _ if field.starts_with("settings.") => (
            "settings-refused",
            Administrator,
            words!("a setting of the integration"),
            "Check the settings of the integration.",
        ),
        _ if field.starts_with("recipient") => {
            ("recipient-refused", You, words!("the recipient"), "Check the number and its country code.")
        }
        _ if field.starts_with("message.template") => (
            "template-refused",
            You,
            words!("the template's name or language"),
            "Choose the template from the list, and one of its languages.",
        ),
        _ => (
            "content-refused",
            You,
            words!("a part of the message"),
            "Change the part that it complains about and send again.",
        ),
    };
    outcome.code = code.into();
    outcome.who = Some(who);
    let what = whatsapp_domain::Said::from(what);
    outcome.set_cause(say!("{provider} did not accept {what}.", provider = provider, what = what));
    outcome.set_fix(fix);
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
