//! Calls: macros, loops, methods and the functions that are always there.

use super::args::{Call, int};
use super::ast::Macro;
use super::errors::{Fault, Res};
use super::eval::Interp;
use super::value::{Loop, Object, Value};
use super::{methods, ops};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use whatsapp_domain::{say, words};

impl Interp<'_> {
    /// Calls a value.
    pub fn call(&mut self, target: &Value, call: Call) -> Res<Value> {
        let Value::Object(object) = target else {
            return Err(match target {
                Value::Undefined(path) => ops::undefined(path, words!("it can't be called")),
                other => Fault::value(say!("{found} can't be called.", found = other.said_first())),
            });
        };
        match &**object {
            Object::Macro { def, scope, scope_id } => self.call_macro(def, *scope, *scope_id, call),
            Object::Method(receiver, name) => match receiver {
                Value::Object(object) => self.object_method(object, name, call),
                receiver => methods::call(self, receiver, name, call),
            },
            Object::Global(name) => self.call_global(name, call),
            Object::Loop(state) => self.call_loop(state, call),
            Object::Joiner { separator, used } => {
                call.positional::<0>("joiner", 0)?;
                Ok(if used.replace(true) { separator.clone() } else { Value::from("") })
            }
            Object::Namespace(_) | Object::Cycler { .. } => Err(Fault::value("This can't be called.")),
        }
    }

    /// The scope a macro or loop was written in, if it is still there.
    fn home(&self, scope: usize, id: u64) -> Res<usize> {
        match self.scopes.get(scope) {
            Some(found) if found.id == id => Ok(scope),
            _ => Err(Fault::unsupported("This macro can only be used inside of the block that defines it.")),
        }
    }

    fn call_macro(&mut self, def: &Rc<Macro>, scope: usize, scope_id: u64, call: Call) -> Res<Value> {
        let home = self.home(scope, scope_id)?;
        let name = def.name.as_deref().unwrap_or("caller");
        let count = def.params.len();
        let Call { mut args, mut kwargs } = call;
        let extra = if args.len() > count { args.split_off(count) } else { Vec::new() };
        let given = args.len();
        let mut found_caller = given == count && def.params.iter().any(|param| &**param == "caller");
        let mut values: Vec<Option<Value>> = args.into_iter().map(Some).collect();
        for param in &def.params[given..] {
            found_caller |= &**param == "caller";
            let index = kwargs.iter().position(|(other, _)| other == param);
            values.push(index.map(|index| kwargs.remove(index).1));
        }
        let mut specials: Vec<(&str, Value)> = Vec::new();
        if def.uses_caller && !found_caller {
            let index = kwargs.iter().position(|(other, _)| &**other == "caller");
            let caller = match index.map(|index| kwargs.remove(index).1) {
                None | Some(Value::None) => Value::undefined("caller"),
                Some(caller) => caller,
            };
            specials.push(("caller", caller));
        }
        if def.uses_kwargs {
            let entries =
                std::mem::take(&mut kwargs).into_iter().map(|(name, value)| (Value::from(&*name), value));
            specials.push(("kwargs", Value::dict(&self.budget, entries.collect())?));
        } else if let Some((other, _)) = kwargs.first() {
            return Err(Fault::value(say!(
                "The macro “{name}” has no parameter “{other}”.",
                name = name,
                other = other
            )));
        }
        if def.uses_varargs {
            specials.push(("varargs", Value::tuple(&self.budget, extra)?));
        } else if !extra.is_empty() {
            return Err(Fault::value(say!(
                "The macro “{name}” takes no more than {count} arguments.",
                name = name,
                count = count
            )));
        }
        self.enter_call()?;
        let text = self.scoped(home, |interp| {
            interp.hide(&def.body);
            for (name, value) in specials {
                interp.assign(&name.into(), value);
            }
            let first_default = count - def.defaults.len();
            // Given ones first: a default may use them.
            for (param, value) in def.params.iter().zip(&values) {
                if let Some(value) = value {
                    interp.assign(param, value.clone());
                }
            }
            for (index, param) in def.params.iter().enumerate() {
                if values[index].is_none() {
                    let value = match index.checked_sub(first_default).and_then(|at| def.defaults.get(at)) {
                        Some(default) => interp.eval(default)?,
                        None => Value::Undefined(param.clone()),
                    };
                    interp.assign(param, value);
                }
            }
            interp.capture(&def.body)
        });
        self.leave_call();
        Ok(Value::from(text.map_err(|fault| fault.at(def.pos))?))
    }

    fn call_loop(&mut self, state: &Loop, call: Call) -> Res<Value> {
        let [iterable] = call.bind("loop", ["iterable"], 1)?;
        if !state.def.recursive {
            return Err(Fault::value("Only a loop marked “recursive” can be called."));
        }
        let home = self.home(state.scope, state.scope_id)?;
        let def = state.def.clone();
        let mut out = String::new();
        self.enter_call()?;
        let iterable = iterable.unwrap_or(Value::None);
        let result = self.loop_over(&def, home, &iterable, state.depth0 + 1, &mut out);
        self.leave_call();
        result?;
        self.budget.text(out.len())?;
        Ok(Value::from(out))
    }

    fn object_method(&mut self, object: &Rc<Object>, name: &str, call: Call) -> Res<Value> {
        match (&**object, name) {
            (Object::Loop(state), "cycle") => {
                if let Some((name, _)) = call.kwargs.first() {
                    return Err(Fault::value(say!("“loop.cycle” has no argument “{name}”.", name = name)));
                }
                if call.args.is_empty() {
                    return Err(Fault::value("“loop.cycle” needs at least one value."));
                }
                Ok(call.args[state.index0.get() % call.args.len()].clone())
            }
            (Object::Loop(state), "changed") => {
                if let Some((name, _)) = call.kwargs.first() {
                    return Err(Fault::value(say!("“loop.changed” has no argument “{name}”.", name = name)));
                }
                let mut last = state.changed.borrow_mut();
                let same = match &*last {
                    Some(last) if last.len() == call.args.len() => {
                        let mut same = true;
                        for (a, b) in last.iter().zip(&call.args) {
                            same = same && ops::equal(&self.budget, a, b)?;
                        }
                        same
                    }
                    _ => false,
                };
                if !same {
                    // What is kept here must not hold the loop itself.
                    if call.args.iter().any(|arg| arg.shape().object) {
                        return Err(Fault::unsupported(
                            "“loop.changed” can't watch functions or namespaces here.",
                        ));
                    }
                    *last = Some(call.args);
                }
                Ok(Value::Bool(!same))
            }
            (Object::Cycler { items, at }, "next") => {
                call.positional::<0>("next", 0)?;
                let value = items.get(at.get()).cloned();
                at.set((at.get() + 1) % items.len().max(1));
                value.ok_or_else(|| Fault::value("“cycler” needs at least one value."))
            }
            (Object::Cycler { at, .. }, "reset") => {
                call.positional::<0>("reset", 0)?;
                at.set(0);
                Ok(Value::None)
            }
            _ => Err(Fault::unsupported(say!("“{name}” is not available here.", name = name))),
        }
    }

    fn call_global(&mut self, name: &str, call: Call) -> Res<Value> {
        match name {
            "range" => {
                let [first, second, step] = call.positional("range", 1)?;
                let first = int(&first.unwrap_or(Value::None))?;
                let (start, stop) = match second {
                    Some(second) => (first, int(&second)?),
                    None => (0, first),
                };
                let step = step.map_or(Ok(1), |step| int(&step))?;
                if step == 0 {
                    return Err(Fault::value("The step of “range” can't be zero."));
                }
                if [start, stop, step].iter().any(|value| value.unsigned_abs() > 1 << 62) {
                    return Err(Fault::too_large());
                }
                Ok(Value::Range(Rc::new([start, stop, step])))
            }
            "dict" => {
                let entries = self.dict_entries(call)?;
                Value::dict(&self.budget, entries)
            }
            "namespace" => {
                let entries = self.dict_entries(call)?;
                let mut attributes: Vec<(Rc<str>, Value)> = Vec::with_capacity(entries.len());
                for (key, value) in entries {
                    let Some(name) = key.as_str() else {
                        return Err(Fault::unsupported("The names in a namespace must be texts."));
                    };
                    super::value::graft(&self.budget, std::ptr::null(), &value)?;
                    attributes.push((name.into(), value));
                }
                Ok(Value::object(Object::Namespace(RefCell::new(attributes))))
            }
            "cycler" => {
                if let Some((name, _)) = call.kwargs.first() {
                    return Err(Fault::value(say!("“cycler” has no argument “{name}”.", name = name)));
                }
                if call.args.is_empty() {
                    return Err(Fault::value("“cycler” needs at least one value."));
                }
                Ok(Value::object(Object::Cycler { items: call.args, at: Cell::new(0) }))
            }
            "joiner" => {
                let [separator] = call.bind("joiner", ["sep"], 0)?;
                let separator = separator.unwrap_or_else(|| Value::from(", "));
                Ok(Value::object(Object::Joiner { separator, used: Cell::new(false) }))
            }
            _ => Err(Fault::unsupported(say!(
                "“{name}” gives another text every time, so it is not available here.",
                name = name
            ))),
        }
    }

    /// Arguments of `dict(…)`.
    pub fn dict_entries(&mut self, call: Call) -> Res<Vec<(Value, Value)>> {
        let mut entries: Vec<(Value, Value)> = Vec::new();
        if call.args.len() > 1 {
            return Err(Fault::value("“dict” takes one list or mapping, and named values."));
        }
        let mut given = Vec::new();
        if let Some(first) = call.args.into_iter().next() {
            given = pairs(self, &first)?;
        }
        given.extend(call.kwargs.into_iter().map(|(name, value)| (Value::from(&*name), value)));
        for (key, value) in given {
            if !ops::hashable(&key) {
                return Err(Fault::value(say!("A key can't be {found}.", found = key.said())));
            }
            match ops::find(&self.budget, &entries, &key)? {
                Some(index) => entries[index].1 = value,
                None => entries.push((key, value)),
            }
        }
        Ok(entries)
    }
}

/// Entries of a mapping, or of a series of pairs.
pub(crate) fn pairs(interp: &Interp<'_>, value: &Value) -> Res<Vec<(Value, Value)>> {
    if let Value::Dict(dict) = value {
        interp.budget.entries(dict.entries.borrow().len())?;
        return Ok(dict.entries.borrow().clone());
    }
    let mut out = Vec::new();
    if let Value::Undefined(path) = value {
        return Err(ops::undefined(path, words!("a mapping can't be made from it")));
    }
    for pair in value.iterate(&interp.budget)? {
        let mut parts = pair.iterate(&interp.budget)?.into_iter();
        match (parts.next(), parts.next(), parts.next()) {
            (Some(key), Some(value), None) => out.push((key, value)),
            _ => return Err(Fault::value("Pairs of a key and a value are needed here.")),
        }
    }
    Ok(out)
}
