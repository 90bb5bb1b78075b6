//! Filters that go through lists.

use super::attributes::Path;
use crate::jinja::args::{Call, int, width};
use crate::jinja::ast::Bin;
use crate::jinja::errors::{Fault, Res};
use crate::jinja::eval::Interp;
use crate::jinja::limits::Budget;
use crate::jinja::printing::str_of;
use crate::jinja::value::{Str, Value, View};
use crate::jinja::{filters, ops, tests_builtin};
use whatsapp_domain::say;

pub(crate) fn join(budget: &Budget, value: &Value, call: Call) -> Res<Value> {
    let [separator, attribute] = call.bind("join", ["d", "attribute"], 0)?;
    let separator = separator.map_or_else(|| Ok("".into()), |separator| str_of(budget, &separator))?;
    let path = Path::of(attribute.as_ref());
    joined(budget, &separator, value.iterate(budget)?, |item| str_of(budget, &path.get(budget, item)?))
        .map(Value::from)
}

/// Texts with a separator between.
pub(crate) fn joined(
    budget: &Budget,
    separator: &str,
    items: Vec<Value>,
    text: impl Fn(&Value) -> Res<std::rc::Rc<str>>,
) -> Res<String> {
    let mut out = String::new();
    for (index, item) in items.iter().enumerate() {
        let part = text(item)?;
        budget.text(separator.len() + part.len())?;
        if index > 0 {
            out.push_str(separator);
        }
        out.push_str(&part);
    }
    Ok(out)
}

pub(crate) fn first(budget: &Budget, value: &Value, call: Call) -> Res<Value> {
    call.bind::<0>("first", [], 0)?;
    if let Value::Gen(generator) = value {
        // Only one is taken; the rest can still be gone through.
        let next = generator.items.borrow_mut().next();
        return match next {
            Some(item) => Ok(item),
            None => generator.error.borrow_mut().take().map_or(Ok(Value::undefined("")), Err),
        };
    }
    Ok(value.iterate(budget)?.into_iter().next().unwrap_or_else(|| Value::undefined("")))
}

pub(crate) fn last(budget: &Budget, value: &Value, call: Call) -> Res<Value> {
    call.bind::<0>("last", [], 0)?;
    if matches!(value, Value::Gen(_)) {
        return Err(Fault::value("The last of such a series can't be taken. Add “| list” before “| last”."));
    }
    Ok(value.iterate(budget)?.pop().unwrap_or_else(|| Value::undefined("")))
}

pub(crate) fn items(budget: &Budget, value: &Value, call: Call) -> Res<Value> {
    call.bind::<0>("items", [], 0)?;
    match value {
        Value::Undefined(_) => Value::generator(budget, Vec::new(), None),
        Value::Dict(dict) => {
            let pairs = Value::View(View::Items, dict.clone()).iterate(budget)?;
            Value::generator(budget, pairs, None)
        }
        other => {
            let fault = Fault::value(say!("“items” needs a mapping, not {found}.", found = other.said()));
            Value::generator(budget, Vec::new(), Some(fault))
        }
    }
}

pub(crate) fn reverse(budget: &Budget, value: &Value, call: Call) -> Res<Value> {
    call.bind::<0>("reverse", [], 0)?;
    match value {
        Value::Str(text) => {
            budget.text(text.text.len())?;
            let reversed: String = text.text.chars().rev().collect();
            Ok(Value::Str(Str { text: reversed.into(), markup: text.markup }))
        }
        other => {
            let mut items = other.iterate(budget)?;
            items.reverse();
            if matches!(value, Value::Gen(_)) {
                Value::list(budget, items)
            } else {
                Value::generator(budget, items, None)
            }
        }
    }
}

/// Goes through a value that a generator goes through: an error waits until the generator gets there.
fn lazily(budget: &Budget, value: &Value) -> (Vec<Value>, Option<Fault>) {
    match value.iterate_lazily(budget) {
        Ok(found) => found,
        Err(fault) => (Vec::new(), Some(fault)),
    }
}

/// A budget that is used up ends the rendering at once, wherever a generator is.
fn fatal(fault: &Fault) -> bool {
    matches!(fault.code(), "jinja-too-much-work" | "jinja-too-deep")
}

pub(crate) fn batch(budget: &Budget, value: &Value, call: Call) -> Res<Value> {
    let [count, fill] = call.bind("batch", ["linecount", "fill_with"], 1)?;
    let count = count.unwrap_or(Value::None);
    let Some(size) = count.as_int() else {
        return Err(Fault::value("“batch” needs the number of entries for each part."));
    };
    let (items, error) = lazily(budget, value);
    let mut out = Vec::new();
    let mut part: Vec<Value> = Vec::new();
    for item in items {
        if part.len() as i128 == size {
            out.push(Value::list(budget, std::mem::take(&mut part))?);
        }
        part.push(item);
    }
    if error.is_none() && !part.is_empty() {
        if let Some(fill) = fill.filter(|fill| !matches!(fill, Value::None)) {
            let missing = width(size).saturating_sub(part.len());
            budget.entries(missing)?;
            part.extend(std::iter::repeat_n(fill, missing));
        }
        out.push(Value::list(budget, part)?);
    }
    Value::generator(budget, out, error)
}

