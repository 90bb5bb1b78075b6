//! Infobip's answer to a send as one outcome. Sources: IB-OAS, IB-JAVA, IB-WEB.

use serde_json::Value;
use whatsapp_domain::{Actor, Answer, Outcome, Retry, Verdict, Violation, quote, say};

use super::{
    NAME,
    codes::{self, Group},
};
use crate::common::{
    body::{self, Body},
    http_outcome::{self, Said, text},
};

pub fn read(answer: &Answer) -> Outcome {
    let body = body::sort(answer);
    if http_outcome::is_success(answer) { taken(answer, &body) } else { refusal(answer, &body) }
}

/// An answer without success to the question for templates.
pub fn read_listing(answer: &Answer) -> Outcome {
    let mut outcome = http_outcome::of_listing(NAME, read(answer));
    match answer.status {
        403 => {
            outcome.set_cause(
                "Infobip does not let this key see the templates (status 403): it lacks the scope \
                             whatsapp:manage, or the sender belongs to another account.",
            );
            outcome.set_fix(
                "Give the key whatsapp:manage and check the sender. Templates can still be sent by name.",
            );
        }
        404 => {
            outcome.set_cause("Infobip finds no templates for this sender (status 404).");
            outcome.set_fix("Check the sender: it must belong to the account with this base URL.");
            outcome.field = Some("settings.sender".into());
        }
        _ => {}
    }
    outcome
}

/// A 2xx: the status of each message inside decides, not the HTTP status.
fn taken(answer: &Answer, body: &Body) -> Outcome {
    let Body::Json(value) = body else {
        let id = body::string_before_cut(&answer.body, "messageId").filter(|_| *body == Body::CutShort);
        return http_outcome::unreadable(NAME, body, id);
    };
    let messages: Vec<&Value> = match value.get("messages").and_then(Value::as_array) {
        Some(messages) => messages.iter().collect(),
        None => vec![value],
    };
    let outcomes = messages.into_iter().filter_map(one);
    // We send one message; should there be several, the worst tells.
    let rank = |outcome: &Outcome| match outcome.verdict {
        Verdict::Accepted => 0,
        Verdict::Unclear => 1,
        Verdict::Refused => 2,
    };
    let worst = outcomes.reduce(|worst, next| if rank(&next) > rank(&worst) { next } else { worst });
    worst.unwrap_or_else(|| {
        let mut outcome = http_outcome::unreadable(NAME, body, text(value, "messageId"));
        let said = said(body, &answer.body);
        if said != Said::default() {
            outcome.provider_code = said.code;
            outcome.provider_text = said.text;
            outcome.violations = said.violations;
        }
        outcome
    })
}

/// One message of a success; none when it is not of the documented form.
fn one(message: &Value) -> Option<Outcome> {
    let status = message.get("status")?;
    let group = status.get("groupId")?.as_i64()?;
    let id = status.get("id").and_then(Value::as_i64);
    let name = text(status, "name").or_else(|| id.and_then(codes::status_name).map(str::to_owned));
    let message_id = text(message, "messageId");
    let mut outcome = match codes::group(group) {
        Group::Taken => accepted(),
        Group::Unknown => Outcome { known: false, ..accepted() },
        Group::Refused => rejected(id, name.as_deref()),
        Group::Expired => expired(id),
    };
    // Without an id there is nothing to follow it by, and the form is not the documented one.
    if outcome.verdict == Verdict::Accepted && message_id.is_none() {
        return None;
    }
    outcome.provider_code = name.or_else(|| id.map(|id| id.to_string()));
    outcome.provider_text = text(status, "description");
    outcome.message_id = message_id;
    Some(outcome)
}

fn accepted() -> Outcome {
    Outcome::new(
        Verdict::Accepted,
        "accepted",
        "Infobip has taken the message over. Whether it arrives, only a delivery report tells.",
    )
}

