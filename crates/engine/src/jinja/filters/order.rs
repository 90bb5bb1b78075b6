//! Filters that compare: `sort`, `dictsort`, `groupby`, `unique`, `min`, `max`.

use super::attributes::{Path, ignore_case};
use crate::jinja::args::{Call, switch};
use crate::jinja::errors::{Fault, Res};
use crate::jinja::limits::Budget;
use crate::jinja::ops;
use crate::jinja::value::Value;
use whatsapp_domain::{say, words};

/// Is `a < b`? "Not a number" has no place in an order.
fn less(budget: &Budget, a: &Value, b: &Value) -> Res<bool> {
    match ops::order(budget, a, b)? {
        Some(order) => Ok(order.is_lt()),
        None => Err(Fault::unsupported("“Not a number” can't be sorted.")),
    }
}

/// A stable sort by a key; what compares equal keeps its order, also when reversed. Merges by itself because a
/// comparison may end in an error.
pub(crate) fn sorted_by<T: Clone>(
    budget: &Budget,
    items: Vec<T>,
    reverse: bool,
    key: impl Fn(&T) -> Res<Value>,
) -> Res<Vec<T>> {
    budget.entries(items.len() * 2)?;
    let mut run: Vec<(Value, T)> =
        items.into_iter().map(|item| Ok((key(&item)?, item))).collect::<Res<_>>()?;
    let mut size = 1;
    while size < run.len() {
        let mut merged = Vec::with_capacity(run.len());
        for pair in run.chunks(size * 2) {
            let (left, right) = pair.split_at(size.min(pair.len()));
            let (mut i, mut j) = (0, 0);
            while i < left.len() && j < right.len() {
                let right_first = if reverse {
                    less(budget, &left[i].0, &right[j].0)?
                } else {
                    less(budget, &right[j].0, &left[i].0)?
                };
                if right_first {
                    merged.push(right[j].clone());
                    j += 1;
                } else {
                    merged.push(left[i].clone());
                    i += 1;
                }
            }
            merged.extend_from_slice(&left[i..]);
            merged.extend_from_slice(&right[j..]);
        }
        run = merged;
        size *= 2;
    }
    Ok(run.into_iter().map(|(_, item)| item).collect())
}

fn truth(value: Option<Value>) -> bool {
    value.is_some_and(|value| value.truth())
}

pub(crate) fn sort(budget: &Budget, value: &Value, call: Call) -> Res<Value> {
    let [reverse, case_sensitive, attribute] =
        call.bind("sort", ["reverse", "case_sensitive", "attribute"], 0)?;
    let ignore = !truth(case_sensitive);
    let paths: Vec<Path> = match &attribute {
        Some(Value::Str(text)) => text
            .text
            .split(',')
            .map(|part| Path::of(Some(&Value::from(part))).ignoring_case(ignore))
            .collect(),
        other => vec![Path::of(other.as_ref()).ignoring_case(ignore)],
    };
    let items = value.iterate(budget)?;
    let sorted = sorted_by(budget, items, switch(reverse)?, |item| {
        let keys = paths.iter().map(|path| path.get(budget, item)).collect::<Res<Vec<_>>>()?;
        Value::list(budget, keys)
    })?;
    Value::list(budget, sorted)
}

pub(crate) fn dictsort(budget: &Budget, value: &Value, call: Call) -> Res<Value> {
    let [case_sensitive, by, reverse] = call.bind("dictsort", ["case_sensitive", "by", "reverse"], 0)?;
    let by_value = match by.as_ref().map(Value::as_str) {
        None | Some(Some("key")) => false,
        Some(Some("value")) => true,
        _ => return Err(Fault::value("“dictsort” sorts by “key” or by “value”.")),
    };
    let Value::Dict(dict) = value else {
        return Err(match value {
            Value::Undefined(path) => ops::undefined(path, words!("it can't be sorted")),
            other => Fault::value(say!("“dictsort” needs a mapping, not {found}.", found = other.said())),
        });
    };
    let ignore = !truth(case_sensitive);
    let entries = dict.entries.borrow().clone();
    let sorted = sorted_by(budget, entries, switch(reverse)?, |(key, value)| {
        let chosen = if by_value { value.clone() } else { key.clone() };
        if ignore { ignore_case(budget, chosen) } else { Ok(chosen) }
    })?;
    let pairs =
        sorted.into_iter().map(|(key, value)| Value::tuple(budget, vec![key, value])).collect::<Res<_>>()?;
    Value::list(budget, pairs)
}

pub(crate) fn groupby(budget: &Budget, value: &Value, call: Call) -> Res<Value> {
    let [attribute, default, case_sensitive] =
        call.bind("groupby", ["attribute", "default", "case_sensitive"], 1)?;
    let ignore = !truth(case_sensitive);
    let path = Path::of(attribute.as_ref()).or(default.clone()).ignoring_case(ignore);
    let shown = Path::of(attribute.as_ref()).or(default);
    let items = value.iterate(budget)?;
    let sorted = sorted_by(budget, items, false, |item| path.get(budget, item))?;
    let mut groups: Vec<(Value, Vec<Value>)> = Vec::new();
    for item in sorted {
        let key = path.get(budget, &item)?;
        match groups.last_mut() {
            Some((last, members)) if ops::equal(budget, last, &key)? => members.push(item),
            _ => groups.push((key, vec![item])),
        }
    }
    let mut out = Vec::with_capacity(groups.len());
    for (key, members) in groups {
        let key = match members.first() {
            Some(first) if ignore => shown.get(budget, first)?,
            _ => key,
        };
        let members = Value::list(budget, members)?;
        out.push(Value::group(budget, key, members)?);
    }
    Value::list(budget, out)
}

pub(crate) fn unique(budget: &Budget, value: &Value, call: Call) -> Res<Value> {
    let [case_sensitive, attribute] = call.bind("unique", ["case_sensitive", "attribute"], 0)?;
    let path = Path::of(attribute.as_ref()).ignoring_case(!truth(case_sensitive));
    let (items, error) = match value.iterate_lazily(budget) {
        Ok((items, error)) => (items, error),
        Err(error) => (Vec::new(), Some(error)),
    };
    let mut seen: Vec<Value> = Vec::new();
    let mut out = Vec::new();
    for item in items {
        let key = match path.get(budget, &item) {
            Ok(key) if ops::hashable(&key) => key,
            Ok(key) => {
                let fault =
                    Fault::value(say!("{found} can't be compared by “unique”.", found = key.said_first()));
                return Value::generator(budget, out, Some(fault));
            }
            Err(fault) => return Value::generator(budget, out, Some(fault)),
        };
        let mut known = false;
        for other in &seen {
            known = known || ops::equal(budget, other, &key)?;
        }
        if !known {
            seen.push(key);
            out.push(item);
        }
    }
    Value::generator(budget, out, error)
}

/// `min` and `max`.
pub(crate) fn extreme(budget: &Budget, name: &str, value: &Value, call: Call) -> Res<Value> {
    let [case_sensitive, attribute] = call.bind(name, ["case_sensitive", "attribute"], 0)?;
    let path = Path::of(attribute.as_ref()).ignoring_case(!truth(case_sensitive));
    let mut best: Option<(Value, Value)> = None;
    for item in value.iterate(budget)? {
        let key = path.get(budget, &item)?;
        let better = match &best {
            None => true,
            Some((best, _)) if name == "min" => less(budget, &key, best)?,
            Some((best, _)) => less(budget, best, &key)?,
        };
        if better {
            best = Some((key, item));
        }
    }
    Ok(best.map_or_else(|| Value::undefined(""), |(_, item)| item))
}
