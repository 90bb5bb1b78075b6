//! `urlize`.

use crate::jinja::args::Call;
use crate::jinja::errors::{Fault, Res};
use crate::jinja::limits::Budget;
use crate::jinja::value::Value;

pub(crate) fn urlize(_budget: &Budget, _value: &Value, _call: Call) -> Res<Value> {
    Err(Fault::unsupported(
        "“urlize” makes HTML links, which a message can't show. Write the address itself.",
    ))
}
