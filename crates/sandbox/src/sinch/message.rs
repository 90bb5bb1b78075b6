//! Reads the `message` object: exactly one kind, and optionally WhatsApp's own JSON beside it.

use super::parameters;
use crate::matching::{self, Mismatch, Reason};
use crate::media::guess;
use crate::message::{Failure, Shown};
use crate::shape::{Object, length};
use crate::templates::{Category, MediaKind, Template};
use serde_json::Value;

/// What a message holds, and what will be said of it later.
#[derive(Debug)]
pub(super) struct Content {
    /// For the phone.
    pub shown: Shown,
    /// Of the template, when it is known.
    pub category: Option<Category>,
    /// Why delivery will fail.
    pub failure: Option<Failure>,
}

/// A readable message, or the name of a kind that the sandbox does not carry.
#[derive(Debug)]
pub(super) enum Read {
    Content(Box<Content>),
    NotEmulated(&'static str),
}

const KINDS: [&str; 9] = [
    "text_message",
    "media_message",
    "card_message",
    "template_message",
    "choice_message",
    "list_message",
    "carousel_message",
    "location_message",
    "contact_info_message",
];
const UNLIMITED: crate::shape::Length = length(1, 1_000_000);

fn failure(code: &str, text: impl Into<String>) -> Option<Failure> {
    Some(Failure { code: code.into(), text: text.into() })
}

pub(super) fn read(mut message: Object<'_>, templates: &[Template]) -> Option<Read> {
    let kinds = message.present(&KINDS);
    let explicit = message.object("explicit_channel_message").map(explicit);
    for key in ["explicit_channel_omni_message", "channel_specific_message", "agent"] {
        message.object(key);
    }
    let [kind] = kinds[..] else {
        let text = format!("exactly one message kind is expected, found {}", kinds.len());
        message.violations().add("message", text);
        return None;
    };
    let read = match kind {
        "text_message" => message.object(kind).and_then(text),
        "media_message" => message.object(kind).and_then(media),
        "card_message" => match message.object(kind).and_then(card) {
            Some(Ok(content)) => Some(content),
            Some(Err(part)) => return Some(Read::NotEmulated(part)),
            None => None,
        },
        "template_message" => match message.object(kind).and_then(|object| template(object, templates)) {
            Some(Ok(content)) => Some(content),
            Some(Err(part)) => return Some(Read::NotEmulated(part)),
            None => None,
        },
        other => return Some(Read::NotEmulated(other)),
    };
    message.close();
    let content = match explicit {
        Some(Some(content)) => content,
        _ => read?,
    };
    Some(Read::Content(Box::new(content)))
}

fn text(mut object: Object<'_>) -> Option<Content> {
    let text = object.required_text("text", UNLIMITED);
    object.close();
    let text = text?;
    let too_long = text.chars().count() > 4096;
    let failure =
        if too_long { failure("BAD_REQUEST", "the text is longer than 4096 characters") } else { None };
    Some(Content { shown: Shown::text(text), category: None, failure })
}

/// A medium that came as a link; Sinch works its kind out by looking at it.
fn linked(url: &str, filename: Option<&str>, caption: Option<&str>) -> Content {
    let (kind, taken) = guess(url);
    let failure = if taken {
        caption_failure(caption)
    } else {
        failure("MEDIA_TYPE_UNSUPPORTED", "WhatsApp does not take this type of file")
    };
    Content { shown: Shown::media(kind, url, filename, caption), category: None, failure }
}

fn caption_failure(caption: Option<&str>) -> Option<Failure> {
    let too_long = caption.is_some_and(|c| c.chars().count() > 1024);
    if too_long { failure("CHANNEL_FAILURE", "the caption is longer than 1024 characters") } else { None }
}

/// Link and file name.
fn link<'a>(mut object: Object<'a>) -> (Option<&'a str>, Option<&'a str>) {
    let url = object.required_text("url", UNLIMITED);
    object.text("thumbnail_url", UNLIMITED);
    let name = object.text("filename_override", UNLIMITED);
    object.close();
    (url, name)
}

fn media(object: Object<'_>) -> Option<Content> {
    let (url, name) = link(object);
    Some(linked(url?, name, None))
}

