//! WhatsApp's formatting put round what is selected, and taken off again.
//!
//! WhatsApp reads a mark only at the edge of a word, closed on the same line, so spaces at the ends of a selection stay
//! outside, each line gets marks of its own, and a variable is never cut: its value is what will be formatted.

use std::ops::Range;

use super::{
    edit::Edit,
    token::{Kind, tokens},
};
use crate::texts::{Id, value_editor as say};

/// What can be done to the selected text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// `*…*`
    Bold,
    /// `_…_`
    Italic,
    /// `~…~`
    Struck,
    /// ```` ```…``` ````
    Mono,
    /// `- …`
    Bullets,
    /// `1. …`
    Numbers,
    /// `> …`
    Quote,
}

impl Mark {
    /// All of them, in the order of the bar.
    pub const ALL: [Self; 7] =
        [Self::Bold, Self::Italic, Self::Struck, Self::Mono, Self::Bullets, Self::Numbers, Self::Quote];

    /// What it is called.
    pub fn label(self) -> Id {
        match self {
            Self::Bold => say::BOLD,
            Self::Italic => say::ITALIC,
            Self::Struck => say::STRUCK,
            Self::Mono => say::MONO,
            Self::Bullets => say::BULLETS,
            Self::Numbers => say::NUMBERS,
            Self::Quote => say::QUOTE,
        }
    }

    /// The key that does it together with Ctrl or Cmd, and whether Shift belongs to it.
    pub fn key(self) -> Option<(char, bool)> {
        match self {
            Self::Bold => Some(('b', false)),
            Self::Italic => Some(('i', false)),
            Self::Struck => Some(('x', true)),
            Self::Mono => Some(('m', true)),
            Self::Bullets | Self::Numbers | Self::Quote => None,
        }
    }

    /// The mark of a pressed key.
    pub fn of_key(key: &str, shift: bool) -> Option<Self> {
        let mut chars = key.chars();
        let pressed = chars.next().filter(|_| chars.next().is_none())?.to_ascii_lowercase();
        Self::ALL.into_iter().find(|mark| mark.key() == Some((pressed, shift)))
    }

    fn sign(self) -> &'static str {
        match self {
            Self::Bold => "*",
            Self::Italic => "_",
            Self::Struck => "~",
            _ => "```",
        }
    }
}

/// Puts the mark on, or takes it off where it is.
pub fn toggle(text: &str, selection: Range<usize>, mark: Mark) -> Edit {
    let chars: Vec<char> = text.chars().collect();
    let end = selection.end.min(chars.len());
    let selection = around_tags(&chars, selection.start.min(end)..end);
    match mark {
        Mark::Bullets | Mark::Numbers | Mark::Quote => lines(&chars, selection, mark),
        _ => wrap(&chars, selection, mark.sign()),
    }
}

/// The selection, widened to whole variables.
fn around_tags(chars: &[char], selection: Range<usize>) -> Range<usize> {
    let all = tokens(chars);
    let cut = |place: usize| {
        all.iter().find(|token| token.kind != Kind::Text && token.at.start < place && place < token.at.end)
    };
    let end = cut(selection.end).map_or(selection.end, |token| token.at.end);
    // A caret inside of a variable goes behind it.
    let start = match cut(selection.start) {
        Some(_) if selection.is_empty() => end,
        Some(token) => token.at.start,
        None => selection.start,
    };
    start..end
}

/// Something to be put in or taken out; a change list keeps the caret's place computable.
struct Changes<'a> {
    chars: &'a [char],
    out: String,
    copied: usize,
    length: usize,
}

impl<'a> Changes<'a> {
    fn new(chars: &'a [char]) -> Self {
        Self { chars, out: String::with_capacity(chars.len() + 16), copied: 0, length: 0 }
    }

    /// Copies up to `at`, and tells where that is in the new text.
    fn to(&mut self, at: usize) -> usize {
        self.out.extend(&self.chars[self.copied..at]);
        self.length += at - self.copied;
        self.copied = at;
        self.length
    }

    fn put(&mut self, text: &str) {
        self.out.push_str(text);
        self.length += text.chars().count();
    }

    fn drop(&mut self, count: usize) {
        self.copied += count;
    }

    fn done(mut self, selection: Range<usize>) -> Edit {
        self.to(self.chars.len());
        Edit { text: self.out, selection }
    }
}

