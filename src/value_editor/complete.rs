//! Completion: where the caret stands in the Jinja of a value, what fits there, and the text once one is taken.

use std::ops::Range;

use whatsapp_domain::profile::{Attribute, AttributeKind};

use super::{
    edit::{Edit, replace},
    filters::{FILTERS, Filter, fits},
    label::in_words,
    token::{self, Kind, Token, tokens},
};
use crate::texts::Texts;

/// What can be completed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// An attribute.
    Attribute,
    /// A filter for the attribute of this path, when it is a plain one.
    Filter(Option<String>),
}

/// The word at the caret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// What can stand there.
    pub wanted: Wanted,
    /// The word, in characters; empty where none has begun.
    pub word: Range<usize>,
    /// The part of it before the caret.
    pub query: String,
    /// The braces around it.
    tag: Range<usize>,
    /// Have the braces an end, or can't one be added here?
    closed: bool,
}

/// The word at the caret, if one can be completed there.
pub fn place(chars: &[char], caret: usize) -> Option<Place> {
    if outside(chars, caret) { None } else { searched(chars, caret) }
}

fn searched(chars: &[char], caret: usize) -> Option<Place> {
    let all = tokens(chars);
    let tag = all.iter().find(|token| inside(token, chars, caret))?;
    let statement = chars.get(tag.at.start + 1) == Some(&'%');
    let start = tag.at.start + 2;
    let scanned = scan(&chars[start..caret])?;
    let filter = last_solid(&chars[start..word_start(chars, start, caret, false)]) == Some('|');
    let from = word_start(chars, start, caret, !filter);
    let before = &chars[start..from];
    let wanted = match last_solid(before) {
        Some('|') => Wanted::Filter(leading_path(before)),
        // `{{-`; in `{%` the first word is a keyword.
        None if !statement => Wanted::Attribute,
        Some('-' | '+') if before.iter().filter(|c| !c.is_whitespace()).count() == 1 && !statement => {
            Wanted::Attribute
        }
        Some('(' | ',' | '[' | ':' | '+' | '-' | '*' | '/' | '~' | '<' | '>' | '=' | '%') => {
            Wanted::Attribute
        }
        Some(_) if ends_with_keyword(before) => Wanted::Attribute,
        _ => return None,
    };
    let in_word = |c: char| token::is_name(c) || (c == '.' && wanted == Wanted::Attribute);
    let to = (caret..chars.len()).find(|&at| !in_word(chars[at])).unwrap_or(chars.len());
    let closed = tag.kind != Kind::Unclosed || statement || scanned.open > 0;
    let query: String = chars[from..caret].iter().collect();
    if query.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    Some(Place { wanted, word: from..to, query, tag: tag.at.clone(), closed })
}

/// Does the caret stand between the braces?
fn inside(token: &Token, chars: &[char], caret: usize) -> bool {
    let starts = token.at.start + 2 <= caret && chars.get(token.at.start + 1) != Some(&'#');
    match token.kind {
        Kind::Text => false,
        Kind::Unclosed => starts && caret <= token.at.end,
        Kind::Variable { .. } | Kind::Code => starts && caret + 2 <= token.at.end,
    }
}

struct Scanned {
    open: usize,
}

/// Reads up to the caret; nothing when it stands inside quotation marks.
fn scan(chars: &[char]) -> Option<Scanned> {
    let mut quote = None;
    let mut open = 0_usize;
    let mut escaped = false;
    for &c in chars {
        match (quote, c) {
            (Some(_), _) if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(mark), c) if c == mark => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '(' | '[' | '{') => open += 1,
            (None, ')' | ']' | '}') => open = open.saturating_sub(1),
            (None, _) => {}
        }
    }
    quote.is_none().then_some(Scanned { open })
}

fn word_start(chars: &[char], start: usize, caret: usize, dots: bool) -> usize {
    let part = |c: &char| token::is_name(*c) || (dots && *c == '.');
    caret - chars[start..caret].iter().rev().take_while(|c| part(c)).count()
}

fn last_solid(chars: &[char]) -> Option<char> {
    chars.iter().rev().copied().find(|c| !c.is_whitespace())
}

fn ends_with_keyword(before: &[char]) -> bool {
    let text: String = before.iter().collect();
    let word = text.split_whitespace().next_back().unwrap_or_default();
    text.ends_with(char::is_whitespace)
        && matches!(word, "if" | "elif" | "else" | "in" | "and" | "or" | "not" | "is")
}

/// The attribute that a chain of filters begins with.
fn leading_path(before: &[char]) -> Option<String> {
    let end = before.iter().rposition(|c| *c == '|')?;
    let whole: Vec<char> = "{{".chars().chain(before[..end].iter().copied()).chain("}}".chars()).collect();
    match tokens(&whole).pop()?.kind {
        Kind::Variable { path, .. } => Some(path),
        _ => None,
    }
}

/// The attributes that fit what was typed, best first: those that begin with it, that hold it, whose words begin with
/// its letters.
pub fn attributes<'a>(all: &'a [Attribute], query: &str) -> Vec<&'a Attribute> {
    let query = query.trim().to_lowercase();
    let mut found: Vec<(u8, &Attribute)> =
        all.iter().filter_map(|one| Some((rank(&one.path, one.label.as_deref(), &query)?, one))).collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, one)| one).collect()
}

