//! How long a text is, as WhatsApp counts it: with its values.

use whatsapp_domain::{quote::grouped, text_length::characters};

/// A counter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// What it says: `312 of 4,096 for this profile · 340 typed`.
    pub text: String,
    /// Is it more than there may be?
    pub over: bool,
}

/// Counts a text that was typed and, when it is known, what it gives for the chosen profile.
pub fn count(typed: &str, filled: Option<&str>, max: usize) -> Count {
    let as_typed = characters(typed);
    let all = grouped(max);
    match filled.map(characters) {
        Some(sent) if sent != as_typed => Count {
            text: format!("{} of {all} for this profile · {} typed", grouped(sent), grouped(as_typed)),
            over: sent > max,
        },
        _ => Count { text: format!("{} of {all}", grouped(as_typed)), over: as_typed > max },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sent_counts() {
        let plain = count("Hi", None, 4096);
        assert_eq!((plain.text.as_str(), plain.over), ("2 of 4,096", false));
        assert_eq!(count("Hi", Some("Yo"), 4096).text, "2 of 4,096", "the same length is said once");
        let filled = count("{{ customer.first_name }}", Some("Ana"), 10);
        assert_eq!((filled.text.as_str(), filled.over), ("3 of 10 for this profile · 25 typed", false));
        assert!(count("{{ a }}", Some(&"x".repeat(11)), 10).over);
        assert!(count(&"x".repeat(11), None, 10).over);
    }

    #[test]
    fn characters_are_what_the_provider_counts() {
        assert_eq!(count("👨‍👩‍👧", None, 10).text, "5 of 10");
    }
}