fn wrap(chars: &[char], selection: Range<usize>, sign: &str) -> Edit {
    let sign_chars: Vec<char> = sign.chars().collect();
    let size = sign_chars.len();
    if selection.is_empty() {
        return at_caret(chars, selection.start, sign, &sign_chars);
    }
    // Mono reaches over lines, the others do not.
    let parts = if size > 1 { vec![trimmed(chars, selection)] } else { line_parts(chars, selection) };
    let parts: Vec<Range<usize>> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let Some((first, last)) = parts.first().cloned().zip(parts.last().cloned()) else {
        return Changes::new(chars).done(0..0);
    };
    // What stands between the marks, wherever the selection ends: before, between or behind them.
    let marked = |part: &Range<usize>| {
        let start = if chars[part.clone()].starts_with(&sign_chars) {
            part.start + size
        } else if chars[..part.start].ends_with(&sign_chars) {
            part.start
        } else {
            return None;
        };
        let end = if chars[part.clone()].ends_with(&sign_chars) {
            part.end - size
        } else if chars[part.end..].starts_with(&sign_chars) {
            part.end
        } else {
            return None;
        };
        (start < end).then_some(start..end)
    };
    let cores: Option<Vec<Range<usize>>> = parts.iter().map(marked).collect();
    let off = cores.is_some();
    let cores = cores.unwrap_or(parts);
    let mut changes = Changes::new(chars);
    let (mut start, mut end) = (first.start, last.end);
    for (index, core) in cores.iter().enumerate() {
        if off {
            changes.to(core.start - size);
            changes.drop(size);
        } else {
            changes.to(core.start);
            changes.put(sign);
        }
        if index == 0 {
            start = changes.length;
        }
        end = changes.to(core.end);
        if off {
            changes.drop(size);
        } else {
            changes.put(sign);
        }
    }
    changes.done(start..end)
}

/// Nothing selected: an empty pair to type into, or that pair taken away again.
fn at_caret(chars: &[char], caret: usize, sign: &str, sign_chars: &[char]) -> Edit {
    let size = sign_chars.len();
    let mut changes = Changes::new(chars);
    if chars[..caret].ends_with(sign_chars) && chars[caret..].starts_with(sign_chars) {
        let place = changes.to(caret - size);
        changes.drop(2 * size);
        return changes.done(place..place);
    }
    changes.to(caret);
    changes.put(sign);
    let place = changes.length;
    changes.put(sign);
    changes.done(place..place)
}

/// A part without the white space at its ends.
fn trimmed(chars: &[char], part: Range<usize>) -> Range<usize> {
    let solid = |at: &usize| !chars[*at].is_whitespace();
    match (part.clone().find(solid), part.clone().rev().find(solid)) {
        (Some(start), Some(end)) => start..end + 1,
        _ => part.end..part.end,
    }
}

/// The lines of a selection, each without white space at its ends and without the sign of its list.
fn line_parts(chars: &[char], selection: Range<usize>) -> Vec<Range<usize>> {
    whole_lines(chars, selection.clone())
        .into_iter()
        .map(|line| {
            let text = line.start + prefix(&chars[line.clone()]).map_or(0, |(_, length)| length);
            let start = text.max(selection.start);
            trimmed(chars, start..line.end.min(selection.end).max(start))
        })
        .collect()
}

/// The lines that a selection touches, without their line breaks.
fn whole_lines(chars: &[char], selection: Range<usize>) -> Vec<Range<usize>> {
    let mut start = chars[..selection.start].iter().rposition(|c| *c == '\n').map_or(0, |at| at + 1);
    let mut lines = Vec::new();
    loop {
        let end = chars[start..].iter().position(|c| *c == '\n').map_or(chars.len(), |at| start + at);
        lines.push(start..end);
        // A selection that ends at the start of a line does not touch it.
        if end + 1 >= selection.end.max(1) || end == chars.len() {
            return lines;
        }
        start = end + 1;
    }
}

/// The sign a line begins with, and its length.
fn prefix(line: &[char]) -> Option<(Mark, usize)> {
    match line {
        ['-' | '*', ' ', ..] => Some((Mark::Bullets, 2)),
        ['>', ' ', ..] => Some((Mark::Quote, 2)),
        ['>'] => Some((Mark::Quote, 1)),
        _ => {
            let digits = line.iter().take_while(|c| c.is_ascii_digit()).count();
            ((1..=3).contains(&digits) && line[digits..].starts_with(&['.', ' ']))
                .then_some((Mark::Numbers, digits + 2))
        }
    }
}

/// Makes lines a list or a quote, or plain again.
fn lines(chars: &[char], selection: Range<usize>, mark: Mark) -> Edit {
    let touched = whole_lines(chars, selection.clone());
    let blank = |line: &Range<usize>| chars[line.clone()].iter().all(|c| c.is_whitespace());
    let single = touched.len() == 1;
    let counted: Vec<&Range<usize>> = touched.iter().filter(|line| single || !blank(line)).collect();
    let off = !counted.is_empty()
        && counted.iter().all(|line| prefix(&chars[(*line).clone()]).is_some_and(|(kind, _)| kind == mark));
    let mut changes = Changes::new(chars);
    let (mut start, mut end) = (selection.start, selection.end);
    let before = touched.first().map_or(0, |line| line.start);
    for (index, line) in counted.iter().enumerate() {
        changes.to(line.start);
        changes.drop(prefix(&chars[(*line).clone()]).map_or(0, |(_, length)| length));
        if !off {
            match mark {
                Mark::Bullets => changes.put("- "),
                Mark::Quote => changes.put("> "),
                _ => changes.put(&format!("{}. ", index + 1)),
            }
        }
        if index == 0 {
            start = if selection.is_empty() { start } else { before };
        }
        changes.to(line.end.max(changes.copied));
        end = changes.length;
    }
    if selection.is_empty() {
        // The caret stays on its character.
        let grown = changes.length + chars.len() - changes.copied;
        start = (selection.start + grown).saturating_sub(chars.len()).max(before);
        end = start;
    }
    changes.done(start..end)
}

#[cfg(test)]
#[path = "marks_tests.rs"]
mod tests;
