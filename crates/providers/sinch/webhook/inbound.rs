//! A customer's message or reaction in Sinch's form.

use serde_json::Value;
use whatsapp_domain::{InboundKind, InboundLocation, InboundMedia, InboundMessage, OtherNotice, WebhookItem};

use super::{Identity, identity, notice, other_channel};
use crate::common::webhook::{Why, digits, filename, first_time, id, missing, words};

pub fn read(raw: Value) -> Result<WebhookItem, (Value, Why)> {
    let message = raw.get("message").unwrap_or(&Value::Null);
    if let Some(channel) = other_channel(message) {
        return Ok(elsewhere(raw, "message", &channel));
    }
    // What an agent wrote in Sinch's own inbox passes here too.
    if words(message, "direction").is_some_and(|direction| direction != "TO_APP") {
        return Ok(notice::other(raw, "message"));
    }
    let Some(message_id) = id(message, "id") else {
        return Err((raw, missing("message-without-id", "message.id")));
    };
    let contact_message = message.get("contact_message").unwrap_or(&Value::Null);
    let Content { kind, text, payload, answers, media, location } = content(contact_message);
    let reply_to = contact_message.get("reply_to").and_then(|reply| id(reply, "message_id")).or(answers);
    let Identity { number, user_id } = identity(message);
    Ok(WebhookItem::Inbound(InboundMessage {
        message_id,
        from: number,
        user_id,
        to: id(message, "sender_id").map(|to| digits(&to).unwrap_or(to)),
        name: None,
        at: first_time(&raw, &["event_time"])
            .or_else(|| first_time(message, &["accept_time"]))
            .or_else(|| first_time(&raw, &["accepted_time"])),
        kind,
        text,
        payload,
        reply_to,
        media,
        location,
        raw,
    }))
}

/// An event of a contact's; a reaction is a message to us, the rest (typing, comments) is a notice.
pub fn event(raw: Value) -> Result<WebhookItem, (Value, Why)> {
    let event = raw.get("event").unwrap_or(&Value::Null);
    let reaction = ["contact_event", "contact_message_event"]
        .iter()
        .find_map(|key| event.get(key)?.get("reaction_event"));
    let Some(reaction) = reaction.filter(|_| other_channel(event).is_none()) else {
        return Ok(notice::other(raw, "event"));
    };
    let Some(message_id) = id(event, "id") else {
        return Err((raw, missing("message-without-id", "event.id")));
    };
    let Identity { number, user_id } = identity(event);
    Ok(WebhookItem::Inbound(InboundMessage {
        message_id,
        from: number,
        user_id,
        to: None,
        name: None,
        at: first_time(&raw, &["event_time", "accepted_time"]),
        kind: InboundKind::Reaction,
        text: words(reaction, "emoji"),
        payload: None,
        reply_to: id(reaction, "message_id"),
        media: None,
        location: None,
        raw,
    }))
}

/// Something that WhatsApp sent and Sinch could not map. It counts as a message when it is known whose and which.
pub fn unsupported(raw: Value) -> WebhookItem {
    let part = raw.get("unsupported_callback").unwrap_or(&Value::Null);
    let Identity { number, user_id } = identity(part);
    let message_id = id(part, "message_id");
    match message_id.filter(|_| (number.is_some() || user_id.is_some()) && other_channel(part).is_none()) {
        Some(message_id) => WebhookItem::Inbound(InboundMessage {
            message_id,
            from: number,
            user_id,
            to: None,
            name: None,
            at: first_time(&raw, &["event_time", "accepted_time"]),
            kind: InboundKind::Unsupported,
            text: None,
            payload: None,
            reply_to: None,
            media: None,
            location: None,
            raw,
        }),
        None => notice::other(raw, "unsupported_callback"),
    }
}

/// A message over another channel of the same app.
pub fn elsewhere(raw: Value, kind: &str, channel: &str) -> WebhookItem {
    let text = Some(format!("Came over {channel}, not WhatsApp."));
    match notice::other(raw, kind) {
        WebhookItem::Other(notice) => WebhookItem::Other(OtherNotice { text, ..notice }),
        item => item,
    }
}

