//! The sender's number as settings hold it: digits with the country code in front, nothing else.

use whatsapp_domain::{Finding, Said, quote::quote, say, words};
use whatsapp_engine::phone;

/// Path of the sender in findings.
pub const FIELD: &str = "settings.sender";

/// Digits with country code when the number was written internationally (`+44 7860 099299`, `447860099299`,
/// `0044 7860 099299`); otherwise the text as it was typed, for its finding.
pub fn normalise(text: &str) -> String {
    let text = text.trim();
    if let Some(digits) = bare(text).filter(|digits| is_e164(digits)) {
        return digits;
    }
    match phone::parse(text, None) {
        Ok(number) => number.digits().to_owned(),
        Err(_) => text.to_owned(),
    }
}

/// Without spaces, punctuation, copied direction marks and one leading `+`; none when something else is left.
fn bare(text: &str) -> Option<String> {
    let is_filler = |c: char| {
        c.is_whitespace()
            || matches!(c, '-' | '.' | '(' | ')' | '/' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2010}'..='\u{2015}'
                | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{2212}' | '\u{feff}')
    };
    // `+44 (0)7860 …`: the zero is only dialled inside the country.
    let text = text.replace("(0)", "");
    let text: String = text.chars().filter(|&c| !is_filler(c)).collect();
    let digits = text.strip_prefix('+').unwrap_or(&text);
    (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then(|| digits.to_owned())
}

/// 7 to 15 digits that do not begin with 0 (E.164).
fn is_e164(digits: &str) -> bool {
    (7..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0')
}

/// A sender typed with `+` or `00` in front, where the provider's API has digits only. It is saved as they are, pressed or not:
/// whoever compares the form with the provider's portal should not wonder where the plus went.
pub fn plus(provider: &str, typed: &str, normalised: &str) -> Option<Finding> {
    let typed =
        typed.trim_start_matches(|c: char| c.is_whitespace() || ('\u{200e}'..='\u{206f}').contains(&c));
    if !is_e164(normalised) || !(typed.starts_with('+') || typed.starts_with("00")) {
        return None;
    }
    let text = say!(
        "{provider} has its senders without + in front; {sender} is what will be saved.",
        provider = provider,
        sender = normalised
    );
    Some(Finding::warning("sender-plus", FIELD, text).with_fix(words!("Drop the plus"), normalised))
}

/// What is wrong with a normalised sender; none for an empty one, which is another rule's business.
pub fn check(sender: &str) -> Option<Finding> {
    if sender.is_empty() {
        return None;
    }
    if is_e164(sender) {
        return doubts(sender);
    }
    let error = |code: &str, text: Said| Some(Finding::error(code, FIELD, text));
    match bare(sender) {
        Some(digits) if digits.starts_with('0') => error(
            "sender-national",
            say!(
                "{sender} needs its country code: put it in front instead of the leading 0, such as 44 for the \
                 United Kingdom.",
                sender = quote(sender)
            ),
        ),
        Some(digits) => error(
            "sender-length",
            say!(
                "The number has {count} digits. With its country code a sender has 7 to 15.",
                count = digits.len()
            ),
        ),
        None => match phone::parse(sender, None) {
            Err(rejection) if rejection.code != "phone-not-a-number" => {
                error(rejection.code, rejection.told())
            }
            _ => error(
                "sender-not-a-number",
                say!(
                    "{sender} is not a phone number. Enter the registered sender with its country code, such as \
                     447860099299.",
                    sender = quote(sender)
                ),
            ),
        },
    }
}

/// A sender that is registered works whatever a numbering plan says of it, so this is no more than a doubt.
fn doubts(digits: &str) -> Option<Finding> {
    let rejection = phone::parse(&format!("+{digits}"), None).err()?;
    // Ten digits that only North America has: its 1 was left out.
    let american = phone::parse(&format!("+1{digits}"), None).ok().filter(|_| digits.len() == 10);
    Some(match american {
        Some(number) => Finding::warning(
            "sender-country-missing",
            FIELD,
            say!(
                "As it stands this number belongs to no country. With 1 in front it is {number}.",
                number = number.international()
            ),
        )
        .with_fix(say!("Use {value}", value = number.international()), number.digits()),
        None => Finding::warning(
            "sender-unusual",
            FIELD,
            rejection.told().then("If the provider shows the sender like this, leave it."),
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn international_numbers_become_digits() {
        for typed in [
            "447860099299",
            "+44 7860 099299",
            "+44 (0)7860-099.299",
            "\u{202a}+447860099299\u{202c}",
            "44 7860\u{a0}099299",
            "0044 7860 099299",
            "+٤٤٧٨٦٠٠٩٩٢٩٩",
        ] {
            assert_eq!(normalise(typed), "447860099299", "{typed}");
        }
        assert_eq!(normalise(" 07860 099299 "), "07860 099299");
        assert_eq!(check("447860099299"), None);
    }

    #[test]
    fn others_get_their_finding() {
        let code = |text: &str| check(&normalise(text)).map(|finding| finding.code);
        assert_eq!(code("07860 099299").as_deref(), Some("sender-national"));
        assert_eq!(code("Shop").as_deref(), Some("sender-not-a-number"));
        assert_eq!(code("+1201555XXXX").as_deref(), Some("phone-masked"));
        assert_eq!(code("4.47912E+11").as_deref(), Some("phone-spreadsheet"));
        assert_eq!(code("12345").as_deref(), Some("sender-length"));
        // Whose national number this is cannot be known, so there is nothing to press.
        assert!(check("07860 099299").unwrap().fix.is_none());
    }

    #[test]
    fn a_plus_is_dropped_by_one_press() {
        for typed in ["+44 7860 099299", " \u{202a}+447860099299", "0044 7860 099299"] {
            let found = plus("Acme", typed, &normalise(typed)).unwrap_or_else(|| panic!("{typed}"));
            assert!(!found.is_error() && found.code == "sender-plus" && found.field == FIELD, "{found:?}");
            let fix = found.fix.unwrap();
            assert_eq!((fix.label.as_str(), &fix.value), (words!("Drop the plus"), &"447860099299".into()));
            assert_eq!(plus("Acme", "447860099299", "447860099299"), None, "the repair removes it");
        }
        // What can't be read is another finding's business.
        assert_eq!(plus("Acme", "+1201555XXXX", &normalise("+1201555XXXX")), None);
        assert_eq!(plus("Acme", "", ""), None);
    }

    #[test]
    fn doubts_stop_nothing() {
        let found = |digits: &str| check(digits).unwrap();
        let american = found("4155552671");
        assert!(!american.is_error() && american.code == "sender-country-missing", "{american:?}");
        assert_eq!(american.fix.unwrap().value, "14155552671");
        let unusual = found("44786009929");
        assert!(!unusual.is_error() && unusual.code == "sender-unusual", "{unusual:?}");
    }
}
