//! All texts of a node that are filled, one after the other: the place of one in this row names it where both sides hold the
//! same node.

use crate::node::{Binding, Button, Header, Media, Message, Node};

/// The texts: the recipient's, and those of the message in the order of its keys. Two nodes of the same form have the same
/// row.
pub fn values_mut(node: &mut Node) -> Vec<&mut String> {
    let mut row = vec![&mut node.recipient.value];
    let of_message: Vec<&mut Binding> = match &mut node.message {
        Message::Template { header, body, buttons, language_by, translations, .. } => {
            let mut all = of_values(header, body, buttons);
            all.extend(language_by);
            for values in translations.iter_mut().filter_map(|translation| translation.values.as_mut()) {
                all.extend(of_values(&mut values.header, &mut values.body, &mut values.buttons));
            }
            all
        }
        Message::Text { text, .. } => vec![text],
        Message::Image(media) | Message::Video(media) | Message::Document(media) => {
            let Media { url, caption, filename } = media;
            std::iter::once(url).chain(caption).chain(filename).collect()
        }
    };
    row.extend(of_message.into_iter().map(|binding| &mut binding.value));
    row
}

fn of_values<'a>(
    header: &'a mut Option<Header>,
    body: &'a mut [Binding],
    buttons: &'a mut [Button],
) -> Vec<&'a mut Binding> {
    let mut all: Vec<&mut Binding> = match header {
        Some(Header::Text { text }) => vec![text],
        Some(Header::Image { url } | Header::Video { url }) => vec![url],
        Some(Header::Document { url, filename }) => std::iter::once(url).chain(filename).collect(),
        None => Vec::new(),
    };
    all.extend(body);
    all.extend(buttons.iter_mut().map(|button| &mut button.value));
    all
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json};

    use super::*;

    #[test]
    fn every_text_has_its_place() {
        let mut node: Node = from_value(json!({"recipient": {"value": "0"},
            "message": {"type": "template", "template": {"name": "a", "language": "en"},
                "header": {"type": "document", "url": {"value": "1"}, "filename": {"value": "2"}},
                "body": [{"value": "3"}, {"value": "4", "fallback": "x", "whenEmpty": "fallback"}],
                "buttons": [{"index": 0, "type": "url", "value": {"value": "5"}}],
                "languageBy": {"value": "6"},
                "translations": [{"language": "de"}, {"language": "es", "values": {
                    "header": {"type": "text", "text": {"value": "7"}}, "body": [{"value": "8"}], "buttons": []}}]}}))
        .unwrap();
        let row: Vec<String> = values_mut(&mut node).into_iter().map(|text| text.clone()).collect();
        assert_eq!(row, ["0", "1", "2", "3", "4", "5", "6", "7", "8"]);
        // Whatever a node has under the name of a value is in the row.
        let json = serde_json::to_string(&node).unwrap();
        assert_eq!(json.matches(r#""value":""#).count(), row.len());
        for (message, count) in [
            (json!({"type": "text", "text": {"value": "a"}}), 2),
            (json!({"type": "image", "url": {"value": "a"}}), 2),
            (
                json!({"type": "document", "url": {"value": "a"}, "caption": {"value": "b"}, "filename": {"value": "c"}}),
                4,
            ),
        ] {
            let mut node: Node = from_value(json!({"message": message})).unwrap();
            assert_eq!(values_mut(&mut node).len(), count, "{message}");
        }
    }
}
