//! What Infobip tells about the account: templates, identities, marketing preferences, clicks.

use serde_json::Value;
use whatsapp_domain::{OtherNotice, ProviderOptChange, TemplateAspect, TemplateNotice, WebhookItem};

use super::inbound::writer;
use crate::common::webhook::{digits, first_time, id, words};

/// A body without `results`; none when it is no notice.
pub fn read(raw: Value) -> Option<WebhookItem> {
    if raw.get("change").is_some_and(Value::is_object) {
        return Some(template(raw));
    }
    if raw.get("content").is_some_and(Value::is_object) {
        return Some(about_customer(raw));
    }
    is_one(&raw).then(|| WebhookItem::Other(other(raw)))
}

/// A click has an id, and so has whatever comes with one or with a type of its own.
pub fn is_one(raw: &Value) -> bool {
    ["messageId", "type", "eventType", "event"].iter().any(|key| id(raw, key).is_some())
}

fn template(raw: Value) -> WebhookItem {
    let change = raw.get("change").unwrap_or(&Value::Null);
    let kind = words(change, "type").unwrap_or_else(|| "notice".into());
    let (aspect, before, after) = match kind.as_str() {
        "TEMPLATE_STATUS_UPDATE" => (TemplateAspect::Status, None, words(change, "newStatus")),
        "TEMPLATE_CATEGORY_UPDATE" => {
            (TemplateAspect::Category, words(change, "previousCategory"), words(change, "newCategory"))
        }
        "TEMPLATE_QUALITY_UPDATE" => {
            (TemplateAspect::Quality, words(change, "previousQualityScore"), words(change, "newQualityScore"))
        }
        _ => return WebhookItem::Other(OtherNotice { name: kind, ..other(raw) }),
    };
    let Some(name) = words(&raw, "messageTemplateName") else {
        return WebhookItem::Other(OtherNotice { name: kind, ..other(raw) });
    };
    WebhookItem::Template(TemplateNotice {
        name,
        language: words(&raw, "messageTemplateLanguage"),
        change: aspect,
        before,
        after,
        reason: words(change, "reason").filter(|reason| reason != "NONE"),
        at: first_time(&raw, &["timestamp"]),
        raw,
    })
}

fn about_customer(raw: Value) -> WebhookItem {
    let content = raw.get("content").unwrap_or(&Value::Null);
    let at = first_time(&raw, &["createdAt", "timestamp"]);
    // `from` beside `content` is the customer as well; inside it stands beside `sender`, which is ours.
    let customer =
        ["from", "userNumber"].iter().find_map(|key| id(content, key)).or_else(|| id(&raw, "from"));
    let from = customer.as_deref().and_then(digits);
    let user_id = id(content, "userId").or_else(|| customer.filter(|_| from.is_none()));
    let to = id(content, "sender").map(|to| digits(&to).unwrap_or(to));
    let text = words(content, "description");
    match content.get("notificationMessagesStatus").and_then(Value::as_str) {
        Some(status @ ("stop" | "resume")) => WebhookItem::OptChange(ProviderOptChange {
            from,
            user_id,
            to,
            opted_in: status == "resume",
            marketing_only: true,
            at,
            text,
            raw,
        }),
        _ => {
            let name = words(content, "type").unwrap_or_else(|| "notice".into());
            WebhookItem::Other(OtherNotice { name, from, to, message_id: None, text, at, raw })
        }
    }
}

/// Anything else, under the name that it has.
pub fn other(raw: Value) -> OtherNotice {
    let name = ["type", "eventType", "event"].iter().find_map(|key| words(&raw, key));
    let from = writer(&raw).0;
    OtherNotice {
        name: name.unwrap_or_else(|| "notice".into()),
        from,
        to: None,
        message_id: id(&raw, "messageId"),
        text: None,
        at: first_time(&raw, &["receivedAt", "timestamp", "createdAt", "doneAt", "sentAt"]),
        raw,
    }
}
