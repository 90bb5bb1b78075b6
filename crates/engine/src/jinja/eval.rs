//! Evaluates expressions.

use super::args::Call;
use super::ast::{Args, Expr, Kind};
use super::errors::{Fault, Pos, Res};
use super::limits::{Budget, MAX_DEPTH};
use super::printing::str_of;
use super::symbols::Hidden;
use super::value::{NO_ELSE, Object, Value};
use super::{filters, lookup, ops, tests_builtin};
use serde_json::Value as Json;
use std::rc::Rc;
use whatsapp_domain::say;

/// Names set by the template, in one block.
pub(crate) struct Scope {
    pub id: u64,
    pub parent: Option<usize>,
    pub vars: Vec<(Rc<str>, Value)>,
}

/// How much is said about a name that leads nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Quiet {
    /// Every such name.
    No,
    /// A missing attribute is expected, as in `{% if customer.middle_name %}`; a name unknown altogether is not.
    Attributes,
    /// Nothing, as in `{{ name | default("…") }}`.
    All,
}

/// A path that led nowhere.
pub(crate) struct Missing {
    pub path: String,
    /// Where its first name stands.
    pub pos: Pos,
    /// How many names and subscripts follow the first name.
    pub parts: usize,
}

/// One rendering.
pub(crate) struct Interp<'c> {
    pub context: &'c Json,
    pub budget: Budget,
    pub scopes: Vec<Scope>,
    /// The innermost scope.
    pub current: usize,
    pub next_scope: u64,
    pub depth: u32,
    pub quiet: Quiet,
    /// Is all of the printed expression literal? Jinja2 works that out beforehand, and some errors are nothing then.
    pub lenient: bool,
    /// Names that a block assigns later, hidden from its begin.
    pub hidden: Hidden,
    /// Paths that led nowhere, in order, each once.
    pub missing: Vec<Missing>,
}

/// Functions that are always there.
pub(crate) const GLOBALS: [&str; 6] = ["range", "dict", "lipsum", "cycler", "joiner", "namespace"];

/// What is found by walking down the context without copying it.
enum Walk<'c> {
    Found(&'c Json),
    Missing,
    /// Not a plain path into the context.
    Other,
}

impl<'c> Interp<'c> {
    pub fn new(context: &'c Json, budget: Budget) -> Self {
        let root = Scope { id: 0, parent: None, vars: Vec::new() };
        Self {
            context,
            budget,
            scopes: vec![root],
            current: 0,
            next_scope: 1,
            depth: 0,
            quiet: Quiet::No,
            lenient: false,
            hidden: Hidden::new(),
            missing: Vec::new(),
        }
    }

