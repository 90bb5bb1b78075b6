//! The sender's number as settings hold it: digits with the country code in front, nothing else.

use whatsapp_domain::Finding;

/// Path of the sender in findings.
pub const FIELD: &str = "settings.sender";

/// Digits with country code when the number was written internationally (`+44 7860 099299`, `447860099299`); otherwise the
/// text as it was typed, for its finding.
pub fn normalise(text: &str) -> String {
    let text = text.trim();
    match international(text) {
        Some(digits) => digits,
        None => text.to_owned(),
    }
}

/// The digits, if this is written with a country code and without `00`.
fn international(text: &str) -> Option<String> {
    let digits = bare(text)?;
    is_e164(&digits).then_some(digits)
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

/// What is wrong with a normalised sender; none for an empty one, which is another rule's business.
pub fn check(sender: &str) -> Option<Finding> {
    if sender.is_empty() || is_e164(sender) {
        return None;
    }
    let error = |code, text: String| Some(Finding::error(code, FIELD, text));
    let Some(digits) = bare(sender) else {
        return error(
            "sender-not-a-number",
            format!(
                "\"{sender}\" is not a phone number. Enter the registered sender with its country code, such as 447860099299."
            ),
        );
    };
    if let Some(rest) = digits.strip_prefix("00").filter(|rest| is_e164(rest)) {
        return Some(
            Finding::error(
                "sender-double-zero",
                FIELD,
                "The number starts with 00. Providers want the country code first, without 00.",
            )
            .with_fix(format!("Use {rest}"), rest),
        );
    }
    if digits.starts_with('0') {
        return error(
            "sender-national",
            format!(
                "{sender} needs the country code: instead of the leading 0, put it in front, as in 44 for the United Kingdom."
            ),
        );
    }
    error(
        "sender-length",
        format!("The number has {} digits. With its country code a sender has 7 to 15.", digits.len()),
    )
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
        assert_eq!(code("+1201555XXXX").as_deref(), Some("sender-not-a-number"));
        assert_eq!(code("4.47912E+11").as_deref(), Some("sender-not-a-number"));
        assert_eq!(code("12345").as_deref(), Some("sender-length"));
        let finding = check("00447860099299").unwrap();
        assert_eq!(finding.fix.unwrap().value, "447860099299");
        // Whose national number this is cannot be known, so there is nothing to press.
        assert!(check("07860 099299").unwrap().fix.is_none());
    }
}
