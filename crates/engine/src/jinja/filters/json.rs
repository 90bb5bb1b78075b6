//! `tojson` and `pprint`.

use super::order::sorted_by;
use crate::jinja::args::{Call, text as text_arg, width};
use crate::jinja::errors::{Fault, Res};
use crate::jinja::limits::{Budget, MAX_NESTING};
use crate::jinja::printing::{self, repr};
use crate::jinja::value::Value;
use std::fmt::Write;
use whatsapp_domain::{say, words};

pub(crate) fn tojson(budget: &Budget, value: &Value, call: Call) -> Res<Value> {
    let [indent] = call.bind("tojson", ["indent"], 0)?;
    let indent = match indent {
        None | Some(Value::None) => None,
        Some(Value::Str(text)) => Some(text_arg(&Value::Str(text))?.to_string()),
        Some(other) => {
            let count = width(crate::jinja::args::int(&other)?);
            budget.text(count)?;
            Some(" ".repeat(count))
        }
    };
    let mut out = String::new();
    Writer { budget, indent: indent.as_deref() }.write(&mut out, value, 0)?;
    budget.text(out.len())?;
    let mut safe = String::with_capacity(out.len());
    for c in out.chars() {
        match c {
            '<' => safe.push_str("\\u003c"),
            '>' => safe.push_str("\\u003e"),
            '&' => safe.push_str("\\u0026"),
            '\'' => safe.push_str("\\u0027"),
            c => safe.push(c),
        }
    }
    Ok(Value::markup(safe))
}

struct Writer<'b> {
    budget: &'b Budget,
    indent: Option<&'b str>,
}

impl Writer<'_> {
    fn line(&self, out: &mut String, depth: u32) -> Res<()> {
        if let Some(indent) = self.indent {
            self.budget.text(indent.len().saturating_mul(depth as usize))?;
            out.push('\n');
            (0..depth).for_each(|_| out.push_str(indent));
        }
        Ok(())
    }

    fn separator(&self, out: &mut String, depth: u32) -> Res<()> {
        out.push_str(if self.indent.is_some() { "," } else { ", " });
        self.line(out, depth)
    }

    fn write(&self, out: &mut String, value: &Value, depth: u32) -> Res<()> {
        if depth > MAX_NESTING {
            return Err(Fault::too_deep());
        }
        self.budget.work(1)?;
        match value {
            Value::None => out.push_str("null"),
            Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Value::Int(value) => {
                let _ = write!(out, "{value}");
            }
            Value::Float(value) => out.push_str(&float(*value)),
            Value::Str(text) => self.string(out, &text.text)?,
            Value::List(list) => self.list(out, &list.items.borrow(), depth)?,
            Value::Tuple(tuple) => self.list(out, &tuple.items, depth)?,
            Value::Dict(dict) => self.dict(out, &dict.entries.borrow(), depth)?,
            Value::Undefined(path) => {
                return Err(crate::jinja::ops::undefined(path, words!("it can't be written as JSON")));
            }
            other => {
                return Err(Fault::value(say!("{found} can't be written as JSON.", found = other.said())));
            }
        }
        Ok(())
    }

    fn string(&self, out: &mut String, text: &str) -> Res<()> {
        self.budget.text(text.len() * 2)?;
        out.push('"');
        for c in text.chars() {
            match c {
                '"' => out.push_str("\\\""),
                '\\' => out.push_str("\\\\"),
                '\n' => out.push_str("\\n"),
                '\r' => out.push_str("\\r"),
                '\t' => out.push_str("\\t"),
                '\u{c}' => out.push_str("\\f"),
                '\u{8}' => out.push_str("\\b"),
                ' '..='~' => out.push(c),
                c => {
                    for unit in c.encode_utf16(&mut [0; 2]) {
                        let _ = write!(out, "\\u{unit:04x}");
                    }
                }
            }
        }
        out.push('"');
        Ok(())
    }

    fn list(&self, out: &mut String, items: &[Value], depth: u32) -> Res<()> {
        if items.is_empty() {
            out.push_str("[]");
            return Ok(());
        }
        out.push('[');
        self.line(out, depth + 1)?;
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.separator(out, depth + 1)?;
            }
            self.write(out, item, depth + 1)?;
        }
        self.line(out, depth)?;
        out.push(']');
        Ok(())
    }

    fn dict(&self, out: &mut String, entries: &[(Value, Value)], depth: u32) -> Res<()> {
        if entries.is_empty() {
            out.push_str("{}");
            return Ok(());
        }
        let sorted = sorted_by(self.budget, entries.to_vec(), false, |(key, _)| Ok(key.clone()))?;
        out.push('{');
        self.line(out, depth + 1)?;
        for (index, (key, value)) in sorted.iter().enumerate() {
            if index > 0 {
                self.separator(out, depth + 1)?;
            }
            let key = match key {
                Value::Str(text) => text.text.to_string(),
                Value::Bool(value) => value.to_string(),
                Value::None => "null".into(),
                Value::Int(value) => value.to_string(),
                Value::Float(value) => float(*value),
                other => {
                    return Err(Fault::value(say!("A key in JSON can't be {found}.", found = other.said())));
                }
            };
            self.string(out, &key)?;
            out.push_str(": ");
            self.write(out, value, depth + 1)?;
        }
        self.line(out, depth)?;
        out.push('}');
        Ok(())
    }
}

fn float(value: f64) -> String {
    if value.is_nan() {
        return "NaN".into();
    }
    if value.is_infinite() {
        return if value > 0.0 { "Infinity".into() } else { "-Infinity".into() };
    }
    printing::float(value)
}

/// `pprint`, as far as it fits on one line of 80 characters.
pub(crate) fn pprint(budget: &Budget, value: &Value, call: Call) -> Res<Value> {
    call.bind::<0>("pprint", [], 0)?;
    let text = repr(budget, &with_sorted_keys(budget, value, 0)?)?;
    if text.chars().count() > 80 {
        return Err(Fault::unsupported("“pprint” of more than one line is not available here."));
    }
    Ok(Value::from(text))
}

fn with_sorted_keys(budget: &Budget, value: &Value, depth: u32) -> Res<Value> {
    if depth > MAX_NESTING {
        return Err(Fault::too_deep());
    }
    let all = |items: &[Value]| -> Res<Vec<Value>> {
        items.iter().map(|item| with_sorted_keys(budget, item, depth + 1)).collect()
    };
    match value {
        Value::List(list) => Value::list(budget, all(&list.items.borrow())?),
        Value::Tuple(tuple) => Value::tuple(budget, all(&tuple.items)?),
        Value::Dict(dict) => {
            let sorted = sorted_by(budget, dict.entries.borrow().clone(), false, |(key, _)| Ok(key.clone()))?;
            let entries: Vec<(Value, Value)> = sorted
                .into_iter()
                .map(|(key, value)| Ok((key, with_sorted_keys(budget, &value, depth + 1)?)))
                .collect::<Res<_>>()?;
            Value::dict(budget, entries)
        }
        other => Ok(other.clone()),
    }
}