    /// One level deeper; call [`Self::leave`] afterwards, also after an error that is not passed on.
    pub fn enter(&mut self) -> Res<()> {
        self.budget.work(1)?;
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Fault::too_deep());
        }
        Ok(())
    }

    pub fn leave(&mut self) {
        self.depth -= 1;
    }

    /// The same for a call of a macro or a loop, which takes more of the stack.
    pub fn enter_call(&mut self) -> Res<()> {
        self.depth += 4;
        self.enter()
    }

    /// Ends what [`Self::enter_call`] began.
    pub fn leave_call(&mut self) {
        self.depth -= 5;
    }

    pub fn local(&self, name: &str) -> Option<&Value> {
        let mut at = Some(self.current);
        while let Some(index) = at {
            let scope = self.scopes.get(index)?;
            if let Some((_, value)) = scope.vars.iter().rev().find(|(other, _)| &**other == name) {
                return Some(value);
            }
            at = scope.parent;
        }
        None
    }

    pub fn assign(&mut self, name: &Rc<str>, value: Value) {
        let vars = &mut self.scopes[self.current].vars;
        match vars.iter_mut().find(|(other, _)| other == name) {
            Some(place) => place.1 = value,
            None => vars.push((name.clone(), value)),
        }
    }

    fn note_missing(&mut self, path: &str, is_name: bool, (pos, parts): (Pos, usize)) {
        let told = match self.quiet {
            Quiet::No => true,
            Quiet::Attributes => is_name,
            Quiet::All => false,
        };
        // A loop could lead nowhere a thousand times; a few are enough to act on.
        if told && self.missing.len() < 20 && !self.missing.iter().any(|other| other.path == path) {
            self.missing.push(Missing { path: path.to_owned(), pos, parts });
        }
    }

    /// Evaluates, and says less about names that lead nowhere in `expr` itself.
    pub fn eval_quietly(&mut self, expr: &Expr, quiet: Quiet) -> Res<Value> {
        if !matches!(expr.kind, Kind::Name(_) | Kind::Attr(..) | Kind::Item(..)) {
            return self.eval(expr);
        }
        let before = self.quiet;
        self.quiet = before.max(quiet);
        let value = self.eval(expr);
        self.quiet = before;
        value
    }

    /// Truth of a condition.
    pub fn condition(&mut self, expr: &Expr) -> Res<bool> {
        Ok(self.eval_quietly(expr, Quiet::Attributes)?.truth())
    }

    pub fn eval(&mut self, expr: &Expr) -> Res<Value> {
        // Constants and names are most of what is evaluated.
        match &expr.kind {
            Kind::Const(value) => {
                self.budget.work(1)?;
                return Ok(value.clone());
            }
            Kind::Name(name) => return self.name(name, expr.pos).map_err(|fault| fault.at(expr.pos)),
            _ => {}
        }
        self.enter()?;
        let value = self.eval_inner(expr);
        self.leave();
        value.map_err(|fault| fault.at(expr.pos))
    }

    fn eval_inner(&mut self, expr: &Expr) -> Res<Value> {
        match &expr.kind {
            Kind::Const(value) => Ok(value.clone()),
            Kind::Name(name) => self.name(name, expr.pos),
            Kind::NsRef(..) => Err(Fault::syntax(expr.pos, "A value is expected here.")),
            Kind::Tuple(items) => {
                let items = self.eval_all(items)?;
                Value::tuple(&self.budget, items)
            }
            Kind::List(items) => {
                let items = self.eval_all(items)?;
                Value::list(&self.budget, items)
            }
            Kind::Dict(entries) => self.dict(entries),
            Kind::Bin(op, pair) => {
                let left = self.eval(&pair[0])?;
                let right = self.eval(&pair[1])?;
                ops::binary(&self.budget, *op, &left, &right)
            }
            Kind::And(pair) => {
                let left = self.eval_quietly(&pair[0], Quiet::Attributes)?;
                if left.truth() { self.eval(&pair[1]) } else { Ok(left) }
            }
            Kind::Or(pair) => {
                let left = self.eval_quietly(&pair[0], Quiet::Attributes)?;
                if left.truth() { Ok(left) } else { self.eval(&pair[1]) }
            }
            Kind::Not(value) => Ok(Value::Bool(!self.condition(value)?)),
            Kind::Neg(value) => ops::sign(&self.eval(value)?, true),
            Kind::Plus(value) => ops::sign(&self.eval(value)?, false),
            Kind::Compare(first, rest) => {
                let mut left = self.eval(first)?;
                for (op, right) in rest {
                    let right = self.eval(right)?;
                    if !ops::compare(&self.budget, *op, &left, &right)? {
                        return Ok(Value::Bool(false));
                    }
                    left = right;
                }
                Ok(Value::Bool(true))
            }
            Kind::Concat(parts) => self.concat(parts),
            Kind::Cond(test, value, otherwise) => {
                if self.condition(test)? {
                    return self.eval(value);
                }
                match otherwise {
                    Some(otherwise) => self.eval(otherwise),
                    None => Ok(Value::undefined(NO_ELSE)),
                }
            }
            Kind::Attr(..) | Kind::Item(..) => self.path(expr),
            Kind::Slice(value, range) => {
                let value = self.eval(value)?;
                let mut bounds = [None, None, None];
                for (bound, expr) in bounds.iter_mut().zip(&**range) {
                    if let Some(expr) = expr {
                        *bound = Some(self.eval(expr)?);
                    }
                }
                let zero_step = bounds[2].as_ref().and_then(Value::as_int) == Some(0);
                match lookup::slice(&self.budget, &value, bounds) {
                    Err(fault) if fault.code() == "jinja-value" && !zero_step && self.lenient => {
                        Ok(Value::undefined(""))
                    }
                    other => other,
                }
            }
            Kind::Call(callee, args) => self.call_expression(callee, args, None),
            Kind::Filter(value, name, args) => {
                let Some(value) = value else {
                    return Err(Fault::syntax(expr.pos, "A value is expected here."));
                };
                let quiet = if matches!(&**name, "default" | "d") { Quiet::All } else { Quiet::No };
                let value = self.eval_quietly(value, quiet)?;
                self.filter(name, value, args)
            }
            Kind::Test(value, name, args) => {
                let quiet = if matches!(&**name, "defined" | "undefined") { Quiet::All } else { Quiet::No };
                let value = self.eval_quietly(value, quiet)?;
                let call = self.arguments(args)?;
                tests_builtin::test(self, name, &value, call).map(Value::Bool)
            }
        }
    }

    /// Applies a filter that stands in the template.
    pub fn filter(&mut self, name: &str, value: Value, args: &Args) -> Res<Value> {
        let call = self.arguments(args)?;
        filters::apply(self, name, value, call)
    }

    fn eval_all(&mut self, items: &[Expr]) -> Res<Vec<Value>> {
        items.iter().map(|item| self.eval(item)).collect()
    }

    fn dict(&mut self, entries: &[(Expr, Expr)]) -> Res<Value> {
        let mut out: Vec<(Value, Value)> = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            let (key, value) = (self.eval(key)?, self.eval(value)?);
            if !ops::hashable(&key) {
                return Err(Fault::value(say!("A key can't be {found}.", found = key.said())));
            }
            match ops::find(&self.budget, &out, &key)? {
                Some(index) => out[index].1 = value,
                None => out.push((key, value)),
            }
        }
        Value::dict(&self.budget, out)
    }

    fn concat(&mut self, parts: &[Expr]) -> Res<Value> {
        let mut out = String::new();
        for part in parts {
            let part = self.eval(part)?;
            let part = str_of(&self.budget, &part)?;
            self.budget.text(out.len() + part.len())?;
            out.push_str(&part);
        }
        Ok(Value::from(out))
    }

    fn name(&mut self, name: &Rc<str>, pos: Pos) -> Res<Value> {
        self.budget.work(1)?;
        if let Some(value) = self.local(name) {
            return Ok(value.clone());
        }
        if let Some(value) = self.context.get(&**name) {
            return Value::from_json(&self.budget, value);
        }
        if &**name == "self" {
            return Err(Fault::unsupported("“self” is not available here."));
        }
        if let Some(name) = GLOBALS.iter().find(|global| **global == &**name) {
            return Ok(Value::object(Object::Global(name)));
        }
        self.note_missing(name, true, (pos, 0));
        Ok(Value::Undefined(name.clone()))
    }

    /// `a.b["c"]`: plain paths into the context are followed there, so that only the end is copied.
    fn path(&mut self, expr: &Expr) -> Res<Value> {
        match self.walk(expr) {
            Walk::Found(json) => return Value::from_json(&self.budget, json),
            Walk::Missing => {
                let path = path_of(expr);
                self.note_missing(&path, false, place_of(expr));
                return Ok(Value::Undefined(path.into()));
            }
            Walk::Other => {}
        }
        let value = match &expr.kind {
            Kind::Attr(value, name) => {
                let value = self.eval(value)?;
                lookup::attribute(&self.budget, &value, name)?
            }
            Kind::Item(value, item) => {
                let value = self.eval(value)?;
                let item = self.eval(item)?;
                lookup::item(&self.budget, &value, &item)?
            }
            _ => return self.eval(expr),
        };
        Ok(match value {
            // What lies below a missing value has been told with that value.
            Some(value) => value,
            None => {
                let path = path_of(expr);
                self.note_missing(&path, false, place_of(expr));
                Value::Undefined(path.into())
            }
        })
    }

    fn walk(&self, expr: &Expr) -> Walk<'c> {
        match &expr.kind {
            Kind::Name(name) if self.local(name).is_none() => {
                self.context.get(&**name).map_or(Walk::Other, Walk::Found)
            }
            Kind::Attr(value, name) => match self.walk(value) {
                Walk::Found(Json::Object(map))
                    if !lookup::is_dict_method(name) && !name.starts_with("__") =>
                {
                    map.get(&**name).map_or(Walk::Missing, Walk::Found)
                }
                _ => Walk::Other,
            },
            Kind::Item(value, item) => match (&item.kind, self.walk(value)) {
                (Kind::Const(Value::Str(key)), Walk::Found(Json::Object(map))) => {
                    map.get(&*key.text).map_or(Walk::Other, Walk::Found)
                }
                (Kind::Const(Value::Int(index)), Walk::Found(Json::Array(items))) => usize::try_from(*index)
                    .ok()
                    .and_then(|index| items.get(index))
                    .map_or(Walk::Other, Walk::Found),
                _ => Walk::Other,
            },
            _ => Walk::Other,
        }
    }

    /// Evaluates arguments; `*` and `**` are laid out.
    pub fn arguments(&mut self, args: &Args) -> Res<Call> {
        let mut call =
            Call { args: self.eval_all(&args.args)?, kwargs: Vec::with_capacity(args.kwargs.len()) };
        for (name, value) in &args.kwargs {
            let value = self.eval(value)?;
            call.kwargs.push((name.clone(), value));
        }
        if let Some(star) = &args.star {
            let star = self.eval(star)?;
            call.args.extend(star.iterate(&self.budget)?);
        }
        if let Some(star_star) = &args.star_star {
            let Value::Dict(dict) = self.eval(star_star)? else {
                return Err(Fault::value("Only a mapping can stand after “**”."));
            };
            for (key, value) in dict.entries.borrow().iter() {
                let Some(name) = key.as_str() else {
                    return Err(Fault::value("The names of arguments after “**” must be texts."));
                };
                if call.kwargs.iter().any(|(other, _)| &**other == name) {
                    return Err(Fault::value(say!("The argument “{name}” is given twice.", name = name)));
                }
                call.kwargs.push((name.into(), value.clone()));
            }
        }
        Ok(call)
    }

    /// A call that stands in the template; `caller` is the body of a call block.
    pub fn call_expression(&mut self, callee: &Expr, args: &Args, caller: Option<Value>) -> Res<Value> {
        let pos: Pos = callee.pos;
        // A method is called without making it a value first.
        if let Kind::Attr(value, name) = &callee.kind {
            let receiver = self.eval(value)?;
            if let Value::Undefined(path) = &receiver {
                return Err(
                    ops::undefined(path, say!("“.{name}()” can't be called on it", name = name)).at(pos)
                );
            }
            let call = self.with_caller(args, caller)?;
            let target = lookup::attribute(&self.budget, &receiver, name).map_err(|fault| fault.at(pos))?;
            return match target {
                Some(target) => self.call(&target, call),
                None => Err(Fault::new(
                    "jinja-undefined",
                    say!(
                        "“{name}” is not something that {found} can do.",
                        name = name,
                        found = receiver.said()
                    ),
                )
                .at(pos)),
            };
        }
        let target = self.eval(callee)?;
        let call = self.with_caller(args, caller)?;
        self.call(&target, call)
    }

    fn with_caller(&mut self, args: &Args, caller: Option<Value>) -> Res<Call> {
        let mut call = self.arguments(args)?;
        if let Some(caller) = caller {
            if call.kwargs.iter().any(|(name, _)| &**name == "caller") {
                return Err(Fault::value("The argument “caller” is given twice."));
            }
            call.kwargs.push(("caller".into(), caller));
        }
        Ok(call)
    }
}

