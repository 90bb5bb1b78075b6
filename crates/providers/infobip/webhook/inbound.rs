//! A customer's message in Infobip's form (`MO_OTT_CONTACT`).

use serde_json::Value;
use whatsapp_domain::{InboundKind, InboundLocation, InboundMedia, InboundMessage};

use crate::common::webhook::{Why, digits, filename, first_time, id, missing, words};

pub fn read(raw: Value) -> Result<InboundMessage, (Value, Why)> {
    let Some(message_id) = id(&raw, "messageId") else {
        return Err((raw, missing("message-without-id", "messageId")));
    };
    let (from, user_id) = writer(&raw);
    let contact = raw.get("contact").unwrap_or(&Value::Null);
    let name = words(contact, "name").or_else(|| words(contact, "username"));
    let to = id(&raw, "to").map(|to| digits(&to).unwrap_or(to));
    let at = first_time(&raw, &["receivedAt"]);
    let message = raw.get("message").unwrap_or(&Value::Null);
    let reply_to = message.get("context").and_then(|context| id(context, "id"));
    let Content { kind, text, payload, media, location } = content(message);
    Ok(InboundMessage {
        message_id,
        from,
        user_id,
        to,
        name,
        at,
        kind,
        text,
        payload,
        reply_to,
        media,
        location,
        raw,
    })
}

/// The number and the business-scoped user id. `from` may be either, and a customer may hide the number.
pub fn writer(raw: &Value) -> (Option<String>, Option<String>) {
    let contact = raw.get("contact").unwrap_or(&Value::Null);
    let from = id(raw, "from");
    let number = from.as_deref().and_then(digits);
    let user_id = id(contact, "userId").or_else(|| from.filter(|_| number.is_none()));
    let number = number.or_else(|| id(contact, "phoneNumber").as_deref().and_then(digits));
    (number, user_id)
}

struct Content {
    kind: InboundKind,
    text: Option<String>,
    payload: Option<String>,
    media: Option<InboundMedia>,
    location: Option<InboundLocation>,
}

fn content(message: &Value) -> Content {
    let kind = kind(message.get("type").and_then(Value::as_str).unwrap_or_default());
    let text = |key: &str| words(message, key);
    let (text, payload) = match kind {
        InboundKind::Text => (text("text"), None),
        InboundKind::Image | InboundKind::Video | InboundKind::Document | InboundKind::Voice => {
            (text("caption"), None)
        }
        // A tap on a template's quick reply has `payload`; one on a reply button has `id` and `title`.
        InboundKind::Button => {
            (text("text").or_else(|| text("title")), text("payload").or_else(|| text("id")))
        }
        InboundKind::List => (text("title"), text("id")),
        InboundKind::Flow => {
            let response = message.get("response").filter(|response| !response.is_null());
            (text("text"), response.map(Value::to_string))
        }
        InboundKind::Order => (text("text"), None),
        InboundKind::Reaction => (text("emoji"), None),
        InboundKind::Location => (place(message), None),
        InboundKind::Contact => (names(message), None),
        InboundKind::Audio | InboundKind::Sticker | InboundKind::Unsupported => (None, None),
        // Whatever it is: words are likely to stand here.
        InboundKind::Unknown => {
            (text("text").or_else(|| text("title")), text("payload").or_else(|| text("id")))
        }
    };
    let has_file = !matches!(kind, InboundKind::Location | InboundKind::Text);
    let media = words(message, "url").filter(|_| has_file).map(|url| InboundMedia {
        // A document's caption is often the name of its file (IB-OAS).
        filename: text.as_deref().filter(|_| kind == InboundKind::Document).and_then(filename),
        url,
    });
    let location = (kind == InboundKind::Location).then(|| location(message)).flatten();
    Content { kind, text, payload, media, location }
}

fn kind(word: &str) -> InboundKind {
    match word {
        "TEXT" => InboundKind::Text,
        "IMAGE" => InboundKind::Image,
        "VIDEO" => InboundKind::Video,
        "DOCUMENT" => InboundKind::Document,
        "AUDIO" => InboundKind::Audio,
        "VOICE" => InboundKind::Voice,
        "STICKER" => InboundKind::Sticker,
        "LOCATION" => InboundKind::Location,
        "CONTACT" => InboundKind::Contact,
        "BUTTON" | "INTERACTIVE_BUTTON_REPLY" => InboundKind::Button,
        "INTERACTIVE_LIST_REPLY" => InboundKind::List,
        "INTERACTIVE_FLOW_REPLY" => InboundKind::Flow,
        "ORDER" => InboundKind::Order,
        "REACTION" => InboundKind::Reaction,
        // Infobip takes files with malware out; nothing of the message is left.
        "UNSUPPORTED" | "INFECTED_CONTENT" => InboundKind::Unsupported,
        _ => InboundKind::Unknown,
    }
}

fn location(message: &Value) -> Option<InboundLocation> {
    let degrees = |key: &str, most: f64| message.get(key)?.as_f64().filter(|degrees| degrees.abs() <= most);
    Some(InboundLocation {
        latitude: degrees("latitude", 90.0)?,
        longitude: degrees("longitude", 180.0)?,
        name: words(message, "name"),
        address: words(message, "address"),
        url: words(message, "url"),
    })
}

fn place(message: &Value) -> Option<String> {
    match (words(message, "name"), words(message, "address")) {
        (Some(name), Some(address)) => Some(format!("{name}, {address}")),
        (name, address) => name.or(address),
    }
}

/// The names on the cards.
fn names(message: &Value) -> Option<String> {
    let cards = message.get("contacts")?.as_array()?;
    let name = |card: &Value| {
        let name = card.get("name")?;
        words(name, "formattedName").or_else(|| words(name, "firstName"))
    };
    let names: Vec<String> = cards.iter().filter_map(name).collect();
    (!names.is_empty()).then(|| names.join(", "))
}
