//! What Infobip sends to a webhook. Sources: IB-OAS (webhooks), IB-JAVA.
//!
//! Messages and reports come in `results`, several at once; notices come alone. One address serves all of them.

mod inbound;
mod notice;
pub mod password;
mod report;

use serde_json::Value;
use whatsapp_domain::{OutgoingRequest, Settings, UnreadableBody, WebhookBatch, WebhookItem, say};

use super::{NAME, settings::SCHEMA};
use crate::{
    common::webhook::{self, Why},
    provider::MediaRequest,
};

/// Most elements of one body (`maxBucketSize`).
const RESULTS_MAX: usize = 2000;

pub fn read(body: &[u8]) -> Result<WebhookBatch, UnreadableBody> {
    let mut object = webhook::object(body)?;
    let mut batch = WebhookBatch::default();
    match object.get_mut("results").map(Value::take) {
        Some(Value::Array(results)) if results.len() > RESULTS_MAX => {
            return Err(webhook::too_many(NAME, results.len(), RESULTS_MAX));
        }
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
fn one(element: Value) -> Result<WebhookItem, (Value, Why)> {
    if !element.is_object() {
        let why = say!("An element of the list is {what}, not an object.", what = webhook::what(&element));
        return Err((element, ("element-not-an-object", why)));
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
    match notice::is_one(&element) {
        true => Ok(WebhookItem::Other(notice::other(element))),
        false => {
            let why = say!("The element is none of the forms that {provider} sends.", provider = NAME);
            Err((element, ("element-form-unknown", why)))
        }
    }
}

/// A file lies below the account's own base URL, and only there does the key go (IB-OAS). A host that routes to it, such
/// as the common one, is Infobip's as well.
pub fn media_request(settings: &Settings, url: &str) -> Option<MediaRequest> {
    let base = SCHEMA.value(settings, "baseUrl");
    let path = match url.strip_prefix(base).filter(|rest| rest.starts_with('/')) {
        Some(path) => path,
        None => {
            let (host, path) = url.strip_prefix("https://")?.split_once('/')?;
            super::address::owns_host(host).then_some(())?;
            &url[url.len() - path.len() - 1..]
        }
    };
    let is_media = path.starts_with("/whatsapp/1/senders/") && path.contains("/media/");
    let is_plain = !path.contains("..") && !path.contains(['?', '#', '\\']);
    (is_media && is_plain)
        .then(|| MediaRequest { request: OutgoingRequest::get(format!("{base}{path}")), authorized: true })
}

/// Was this written to another sender than the account's? One subscription can serve several.
pub fn is_foreign(settings: &Settings, item: &WebhookItem) -> bool {
    let own = SCHEMA.value(settings, "sender");
    item.own_sender().is_some_and(|sender| !own.is_empty() && sender != own)
}