/// Is it made of literals alone?
pub(crate) fn is_constant(expr: &Expr) -> bool {
    match &expr.kind {
        Kind::Const(_) => true,
        Kind::Tuple(items) | Kind::List(items) | Kind::Concat(items) => items.iter().all(is_constant),
        Kind::Dict(entries) => entries.iter().all(|(key, value)| is_constant(key) && is_constant(value)),
        Kind::Bin(_, pair) | Kind::And(pair) | Kind::Or(pair) => pair.iter().all(is_constant),
        Kind::Not(value) | Kind::Neg(value) | Kind::Plus(value) | Kind::Attr(value, _) => is_constant(value),
        Kind::Item(value, item) => is_constant(value) && is_constant(item),
        Kind::Slice(value, range) => is_constant(value) && range.iter().flatten().all(is_constant),
        _ => false,
    }
}

/// Where a path begins, and how many parts follow its first name.
fn place_of(expr: &Expr) -> (Pos, usize) {
    match &expr.kind {
        Kind::Attr(value, _) | Kind::Item(value, _) => {
            let (pos, parts) = place_of(value);
            (pos, parts + 1)
        }
        _ => (expr.pos, 0),
    }
}

/// How the path reads in the template.
pub(crate) fn path_of(expr: &Expr) -> String {
    match &expr.kind {
        Kind::Name(name) => name.to_string(),
        Kind::Attr(value, name) => match path_of(value) {
            path if path.is_empty() => name.to_string(),
            path => format!("{path}.{name}"),
        },
        Kind::Item(value, item) => match &item.kind {
            Kind::Const(Value::Str(key)) => format!("{}.{}", path_of(value), key.text),
            Kind::Const(Value::Int(index)) => format!("{}.{index}", path_of(value)),
            _ => path_of(value),
        },
        _ => String::new(),
    }
}
