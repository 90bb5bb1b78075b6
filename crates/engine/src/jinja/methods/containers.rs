//! Methods of lists, tuples and mappings.

use super::unavailable;
use crate::jinja::args::{Call, int_or, switch};
use crate::jinja::errors::{Fault, Res};
use crate::jinja::eval::Interp;
use crate::jinja::filters::order::sorted_by;
use crate::jinja::limits::Budget;
use crate::jinja::ops;
use crate::jinja::value::{Dict, List, Value, View, graft};
use std::rc::Rc;
use whatsapp_domain::say;

/// Lists and mappings of the profile stay as they are.
fn changeable(frozen: bool) -> Res<()> {
    if frozen {
        return Err(Fault::unsupported(
            "Values of the profile can't be changed. Make a list of your own with “set”.",
        ));
    }
    Ok(())
}

fn position(budget: &Budget, items: &[Value], wanted: &Value) -> Res<Option<usize>> {
    for (index, item) in items.iter().enumerate() {
        if ops::equal(budget, item, wanted)? {
            return Ok(Some(index));
        }
    }
    Ok(None)
}

/// `count` and `index`.
pub(crate) fn look_in(budget: &Budget, items: &[Value], name: &str, call: Call) -> Res<Value> {
    match name {
        "count" => {
            let [wanted] = call.positional(name, 1)?;
            let wanted = wanted.unwrap_or(Value::None);
            let mut count = 0;
            for item in items {
                count += usize::from(ops::equal(budget, item, &wanted)?);
            }
            Ok(Value::from(count))
        }
        "index" => {
            let [wanted, start, stop] = call.positional(name, 1)?;
            if start.is_some() || stop.is_some() {
                return Err(unavailable("index(…, start)"));
            }
            position(budget, items, &wanted.unwrap_or(Value::None))?
                .map(Value::from)
                .ok_or_else(|| Fault::value("The value is not in the list."))
        }
        _ => Err(unavailable(name)),
    }
}

pub(crate) fn list(budget: &Budget, list: &Rc<List>, name: &str, call: Call) -> Res<Value> {
    let address = Rc::as_ptr(list).cast::<()>();
    match name {
        "count" | "index" => {
            let items = list.items.borrow();
            return look_in(budget, &items, name, call);
        }
        "copy" => {
            call.positional::<0>(name, 0)?;
            let items = list.items.borrow().clone();
            return Value::list(budget, items);
        }
        _ => changeable(list.frozen)?,
    }
    budget.entries(1)?;
    let deepen = |value: &Value| -> Res<()> {
        graft(budget, address, value)?;
        let mut shape = list.shape.get();
        shape.depth = shape.depth.max(value.shape().depth + 1);
        if shape.depth > crate::jinja::limits::MAX_NESTING {
            return Err(Fault::too_deep());
        }
        list.shape.set(shape);
        Ok(())
    };
    match name {
        "append" => {
            let [item] = call.positional(name, 1)?;
            let item = item.unwrap_or(Value::None);
            deepen(&item)?;
            list.items.borrow_mut().push(item);
        }
        "extend" => {
            let [more] = call.positional(name, 1)?;
            let more = more.unwrap_or(Value::None).iterate(budget)?;
            more.iter().try_for_each(deepen)?;
            list.items.borrow_mut().extend(more);
        }
        "insert" => {
            let [index, item] = call.positional(name, 2)?;
            let item = item.unwrap_or(Value::None);
            deepen(&item)?;
            let mut items = list.items.borrow_mut();
            let length = items.len() as i128;
            let index = int_or(index.as_ref(), 0)?;
            let index = if index < 0 { index.saturating_add(length).max(0) } else { index.min(length) };
            budget.work(items.len() as u64 / 16)?;
            items.insert(index as usize, item);
        }
        "pop" => {
            let [index] = call.positional(name, 0)?;
            let mut items = list.items.borrow_mut();
            let length = items.len() as i128;
            let index = int_or(index.as_ref(), -1)?;
            let index = if index < 0 { index.saturating_add(length) } else { index };
            if !(0..length).contains(&index) {
                return Err(Fault::value("“pop” finds nothing at this place of the list."));
            }
            budget.work(items.len() as u64 / 16)?;
            return Ok(items.remove(index as usize));
        }
        "remove" => {
            let [wanted] = call.positional(name, 1)?;
            let found = position(budget, &list.items.borrow(), &wanted.unwrap_or(Value::None))?;
            let index = found.ok_or_else(|| Fault::value("The value is not in the list."))?;
            list.items.borrow_mut().remove(index);
        }
        "clear" => {
            call.positional::<0>(name, 0)?;
            list.items.borrow_mut().clear();
        }
        "reverse" => {
            call.positional::<0>(name, 0)?;
            budget.work(list.items.borrow().len() as u64 / 4)?;
            list.items.borrow_mut().reverse();
        }
        "sort" => {
            let mut reverse = false;
            for (key, value) in &call.kwargs {
                match &**key {
                    "reverse" => reverse = switch(Some(value.clone()))?,
                    _ => return Err(unavailable("sort(key=…)")),
                }
            }
            if !call.args.is_empty() {
                return Err(Fault::value("“sort” takes its arguments by name."));
            }
            let items = list.items.borrow().clone();
            let sorted = sorted_by(budget, items, reverse, |item| Ok(item.clone()))?;
            *list.items.borrow_mut() = sorted;
        }
        _ => return Err(unavailable(name)),
    }
    Ok(Value::None)
}

