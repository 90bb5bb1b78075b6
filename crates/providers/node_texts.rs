//! All Jinja texts of a node, with what each is for.

use whatsapp_domain::{Binding, Button, ButtonKind, Header, Message, Node};

/// What a text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Whom the message reaches.
    Recipient,
    /// Where something lies, how it is called, or which language is meant.
    Address,
    /// A code or payload, which has a form of its own.
    Code,
    /// What people read.
    Words,
}

/// The texts in the order of the form.
pub(crate) fn texts(node: &Node) -> Vec<(&str, Role)> {
    let mut texts: Vec<(&str, Role)> = vec![(&node.recipient.value, Role::Recipient)];
    match &node.message {
        Message::Template { header, body, buttons, language_by, translations, .. } => {
            texts.extend(language_by.iter().map(|by| (by.value.as_str(), Role::Address)));
            rows(header.as_ref(), body, buttons, &mut texts);
            for values in translations.iter().filter_map(|translation| translation.values.as_ref()) {
                rows(values.header.as_ref(), &values.body, &values.buttons, &mut texts);
            }
        }
        Message::Text { text, .. } => texts.push((&text.value, Role::Words)),
        Message::Image(media) | Message::Video(media) | Message::Document(media) => {
            texts.push((&media.url.value, Role::Address));
            texts.extend(media.filename.iter().map(|name| (name.value.as_str(), Role::Address)));
            texts.extend(media.caption.iter().map(|caption| (caption.value.as_str(), Role::Words)));
        }
    }
    texts
}

fn rows<'a>(
    header: Option<&'a Header>,
    body: &'a [Binding],
    buttons: &'a [Button],
    texts: &mut Vec<(&'a str, Role)>,
) {
    match header {
        Some(Header::Text { text }) => texts.push((&text.value, Role::Words)),
        Some(Header::Image { url } | Header::Video { url }) => texts.push((&url.value, Role::Address)),
        Some(Header::Document { url, filename }) => {
            texts.push((&url.value, Role::Address));
            texts.extend(filename.iter().map(|name| (name.value.as_str(), Role::Address)));
        }
        None => {}
    }
    texts.extend(body.iter().map(|binding| (binding.value.as_str(), Role::Words)));
    texts.extend(buttons.iter().map(|button| {
        let role = if button.kind == ButtonKind::Url { Role::Address } else { Role::Code };
        (button.value.value.as_str(), role)
    }));
}
