//! What Sinch sends to a webhook: one thing for each body. Sources: SI-JAVA (test resources), SI-PY, SI-NET, SI-SK, SI-WEB.

mod inbound;
mod notice;
mod report;
pub mod signature;

use serde_json::{Map, Value};
use whatsapp_domain::{AccountHint, OutgoingRequest, Settings, UnreadableBody, WebhookBatch};

use super::{NAME, settings::SCHEMA};
use crate::{common::webhook, provider::MediaRequest};

/// A file lies at an address that opens without a key; which host it has is not documented, so it is called like any
/// other media address.
pub fn media_request(url: &str) -> Option<MediaRequest> {
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    is_web.then(|| MediaRequest { request: OutgoingRequest::get(url), authorized: false })
}

/// Keys beside the one that tells the kind.
const ENVELOPE: [&str; 6] =
    ["app_id", "project_id", "accepted_time", "event_time", "message_metadata", "correlation_id"];

pub fn read(body: &[u8]) -> Result<WebhookBatch, UnreadableBody> {
    let object = webhook::object(body)?;
    let Some(kind) = kind(&object) else { return Err(webhook::unknown_form(NAME)) };
    let raw = Value::Object(object);
    let account = AccountHint { app: webhook::id(&raw, "app_id"), project: webhook::id(&raw, "project_id") };
    let mut batch = WebhookBatch { account: Some(account), ..WebhookBatch::default() };
    let read = match kind.as_str() {
        "message" => inbound::read(raw),
        "event" => inbound::event(raw),
        "unsupported_callback" => Ok(inbound::unsupported(raw)),
        "message_delivery_report" => report::read(raw),
        "opt_in_notification" => Ok(notice::opt(raw, &kind, true)),
        "opt_out_notification" => Ok(notice::opt(raw, &kind, false)),
        _ => Ok(notice::other(raw, &kind)),
    };
    match read {
        Ok(item) => batch.items.push(item),
        Err((raw, why)) => batch.unreadable.push(webhook::unreadable(raw, why)),
    }
    Ok(batch)
}

/// The one key that tells what it is. A kind of tomorrow is the first object that is not part of the envelope.
fn kind(object: &Map<String, Value>) -> Option<String> {
    const FIRST: [&str; 3] = ["message", "message_delivery_report", "event"];
    let holds = |key: &&str| object.get(*key).is_some_and(|value| !value.is_null());
    if let Some(kind) = FIRST.into_iter().find(holds) {
        return Some(kind.to_owned());
    }
    let other = object.iter().find(|(key, value)| value.is_object() && !ENVELOPE.contains(&key.as_str()));
    other.map(|(key, _)| key.clone())
}

/// The channel of an identity, and who it is: digits, else a business-scoped user id.
struct Identity {
    number: Option<String>,
    user_id: Option<String>,
}

/// The customer's identity inside a body's part.
fn identity(part: &Value) -> Identity {
    let identity = part.get("channel_identity").and_then(|identity| webhook::id(identity, "identity"));
    let number = identity.as_deref().and_then(webhook::digits);
    Identity { user_id: identity.filter(|_| number.is_none()), number }
}

/// The channel, when it is another than WhatsApp: one app can have several.
fn other_channel(part: &Value) -> Option<String> {
    let channel = part
        .get("channel_identity")
        .and_then(|identity| webhook::id(identity, "channel"))
        .or_else(|| webhook::id(part, "channel"))?;
    (channel != "WHATSAPP").then_some(channel)
}

/// Does the body belong to another app or project than the account's?
pub fn is_foreign(settings: &Settings, account: Option<&AccountHint>) -> bool {
    let differs = |own: &str, named: Option<&String>| {
        named.is_some_and(|named| !own.is_empty() && !named.eq_ignore_ascii_case(own))
    };
    account.is_some_and(|account| {
        differs(SCHEMA.value(settings, "appId"), account.app.as_ref())
            || differs(SCHEMA.value(settings, "projectId"), account.project.as_ref())
    })
}
