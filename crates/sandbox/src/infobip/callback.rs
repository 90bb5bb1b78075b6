//! What the emulated Infobip sends to webhooks, as its OpenAPI's webhooks section has it.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::callbacks::{Sent, Stage};
use crate::inbound::{Content, Written};

/// `yyyy-MM-dd'T'HH:mm:ss.SSSZ` with an offset without a colon.
pub(crate) fn time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S.%3f+0000").to_string()
}

/// The same for a time in the usual form.
fn time_of(text: &str) -> String {
    text.parse::<Timestamp>().map_or_else(|_| text.to_owned(), time)
}

/// A delivery report, or a seen report.
pub(crate) fn report(sent: &Sent, stage: Stage, now: Timestamp) -> Value {
    let contact = json!({"phoneNumber": sent.to});
    if stage == Stage::Read {
        return json!({"results": [{
            "messageId": sent.id, "from": sent.from, "to": sent.to, "sentAt": time_of(&sent.at), "seenAt": time(now),
            "contact": contact,
        }]});
    }
    let (group, group_name, id, name, description) = match (stage, &sent.failure) {
        (Stage::Sent, _) => (3, "DELIVERED", 2, "DELIVERED_TO_OPERATOR", "Message delivered to operator"),
        (_, Some(failure)) if failure.code.starts_with("15 ") => {
            (4, "EXPIRED", 15, "EXPIRED_EXPIRED", "Message expired")
        }
        (_, Some(_)) => (2, "UNDELIVERABLE", 9, "UNDELIVERABLE_NOT_DELIVERED", "Message sent not delivered"),
        _ => (3, "DELIVERED", 5, "DELIVERED_TO_HANDSET", "Message delivered to handset"),
    };
    let mut element = json!({
        "bulkId": crate::ids::bulk_id(),
        "messageId": sent.id,
        "to": sent.to,
        "sentAt": time_of(&sent.at),
        "doneAt": time(now),
        "messageCount": 1,
        "price": {"pricePerMessage": 0.0, "currency": "EUR"},
        "status": {"id": id, "groupId": group, "groupName": group_name, "name": name, "description": description},
        "error": error(sent, stage),
        "contact": contact,
    });
    if !sent.metadata.is_empty() {
        element["callbackData"] = sent.metadata.clone().into();
    }
    json!({"results": [element]})
}

/// `7008 EC_…` of the failure, else no error.
fn error(sent: &Sent, stage: Stage) -> Value {
    let failure = sent.failure.as_ref().filter(|_| stage == Stage::Failed);
    let known = failure.and_then(|failure| {
        let (id, name) = failure.code.split_once(' ')?;
        let id: u32 = id.parse().ok().filter(|id| *id >= 7000)?;
        Some(json!({"id": id, "name": name, "description": failure.text, "groupId": 1, "groupName": "HANDSET_ERRORS",
            "permanent": true}))
    });
    known.unwrap_or_else(|| {
        json!({"id": 0, "name": "NO_ERROR", "description": "No Error", "groupId": 0, "groupName": "OK", "permanent": false})
    })
}

/// Messages of customers, all in one body.
pub(crate) fn inbound(messages: &[Written], now: Timestamp) -> Value {
    let element = |written: &Written| {
        let mut contact = json!({"name": written.name, "userId": written.user_id});
        if let Some(number) = &written.number {
            contact["phoneNumber"] = number.clone().into();
        }
        json!({
            // A customer who hides the number stands here with the user id.
            "from": written.number.as_ref().unwrap_or(&written.user_id),
            "to": written.to,
            "integrationType": "WHATSAPP",
            "receivedAt": time(now),
            "messageId": written.id,
            "pairedMessageId": written.reply_to,
            "message": message(written),
            "contact": contact,
            "price": {"pricePerMessage": 0, "currency": "EUR"},
        })
    };
    let results: Vec<Value> = messages.iter().map(element).map(without_nulls).collect();
    json!({"messageCount": results.len(), "pendingMessageCount": 0, "results": results})
}

fn without_nulls(mut element: Value) -> Value {
    if let Value::Object(members) = &mut element {
        members.retain(|_, value| !value.is_null());
    }
    element
}

fn message(written: &Written) -> Value {
    let text = written.text.as_deref();
    let mut message = match &written.content {
        Content::Text => json!({"type": "TEXT", "text": text.unwrap_or_default()}),
        Content::Media { kind, url, .. } => {
            json!({"type": kind.to_ascii_uppercase(), "url": url, "caption": text})
        }
        Content::Location { latitude, longitude, address } => {
            json!({"type": "LOCATION", "latitude": latitude,
            "longitude": longitude, "name": text, "address": address})
        }
        Content::Button { payload, of_template: true } => {
            json!({"type": "BUTTON", "text": text, "payload": payload})
        }
        Content::Button { payload, of_template: false } => {
            json!({"type": "INTERACTIVE_BUTTON_REPLY", "id": payload, "title": text})
        }
        Content::List { payload } => json!({"type": "INTERACTIVE_LIST_REPLY", "id": payload, "title": text}),
        Content::Contact => {
            json!({"type": "CONTACT", "contacts": [{"name": {"firstName": text, "formattedName": text},
            "phones": [{"phone": "+447700900199", "type": "CELL"}]}]})
        }
        Content::Reaction => json!({"type": "REACTION", "emoji": text, "action": "ADDED"}),
        Content::Order => json!({"type": "ORDER", "catalogId": "sandbox", "text": text,
            "productItems": [{"productRetailerId": "cup", "quantity": 2, "itemPrice": 9.5, "currency": "EUR"}]}),
        Content::Flow { response } => {
            json!({"type": "INTERACTIVE_FLOW_REPLY", "text": text, "response": response})
        }
        Content::Unsupported => json!({"type": "UNSUPPORTED"}),
        Content::Unknown => json!({"type": "HOLOGRAM", "wave": true}),
    };
    if let Some(id) = &written.reply_to {
        message["context"] = json!({"from": written.to, "id": id});
    }
    without_nulls(message)
}
