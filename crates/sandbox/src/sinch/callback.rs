//! What the emulated Sinch sends to webhooks, as the test resources of SI-JAVA have it. The app works in DISPATCH mode, so
//! conversation and contact ids are empty.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::accounts::SINCH_PROJECT;
use crate::callbacks::{Sent, Stage};
use crate::inbound::{Content, Written};

fn time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S.%6fZ").to_string()
}

fn envelope(app: &str, metadata: &str, correlation: &str, now: Timestamp) -> Value {
    json!({
        "app_id": app, "project_id": SINCH_PROJECT, "accepted_time": time(now), "event_time": time(now),
        "message_metadata": metadata, "correlation_id": correlation,
    })
}

/// A delivery report.
pub(crate) fn report(sent: &Sent, stage: Stage, now: Timestamp) -> Value {
    let status = match stage {
        Stage::Sent => "QUEUED_ON_CHANNEL",
        Stage::Delivered => "DELIVERED",
        Stage::Read => "READ",
        Stage::Failed => "FAILED",
    };
    let identity = sent.to.strip_prefix('+').unwrap_or(&sent.to);
    let mut report = json!({
        "message_id": sent.id, "conversation_id": "", "status": status,
        "channel_identity": {"channel": "WHATSAPP", "identity": identity, "app_id": ""},
        "contact_id": "", "metadata": sent.metadata, "processing_mode": "DISPATCH",
    });
    if let Some(failure) = sent.failure.as_ref().filter(|_| stage == Stage::Failed) {
        report["reason"] =
            json!({"code": failure.code, "description": failure.text, "sub_code": "UNSPECIFIED_SUB_CODE"});
    }
    let mut body = envelope(&sent.account, &sent.metadata, &sent.correlation, now);
    body["message_delivery_report"] = report;
    body
}

/// One message of a customer; Sinch sends each in a body of its own.
pub(crate) fn inbound(written: &Written, app: &str, now: Timestamp) -> Value {
    let mut contact_message = content(written);
    let is_choice = matches!(written.content, Content::Button { .. } | Content::List { .. });
    if let Some(id) = written.reply_to.as_ref().filter(|_| !is_choice) {
        contact_message["reply_to"] = json!({"message_id": id});
    }
    let mut body = envelope(app, "", "", now);
    body["message"] = json!({
        "id": written.id, "direction": "TO_APP", "contact_message": contact_message,
        // A customer who hides the number stands here with the user id.
        "channel_identity": {"channel": "WHATSAPP", "identity": written.number.as_ref().unwrap_or(&written.user_id), "app_id": ""},
        "conversation_id": "", "contact_id": "", "metadata": "", "accept_time": time(now),
        "sender_id": written.to, "processing_mode": "DISPATCH", "injected": false,
    });
    body
}

fn content(written: &Written) -> Value {
    let text = written.text.as_deref();
    let fallback = |raw: &Value| {
        json!({"fallback_message": {"raw_message": raw.to_string(), "reason": {"code": "CHANNEL_FAILURE",
            "description": "The message could not be mapped", "sub_code": "UNSPECIFIED_SUB_CODE"}}})
    };
    match &written.content {
        Content::Text => json!({"text_message": {"text": text.unwrap_or_default()}}),
        Content::Media { url, filename, .. } => match text {
            Some(caption) => json!({"media_card_message": {"url": url, "caption": caption}}),
            None => match filename {
                Some(name) => json!({"media_message": {"url": url, "filename_override": name}}),
                None => json!({"media_message": {"url": url}}),
            },
        },
        Content::Location { latitude, longitude, address } => json!({"location_message": {
            "title": text.unwrap_or_default(), "label": address.as_deref().unwrap_or_default(),
            "coordinates": {"latitude": latitude, "longitude": longitude}}}),
        // What carries no payload comes as the text on the button.
        Content::Button { payload, .. } | Content::List { payload } => match payload {
            Some(payload) => json!({"choice_response_message": {
                "message_id": written.reply_to.as_deref().unwrap_or_default(), "postback_data": payload}}),
            None => json!({"text_message": {"text": text.unwrap_or_default()}}),
        },
        Content::Order => json!({"product_response_message": {
            "products": [{"id": "cup", "quantity": 2, "item_price": 9.5, "currency": "EUR"}],
            "title": text.unwrap_or_default(), "catalog_id": "sandbox"}}),
        Content::Flow { response } => {
            json!({"channel_specific_message": {"message_type": "nfm_reply", "message": {
            "type": "nfm_reply", "nfm_reply": {"name": "flow", "response_json": response.to_string(),
                "body": text.unwrap_or("Sent")}}}})
        }
        Content::Contact => fallback(&json!({"type": "contacts", "name": text})),
        Content::Reaction => fallback(&json!({"type": "reaction", "emoji": text})),
        Content::Unsupported => fallback(&json!({"type": "unsupported"})),
        Content::Unknown => json!({"hologram_message": {"wave": true}}),
    }
}
