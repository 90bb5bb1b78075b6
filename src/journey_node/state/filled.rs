//! What a value gives for the chosen profile, found in the filled message by its path.

use whatsapp_domain::{FilledHeader, FilledMessage};

use super::{draft::in_language, values::index};

/// The filled value at a path; `given` is the language that the message is in, none for the default one.
pub(super) fn at<'a>(message: &'a FilledMessage, path: &str, given: Option<usize>) -> Option<&'a str> {
    let (language, tail) = in_language(path);
    match message {
        FilledMessage::Template { header, body, buttons, .. } => {
            // Another language's values are not in this message.
            if language.is_some() && language != given {
                return None;
            }
            if let Some(at) = index(tail, "body[") {
                return body.get(at).map(String::as_str);
            }
            if let Some(at) = index(tail, "buttons[") {
                return buttons.get(at).map(|button| button.value.as_str());
            }
            match (tail, header.as_ref()?) {
                ("header.text", FilledHeader::Text { text }) => Some(text),
                ("header.url", FilledHeader::Media { url, .. }) => Some(url),
                ("header.filename", FilledHeader::Media { filename, .. }) => filename.as_deref(),
                _ => None,
            }
        }
        FilledMessage::Text { text, .. } => (tail == "text").then_some(text.as_str()),
        FilledMessage::Media { url, caption, filename, .. } => match tail {
            "url" => Some(url),
            "caption" => caption.as_deref(),
            "filename" => filename.as_deref(),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_by_their_path_and_language() {
        let message = FilledMessage::Template {
            name: "a".into(),
            language: "de".into(),
            header: Some(FilledHeader::Text { text: "Kopf".into() }),
            body: vec!["eins".into(), "zwei".into()],
            buttons: Vec::new(),
        };
        assert_eq!(at(&message, "message.translations[0].body[1]", Some(0)), Some("zwei"));
        assert_eq!(at(&message, "message.body[1]", Some(0)), Some("zwei"), "shared rows fill every language");
        assert_eq!(at(&message, "message.translations[1].body[1]", Some(0)), None);
        assert_eq!(at(&message, "message.header.text", None), Some("Kopf"));
        assert_eq!(at(&message, "message.body[9]", None), None);
        let text = FilledMessage::Text { text: "Hi".into(), preview_url: false };
        assert_eq!(at(&text, "message.text", None), Some("Hi"));
    }
}
