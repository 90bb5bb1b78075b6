//! Python's operators.

use super::ast::{Bin, Cmp};
use super::errors::{Fault, Res};
use super::filters::html::escape_value;
use super::limits::{Budget, MAX_NESTING};
use super::value::{NO_ELSE, Str, Value, View, range_len};
use std::cmp::Ordering;
use std::rc::Rc;
use whatsapp_domain::{Said, say, words};

/// Both operands as numbers.
enum Pair {
    Int(i128, i128),
    Float(f64, f64),
}

fn numbers(left: &Value, right: &Value) -> Option<Pair> {
    let float = |value: &Value| match value {
        Value::Float(value) => Some(*value),
        other => other.as_int().map(|value| value as f64),
    };
    match (left.as_int(), right.as_int()) {
        (Some(left), Some(right)) => Some(Pair::Int(left, right)),
        _ => Some(Pair::Float(float(left)?, float(right)?)),
    }
}

fn symbol(op: Bin) -> &'static str {
    match op {
        Bin::Add => "+",
        Bin::Sub => "-",
        Bin::Mul => "*",
        Bin::Div => "/",
        Bin::FloorDiv => "//",
        Bin::Mod => "%",
        Bin::Pow => "**",
    }
}

/// The error for an operator that the values don't know.
fn mismatch(symbol: &str, left: &Value, right: &Value) -> Fault {
    for value in [left, right] {
        if let Value::Undefined(path) = value {
            return undefined(path, say!("“{symbol}” can't be used with it", symbol = symbol));
        }
    }
    let hint = match (left, right) {
        (Value::Str(_), Value::Int(_) | Value::Float(_))
        | (Value::Int(_) | Value::Float(_), Value::Str(_)) => {
            if symbol == "+" {
                "Join texts with “~”."
            } else {
                "Turn text into a number with “| int” or “| float”."
            }
        }
        _ => "",
    };
    Fault::value(
        say!(
            "“{symbol}” can't be used with {found} and {other}.",
            symbol = symbol,
            found = left.said(),
            other = right.said()
        )
        .then(hint),
    )
}

/// The error for something done with a value that isn't there.
pub(crate) fn undefined(path: &str, what: impl Into<Said>) -> Fault {
    let what = what.into();
    let what = if path == NO_ELSE {
        say!("An “if” without “else” gives nothing here: {what}.", what = what)
    } else if path.is_empty() {
        say!("Nothing is there: {what}.", what = what)
    } else {
        say!("“{path}” has no value: {what}.", path = path, what = what)
    };
    Fault::new("jinja-undefined", what)
}

pub(crate) fn binary(budget: &Budget, op: Bin, left: &Value, right: &Value) -> Res<Value> {
    if left.is_undefined() || right.is_undefined() {
        // Text with a percent sign takes anything.
        if !(op == Bin::Mod && left.as_str().is_some()) {
            return Err(mismatch(symbol(op), left, right));
        }
    }
    match op {
        Bin::Add => add(budget, left, right),
        Bin::Mul => multiply(budget, left, right),
        Bin::Mod if left.as_str().is_some() => super::format::percent::format(budget, left, right),
        _ => match numbers(left, right) {
            Some(Pair::Int(a, b)) => int(op, a, b),
            Some(Pair::Float(a, b)) => real(op, a, b).map(Value::Float),
            None => Err(mismatch(symbol(op), left, right)),
        },
    }
}

