//! `wordwrap`.

use crate::jinja::args::Call;
use crate::jinja::errors::{Fault, Res};
use crate::jinja::limits::Budget;
use crate::jinja::value::Value;

pub(crate) fn wordwrap(_budget: &Budget, _value: &Value, _call: Call) -> Res<Value> {
    Err(Fault::unsupported("“wordwrap” is not available here."))
}
