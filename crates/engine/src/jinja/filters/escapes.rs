//! `urlencode`.

use crate::jinja::args::Call;
use crate::jinja::errors::Res;
use crate::jinja::limits::Budget;
use crate::jinja::printing::str_of;
use crate::jinja::value::Value;
use std::fmt::Write;

/// Percent-encodes; in a query string a slash is encoded too, and a space becomes `+`.
fn quote(budget: &Budget, value: &Value, for_query: bool) -> Res<String> {
    let text = str_of(budget, value)?;
    budget.text(text.len() * 3)?;
    let mut out = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'.' | b'-' | b'~' => out.push(byte.into()),
            b'/' if !for_query => out.push('/'),
            b' ' if for_query => out.push('+'),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    Ok(out)
}

pub(crate) fn urlencode(budget: &Budget, value: &Value, call: Call) -> Res<Value> {
    call.bind::<0>("urlencode", [], 0)?;
    let pairs: Vec<(Value, Value)> = match value {
        Value::Str(_) | Value::None | Value::Bool(_) | Value::Int(_) | Value::Float(_) => {
            return quote(budget, value, false).map(Value::from);
        }
        Value::Object(_) => return quote(budget, value, false).map(Value::from),
        Value::Dict(dict) => dict.entries.borrow().clone(),
        other => {
            let mut pairs = Vec::new();
            for pair in other.iterate(budget)? {
                let mut parts = pair.iterate(budget)?.into_iter();
                match (parts.next(), parts.next(), parts.next()) {
                    (Some(key), Some(value), None) => pairs.push((key, value)),
                    _ => {
                        return Err(crate::jinja::errors::Fault::value(
                            "“urlencode” needs text, a mapping, or pairs of a name and a value.",
                        ));
                    }
                }
            }
            pairs
        }
    };
    let mut out = String::new();
    for (key, value) in &pairs {
        if !out.is_empty() || pairs.first().is_some_and(|first| !std::ptr::eq(&first.0, key)) {
            out.push('&');
        }
        out.push_str(&quote(budget, key, true)?);
        out.push('=');
        out.push_str(&quote(budget, value, true)?);
    }
    Ok(Value::from(out))
}
