//! Attributes, items and ranges of values.

use super::errors::{Fault, Res};
use super::limits::Budget;
use super::value::{Loop, NO_ELSE, Object, Str, Value, range_len};
use super::{methods, ops};
use std::rc::Rc;
use whatsapp_domain::{say, words};

/// What lies below a missing value is missing as well.
fn missing(path: &Rc<str>) -> Res<Value> {
    if **path == *NO_ELSE {
        return Err(ops::undefined(path, words!("nothing can be taken from it")));
    }
    Ok(Value::Undefined(path.clone()))
}

/// Names that Python finds on every mapping before it looks for a key.
pub(crate) fn is_dict_method(name: &str) -> bool {
    methods::DICT.contains(&name)
}

/// `value.name`: the attribute, else the item; None where neither is there.
pub(crate) fn attribute(budget: &Budget, value: &Value, name: &Rc<str>) -> Res<Option<Value>> {
    if let Some(found) = own_attribute(budget, value, name)? {
        return Ok(Some(found));
    }
    match value {
        Value::Dict(dict) => {
            let entries = dict.entries.borrow();
            let found = entries.iter().find(|(key, _)| key.as_str() == Some(name));
            budget.work(entries.len() as u64 / 4)?;
            Ok(found.map(|(_, value)| value.clone()))
        }
        _ => Ok(None),
    }
}

/// What Python's `getattr` finds.
pub(crate) fn own_attribute(budget: &Budget, value: &Value, name: &Rc<str>) -> Res<Option<Value>> {
    if name.starts_with("__") {
        return Err(Fault::unsupported("Names that begin with “__” are not available here."));
    }
    let method = |names: &[&str]| {
        names.contains(&&**name).then(|| Value::object(Object::Method(value.clone(), name.clone())))
    };
    Ok(match value {
        Value::Undefined(path) => Some(missing(path)?),
        Value::None => None,
        Value::Str(text) => {
            if text.markup && methods::MARKUP.contains(&&**name) {
                return Err(Fault::unsupported(say!(
                    "“.{name}” is not available on HTML text.",
                    name = name
                )));
            }
            method(&methods::STR)
        }
        Value::List(_) => method(&methods::LIST),
        Value::Dict(_) => method(&methods::DICT),
        Value::Tuple(tuple) => match &**name {
            "grouper" if tuple.grouped => tuple.items.first().cloned(),
            "list" if tuple.grouped => tuple.items.get(1).cloned(),
            "_asdict" | "_replace" | "_fields" | "_make" if tuple.grouped => {
                return Err(Fault::unsupported(say!("“{name}” is not available here.", name = name)));
            }
            _ => method(&methods::TUPLE),
        },
        Value::Bool(_) | Value::Int(_) => match &**name {
            "real" | "numerator" => value.as_int().map(Value::Int),
            "imag" => Some(Value::Int(0)),
            "denominator" => Some(Value::Int(1)),
            _ => method(&methods::INT),
        },
        Value::Float(number) => match &**name {
            "real" => Some(Value::Float(*number)),
            "imag" => Some(Value::Float(0.0)),
            _ => method(&methods::FLOAT),
        },
        Value::Range(range) => match &**name {
            "start" => Some(Value::Int(range[0])),
            "stop" => Some(Value::Int(range[1])),
            "step" => Some(Value::Int(range[2])),
            _ => method(&["count", "index"]),
        },
        Value::View(..) => {
            if matches!(&**name, "isdisjoint" | "mapping") {
                return Err(Fault::unsupported(say!("“{name}” is not available here.", name = name)));
            }
            None
        }
        Value::Gen(_) => {
            if matches!(&**name, "send" | "throw" | "close") || name.starts_with("gi_") {
                return Err(Fault::unsupported(say!("“{name}” is not available here.", name = name)));
            }
            None
        }
        Value::Object(object) => object_attribute(budget, object, value, name)?,
    })
}