fn rejected(id: Option<i64>, name: Option<&str>) -> Outcome {
    let mut outcome = Outcome::new(Verdict::Refused, "rejected", "");
    match id.and_then(codes::status) {
        Some(known) => known.describe(&mut outcome),
        None => {
            outcome.known = false;
            outcome.who = Some(Actor::Provider);
            outcome.set_fix("Ask Infobip's support with the message id.");
            outcome.set_cause(say!("Infobip rejected the message with the status {status}, which is unknown to us: the raw answer is \
                 all there is.", status = quote::quote(name.unwrap_or("?"))));
        }
    }
    blame(&mut outcome);
    // The id was used before: the message that used it may have arrived, and a new id would be a second one.
    outcome.safe_to_repeat = id != Some(codes::REJECTED_DUPLICATE_MESSAGE_ID);
    outcome
}

/// The outcome of a message that a delivery report calls failed.
#[cfg(feature = "webhooks")]
pub fn failed(id: Option<i64>, name: Option<&str>, group: Group) -> Outcome {
    match group {
        Group::Expired => expired(id),
        _ => rejected(id, name),
    }
}

/// The field to look at for this code, if there is one.
pub fn blame(outcome: &mut Outcome) {
    outcome.field = match outcome.code.as_str() {
        "sender-refused" => Some("settings.sender".into()),
        "recipient-refused" | "recipient-blocked" | "recipient-not-registered" => {
            Some("recipient.value".into())
        }
        _ => None,
    };
}

fn expired(id: Option<i64>) -> Outcome {
    let is_final = id == Some(15);
    let verdict = if is_final { Verdict::Refused } else { Verdict::Unclear };
    let mut outcome = Outcome::new(verdict, "expired", "The message ran out on its way.");
    let known = codes::status(id.unwrap_or(codes::EXPIRED_DLR_UNKNOWN))
        .or_else(|| codes::status(codes::EXPIRED_DLR_UNKNOWN));
    if let Some(known) = known {
        known.describe(&mut outcome);
    }
    outcome.known = id.is_some_and(|id| codes::status(id).is_some());
    outcome
}

fn refusal(answer: &Answer, body: &Body) -> Outcome {
    let mut outcome = http_outcome::by_status(NAME, answer);
    refine(&mut outcome, answer.status);
    let said = said(body, &answer.body);
    if answer.status == 400 {
        outcome.field = said.violations.iter().find_map(|violation| violation.field.clone());
        http_outcome::blame_field(&mut outcome, NAME);
    }
    http_outcome::add_words(&mut outcome, NAME, body, said, |code| codes::REQUEST_ERRORS.contains(&code));
    outcome
}

/// What Infobip means by a status.
fn refine(outcome: &mut Outcome, status: u16) {
    let (cause, fix) = match status {
        400 => (
            "Infobip could not accept the request (status 400).",
            "Look at what its answer complains about. Often the template's name, language or values do not \
             fit.",
        ),
        401 => (
            "Infobip did not accept the key (status 401).",
            "Check that the key is whole, not withdrawn, and belongs to the account with this base URL.",
        ),
        403 => (
            "Infobip knows the key, but does not let it send this (status 403): either the key lacks the \
             scope, or the sender belongs to another account.",
            "Give the key one of message:send, whatsapp:message:send or whatsapp:manage, and check the \
             sender.",
        ),
        404 => (
            "Infobip knows nothing at this address (status 404).",
            "Check the base URL: it should be the account's own host, without a path.",
        ),
        429 => (
            "Infobip got too many requests at once (status 429). Nothing was sent.",
            "Wait and send again, or lower the messages a second of the integration.",
        ),
        _ => return,
    };
    outcome.set_cause(cause);
    outcome.set_fix(fix);
    if status == 429 {
        outcome.retry = Retry::Later;
    }
}

/// Both error forms, in JSON, in XML, and in JSON that ends too early.
pub fn said(body: &Body, raw: &str) -> Said {
    match body {
        Body::Json(value) => said_in_json(value),
        Body::Xml => Said {
            code: body::xml_text(raw, "messageId").or_else(|| body::xml_text(raw, "errorCode")),
            text: body::xml_text(raw, "text").or_else(|| body::xml_text(raw, "description")),
            violations: Vec::new(),
        },
        Body::CutShort => Said {
            code: body::string_before_cut(raw, "messageId")
                .or_else(|| body::string_before_cut(raw, "errorCode")),
            text: body::string_before_cut(raw, "text")
                .or_else(|| body::string_before_cut(raw, "description")),
            violations: Vec::new(),
        },
        _ => Said::default(),
    }
}

