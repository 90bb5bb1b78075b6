//! Which attributes a node takes, and what for.

use whatsapp_domain::{Binding, Button, ButtonKind, Header, Message, Node};
use whatsapp_engine::jinja;

/// An attribute that a node takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Use {
    /// Its path from the context.
    pub path: Vec<String>,
    /// Does it tell whom the message is for?
    pub in_recipient: bool,
    /// Is it part of an address, a file name or the choice of a language?
    pub in_address: bool,
    /// Is it part of a code or payload, which has a form of its own?
    pub in_code: bool,
}

impl Use {
    /// Would another value only break what it is for?
    pub fn is_kept(&self) -> bool {
        self.in_recipient || self.in_address
    }
}

/// What a text is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Recipient,
    Address,
    Code,
    Words,
}

/// `customer.first_name` and `customer["first name"]` as parts.
pub(super) fn dotted(path: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        if let Some(inner) = rest.strip_prefix("[\"") {
            let end = inner.find("\"]").unwrap_or(inner.len());
            parts.push(inner[..end].replace("\\\"", "\"").replace("\\\\", "\\"));
            rest = inner.get(end + 2..).unwrap_or_default();
        } else if rest.starts_with('[') {
            // An index or another quote: no attribute of an object.
            break;
        } else {
            let text = rest.strip_prefix('.').unwrap_or(rest);
            let end = text.find(['.', '[']).unwrap_or(text.len());
            parts.push(text[..end].to_owned());
            rest = &text[end..];
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// All attributes of a node, each once.
pub(super) fn uses(node: &Node) -> Vec<Use> {
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
    let mut uses: Vec<Use> = Vec::new();
    for (text, role) in texts {
        for name in jinja::names(text).unwrap_or_default() {
            let path: Vec<String> = name.split('.').map(str::to_owned).collect();
            let place = match uses.iter().position(|used| used.path == path) {
                Some(place) => place,
                None => {
                    uses.push(Use { path, in_recipient: false, in_address: false, in_code: false });
                    uses.len() - 1
                }
            };
            let used = &mut uses[place];
            used.in_recipient |= role == Role::Recipient;
            used.in_address |= role == Role::Address;
            used.in_code |= role == Role::Code;
        }
    }
    uses
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

#[cfg(test)]
mod tests {
    use super::dotted;

    #[test]
    fn paths_are_taken_apart() {
        for (path, parts) in [
            ("customer.first_name", &["customer", "first_name"][..]),
            ("customer[\"first name\"]", &["customer", "first name"]),
            ("customer[\"a.b\"].c", &["customer", "a.b", "c"]),
            ("event", &["event"]),
            ("customer[0]", &["customer"]),
            ("", &[]),
        ] {
            assert_eq!(dotted(path), parts, "{path}");
        }
    }
}
