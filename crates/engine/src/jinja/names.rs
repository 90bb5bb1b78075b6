//! Which names a template uses, and checks that need no values.

use super::ast::{Args, Expr, Kind, Macro, Stmt};
use super::errors::{Fault, Res};
use super::eval::{GLOBALS, path_of};
use super::{filters, tests_builtin};
use std::rc::Rc;

/// Calls `visit` with every expression and argument directly below.
pub(crate) fn children<'e>(expr: &'e Expr, visit: &mut dyn FnMut(&'e Expr)) {
    let of_args = |args: &'e Args, visit: &mut dyn FnMut(&'e Expr)| {
        args.args.iter().for_each(&mut *visit);
        args.kwargs.iter().for_each(|(_, value)| visit(value));
        args.star.iter().chain(&args.star_star).for_each(visit);
    };
    match &expr.kind {
        Kind::Const(_) | Kind::Name(_) | Kind::NsRef(..) => {}
        Kind::Tuple(items) | Kind::List(items) | Kind::Concat(items) => items.iter().for_each(visit),
        Kind::Dict(entries) => entries.iter().for_each(|(key, value)| {
            visit(key);
            visit(value);
        }),
        Kind::Bin(_, pair) | Kind::And(pair) | Kind::Or(pair) => pair.iter().for_each(visit),
        Kind::Not(value) | Kind::Neg(value) | Kind::Plus(value) | Kind::Attr(value, _) => visit(value),
        Kind::Compare(first, rest) => {
            visit(first);
            rest.iter().for_each(|(_, value)| visit(value));
        }
        Kind::Cond(test, value, otherwise) => {
            visit(value);
            visit(test);
            otherwise.iter().for_each(|value| visit(value));
        }
        Kind::Item(value, item) => {
            visit(value);
            visit(item);
        }
        Kind::Slice(value, range) => {
            visit(value);
            range.iter().flatten().for_each(visit);
        }
        Kind::Call(value, args) | Kind::Test(value, _, args) => {
            visit(value);
            of_args(args, visit);
        }
        Kind::Filter(value, _, args) => {
            value.iter().for_each(|value| visit(value));
            of_args(args, visit);
        }
    }
}

/// Collects paths, and leaves out what the template itself defines.
struct Collector {
    scopes: Vec<Vec<Rc<str>>>,
    found: Vec<String>,
}

impl Collector {
    fn define(&mut self, target: &Expr) {
        match &target.kind {
            Kind::Name(name) => self.define_name(name),
            Kind::Tuple(items) => items.iter().for_each(|item| self.define(item)),
            _ => {}
        }
    }

