//! `POST /v1/projects/{project}/messages:send`

use super::message::{Content, Read};
use super::{apps, errors, message};
use crate::accounts::{SINCH_APP, SINCH_BARE_APP, SINCH_SENDER};
use crate::callbacks::{Sent, follow};
use crate::faults::Refused;
use crate::message::{Failure, Provider};
use crate::recipients::fate;
use crate::samples;
use crate::shape::{MAX_BODY_BYTES, Object, Violations, length};
use crate::state::{Delivery, State};
use crate::templates::Template;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State as Extracted};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, body};
use serde::Serialize;
use serde_json::Value;
use std::sync::Arc;

const CHANNELS: [&str; 14] = [
    "WHATSAPP",
    "RCS",
    "SMS",
    "MMS",
    "MESSENGER",
    "VIBER",
    "VIBERBM",
    "INSTAGRAM",
    "TELEGRAM",
    "KAKAOTALK",
    "KAKAOTALKCHAT",
    "LINE",
    "WECHAT",
    "APPLEBC",
];

/// The answer, in the order of the published samples.
#[derive(Debug, Serialize)]
struct Accepted {
    message_id: String,
    accepted_time: String,
}

pub(super) async fn send(
    Extracted(state): Extracted<Arc<State>>,
    path: Result<Path<(String, String)>, PathRejection>,
    request: Request,
) -> Response {
    let Ok(Path((region, project))) = path else { return errors::not_found("Not found") };
    if !apps::project_is_here(&region, &project) {
        return apps::project_not_found(&project);
    }
    let (parts, body) = request.into_parts();
    let value = match json_body(&parts.headers, body).await {
        Ok(value) => value,
        Err(message) => return errors::invalid(message),
    };
    let violations = Violations::default();
    let draft = Object::read(&value, "", &violations).and_then(|top| read(top, &state.templates()));
    if let Some(found) = violations.found() {
        return errors::invalid_fields(&found);
    }
    let Some(draft) = draft else { return errors::invalid("Request body is not valid") };
    if draft.app != SINCH_APP && draft.app != SINCH_BARE_APP {
        return apps::app_not_found(&draft.app);
    }
    let content = match draft.content {
        Read::Content(content) => *content,
        Read::NotEmulated(part) => {
            return errors::unimplemented(&format!("the sandbox does not carry {part}"));
        }
    };
    match parts.extensions.get::<Refused>() {
        Some(Refused::NoCredit) => return errors::billing(),
        Some(Refused::UnknownCode) => return errors::unknown_code(),
        None => {}
    }
    let id = crate::ids::ulid();
    deliver(
        &state,
        Sending { app: draft.app, metadata: draft.metadata, correlation: draft.correlation },
        draft.channel,
        draft.identity,
        content,
        &id,
    );
    Json(Accepted { message_id: id, accepted_time: crate::ids::now() }).into_response()
}

/// What of a request comes back in reports.
struct Sending {
    app: String,
    metadata: String,
    correlation: String,
}

fn deliver(state: &Arc<State>, sending: Sending, channel: &str, to: String, content: Content, id: &str) {
    let app = sending.app.as_str();
    let said = |code: &str, text: &str| Some(Failure { code: code.into(), text: text.into() });
    let number = to.strip_prefix('+').unwrap_or(&to);
    let plausible = number.bytes().all(|b| b.is_ascii_digit()) && (7..=15).contains(&number.len());
    let failure = if channel != "WHATSAPP" || app != SINCH_APP {
        said("CHANNEL_CONFIGURATION_MISSING", "the app has no sender on this channel")
    } else if !plausible || number.starts_with('0') {
        said("RECIPIENT_INVALID_CHANNEL_IDENTITY", "the identity is not a phone number in international form")
    } else {
        content.failure.or_else(|| samples::fate(Provider::Sinch, &content.shown)).or_else(|| {
            let has_written = state.callbacks().has_written(&to);
            fate(Provider::Sinch, &to, &content.shown, content.category, has_written)
        })
    };
    let from = if app == SINCH_APP { SINCH_SENDER } else { "" };
    let sent = Sent {
        id: id.into(),
        provider: Provider::Sinch,
        account: app.to_owned(),
        from: from.into(),
        to: to.clone(),
        at: crate::ids::now(),
        metadata: sending.metadata,
        correlation: sending.correlation,
        failure: failure.clone(),
    };
    let delivery = Delivery {
        id: id.into(),
        provider: Provider::Sinch,
        from: from.into(),
        to,
        shown: content.shown,
        failure,
    };
    state.record(delivery);
    follow(state, sent);
}

