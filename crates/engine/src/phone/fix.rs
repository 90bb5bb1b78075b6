//! The number that was meant, where that is certain.

use super::clean;
use super::google::{self, Number, Unreadable};
use super::plan::Plan;
use super::rejection::Code;
use super::typed::{self, Typed};
use super::verdict::{home, sensible};

/// The repair of an input that was refused with `code`. Masks, letters within a number and two numbers have none:
/// what was meant can't be known.
pub(super) fn of(input: &str, code: Code, region: Option<&str>) -> Option<Number> {
    let text = clean::clean(input);
    let home = home(region);
    match code {
        // Only the plus is missing, or the number is from before 2019.
        Code::NoCountry | Code::TooLong => {
            let typed = typed::read(&text).ok()?;
            with_plus(&typed).or_else(|| mexican(sensible(typed.plus, &typed.digits, home).ok()?))
        }
        // `447400123456.0`: a fraction keeps fifteen digits exactly. Nothing is left of `4.47E+11`.
        Code::Spreadsheet => {
            let (whole, fraction) = text.trim_matches(['\'', '"', '=']).rsplit_once(['.', ','])?;
            let whole = fraction.bytes().all(|b| b == b'0').then_some(whole)?;
            full(&typed::read(whole).ok()?, home)
        }
        // Words behind a number that is complete.
        Code::Letters => {
            let number = text.find('+').or(text.find(|c: char| c.is_ascii_digit()))?;
            let word = number + text[number..].find(char::is_alphabetic)?;
            let words_only = !text[word..].contains(|c: char| c.is_ascii_digit());
            let apart = text[..word].ends_with([' ', '(', '\n', ',', ';', '/']);
            (words_only && apart).then(|| full(&typed::read(text[..word].trim_end()).ok()?, home))?
        }
        _ => None,
    }
}

fn full(typed: &Typed, home: Option<&'static Plan>) -> Option<Number> {
    valid(sensible(typed.plus, &typed.digits, home)).or_else(|| with_plus(typed))
}

/// The number with the plus that it may lack. Short ones, and all that begin with 1, can as well be national numbers
/// of somewhere: 4155552671 is Swiss with a plus and Californian without, 13012345678 American or Chinese.
fn with_plus(typed: &Typed) -> Option<Number> {
    const CERTAIN: usize = 11;
    let certain = !typed.plus && typed.digits.len() >= CERTAIN && !typed.digits.starts_with('1');
    certain.then(|| valid(google::read(true, &typed.digits, None)))?
}

/// Mexican mobile numbers lost the 1 behind +52 in 2019; lists and WhatsApp itself still have it.
fn mexican(number: Number) -> Option<Number> {
    let national = (number.code == 52).then(|| number.national.strip_prefix('1'))??;
    valid(google::read(true, &format!("52{national}"), None))
}

fn valid(number: Result<Number, Unreadable>) -> Option<Number> {
    number.ok().filter(Number::is_valid)
}
