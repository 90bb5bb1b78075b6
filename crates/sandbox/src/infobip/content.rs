//! Reads one message strictly: the envelope that all kinds share, and the content of text and media.

use crate::media::{fits, is_url};
use crate::message::{Failure, Shown};
use crate::shape::{Object, length};
use crate::templates::{Category, MediaKind, Template};

/// A message whose form is right.
#[derive(Debug)]
pub(super) struct Draft {
    /// The business's number.
    pub from: String,
    /// The customer's number or user id.
    pub to: String,
    /// The caller's own id.
    pub id: Option<String>,
    /// Comes back in delivery reports.
    pub callback_data: String,
    /// What it holds.
    pub content: Content,
}

/// What a message holds, and what will be said of it later.
#[derive(Debug)]
pub(super) struct Content {
    /// For the phone.
    pub shown: Shown,
    /// Of the template, when it is known.
    pub category: Option<Category>,
    /// Why delivery will fail.
    pub failure: Option<Failure>,
    /// The differences from the template, by path, for the switch that refuses at once.
    pub mismatches: Vec<(String, String)>,
}

impl Content {
    fn plain(shown: Shown, failure: Option<Failure>) -> Self {
        Self { shown, category: None, failure, mismatches: Vec::new() }
    }
}

/// The endpoints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Endpoint {
    Template,
    Text,
    Media(MediaKind),
}

/// Reads one message; `None` once a fault was noted that leaves nothing to work with.
pub(super) fn read(endpoint: Endpoint, mut message: Object<'_>, templates: &[Template]) -> Option<Draft> {
    let from = message.required_text("from", length(1, 24)).map(str::to_owned);
    if from.as_deref().is_some_and(|f| !f.bytes().all(|b| b.is_ascii_digit())) {
        message.fault("from", "must contain digits only");
    }
    let to = message.required_text("to", length(1, 150)).map(str::to_owned);
    if to.as_deref().is_some_and(|t| !is_recipient(t)) {
        message.fault("to", "must be a phone number in international format without a plus, or a user id");
    }
    let id = message.text("messageId", length(0, 200)).filter(|id| !id.is_empty()).map(str::to_owned);
    let callback_data = message.text("callbackData", length(0, 4000)).unwrap_or_default().to_owned();
    url_field(&mut message, "notifyUrl");
    if let Some(mut options) = message.object("urlOptions") {
        for key in ["shortenUrl", "trackClicks", "removeProtocol"] {
            options.flag(key);
        }
        url_field(&mut options, "trackingUrl");
        options.text("customDomain", length(0, 255));
        options.close();
    }
    for key in ["entityId", "applicationId"] {
        message.text(key, length(0, 255));
    }
    if let Some(mut context) = message.object("context") {
        context.required_text("replyToMessageId", length(1, 255));
        context.close();
    }
    if endpoint == Endpoint::Template
        && let Some(mut failover) = message.object("smsFailover")
    {
        failover.required_text("from", length(1, 24));
        failover.required_text("text", length(1, 4096));
        failover.close();
    }
    let content = message.required_object("content").and_then(|content| match endpoint {
        Endpoint::Template => super::template_content::read(content, templates),
        Endpoint::Text => text(content),
        Endpoint::Media(kind) => media(kind, content),
    });
    message.close();
    Some(Draft { from: from?, to: to?, id, callback_data, content: content? })
}

/// Digits, or a business-scoped user id such as `SE.900100200`.
fn is_recipient(to: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let user_id = to.split_once('.').is_some_and(|(country, rest)| {
        let parts = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric());
        country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase()) && rest.split('.').all(parts)
    });
    digits(to) || user_id
}

pub(super) fn url_field<'a>(object: &mut Object<'a>, key: &'static str) -> Option<&'a str> {
    let url = object.text(key, length(0, 2048))?;
    if !is_url(url) {
        object.fault(key, "is not a valid url");
    }
    Some(url)
}

/// A link that has to be there. Blank ones get all three texts of the published sample.
pub(super) fn required_url<'a>(object: &mut Object<'a>, key: &'static str) -> Option<&'a str> {
    let given = object.raw(key).and_then(|v| v.as_str());
    let url = object.required_text(key, length(1, 2048));
    if given.is_some_and(|text| !is_url(text)) {
        object.fault(key, "is not a valid url");
    }
    url
}

fn text(mut content: Object<'_>) -> Option<Content> {
    let text = content.required_text("text", length(1, 4096));
    content.flag("previewUrl");
    content.close();
    Some(Content::plain(Shown::text(text?), None))
}

fn media(kind: MediaKind, mut content: Object<'_>) -> Option<Content> {
    let url = required_url(&mut content, "mediaUrl");
    let caption = content.text("caption", length(0, 3000));
    let filename = match kind {
        MediaKind::Document => content.text("filename", length(0, 240)).filter(|name| !name.is_empty()),
        _ => None,
    };
    content.close();
    let url = url?;
    let failure = if !fits(kind, url) {
        Some(Failure {
            code: "7022 EC_MEDIA_UNSUPPORTED".into(),
            text: format!("WhatsApp does not take this type of file as {}", kind.small_word()),
        })
    } else if caption.is_some_and(|c| c.chars().count() > 1024) {
        // Infobip's own limit is 3000; what lies between is refused by WhatsApp.
        Some(Failure {
            code: "7006 EC_BAD_REQUEST".into(),
            text: "the caption is longer than WhatsApp's 1024 characters".into(),
        })
    } else {
        None
    };
    Some(Content::plain(Shown::media(kind, url, filename, caption), failure))
}

#[cfg(test)]
mod tests {
    use super::is_recipient;

    #[test]
    fn recipients() {
        for good in ["447700900123", "SE.900100200", "SE.ENT.900100200"] {
            assert!(is_recipient(good), "{good}");
        }
        for bad in ["+447700900123", "44 7700", "44770090012x", "", "se.1", "SE.", "SEX.1", "SE.1..2", "٤٤٧٧"]
        {
            assert!(!is_recipient(bad), "{bad}");
        }
    }
}
