//! Reads the content of a template message, and compares it with the registered template.

use super::content::{Content, required_url};
use super::languages;
use crate::matching::{self, ButtonValue, HeaderValue, Mismatch, Reason, Values};
use crate::message::{Failure, Shown};
use crate::shape::{Object, length};
use crate::templates::{ButtonKind, MediaKind, Template};

pub(super) fn read(mut content: Object<'_>, templates: &[Template]) -> Option<Content> {
    let name = content.required_text("templateName", length(1, 512));
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    if name.is_some_and(|n| !n.bytes().all(plain)) {
        content.fault("templateName", "must match \"^[a-z0-9_]+$\"");
    }
    let language = content.required_text("language", length(1, 20));
    if language.is_some_and(|l| !languages::is_known(l)) {
        content.fault("language", "is not a supported language code");
    }
    let values = content.required_object("templateData").map(|data| values(data));
    content.close();
    let (name, language, (values, extras)) = (name?, language?, values?);
    Some(compare(templates, name, language, &values, extras))
}

/// The values, and the names of parts that no template here has.
fn values(mut data: Object<'_>) -> (Values, Vec<&'static str>) {
    let mut values = Values::default();
    if let Some(mut body) = data.required_object("body") {
        for (n, value) in body.required_list("placeholders").unwrap_or_default().iter().enumerate() {
            let path = body.path_of(&format!("placeholders[{n}]"));
            match value.as_str() {
                Some(text) if !text.trim().is_empty() => values.body.push(Some(text.to_owned())),
                Some(_) => body.violations().add(&path, "must not be blank"),
                None if value.is_null() => body.violations().add(&path, "must not be null"),
                None => body.violations().add(&path, "must be a string"),
            }
        }
        body.close();
    }
    values.header = data.object("header").and_then(header);
    values.buttons = buttons(&mut data);
    let extras = data.present(&["carousel", "limitedTimeOffer"]);
    // Their own shape is not looked at: no template here takes them, so the message fails in delivery anyway.
    data.object("carousel");
    data.object("limitedTimeOffer");
    data.close();
    (values, extras)
}

fn header(mut header: Object<'_>) -> Option<HeaderValue> {
    let Some(kind) = header.raw("type") else {
        header.fault("type", "must not be null");
        return None;
    };
    let value = match kind.as_str() {
        Some("TEXT") => {
            let text = header.required_text("placeholder", length(1, 1024));
            if text.is_some_and(matching::has_forbidden_characters) {
                header.fault(
                    "placeholder",
                    "cannot have new-line/tab characters or more than 4 consecutive spaces",
                );
            }
            text.map(|t| HeaderValue::Text(t.to_owned()))
        }
        Some("IMAGE") => media(MediaKind::Image, &mut header),
        Some("VIDEO") => media(MediaKind::Video, &mut header),
        Some("GIF") => required_url(&mut header, "mediaUrl").map(|_| HeaderValue::Other),
        Some("DOCUMENT") => media(MediaKind::Document, &mut header),
        Some("LOCATION") => {
            for (key, limit) in [("latitude", 90.0), ("longitude", 180.0)] {
                match header.raw(key).map(|v| v.as_f64()) {
                    Some(Some(degrees)) if degrees.abs() <= limit => {}
                    Some(Some(_)) => header.fault(key, format!("must be between -{limit} and {limit}")),
                    Some(None) => header.fault(key, "must be a number"),
                    None => header.fault(key, "must not be null"),
                }
            }
            Some(HeaderValue::Other)
        }
        _ => {
            // The other members depend on the type, so nothing can be said of them.
            header.fault("type", "must be one of TEXT, IMAGE, VIDEO, GIF, DOCUMENT, LOCATION");
            return None;
        }
    };
    header.close();
    value
}

fn media(kind: MediaKind, header: &mut Object<'_>) -> Option<HeaderValue> {
    let url = required_url(header, "mediaUrl");
    let filename = match kind {
        MediaKind::Document => Some(header.required_text("filename", length(1, 240))?.to_owned()),
        _ => None,
    };
    Some(HeaderValue::Media { kind, url: url?.to_owned(), filename })
}

fn buttons(data: &mut Object<'_>) -> Vec<ButtonValue> {
    let Some(list) = data.list("buttons") else { return Vec::new() };
    if list.len() > 10 {
        data.fault("buttons", "size must be between 0 and 10");
    }
    let mut values = Vec::new();
    for (n, value) in list.iter().enumerate() {
        let path = data.path_of(&format!("buttons[{n}]"));
        if let Some(button) = Object::read(value, path, data.violations())
            && let Some(value) = button_value(button)
        {
            values.push(value);
        }
    }
    for (kind, most, name) in [(ButtonKind::Url, 2, "URL"), (ButtonKind::CopyCode, 1, "COPY_CODE")] {
        if values.iter().filter(|b| b.kind == kind).count() > most {
            data.fault("buttons", format!("can contain at most {most} {name}"));
        }
    }
    values
}

fn button_value(mut button: Object<'_>) -> Option<ButtonValue> {
    let Some(kind) = button.raw("type") else {
        button.fault("type", "must not be null");
        return None;
    };
    let (kind, bounds) = match kind.as_str() {
        Some("QUICK_REPLY") => (ButtonKind::QuickReply, length(1, 128)),
        Some("URL") => (ButtonKind::Url, length(0, 2048)),
        Some("COPY_CODE") => (ButtonKind::CopyCode, length(1, 15)),
        // No template here has one; their own members are not looked at.
        Some("FLOW" | "CATALOG" | "MULTI_PRODUCT" | "ORDER_DETAILS" | "VOICE_CALL") => {
            return Some(ButtonValue { index: None, kind: ButtonKind::Other, value: String::new() });
        }
        _ => {
            button.fault("type", "is not a supported button type");
            return None;
        }
    };
    let value = button.required_text("parameter", bounds);
    button.close();
    Some(ButtonValue { index: None, kind, value: value?.to_owned() })
}

fn compare(
    templates: &[Template],
    name: &str,
    language: &str,
    values: &Values,
    extras: Vec<&'static str>,
) -> Content {
    let template = match matching::find(templates, name, language) {
        Ok(template) => template,
        Err(mismatch) => {
            let known = templates.iter().find(|t| t.name == name && t.language == language);
            let shown = match known {
                Some(template) => Shown::template(template, values),
                None => Shown::unknown_template(name, language),
            };
            return content(shown, known.map(|t| t.category), vec![mismatch]);
        }
    };
    let mut found = matching::compare(template, values);
    found.extend(extras.into_iter().map(|part| Mismatch {
        reason: Reason::Extra,
        field: format!("content.templateData.{part}"),
        text: format!("the template has no {part}"),
    }));
    content(Shown::template(template, values), Some(template.category), found)
}

fn content(shown: Shown, category: Option<crate::templates::Category>, found: Vec<Mismatch>) -> Content {
    let failure = found.first().map(|first| Failure {
        code: match first.reason {
            Reason::UnknownTemplate | Reason::OtherLanguage => "7009 EC_INVALID_TEMPLATE",
            Reason::NotSendable(_) => "7037 EC_TEMPLATE_NOT_AVAILABLE",
            Reason::NotPdf => "7022 EC_MEDIA_UNSUPPORTED",
            _ => "7008 EC_INVALID_TEMPLATE_ARGS",
        }
        .into(),
        text: first.text.clone(),
    });
    let mismatches = found.into_iter().map(|m| (m.field, m.text)).collect();
    Content { shown, category, failure, mismatches }
}
