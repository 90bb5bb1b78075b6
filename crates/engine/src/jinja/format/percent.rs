//! `"%s, %.2f" % values`.

use super::spec::{group_none, number_text, pad};
use crate::jinja::args::width as size;
use crate::jinja::errors::{Fault, Res};
use crate::jinja::filters::html::escape_value;
use crate::jinja::limits::Budget;
use crate::jinja::numbers::float_to_int;
use crate::jinja::ops;
use crate::jinja::printing::{repr, str_of};
use crate::jinja::value::{Str, Value};
use std::rc::Rc;
use whatsapp_domain::{say, words};

#[derive(Default)]
struct Flags {
    left: bool,
    plus: bool,
    space: bool,
    zero: bool,
    alternate: bool,
}

/// Formats `template % values`.
pub(crate) fn format(budget: &Budget, template: &Value, values: &Value) -> Res<Value> {
    let Value::Str(source) = template else { return Err(Fault::value("Text is needed before “%”.")) };
    budget.scan(source.text.len())?;
    let mut given: Given<'_> = Given { values, at: 0 };
    let mut out = String::new();
    let mut chars = source.text.chars().peekable();
    let mut named = false;
    while let Some(c) = chars.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        let unfinished = || {
            Fault::value("The text ends in the middle of a “%” placeholder. Write “%%” for a percent sign.")
        };
        // Only straight after the first one; `%5%` is an error in Python.
        if chars.peek() == Some(&'%') {
            chars.next();
            out.push('%');
            continue;
        }
        let mut name = None;
        if chars.peek() == Some(&'(') {
            chars.next();
            let mut depth = 1;
            let mut key = String::new();
            loop {
                let c = chars.next().ok_or_else(unfinished)?;
                match c {
                    '(' => depth += 1,
                    ')' => depth -= 1,
                    _ => {}
                }
                if depth == 0 {
                    break;
                }
                key.push(c);
            }
            named = true;
            name = Some(key);
        }
        let value_of_name = match &name {
            Some(key) => Some(given.named(budget, key)?),
            None => None,
        };
        let mut flags = Flags::default();
        while let Some(c) = chars.peek() {
            match c {
                '-' => flags.left = true,
                '+' => flags.plus = true,
                ' ' => flags.space = true,
                '#' => flags.alternate = true,
                '0' => flags.zero = true,
                _ => break,
            }
            chars.next();
        }
        let mut width = 0;
        if chars.peek() == Some(&'*') {
            chars.next();
            let given = given.next()?.as_int().ok_or_else(|| Fault::value("“*” needs a whole number."))?;
            flags.left |= given < 0;
            width = size(given.saturating_abs());
        } else {
            while let Some(digit) = chars.peek().and_then(|c| c.to_digit(10)) {
                width = width.saturating_mul(10).saturating_add(digit as usize);
                chars.next();
            }
        }
        let mut precision = None;
        if chars.peek() == Some(&'.') {
            chars.next();
            let mut digits = 0usize;
            if chars.peek() == Some(&'*') {
                chars.next();
                digits =
                    size(given.next()?.as_int().ok_or_else(|| Fault::value("“*” needs a whole number."))?);
            } else {
                while let Some(digit) = chars.peek().and_then(|c| c.to_digit(10)) {
                    digits = digits.saturating_mul(10).saturating_add(digit as usize);
                    chars.next();
                }
            }
            precision = Some(digits);
        }
        while matches!(chars.peek(), Some('h' | 'l' | 'L')) {
            chars.next();
        }
        let kind = chars.next().ok_or_else(unfinished)?;
        budget.text(width.saturating_add(precision.unwrap_or(0)))?;
        let value = match value_of_name {
            Some(value) => value,
            None => given.next()?,
        };
        let part = one(budget, kind, &value, &flags, precision, source.markup)?;
        let zero = flags.zero && !flags.left && !matches!(kind, 's' | 'r' | 'a' | 'c');
        let part = pad(
            &part,
            width,
            if flags.left {
                '<'
            } else if zero {
                '='
            } else {
                '>'
            },
            if zero { '0' } else { ' ' },
        );
        budget.text(part.len())?;
        out.push_str(&part);
    }
    if !named {
        given.finish()?;
    }
    Ok(Value::Str(Str { text: out.into(), markup: source.markup }))
}

/// What stands on the right of `%`.
struct Given<'v> {
    values: &'v Value,
    at: usize,
}

