//! From cleaned text to a plus and digits, or the reason why the text is refused.
//!
//! Whatever Google's library reads through is read through: a label before the number, an extension behind it,
//! `tel:` with its parameters, brackets and dots. It goes on where that library guesses, and refuses instead:
//! letters as digits, masks, what a spreadsheet left over, two numbers in one cell.

use super::extension;
use super::rejection::Code;

/// Longest text that is looked at, in characters.
const LONGEST: usize = 250;
/// From this many digits on, a part of a cell is a number of its own.
const A_NUMBER: usize = 7;
/// The same for a part that begins with a plus and country code.
const A_FULL_NUMBER: usize = 9;
/// From this many digits on, `.0` behind them comes from a spreadsheet.
const A_FIGURE: usize = 5;

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
    if is_spreadsheet_damage(text) {
        return Err(Code::Spreadsheet);
    }
    // Direction marks that a poorer encoding could not hold.
    let text = text.strip_prefix('?').and_then(|text| text.strip_suffix('?')).unwrap_or(text);
    let text = &unwrap_uri(text)?;
    let Some(start) = text.find(|c: char| c == '+' || c.is_ascii_digit()) else {
        return Err(if is_mask(text) { Code::Masked } else { Code::NotANumber });
    };
    let (before, body) = text.split_at(start);
    judge_label(before, body)?;
    if is_masked(body) {
        return Err(Code::Masked);
    }
    let body = body.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '#');
    let body = body.find(";isub=").map_or(body, |at| &body[..at]);
    let body = &body[..second_extension(body).unwrap_or(body.len())];
    if are_several(body) {
        return Err(Code::Several);
    }
    let body = &body[..extension::start(body, |number| digits_of(number).is_ok()).unwrap_or(body.len())];
    digits_of(body)
}

/// `1E+11`, `4,479E11`, whole numbers that were stored as fractions (`447400123456.0`) or with thousands
/// (`447,400,123,456`).
fn is_spreadsheet_damage(text: &str) -> bool {
    let text = text.trim_start_matches(['+', '-', '=', '\'', '"']).trim_end_matches(['"', '\'']);
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let (whole, rest) = text.split_at(digits(text));
    if whole.is_empty() {
        return false;
    }
    let thousands = rest.split(',');
    let is_thousand = |group: &str| group.len() == 3 && digits(group) == 3;
    if whole.len() <= 3 && rest.starts_with(',') && thousands.skip(1).all(is_thousand) {
        return true;
    }
    let (fraction, rest) = match rest.strip_prefix(['.', ',']) {
        Some(fraction) => fraction.split_at(digits(fraction)),
        None => ("", rest),
    };
    if rest.is_empty() {
        return whole.len() >= A_FIGURE && !fraction.is_empty() && fraction.bytes().all(|b| b == b'0');
    }
    let exponent =
        rest.trim_start().strip_prefix(['E', 'e']).map(|e| e.trim_start().trim_start_matches(['+', '-']));
    exponent.is_some_and(|e| !e.is_empty() && digits(e) == e.len())
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

/// What stands before the number is skipped as a label, unless it is the masked or mistyped start of the number.
fn judge_label(before: &str, body: &str) -> Result<(), Code> {
    if body.starts_with('+') {
        return Ok(());
    }
    if is_mask(before) || before.ends_with(['*', 'x', 'X', '×', '•', '●']) {
        return Err(Code::Masked);
    }
    let near = before.trim_end_matches([' ', '-', '(', ')']);
    let word = &near[near.trim_end_matches(char::is_alphabetic).len()..];
    // O7400…, l7400…: letters that pass for digits; an O even when spaces follow.
    let passes = |c: char| "OoОоΟο".contains(c) || (near == before && "QDIlіІΙıSsZzBGb".contains(c));
    if !word.is_empty() && word.chars().all(passes) { Err(Code::Letters) } else { Ok(()) }
}

/// Characters that stand for digits left out, wherever two of them meet.
fn is_cover(c: char) -> bool {
    matches!(
        c,
        '*' | 'x'
            | 'X'
            | '×'
            | '_'
            | '?'
            | '•'
            | '●'
            | '○'
            | '◦'
            | '■'
            | '▪'
            | '█'
            | '░'
            | '▒'
            | '▓'
            | '⬤'
            | '#'
    )
}

fn is_mask(text: &str) -> bool {
    let mut covers = 0;
    for c in text.chars() {
        match c {
            c if is_cover(c) => covers += 1,
            ' ' | '-' | '.' | '(' | ')' | '/' => {}
            _ => covers = 0,
        }
        if covers >= 2 {
            return true;
        }
    }
    false
}

/// Are digits of the number covered or cut off?
fn is_masked(body: &str) -> bool {
    let covered_end = ["...", "---", "___"].iter().any(|run| body.ends_with(run));
    is_mask(body) || covered_end || body.contains(['…', '*', '•', '●', '█', '?'])
}

/// `(530) 583-6985 x302/x2303`: where the second extension begins.
fn second_extension(body: &str) -> Option<usize> {
    body.char_indices()
        .filter(|(_, c)| matches!(c, '/' | '\\'))
        .map(|(at, _)| at)
        .find(|at| body[at + 1..].trim_start_matches(' ').starts_with('x'))
}

/// More than one number in the cell?
fn are_several(body: &str) -> bool {
    let digits = |part: &str| part.bytes().filter(u8::is_ascii_digit).count();
    let is_number = |part: &&str| {
        digits(part)
            >= if part.trim_start_matches([' ', '(']).starts_with('+') { A_FULL_NUMBER } else { A_NUMBER }
    };
    let second_plus = body.rfind('+').is_some_and(|at| digits(&body[..at]) >= A_NUMBER);
    // Two commas are a pause before an extension, and `;ext=` names one.
    let parts = body.split(['/', '|', '&', ',', ';', '\n', '\\']).filter(|part| !part.starts_with("ext="));
    let lower = body.to_ascii_lowercase();
    let said = lower.split(" or ").flat_map(|part| part.split(" and "));
    let words = body.split([' ', '\n']).filter(|word| digits(word) >= 10);
    second_plus
        || (!body.contains(",,") && parts.filter(is_number).count() > 1)
        || said.filter(is_number).count() > 1
        || words.count() > 1
}

/// A number without label and extension: a plus or not, then digits and punctuation.
fn digits_of(body: &str) -> Result<Typed, Code> {
    // `00+44…` says the same thing twice.
    let body = match body.find('+') {
        Some(at) if at > 0 && body[..at].chars().all(|c| "0 -()".contains(c)) => &body[at..],
        _ => body,
    };
    let rest = body.trim_start_matches(['+', ' ', '-', '(', ')', '.']);
    let plus = body[..body.len() - rest.len()].contains('+');
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
