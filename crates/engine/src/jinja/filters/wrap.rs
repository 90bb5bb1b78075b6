//! `wordwrap`, by the rules of Python's `textwrap`.

use super::text::split_lines;
use crate::jinja::args::{Call, int_or, text as text_arg, width};
use crate::jinja::chars::{is_uncertain, is_word};
use crate::jinja::errors::{Fault, Res};
use crate::jinja::limits::Budget;
use crate::jinja::ops;
use crate::jinja::value::Value;
use whatsapp_domain::{say, words};

pub(crate) fn wordwrap(budget: &Budget, value: &Value, call: Call) -> Res<Value> {
    let [size, break_long, between, break_hyphens] =
        call.bind("wordwrap", ["width", "break_long_words", "wrapstring", "break_on_hyphens"], 0)?;
    let Value::Str(source) = value else {
        return Err(match value {
            Value::Undefined(path) => ops::undefined(path, words!("it can't be wrapped")),
            other => Fault::value(say!("“wordwrap” needs text, not {found}.", found = other.said())),
        });
    };
    if source.markup || source.text.contains(|c: char| is_uncertain(c) || !c.is_ascii() && c.is_numeric()) {
        return Err(Fault::unsupported("“wordwrap” is not available on HTML text or in this script."));
    }
    let size = int_or(size.as_ref(), 79)?;
    let between = match between {
        None | Some(Value::None) => "\n".into(),
        Some(between) => text_arg(&between)?,
    };
    let break_long = break_long.is_none_or(|value| value.truth());
    let break_hyphens = break_hyphens.is_none_or(|value| value.truth());
    budget.entries(source.text.len())?;
    let mut lines: Vec<String> = Vec::new();
    for line in split_lines(&source.text, false) {
        // An empty paragraph is one empty line.
        let wrapped = wrap(line, size, break_long, break_hyphens)?;
        lines.push(wrapped.join(&between));
    }
    budget.text(
        source.text.len().saturating_mul(2).saturating_add(lines.len().saturating_mul(between.len())),
    )?;
    let out = lines.join(&between);
    budget.text(out.len())?;
    Ok(Value::from(out))
}

/// Spaces as `textwrap` knows them.
fn is_blank(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | ' ')
}

fn wrap(text: &str, size: i128, break_long: bool, break_hyphens: bool) -> Res<Vec<String>> {
    let chars: Vec<char> = text.chars().collect();
    let mut chunks: Vec<Vec<char>> = if break_hyphens { split_hyphens(&chars) } else { split_blanks(&chars) };
    if size <= 0 {
        return Err(Fault::value("The width of “wordwrap” must be at least 1."));
    }
    let size = width(size);
    chunks.reverse();
    let blank = |chunk: &Vec<char>| chunk.iter().all(|c| is_blank(*c) || crate::jinja::chars::is_space(*c));
    let mut lines = Vec::new();
    while !chunks.is_empty() {
        let mut line: Vec<Vec<char>> = Vec::new();
        let mut used = 0;
        if !lines.is_empty() && chunks.last().is_some_and(blank) {
            chunks.pop();
        }
        while let Some(chunk) = chunks.last() {
            if used + chunk.len() > size {
                break;
            }
            used += chunk.len();
            line.extend(chunks.pop());
        }
        if chunks.last().is_some_and(|chunk| chunk.len() > size) {
            let room = size.saturating_sub(used);
            if let Some(chunk) = chunks.last_mut() {
                if break_long {
                    let mut end = room;
                    if break_hyphens && chunk.len() > room {
                        // After a hyphen, unless only hyphens stand before it.
                        let hyphen = chunk[..room].iter().rposition(|c| *c == '-').unwrap_or(0);
                        if hyphen > 0 && chunk[..hyphen].iter().any(|c| *c != '-') {
                            end = hyphen + 1;
                        }
                    }
                    line.push(chunk.drain(..end.min(chunk.len())).collect());
                } else if line.is_empty() {
                    line.extend(chunks.pop());
                }
            }
        }
        if line.last().is_some_and(blank) {
            line.pop();
        }
        if !line.is_empty() {
            lines.push(line.into_iter().flatten().collect());
        }
    }
    Ok(lines)
}

fn split_blanks(chars: &[char]) -> Vec<Vec<char>> {
    let mut chunks: Vec<Vec<char>> = Vec::new();
    for c in chars {
        match chunks.last_mut() {
            Some(last) if last.first().is_some_and(|first| is_blank(*first) == is_blank(*c)) => last.push(*c),
            _ => chunks.push(vec![*c]),
        }
    }
    chunks
}

/// A letter of a word: `\w` without digits.
fn is_letter(c: char) -> bool {
    is_word(c) && !c.is_numeric()
}

fn is_word_mark(c: char) -> bool {
    is_word(c) || matches!(c, '!' | '"' | '\'' | '&' | '.' | ',' | '?')
}

/// Blanks, words up to and with a hyphen inside of them, and dashes between words.
fn split_hyphens(chars: &[char]) -> Vec<Vec<char>> {
    let at = |index: usize| chars.get(index).copied();
    let mut chunks = Vec::new();
    let mut start = 0;
    while start < chars.len() {
        let end = if is_blank(chars[start]) {
            run(chars, start, is_blank)
        } else if let Some(end) = dashes(chars, start) {
            end
        } else {
            word(chars, start, &at)
        };
        let end = end.max(start + 1);
        chunks.push(chars[start..end].to_vec());
        start = end;
    }
    chunks
}

fn run(chars: &[char], start: usize, fits: impl Fn(char) -> bool) -> usize {
    start + chars[start..].iter().take_while(|c| fits(**c)).count()
}

/// Two or more hyphens between words.
fn dashes(chars: &[char], start: usize) -> Option<usize> {
    let end = run(chars, start, |c| c == '-');
    let before = start.checked_sub(1).and_then(|index| chars.get(index));
    let after = chars.get(end);
    (end >= start + 2 && before.is_some_and(|c| is_word_mark(*c)) && after.is_some_and(|c| is_word(*c)))
        .then_some(end)
}

/// The shortest piece from `start` that ends after a hyphen between letters, before a dash, at a blank, or at the end.
fn word(chars: &[char], start: usize, at: &dyn Fn(usize) -> Option<char>) -> usize {
    let mut end = start + 1;
    loop {
        let Some(next) = at(end) else { return end };
        // A hyphen that may be broken after: two letters before it, or a letter, a hyphen and a letter.
        if next == '-' {
            let letter = |index: Option<usize>| index.and_then(at).is_some_and(is_letter);
            let before = letter(end.checked_sub(1))
                && (letter(end.checked_sub(2))
                    || end.checked_sub(2).and_then(at) == Some('-') && letter(end.checked_sub(3)));
            let after = letter(Some(end + 1))
                && (letter(Some(end + 2)) || at(end + 2) == Some('-') && letter(Some(end + 3)));
            if before && after {
                return end + 1;
            }
        }
        if is_blank(next) {
            return end;
        }
        if dashes(chars, end).is_some() {
            return end;
        }
        end += 1;
    }
}
