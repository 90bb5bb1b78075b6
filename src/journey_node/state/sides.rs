//! The parts of a template in words, to stand side by side when they changed.

use whatsapp_domain::{
    ButtonKind, ChangedPart, MediaKind, TemplateFingerprint,
    template::{TemplateButton, TemplateHeader, placeholders},
};

use super::status_word;
use crate::texts::{Texts, journey_node as say, words};

/// One part of a template in the reader's language; what WhatsApp or a person wrote stays as it is. Empty when the template
/// has none.
pub fn side(t: Texts, part: ChangedPart, template: &TemplateFingerprint) -> String {
    match part {
        ChangedPart::Category => category_words(t, &template.category),
        ChangedPart::Status => t.get(status_word(template.status).1).to_owned(),
        ChangedPart::Header => {
            template.header.as_ref().map(|header| header_words(t, header)).unwrap_or_default()
        }
        ChangedPart::Body => template.body.clone(),
        ChangedPart::Footer => template.footer.clone().unwrap_or_default(),
        ChangedPart::Buttons => {
            template.buttons.iter().map(|button| button_words(t, button)).collect::<Vec<_>>().join("\n")
        }
        ChangedPart::Placeholders => {
            t.number(i64::try_from(placeholders(&template.body)).unwrap_or(i64::MAX))
        }
    }
}

/// A category as it is read; one that we don't know with a capital.
pub fn category_words(t: Texts, code: &str) -> String {
    match code {
        "utility" => t.get(say::UTILITY).to_owned(),
        "marketing" => t.get(say::MARKETING).to_owned(),
        "authentication" => t.get(say::AUTHENTICATION).to_owned(),
        other => {
            let mut chars = other.chars();
            chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
        }
    }
}

/// Its text as it is; what is no text by its kind.
fn header_words(t: Texts, header: &TemplateHeader) -> String {
    let kind = match header {
        TemplateHeader::Text { text } => return text.clone(),
        TemplateHeader::Media { kind: MediaKind::Image } => t.get(words::IMAGE),
        TemplateHeader::Media { kind: MediaKind::Video } => t.get(words::VIDEO),
        TemplateHeader::Media { kind: MediaKind::Document } => t.get(words::DOCUMENT),
        TemplateHeader::Other { name } => name,
    };
    format!("({kind})")
}

/// One line: label, what it takes, where it leads.
fn button_words(t: Texts, button: &TemplateButton) -> String {
    let label = button.text.as_str();
    let line = match button.takes {
        Some(ButtonKind::QuickReply) => t.say(say::button_quick_reply(label)),
        Some(ButtonKind::CopyCode) => t.say(say::button_copy_code(label)),
        Some(ButtonKind::Url) => t.say(say::button_url(label)),
        None => label.to_owned(),
    };
    match &button.url {
        Some(url) => t.say(say::button_leads(line, url)),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json};

    use super::*;
    use crate::texts::english;

    fn template() -> TemplateFingerprint {
        from_value(json!({
            "category": "utility", "status": "paused", "body": "Order {{1}} left, {{2}}.",
            "header": {"type": "media", "kind": "image"},
            "buttons": [
                {"text": "Track", "takes": "url", "url": "https://shop.example.com/{{1}}"},
                {"text": "Yes", "takes": "quickReply"},
                {"text": "Code", "takes": "copyCode"},
                {"text": "Home", "url": "https://shop.example.com"},
            ],
        }))
        .unwrap()
    }

    #[test]
    fn each_part_is_told_in_words() {
        let told = |part| side(english(), part, &template());
        assert_eq!(told(ChangedPart::Category), "Utility");
        assert_eq!(told(ChangedPart::Status), "Paused");
        assert_eq!(told(ChangedPart::Header), "(Image)");
        assert_eq!(told(ChangedPart::Body), "Order {{1}} left, {{2}}.");
        assert_eq!(told(ChangedPart::Footer), "");
        assert_eq!(told(ChangedPart::Placeholders), "2");
        assert_eq!(
            told(ChangedPart::Buttons),
            "Track (link with a value): https://shop.example.com/{{1}}\nYes (quick reply)\nCode (code to copy)\n\
             Home: https://shop.example.com"
        );
    }

    /// Each of our words comes from the texts, so that no reader of another language meets English ones.
    #[test]
    fn what_is_ours_is_said_in_the_readers_language() {
        let marked: Vec<String> = crate::texts::ENGLISH
            .iter()
            .enumerate()
            .map(|(at, text)| if at == 0 { (*text).to_owned() } else { format!("«{text}»") })
            .collect();
        let t = Texts::read("de", "de", &serde_json::to_string(&marked).unwrap()).unwrap();
        let told = |part| side(t, part, &template());
        assert_eq!(told(ChangedPart::Category), "«Utility»");
        assert_eq!(told(ChangedPart::Status), "«Paused»");
        assert_eq!(told(ChangedPart::Header), "(«Image»)");
        for line in told(ChangedPart::Buttons).lines() {
            assert!(line.starts_with('«') && line.ends_with('»'), "{line}");
        }
        assert_eq!(told(ChangedPart::Body), template().body, "what WhatsApp has stays as it is");
    }

    #[test]
    fn what_we_do_not_know_is_the_providers_word() {
        let other: TemplateFingerprint = from_value(json!({
            "category": "service", "status": "approved", "body": "Hi", "header": {"type": "other", "name": "location"},
        }))
        .unwrap();
        assert_eq!(side(english(), ChangedPart::Category, &other), "Service");
        assert_eq!(side(english(), ChangedPart::Header, &other), "(location)");
    }
}
