//! A filled message as Sinch's request. Sources: SI-PY, SI-NODE (as observed on the wire), SI-JAVA; template keys: SI-WEB, SI-SK.

use serde_json::{Map, Value};
use whatsapp_domain::{
    FilledButton, FilledHeader, FilledMessage, MediaKind, OutgoingRequest, Reached, Settings, filename,
    json::object, node::ButtonKind,
};

use super::{address::Endpoints, settings::SCHEMA};
use crate::provider::SendIds;

pub fn send(settings: &Settings, to: &Reached, message: &FilledMessage, ids: SendIds<'_>) -> OutgoingRequest {
    let identity = to.e164.trim_start_matches('+');
    let identity = object([("channel", "WHATSAPP".into()), ("identity", identity.into())]);
    let identities = object([("channel_identities", Value::Array(vec![identity]))]);
    let mut body = object([
        ("app_id", SCHEMA.value(settings, "appId").into()),
        ("recipient", object([("identified_by", identities)])),
        ("message", content(message)),
    ]);
    if let Some(id) = ids.message_id {
        // Sinch chooses the message id; ours comes back in every callback through these two.
        body["correlation_id"] = id.into();
        body["message_metadata"] = id.into();
    }
    let url = Endpoints::new(SCHEMA.value(settings, "baseUrl")).send(SCHEMA.value(settings, "projectId"));
    OutgoingRequest::post_json(url, body)
}

fn content(message: &FilledMessage) -> Value {
    match message {
        FilledMessage::Template { name, language, header, body, buttons } => {
            let mut template =
                object([("template_id", name.as_str().into()), ("language_code", language.as_str().into())]);
            let parameters = parameters(header.as_ref(), body, buttons);
            if !parameters.is_empty() {
                template["parameters"] = parameters.into();
            }
            let channel = object([("WHATSAPP", template)]);
            object([("template_message", object([("channel_template", channel)]))])
        }
        FilledMessage::Text { text, .. } => {
            object([("text_message", object([("text", text.as_str().into())]))])
        }
        FilledMessage::Media { kind, url, caption, filename } => {
            let mut media = object([("url", url.as_str().into())]);
            if *kind == MediaKind::Document
                && let Some(name) = named(filename.as_deref()).or_else(|| filename::from_url(url))
            {
                media["filename_override"] = name.into();
            }
            // `media_message` has no caption; a card without choices becomes media with its text under it (README, U4).
            match caption.as_deref().filter(|caption| !caption.trim().is_empty()) {
                Some(caption) => {
                    let card = object([("title", caption.into()), ("media_message", media)]);
                    object([("card_message", card)])
                }
                None => object([("media_message", media)]),
            }
        }
    }
}

fn named(filename: Option<&str>) -> Option<String> {
    filename.map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned)
}

/// Keys count body and header from 1, buttons from 0.
fn parameters(
    header: Option<&FilledHeader>,
    body: &[String],
    buttons: &[FilledButton],
) -> Map<String, Value> {
    let mut all = Map::new();
    let mut put = |key: String, value: &str| all.insert(key, value.into());
    match header {
        None => {}
        Some(FilledHeader::Text { text }) => {
            put("header[1]text".into(), text);
        }
        Some(FilledHeader::Media { kind, url, filename }) => {
            let word = match kind {
                MediaKind::Image => "image",
                MediaKind::Video => "video",
                MediaKind::Document => "document",
            };
            put(format!("header[1]{word}.link"), url);
            if *kind == MediaKind::Document {
                let name = named(filename.as_deref()).unwrap_or_else(|| filename::for_header(url));
                put("header[1]document.filename".into(), &name);
            }
        }
    }
    for (place, value) in body.iter().enumerate() {
        put(format!("body[{}]text", place + 1), value);
    }
    for button in buttons {
        let index = button.index;
        // A quick reply has to be there even without a value.
        put(
            match button.kind {
                ButtonKind::QuickReply => format!("button[{index}]quick_reply[1]payload"),
                ButtonKind::Url => format!("button[{index}]url[1]text"),
                ButtonKind::CopyCode => format!("button[{index}]copy_code[1]coupon_code"),
            },
            &button.value,
        );
    }
    all
}
