//! What Infobip does to a message that its author may not expect.

use whatsapp_domain::{FilledMessage, Finding};

use super::checks;

/// Links in texts are shortened and their clicks counted unless a request says otherwise (IB-OAS, `urlOptions`:
/// `shortenUrl` and `trackClicks` are on by default); captions and templates are left alone here, whose links are rarer.
pub fn of(message: &FilledMessage) -> Vec<Finding> {
    let mut losses: Vec<Finding> = checks::message(message)
        .into_iter()
        .filter(|finding| finding.code == "caption-over-provider-limit")
        .collect();
    if let FilledMessage::Text { text, .. } = message
        && checks::has_link(text)
    {
        losses.push(Finding::warning(
            "infobip-short-links",
            "message.text",
            "Infobip may put short links of its own in place of those in the text, to count clicks.",
        ));
    }
    losses
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_may_be_shortened() {
        let codes = |text: &str| {
            let message = FilledMessage::Text { text: text.into(), preview_url: true };
            of(&message).into_iter().map(|finding| finding.code).collect::<Vec<_>>()
        };
        assert_eq!(codes("See https://shop.example/a"), ["infobip-short-links"]);
        assert_eq!(codes("No link"), [""; 0]);
    }
}