fn card(mut object: Object<'_>) -> Option<Result<Content, &'static str>> {
    let title = object.text("title", UNLIMITED);
    let description = object.text("description", UNLIMITED);
    let media = object.object("media_message").map(link);
    let choices = object.list("choices").unwrap_or_default();
    object.word("height", &["UNSPECIFIED_HEIGHT", "SHORT", "MEDIUM", "TALL"]);
    object.object("message_properties");
    object.close();
    if !choices.is_empty() {
        return Some(Err("card_message.choices"));
    }
    let caption = [title, description].into_iter().flatten().collect::<Vec<_>>().join("\n");
    let caption = (!caption.is_empty()).then_some(caption);
    Some(Ok(match media {
        Some((url, name)) => linked(url?, name, caption.as_deref()),
        None => Content { shown: Shown::text(&caption?), category: None, failure: None },
    }))
}

fn template(mut object: Object<'_>, templates: &[Template]) -> Option<Result<Content, &'static str>> {
    let omni = object.object("omni_template");
    let channel = object.object("channel_template");
    let content = match (channel, omni) {
        (None, Some(_)) => return Some(Err("template_message.omni_template")),
        (None, None) => {
            object.fault("channel_template", "must not be null");
            None
        }
        (Some(mut channel), _) => {
            let whatsapp =
                channel.required_object("WHATSAPP").map(|object| whatsapp_template(object, templates));
            channel.close();
            whatsapp.flatten()
        }
    };
    object.close();
    content.map(Ok)
}

fn whatsapp_template(mut object: Object<'_>, templates: &[Template]) -> Option<Content> {
    let name = object.required_text("template_id", UNLIMITED);
    let language = object.text("language_code", length(0, 20)).filter(|l| !l.is_empty()).unwrap_or("en_US");
    if language.contains('-') {
        object.fault("language_code", "must use an underscore, such as en_US");
    }
    object.text("version", UNLIMITED);
    let mut pairs = Vec::new();
    if let Some(map) = object.object("parameters") {
        let (path, violations) = (object.path_of("parameters"), object.violations());
        for (key, value) in map.entries() {
            match value.as_str() {
                Some(text) => pairs.push((key.as_str(), text)),
                None => violations.add(&format!("{path}.{key}"), "must be a string"),
            }
        }
    }
    object.close();
    Some(compare(templates, name?, language, parameters::read(pairs)))
}

fn compare(templates: &[Template], name: &str, language: &str, read: parameters::Parameters) -> Content {
    let known = templates.iter().find(|t| t.name == name && t.language == language);
    let shown = match known {
        Some(template) => Shown::template(template, &read.values),
        None => Shown::unknown_template(name, language),
    };
    let mismatch = match matching::find(templates, name, language) {
        Err(mismatch) => Some(mismatch),
        Ok(template) => matching::compare(template, &read.values).into_iter().next(),
    };
    let template_wrong = mismatch.as_ref().is_some_and(|m| {
        matches!(m.reason, Reason::UnknownTemplate | Reason::OtherLanguage | Reason::NotSendable(_))
    });
    let failure = if !template_wrong && !read.not_understood.is_empty() {
        failure("UNKNOWN", "")
    } else {
        mismatch.map(|m| reason(&m))
    };
    Content { shown, category: known.map(|t| t.category), failure }
}

/// The delivery report's reason. Where Sinch has no code of its own, WhatsApp's number is named.
fn reason(mismatch: &Mismatch) -> Failure {
    use crate::templates::Status::{Approved, Paused, Pending, Rejected};
    let (code, channel_code) = match mismatch.reason {
        Reason::UnknownTemplate => ("TEMPLATE_NOT_FOUND", None),
        Reason::NotSendable(Rejected | Pending | Approved) => ("TEMPLATE_NOT_FOUND", Some(132_001)),
        Reason::NotSendable(Paused) => ("CHANNEL_FAILURE", Some(132_015)),
        Reason::OtherLanguage => ("TEMPLATE_NON_EXISTING_LANGUAGE_OR_VERSION", None),
        Reason::Missing => ("TEMPLATE_INSUFFICIENT_PARAMETERS", None),
        Reason::Extra => ("CHANNEL_FAILURE", Some(132_000)),
        Reason::WrongKind => ("CHANNEL_FAILURE", Some(132_012)),
        Reason::Characters => ("CHANNEL_FAILURE", Some(132_018)),
        Reason::TooLong => ("CHANNEL_FAILURE", Some(132_005)),
        Reason::NotPdf => ("MEDIA_TYPE_UNSUPPORTED", None),
    };
    let text = match channel_code {
        Some(number) => format!("{} (channel code {number})", mismatch.text),
        None => mismatch.text.clone(),
    };
    Failure { code: code.into(), text }
}

/// WhatsApp's own JSON as a string, which is sent instead of the other kind. `None` when there is none for WhatsApp.
fn explicit(mut object: Object<'_>) -> Option<Content> {
    let text = object.required_text("WHATSAPP", UNLIMITED)?;
    // Nothing looks into the string before WhatsApp does.
    let broken = |why: &str| Content {
        shown: Shown::text(text),
        category: None,
        failure: failure("BAD_REQUEST", format!("explicit_channel_message: {why}")),
    };
    let Ok(value) = serde_json::from_str::<Value>(text) else { return Some(broken("not JSON")) };
    let kind = match value["type"].as_str() {
        Some("text") => {
            return Some(match value["text"]["body"].as_str() {
                Some(body) => Content { shown: Shown::text(body), category: None, failure: None },
                None => broken("text.body is missing"),
            });
        }
        Some("image") => MediaKind::Image,
        Some("video") => MediaKind::Video,
        Some("document") => MediaKind::Document,
        _ => return Some(broken("type has to be text, image, video or document here")),
    };
    let part = &value[kind.small_word()];
    let Some(url) = part["link"].as_str() else { return Some(broken("the link is missing")) };
    let caption = part["caption"].as_str();
    let failure = if crate::media::fits(kind, url) {
        caption_failure(caption)
    } else {
        failure("MEDIA_TYPE_UNSUPPORTED", "WhatsApp does not take this type of file")
    };
    Some(Content {
        shown: Shown::media(kind, url, part["filename"].as_str(), caption),
        category: None,
        failure,
    })
}