fn key_of(value: Option<Value>) -> Res<Value> {
    let key = value.unwrap_or(Value::None);
    if ops::hashable(&key) {
        Ok(key)
    } else {
        Err(Fault::value(say!("A key can't be {found}.", found = key.said())))
    }
}

pub(crate) fn dict(interp: &mut Interp<'_>, dict: &Rc<Dict>, name: &str, call: Call) -> Res<Value> {
    let budget = &interp.budget;
    match name {
        "keys" | "values" | "items" => {
            call.positional::<0>(name, 0)?;
            let view = match name {
                "keys" => View::Keys,
                "values" => View::Values,
                _ => View::Items,
            };
            return Ok(Value::View(view, dict.clone()));
        }
        "get" => {
            let [key, default] = call.positional(name, 1)?;
            let key = key_of(key)?;
            let entries = dict.entries.borrow();
            let found = ops::find(budget, &entries, &key)?;
            return Ok(found.map_or(default.unwrap_or(Value::None), |index| entries[index].1.clone()));
        }
        "copy" => {
            call.positional::<0>(name, 0)?;
            let entries = dict.entries.borrow().clone();
            return Value::dict(budget, entries);
        }
        "fromkeys" => return Err(unavailable(name)),
        _ => changeable(dict.frozen)?,
    }
    match name {
        "clear" => {
            call.positional::<0>(name, 0)?;
            dict.entries.borrow_mut().clear();
            Ok(Value::None)
        }
        "pop" => {
            let [key, default] = call.positional(name, 1)?;
            let found = ops::find(budget, &dict.entries.borrow(), &key_of(key)?)?;
            match (found, default) {
                (Some(index), _) => Ok(dict.entries.borrow_mut().remove(index).1),
                (None, Some(default)) => Ok(default),
                (None, None) => Err(Fault::value("“pop” finds no such key in the mapping.")),
            }
        }
        "popitem" => {
            call.positional::<0>(name, 0)?;
            let last = dict.entries.borrow_mut().pop();
            let (key, value) = last.ok_or_else(|| Fault::value("The mapping is empty."))?;
            Value::tuple(budget, vec![key, value])
        }
        "setdefault" => {
            let [key, default] = call.positional(name, 1)?;
            let key = key_of(key)?;
            let found = ops::find(budget, &dict.entries.borrow(), &key)?;
            if let Some(index) = found {
                return Ok(dict.entries.borrow()[index].1.clone());
            }
            let default = default.unwrap_or(Value::None);
            put(budget, dict, key, default.clone())?;
            Ok(default)
        }
        "update" => {
            for (key, value) in interp.dict_entries(call)? {
                put(&interp.budget, dict, key, value)?;
            }
            Ok(Value::None)
        }
        _ => Err(unavailable(name)),
    }
}

fn put(budget: &Budget, dict: &Rc<Dict>, key: Value, value: Value) -> Res<()> {
    budget.entries(2)?;
    for part in [&key, &value] {
        graft(budget, Rc::as_ptr(dict).cast(), part)?;
        let mut shape = dict.shape.get();
        shape.depth = shape.depth.max(part.shape().depth + 1);
        if shape.depth > crate::jinja::limits::MAX_NESTING {
            return Err(Fault::too_deep());
        }
        dict.shape.set(shape);
    }
    let found = ops::find(budget, &dict.entries.borrow(), &key)?;
    let mut entries = dict.entries.borrow_mut();
    match found {
        Some(index) => entries[index].1 = value,
        None => entries.push((key, value)),
    }
    Ok(())
}
