//! How long a text is, as WhatsApp counts it: with its values.

use whatsapp_domain::text_length::characters;

use crate::texts::{Text, value_editor as say};

/// A counter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// What it says: `312 of 4,096 for this profile · 340 typed`.
    pub text: Text,
    /// Is it more than there may be?
    pub over: bool,
}

/// Counts a text that was typed and, when it is known, what it gives for the chosen profile.
pub fn count(typed: &str, filled: Option<&str>, max: usize) -> Count {
    let as_typed = characters(typed);
    match filled.map(characters) {
        Some(sent) if sent != as_typed => {
            Count { text: say::count_filled(sent, max, as_typed), over: sent > max }
        }
        _ => Count { text: say::count(as_typed, max), over: as_typed > max },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(count: &Count) -> String {
        crate::texts::english().say(&count.text)
    }

    #[test]
    fn what_is_sent_counts() {
        let plain = count("Hi", None, 4096);
        assert_eq!((said(&plain).as_str(), plain.over), ("2 of 4,096", false));
        assert_eq!(said(&count("Hi", Some("Yo"), 4096)), "2 of 4,096", "the same length is said once");
        let filled = count("{{ customer.first_name }}", Some("Ana"), 10);
        assert_eq!((said(&filled).as_str(), filled.over), ("3 of 10 for this profile · 25 typed", false));
        assert!(count("{{ a }}", Some(&"x".repeat(11)), 10).over);
        assert!(count(&"x".repeat(11), None, 10).over);
    }

    #[test]
    fn characters_are_what_the_provider_counts() {
        assert_eq!(said(&count("👨‍👩‍👧", None, 10)), "5 of 10");
    }
}