struct Content {
    kind: InboundKind,
    text: Option<String>,
    payload: Option<String>,
    answers: Option<String>,
    media: Option<InboundMedia>,
    location: Option<InboundLocation>,
}

impl Content {
    fn of(kind: InboundKind) -> Self {
        Self { kind, text: None, payload: None, answers: None, media: None, location: None }
    }
}

fn content(message: &Value) -> Content {
    let part = |key: &str| message.get(key).filter(|part| part.is_object());
    if let Some(part) = part("text_message") {
        return Content { text: words(part, "text"), ..Content::of(InboundKind::Text) };
    }
    if let Some(part) = part("media_message").or_else(|| part("media_card_message")) {
        let Some(url) = words(part, "url") else { return Content::of(InboundKind::Unknown) };
        let named = words(part, "filename_override").or_else(|| words(part, "filename"));
        let name = named.or_else(|| file_of(&url));
        let kind = media_kind(name.as_deref());
        return Content {
            text: words(part, "caption"),
            media: Some(InboundMedia { url, filename: name }),
            ..Content::of(kind)
        };
    }
    if let Some(part) = part("location_message") {
        return Content {
            text: words(part, "title").or_else(|| words(part, "label")),
            location: location(part),
            ..Content::of(InboundKind::Location)
        };
    }
    if let Some(part) = part("choice_response_message") {
        // The label of what was pressed is not told; what it carries is all that a person can read.
        let payload = words(part, "postback_data");
        return Content {
            text: payload.clone(),
            payload,
            answers: id(part, "message_id"),
            ..Content::of(InboundKind::Button)
        };
    }
    if let Some(part) = part("product_response_message") {
        return Content { text: words(part, "title"), ..Content::of(InboundKind::Order) };
    }
    if let Some(part) = part("contact_info_message") {
        let name = part.get("name").unwrap_or(&Value::Null);
        let text = words(name, "full_name").or_else(|| words(name, "first_name"));
        return Content { text, ..Content::of(InboundKind::Contact) };
    }
    if let Some(part) = part("channel_specific_message") {
        let reply = part.get("message").and_then(|message| message.get("nfm_reply")).unwrap_or(&Value::Null);
        let kind = match part.get("message_type").and_then(Value::as_str) {
            Some("nfm_reply") => InboundKind::Flow,
            _ => InboundKind::Unknown,
        };
        return Content {
            text: words(reply, "body"),
            payload: words(reply, "response_json"),
            ..Content::of(kind)
        };
    }
    if part("fallback_message").is_some() {
        return Content::of(InboundKind::Unsupported);
    }
    Content::of(InboundKind::Unknown)
}

/// The last part of an address, when it is a file's name.
fn file_of(url: &str) -> Option<String> {
    let path = url.split(['?', '#']).next()?;
    let (_, last) = path.split_once("://")?.1.rsplit_once('/')?;
    filename(last)
}

/// Sinch does not say which kind of file it is; its ending mostly does. Anything else is a file to open.
fn media_kind(name: Option<&str>) -> InboundKind {
    let ending = name.and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        Some("jpg" | "jpeg" | "png" | "gif" | "heic") => InboundKind::Image,
        Some("webp") => InboundKind::Sticker,
        Some("mp4" | "3gp" | "3gpp" | "mov") => InboundKind::Video,
        Some("ogg" | "oga" | "opus") => InboundKind::Voice,
        Some("mp3" | "aac" | "amr" | "m4a" | "wav" | "mpeg") => InboundKind::Audio,
        _ => InboundKind::Document,
    }
}

fn location(part: &Value) -> Option<InboundLocation> {
    let at = part.get("coordinates")?;
    let degrees = |key: &str, most: f64| at.get(key)?.as_f64().filter(|degrees| degrees.abs() <= most);
    Some(InboundLocation {
        latitude: degrees("latitude", 90.0)?,
        longitude: degrees("longitude", 180.0)?,
        name: words(part, "title"),
        address: words(part, "label"),
        url: None,
    })
}