fn object_attribute(
    budget: &Budget,
    object: &Rc<Object>,
    value: &Value,
    name: &Rc<str>,
) -> Res<Option<Value>> {
    let bound = || Some(Value::object(Object::Method(value.clone(), name.clone())));
    Ok(match &**object {
        Object::Namespace(attributes) => {
            let found =
                attributes.borrow().iter().find(|(other, _)| other == name).map(|(_, value)| value.clone());
            if found.is_none() && matches!(&**name, "_Namespace__attrs") {
                return Err(Fault::unsupported(say!("“{name}” is not available here.", name = name)));
            }
            found
        }
        Object::Loop(state) => match &**name {
            "cycle" | "changed" => bound(),
            _ => loop_attribute(state, name)?,
        },
        Object::Cycler { items, at } => match &**name {
            "next" | "reset" => bound(),
            "current" => items.get(at.get()).cloned(),
            "items" => Some(Value::tuple(budget, items.clone())?),
            "pos" => Some(Value::from(at.get())),
            _ => None,
        },
        Object::Joiner { separator, used } => match &**name {
            "sep" => Some(separator.clone()),
            "used" => Some(Value::Bool(used.get())),
            _ => None,
        },
        Object::Macro { def, .. } => match &**name {
            "name" => Some(def.name.as_deref().map_or(Value::None, Value::from)),
            "arguments" => {
                Some(Value::tuple(budget, def.params.iter().map(|param| Value::from(&**param)).collect())?)
            }
            "catch_kwargs" => Some(Value::Bool(def.uses_kwargs)),
            "catch_varargs" => Some(Value::Bool(def.uses_varargs)),
            "caller" => Some(Value::Bool(def.uses_caller)),
            "explicit_caller" => Some(Value::Bool(def.params.iter().any(|param| &**param == "caller"))),
            _ if name.starts_with('_') => {
                return Err(Fault::unsupported(say!("“{name}” is not available here.", name = name)));
            }
            _ => None,
        },
        Object::Global(_) | Object::Method(..) => {
            return Err(Fault::unsupported(
                "A function has no attributes here. Call it with brackets after its name.",
            ));
        }
    })
}

fn loop_attribute(state: &Loop, name: &str) -> Res<Option<Value>> {
    let index = state.index0.get();
    Ok(Some(match name {
        "index" => Value::from(index + 1),
        "index0" => Value::from(index),
        "revindex" => Value::from(state.length - index),
        "revindex0" => Value::from(state.length - index - 1),
        "first" => Value::Bool(index == 0),
        "last" => Value::Bool(index + 1 == state.length),
        "length" => Value::from(state.length),
        "depth" => Value::from(state.depth0 + 1),
        "depth0" => Value::from(state.depth0),
        "previtem" => state.before.borrow().clone().unwrap_or_else(|| Value::undefined("loop.previtem")),
        "nextitem" => state.after.borrow().clone().unwrap_or_else(|| Value::undefined("loop.nextitem")),
        _ if name.starts_with('_') => {
            return Err(Fault::unsupported(say!("“loop.{name}” is not available here.", name = name)));
        }
        _ => return Ok(None),
    }))
}

/// A place in a series; negative ones count from the end.
fn place(length: usize, index: i128) -> Option<usize> {
    let index = if index < 0 { index + length as i128 } else { index };
    usize::try_from(index).ok().filter(|index| *index < length)
}

/// `value[item]`: the item, else the attribute of that name; None where neither is there.
pub(crate) fn item(budget: &Budget, value: &Value, item: &Value) -> Res<Option<Value>> {
    let found = match (value, item.as_int()) {
        (Value::Undefined(path), _) => return missing(path).map(Some),
        (Value::Dict(dict), _) => {
            let entries = dict.entries.borrow();
            if ops::hashable(item) {
                ops::find(budget, &entries, item)?.map(|index| entries[index].1.clone())
            } else {
                None
            }
        }
        (Value::Str(text), Some(index)) => {
            budget.scan(text.text.len())?;
            place(text.text.chars().count(), index)
                .and_then(|index| text.text.chars().nth(index))
                .map(|c| Value::Str(Str { text: c.encode_utf8(&mut [0; 4]).into(), markup: text.markup }))
        }
        (Value::List(list), Some(index)) => {
            let items = list.items.borrow();
            place(items.len(), index).map(|index| items[index].clone())
        }
        (Value::Tuple(tuple), Some(index)) => {
            place(tuple.items.len(), index).map(|index| tuple.items[index].clone())
        }
        (Value::Range(range), Some(index)) => {
            place(range_len(range), index).map(|index| Value::Int(range[0] + index as i128 * range[2]))
        }
        (Value::Object(object), _) if matches!(**object, Object::Global("dict")) => {
            return Err(Fault::unsupported("A function can't be subscripted here."));
        }
        _ => None,
    };
    match (found, item) {
        (Some(found), _) => Ok(Some(found)),
        (None, Value::Str(name)) => own_attribute(budget, value, &name.text),
        (None, _) => Ok(None),
    }
}

