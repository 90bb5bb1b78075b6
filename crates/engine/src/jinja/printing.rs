//! Python's `str()` and `repr()`.

use super::chars::is_printable;
use super::errors::{Fault, Res};
use super::limits::{Budget, MAX_NESTING};
use super::value::{Object, Str, Value, View};
use std::fmt::Write;
use std::rc::Rc;
use whatsapp_domain::{decimal, say};

/// `repr` of a float: the shortest digits that read back the same.
pub(crate) fn float(value: f64) -> String {
    if value.is_nan() {
        return "nan".into();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf".into() } else { "-inf".into() };
    }
    let scientific = decimal::scientific(value, None);
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..16).contains(&exponent) {
        return fixed(digits, exponent);
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.abs())
}

/// Digits such as `1.25` with an exponent, written out.
fn fixed(digits: &str, exponent: i32) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |digits| ("-", digits));
    let digits = digits.replace('.', "");
    if exponent < 0 {
        return format!("{sign}0.{}{digits}", "0".repeat((-exponent - 1) as usize));
    }
    let whole = exponent as usize + 1;
    if digits.len() <= whole {
        return format!("{sign}{digits}{}.0", "0".repeat(whole - digits.len()));
    }
    format!("{sign}{}.{}", &digits[..whole], &digits[whole..])
}

/// `repr` of a text.
pub(crate) fn quoted(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut out = String::with_capacity(text.len() + 2);
    out.push(quote);
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\\' => out.push_str("\\\\"),
            c if c == quote => {
                out.push('\\');
                out.push(c);
            }
            c if is_printable(c) => out.push(c),
            c => {
                let code = c as u32;
                let _ = match code {
                    ..0x100 => write!(out, "\\x{code:02x}"),
                    0x100..0x10000 => write!(out, "\\u{code:04x}"),
                    _ => write!(out, "\\U{code:08x}"),
                };
            }
        }
    }
    out.push(quote);
    out
}

/// `str(value)`; text stays as it is, with its mark for HTML.
pub(crate) fn soft_str(budget: &Budget, value: &Value) -> Res<Str> {
    match value {
        Value::Str(text) => Ok(text.clone()),
        other => Ok(Str::from(str_of(budget, other)?)),
    }
}

/// `str(value)` without a mark for HTML.
pub(crate) fn str_of(budget: &Budget, value: &Value) -> Res<Rc<str>> {
    Ok(match value {
        Value::Str(text) => text.text.clone(),
        Value::Undefined(_) => "".into(),
        other => repr(budget, other)?.into(),
    })
}

/// `repr(value)`.
pub(crate) fn repr(budget: &Budget, value: &Value) -> Res<String> {
    let mut out = String::new();
    write_repr(budget, &mut out, value, 0)?;
    Ok(out)
}

fn write_all<'v>(
    budget: &Budget,
    out: &mut String,
    items: impl Iterator<Item = &'v Value>,
    depth: u32,
) -> Res<usize> {
    let mut count = 0;
    for item in items {
        if count > 0 {
            out.push_str(", ");
        }
        count += 1;
        write_repr(budget, out, item, depth + 1)?;
    }
    Ok(count)
}

fn write_entries(budget: &Budget, out: &mut String, entries: &[(Value, Value)], depth: u32) -> Res<()> {
    out.push('{');
    for (index, (key, value)) in entries.iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        write_repr(budget, out, key, depth + 1)?;
        out.push_str(": ");
        write_repr(budget, out, value, depth + 1)?;
    }
    out.push('}');
    Ok(())
}

fn write_repr(budget: &Budget, out: &mut String, value: &Value, depth: u32) -> Res<()> {
    if depth > MAX_NESTING {
        return Err(Fault::too_deep());
    }
    budget.work(1)?;
    match value {
        Value::Undefined(_) => out.push_str("Undefined"),
        Value::None => out.push_str("None"),
        Value::Bool(true) => out.push_str("True"),
        Value::Bool(false) => out.push_str("False"),
        Value::Int(value) => {
            let _ = write!(out, "{value}");
        }
        Value::Float(value) => out.push_str(&float(*value)),
        Value::Str(text) => {
            budget.text(text.text.len())?;
            if text.markup {
                out.push_str("Markup(");
            }
            out.push_str(&quoted(&text.text));
            if text.markup {
                out.push(')');
            }
        }
        Value::List(list) => {
            out.push('[');
            write_all(budget, out, list.items.borrow().iter(), depth)?;
            out.push(']');
        }
        Value::Tuple(tuple) => {
            out.push('(');
            if write_all(budget, out, tuple.items.iter(), depth)? == 1 {
                out.push(',');
            }
            out.push(')');
        }
        Value::Dict(dict) => write_entries(budget, out, &dict.entries.borrow(), depth)?,
        Value::View(view, dict) => {
            out.push_str(match view {
                View::Keys => "dict_keys([",
                View::Values => "dict_values([",
                View::Items => "dict_items([",
            });
            let parts = Value::View(*view, dict.clone()).iterate(budget)?;
            write_all(budget, out, parts.iter(), depth)?;
            out.push_str("])");
        }
        Value::Range(range) => {
            let [start, stop, step] = **range;
            let _ = match step {
                1 => write!(out, "range({start}, {stop})"),
                _ => write!(out, "range({start}, {stop}, {step})"),
            };
        }
        Value::Gen(_) => {
            return Err(Fault::unsupported(
                "A series such as the result of “map” or “select” can't be printed by itself. Add “| list” or “| join”.",
            ));
        }
        Value::Object(object) => match &**object {
            Object::Macro { def, .. } => match &def.name {
                Some(name) => {
                    let _ = write!(out, "<Macro {}>", quoted(name));
                }
                None => out.push_str("<Macro None>"),
            },
            Object::Loop(state) => {
                let _ = write!(out, "<LoopContext {}/{}>", state.index0.get() + 1, state.length);
            }
            Object::Namespace(attributes) => {
                out.push_str("<Namespace {");
                for (index, (name, value)) in attributes.borrow().iter().enumerate() {
                    if index > 0 {
                        out.push_str(", ");
                    }
                    out.push_str(&quoted(name));
                    out.push_str(": ");
                    write_repr(budget, out, value, depth + 1)?;
                }
                out.push_str("}>");
            }
            Object::Method(_, name) => {
                return Err(Fault::unsupported(say!(
                    "“{name}” is a method: it prints only when called, as in “.{name}()”. For an attribute of that name \
                     write “[\"{name}\"]”.",
                    name = name
                )));
            }
            Object::Global(_) | Object::Cycler { .. } | Object::Joiner { .. } => {
                return Err(Fault::unsupported(
                    "A function can't be printed. Call it with brackets after its name.",
                ));
            }
        },
    }
    Ok(())
}