fn said_in_json(value: &Value) -> Said {
    if let Some(error) = value.pointer("/requestError/serviceException") {
        let violations = error.get("validationErrors").and_then(Value::as_object).into_iter().flatten();
        return Said {
            code: text(error, "messageId"),
            text: text(error, "text"),
            violations: violations.flat_map(|(path, words)| complaints(path, words)).collect(),
        };
    }
    let violations = value.get("violations").and_then(Value::as_array).into_iter().flatten();
    Said {
        code: text(value, "errorCode"),
        text: match (text(value, "description"), text(value, "action")) {
            (Some(description), Some(action)) => Some(format!("{description} {action}")),
            (description, action) => description.or(action),
        },
        violations: violations
            .filter_map(|violation| {
                let path = text(violation, "property")?;
                Some(complaint(&path, &text(violation, "violation").unwrap_or_default()))
            })
            .collect(),
    }
}

fn complaints(path: &str, words: &Value) -> Vec<Violation> {
    match words {
        Value::Array(words) => {
            words.iter().filter_map(Value::as_str).map(|words| complaint(path, words)).collect()
        }
        Value::String(words) => vec![complaint(path, words)],
        _ => vec![complaint(path, "")],
    }
}

fn complaint(path: &str, words: &str) -> Violation {
    Violation { path: path.into(), text: words.into(), field: field(path) }
}

/// Our field for a path of Infobip's request.
fn field(path: &str) -> Option<String> {
    // Documented samples have no `messages[0].` in front; a bulk request could bring it.
    let path = match path.strip_prefix("messages[").and_then(|rest| rest.split_once("].")) {
        Some((_, rest)) => rest,
        None => path,
    };
    if let Some(rest) = path.strip_prefix("content.templateData.body") {
        return Some(format!("message.body{}", place(rest)));
    }
    if let Some(rest) = path.strip_prefix("content.templateData.buttons") {
        let place = place(rest);
        let value = if place.is_empty() { "" } else { ".value" };
        return Some(format!("message.buttons{place}{value}"));
    }
    let field = match path {
        "from" => "settings.sender",
        "to" => "recipient.value",
        "content.templateName" => "message.template.name",
        "content.language" => "message.template.language",
        "content.templateData.header.mediaUrl" => "message.header.url",
        "content.templateData.header.filename" => "message.header.filename",
        "content.templateData.header.placeholder" => "message.header.text",
        "content.text" => "message.text",
        "content.mediaUrl" => "message.url",
        "content.caption" => "message.caption",
        "content.filename" => "message.filename",
        "content.previewUrl" => "message.previewUrl",
        _ if path.starts_with("content.templateData.header") => "message.header",
        _ if path.starts_with("content") => "message",
        _ => return None,
    };
    Some(field.into())
}

/// `[3]` out of `.placeholders[3]`, or nothing.
fn place(rest: &str) -> String {
    rest.split_once('[')
        .and_then(|(_, rest)| rest.split_once(']'))
        .filter(|(number, _)| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
        .map_or(String::new(), |(number, _)| format!("[{number}]"))
}

#[cfg(test)]
mod tests {
    use super::field;

    #[test]
    fn infobips_paths_become_ours() {
        for (theirs, ours) in [
            ("content.templateData.header.mediaUrl", Some("message.header.url")),
            ("messages[0].content.templateData.body.placeholders[1]", Some("message.body[1]")),
            ("content.templateData.body.placeholders", Some("message.body")),
            ("content.templateData.buttons[2].parameter", Some("message.buttons[2].value")),
            ("content.templateData.buttons", Some("message.buttons")),
            ("content.somethingNew", Some("message")),
            ("from", Some("settings.sender")),
            ("to", Some("recipient.value")),
            ("callbackData", None),
            ("messages[", None),
            ("content.templateData.body[", Some("message.body")),
        ] {
            assert_eq!(field(theirs).as_deref(), ours, "{theirs}");
        }
    }
}