    fn define_name(&mut self, name: &Rc<str>) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.push(name.clone());
        }
    }

    fn defines(&self, name: &str) -> bool {
        self.scopes.iter().flatten().any(|other| &**other == name) || GLOBALS.contains(&name)
    }

    fn inside(&mut self, names: &[Rc<str>], body: impl FnOnce(&mut Self)) {
        self.scopes.push(names.to_vec());
        body(self);
        self.scopes.pop();
    }

    fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            Kind::Attr(..) | Kind::Item(..) | Kind::Name(_) if is_path(expr) => {
                if !self.defines(&root_of(expr)) {
                    let path = path_of(expr);
                    if !self.found.contains(&path) {
                        self.found.push(path);
                    }
                }
            }
            // A method is not part of the path it is called on.
            Kind::Call(callee, args) => {
                match &callee.kind {
                    Kind::Attr(value, _) => self.expr(value),
                    _ => self.expr(callee),
                }
                args.args.iter().for_each(|arg| self.expr(arg));
                args.kwargs.iter().for_each(|(_, arg)| self.expr(arg));
                args.star.iter().chain(&args.star_star).for_each(|arg| self.expr(arg));
            }
            _ => children(expr, &mut |child| self.expr(child)),
        }
    }

    fn body(&mut self, body: &[Stmt]) {
        for stmt in body {
            self.stmt(stmt);
        }
    }

    fn def(&mut self, def: &Macro) {
        def.defaults.iter().for_each(|default| self.expr(default));
        let mut names: Vec<Rc<str>> = def.params.clone();
        names.extend(["caller", "kwargs", "varargs"].map(Rc::from));
        self.inside(&names, |this| this.body(&def.body));
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Text(_) => {}
            Stmt::Print(expr) => self.expr(expr),
            Stmt::For(def) => {
                self.expr(&def.iter);
                self.inside(&["loop".into()], |this| {
                    this.define(&def.target);
                    def.test.iter().for_each(|test| this.expr(test));
                    this.body(&def.body);
                });
                self.inside(&[], |this| this.body(&def.otherwise));
            }
            Stmt::If(branches, otherwise) => {
                for (test, body) in branches {
                    self.expr(test);
                    self.body(body);
                }
                self.body(otherwise);
            }
            Stmt::Set(target, value) => {
                self.expr(value);
                self.define(target);
            }
            Stmt::SetBlock(target, filter, body) => {
                filter.iter().for_each(|filter| self.expr(filter));
                self.inside(&[], |this| this.body(body));
                self.define(target);
            }
            Stmt::Macro(def) => {
                if let Some(name) = &def.name {
                    self.define_name(name);
                }
                self.def(def);
            }
            Stmt::CallBlock(call, def) => {
                self.expr(call);
                self.def(def);
            }
            Stmt::FilterBlock(filter, body) => {
                self.expr(filter);
                self.inside(&[], |this| this.body(body));
            }
            Stmt::With(pairs, body) => {
                pairs.iter().for_each(|(_, value)| self.expr(value));
                self.inside(&[], |this| {
                    pairs.iter().for_each(|(target, _)| this.define(target));
                    this.body(body);
                });
            }
        }
    }
}

fn is_path(expr: &Expr) -> bool {
    match &expr.kind {
        Kind::Name(_) => true,
        Kind::Attr(value, _) => is_path(value),
        Kind::Item(value, item) => {
            is_path(value)
                && matches!(item.kind, Kind::Const(super::value::Value::Str(_) | super::value::Value::Int(_)))
        }
        _ => false,
    }
}

fn root_of(expr: &Expr) -> String {
    match &expr.kind {
        Kind::Attr(value, _) | Kind::Item(value, _) => root_of(value),
        _ => path_of(expr),
    }
}

/// Dotted paths that are taken from the context, in order, each once.
pub(crate) fn paths(body: &[Stmt]) -> Vec<String> {
    let mut collector = Collector { scopes: vec![Vec::new()], found: Vec::new() };
    collector.body(body);
    collector.found
}

/// For each name: is it read in the body before it is assigned there? As in Jinja2, by the order in the text alone.
pub(crate) fn undeclared(body: &[Stmt], names: &[&str; 3]) -> [bool; 3] {
    let mut state = [None; 3];
    body.iter().for_each(|stmt| seen(stmt, names, &mut state));
    state.map(|state| state == Some(true))
}

