//! A filled message as Infobip's request. Source: IB-OAS, checked against IB-JAVA.

use serde_json::{Map, Value};
use whatsapp_domain::{
    FilledButton, FilledHeader, FilledMessage, MediaKind, OutgoingRequest, Reached, Settings, filename,
    json::object, node::ButtonKind, order,
};

use super::settings::SCHEMA;
use crate::provider::SendIds;

pub fn send(settings: &Settings, to: &Reached, message: &FilledMessage, ids: SendIds<'_>) -> OutgoingRequest {
    let mut one = Map::new();
    one.insert("from".into(), SCHEMA.value(settings, "sender").into());
    one.insert("to".into(), to.e164.trim_start_matches('+').into());
    if let Some(id) = ids.message_id {
        one.insert("messageId".into(), id.into());
    }
    let (path, content) = content(message);
    one.insert("content".into(), content);
    // Templates are the one kind that Infobip takes in bulk.
    let body = match message {
        FilledMessage::Template { .. } => object([("messages", Value::Array(vec![one.into()]))]),
        _ => one.into(),
    };
    OutgoingRequest::post_json(
        format!("{}/whatsapp/1/message/{path}", SCHEMA.value(settings, "baseUrl")),
        body,
    )
}

fn content(message: &FilledMessage) -> (&'static str, Value) {
    match message {
        FilledMessage::Template { name, language, header, body, buttons } => {
            let placeholders = object([("placeholders", body.as_slice().into())]);
            let mut data = object([("body", placeholders)]);
            if let Some(header) = header {
                data["header"] = self::header(header);
            }
            if !buttons.is_empty() {
                data["buttons"] = self::buttons(buttons);
            }
            let language = language.as_str().into();
            (
                "template",
                object([
                    ("templateName", name.as_str().into()),
                    ("templateData", data),
                    ("language", language),
                ]),
            )
        }
        FilledMessage::Text { text, preview_url } => {
            let mut content = object([("text", text.as_str().into())]);
            if *preview_url {
                content["previewUrl"] = true.into();
            }
            ("text", content)
        }
        FilledMessage::Media { kind, url, caption, filename } => {
            let mut content = object([("mediaUrl", url.as_str().into())]);
            if let Some(caption) = caption.as_deref().filter(|caption| !caption.is_empty()) {
                content["caption"] = caption.into();
            }
            let path = match kind {
                MediaKind::Image => "image",
                MediaKind::Video => "video",
                MediaKind::Document => "document",
            };
            if *kind == MediaKind::Document
                && let Some(name) = named(filename.as_deref()).or_else(|| filename::from_url(url))
            {
                content["filename"] = name.into();
            }
            (path, content)
        }
    }
}

fn named(filename: Option<&str>) -> Option<String> {
    filename.map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned)
}

fn header(header: &FilledHeader) -> Value {
    match header {
        FilledHeader::Text { text } => {
            object([("type", "TEXT".into()), ("placeholder", text.as_str().into())])
        }
        FilledHeader::Media { kind: MediaKind::Image, url, .. } => {
            object([("type", "IMAGE".into()), ("mediaUrl", url.as_str().into())])
        }
        FilledHeader::Media { kind: MediaKind::Video, url, .. } => {
            object([("type", "VIDEO".into()), ("mediaUrl", url.as_str().into())])
        }
        // The one header whose file name Infobip insists on.
        FilledHeader::Media { kind: MediaKind::Document, url, filename } => {
            let name = named(filename.as_deref()).unwrap_or_else(|| filename::for_header(url));
            object([
                ("type", "DOCUMENT".into()),
                ("mediaUrl", url.as_str().into()),
                ("filename", name.into()),
            ])
        }
    }
}

/// In the template's order; Infobip wants no places, and no buttons that take no value.
fn buttons(buttons: &[FilledButton]) -> Value {
    order::by_number(buttons.iter().collect(), |button| button.index.into())
        .into_iter()
        .map(|button| {
            let kind = match button.kind {
                ButtonKind::QuickReply => "QUICK_REPLY",
                ButtonKind::Url => "URL",
                ButtonKind::CopyCode => "COPY_CODE",
            };
            object([("type", kind.into()), ("parameter", button.value.as_str().into())])
        })
        .collect()
}
