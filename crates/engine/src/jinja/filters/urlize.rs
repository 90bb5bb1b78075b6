//! `urlize`: makes HTML links. Nobody wants those in a message, so only text without an address is let through, which
//! `urlize` escapes and otherwise leaves alone.

use super::html::escape_value;
use crate::jinja::args::Call;
use crate::jinja::errors::{Fault, Res};
use crate::jinja::limits::Budget;
use crate::jinja::value::Value;

/// Where one of these stands, a link could begin.
const SIGNS: [&str; 11] =
    ["://", "www.", "@", ".com", ".net", ".int", ".edu", ".gov", ".org", ".info", ".mil"];

pub(crate) fn urlize(budget: &Budget, value: &Value, call: Call) -> Res<Value> {
    let [_, _, _, _, schemes] =
        call.bind("urlize", ["trim_url_limit", "nofollow", "target", "rel", "extra_schemes"], 0)?;
    let text = escape_value(budget, value)?;
    budget.text(text.len())?;
    let small = crate::case::lower(&text);
    if schemes.is_some_and(|schemes| schemes.truth()) || SIGNS.iter().any(|sign| small.contains(sign)) {
        return Err(Fault::unsupported(
            "“urlize” makes HTML links, which a message can't show. Write the address itself.",
        ));
    }
    Ok(Value::from(&*text))
}