pub(super) async fn json_body(headers: &HeaderMap, body: body::Body) -> Result<Value, &'static str> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if !content_type.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json") {
        return Err("Content-Type has to be application/json");
    }
    let bytes = body::to_bytes(body, MAX_BODY_BYTES).await.map_err(|_| "Request body is too large")?;
    serde_json::from_slice(&bytes).map_err(|_| "Request body is not valid JSON")
}

/// A request whose form is right.
struct Draft {
    app: String,
    channel: &'static str,
    identity: String,
    metadata: String,
    correlation: String,
    content: Read,
}

fn read(mut top: Object<'_>, templates: &[Template]) -> Option<Draft> {
    let app = top.required_text("app_id", length(1, 1000)).map(str::to_owned);
    let recipient = top.required_object("recipient").and_then(recipient);
    let content = top.required_object("message").and_then(|message| message::read(message, templates));
    if let Some(url) = top.text("callback_url", length(0, 2048))
        && !crate::media::is_url(url)
    {
        top.fault("callback_url", "is not a valid url");
    }
    for (n, channel) in top.list("channel_priority_order").unwrap_or_default().iter().enumerate() {
        if !channel.as_str().is_some_and(|c| CHANNELS.contains(&c)) {
            top.fault(&format!("channel_priority_order[{n}]"), "is not a known channel");
        }
    }
    if let Some(properties) = top.object("channel_properties") {
        let (path, violations) = (top.path_of("channel_properties"), top.violations());
        for (key, value) in properties.entries() {
            match value.as_str() {
                Some(text) if text.chars().count() <= 1024 => {}
                Some(_) => violations.add(&format!("{path}.{key}"), "size must be between 0 and 1024"),
                None => violations.add(&format!("{path}.{key}"), "must be a string"),
            }
        }
    }
    let metadata = top.text("message_metadata", length(0, 1024)).unwrap_or_default().to_owned();
    let correlation = top.text("correlation_id", length(0, 128)).unwrap_or_default().to_owned();
    if let Some(metadata) = top.raw("conversation_metadata") {
        if !metadata.is_object() {
            top.fault("conversation_metadata", "must be an object");
        } else if metadata.to_string().chars().count() > 2048 {
            top.fault("conversation_metadata", "size must be between 0 and 2048");
        }
    }
    top.word("conversation_metadata_update_strategy", &["REPLACE", "MERGE_PATCH"]);
    top.word("queue", &["NORMAL_PRIORITY", "HIGH_PRIORITY"]);
    top.word("processing_strategy", &["DEFAULT", "DISPATCH_ONLY"]);
    top.word("message_content_type", &["CONTENT_UNKNOWN", "CONTENT_MARKETING", "CONTENT_NOTIFICATION"]);
    if let Some(ttl) = top.text("ttl", length(1, 20))
        && !is_ttl(ttl)
    {
        top.fault("ttl", "must be whole seconds with the suffix s, 3s to 315576000000s");
    }
    top.close();
    let (channel, identity) = recipient?;
    Some(Draft { app: app?, channel, identity, metadata, correlation, content: content? })
}

fn is_ttl(text: &str) -> bool {
    let digits = text.strip_suffix('s').filter(|d| d.bytes().all(|b| b.is_ascii_digit()));
    digits.and_then(|d| d.parse::<u64>().ok()).is_some_and(|s| (3..=315_576_000_000).contains(&s))
}

/// The first identity decides; the real service falls back to the others when a channel fails.
fn recipient(mut recipient: Object<'_>) -> Option<(&'static str, String)> {
    if recipient.raw("contact_id").is_some() {
        recipient.fault("contact_id", "an app in DISPATCH mode accepts identified_by only");
        return None;
    }
    let identified_by = recipient.required_object("identified_by");
    recipient.close();
    let mut by = identified_by?;
    let list = by.required_list("channel_identities").unwrap_or_default();
    if list.is_empty() && by.present(&["channel_identities"]).len() == 1 {
        by.fault("channel_identities", "must not be empty");
    }
    let identities: Vec<_> = list
        .iter()
        .enumerate()
        .filter_map(|(n, value)| {
            let path = by.path_of(&format!("channel_identities[{n}]"));
            let mut object = Object::read(value, path, by.violations())?;
            if object.present(&["channel"]).is_empty() {
                object.fault("channel", "must not be blank");
            }
            let channel = object.word("channel", &CHANNELS);
            let identity = object.required_text("identity", length(1, 1000)).map(str::to_owned);
            object.text("app_id", length(0, 1000));
            object.close();
            Some((channel?, identity?))
        })
        .collect();
    by.close();
    identities.into_iter().next()
}
