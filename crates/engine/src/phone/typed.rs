//! From cleaned text to a plus and digits, or the reason why the text is refused.
//!
//! Whatever Google's library reads through is read through: a label before the number, an extension behind it,
//! `tel:` with its parameters, brackets and dots. It goes on where that library guesses, and refuses instead:
//! letters as digits, masks, what a spreadsheet left over, two numbers in one cell.

use super::rejection::Code;
use super::{extension, mangled};

/// Longest text that is looked at, in characters.
const LONGEST: usize = 250;

/// What was typed, without its punctuation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Typed {
    /// Did it begin with a plus?
    pub plus: bool,
    /// ASCII digits; at least two.
    pub digits: String,
}

/// Reads cleaned `text`.
pub(super) fn read(text: &str) -> Result<Typed, Code> {
    if text.is_empty() {
        return Err(Code::Empty);
    }
    if text.chars().count() > LONGEST {
        return Err(Code::TooLong);
    }
    if mangled::by_spreadsheet(text) {
        return Err(Code::Spreadsheet);
    }
    // Direction marks that a poorer encoding could not hold.
    let text = text.strip_prefix('?').and_then(|text| text.strip_suffix('?')).unwrap_or(text);
    let text = &unwrap_uri(text)?;
    let Some(start) = text.find(|c: char| c == '+' || c.is_ascii_digit()) else {
        return Err(if mangled::is_mask(text) { Code::Masked } else { Code::NotANumber });
    };
    let (before, body) = text.split_at(start);
    if !body.starts_with('+') {
        mangled::judge_label(before)?;
    }
    if mangled::is_masked(body) {
        return Err(Code::Masked);
    }
    let body = body.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '#');
    let body = body.find(";isub=").map_or(body, |at| &body[..at]);
    let body = &body[..second_extension(body).unwrap_or(body.len())];
    if mangled::are_several(body) {
        return Err(Code::Several);
    }
    let body = &body[..extension::start(body, |number| digits_of(number).is_ok()).unwrap_or(body.len())];
    digits_of(body)
}

/// The number in an RFC 3966 address with `phone-context`; any other text as it is.
fn unwrap_uri(text: &str) -> Result<String, Code> {
    const CONTEXT: &str = ";phone-context=";
    let Some(at) = text.find(CONTEXT) else { return Ok(text.to_owned()) };
    let context = text[at + CONTEXT.len()..].split(';').next().unwrap_or_default();
    let start = text[..at].find("tel:").map_or(0, |tel| tel + "tel:".len());
    let number = &text[start..at];
    match context.strip_prefix('+') {
        Some(code) if code.contains(|c: char| c.is_ascii_digit()) && code.chars().all(is_uri_digit) => {
            Ok(format!("+{code}{number}"))
        }
        None if is_domain(context) => Ok(number.to_owned()),
        _ => Err(Code::NotANumber),
    }
}

fn is_uri_digit(c: char) -> bool {
    c.is_ascii_digit() || "-.()".contains(c)
}

/// A domain name as RFC 3966 has it: labels of letters, digits and inner hyphens, the last begins with a letter.
fn is_domain(text: &str) -> bool {
    let labels: Vec<&str> = text.strip_suffix('.').unwrap_or(text).split('.').collect();
    let is_label = |label: &&str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    labels.iter().all(is_label)
        && labels.last().is_some_and(|l| l.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// `(530) 583-6985 x302/x2303`: where the second extension begins.
fn second_extension(body: &str) -> Option<usize> {
    body.char_indices()
        .filter(|(_, c)| matches!(c, '/' | '\\'))
        .map(|(at, _)| at)
        .find(|at| body[at + 1..].trim_start_matches(' ').starts_with('x'))
}

/// A number without label and extension: a plus or not, then digits and punctuation.
fn digits_of(body: &str) -> Result<Typed, Code> {
    // `00+44…` says the same thing twice.
    let body = match body.find('+') {
        Some(at) if at > 0 && body[..at].chars().all(|c| "0 -()".contains(c)) => &body[at..],
        _ => body,
    };
    let rest = body.trim_start_matches('+');
    let plus = rest.len() < body.len();
    let mut digits = String::with_capacity(rest.len());
    for c in rest.chars() {
        match c {
            '0'..='9' => digits.push(c),
            ' ' | '-' | '.' | '/' | '(' | ')' | '[' | ']' | '~' | '\n' => {}
            c if c.is_alphabetic() => return Err(Code::Letters),
            _ => return Err(Code::NotANumber),
        }
    }
    match digits.len() {
        0..2 => Err(Code::NotANumber),
        2 if body != digits => Err(Code::NotANumber),
        _ => Ok(Typed { plus, digits }),
    }
}
