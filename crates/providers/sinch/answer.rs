//! Sinch's answer to a send as one outcome. Sources: SI-PY, SI-NODE, SI-JAVA, SI-SK.

use serde_json::Value;
use whatsapp_domain::{Actor, Answer, Outcome, Retry, Verdict, Violation};

use super::{NAME, codes, token};
use crate::common::{
    body::{self, Body},
    http_outcome::{self, Said, text},
};

pub fn read(answer: &Answer) -> Outcome {
    let body = body::sort(answer);
    if http_outcome::is_success(answer) { taken(answer, &body) } else { refusal(answer, &body) }
}

fn taken(answer: &Answer, body: &Body) -> Outcome {
    let Body::Json(value) = body else {
        let id = body::string_before_cut(&answer.body, "message_id").filter(|_| *body == Body::CutShort);
        return http_outcome::unreadable(NAME, body, id);
    };
    let id = text(value, "message_id");
    if value.get("error").is_none_or(Value::is_null)
        && let Some(id) = id
    {
        return Outcome {
            message_id: Some(id),
            ..Outcome::new(
                Verdict::Accepted,
                "accepted",
                "Sinch has taken the message over. Whether it arrives, only a delivery report tells.",
            )
        };
    }
    let said = said(body, &answer.body);
    let outcome = http_outcome::unreadable(NAME, body, id);
    Outcome { provider_code: said.code, provider_text: said.text, violations: said.violations, ..outcome }
}

/// An answer without success to the question for templates, which another service of Sinch's answers.
pub fn read_listing(answer: &Answer) -> Outcome {
    let mut outcome = http_outcome::of_listing(NAME, read(answer));
    match answer.status {
        403 => {
            outcome.set_cause(
                "Sinch does not let this key see the templates (status 403): access to its Provisioning API is \
                 granted separately.",
            );
            outcome.set_fix(
                "Ask Sinch for access to the Provisioning API. Until then, type the template's name by hand: \
                 sending works without.",
            );
        }
        404 => {
            outcome.set_cause("Sinch finds no WhatsApp templates for this project (status 404).");
            outcome.set_fix("Check the project ID, or type the template's name by hand.");
            outcome.field = Some("settings.projectId".into());
        }
        _ => {}
    }
    outcome
}

fn refusal(answer: &Answer, body: &Body) -> Outcome {
    let mut outcome = http_outcome::by_status(NAME, answer);
    let said = said(body, &answer.body);
    refine(&mut outcome, answer, &said);
    if answer.status == 400 {
        outcome.field = said.violations.iter().find_map(|violation| violation.field.clone());
        http_outcome::blame_field(&mut outcome, NAME);
    }
    http_outcome::add_words(&mut outcome, NAME, body, said, |code| codes::REQUEST_ERRORS.contains(&code));
    outcome
}

/// What Sinch means by a status.
fn refine(outcome: &mut Outcome, answer: &Answer, said: &Said) {
    let mut describe = |code: &str, cause: &str, fix: &str, who: Actor| {
        outcome.code = code.into();
        outcome.set_cause(cause);
        outcome.set_fix(fix);
        outcome.who = Some(who);
    };
    match answer.status {
        400 => describe(
            "request-refused",
            "Sinch could not accept the request (status 400).",
            "Look at what its answer complains about, change it and send again.",
            Actor::You,
        ),
        401 if token::expired(answer) => describe(
            "token-expired",
            "The token has run out (status 401). A Conversation API token lasts one hour.",
            "Sign in with an access key instead, or paste a new token.",
            Actor::Administrator,
        ),
        401 => describe(
            "key-refused",
            "Sinch did not accept the key or token (status 401).",
            "Check the key ID and key secret. A pasted token lasts one hour: it may have run out.",
            Actor::Administrator,
        ),
        402 => describe_billing(&mut describe),
        403 if mentions_billing(said) => describe_billing(&mut describe),
        403 => describe(
            "not-permitted",
            "Sinch knows the key, but does not let it do this (status 403): either it has no access to this \
             project or app, or the account has reached its billing limit.",
            "Check that the key belongs to this project, and look at the account's balance.",
            Actor::Administrator,
        ),
        404 => describe(
            "app-unknown",
            "Sinch does not find this project or app (status 404). An app lives in one region only: right \
             ids in the wrong region give the same answer.",
            "Check the project ID and app ID, and choose the region that the app was made in.",
            Actor::Administrator,
        ),
        429 => {
            describe(
                "rate-limited",
                "Sinch got too many requests at once, or the app's queue is full (status 429). Nothing was \
                 sent.",
                "Wait and send again, or lower the messages a second of the integration.",
                Actor::You,
            );
            outcome.retry = Retry::Later;
        }
        _ => {}
    }
    if answer.status == 404 {
        outcome.field = Some("settings.baseUrl".into());
    }
}

fn describe_billing(describe: &mut impl FnMut(&str, &str, &str, Actor)) {
    describe(
        "no-credit",
        "The Sinch account has reached its billing limit, so the message was not taken.",
        "Top up the account or raise its limit, then send again.",
        Actor::Administrator,
    );
}

fn mentions_billing(said: &Said) -> bool {
    let words = said.text.as_deref().unwrap_or_default().to_ascii_lowercase();
    ["billing", "balance", "credit", "payment", "funds"].iter().any(|word| words.contains(word))
}