fn add(budget: &Budget, left: &Value, right: &Value) -> Res<Value> {
    match (left, right) {
        (Value::Str(a), Value::Str(b)) => {
            let markup = a.markup || b.markup;
            let (a, b) = if markup {
                (escape_value(budget, left)?, escape_value(budget, right)?)
            } else {
                (a.text.clone(), b.text.clone())
            };
            budget.text(a.len() + b.len())?;
            Ok(Value::Str(Str { text: [&*a, &*b].concat().into(), markup }))
        }
        (Value::List(a), Value::List(b)) => {
            budget.entries(a.items.borrow().len() + b.items.borrow().len())?;
            let items = a.items.borrow().iter().chain(b.items.borrow().iter()).cloned().collect();
            Value::list(budget, items)
        }
        (Value::Tuple(a), Value::Tuple(b)) => {
            budget.entries(a.items.len() + b.items.len())?;
            Value::tuple(budget, a.items.iter().chain(&b.items).cloned().collect())
        }
        _ => match numbers(left, right) {
            Some(Pair::Int(a, b)) => int(Bin::Add, a, b),
            Some(Pair::Float(a, b)) => Ok(Value::Float(a + b)),
            None => Err(mismatch("+", left, right)),
        },
    }
}

fn multiply(budget: &Budget, left: &Value, right: &Value) -> Res<Value> {
    let (series, times) = match (left, right) {
        (Value::Str(_) | Value::List(_) | Value::Tuple(_), times) => (left, times.as_int()),
        (times, Value::Str(_) | Value::List(_) | Value::Tuple(_)) => (right, times.as_int()),
        _ => {
            return match numbers(left, right) {
                Some(Pair::Int(a, b)) => int(Bin::Mul, a, b),
                Some(Pair::Float(a, b)) => Ok(Value::Float(a * b)),
                None => Err(mismatch("*", left, right)),
            };
        }
    };
    let times = times.ok_or_else(|| mismatch("*", left, right))?;
    if i64::try_from(times).is_err() {
        return Err(Fault::value("This number is too large to repeat something so often."));
    }
    let times = usize::try_from(times.max(0)).unwrap_or(usize::MAX);
    match series {
        Value::Str(text) => {
            budget.text(text.text.len().saturating_mul(times))?;
            Ok(Value::Str(Str { text: text.text.repeat(times).into(), markup: text.markup }))
        }
        Value::List(list) => {
            let items = list.items.borrow();
            budget.entries(items.len().saturating_mul(times))?;
            Value::list(budget, repeated(&items, times))
        }
        Value::Tuple(tuple) => {
            budget.entries(tuple.items.len().saturating_mul(times))?;
            Value::tuple(budget, repeated(&tuple.items, times))
        }
        _ => Err(mismatch("*", left, right)),
    }
}

fn repeated(items: &[Value], times: usize) -> Vec<Value> {
    items.iter().cloned().cycle().take(items.len().saturating_mul(times)).collect()
}

fn int(op: Bin, a: i128, b: i128) -> Res<Value> {
    let value = match op {
        Bin::Add => a.checked_add(b),
        Bin::Sub => a.checked_sub(b),
        Bin::Mul => a.checked_mul(b),
        Bin::Div => {
            return divide(a, b).map(Value::Float);
        }
        Bin::FloorDiv | Bin::Mod => {
            if b == 0 {
                return Err(by_zero());
            }
            let (quotient, remainder) = (a.checked_div(b), a.checked_rem(b));
            let (Some(quotient), Some(remainder)) = (quotient, remainder) else {
                return Err(Fault::too_large());
            };
            let down = remainder != 0 && (remainder < 0) != (b < 0);
            Some(match (op, down) {
                (Bin::FloorDiv, down) => quotient - i128::from(down),
                (_, true) => remainder + b,
                (_, false) => remainder,
            })
        }
        Bin::Pow => {
            if b < 0 {
                if a == 0 {
                    return Err(by_zero());
                }
                return real(Bin::Pow, a as f64, b as f64).map(Value::Float);
            }
            match (a, u32::try_from(b)) {
                (0 | 1, _) => Some(if b == 0 { 1 } else { a }),
                (-1, _) => Some(if b % 2 == 0 { 1 } else { -1 }),
                (_, Ok(b)) => a.checked_pow(b),
                (_, Err(_)) => None,
            }
        }
    };
    value.map(Value::Int).ok_or_else(Fault::too_large)
}

