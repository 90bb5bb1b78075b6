//! What is drawn behind a text control, in runs of one look each; and, while nobody types there, as chips.

use std::ops::Range;

use super::token::{FilterUse, Kind, Token};
use crate::texts::{Texts, value_editor as say};

/// How a run looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// As typed.
    Text,
    /// A variable.
    Variable,
    /// Other Jinja.
    Code,
    /// A tag without an end.
    Unclosed,
}

impl Look {
    /// Its word in `data-look`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Variable => "variable",
            Self::Code => "code",
            Self::Unclosed => "unclosed",
        }
    }
}

impl From<&Kind> for Look {
    fn from(kind: &Kind) -> Self {
        match kind {
            Kind::Text => Self::Text,
            Kind::Variable { .. } => Self::Variable,
            Kind::Code => Self::Code,
            Kind::Unclosed => Self::Unclosed,
        }
    }
}

/// A run of characters with one look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// How it looks.
    pub look: Look,
    /// Is this where the error stands?
    pub wrong: bool,
    /// The characters.
    pub text: String,
}

/// The text in lines of runs; there is always one line. Nothing is added and nothing left out, so that each character
/// is drawn exactly under that of the control.
pub fn lines(chars: &[char], tokens: &[Token], wrong: Option<Range<usize>>) -> Vec<Vec<Run>> {
    let wrong = wrong.map(|wrong| whole(chars, wrong));
    let mut lines = vec![Vec::new()];
    for token in tokens {
        let look = Look::from(&token.kind);
        for part in split(&token.at, wrong.as_ref()) {
            let is_wrong = wrong.as_ref().is_some_and(|wrong| wrong.contains(&part.start));
            for (index, piece) in chars[part].split(|c| *c == '\n').enumerate() {
                if index > 0 {
                    lines.push(Vec::new());
                }
                if let (false, Some(line)) = (piece.is_empty(), lines.last_mut()) {
                    // The control drops carriage returns, so they take no room here either.
                    let text = piece.iter().filter(|c| **c != '\r').collect();
                    line.push(Run { look, wrong: is_wrong, text });
                }
            }
        }
    }
    lines
}

/// The ranges before, in and after the error.
fn split(at: &Range<usize>, wrong: Option<&Range<usize>>) -> impl Iterator<Item = Range<usize>> {
    let inside = |place: usize| place.clamp(at.start, at.end);
    let (from, to) = wrong.map_or((at.end, at.end), |wrong| (inside(wrong.start), inside(wrong.end)));
    [at.start..from, from..to, to..at.end].into_iter().filter(|part| !part.is_empty())
}

/// The error in whole visible characters: never less than one, and no emoji or accent torn apart, which would be drawn
/// wider than in the control.
fn whole(chars: &[char], wrong: Range<usize>) -> Range<usize> {
    let mut end = wrong.end.max(wrong.start + 1).min(chars.len());
    let mut start = wrong.start.min(end.saturating_sub(1));
    while start > 0 && (joins(chars[start]) || chars[start - 1] == JOINER) {
        start -= 1;
    }
    while end > 0 && end < chars.len() && (joins(chars[end]) || chars[end - 1] == JOINER) {
        end += 1;
    }
    start..end
}

const JOINER: char = '\u{200d}';

/// Is this drawn together with the character before it?
fn joins(c: char) -> bool {
    matches!(c as u32,
        0x0300..=0x036f | 0x0483..=0x0489 | 0x0591..=0x05bd | 0x0610..=0x061a | 0x064b..=0x065f | 0x0670
        | 0x093a..=0x094f | 0x1ab0..=0x1aff | 0x1dc0..=0x1dff | 0x200d | 0x20d0..=0x20ff | 0x3099..=0x309a
        | 0xfe00..=0xfe0f | 0xfe20..=0xfe2f | 0x1f3fb..=0x1f3ff | 0xe0020..=0xe007f)
}

/// A part of a value while nobody types in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// How it looks; a variable is a chip.
    pub look: Look,
    /// The characters, or the chip's label.
    pub text: String,
    /// What a chip says behind its label; empty for nothing.
    pub suffix: String,
    /// Does the error stand in it?
    pub wrong: bool,
    /// Its place in the value, in characters.
    pub at: Range<usize>,
}

/// The value with its variables as chips; nothing when it has none.
pub fn chips(
    chars: &[char],
    tokens: &[Token],
    wrong: Option<Range<usize>>,
    label: impl Fn(&str) -> String,
    t: Texts,
) -> Vec<Part> {
    if !tokens.iter().any(|token| matches!(token.kind, Kind::Variable { .. })) {
        return Vec::new();
    }
    let wrong = wrong.map(|wrong| whole(chars, wrong));
    let part = |token: &Token| {
        let hit =
            wrong.as_ref().is_some_and(|wrong| wrong.start < token.at.end && token.at.start < wrong.end);
        let (text, suffix) = match &token.kind {
            Kind::Variable { path, filters } => {
                (label(path), filters.iter().map(|filter| suffix(t, filter)).collect::<Vec<_>>().join(" · "))
            }
            _ => (chars[token.at.clone()].iter().collect(), String::new()),
        };
        Part { look: Look::from(&token.kind), text, suffix, wrong: hit, at: token.at.clone() }
    };
    tokens.iter().map(part).collect()
}

