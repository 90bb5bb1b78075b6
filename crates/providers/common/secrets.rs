//! Keys as people paste them: with the header's words in front, with line breaks, or as the mask that hid them.

use whatsapp_domain::{Finding, Secret, said::Arg, say};

/// The secret as it goes on the wire: spaces and invisible marks at the ends, quotes around it and the words of a copied
/// header (`Authorization: App …`) are dropped, since they cannot be part of a key. A repair button could not do
/// this: its value would have to hold the key.
pub fn clean<'a>(secret: &'a Secret, schemes: &[&str]) -> &'a str {
    let mut text = trim(secret.expose());
    for word in std::iter::once(&"authorization:").chain(schemes) {
        text = strip_word(text, word);
    }
    text
}

fn trim(text: &str) -> &str {
    let text = text.trim_matches(|c: char| c.is_whitespace() || is_mark(c));
    match text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
        Some(inner) => inner.trim(),
        None => text,
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// `App abc` without `App `; a key that merely begins with those letters stays whole.
fn strip_word<'a>(text: &'a str, word: &str) -> &'a str {
    match text.get(..word.len()) {
        Some(head) if head.eq_ignore_ascii_case(word) => {
            let rest = &text[word.len()..];
            if word.ends_with(':') || rest.starts_with(char::is_whitespace) { trim(rest) } else { text }
        }
        _ => text,
    }
}

/// How strict a secret's text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charset {
    /// Stands in a header as it is: printable ASCII without spaces.
    Token,
    /// Is encoded before it is sent: anything but control characters.
    Password,
}

/// What is wrong with a pasted secret. `label` names it inside a sentence: `API key`.
pub fn check(
    path: &str,
    label: &Arg,
    secret: &Secret,
    schemes: &[&str],
    charset: Charset,
) -> Option<Finding> {
    let text = clean(secret, schemes);
    if text.is_empty() {
        return Some(Finding::error(
            "secret-empty",
            path,
            say!("There is no {label} in what was pasted. Copy it again.", label = label.clone()),
        ));
    }
    if is_masked(text) {
        return Some(Finding::error(
            "secret-masked",
            path,
            say!(
                "This is the {label} as it is hidden on a page, not the {label} itself. Paste the real one.",
                label = label.clone()
            ),
        ));
    }
    if text.chars().any(char::is_control) {
        return Some(Finding::error(
            "secret-line-break",
            path,
            say!(
                "There is a line break or tab inside the {label}. Copy it again in one piece.",
                label = label.clone()
            ),
        ));
    }
    if charset == Charset::Token && text.contains(char::is_whitespace) {
        return Some(Finding::error(
            "secret-space",
            path,
            say!(
                "There is a space inside the {label}. Paste only the {label}, in one piece.",
                label = label.clone()
            ),
        ));
    }
    if charset == Charset::Token && !text.bytes().all(|b| b.is_ascii_graphic()) {
        return Some(Finding::error(
            "secret-odd-character",
            path,
            say!(
                "There is a character in the {label} that no {label} has. Copy it again from the provider's \
                 page.",
                label = label.clone()
            ),
        ));
    }
    None
}

/// `***`, `••••7f31`, `abcd…`: what a page shows instead of a key.
fn is_masked(text: &str) -> bool {
    let is_cover = |c: char| matches!(c, '*' | '•' | '●' | '∙' | '·' | '…' | '▪' | '■');
    text.contains("***") || text.contains(['•', '●', '…']) || text.chars().all(is_cover)
}

#[cfg(test)]
mod tests {
    use super::*;

    const APP: &[&str] = &["App", "Bearer"];

    fn cleaned(text: &str) -> String {
        clean(&Secret::new(text), APP).to_owned()
    }

    fn code(text: &str, charset: Charset) -> Option<String> {
        check("secrets.apiKey", &"API key".into(), &Secret::new(text), APP, charset)
            .map(|finding| finding.code)
    }

    #[test]
    fn what_was_pasted_along_is_dropped() {
        assert_eq!(cleaned("  App abc123\n"), "abc123");
        assert_eq!(cleaned("Authorization: App abc123"), "abc123");
        assert_eq!(cleaned("\"abc123\""), "abc123");
        assert_eq!(cleaned("\u{200b}abc123\u{feff}"), "abc123");
        assert_eq!(cleaned("Application9"), "Application9");
        assert_eq!(cleaned("é"), "é");
    }

    #[test]
    fn what_can_be_no_key_is_refused() {
        use Charset::{Password, Token};
        assert_eq!(code("abc-123_x.y==", Token), None);
        assert_eq!(code("***", Token).as_deref(), Some("secret-masked"));
        assert_eq!(code("••••••••7f31", Token).as_deref(), Some("secret-masked"));
        assert_eq!(code("…7f31", Token).as_deref(), Some("secret-masked"));
        assert_eq!(code("abc\ndef", Token).as_deref(), Some("secret-line-break"));
        assert_eq!(code("abc def", Token).as_deref(), Some("secret-space"));
        assert_eq!(code("abcäöü", Token).as_deref(), Some("secret-odd-character"));
        assert_eq!(code("a pass wörd", Password), None);
        assert_eq!(code("a\npass", Password).as_deref(), Some("secret-line-break"));
        assert_eq!(code(" ", Token).as_deref(), Some("secret-empty"));
    }

    #[test]
    fn no_finding_repeats_the_secret() {
        for text in ["abc def-very-secret", "very-secret\nabc", "very-secret***"] {
            let finding =
                check("secrets.apiKey", &"API key".into(), &Secret::new(text), APP, Charset::Token).unwrap();
            assert!(!format!("{finding:?}").contains("very-secret"));
        }
    }
}
