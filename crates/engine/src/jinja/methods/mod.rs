//! Methods of Python's values.

pub(crate) mod containers;
pub(crate) mod string;

use super::args::Call;
use super::errors::{Fault, Res};
use super::eval::Interp;
use super::value::Value;
use whatsapp_domain::say;

/// Attributes that Python finds on text. Those that are not available end in an error when called.
pub(crate) const STR: [&str; 47] = [
    "capitalize",
    "casefold",
    "center",
    "count",
    "encode",
    "endswith",
    "expandtabs",
    "find",
    "format",
    "format_map",
    "index",
    "isalnum",
    "isalpha",
    "isascii",
    "isdecimal",
    "isdigit",
    "isidentifier",
    "islower",
    "isnumeric",
    "isprintable",
    "isspace",
    "istitle",
    "isupper",
    "join",
    "ljust",
    "lower",
    "lstrip",
    "maketrans",
    "partition",
    "removeprefix",
    "removesuffix",
    "replace",
    "rfind",
    "rindex",
    "rjust",
    "rpartition",
    "rsplit",
    "rstrip",
    "split",
    "splitlines",
    "startswith",
    "strip",
    "swapcase",
    "title",
    "translate",
    "upper",
    "zfill",
];
/// Attributes that text marked as HTML has besides.
pub(crate) const MARKUP: [&str; 3] = ["escape", "striptags", "unescape"];
pub(crate) const LIST: [&str; 11] =
    ["append", "clear", "copy", "count", "extend", "index", "insert", "pop", "remove", "reverse", "sort"];
pub(crate) const DICT: [&str; 11] =
    ["clear", "copy", "fromkeys", "get", "items", "keys", "pop", "popitem", "setdefault", "update", "values"];
pub(crate) const TUPLE: [&str; 2] = ["count", "index"];
pub(crate) const INT: [&str; 7] =
    ["as_integer_ratio", "bit_count", "bit_length", "conjugate", "from_bytes", "to_bytes", "is_integer"];
pub(crate) const FLOAT: [&str; 6] = ["as_integer_ratio", "conjugate", "fromhex", "hex", "is_integer", "imag"];

/// The error for a method that Python has and we don't.
pub(crate) fn unavailable(name: &str) -> Fault {
    Fault::unsupported(say!("“.{name}()” is not available here.", name = name))
}

/// Calls a method.
pub(crate) fn call(interp: &mut Interp<'_>, receiver: &Value, name: &str, call: Call) -> Res<Value> {
    let budget = &interp.budget;
    budget.work(2)?;
    match receiver {
        Value::Str(text) => string::call(budget, text, name, call),
        Value::List(list) => containers::list(budget, list, name, call),
        Value::Dict(dict) => containers::dict(interp, dict, name, call),
        Value::Tuple(_) | Value::Range(_) => {
            let items = receiver.iterate(budget)?;
            containers::look_in(budget, &items, name, call)
        }
        Value::Float(number) => {
            call.positional::<0>(name, 0)?;
            match name {
                "is_integer" => Ok(Value::Bool(number.is_finite() && number.fract() == 0.0)),
                "conjugate" => Ok(receiver.clone()),
                _ => Err(unavailable(name)),
            }
        }
        Value::Int(_) | Value::Bool(_) => {
            call.positional::<0>(name, 0)?;
            let value = receiver.as_int().unwrap_or(0);
            match name {
                "bit_length" => Ok(Value::Int(i128::from(128 - value.unsigned_abs().leading_zeros()))),
                "bit_count" => Ok(Value::Int(value.unsigned_abs().count_ones().into())),
                "conjugate" => Ok(Value::Int(value)),
                _ => Err(unavailable(name)),
            }
        }
        _ => Err(unavailable(name)),
    }
}
