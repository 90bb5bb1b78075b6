//! What is refused although digits could be made out: covered digits, letters that pass for digits, what a spreadsheet
//! left over, two numbers in one cell.
//!
//! Google's library guesses at most of it (`+1201555XXXX` is +12015559999 for it), and a wrong guess reaches a
//! stranger.

use super::rejection::Code;

/// From this many digits on, a part of a cell is a number of its own.
const A_NUMBER: usize = 7;
/// The same for a part that begins with a plus and country code.
const A_FULL_NUMBER: usize = 9;
/// The same for digits without anything between them.
const A_WORD: usize = 10;
/// From this many digits on, `.0` behind them comes from a spreadsheet.
const A_FIGURE: usize = 5;

/// `1E+11`, `4,479E11`, whole numbers that were stored as fractions (`447400123456.0`) or with thousands
/// (`447,400,123,456`).
pub(super) fn by_spreadsheet(text: &str) -> bool {
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

/// What stands before a number without plus is skipped as a label, unless it is the masked or mistyped start of the number.
pub(super) fn judge_label(before: &str) -> Result<(), Code> {
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
const COVERS: &str = "*xX×_?#•●○◦■▪█░▒▓⬤";

/// Do two covers meet, with nothing but punctuation between? An x within a word covers nothing.
pub(super) fn is_mask(text: &str) -> bool {
    let (mut covers, mut in_word) = (0, false);
    for c in text.chars() {
        match c {
            'x' | 'X' if in_word => {}
            c if COVERS.contains(c) => covers += 1,
            ' ' | '-' | '.' | '(' | ')' | '/' => in_word = false,
            c => (covers, in_word) = (0, c.is_alphabetic()),
        }
        if covers >= 2 {
            return true;
        }
    }
    false
}

/// Are digits of the number covered or cut off?
pub(super) fn is_masked(body: &str) -> bool {
    is_mask(body)
        || body.contains("...")
        || body.ends_with("---")
        || body.contains(['…', '*', '•', '●', '█', '?'])
}

/// More than one number in the cell?
pub(super) fn are_several(body: &str) -> bool {
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
    let words = body.split([' ', '\n']).filter(|word| digits(word) >= A_WORD);
    second_plus
        || (!body.contains(",,") && parts.filter(is_number).count() > 1)
        || said.filter(is_number).count() > 1
        || words.count() > 1
}
