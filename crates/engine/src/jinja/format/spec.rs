//! Format specifications such as `>10,.2f`.

use crate::jinja::args::width as size;
use crate::jinja::errors::{Fault, Res};
use crate::jinja::limits::Budget;
use crate::jinja::printing;
use crate::jinja::value::Value;
use whatsapp_domain::{decimal, say};

/// Pads to `width` characters. `=` puts the filling after the sign.
pub(crate) fn pad(text: &str, width: usize, align: char, fill: char) -> String {
    let missing = width.saturating_sub(text.chars().count());
    if missing == 0 {
        return text.to_owned();
    }
    let filling = |count: usize| fill.to_string().repeat(count);
    match align {
        '<' => text.to_owned() + &filling(missing),
        '^' => filling(missing / 2) + text + &filling(missing - missing / 2),
        '=' => {
            let sign = text.len() - text.trim_start_matches(['-', '+', ' ']).len();
            let prefix = sign
                + if text[sign..].starts_with(['0']) && text[sign + 1..].starts_with(['x', 'X', 'o', 'b']) {
                    2
                } else {
                    0
                };
            text[..prefix].to_owned() + &filling(missing) + &text[prefix..]
        }
        _ => filling(missing) + text,
    }
}

/// Marks that no thousands are set apart; digits go out as they are.
pub(crate) fn group_none(digits: String) -> String {
    digits
}

/// Sign and digits of a float in the style `e`, `f`, `g`, `%` (or their capitals).
pub(crate) fn number_text(number: f64, kind: char, precision: Option<usize>) -> Res<(bool, String)> {
    let negative = number.is_sign_negative() && !number.is_nan();
    let number = number.abs();
    let upper = kind.is_ascii_uppercase();
    let cased = |text: String| if upper { text.to_ascii_uppercase() } else { text };
    if !number.is_finite() {
        let text = if number.is_nan() { "nan" } else { "inf" };
        let percent = if kind == '%' { "%" } else { "" };
        return Ok((negative, cased(format!("{text}{percent}"))));
    }
    let digits = precision.unwrap_or(6);
    if digits > 2000 {
        return Err(Fault::memory());
    }
    Ok((
        negative,
        match kind.to_ascii_lowercase() {
            'f' => decimal::fixed(number, digits),
            '%' => {
                let scaled = number * 100.0;
                if !scaled.is_finite() {
                    return Ok((negative, "inf%".into()));
                }
                decimal::fixed(scaled, digits) + "%"
            }
            'e' => cased(exponent(&decimal::scientific(number, Some(digits)))),
            _ => cased(general(number, digits.max(1))),
        },
    ))
}

/// `1.5e7` as Python writes it: `1.5e+07`.
fn exponent(text: &str) -> String {
    let (digits, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let (sign, exponent) = match exponent.strip_prefix('-') {
        Some(exponent) => ('-', exponent),
        None => ('+', exponent),
    };
    format!("{digits}e{sign}{exponent:0>2}")
}

fn general(number: f64, digits: usize) -> String {
    let scientific = decimal::scientific(number, Some(digits - 1));
    let place: i64 = scientific.split_once('e').and_then(|(_, place)| place.parse().ok()).unwrap_or(0);
    let trimmed = |text: &str| match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text.to_owned(),
    };
    if place < -4 || place >= digits as i64 {
        let (mantissa, place) = scientific.split_once('e').unwrap_or((&scientific, "0"));
        return exponent(&format!("{}e{place}", trimmed(mantissa)));
    }
    let after = (digits as i64 - 1 - place).max(0) as usize;
    trimmed(&decimal::fixed(number, after))
}

/// `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`
#[derive(Debug, Default)]
struct Spec {
    fill: Option<char>,
    align: Option<char>,
    sign: Option<char>,
    alternate: bool,
    zero: bool,
    width: usize,
    group: Option<char>,
    precision: Option<usize>,
    kind: Option<char>,
}

