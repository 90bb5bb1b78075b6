//! Which attributes a node takes, and what for.

use whatsapp_domain::Node;
use whatsapp_engine::jinja;

use crate::node_texts::{Role, texts};

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
    let mut uses: Vec<Use> = Vec::new();
    for (text, role) in texts(node) {
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