fn seen(stmt: &Stmt, names: &[&str; 3], state: &mut [Option<bool>; 3]) {
    fn mark(name: &str, read: bool, names: &[&str; 3], state: &mut [Option<bool>; 3]) {
        for (other, place) in names.iter().zip(state) {
            if *other == name {
                place.get_or_insert(read);
            }
        }
    }
    fn read(expr: &Expr, names: &[&str; 3], state: &mut [Option<bool>; 3]) {
        if let Kind::Name(name) = &expr.kind {
            mark(name, true, names, state);
        }
        children(expr, &mut |child| read(child, names, state));
    }
    fn write(expr: &Expr, names: &[&str; 3], state: &mut [Option<bool>; 3]) {
        match &expr.kind {
            Kind::Name(name) => mark(name, false, names, state),
            Kind::Tuple(items) => items.iter().for_each(|item| write(item, names, state)),
            _ => {}
        }
    }
    let all =
        |body: &[Stmt], state: &mut [Option<bool>; 3]| body.iter().for_each(|stmt| seen(stmt, names, state));
    match stmt {
        Stmt::Text(_) => {}
        Stmt::Print(expr) => read(expr, names, state),
        Stmt::For(def) => {
            write(&def.target, names, state);
            read(&def.iter, names, state);
            all(&def.body, state);
            all(&def.otherwise, state);
            def.test.iter().for_each(|test| read(test, names, state));
        }
        Stmt::If(branches, otherwise) => {
            for (test, body) in branches {
                read(test, names, state);
                all(body, state);
            }
            all(otherwise, state);
        }
        Stmt::Set(target, value) => {
            write(target, names, state);
            read(value, names, state);
        }
        Stmt::SetBlock(target, filter, body) => {
            write(target, names, state);
            filter.iter().for_each(|filter| read(filter, names, state));
            all(body, state);
        }
        Stmt::Macro(def) => inner(def, names, state),
        Stmt::CallBlock(call, def) => {
            read(call, names, state);
            inner(def, names, state);
        }
        Stmt::FilterBlock(filter, body) => {
            all(body, state);
            read(filter, names, state);
        }
        Stmt::With(pairs, body) => {
            pairs.iter().for_each(|(target, _)| write(target, names, state));
            pairs.iter().for_each(|(_, value)| read(value, names, state));
            all(body, state);
        }
    }
    fn inner(def: &Macro, names: &[&str; 3], state: &mut [Option<bool>; 3]) {
        def.params.iter().for_each(|param| mark(param, false, names, state));
        def.defaults.iter().for_each(|default| read(default, names, state));
        def.body.iter().for_each(|stmt| seen(stmt, names, state));
    }
}

/// Filters and tests must exist, except below a condition, where Jinja2 looks only when it gets there.
pub(crate) fn check(body: &[Stmt], soft: bool) -> Res<()> {
    body.iter().try_for_each(|stmt| check_stmt(stmt, soft))
}

fn check_stmt(stmt: &Stmt, soft: bool) -> Res<()> {
    match stmt {
        Stmt::Text(_) => Ok(()),
        Stmt::Print(expr) => check_expr(expr, soft),
        Stmt::For(def) => {
            check_expr(&def.iter, soft)?;
            def.test.iter().try_for_each(|test| check_expr(test, false))?;
            check(&def.body, false)?;
            check(&def.otherwise, false)
        }
        Stmt::If(branches, otherwise) => {
            for (test, body) in branches {
                check_expr(test, true)?;
                check(body, true)?;
            }
            check(otherwise, true)
        }
        Stmt::Set(_, value) => check_expr(value, soft),
        Stmt::SetBlock(_, filter, body) => {
            filter.iter().try_for_each(|filter| check_expr(filter, false))?;
            check(body, false)
        }
        Stmt::Macro(def) => check_def(def),
        Stmt::CallBlock(call, def) => {
            check_expr(call, soft)?;
            check_def(def)
        }
        Stmt::FilterBlock(filter, body) => {
            check_expr(filter, false)?;
            check(body, false)
        }
        Stmt::With(pairs, body) => {
            pairs.iter().try_for_each(|(_, value)| check_expr(value, soft))?;
            check(body, false)
        }
    }
}

fn check_def(def: &Macro) -> Res<()> {
    def.defaults.iter().try_for_each(|default| check_expr(default, false))?;
    check(&def.body, false)
}

fn check_expr(expr: &Expr, soft: bool) -> Res<()> {
    if !soft {
        let unknown = match &expr.kind {
            Kind::Filter(_, name, _) if !filters::NAMES.contains(&&**name) => Some(filters::unknown(name)),
            Kind::Test(_, name, _) if !tests_builtin::NAMES.contains(&&**name) => {
                Some(tests_builtin::unknown(name))
            }
            _ => None,
        };
        if let Some(fault) = unknown {
            return Err(Fault::at(fault, expr.pos));
        }
    }
    let soft = soft || matches!(expr.kind, Kind::Cond(..));
    let mut result = Ok(());
    children(expr, &mut |child| {
        if result.is_ok() {
            result = check_expr(child, soft);
        }
    });
    result
}