fn parse(spec: &str) -> Res<Spec> {
    let chars: Vec<char> = spec.chars().collect();
    let mut out = Spec::default();
    let mut at = 0;
    let is_align = |c: Option<&char>| matches!(c, Some('<' | '>' | '^' | '='));
    if is_align(chars.get(1)) {
        (out.fill, out.align, at) = (Some(chars[0]), Some(chars[1]), 2);
    } else if is_align(chars.first()) {
        (out.align, at) = (Some(chars[0]), 1);
    }
    if let Some(sign @ ('+' | '-' | ' ')) = chars.get(at) {
        out.sign = Some(*sign);
        at += 1;
    }
    if chars.get(at) == Some(&'z') {
        return Err(Fault::unsupported("“z” is not available in a number format."));
    }
    if chars.get(at) == Some(&'#') {
        out.alternate = true;
        at += 1;
    }
    if chars.get(at) == Some(&'0') {
        out.zero = true;
        at += 1;
    }
    let number = |at: &mut usize| {
        let mut value: Option<usize> = None;
        while let Some(digit) = chars.get(*at).and_then(|c| c.to_digit(10)) {
            value = Some(value.unwrap_or(0).saturating_mul(10).saturating_add(digit as usize));
            *at += 1;
        }
        value
    };
    out.width = number(&mut at).unwrap_or(0);
    if let Some(group @ (',' | '_')) = chars.get(at) {
        out.group = Some(*group);
        at += 1;
    }
    if chars.get(at) == Some(&'.') {
        at += 1;
        out.precision = Some(
            number(&mut at).ok_or_else(|| Fault::value("After the dot of a format a number is missing."))?,
        );
    }
    if let Some(kind) = chars.get(at) {
        out.kind = Some(*kind);
        at += 1;
    }
    if at < chars.len() {
        return Err(Fault::value(say!("“{spec}” is not a format.", spec = spec)));
    }
    Ok(out)
}

/// Puts `,` or `_` between groups of digits of the part before the dot.
fn grouped(digits: &str, group: char, each: usize) -> String {
    let end = digits.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(digits.len());
    let (whole, rest) = digits.split_at(end);
    let mut out = String::new();
    for (index, c) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % each == 0 {
            out.push(group);
        }
        out.push(c);
    }
    out + rest
}

/// `format(value, spec)`.
pub(crate) fn format(budget: &Budget, value: &Value, spec: &str) -> Res<String> {
    if spec.is_empty() {
        return Ok(printing::str_of(budget, value)?.to_string());
    }
    let wrong =
        || Fault::value(say!("The format “{spec}” does not fit {found}.", spec = spec, found = value.said()));
    let parsed = parse(spec)?;
    budget.text(parsed.width.saturating_add(parsed.precision.unwrap_or(0)))?;
    match value {
        Value::Str(text) => {
            if !matches!(parsed.kind, None | Some('s'))
                || parsed.sign.is_some()
                || parsed.alternate
                || parsed.group.is_some()
                || parsed.align == Some('=')
            {
                return Err(wrong());
            }
            let text = match parsed.precision {
                Some(count) => text.text.chars().take(count).collect(),
                None => text.text.to_string(),
            };
            let zero = parsed.zero && parsed.fill.is_none();
            let align = parsed.align.unwrap_or('<');
            Ok(pad(&text, parsed.width, align, if zero { '0' } else { parsed.fill.unwrap_or(' ') }))
        }
        Value::Int(_) | Value::Bool(_) | Value::Float(_) => numeric(value, &parsed, wrong),
        _ => Err(wrong()),
    }
}