/// The nearest float to `a / b`, as Python finds it for whole numbers of any size.
fn divide(a: i128, b: i128) -> Res<f64> {
    const EXACT: u128 = 1 << 53;
    let (top, bottom) = (a.unsigned_abs(), b.unsigned_abs());
    if b == 0 || top <= EXACT && bottom <= EXACT {
        return real(Bin::Div, a as f64, b as f64);
    }
    // The quotient needs more bits than a float has, and one more that says whether a rest was left.
    let shift = top.leading_zeros();
    let quotient = (top << shift) / bottom;
    if quotient >> 62 == 0 {
        return Err(Fault::too_large());
    }
    let rest = u128::from((top << shift) % bottom != 0);
    let value = (quotient | rest) as f64 / 2f64.powi(shift as i32);
    Ok(if (a < 0) == (b < 0) { value } else { -value })
}

fn by_zero() -> Fault {
    Fault::value("A number can't be divided by zero.")
}

fn real(op: Bin, a: f64, b: f64) -> Res<f64> {
    Ok(match op {
        Bin::Add => a + b,
        Bin::Sub => a - b,
        Bin::Mul => a * b,
        Bin::Div | Bin::FloorDiv | Bin::Mod if b == 0.0 => return Err(by_zero()),
        Bin::Div => a / b,
        Bin::FloorDiv => floor_div(a, b).0,
        Bin::Mod => floor_div(a, b).1,
        Bin::Pow => return power(a, b),
    })
}

/// Quotient and remainder as in Python: the remainder has the sign of the divisor.
fn floor_div(a: f64, b: f64) -> (f64, f64) {
    let mut remainder = a % b;
    let mut quotient = (a - remainder) / b;
    if remainder == 0.0 {
        remainder = 0.0f64.copysign(b);
    } else if (b < 0.0) != (remainder < 0.0) {
        remainder += b;
        quotient -= 1.0;
    }
    let floored = if quotient == 0.0 {
        0.0f64.copysign(a / b)
    } else {
        let floor = quotient.floor();
        if quotient - floor > 0.5 { floor + 1.0 } else { floor }
    };
    (floored, remainder)
}

fn power(a: f64, b: f64) -> Res<f64> {
    if a == 0.0 && b < 0.0 {
        return Err(by_zero());
    }
    if a < 0.0 && a.is_finite() && b.is_finite() && b.fract() != 0.0 {
        return Err(Fault::unsupported("This root of a negative number is not a plain number."));
    }
    let value = a.powf(b);
    if value.is_infinite() && a.is_finite() && b.is_finite() {
        return Err(Fault::too_large());
    }
    Ok(value)
}

/// `-value`, and `+value` with `minus` off.
pub(crate) fn sign(value: &Value, minus: bool) -> Res<Value> {
    match value {
        Value::Float(value) => Ok(Value::Float(if minus { -value } else { *value })),
        Value::Int(_) | Value::Bool(_) => {
            let value = value.as_int().unwrap_or(0);
            let value = if minus { value.checked_neg() } else { Some(value) };
            value.map(Value::Int).ok_or_else(Fault::too_large)
        }
        Value::Undefined(path) => Err(undefined(path, words!("a sign can't be put before it"))),
        other => Err(Fault::value(say!("A sign can't be put before {found}.", found = other.said()))),
    }
}

/// Exact order of a whole number and a float.
fn int_float(a: i128, b: f64) -> Option<Ordering> {
    if b.is_nan() {
        return None;
    }
    // Beyond the range of whole numbers here.
    if b >= 1.7e38 {
        return Some(Ordering::Less);
    }
    if b <= -1.7e38 {
        return Some(Ordering::Greater);
    }
    let whole = b.trunc();
    Some(a.cmp(&(whole as i128)).then_with(|| 0.0f64.partial_cmp(&(b - whole)).unwrap_or(Ordering::Equal)))
}

