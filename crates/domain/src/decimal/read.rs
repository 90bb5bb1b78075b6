//! Decimal digits to a fraction: to the nearest one, of two equally near ones to the even one.

use super::big::Big;

/// Digits that are looked at one by one; what follows them only tells whether there is more.
const DIGITS_MAX: usize = 800;
/// Powers of ten up to this one are exact.
const EXACT_POWER: i32 = 22;

/// What the text says: an optional sign, digits with or without a dot, an optional exponent; `inf`, `infinity` and `nan` in any
/// case. What is too large is infinite. None for anything else.
pub fn parse(text: &str) -> Option<f64> {
    let (negative, text) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let value =
        if text.as_bytes().first()?.is_ascii_alphabetic() { word(text)? } else { number(text.as_bytes())? };
    Some(if negative { -value } else { value })
}

fn word(text: &str) -> Option<f64> {
    let is = |word: &str| text.eq_ignore_ascii_case(word);
    if is("inf") || is("infinity") {
        return Some(f64::INFINITY);
    }
    is("nan").then_some(f64::NAN)
}

fn number(text: &[u8]) -> Option<f64> {
    // `digits × 10^exponent`; zeros in front are not kept.
    let (mut digits, mut exponent) = (Vec::new(), 0i32);
    let (mut some, mut dot, mut more, mut at) = (false, false, false, 0);
    while let Some(byte) = text.get(at) {
        match byte {
            b'0'..=b'9' => {
                some = true;
                if digits.len() == DIGITS_MAX {
                    more |= *byte != b'0';
                    exponent += i32::from(!dot);
                } else {
                    exponent -= i32::from(dot);
                    if *byte != b'0' || !digits.is_empty() {
                        digits.push(byte - b'0');
                    }
                }
            }
            b'.' if !dot => dot = true,
            _ => break,
        }
        at += 1;
    }
    if !some {
        return None;
    }
    match text.get(at) {
        None => {}
        Some(b'e' | b'E') => exponent = exponent.saturating_add(power(&text[at + 1..])?),
        Some(_) => return None,
    }
    if more {
        digits.push(1);
        exponent = exponent.saturating_sub(1);
    }
    while digits.last() == Some(&0) {
        digits.pop();
        exponent = exponent.saturating_add(1);
    }
    Some(value(&digits, exponent))
}

fn power(text: &[u8]) -> Option<i32> {
    let (negative, digits) = match text.first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let value = digits
        .iter()
        .fold(0i32, |value, digit| value.saturating_mul(10).saturating_add(i32::from(digit - b'0')));
    Some(if negative { -value } else { value })
}

/// `digits × 10^exponent`
pub(super) fn value(digits: &[u8], exponent: i32) -> f64 {
    let first = exponent.saturating_add(digits.len() as i32);
    if digits.is_empty() || first < -330 {
        return 0.0;
    }
    if first > 310 {
        return f64::INFINITY;
    }
    if digits.len() <= 15 && exponent.abs() <= EXACT_POWER {
        let whole = digits.iter().fold(0u64, |whole, digit| whole * 10 + u64::from(*digit)) as f64;
        let power = (0..exponent.abs()).fold(1.0, |power, _| power * 10.0);
        return if exponent < 0 { whole / power } else { whole * power };
    }
    let (mut over, mut under) = (Big::new(0), Big::new(1));
    for digit in digits {
        over.times(10, u32::from(*digit));
    }
    if exponent > 0 { &mut over } else { &mut under }.times_power(10, exponent.unsigned_abs());
    // So that the quotient has 62 or 63 bits.
    let scale = over.bits() - under.bits() - 62;
    if scale > 0 { &mut under } else { &mut over }.shift(scale.unsigned_abs());
    let (quotient, rest) = over.quotient(under);
    rounded(quotient, rest, scale)
}

/// `quotient × 2^scale`, a little more when there is a `rest`, as the nearest fraction.
fn rounded(quotient: u64, rest: bool, scale: i32) -> f64 {
    let top = 63 - quotient.leading_zeros() as i32;
    // Bits that find no place: behind the 53 that a fraction has, or below the smallest one.
    let drop = (top - 52).max(-1074 - scale);
    if drop > 63 {
        return 0.0;
    }
    let (kept, dropped, half) = (quotient >> drop, quotient & ((1 << drop) - 1), 1u64 << (drop - 1));
    let up = dropped > half || dropped == half && (rest || kept & 1 == 1);
    let mantissa = kept + u64::from(up);
    if mantissa < 1 << 52 {
        return f64::from_bits(mantissa);
    }
    // A mantissa of 54 bits carries over into the exponent by itself.
    let bits = ((scale + drop + 1075) as u64) << 52;
    f64::from_bits((bits + (mantissa - (1 << 52))).min(f64::INFINITY.to_bits()))
}
