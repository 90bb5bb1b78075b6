//! Filters for numbers.

use crate::jinja::args::{Call, int as int_arg};
use crate::jinja::errors::{Fault, Res};
use crate::jinja::limits::Budget;
use crate::jinja::numbers::{float_to_int, parse_float, parse_int, round_to};
use crate::jinja::ops;
use crate::jinja::value::Value;
use whatsapp_domain::{decimal, say, words};

/// A number as a float.
fn as_float(value: &Value) -> Option<f64> {
    match value {
        Value::Float(value) => Some(*value),
        other => other.as_int().map(|value| value as f64),
    }
}

pub(crate) fn abs(value: &Value, call: Call) -> Res<Value> {
    call.bind::<0>("abs", [], 0)?;
    match value {
        Value::Float(value) => Ok(Value::Float(value.abs())),
        other => match other.as_int() {
            Some(value) => value.checked_abs().map(Value::Int).ok_or_else(Fault::too_large),
            None => Err(Fault::value(say!("“abs” needs a number, not {found}.", found = other.said()))),
        },
    }
}

pub(crate) fn int(budget: &Budget, value: &Value, call: Call) -> Res<Value> {
    let [default, base] = call.bind("int", ["default", "base"], 0)?;
    let default = default.unwrap_or(Value::Int(0));
    match value {
        Value::Undefined(path) => Err(ops::undefined(path, words!("it can't be made a number"))),
        Value::Float(number) if number.is_infinite() => Err(Fault::value("Infinity is not a whole number.")),
        Value::Float(number) if number.is_nan() => Ok(default),
        Value::Float(number) => float_to_int(*number).map(Value::Int),
        Value::Str(text) => {
            budget.scan(text.text.len())?;
            let base = base.map_or(Ok(10), |base| int_arg(&base))?;
            if let Some(value) = parse_int(&text.text, base)? {
                return Ok(Value::Int(value));
            }
            match parse_float(&text.text)? {
                Some(number) if number.is_finite() => float_to_int(number).map(Value::Int),
                _ => Ok(default),
            }
        }
        other => Ok(other.as_int().map_or(default, Value::Int)),
    }
}

pub(crate) fn float(value: &Value, call: Call) -> Res<Value> {
    let [default] = call.bind("float", ["default"], 0)?;
    let default = default.unwrap_or(Value::Float(0.0));
    match value {
        Value::Undefined(path) => Err(ops::undefined(path, words!("it can't be made a number"))),
        Value::Str(text) => Ok(parse_float(&text.text)?.map_or(default, Value::Float)),
        other => Ok(as_float(other).map_or(default, Value::Float)),
    }
}