/// Start, stop and step of `[start:stop:step]` on a series; a stop of -1 means "down to the first".
fn bounds_of(length: usize, bounds: &[Option<Value>; 3]) -> Res<[i128; 3]> {
    let length = length as i128;
    let number = |bound: &Option<Value>| match bound {
        None | Some(Value::None) => Ok(None),
        Some(value) => value.as_int().map(Some).ok_or_else(|| {
            Fault::value(say!(
                "The bounds of a range must be whole numbers, not {found}.",
                found = value.said()
            ))
        }),
    };
    let step = number(&bounds[2])?.unwrap_or(1);
    if step == 0 {
        return Err(Fault::value("The step of a range can't be zero."));
    }
    let (low, high) = if step > 0 { (0, length) } else { (-1, length - 1) };
    let clamp = |bound: Option<i128>, default: i128| match bound {
        None => default,
        Some(index) if index < 0 => index.saturating_add(length).max(low),
        Some(index) => index.min(high),
    };
    let (start, stop) = if step > 0 { (low, high) } else { (high, low) };
    Ok([clamp(number(&bounds[0])?, start), clamp(number(&bounds[1])?, stop), step])
}

/// Indices that `[start:stop:step]` takes from a series.
fn indices(length: usize, bounds: &[Option<Value>; 3]) -> Res<Vec<usize>> {
    let [start, stop, step] = bounds_of(length, bounds)?;
    let mut out = Vec::new();
    let mut at = start;
    while if step > 0 { at < stop } else { at > stop } {
        out.extend(usize::try_from(at));
        at = at.saturating_add(step);
    }
    Ok(out)
}

/// `value[start:stop:step]`.
pub(crate) fn slice(budget: &Budget, value: &Value, bounds: [Option<Value>; 3]) -> Res<Value> {
    if matches!(value, Value::Str(_) | Value::List(_) | Value::Tuple(_)) {
        budget.entries(value.len()?)?;
    }
    match value {
        Value::Undefined(path) => missing(path),
        Value::Str(text) => {
            let chars: Vec<char> = text.text.chars().collect();
            let taken: String =
                indices(chars.len(), &bounds)?.into_iter().map(|index| chars[index]).collect();
            Ok(Value::Str(Str { text: taken.into(), markup: text.markup }))
        }
        Value::List(list) => {
            let items = list.items.borrow();
            Value::list(
                budget,
                indices(items.len(), &bounds)?.into_iter().map(|index| items[index].clone()).collect(),
            )
        }
        Value::Tuple(tuple) => {
            let items = &tuple.items;
            Value::tuple(
                budget,
                indices(items.len(), &bounds)?.into_iter().map(|index| items[index].clone()).collect(),
            )
        }
        Value::Range(range) => {
            let [start, stop, step] = bounds_of(range_len(range), &bounds)?;
            let at =
                |index: i128| index.checked_mul(range[2]).and_then(|offset| offset.checked_add(range[0]));
            match (at(start), at(stop), range[2].checked_mul(step)) {
                (Some(start), Some(stop), Some(step)) => Ok(Value::Range(Rc::new([start, stop, step]))),
                _ => Err(Fault::too_large()),
            }
        }
        other => Err(Fault::value(say!("A part of {found} can't be taken.", found = other.said()))),
    }
}
