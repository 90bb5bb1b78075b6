//! Filters and arguments that name an attribute, such as `sort(attribute="price")`.

use crate::jinja::args::Call;
use crate::jinja::errors::{Fault, Res};
use crate::jinja::limits::Budget;
use crate::jinja::lookup;
use crate::jinja::value::Value;

/// A path such as `address.city` or `0.name`, or a single key.
#[derive(Debug)]
pub(crate) struct Path {
    parts: Vec<Value>,
    default: Option<Value>,
    lower: bool,
}

impl Path {
    /// The path in an argument; without one the value itself is meant.
    pub fn of(attribute: Option<&Value>) -> Self {
        let parts = match attribute {
            None | Some(Value::None) => Vec::new(),
            Some(Value::Str(text)) => text
                .text
                .split('.')
                .map(|part| match part.parse::<i128>() {
                    Ok(index) if part.bytes().all(|b| b.is_ascii_digit()) => Value::Int(index),
                    _ => Value::from(part),
                })
                .collect(),
            Some(other) => vec![other.clone()],
        };
        Self { parts, default: None, lower: false }
    }

    /// Stands in for what is missing.
    pub fn or(mut self, default: Option<Value>) -> Self {
        self.default = default.filter(|value| !matches!(value, Value::None));
        self
    }

    /// Makes texts small, for comparing without regard to capitals.
    pub fn ignoring_case(mut self, ignore: bool) -> Self {
        self.lower = ignore;
        self
    }

    /// Follows the path.
    pub fn get(&self, budget: &Budget, value: &Value) -> Res<Value> {
        budget.work(1)?;
        let mut value = value.clone();
        for part in &self.parts {
            value = lookup::item(budget, &value, part)?
                .unwrap_or_else(|| Value::undefined(part.as_str().unwrap_or("")));
            if let (Value::Undefined(_), Some(default)) = (&value, &self.default) {
                value = default.clone();
            }
        }
        if self.lower { ignore_case(budget, value) } else { Ok(value) }
    }
}

/// Text in small letters; other values as they are.
pub(crate) fn ignore_case(budget: &Budget, value: Value) -> Res<Value> {
    match value {
        Value::Str(text) => {
            budget.text(text.text.len())?;
            Ok(Value::from(crate::case::lower(&text.text)))
        }
        other => Ok(other),
    }
}

/// `attr`: the attribute, never the item.
pub(crate) fn attr(budget: &Budget, value: &Value, call: Call) -> Res<Value> {
    let [name] = call.bind("attr", ["name"], 1)?;
    let Some(Value::Str(name)) = name else {
        return Err(Fault::value("“attr” needs the name of an attribute."));
    };
    Ok(lookup::own_attribute(budget, value, &name.text)?.unwrap_or(Value::Undefined(name.text)))
}