impl Given<'_> {
    fn next(&mut self) -> Res<Value> {
        self.at += 1;
        let value = match self.values {
            Value::Tuple(tuple) => tuple.items.get(self.at - 1).cloned(),
            other => (self.at == 1).then(|| other.clone()),
        };
        value.ok_or_else(|| Fault::value("There are fewer values than “%” placeholders."))
    }

    fn named(&self, budget: &Budget, key: &str) -> Res<Value> {
        let Value::Dict(dict) = self.values else {
            return Err(Fault::value(say!("“%({key})” needs a mapping on the right of “%”.", key = key)));
        };
        let entries = dict.entries.borrow();
        let index = ops::find(budget, &entries, &Value::from(key))?;
        index
            .map(|index| entries[index].1.clone())
            .ok_or_else(|| Fault::value(say!("There is no value for “%({key})”.", key = key)))
    }

    /// Were all values used? A mapping or a list may be left over.
    fn finish(&self) -> Res<()> {
        let left = match self.values {
            Value::Tuple(tuple) => self.at < tuple.items.len(),
            Value::Dict(_) | Value::List(_) | Value::Range(_) | Value::Undefined(_) => false,
            _ => self.at == 0,
        };
        if left { Err(Fault::value("There are more values than “%” placeholders.")) } else { Ok(()) }
    }
}

fn one(
    budget: &Budget,
    kind: char,
    value: &Value,
    flags: &Flags,
    precision: Option<usize>,
    markup: bool,
) -> Res<String> {
    let cut = |text: Rc<str>| match precision {
        Some(count) => text.chars().take(count).collect(),
        None => text.to_string(),
    };
    let signed = |negative: bool| match (negative, flags.plus, flags.space) {
        (true, ..) => "-",
        (false, true, _) => "+",
        (false, false, true) => " ",
        _ => "",
    };
    let number = || match value {
        Value::Float(number) => Ok(*number),
        Value::Undefined(path) => Err(ops::undefined(path, words!("a number is needed for “%”"))),
        other => other.as_int().map(|number| number as f64).ok_or_else(|| {
            Fault::value(say!("“%{kind}” needs a number, not {found}.", kind = kind, found = other.said()))
        }),
    };
    match kind {
        's' if markup => Ok(cut(escape_value(budget, value)?)),
        's' => Ok(cut(str_of(budget, value)?)),
        'r' | 'a' => {
            let text = repr(budget, value)?;
            if markup || kind == 'a' && !text.is_ascii() {
                return Err(Fault::unsupported(say!("“%{kind}” is not available here.", kind = kind)));
            }
            Ok(cut(text.into()))
        }
        'c' => match value {
            Value::Str(text) if text.text.chars().count() == 1 => Ok(text.text.to_string()),
            other => other
                .as_int()
                .and_then(|code| u32::try_from(code).ok())
                .and_then(char::from_u32)
                .map(String::from)
                .ok_or_else(|| Fault::value("“%c” needs one character.")),
        },
        'd' | 'i' | 'u' => {
            let whole = match value {
                Value::Float(number) => float_to_int(*number)?,
                Value::Undefined(path) => {
                    return Err(ops::undefined(path, words!("a number is needed for “%”")));
                }
                other => other.as_int().ok_or_else(|| {
                    Fault::value(say!(
                        "“%{kind}” needs a number, not {found}.",
                        kind = kind,
                        found = other.said()
                    ))
                })?,
            };
            let digits = whole.unsigned_abs().to_string();
            let zeros = precision.unwrap_or(0).saturating_sub(digits.len());
            Ok(format!("{}{}{digits}", signed(whole < 0), "0".repeat(zeros)))
        }
        'x' | 'X' | 'o' => {
            let whole = match value {
                Value::Float(_) | Value::Undefined(_) => None,
                other => other.as_int(),
            };
            let whole =
                whole.ok_or_else(|| Fault::value(say!("“%{kind}” needs a whole number.", kind = kind)))?;
            let (digits, prefix) = match kind {
                'x' => (format!("{:x}", whole.unsigned_abs()), "0x"),
                'X' => (format!("{:X}", whole.unsigned_abs()), "0X"),
                _ => (format!("{:o}", whole.unsigned_abs()), "0o"),
            };
            let zeros = precision.unwrap_or(0).saturating_sub(digits.len());
            let prefix = if flags.alternate { prefix } else { "" };
            if flags.alternate && flags.zero {
                return Err(Fault::unsupported("“#” and “0” together are not available in “%”."));
            }
            Ok(format!("{}{prefix}{}{digits}", signed(whole < 0), "0".repeat(zeros)))
        }
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
            let number = number()?;
            if flags.alternate {
                return Err(Fault::unsupported("“#” is not available for numbers in “%”."));
            }
            let (negative, digits) = number_text(number, kind, Some(precision.unwrap_or(6)))?;
            Ok(format!("{}{}", signed(negative), group_none(digits)))
        }
        other => Err(Fault::value(say!(
            "“%{other}” is not a placeholder. Write “%%” for a percent sign.",
            other = other
        ))),
    }
}