pub(crate) fn slice(budget: &Budget, value: &Value, call: Call) -> Res<Value> {
    let [count, fill] = call.bind("slice", ["slices", "fill_with"], 1)?;
    let slices = int(&count.unwrap_or(Value::None))?;
    let fill = fill.filter(|fill| !matches!(fill, Value::None));
    let items = match lazily(budget, value) {
        (items, None) => items,
        (_, error) => return Value::generator(budget, Vec::new(), error),
    };
    if slices == 0 {
        return Value::generator(budget, Vec::new(), Some(Fault::value("“slice” needs at least one part.")));
    }
    let slices = width(slices);
    budget.entries(slices)?;
    let mut out = Vec::new();
    if let Some(each) = items.len().checked_div(slices) {
        let extra = items.len() % slices;
        let mut rest = items.as_slice();
        for index in 0..slices {
            let (part, after) = rest.split_at(each + usize::from(index < extra));
            rest = after;
            let mut part = part.to_vec();
            if index >= extra {
                part.extend(fill.clone());
            }
            out.push(Value::list(budget, part)?);
        }
    }
    Value::generator(budget, out, None)
}

pub(crate) fn sum(budget: &Budget, value: &Value, call: Call) -> Res<Value> {
    let [attribute, start] = call.bind("sum", ["attribute", "start"], 0)?;
    let path = Path::of(attribute.as_ref());
    let mut total = start.unwrap_or(Value::Int(0));
    if total.as_str().is_some() {
        return Err(Fault::value("“sum” can't add texts. Use “join”."));
    }
    for item in value.iterate(budget)? {
        let item = path.get(budget, &item)?;
        total = ops::binary(budget, Bin::Add, &total, &item)?;
    }
    Ok(total)
}

pub(crate) fn map(interp: &mut Interp<'_>, value: &Value, mut call: Call) -> Res<Value> {
    if !value.truth() {
        return Value::generator(&interp.budget, Vec::new(), None);
    }
    let named = call.kwargs.iter().position(|(name, _)| &**name == "attribute");
    let (path, filter) = match named {
        Some(index) if call.args.is_empty() => {
            let attribute = call.kwargs.remove(index).1;
            let default = call.kwargs.iter().position(|(name, _)| &**name == "default");
            let default = default.map(|index| call.kwargs.remove(index).1);
            if let Some((name, _)) = call.kwargs.first() {
                let fault = Fault::value(say!("“map” has no argument “{name}”.", name = name));
                return Value::generator(&interp.budget, Vec::new(), Some(fault));
            }
            (Some(Path::of(Some(&attribute)).or(default)), None)
        }
        _ if call.args.is_empty() => {
            let fault = Fault::value("“map” needs the name of a filter, or “attribute=”.");
            return Value::generator(&interp.budget, Vec::new(), Some(fault));
        }
        _ => (None, Some(call.args.remove(0))),
    };
    let (items, mut error) = lazily(&interp.budget, value);
    let mut out = Vec::with_capacity(items.len());
    for item in items {
        let mapped = match (&path, &filter) {
            (Some(path), _) => path.get(&interp.budget, &item),
            (None, Some(Value::Str(name))) => {
                interp.enter()?;
                let mapped = filters::apply(interp, &name.text, item, call.clone());
                interp.leave();
                mapped
            }
            _ => Err(Fault::value("“map” needs the name of a filter.")),
        };
        match mapped {
            Ok(mapped) => out.push(mapped),
            Err(fault) if fatal(&fault) => return Err(fault),
            Err(fault) => {
                error = Some(fault);
                break;
            }
        }
    }
    Value::generator(&interp.budget, out, error)
}

/// `select`, `reject`, `selectattr`, `rejectattr`.
pub(crate) fn select(interp: &mut Interp<'_>, name: &str, value: &Value, mut call: Call) -> Res<Value> {
    if !value.truth() {
        return Value::generator(&interp.budget, Vec::new(), None);
    }
    let keep = name.starts_with("select");
    let mut path = None;
    if name.ends_with("attr") {
        if call.args.is_empty() {
            let fault = Fault::value(say!("“{name}” needs the name of an attribute.", name = name));
            return Value::generator(&interp.budget, Vec::new(), Some(fault));
        }
        path = Some(Path::of(Some(&call.args.remove(0))));
    }
    let test = if call.args.is_empty() { None } else { Some(call.args.remove(0)) };
    let (items, mut error) = lazily(&interp.budget, value);
    let mut out = Vec::new();
    for item in items {
        let looked_at = match &path {
            Some(path) => path.get(&interp.budget, &item),
            None => Ok(item.clone()),
        };
        let fits = looked_at.and_then(|value| match &test {
            None => Ok(value.truth()),
            Some(Value::Str(test)) => tests_builtin::test(interp, &test.text, &value, call.clone()),
            Some(_) => Err(Fault::value(say!("“{name}” needs the name of a test.", name = name))),
        });
        match fits {
            Ok(fits) if fits == keep => out.push(item),
            Ok(_) => {}
            Err(fault) if fatal(&fault) => return Err(fault),
            Err(fault) => {
                error = Some(fault);
                break;
            }
        }
    }
    Value::generator(&interp.budget, out, error)
}
