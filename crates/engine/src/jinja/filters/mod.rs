//! Jinja2's filters.

pub(crate) mod attributes;
pub(crate) mod escapes;
pub(crate) mod html;
pub(crate) mod json;
pub(crate) mod numbers;
pub(crate) mod order;
pub(crate) mod series;
pub(crate) mod text;
pub(crate) mod urlize;
pub(crate) mod wrap;

use super::args::Call;
use super::errors::{Fault, Res};
use super::eval::Interp;
use super::value::Value;
use whatsapp_domain::say;

/// All names, for `is filter` and for checking a template before it runs. `date` is our own.
pub(crate) const NAMES: [&str; 55] = [
    "abs",
    "attr",
    "batch",
    "capitalize",
    "center",
    "count",
    "d",
    "date",
    "default",
    "dictsort",
    "e",
    "escape",
    "filesizeformat",
    "first",
    "float",
    "forceescape",
    "format",
    "groupby",
    "indent",
    "int",
    "items",
    "join",
    "last",
    "length",
    "list",
    "lower",
    "map",
    "max",
    "min",
    "pprint",
    "random",
    "reject",
    "rejectattr",
    "replace",
    "reverse",
    "round",
    "safe",
    "select",
    "selectattr",
    "slice",
    "sort",
    "string",
    "striptags",
    "sum",
    "title",
    "tojson",
    "trim",
    "truncate",
    "unique",
    "upper",
    "urlencode",
    "urlize",
    "wordcount",
    "wordwrap",
    "xmlattr",
];

/// The error for a filter that does not exist, with the nearest name that does.
pub(crate) fn unknown(name: &str) -> Fault {
    let near = nearest(name, &NAMES).map(|near| say!("Do you mean “{near}”?", near = near));
    Fault::new(
        "jinja-unknown-filter",
        say!("There is no filter “{name}”.", name = name).then(near.unwrap_or_default()),
    )
}

/// The name with the fewest differing letters, if there are few.
pub(crate) fn nearest<'n>(name: &str, names: &[&'n str]) -> Option<&'n str> {
    if name.len() > 20 {
        return None;
    }
    let name: Vec<char> = crate::case::lower(name).chars().collect();
    let distance = |other: &str| {
        let mut row: Vec<usize> = (0..=other.len()).collect();
        for (i, a) in name.iter().enumerate() {
            let mut diagonal = row[0];
            row[0] = i + 1;
            for (j, b) in other.chars().enumerate() {
                let next = (diagonal + usize::from(*a != b)).min(row[j] + 1).min(row[j + 1] + 1);
                diagonal = row[j + 1];
                row[j + 1] = next;
            }
        }
        row[other.len()]
    };
    names
        .iter()
        .map(|other| (distance(other), *other))
        .min()
        .filter(|(d, other)| *d <= 2 && *d < other.len())
        .map(|(_, n)| n)
}

/// Applies a filter.
pub(crate) fn apply(interp: &mut Interp<'_>, name: &str, value: Value, call: Call) -> Res<Value> {
    let budget = &interp.budget;
    budget.work(1)?;
    match name {
        "abs" => numbers::abs(&value, call),
        "int" => numbers::int(budget, &value, call),
        "float" => numbers::float(&value, call),
        "round" => numbers::round(&value, call),
        "filesizeformat" => numbers::filesizeformat(&value, call),
        "upper" | "lower" | "capitalize" | "title" => text::case(budget, name, &value, call),
        "trim" => text::trim(budget, &value, call),
        "center" => text::center(budget, &value, call),
        "truncate" => text::truncate(budget, value, call),
        "replace" => text::replace(budget, &value, call),
        "indent" => text::indent(budget, &value, call),
        "format" => text::format(budget, &value, call),
        "string" => {
            call.bind::<0>("string", [], 0)?;
            Ok(Value::Str(super::printing::soft_str(budget, &value)?))
        }
        "wordcount" => text::wordcount(budget, &value, call),
        "wordwrap" => wrap::wordwrap(budget, &value, call),
        "e" | "escape" | "forceescape" | "safe" | "striptags" | "xmlattr" => {
            html::apply(budget, name, &value, call)
        }
        "urlize" => urlize::urlize(budget, &value, call),
        "urlencode" => escapes::urlencode(budget, &value, call),
        "tojson" => json::tojson(budget, &value, call),
        "pprint" => json::pprint(budget, &value, call),
        "default" | "d" => {
            let [default, boolean] = call.bind("default", ["default_value", "boolean"], 0)?;
            let by_truth = boolean.is_some_and(|boolean| boolean.truth());
            let empty = value.is_undefined() || by_truth && !value.truth();
            Ok(if empty { default.unwrap_or_else(|| Value::from("")) } else { value })
        }
        "count" | "length" => {
            call.bind::<0>("length", [], 0)?;
            budget.scan(value.as_str().map_or(0, str::len))?;
            value.len().map(Value::from)
        }
        "attr" => attributes::attr(budget, &value, call),
        "join" => series::join(budget, &value, call),
        "first" => series::first(budget, &value, call),
        "last" => series::last(budget, &value, call),
        "list" => {
            call.bind::<0>("list", [], 0)?;
            let items = value.iterate(budget)?;
            Value::list(budget, items)
        }
        "items" => series::items(budget, &value, call),
        "reverse" => series::reverse(budget, &value, call),
        "batch" => series::batch(budget, &value, call),
        "slice" => series::slice(budget, &value, call),
        "sum" => series::sum(budget, &value, call),
        "unique" => order::unique(budget, &value, call),
        "sort" => order::sort(budget, &value, call),
        "dictsort" => order::dictsort(budget, &value, call),
        "groupby" => order::groupby(budget, &value, call),
        "min" | "max" => order::extreme(budget, name, &value, call),
        "map" => series::map(interp, &value, call),
        "select" | "reject" | "selectattr" | "rejectattr" => series::select(interp, name, &value, call),
        "date" => super::date::filter(budget, &value, call),
        "random" => {
            Err(Fault::unsupported("“random” gives another result every time, so it is not available here."))
        }
        _ => Err(unknown(name)),
    }
}
