//! What Infobip sends to a webhook. Sources: IB-OAS (webhooks), IB-JAVA.
//!
//! Messages and reports come in `results`, several at once; notices come alone. One address serves all of them.

mod inbound;
mod notice;
pub mod password;
mod report;

use serde_json::Value;
use whatsapp_domain::{Settings, UnreadableBody, WebhookBatch, WebhookItem};

use super::{NAME, settings::SCHEMA};
use crate::common::webhook;

pub fn read(body: &[u8]) -> Result<WebhookBatch, UnreadableBody> {
    let mut object = webhook::object(body)?;
    let mut batch = WebhookBatch::default();
    match object.get_mut("results").map(Value::take) {
        Some(Value::Array(results)) => {
            for element in results {
                match one(element) {
                    Ok(item) => batch.items.push(item),
                    Err((raw, why)) => batch.unreadable.push(webhook::unreadable(raw, why)),
                }
            }
        }
        Some(_) => return Err(webhook::unknown_form(NAME)),
        None => match notice::read(Value::Object(object)) {
            Some(item) => batch.items.push(item),
            None => return Err(webhook::unknown_form(NAME)),
        },
    }
    Ok(batch)
}

/// One element of `results`; the element itself and what is wrong with it when it can't be read.
fn one(element: Value) -> Result<WebhookItem, (Value, String)> {
    if !element.is_object() {
        let why = format!("An element of the list is {}, not an object.", webhook::what(&element));
        return Err((element, why));
    }
    if element.get("message").is_some_and(Value::is_object) {
        return inbound::read(element).map(WebhookItem::Inbound);
    }
    if element.get("seenAt").is_some_and(Value::is_string) {
        return report::seen(element).map(WebhookItem::Report);
    }
    if element.get("status").is_some_and(Value::is_object) {
        return report::delivery(element).map(WebhookItem::Report);
    }
    // Clicks, and whatever Infobip adds: kept as a notice rather than dropped.
    Ok(WebhookItem::Other(notice::other(element)))
}

/// Was this written to another sender than the account's? One subscription can serve several.
pub fn is_foreign(settings: &Settings, item: &WebhookItem) -> bool {
    let own = SCHEMA.value(settings, "sender");
    item.own_sender().is_some_and(|sender| !own.is_empty() && sender != own)
}
