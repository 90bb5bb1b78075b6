//! Runs statements.

use super::ast::{Args, Expr, For, Kind, Stmt};
use super::errors::{Fault, Res};
use super::eval::{Interp, Scope, is_constant};
use super::limits::MAX_OUTPUT;
use super::printing::str_of;
use super::symbols;
use super::value::{Loop, Object, Value, graft};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use whatsapp_domain::say;

/// The result of a block, which can only be text.
fn printed(value: &Value) -> Res<&str> {
    value.as_str().ok_or_else(|| {
        Fault::value(say!(
            "This block gives {found}, but only text can be printed by a block.",
            found = value.said()
        ))
    })
}

impl Interp<'_> {
    /// Runs `inner` with a new scope inside of scope `parent`.
    pub fn scoped<T>(&mut self, parent: usize, inner: impl FnOnce(&mut Self) -> Res<T>) -> Res<T> {
        let before = self.current;
        let height = self.scopes.len();
        self.next_scope += 1;
        self.scopes.push(Scope { id: self.next_scope, parent: Some(parent), vars: Vec::new() });
        self.current = height;
        let result = inner(self);
        self.scopes.truncate(height);
        self.current = before;
        result
    }

    /// Hides the names that a block assigns later; call it right after entering the block.
    pub fn hide(&mut self, body: &[Stmt]) {
        if self.hidden.is_empty() {
            return;
        }
        if let Some(names) = self.hidden.get(&symbols::key(body)) {
            let hidden = names.iter().map(|name| (name.clone(), Value::Undefined(name.clone())));
            self.scopes[self.current].vars.extend(hidden);
        }
    }

    fn emit(&mut self, out: &mut String, text: &str) -> Res<()> {
        if out.len() + text.len() > MAX_OUTPUT {
            return Err(Fault::new(
                "jinja-too-long-output",
                say!("The filled-in text is longer than {size} KB. Shorten it.", size = MAX_OUTPUT / 1024),
            ));
        }
        out.push_str(text);
        Ok(())
    }

    pub fn run(&mut self, body: &[Stmt], out: &mut String) -> Res<()> {
        self.enter()?;
        let mut result = Ok(());
        for stmt in body {
            result = self.statement(stmt, out);
            if result.is_err() {
                break;
            }
        }
        self.leave();
        result
    }

    /// Runs statements and returns what they print.
    pub fn capture(&mut self, body: &[Stmt]) -> Res<String> {
        let mut out = String::new();
        self.run(body, &mut out)?;
        self.budget.text(out.len())?;
        Ok(out)
    }

    fn statement(&mut self, stmt: &Stmt, out: &mut String) -> Res<()> {
        match stmt {
            Stmt::Text(text) => {
                self.budget.scan(text.len())?;
                self.emit(out, text)
            }
            Stmt::Print(expr) => {
                self.lenient = is_constant(expr);
                let value = self.eval(expr);
                self.lenient = false;
                let value = value?;
                if matches!(value, Value::None) {
                    return Ok(());
                }
                let text = str_of(&self.budget, &value).map_err(|fault| fault.at(expr.pos))?;
                self.budget.scan(text.len())?;
                self.emit(out, &text)
            }
            Stmt::For(def) => {
                let iterable = self.eval(&def.iter)?;
                let scope = self.current;
                self.loop_over(def, scope, &iterable, 0, out)
            }
            Stmt::If(branches, otherwise) => {
                for (test, body) in branches {
                    if self.condition(test)? {
                        return self.run(body, out);
                    }
                }
                self.run(otherwise, out)
            }
            Stmt::Set(target, value) => {
                let value = self.eval(value)?;
                self.store(target, value)
            }
            Stmt::SetBlock(target, filter, body) => {
                let parent = self.current;
                let text = self.scoped(parent, |interp| {
                    interp.hide(body);
                    interp.capture(body)
                })?;
                let value = self.filtered(filter.as_ref(), Value::from(text))?;
                self.store(target, value)
            }
            Stmt::Macro(def) => {
                let scope = self.current;
                let object = Object::Macro { def: def.clone(), scope, scope_id: self.scopes[scope].id };
                if let Some(name) = &def.name {
                    self.assign(name, Value::object(object));
                }
                Ok(())
            }
            Stmt::CallBlock(call, def) => {
                let scope = self.current;
                let object = Object::Macro { def: def.clone(), scope, scope_id: self.scopes[scope].id };
                let Kind::Call(callee, args) = &call.kind else {
                    return Err(Fault::syntax(call.pos, "A call is expected here."));
                };
                let value = self
                    .call_expression(callee, args, Some(Value::object(object)))
                    .map_err(|fault| fault.at(call.pos))?;
                let text = printed(&value)?;
                self.emit(out, text)
            }
            Stmt::FilterBlock(filter, body) => {
                let parent = self.current;
                let value = self.scoped(parent, |interp| {
                    interp.hide(body);
                    let text = interp.capture(body)?;
                    interp.filtered(Some(filter), Value::from(text))
                })?;
                let text = printed(&value)?;
                self.emit(out, text)
            }
            Stmt::With(pairs, body) => {
                let parent = self.current;
                let mut values = Vec::with_capacity(pairs.len());
                for (_, value) in pairs {
                    values.push(self.eval(value)?);
                }
                self.scoped(parent, |interp| {
                    interp.hide(body);
                    for ((target, _), value) in pairs.iter().zip(values) {
                        interp.store(target, value)?;
                    }
                    interp.run(body, out)
                })
            }
        }
    }

    /// Applies the filters of a block to its text.
    fn filtered(&mut self, filter: Option<&Expr>, text: Value) -> Res<Value> {
        let Some(filter) = filter else { return Ok(text) };
        let Kind::Filter(inner, name, args) = &filter.kind else {
            return Err(Fault::syntax(filter.pos, "The name of a filter is expected here."));
        };
        self.enter()?;
        let result =
            self.filtered(inner.as_deref(), text).and_then(|value| self.filter_with(name, value, args));
        self.leave();
        result.map_err(|fault| fault.at(filter.pos))
    }

    fn filter_with(&mut self, name: &str, value: Value, args: &Args) -> Res<Value> {
        self.filter(name, value, args)
    }

    /// Gives `value` to a name, to several, or to an attribute of a namespace.
    pub fn store(&mut self, target: &Expr, value: Value) -> Res<()> {
        match &target.kind {
            Kind::Name(name) => {
                self.assign(name, value);
                Ok(())
            }
            Kind::Tuple(targets) => {
                let values = value.iterate(&self.budget).map_err(|fault| fault.at(target.pos))?;
                if values.len() != targets.len() {
                    return Err(Fault::value(say!(
                        "{count} values can't be spread over {names} names.",
                        count = values.len(),
                        names = targets.len()
                    ))
                    .at(target.pos));
                }
                for (target, value) in targets.iter().zip(values) {
                    self.store(target, value)?;
                }
                Ok(())
            }
            Kind::NsRef(name, attribute) => {
                let Some(Value::Object(object)) = self.local(name).cloned() else {
                    return Err(
                        Fault::value(say!("“{name}” is not a namespace.", name = name)).at(target.pos)
                    );
                };
                let Object::Namespace(attributes) = &*object else {
                    return Err(
                        Fault::value(say!("“{name}” is not a namespace.", name = name)).at(target.pos)
                    );
                };
                graft(&self.budget, std::ptr::null(), &value).map_err(|fault| fault.at(target.pos))?;
                let mut attributes = attributes.borrow_mut();
                match attributes.iter_mut().find(|(other, _)| other == attribute) {
                    Some(place) => place.1 = value,
                    None => attributes.push((attribute.clone(), value)),
                }
                Ok(())
            }
            _ => Err(Fault::syntax(target.pos, "Only a name can be given a value here.")),
        }
    }

    /// Runs a loop; `scope` is where it stands in the template.
    pub fn loop_over(
        &mut self,
        def: &Rc<For>,
        scope: usize,
        iterable: &Value,
        depth0: usize,
        out: &mut String,
    ) -> Res<()> {
        let watched = match iterable {
            Value::List(_) | Value::Dict(_) | Value::View(..) => iterable.len()?,
            _ => 0,
        };
        let (mut items, error) =
            iterable.iterate_lazily(&self.budget).map_err(|fault| fault.at(def.iter.pos))?;
        if let Some(test) = &def.test {
            let mut kept = Vec::new();
            for item in items {
                self.budget.work(1)?;
                let keep = self.scoped(scope, |interp| {
                    interp.store(&def.target, item.clone())?;
                    interp.condition(test)
                })?;
                if keep {
                    kept.push(item);
                }
            }
            items = kept;
        }
        let count = items.len();
        if count == 0 {
            if let Some(error) = error {
                return Err(error.at(def.iter.pos));
            }
            return self.scoped(scope, |interp| {
                interp.hide(&def.otherwise);
                interp.run(&def.otherwise, out)
            });
        }
        let state = Rc::new(Object::Loop(Loop {
            def: def.clone(),
            scope,
            scope_id: self.scopes[scope].id,
            depth0,
            length: count,
            index0: Cell::new(0),
            before: RefCell::new(None),
            after: RefCell::new(None),
            changed: RefCell::new(None),
        }));
        let name: Rc<str> = "loop".into();
        for (index, item) in items.iter().enumerate() {
            self.budget.work(2)?;
            if let Object::Loop(state) = &*state {
                state.index0.set(index);
                *state.before.borrow_mut() =
                    index.checked_sub(1).and_then(|before| items.get(before)).cloned();
                *state.after.borrow_mut() = items.get(index + 1).cloned();
            }
            self.scoped(scope, |interp| {
                interp.hide(&def.body);
                interp.assign(&name, Value::Object(state.clone()));
                interp.store(&def.target, item.clone())?;
                interp.run(&def.body, out)
            })?;
            if watched > 0 && iterable.len()? != watched {
                return Err(
                    Fault::unsupported("A list can't be changed while a loop goes through it.").at(def.pos)
                );
            }
        }
        error.map_or(Ok(()), |error| Err(error.at(def.iter.pos)))
    }
}