/// A filter in a few words.
fn suffix(t: Texts, filter: &FilterUse) -> String {
    match filter.name.as_str() {
        "default" | "d" => match first_text(&filter.arguments) {
            Some(text) => t.say(say::or_text(text)),
            None => t.get(say::OR_ANOTHER).into(),
        },
        "date" => first_text(&filter.arguments).unwrap_or_else(|| t.get(say::DATE).into()),
        name => name.replace('_', " "),
    }
}

/// The first argument, when it is a plain text in quotation marks.
fn first_text(arguments: &str) -> Option<String> {
    let rest = arguments.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (text, _) = rest[1..].split_once(quote)?;
    (!text.contains('\\')).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    /// Runs as `look:text`, with `!` where the error stands, lines by `/`.
    fn show(text: &str, wrong: Option<Range<usize>>) -> String {
        let chars = chars(text);
        let one = |run: &Run| {
            format!("{}{}:{}", if run.wrong { "!" } else { "" }, &run.look.as_str()[..1], run.text)
        };
        let lines = lines(&chars, &tokens(&chars), wrong);
        lines
            .iter()
            .map(|line| line.iter().map(one).collect::<Vec<_>>().join("|"))
            .collect::<Vec<_>>()
            .join("/")
    }

    #[test]
    fn lines_are_runs_of_one_look() {
        assert_eq!(show("", None), "");
        assert_eq!(show("Hi {{ a }},\n\n{% if b", None), "t:Hi |v:{{ a }}|t:,//u:{% if b");
        assert_eq!(show("a\r\nb\n", None), "t:a/t:b/");
        assert_eq!(show("{{ a\n+ 1 }}", None), "c:{{ a/c:+ 1 }}");
    }

    #[test]
    fn the_error_is_marked_where_it_stands() {
        assert_eq!(show("Hi {{ a b }}", Some(8..9)), "t:Hi |c:{{ a |!c:b|c: }}");
        assert_eq!(show("Hi {{ a }}", Some(1..5)), "t:H|!t:i |!v:{{|v: a }}");
        assert_eq!(show("ab", Some(2..2)), "t:a|!t:b", "at the end the last character stands for it");
        assert_eq!(show("ab", Some(1..1)), "t:a|!t:b");
        assert_eq!(show("ab", Some(7..9)), "t:a|!t:b", "a place behind the text");
        assert_eq!(show("", Some(0..3)), "");
    }

    #[test]
    fn nothing_that_is_drawn_as_one_is_torn_apart() {
        assert_eq!(show("a👨‍👩‍👧b", Some(3..4)), "t:a|!t:👨‍👩‍👧|t:b");
        assert_eq!(show("e\u{301}x", Some(0..1)), "!t:e\u{301}|t:x");
        assert_eq!(show("e\u{301}x", Some(1..2)), "!t:e\u{301}|t:x");
        assert_eq!(show("👍🏽!", Some(0..1)), "!t:👍🏽|t:!");
    }

    #[test]
    fn no_character_is_lost() {
        for text in ["Hi {{ a }}\n\n{% if b", "שלום {{ a }}\n👨‍👩‍👧", "{{ a | default(\"\n"] {
            let chars = chars(text);
            for start in 0..=chars.len() {
                let lines = lines(&chars, &tokens(&chars), Some(start..start + 2));
                let line = |line: &Vec<Run>| line.iter().map(|run| run.text.as_str()).collect::<String>();
                assert_eq!(lines.iter().map(line).collect::<Vec<_>>().join("\n"), text, "{text} {start}");
            }
        }
    }

    #[test]
    fn chips_say_what_a_variable_means() {
        let show = |text: &str, wrong: Option<Range<usize>>| {
            let chars = chars(text);
            let parts =
                chips(&chars, &tokens(&chars), wrong, super::super::label::in_words, crate::texts::english());
            let one = |part: &Part| {
                let mark = if part.wrong { "!" } else { "" };
                match part.look {
                    Look::Variable => format!("{mark}[{}|{}]", part.text, part.suffix),
                    _ => format!("{mark}{}", part.text),
                }
            };
            parts.iter().map(one).collect::<String>()
        };
        assert_eq!(show("plain", None), "", "nothing to show as a chip");
        assert_eq!(show("Hi {{ customer.first_name }}!", None), "Hi [First name|]!");
        assert_eq!(show("{{ a | title | default('you') }}", None), "[A|title · or “you”]");
        assert_eq!(show("{{ a | default(b) }}{{ c | date(\"%Y\") }}", None), "[A|or another][C|%Y]");
        assert_eq!(show("{{ a }}{{ a + 1 }}", Some(8..9)), "[A|]!{{ a + 1 }}");
    }
}