fn numeric(value: &Value, spec: &Spec, wrong: impl Fn() -> Fault) -> Res<String> {
    let whole = value.as_int();
    let (negative, mut digits, each, prefix) = match (whole, spec.kind) {
        (Some(_), None) if matches!(value, Value::Bool(_)) => {
            return Err(Fault::unsupported("True and false can't be formatted as a number here."));
        }
        (Some(whole), None | Some('d' | 'n' | 'b' | 'o' | 'x' | 'X')) => {
            if spec.precision.is_some() {
                return Err(wrong());
            }
            let magnitude = whole.unsigned_abs();
            let (digits, prefix) = match spec.kind {
                Some('b') => (format!("{magnitude:b}"), "0b"),
                Some('o') => (format!("{magnitude:o}"), "0o"),
                Some('x') => (format!("{magnitude:x}"), "0x"),
                Some('X') => (format!("{magnitude:X}"), "0X"),
                _ => (magnitude.to_string(), ""),
            };
            let decimal = matches!(spec.kind, None | Some('d' | 'n'));
            if spec.group == Some(',') && !decimal || spec.kind == Some('n') && spec.group.is_some() {
                return Err(wrong());
            }
            (whole < 0, digits, if decimal { 3 } else { 4 }, if spec.alternate { prefix } else { "" })
        }
        (Some(whole), Some('c')) => {
            if spec.sign.is_some() || spec.precision.is_some() || spec.group.is_some() || spec.alternate {
                return Err(wrong());
            }
            let c = u32::try_from(whole).ok().and_then(char::from_u32).ok_or_else(&wrong)?;
            (false, c.to_string(), 3, "")
        }
        (_, kind) => {
            let number = match value {
                Value::Float(number) => *number,
                _ => whole.unwrap_or(0) as f64,
            };
            if spec.alternate || kind == Some('n') && spec.group.is_some() {
                return Err(Fault::unsupported("“#” is not available for this number here."));
            }
            match kind {
                Some(kind @ ('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%')) => {
                    let (negative, digits) = number_text(number, kind, spec.precision)?;
                    (negative, digits, 3, "")
                }
                Some('n') => {
                    let (negative, digits) = number_text(number, 'g', spec.precision)?;
                    (negative, digits, 3, "")
                }
                None => {
                    let (negative, digits) = plain(number, spec.precision)?;
                    (negative, digits, 3, "")
                }
                Some(_) => return Err(wrong()),
            }
        }
    };
    if let Some(group) = spec.group {
        digits = grouped(&digits, group, each);
    }
    let sign = match (negative, spec.sign) {
        (true, _) => "-",
        (false, Some('+')) => "+",
        (false, Some(' ')) => " ",
        _ => "",
    };
    let zero = spec.zero && spec.align.is_none() && spec.fill.is_none();
    if zero && spec.group.is_some() && spec.width > sign.len() + digits.len() {
        return Err(Fault::unsupported(
            "Leading zeros and separated thousands together are not available here.",
        ));
    }
    let text = format!("{sign}{prefix}{digits}");
    let align = spec.align.unwrap_or(if zero { '=' } else { '>' });
    let fill = spec.fill.unwrap_or(if spec.zero { '0' } else { ' ' });
    if align == '=' {
        let head = sign.len() + prefix.len();
        let missing = size(spec.width as i128).saturating_sub(text.chars().count());
        return Ok(text[..head].to_owned() + &fill.to_string().repeat(missing) + &text[head..]);
    }
    Ok(pad(&text, spec.width, align, fill))
}

/// A float without a type: like `repr`, or like `g` with at least one digit after the dot.
fn plain(number: f64, precision: Option<usize>) -> Res<(bool, String)> {
    let Some(digits) = precision else {
        let text = printing::float(number.abs());
        return Ok((number.is_sign_negative() && !number.is_nan(), text));
    };
    let digits = digits.max(1);
    let (negative, text) = number_text(number, 'g', Some(digits))?;
    if !number.is_finite() || text.contains('e') || text.contains('.') {
        return Ok((negative, text));
    }
    // Python switches to an exponent one digit earlier here, to have room for the one after the dot.
    let place = text.len() as i64 - 1;
    if place >= digits as i64 - 1 && number != 0.0 {
        let precise = exponent(&decimal::scientific(number.abs(), Some(digits - 1)));
        let (mantissa, exponent) = precise.split_once('e').unwrap_or((&precise, "+00"));
        let mantissa = if mantissa.contains('.') {
            mantissa.trim_end_matches('0').trim_end_matches('.')
        } else {
            mantissa
        };
        return Ok((negative, format!("{mantissa}e{exponent}")));
    }
    Ok((negative, text + ".0"))
}