pub(crate) fn round(value: &Value, call: Call) -> Res<Value> {
    let [precision, method] = call.bind("round", ["precision", "method"], 0)?;
    let method = method.unwrap_or_else(|| Value::from("common"));
    let method = method.as_str().unwrap_or("");
    if !matches!(method, "common" | "ceil" | "floor") {
        return Err(Fault::value("The method of “round” must be “common”, “ceil” or “floor”."));
    }
    let Some(number) = as_float(value) else {
        return Err(match value {
            Value::Undefined(path) => ops::undefined(path, words!("it can't be rounded")),
            other => Fault::value(say!("“round” needs a number, not {found}.", found = other.said())),
        });
    };
    if method == "common" {
        return match (value, precision) {
            (Value::Float(number), Some(Value::None)) => {
                if !number.is_finite() {
                    return Err(Fault::value("This is not a number that can be rounded."));
                }
                float_to_int(round_to(*number, 0)).map(Value::Int)
            }
            (Value::Float(number), precision) => {
                let digits = precision.map_or(Ok(0), |precision| int_arg(&precision))?;
                let rounded = round_to(*number, digits);
                if rounded.is_infinite() && number.is_finite() {
                    return Err(Fault::value("This number is too large to be rounded."));
                }
                Ok(Value::Float(rounded))
            }
            (whole, None | Some(Value::None)) => Ok(Value::Int(whole.as_int().unwrap_or(0))),
            (whole, Some(precision)) => {
                round_int(whole.as_int().unwrap_or(0), int_arg(&precision)?).map(Value::Int)
            }
        };
    }
    let digits = precision.map_or(Ok(0), |precision| int_arg(&precision))?;
    if !(-300..=300).contains(&digits) {
        return Err(Fault::too_large());
    }
    if !number.is_finite() {
        return Err(Fault::value("This is not a number that can be rounded."));
    }
    let up = method == "ceil";
    // Whole numbers stay exact, as they do in Python.
    if let (Some(whole), 0..=37) = (value.as_int(), digits) {
        let scale = 10i128.pow(digits as u32);
        let scaled = whole.checked_mul(scale).ok_or_else(Fault::too_large)?;
        return ops::binary(
            &Budget::new(),
            crate::jinja::ast::Bin::Div,
            &Value::Int(scaled),
            &Value::Int(scale),
        );
    }
    let scale = if digits >= 0 { power_of_ten(digits)? } else { 10f64.powi(digits as i32) };
    let scaled = number * scale;
    if !scaled.is_finite() {
        return Err(Fault::too_large());
    }
    let whole = if up { scaled.ceil() } else { scaled.floor() };
    if digits > 0 && whole.abs() > 9_007_199_254_740_992.0 {
        // A whole number divided by a whole number: rounded once.
        let whole = Value::Int(float_to_int(whole)?);
        return ops::binary(&Budget::new(), crate::jinja::ast::Bin::Div, &whole, &Value::Int(scale as i128));
    }
    // As a whole number it has no negative zero.
    Ok(Value::Float((whole + 0.0) / scale))
}

/// Powers of ten that are exact as floats.
fn power_of_ten(digits: i128) -> Res<f64> {
    if digits > 22 { Err(Fault::too_large()) } else { Ok(10f64.powi(digits as i32)) }
}

fn round_int(value: i128, digits: i128) -> Res<i128> {
    if digits >= 0 {
        return Ok(value);
    }
    let Some(scale) = u32::try_from(-digits).ok().and_then(|digits| 10i128.checked_pow(digits)) else {
        return Ok(0);
    };
    let (quotient, remainder) = (value.div_euclid(scale), value.rem_euclid(scale));
    let up = match (remainder * 2).cmp(&scale) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Equal => quotient % 2 != 0,
    };
    (quotient + i128::from(up)).checked_mul(scale).ok_or_else(Fault::too_large)
}

pub(crate) fn filesizeformat(value: &Value, call: Call) -> Res<Value> {
    let [binary] = call.bind("filesizeformat", ["binary"], 0)?;
    let binary = binary.is_some_and(|binary| binary.truth());
    let bytes = match value {
        Value::Str(text) => parse_float(&text.text)?,
        other => as_float(other),
    };
    let Some(bytes) = bytes else {
        return Err(Fault::value("“filesizeformat” needs a number."));
    };
    if bytes == 1.0 {
        return Ok(Value::from("1 Byte"));
    }
    let base: f64 = if binary { 1024.0 } else { 1000.0 };
    if bytes < base {
        return Ok(Value::from(format!("{} Bytes", float_to_int(bytes)?)));
    }
    let prefixes = if binary {
        ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"]
    } else {
        ["kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"]
    };
    let mut unit = base;
    let mut prefix = "";
    for next in prefixes {
        unit *= base;
        prefix = next;
        if bytes < unit {
            break;
        }
    }
    let scaled = base * bytes / unit;
    if scaled.is_nan() {
        return Ok(Value::from(format!("nan {prefix}")));
    }
    let number = if scaled.is_finite() { decimal::fixed(scaled, 1) } else { "inf".into() };
    Ok(Value::from(format!("{number} {prefix}")))
}
