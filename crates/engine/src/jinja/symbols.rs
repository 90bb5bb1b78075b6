//! Names that a template assigns later, as Jinja2's compiler sees them.
//!
//! Jinja2 decides before it runs which scope a name belongs to. A name that a block assigns without having read it
//! before belongs to that block from its begin: what stands inside of it and reads the name earlier finds nothing, even
//! where the context has a value. This module finds those names, so that evaluation can hide the context's value.

use super::ast::{Expr, Kind, Macro, Stmt};
use super::names::children;
use std::collections::HashMap;
use std::rc::Rc;

/// For the bodies that hide names: the address of the first statement, and the names.
pub(crate) type Hidden = HashMap<usize, Vec<Rc<str>>>;

/// What one block knows.
#[derive(Debug, Default, Clone)]
struct Frame {
    refs: Vec<Rc<str>>,
    stores: Vec<Rc<str>>,
    undefined: Vec<Rc<str>>,
}

fn add(names: &mut Vec<Rc<str>>, name: &Rc<str>) {
    if !names.contains(name) {
        names.push(name.clone());
    }
}

/// The address that stands for a body.
pub(crate) fn key(body: &[Stmt]) -> usize {
    body.as_ptr() as usize
}

/// Finds the hidden names of a template.
pub(crate) fn hidden(body: &[Stmt]) -> Hidden {
    let mut analysis = Analysis { parents: Vec::new(), found: HashMap::new() };
    // Nothing can be hidden where nothing is assigned.
    if body.iter().any(assigns) {
        analysis.block(body, Frame::default());
    }
    analysis.found
}

fn assigns(stmt: &Stmt) -> bool {
    let any = |body: &[Stmt]| body.iter().any(assigns);
    match stmt {
        Stmt::Set(..) | Stmt::SetBlock(..) | Stmt::Macro(_) => true,
        Stmt::If(branches, otherwise) => branches.iter().any(|(_, body)| any(body)) || any(otherwise),
        Stmt::For(def) => any(&def.body) || any(&def.otherwise),
        Stmt::CallBlock(_, def) => any(&def.body),
        Stmt::FilterBlock(_, body) | Stmt::With(_, body) => any(body),
        Stmt::Text(_) | Stmt::Print(_) => false,
    }
}

struct Analysis {
    /// The blocks outside of the one looked at, outermost first.
    parents: Vec<Vec<Rc<str>>>,
    found: Hidden,
}

impl Analysis {
    /// A block with the names it begins with.
    fn block(&mut self, body: &[Stmt], mut frame: Frame) {
        body.iter().for_each(|stmt| self.visit(stmt, &mut frame));
        if !frame.undefined.is_empty() {
            self.found.insert(key(body), frame.undefined);
        }
        self.parents.push(frame.refs);
        body.iter().for_each(|stmt| self.inner(stmt));
        self.parents.pop();
    }

    fn known_outside(&self, name: &Rc<str>) -> bool {
        self.parents.iter().any(|names| names.contains(name))
    }

    fn load(&self, expr: &Expr, frame: &mut Frame) {
        if let Kind::Name(name) | Kind::NsRef(name, _) = &expr.kind
            && !self.known_outside(name)
        {
            add(&mut frame.refs, name);
        }
        children(expr, &mut |child| self.load(child, frame));
    }

    fn store_name(&self, name: &Rc<str>, frame: &mut Frame) {
        add(&mut frame.stores, name);
        if !frame.refs.contains(name) {
            add(&mut frame.refs, name);
            if !self.known_outside(name) {
                add(&mut frame.undefined, name);
            }
        }
    }

    fn store(&self, target: &Expr, frame: &mut Frame) {
        match &target.kind {
            Kind::Name(name) => self.store_name(name, frame),
            Kind::Tuple(items) => items.iter().for_each(|item| self.store(item, frame)),
            _ => self.load(target, frame),
        }
    }

    /// What a statement does to the block it stands in; inner blocks are not entered.
    fn visit(&self, stmt: &Stmt, frame: &mut Frame) {
        match stmt {
            Stmt::Text(_) => {}
            Stmt::Print(expr) | Stmt::CallBlock(expr, _) | Stmt::FilterBlock(expr, _) => {
                self.load(expr, frame)
            }
            Stmt::Set(target, value) => {
                self.load(value, frame);
                self.store(target, frame);
            }
            Stmt::SetBlock(target, ..) => self.store(target, frame),
            Stmt::For(def) => self.load(&def.iter, frame),
            Stmt::Macro(def) => def.name.iter().for_each(|name| self.store_name(name, frame)),
            Stmt::With(pairs, _) => pairs.iter().for_each(|(_, value)| self.load(value, frame)),
            Stmt::If(branches, otherwise) => self.branches(branches, otherwise, frame),
        }
    }

    fn branches(&self, branches: &[(Expr, Vec<Stmt>)], otherwise: &[Stmt], frame: &mut Frame) {
        let Some(((test, body), others)) = branches.split_first() else { return };
        self.load(test, frame);
        let (mut first, mut second, mut last) = (frame.clone(), frame.clone(), frame.clone());
        body.iter().for_each(|stmt| self.visit(stmt, &mut first));
        // Jinja2 looks at each further branch as a condition of its own.
        for branch in others {
            self.branches(std::slice::from_ref(branch), &[], &mut second);
        }
        otherwise.iter().for_each(|stmt| self.visit(stmt, &mut last));
        let before = frame.stores.clone();
        for branch in [first, second, last] {
            branch.refs.iter().for_each(|name| add(&mut frame.refs, name));
            branch.undefined.iter().for_each(|name| add(&mut frame.undefined, name));
            branch.stores.iter().for_each(|name| add(&mut frame.stores, name));
        }
        // What only some branches assign is taken from the context otherwise.
        let stores = frame.stores.clone();
        frame.undefined.retain(|name| before.contains(name) || !stores.contains(name));
    }

    /// The blocks inside of a statement.
    fn inner(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Text(_) | Stmt::Print(_) | Stmt::Set(..) => {}
            Stmt::If(branches, otherwise) => {
                let bodies = branches.iter().map(|(_, body)| body.as_slice());
                bodies.chain([otherwise.as_slice()]).flatten().for_each(|stmt| self.inner(stmt));
            }
            Stmt::For(def) => {
                let mut frame = Frame::default();
                add(&mut frame.refs, &"loop".into());
                declare(&def.target, &mut frame);
                self.block(&def.body, frame);
                self.block(&def.otherwise, Frame::default());
            }
            Stmt::SetBlock(_, _, body) | Stmt::FilterBlock(_, body) => self.block(body, Frame::default()),
            Stmt::Macro(def) | Stmt::CallBlock(_, def) => self.macro_body(def),
            Stmt::With(pairs, body) => {
                let mut frame = Frame::default();
                pairs.iter().for_each(|(target, _)| declare(target, &mut frame));
                self.block(body, frame);
            }
        }
    }

    fn macro_body(&mut self, def: &Macro) {
        let mut frame = Frame { refs: def.params.clone(), ..Frame::default() };
        for (name, used) in
            [("caller", def.uses_caller), ("kwargs", def.uses_kwargs), ("varargs", def.uses_varargs)]
        {
            if used {
                add(&mut frame.refs, &name.into());
            }
        }
        self.block(&def.body, frame);
    }
}

fn declare(target: &Expr, frame: &mut Frame) {
    match &target.kind {
        Kind::Name(name) => add(&mut frame.refs, name),
        Kind::Tuple(items) => items.iter().for_each(|item| declare(item, frame)),
        _ => {}
    }
}