/// How well something fits: 0 begins with it, 1 a word of it does, 2 holds it, 3 its initials are it.
fn rank(path: &str, label: Option<&str>, query: &str) -> Option<u8> {
    let path = path.to_lowercase();
    let label = label.map_or_else(|| in_words(&path), str::to_owned).to_lowercase();
    if path.starts_with(query) || label.starts_with(query) {
        return Some(0);
    }
    // A path is typed with its root or without.
    let rest = path.split_once('.').map_or(path.as_str(), |(_, rest)| rest);
    if rest.starts_with(query) {
        return Some(0);
    }
    let words = || path.split(|c: char| !c.is_alphanumeric()).chain(label.split_whitespace());
    if words().any(|word| word.starts_with(query)) {
        return Some(1);
    }
    if path.contains(query) || label.contains(query) {
        return Some(2);
    }
    let initials = |text: &str| -> String {
        text.split(|c: char| !c.is_alphanumeric()).filter_map(|word| word.chars().next()).collect()
    };
    (initials(&path).contains(query) || initials(&label).contains(query)).then_some(3)
}

/// The filters that fit what was typed, by their code or their name in the reader's language; those for this kind of
/// attribute first.
pub fn filters(t: Texts, kind: Option<AttributeKind>, query: &str) -> Vec<&'static Filter> {
    let query = query.trim().to_lowercase();
    let matching = |filter: &&Filter| {
        let label = t.get(filter.label).to_lowercase();
        filter.name().starts_with(&query)
            || label.starts_with(&query)
            || label.split_whitespace().any(|word| word.starts_with(&query))
    };
    let mut found: Vec<&Filter> = FILTERS.iter().filter(matching).collect();
    found.sort_by_key(|filter| !fits(filter, kind));
    found
}

/// The text with an attribute taken.
pub fn take_attribute(chars: &[char], place: &Place, path: &str) -> Edit {
    let Place { word, tag, closed, .. } = place;
    let lead = if word.start == tag.start + 2 { " " } else { "" };
    if *closed {
        // `{{a}}` is as good as `{{ a }}`, but the latter is what people read.
        let trail = if chars[word.end..].starts_with(&['}', '}']) { " " } else { "" };
        let edit = replace(chars, word.clone(), &format!("{lead}{path}{trail}"));
        let caret = edit.selection.end - trail.len();
        return Edit { selection: caret..caret, ..edit };
    }
    replace(chars, unclosed(chars, word), &format!("{lead}{path} }}}}"))
}

/// The text with a filter taken; what is to be typed over is selected.
pub fn take_filter(chars: &[char], place: &Place, filter: &Filter) -> Edit {
    let Place { word, closed, .. } = place;
    // A filter that has its brackets already keeps them.
    let has_brackets = chars.get(word.end) == Some(&'(');
    let insert = if has_brackets { filter.name() } else { filter.insert };
    let lead = if chars[..word.start].last() == Some(&'|') { " " } else { "" };
    let close = if *closed { "" } else { " }}" };
    let trail = if *closed && chars[word.end..].starts_with(&['}', '}']) { " " } else { "" };
    let at = if *closed { word.clone() } else { unclosed(chars, word) };
    let edit = replace(chars, at, &format!("{lead}{insert}{close}{trail}"));
    let from = word.start + lead.len();
    let selected =
        (!has_brackets && !filter.select.is_empty()).then(|| filter.insert.find(filter.select)).flatten();
    let selection = match selected {
        Some(offset) => from + offset..from + offset + filter.select.len(),
        None if *closed => from + insert.len()..from + insert.len(),
        None => edit.selection.clone(),
    };
    Edit { selection, ..edit }
}

/// The word and a single `}` behind it, which was the beginning of the end.
fn unclosed(chars: &[char], word: &Range<usize>) -> Range<usize> {
    let space = chars[word.end..].iter().take_while(|c| **c == ' ').count();
    match chars.get(word.end + space) {
        Some('}') => word.start..word.end + space + 1,
        _ => word.clone(),
    }
}

/// The text with a variable in place of the selection; inside of braces the attribute alone.
pub fn insert_variable(chars: &[char], selection: Range<usize>, path: &str) -> Edit {
    if let Some(place) = place(chars, selection.end)
        && place.wanted == Wanted::Attribute
        && selection.is_empty()
    {
        return take_attribute(chars, &place, path);
    }
    // Never into the middle of another tag.
    let within = |place: usize| {
        tokens(chars)
            .into_iter()
            .find(|token| token.kind != Kind::Text && token.at.start < place && place < token.at.end)
    };
    let start = within(selection.start)
        .map_or(selection.start, |token| if selection.is_empty() { token.at.end } else { token.at.start });
    let end = within(selection.end).map_or(selection.end, |token| token.at.end);
    replace(chars, start..end.max(start), &format!("{{{{ {path} }}}}"))
}

/// Is the caret surely in no tag? Told by the characters in front of it, back to the last tag: reading a long text with each key
/// takes its time. Where a text inside of a tag may hold what looks like an end, nothing is sure.
fn outside(chars: &[char], caret: usize) -> bool {
    // The end next behind where the search is, and the sign that its tag would begin with.
    let mut end: Option<(usize, char)> = None;
    for (at, pair) in chars[..caret.min(chars.len())].windows(2).enumerate().rev() {
        match (pair, end) {
            (['{', begun @ ('{' | '%')], found) => {
                let braces = at > 0 && chars[at - 1] == '{';
                return !braces && found.is_some_and(|(end, sign)| sign == *begun && end >= at + 2);
            }
            (['}', '}'], _) => end = Some((at, '{')),
            (['%', '}'], _) => end = Some((at, '%')),
            (['\'' | '"', _] | [_, '\'' | '"'], Some(_)) => return false,
            // The second of two begins a tag, which is what the next step sees.
            (['{', _], Some(_)) if at == 0 || chars[at - 1] != '{' => return false,
            _ => {}
        }
    }
    true
}

#[cfg(test)]
#[path = "complete_tests.rs"]
mod tests;
