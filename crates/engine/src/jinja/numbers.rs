//! Reading and rounding numbers as Python does.

use super::chars::is_space;
use super::errors::{Fault, Res};
use whatsapp_domain::decimal;

/// Python also reads digits of other scripts; we do not, and say so instead of giving another number.
fn only_ascii_digits(text: &str) -> Res<()> {
    if text.chars().any(|c| !c.is_ascii() && c.is_numeric()) {
        return Err(Fault::unsupported("Only the digits 0 to 9 can be read as a number here."));
    }
    Ok(())
}

/// `int(text, base)`; None where Python raises `ValueError`.
pub(crate) fn parse_int(text: &str, base: i128) -> Res<Option<i128>> {
    only_ascii_digits(text)?;
    let text = text.trim_matches(is_space);
    let (negative, rest) = match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    let prefix = match rest.as_bytes() {
        [b'0', b'b' | b'B', ..] => Some(2),
        [b'0', b'o' | b'O', ..] => Some(8),
        [b'0', b'x' | b'X', ..] => Some(16),
        _ => None,
    };
    let (radix, mut digits, prefixed) = match (base, prefix) {
        (0, Some(radix)) => (radix, &rest[2..], true),
        (0, None) => (10, rest, false),
        (2..=36, Some(radix)) if i128::from(radix) == base => (radix, &rest[2..], true),
        (2..=36, _) => (base as u32, rest, false),
        _ => return Ok(None),
    };
    if prefixed && let Some(after) = digits.strip_prefix('_') {
        digits = after;
    }
    let well_formed = !digits.is_empty()
        && !digits.starts_with('_')
        && !digits.ends_with('_')
        && !digits.contains("__")
        && digits.chars().all(|c| c == '_' || c.is_digit(radix));
    if !well_formed {
        return Ok(None);
    }
    let digits = digits.replace('_', "");
    // Without a base of its own, a leading zero is not allowed.
    if base == 0
        && !prefixed
        && digits.len() > 1
        && digits.starts_with('0')
        && digits.bytes().any(|b| b != b'0')
    {
        return Ok(None);
    }
    let value = i128::from_str_radix(&digits, radix).map_err(|_| Fault::too_large())?;
    Ok(Some(if negative { -value } else { value }))
}

/// `float(text)`; None where Python raises `ValueError`.
pub(crate) fn parse_float(text: &str) -> Res<Option<f64>> {
    only_ascii_digits(text)?;
    let text = text.trim_matches(is_space);
    let bytes = text.as_bytes();
    let digit_at = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    for (at, byte) in bytes.iter().enumerate() {
        if *byte == b'_' && !(digit_at(at.checked_sub(1)) && digit_at(Some(at + 1))) {
            return Ok(None);
        }
    }
    Ok(decimal::parse(&text.replace('_', "")))
}

/// `int(number)` of a finite float.
pub(crate) fn float_to_int(number: f64) -> Res<i128> {
    if number.is_nan() || number.is_infinite() {
        return Err(Fault::value("This is not a number that can be made a whole one."));
    }
    if number.abs() >= 1.7e38 {
        return Err(Fault::too_large());
    }
    Ok(number.trunc() as i128)
}

/// `round(number, digits)`: to the nearest decimal of the exact value, halves to the even digit.
pub(crate) fn round_to(number: f64, digits: i128) -> f64 {
    if !number.is_finite() || number == 0.0 || digits > 320 {
        return number;
    }
    if digits >= 0 {
        return decimal::parse(&decimal::fixed(number, digits as usize)).unwrap_or(number);
    }
    // The place of the first digit: of 1234.5 it is 3.
    let scientific = decimal::scientific(number, None);
    let exponent: i128 =
        scientific.split_once('e').and_then(|(_, exponent)| exponent.parse().ok()).unwrap_or(0);
    let kept = exponent + digits;
    let zero = 0.0f64.copysign(number);
    if kept >= 0 {
        return decimal::parse(&decimal::scientific(number, Some(kept as usize))).unwrap_or(number);
    }
    if kept < -1 {
        return zero;
    }
    // Only the first digit decides: more than half of the unit rounds up to it, half goes to the even zero.
    let unit = decimal::parse(&format!("1e{}", -digits)).unwrap_or(f64::INFINITY);
    if number.abs() > unit / 2.0 { unit.copysign(number) } else { zero }
}
