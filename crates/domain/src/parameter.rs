//! Values that stand in a template's placeholders: no line break, no tab, at most four spaces in a row.
//!
//! Infobip documents the rule for the header's placeholder; WhatsApp answers error 132018 for the body's too.

use crate::{
    finding::{Finding, TextSpan},
    limits::PARAMETER_SPACES_MAX,
    quote::{quote, quote_near},
    say,
};

/// Line breaks: those of Unicode's newline guidelines, since each of them shows as one.
fn is_line_break(character: char) -> bool {
    matches!(character, '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// What is wrong with a filled value: `template-parameter-line-break`, `template-parameter-tab`,
/// `template-parameter-spaces`. Nothing about emptiness, which depends on what is set for that case.
///
/// Each points at its place in the filled value. The findings carry no repair: the caller knows where the value came from.
pub fn check_parameter(value: &str, field: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(position) = value.chars().position(is_line_break) {
        let text = say!(
            "{value} contains a line break. WhatsApp refuses it in a template value.",
            value = quote_near(value, position)
        );
        let pair = value.chars().skip(position).take(2).eq(['\r', '\n']);
        let at = TextSpan { start: position, end: position + 1 + usize::from(pair) };
        findings.push(Finding::error("template-parameter-line-break", field, text).with_at(Some(at)));
    }
    if let Some(position) = value.chars().position(|character| character == '\t') {
        let text = say!(
            "{value} contains a tab. WhatsApp refuses it in a template value.",
            value = quote_near(value, position)
        );
        let at = TextSpan { start: position, end: position + 1 };
        findings.push(Finding::error("template-parameter-tab", field, text).with_at(Some(at)));
    }
    if let Some((position, length)) = long_run(value) {
        let shown = if value.chars().all(|character| character == ' ') {
            quote(value)
        } else {
            quote_near(value, position)
        };
        let text = say!(
            "{value} contains {count} spaces in a row. WhatsApp allows four in a template value.",
            value = shown,
            count = length
        );
        let at = TextSpan { start: position, end: position + length };
        findings.push(Finding::error("template-parameter-spaces", field, text).with_at(Some(at)));
    }
    findings
}

/// The first run of more spaces than are allowed: where it starts, in characters, and how long it is.
fn long_run(value: &str) -> Option<(usize, usize)> {
    let mut run = 0;
    for (position, character) in value.chars().chain(['\0']).enumerate() {
        if character == ' ' {
            run += 1;
        } else if run > PARAMETER_SPACES_MAX {
            return Some((position - run, run));
        } else {
            run = 0;
        }
    }
    None
}

/// The same value as WhatsApp takes it: each stretch of white space that holds a line break or tab, or is too long,
/// becomes one space; such stretches at the ends go.
pub fn clean_parameter(value: &str) -> String {
    let is_white = |character: char| character == ' ' || character == '\t' || is_line_break(character);
    let mut clean = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(start) = rest.find(is_white) {
        let length = rest[start..].find(|character| !is_white(character)).unwrap_or(rest.len() - start);
        let (white, after) = rest[start..].split_at(length);
        clean.push_str(&rest[..start]);
        if check_parameter(white, "").is_empty() {
            clean.push_str(white);
        } else if !clean.is_empty() && !after.is_empty() {
            clean.push(' ');
        }
        rest = after;
    }
    clean.push_str(rest);
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_judged() {
        for (value, expected) in [
            ("Ana", &[][..]),
            ("", &[]),
            ("a    b", &[]),
            ("a     b", &["template-parameter-spaces"]),
            ("     ", &["template-parameter-spaces"]),
            ("a\nb", &["template-parameter-line-break"]),
            ("a\r\nb", &["template-parameter-line-break"]),
            ("a\u{2028}b", &["template-parameter-line-break"]),
            ("a\tb", &["template-parameter-tab"]),
            (
                "a\t\nb     ",
                &["template-parameter-line-break", "template-parameter-tab", "template-parameter-spaces"],
            ),
            // Only the plain space counts; no-break spaces pass.
            ("a\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}b", &[]),
        ] {
            let codes: Vec<_> = check_parameter(value, "f").into_iter().map(|finding| finding.code).collect();
            assert_eq!(codes, expected, "{value:?}");
        }
    }

    #[test]
    fn the_words_quote_what_was_found() {
        let finding = &check_parameter("Linen\nshirt", "message.body[1]")[0];
        assert_eq!(
            finding.text,
            "“Linen\\nshirt” contains a line break. WhatsApp refuses it in a template value."
        );
        assert_eq!(finding.field, "message.body[1]");
        assert_eq!(finding.at, Some(TextSpan { start: 5, end: 6 }));
        let places = check_parameter("ä\r\n\tb      c", "f").into_iter().map(|finding| finding.at.unwrap());
        assert_eq!(places.map(|at| (at.start, at.end)).collect::<Vec<_>>(), [(1, 3), (3, 4), (5, 11)]);
        assert!(check_parameter("a      b", "f")[0].text.contains("6 spaces in a row"));
    }

    #[test]
    fn cleaning_leaves_one_space() {
        for (value, clean) in [
            ("Linen\r\nshirt", "Linen shirt"),
            ("a \n\t b", "a b"),
            ("a     b    c", "a b    c"),
            ("\na\n", "a"),
            (" a ", " a "),
            ("\n", ""),
            ("ä\u{2028}ö", "ä ö"),
        ] {
            assert_eq!(clean_parameter(value), clean, "{value:?}");
            assert!(check_parameter(&clean_parameter(value), "").is_empty());
        }
    }
}