fn number_order(left: &Value, right: &Value) -> Option<Option<Ordering>> {
    Some(match (left, right) {
        (Value::Float(a), Value::Float(b)) => a.partial_cmp(b),
        (Value::Float(a), b) => int_float(b.as_int()?, *a).map(Ordering::reverse),
        (a, Value::Float(b)) => int_float(a.as_int()?, *b),
        (a, b) => Some(a.as_int()?.cmp(&b.as_int()?)),
    })
}

/// `left == right`.
pub(crate) fn equal(budget: &Budget, left: &Value, right: &Value) -> Res<bool> {
    equal_at(budget, left, right, 0)
}

fn equal_at(budget: &Budget, left: &Value, right: &Value, depth: u32) -> Res<bool> {
    budget.work(1)?;
    if depth > MAX_NESTING {
        return Err(Fault::too_deep());
    }
    let all = |a: &[Value], b: &[Value]| -> Res<bool> {
        if a.len() != b.len() {
            return Ok(false);
        }
        for (a, b) in a.iter().zip(b) {
            if !equal_at(budget, a, b, depth + 1)? {
                return Ok(false);
            }
        }
        Ok(true)
    };
    if let Some(order) = number_order(left, right) {
        return Ok(order == Some(Ordering::Equal));
    }
    match (left, right) {
        (Value::Undefined(a), Value::Undefined(b)) => Ok((**a == *NO_ELSE) == (**b == *NO_ELSE)),
        (Value::None, Value::None) => Ok(true),
        (Value::Str(a), Value::Str(b)) => {
            budget.scan(a.text.len().min(b.text.len()))?;
            Ok(a.text == b.text)
        }
        (Value::List(a), Value::List(b)) => {
            Ok(Rc::ptr_eq(a, b) || all(&a.items.borrow(), &b.items.borrow())?)
        }
        (Value::Tuple(a), Value::Tuple(b)) => all(&a.items, &b.items),
        (Value::Dict(a), Value::Dict(b)) => {
            if Rc::ptr_eq(a, b) {
                return Ok(true);
            }
            let (a, b) = (a.entries.borrow(), b.entries.borrow());
            if a.len() != b.len() {
                return Ok(false);
            }
            for (key, value) in a.iter() {
                match find(budget, &b, key)? {
                    Some(index) if equal_at(budget, value, &b[index].1, depth + 1)? => {}
                    _ => return Ok(false),
                }
            }
            Ok(true)
        }
        (Value::Range(a), Value::Range(b)) => Ok(match (range_len(a), range_len(b)) {
            (0, 0) => true,
            (1, 1) => a[0] == b[0],
            (m, n) => m == n && a[0] == b[0] && a[2] == b[2],
        }),
        (Value::View(..), Value::View(..)) => {
            Err(Fault::unsupported("Views of mappings can't be compared here."))
        }
        (Value::Gen(a), Value::Gen(b)) => Ok(Rc::ptr_eq(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            if Rc::ptr_eq(a, b) {
                return Ok(true);
            }
            Err(Fault::unsupported("Functions can't be compared here."))
        }
        _ => Ok(false),
    }
}

/// Order for `<` and sorting; `Ok(None)` where a "not a number" is part of it.
pub(crate) fn order(budget: &Budget, left: &Value, right: &Value) -> Res<Option<Ordering>> {
    order_at(budget, left, right, "<", 0)
}

fn order_at(budget: &Budget, left: &Value, right: &Value, symbol: &str, depth: u32) -> Res<Option<Ordering>> {
    budget.work(1)?;
    if depth > MAX_NESTING {
        return Err(Fault::too_deep());
    }
    if let Some(order) = number_order(left, right) {
        return Ok(order);
    }
    let series = |a: &[Value], b: &[Value]| -> Res<Option<Ordering>> {
        for (a, b) in a.iter().zip(b) {
            if !equal_at(budget, a, b, depth + 1)? {
                return order_at(budget, a, b, symbol, depth + 1);
            }
        }
        Ok(Some(a.len().cmp(&b.len())))
    };
    match (left, right) {
        (Value::Str(a), Value::Str(b)) => {
            budget.scan(a.text.len().min(b.text.len()))?;
            Ok(Some(a.text.cmp(&b.text)))
        }
        (Value::List(a), Value::List(b)) => series(&a.items.borrow(), &b.items.borrow()),
        (Value::Tuple(a), Value::Tuple(b)) => series(&a.items, &b.items),
        _ => Err(mismatch(symbol, left, right)),
    }
}

/// Can the value be a key?
pub(crate) fn hashable(value: &Value) -> bool {
    match value {
        Value::List(_) | Value::Dict(_) | Value::View(..) => false,
        Value::Tuple(tuple) => tuple.items.iter().all(hashable),
        _ => true,
    }
}

/// Where a key stands in a mapping.
pub(crate) fn find(budget: &Budget, entries: &[(Value, Value)], key: &Value) -> Res<Option<usize>> {
    for (index, (other, _)) in entries.iter().enumerate() {
        if equal(budget, other, key)? {
            return Ok(Some(index));
        }
    }
    Ok(None)
}

/// `item in container`.
pub(crate) fn contains(budget: &Budget, container: &Value, item: &Value) -> Res<bool> {
    match container {
        Value::Str(text) => match item {
            Value::Str(part) => {
                budget.scan(text.text.len())?;
                Ok(text.text.contains(&*part.text))
            }
            other => Err(Fault::value(say!(
                "Only text can be looked for in text, not {found}.",
                found = other.said()
            ))),
        },
        Value::Dict(dict) | Value::View(View::Keys, dict) => {
            if !hashable(item) {
                return Err(Fault::value(say!("{found} can't be a key.", found = item.said_first())));
            }
            Ok(find(budget, &dict.entries.borrow(), item)?.is_some())
        }
        Value::Range(range) => {
            let [start, _, step] = **range;
            let Some(Pair::Int(value, _)) = numbers(item, &Value::Int(0)) else {
                return if matches!(item, Value::Float(_)) { float_in_range(range, item) } else { Ok(false) };
            };
            let count = range_len(range) as i128;
            let offset = value - start;
            Ok(offset % step == 0 && (0..count).contains(&(offset / step)))
        }
        Value::Gen(generator) => {
            // Looking into a series uses it up to the item found.
            loop {
                let next = generator.items.borrow_mut().next();
                match next {
                    Some(other) if equal(budget, &other, item)? => return Ok(true),
                    Some(_) => {}
                    None => return generator.error.borrow_mut().take().map_or(Ok(false), Err),
                }
            }
        }
        Value::None | Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Object(_) => {
            Err(Fault::value(say!("Nothing can be looked for in {found}.", found = container.said())))
        }
        other => {
            for candidate in other.iterate(budget)? {
                if equal(budget, &candidate, item)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
    }
}

fn float_in_range(range: &Rc<[i128; 3]>, item: &Value) -> Res<bool> {
    let Value::Float(value) = item else { return Ok(false) };
    if value.fract() != 0.0 || value.abs() > 1e18 {
        return Ok(false);
    }
    let offset = *value as i128 - range[0];
    Ok(offset % range[2] == 0 && (0..range_len(range) as i128).contains(&(offset / range[2])))
}

/// One comparison.
pub(crate) fn compare(budget: &Budget, op: Cmp, left: &Value, right: &Value) -> Res<bool> {
    let ordered = |symbol: &str, fits: fn(Ordering) -> bool| -> Res<bool> {
        Ok(order_at(budget, left, right, symbol, 0)?.is_some_and(fits))
    };
    match op {
        Cmp::Eq => equal(budget, left, right),
        Cmp::Ne => Ok(!equal(budget, left, right)?),
        Cmp::Lt => ordered("<", Ordering::is_lt),
        Cmp::Le => ordered("<=", Ordering::is_le),
        Cmp::Gt => ordered(">", Ordering::is_gt),
        Cmp::Ge => ordered(">=", Ordering::is_ge),
        Cmp::In => contains(budget, right, left),
        Cmp::NotIn => Ok(!contains(budget, right, left)?),
    }
}
