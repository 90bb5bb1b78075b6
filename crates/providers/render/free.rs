//! Text and media messages, which WhatsApp allows within 24 hours of the customer's last message.

use whatsapp_domain::{
    Binding, FilledMessage, Media, MediaKind,
    media::MediaPlace,
    text_length::{check_caption, check_text},
};

use super::{document, empty::Empty, fill::Values, media::address};

/// A text message.
pub(super) fn text(binding: &Binding, preview_url: bool, values: &mut Values<'_>) -> Option<FilledMessage> {
    let field = "message.text";
    let filled = values.binding(binding, field, Empty { code: "text-empty", what: "The text" })?;
    values.findings.extend(check_text(&filled.text, field));
    Some(FilledMessage::Text { text: filled.text, preview_url })
}

/// A picture, video or document.
pub(super) fn media(kind: MediaKind, media: &Media, values: &mut Values<'_>) -> Option<FilledMessage> {
    // All parts are judged before any of them may end this, so that all findings show at once.
    let url = address(values, &media.url, "message.url", kind, MediaPlace::Message, Some("message.type"));
    let caption = caption(values, media.caption.as_ref());
    let filename = match kind {
        MediaKind::Document => {
            let name = media.filename.as_ref();
            document::filename(values, name, url.as_deref(), MediaPlace::Message, "message.filename")
        }
        MediaKind::Image | MediaKind::Video => Some(None),
    };
    Some(FilledMessage::Media { kind, url: url?, caption: caption?, filename: filename? })
}

fn caption(values: &mut Values<'_>, binding: Option<&Binding>) -> Option<Option<String>> {
    let field = "message.caption";
    let caption = values.optional(binding, field, "The caption")?;
    if let Some(caption) = &caption {
        values.findings.extend(check_caption(caption, field));
    }
    Some(caption)
}
