//! What Sinch tells beside messages and reports: opt-ins and opt-outs, the channel's events, contacts, conversations.

use serde_json::Value;
use whatsapp_domain::{OtherNotice, ProviderOptChange, WebhookItem};

use super::{identity, other_channel};
use crate::common::webhook::{digits, first_time, id, words};

/// An opt-in or opt-out that went through; one that did not is a notice.
pub fn opt(raw: Value, kind: &str, opted_in: bool) -> WebhookItem {
    let part = raw.get(kind).unwrap_or(&Value::Null);
    let failed = words(part, "status").is_some_and(|status| !status.ends_with("SUCCEEDED"));
    if failed || other_channel(part).is_some() {
        return other(raw, kind);
    }
    // The identity stands in the part itself; in some versions inside `channel_identity`, as everywhere else.
    let own = id(part, "identity");
    let inner = identity(part);
    let from = own.as_deref().and_then(digits).or(inner.number);
    let user_id = own.filter(|_| from.is_none()).or(inner.user_id);
    WebhookItem::OptChange(ProviderOptChange {
        from,
        user_id,
        to: None,
        opted_in,
        marketing_only: false,
        at: first_time(&raw, &["event_time", "accepted_time"]),
        text: None,
        raw,
    })
}

/// Anything else, under the name of its key, or the finer one that it has inside.
pub fn other(raw: Value, kind: &str) -> WebhookItem {
    let part = raw.get(kind).unwrap_or(&Value::Null);
    let channel_event = part.get("channel_event").unwrap_or(&Value::Null);
    let name = words(channel_event, "event_type").unwrap_or_else(|| kind.to_owned());
    let data = channel_event.get("additional_data").filter(|data| data.is_object());
    WebhookItem::Other(OtherNotice {
        name,
        from: identity(part).number,
        to: None,
        message_id: id(part, "message_id").or_else(|| id(part, "id")),
        text: words(part, "status").or_else(|| data.map(Value::to_string)),
        at: first_time(&raw, &["event_time", "accepted_time"]),
        raw,
    })
}
