//! Jinja2's tests, such as `is defined`.

use super::args::Call;
use super::ast::{Bin, Cmp};
use super::errors::{Fault, Res};
use super::eval::Interp;
use super::filters;
use super::ops;
use super::printing::str_of;
use super::value::{Object, Value};
use whatsapp_domain::say;

/// All names.
pub(crate) const NAMES: [&str; 39] = [
    "odd",
    "even",
    "divisibleby",
    "defined",
    "undefined",
    "filter",
    "test",
    "none",
    "boolean",
    "false",
    "true",
    "integer",
    "float",
    "lower",
    "upper",
    "string",
    "mapping",
    "number",
    "sequence",
    "iterable",
    "callable",
    "sameas",
    "escaped",
    "in",
    "==",
    "eq",
    "equalto",
    "!=",
    "ne",
    ">",
    "gt",
    "greaterthan",
    "ge",
    ">=",
    "<",
    "lt",
    "lessthan",
    "<=",
    "le",
];

/// The error for a test that does not exist.
pub(crate) fn unknown(name: &str) -> Fault {
    let near = filters::nearest(name, &NAMES).map(|near| say!("Do you mean “{near}”?", near = near));
    Fault::new(
        "jinja-unknown-test",
        say!("There is no test “{name}”.", name = name).then(near.unwrap_or_default()),
    )
}

/// Puts a value to a test.
pub(crate) fn test(interp: &mut Interp<'_>, name: &str, value: &Value, call: Call) -> Res<bool> {
    let budget = &interp.budget;
    budget.work(1)?;
    let remainder = |divisor: Value| ops::binary(budget, Bin::Mod, value, &divisor);
    let none = |call: Call| call.bind::<0>(name, [], 0).map(|_| ());
    let compare = |op: Cmp, call: Call| {
        // These are Python's own operators: the other value can't be named.
        let [other] = call.positional(name, 1)?;
        ops::compare(budget, op, value, &other.unwrap_or(Value::None))
    };
    match name {
        "==" | "eq" | "equalto" => return compare(Cmp::Eq, call),
        "!=" | "ne" => return compare(Cmp::Ne, call),
        ">" | "gt" | "greaterthan" => return compare(Cmp::Gt, call),
        ">=" | "ge" => return compare(Cmp::Ge, call),
        "<" | "lt" | "lessthan" => return compare(Cmp::Lt, call),
        "<=" | "le" => return compare(Cmp::Le, call),
        "divisibleby" => {
            let [divisor] = call.bind(name, ["num"], 1)?;
            let rest = remainder(divisor.unwrap_or(Value::None))?;
            return ops::equal(budget, &rest, &Value::Int(0));
        }
        "in" => {
            let [container] = call.bind(name, ["seq"], 1)?;
            return ops::contains(budget, &container.unwrap_or(Value::None), value);
        }
        "sameas" => {
            let [other] = call.bind(name, ["other"], 1)?;
            return value.same(&other.unwrap_or(Value::None)).ok_or_else(|| {
                Fault::unsupported("“sameas” is only available for true, false and none. Use “==”.")
            });
        }
        _ => {}
    }
    if !NAMES.contains(&name) {
        return Err(unknown(name));
    }
    none(call)?;
    Ok(match name {
        "defined" => !value.is_undefined(),
        "undefined" => value.is_undefined(),
        "none" => matches!(value, Value::None),
        "boolean" => matches!(value, Value::Bool(_)),
        "true" => matches!(value, Value::Bool(true)),
        "false" => matches!(value, Value::Bool(false)),
        "integer" => matches!(value, Value::Int(_)),
        "float" => matches!(value, Value::Float(_)),
        "number" => matches!(value, Value::Int(_) | Value::Float(_) | Value::Bool(_)),
        "string" => value.as_str().is_some(),
        "mapping" => matches!(value, Value::Dict(_)),
        "odd" => ops::equal(budget, &remainder(Value::Int(2))?, &Value::Int(1))?,
        "even" => ops::equal(budget, &remainder(Value::Int(2))?, &Value::Int(0))?,
        "lower" => super::methods::string::is_lower(&str_of(budget, value)?),
        "upper" => super::methods::string::is_upper(&str_of(budget, value)?),
        "iterable" => match value {
            Value::Object(object) => matches!(**object, Object::Loop(_)),
            other => !matches!(other, Value::None | Value::Bool(_) | Value::Int(_) | Value::Float(_)),
        },
        "sequence" => matches!(
            value,
            Value::Str(_)
                | Value::List(_)
                | Value::Tuple(_)
                | Value::Dict(_)
                | Value::Range(_)
                | Value::Undefined(_)
        ),
        "callable" => match value {
            // Every missing value has a call that fails.
            Value::Undefined(_) => true,
            Value::Object(object) => !matches!(**object, Object::Namespace(_) | Object::Cycler { .. }),
            _ => false,
        },
        "escaped" => match value {
            Value::Str(text) => text.markup,
            Value::Undefined(path) => **path != *super::value::NO_ELSE,
            _ => false,
        },
        "filter" | "test" => {
            if !ops::hashable(value) {
                return Err(Fault::value(say!("“{name}” needs a name in quotation marks.", name = name)));
            }
            let known = |names: &[&str]| {
                value.as_str().is_some_and(|value| names.contains(&value) && value != "date")
            };
            if name == "filter" { known(&filters::NAMES) } else { known(&NAMES) }
        }
        _ => return Err(unknown(name)),
    })
}
