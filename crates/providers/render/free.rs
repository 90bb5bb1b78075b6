//! Text and media messages, which WhatsApp allows within 24 hours of the customer's last message.

use whatsapp_domain::{
    Binding, FilledMessage, Media, MediaKind,
    limits::{CAPTION_WHATSAPP_MAX, TEXT_MAX},
    media::MediaPlace,
    say,
    text_length::{check_caption, check_text},
    words,
};

use super::{
    document,
    empty::Empty,
    fill::{Filled, Values},
    media::address,
    mend,
    shorten::{self, Cut},
};

/// A text message.
pub(super) fn text(binding: &Binding, preview_url: bool, values: &mut Values<'_>) -> Option<FilledMessage> {
    let field = "message.text";
    let filled = values.binding(binding, field, Empty { code: "text-empty", what: &say!("The text") })?;
    if let Some(finding) = check_text(&filled.text, field) {
        let fix = shorten::value(values, binding, &filled, field, TEXT_MAX, Cut::Words);
        let at = shorten::beyond(binding, &filled, TEXT_MAX);
        values.findings.push(mend::with(finding, fix).with_at(at));
    }
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
    let caption = values.optional(binding, field, words!("The caption"))?;
    if let Some(caption) = &caption {
        let fix = caption_fix(values, binding, caption);
        values.findings.extend(check_caption(caption, field).map(|finding| mend::with(finding, fix)));
    }
    Some(caption)
}

/// Cuts a caption to what WhatsApp shows for certain, which every provider takes.
pub(super) fn caption_fix(
    values: &Values<'_>,
    binding: Option<&Binding>,
    caption: &str,
) -> Option<whatsapp_domain::Fix> {
    let binding = binding.filter(|_| caption.chars().count() > CAPTION_WHATSAPP_MAX)?;
    let is_fallback = binding.when_empty == whatsapp_domain::WhenEmpty::Fallback
        && binding.fallback.as_deref() == Some(caption)
        && binding.value != caption;
    let filled = Filled { text: caption.to_owned(), is_fallback };
    shorten::value(values, binding, &filled, "message.caption", CAPTION_WHATSAPP_MAX, Cut::Words)
}