/// `{"error":{…}}`, the plain OAuth form, and the Provisioning API's `{"errorCode":…}`.
pub fn said(body: &Body, raw: &str) -> Said {
    let value = match body {
        Body::Json(value) => value,
        Body::CutShort => {
            return Said {
                code: body::string_before_cut(raw, "status"),
                text: body::string_before_cut(raw, "message"),
                violations: Vec::new(),
            };
        }
        Body::Xml => {
            return Said {
                code: body::xml_text(raw, "status").or_else(|| body::xml_text(raw, "code")),
                text: body::xml_text(raw, "message"),
                violations: Vec::new(),
            };
        }
        _ => return Said::default(),
    };
    match value.get("error") {
        Some(Value::String(code)) if !code.is_empty() => {
            Said { code: Some(code.clone()), text: text(value, "error_description"), violations: Vec::new() }
        }
        Some(error @ Value::Object(_)) => Said {
            code: text(error, "status")
                .or_else(|| error.get("code").and_then(Value::as_i64).map(|code| code.to_string())),
            text: text(error, "message"),
            violations: error.get("details").map(violations).unwrap_or_default(),
        },
        _ => Said {
            code: text(value, "errorCode"),
            text: match (text(value, "message"), text(value, "resolution")) {
                (Some(message), Some(resolution)) => Some(format!("{message} {resolution}")),
                (message, resolution) => message.or(resolution),
            },
            violations: Vec::new(),
        },
    }
}

/// `details` is a list of objects; those about fields carry `fieldViolations` (the usual RPC form).
fn violations(details: &Value) -> Vec<Violation> {
    let details = details.as_array().into_iter().flatten();
    details
        .filter_map(|detail| {
            detail.get("fieldViolations").or_else(|| detail.get("field_violations"))?.as_array()
        })
        .flatten()
        .filter_map(|violation| {
            let path = text(violation, "field")?;
            let field = field(&path);
            Some(Violation { text: text(violation, "description").unwrap_or_default(), path, field })
        })
        .collect()
}

/// Our field for a path of Sinch's request.
fn field(path: &str) -> Option<String> {
    let path = path.strip_prefix("request.").unwrap_or(path);
    if let Some(key) =
        path.split_once("parameters").map(|(_, rest)| rest.trim_start_matches(['.', '[', '"', '\'']))
    {
        return Some(parameter(key));
    }
    let ends = |word: &str| path == word || path.strip_suffix(word).is_some_and(|rest| rest.ends_with('.'));
    let field = if ends("app_id") {
        "settings.appId"
    } else if ends("project_id") {
        "settings.projectId"
    } else if path.starts_with("recipient") {
        "recipient.value"
    } else if ends("template_id") {
        "message.template.name"
    } else if ends("language_code") {
        "message.template.language"
    } else if path.contains("text_message") {
        "message.text"
    } else if ends("filename_override") {
        "message.filename"
    } else if path.contains("media_message") {
        "message.url"
    } else if path.contains("card_message") {
        "message.caption"
    } else if path.starts_with("message") && !path.starts_with("message_") {
        "message"
    } else {
        return None;
    };
    Some(field.into())
}

/// `body[2]text` → `message.body[1]`
fn parameter(key: &str) -> String {
    let place = key
        .split_once('[')
        .and_then(|(_, rest)| rest.split_once(']'))
        .and_then(|(place, _)| place.parse::<usize>().ok());
    match (key, place) {
        (_, Some(place)) if key.starts_with("body[") && place > 0 => format!("message.body[{}]", place - 1),
        _ if key.starts_with("body") => "message.body".into(),
        _ if key.starts_with("header[1]text") => "message.header.text".into(),
        _ if key.starts_with("header") && key.contains("filename") => "message.header.filename".into(),
        _ if key.starts_with("header") && key.contains("link") => "message.header.url".into(),
        _ if key.starts_with("header") => "message.header".into(),
        _ if key.starts_with("button") => "message.buttons".into(),
        _ => "message".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::field;

    #[test]
    fn sinchs_paths_become_ours() {
        const TEMPLATE: &str = "message.template_message.channel_template.WHATSAPP";
        for (theirs, ours) in [
            ("app_id", Some("settings.appId")),
            ("request.app_id", Some("settings.appId")),
            ("recipient.identified_by.channel_identities[0].identity", Some("recipient.value")),
            (&format!("{TEMPLATE}.template_id"), Some("message.template.name")),
            (&format!("{TEMPLATE}.language_code"), Some("message.template.language")),
            (&format!("{TEMPLATE}.parameters[\"body[2]text\"]"), Some("message.body[1]")),
            (&format!("{TEMPLATE}.parameters.header[1]image.link"), Some("message.header.url")),
            (&format!("{TEMPLATE}.parameters"), Some("message")),
            ("message.text_message.text", Some("message.text")),
            ("message.card_message.media_message.url", Some("message.url")),
            ("message.card_message.title", Some("message.caption")),
            ("message_metadata", None),
            ("body[0]parameters[", Some("message")),
        ] {
            assert_eq!(field(theirs).as_deref(), ours, "{theirs}");
        }
    }
}
