//! What an attribute is called: the host's name for it, else its path in words.

use whatsapp_domain::profile::{AttributeKind, ProfileSchema};

use crate::texts::{Id, value_editor as say};

/// The name on a chip: `customer.first_name` is "First name", `event.order.id` is "Event order id".
pub fn label(path: &str, schema: &ProfileSchema) -> String {
    let named = schema.get(path).and_then(|attribute| attribute.label.clone());
    named.filter(|label| !label.trim().is_empty()).unwrap_or_else(|| in_words(path))
}

/// A path in words. The customer is who everything is about, so only other roots are named.
pub fn in_words(path: &str) -> String {
    let rest = path.strip_prefix("customer").filter(|rest| rest.starts_with(['.', '['])).unwrap_or(path);
    let mut words = String::with_capacity(rest.len());
    let mut previous = ' ';
    let mut rest = rest.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            c if c.is_alphanumeric() => {
                if c.is_uppercase() && previous.is_lowercase() {
                    words.push(' ');
                }
                if words.is_empty() {
                    words.extend(c.to_uppercase());
                } else if c.is_uppercase() && rest.peek().is_some_and(|next| next.is_lowercase()) {
                    words.extend(c.to_lowercase());
                } else {
                    words.push(c);
                }
            }
            // Letters of other scripts that are no letters by themselves: vowel signs and the like.
            c if !c.is_ascii() => words.push(c),
            _ if !words.is_empty() && !words.ends_with(' ') => words.push(' '),
            _ => {}
        }
        previous = c;
    }
    words.truncate(words.trim_end().len());
    words
}

/// The heading over the attributes of a root.
pub fn group(path: &str) -> Id {
    match path.split(['.', '[']).next() {
        Some("customer") => say::CUSTOMER,
        Some("event") => say::EVENT,
        Some("journey") => say::JOURNEY,
        _ => say::OTHER,
    }
}

/// What a kind is called.
pub fn kind_word(kind: AttributeKind) -> Id {
    match kind {
        AttributeKind::Text => say::KIND_TEXT,
        AttributeKind::Number => say::KIND_NUMBER,
        AttributeKind::Date => say::KIND_DATE,
        AttributeKind::Boolean => say::KIND_BOOLEAN,
        AttributeKind::Phone => say::KIND_PHONE,
        AttributeKind::Url => say::KIND_URL,
        AttributeKind::Language => say::KIND_LANGUAGE,
        AttributeKind::List => say::KIND_LIST,
        AttributeKind::Object => say::KIND_OBJECT,
    }
}

#[cfg(test)]
mod tests {
    use whatsapp_domain::profile::Attribute;

    use super::*;

    #[test]
    fn paths_become_words() {
        for (path, words) in [
            ("customer.first_name", "First name"),
            ("customer.firstName", "First name"),
            ("customer.orderID", "Order ID"),
            ("customer.address.city", "Address city"),
            ("event.items[0].name", "Event items 0 name"),
            ("customer[\"first name\"]", "First name"),
            ("journey.name", "Journey name"),
            ("customer.naïveté", "Naïveté"),
            ("customer", "Customer"),
            ("_", ""),
        ] {
            assert_eq!(in_words(path), words, "{path}");
        }
    }

    #[test]
    fn the_hosts_name_comes_first() {
        let attribute = |label: &str| Attribute {
            path: "customer.fn".into(),
            label: Some(label.into()),
            ..Attribute::default()
        };
        let schema = |label| ProfileSchema { attributes: vec![attribute(label)] };
        assert_eq!(label("customer.fn", &schema("Given name")), "Given name");
        assert_eq!(label("customer.fn", &schema(" ")), "Fn");
        assert_eq!(label("customer.ln", &schema("Given name")), "Ln");
    }
}
