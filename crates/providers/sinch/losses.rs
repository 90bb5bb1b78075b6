//! What gets lost or changed on the way through the Conversation API.

use whatsapp_domain::{FilledMessage, Finding, MediaKind};

use super::checks;

/// All that [`checks::message`] warns of, and that a file's own content decides what it is shown as (SI-SK); with a
/// caption a document's name may not arrive (README, U4).
pub fn of(message: &FilledMessage) -> Vec<Finding> {
    let mut losses = checks::message(message);
    if let FilledMessage::Media { kind, caption, filename, .. } = message {
        losses.push(Finding::warning(
            "sinch-kind-by-content",
            "message.url",
            "Sinch looks at the file itself to tell a picture, a video and a document apart. A file that is not what \
             its address says arrives as something else.",
        ));
        let is_captioned = caption.as_deref().is_some_and(|caption| !caption.trim().is_empty());
        if *kind == MediaKind::Document && is_captioned && filename.is_some() {
            losses.push(Finding::warning(
                "sinch-name-in-card",
                "message.filename",
                "With a caption the document goes inside a card, and its file name may not arrive. Send a test to see it.",
            ));
        }
    }
    losses
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_lose_most() {
        let media = |kind, caption: Option<&str>, filename: Option<&str>| {
            let message = FilledMessage::Media {
                kind,
                url: "https://cdn.example.com/a.pdf".into(),
                caption: caption.map(str::to_owned),
                filename: filename.map(str::to_owned),
            };
            of(&message).into_iter().map(|finding| finding.code).collect::<Vec<_>>()
        };
        assert_eq!(media(MediaKind::Image, None, None), ["sinch-kind-by-content"]);
        assert_eq!(media(MediaKind::Document, None, Some("a.pdf")), ["sinch-kind-by-content"]);
        assert_eq!(
            media(MediaKind::Document, Some("Read"), Some("a.pdf")),
            ["sinch-caption-as-card", "sinch-kind-by-content", "sinch-name-in-card"]
        );
        let preview = FilledMessage::Text { text: "a".into(), preview_url: true };
        assert_eq!(of(&preview)[0].code, "sinch-no-link-preview");
    }
}
