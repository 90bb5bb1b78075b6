//! Expressions, by Jinja2's grammar and its order of operators.

use super::ast::{Args, Bin, Cmp, Expr, Kind};
use super::errors::{Fault, Pos, Res};
use super::lexer::Tok;
use super::limits::{MAX_BRACKETS, MAX_EXPRESSION_DEPTH};
use super::parser::{Parser, describe};
use super::value::{Str, Value};
use std::rc::Rc;
use whatsapp_domain::{say, words};

/// Names that stand for a value and can't be assigned to.
const LITERALS: [&str; 6] = ["true", "false", "none", "True", "False", "None"];

impl Parser {
    fn make(&self, pos: Pos, kind: Kind) -> Res<Expr> {
        let depth = 1 + deepest(&kind);
        if depth > MAX_EXPRESSION_DEPTH {
            return Err(Fault::too_deep().at(pos));
        }
        Ok(Expr { pos, depth, kind })
    }

    /// Runs `inner` one bracket deeper.
    fn deeper<T>(&mut self, inner: impl FnOnce(&mut Self) -> Res<T>) -> Res<T> {
        self.brackets += 1;
        if self.brackets > MAX_BRACKETS {
            return Err(Fault::too_deep().at(self.pos()));
        }
        let result = inner(self);
        self.brackets -= 1;
        result
    }

    /// An expression, with `… if … else …`.
    pub fn expression(&mut self) -> Res<Expr> {
        let pos = self.pos();
        let mut value = self.or()?;
        while self.skip_name("if") {
            let test = self.or()?;
            let otherwise =
                if self.skip_name("else") { Some(Box::new(self.deeper(Self::expression)?)) } else { None };
            value = self.make(pos, Kind::Cond(Box::new(test), Box::new(value), otherwise))?;
        }
        Ok(value)
    }

    fn or(&mut self) -> Res<Expr> {
        let pos = self.pos();
        let mut left = self.and()?;
        while self.skip_name("or") {
            let right = self.and()?;
            left = self.make(pos, Kind::Or(Box::new([left, right])))?;
        }
        Ok(left)
    }

    fn and(&mut self) -> Res<Expr> {
        let pos = self.pos();
        let mut left = self.not()?;
        while self.skip_name("and") {
            let right = self.not()?;
            left = self.make(pos, Kind::And(Box::new([left, right])))?;
        }
        Ok(left)
    }

    fn not(&mut self) -> Res<Expr> {
        let pos = self.pos();
        if self.skip_name("not") {
            let value = self.deeper(Self::not)?;
            return self.make(pos, Kind::Not(Box::new(value)));
        }
        self.compare()
    }

    fn compare(&mut self) -> Res<Expr> {
        let pos = self.pos();
        let first = self.sum()?;
        let mut rest = Vec::new();
        loop {
            let op = match self.peek() {
                Tok::Op("==") => Cmp::Eq,
                Tok::Op("!=") => Cmp::Ne,
                Tok::Op("<") => Cmp::Lt,
                Tok::Op("<=") => Cmp::Le,
                Tok::Op(">") => Cmp::Gt,
                Tok::Op(">=") => Cmp::Ge,
                Tok::Name(name) if &**name == "in" => Cmp::In,
                Tok::Name(name)
                    if &**name == "not" && matches!(self.look(), Tok::Name(next) if &**next == "in") =>
                {
                    self.next();
                    Cmp::NotIn
                }
                _ => break,
            };
            self.next();
            rest.push((op, self.sum()?));
        }
        if rest.is_empty() { Ok(first) } else { self.make(pos, Kind::Compare(Box::new(first), rest)) }
    }

    fn sum(&mut self) -> Res<Expr> {
        let mut left = self.concat()?;
        loop {
            let op = match self.peek() {
                Tok::Op("+") => Bin::Add,
                Tok::Op("-") => Bin::Sub,
                _ => return Ok(left),
            };
            let pos = self.pos();
            self.next();
            let right = self.concat()?;
            left = self.make(pos, Kind::Bin(op, Box::new([left, right])))?;
        }
    }

    fn concat(&mut self) -> Res<Expr> {
        let pos = self.pos();
        let mut parts = vec![self.product()?];
        while self.skip_op("~") {
            parts.push(self.product()?);
        }
        match parts.pop() {
            Some(only) if parts.is_empty() => Ok(only),
            Some(last) => {
                parts.push(last);
                self.make(pos, Kind::Concat(parts))
            }
            None => self.expected(words!("a value")),
        }
    }

    fn product(&mut self) -> Res<Expr> {
        let mut left = self.power()?;
        loop {
            let op = match self.peek() {
                Tok::Op("*") => Bin::Mul,
                Tok::Op("/") => Bin::Div,
                Tok::Op("//") => Bin::FloorDiv,
                Tok::Op("%") => Bin::Mod,
                _ => return Ok(left),
            };
            let pos = self.pos();
            self.next();
            let right = self.power()?;
            left = self.make(pos, Kind::Bin(op, Box::new([left, right])))?;
        }
    }

    /// Unlike Python's, Jinja2's `**` groups from the left.
    fn power(&mut self) -> Res<Expr> {
        let mut left = self.unary(true)?;
        while self.is_op("**") {
            let pos = self.pos();
            self.next();
            let right = self.unary(true)?;
            left = self.make(pos, Kind::Bin(Bin::Pow, Box::new([left, right])))?;
        }
        Ok(left)
    }

    fn unary(&mut self, with_filter: bool) -> Res<Expr> {
        let pos = self.pos();
        let mut value = if self.skip_op("-") {
            let value = self.deeper(|parser| parser.unary(false))?;
            self.make(pos, Kind::Neg(Box::new(value)))?
        } else if self.skip_op("+") {
            let value = self.deeper(|parser| parser.unary(false))?;
            self.make(pos, Kind::Plus(Box::new(value)))?
        } else {
            self.primary(false)?
        };
        value = self.postfix(value)?;
        if with_filter {
            value = self.filter_expression(value)?;
        }
        Ok(value)
    }

    fn primary(&mut self, with_namespace: bool) -> Res<Expr> {
        let pos = self.pos();
        let kind = match self.peek().clone() {
            Tok::Name(name) => {
                self.next();
                match &*name {
                    "true" | "True" => Kind::Const(Value::Bool(true)),
                    "false" | "False" => Kind::Const(Value::Bool(false)),
                    "none" | "None" => Kind::Const(Value::None),
                    _ if with_namespace && self.skip_op(".") => Kind::NsRef(name, self.expect_name()?),
                    _ => Kind::Name(name),
                }
            }
            Tok::Str(text) => {
                self.next();
                let mut text = text;
                // Texts that follow each other are one text.
                while let Tok::Str(more) = self.peek() {
                    text = format!("{text}{more}").into();
                    self.next();
                }
                Kind::Const(Value::Str(Str::from(text)))
            }
            Tok::Int(value) => {
                self.next();
                Kind::Const(Value::Int(value))
            }
            Tok::Float(value) => {
                self.next();
                Kind::Const(Value::Float(value))
            }
            Tok::Op("(") => {
                self.next();
                let value = self.deeper(|parser| parser.tuple_with(true, true))?;
                self.expect_op(")")?;
                return Ok(value);
            }
            Tok::Op("[") => self.deeper(Self::list)?,
            Tok::Op("{") => self.deeper(Self::dict)?,
            _ => return self.expected(words!("a value")),
        };
        self.make(pos, kind)
    }

    fn list(&mut self) -> Res<Kind> {
        self.next();
        let mut items = Vec::new();
        while !self.is_op("]") {
            if !items.is_empty() {
                self.expect_op(",")?;
            }
            if self.is_op("]") {
                break;
            }
            items.push(self.expression()?);
        }
        self.expect_op("]")?;
        Ok(Kind::List(items))
    }

    fn dict(&mut self) -> Res<Kind> {
        self.next();
        let mut items = Vec::new();
        while !self.is_op("}") {
            if !items.is_empty() {
                self.expect_op(",")?;
            }
            if self.is_op("}") {
                break;
            }
            let key = self.expression()?;
            self.expect_op(":")?;
            items.push((key, self.expression()?));
        }
        self.expect_op("}")?;
        Ok(Kind::Dict(items))
    }

    /// One expression, or several with commas between, which make a tuple.
    pub fn tuple(&mut self, with_condition: bool) -> Res<Expr> {
        self.tuple_with(with_condition, false)
    }

    fn tuple_with(&mut self, with_condition: bool, in_brackets: bool) -> Res<Expr> {
        self.tuple_of(in_brackets, |parser| if with_condition { parser.expression() } else { parser.or() })
    }

    fn tuple_of(&mut self, in_brackets: bool, mut part: impl FnMut(&mut Self) -> Res<Expr>) -> Res<Expr> {
        let pos = self.pos();
        let mut items = Vec::new();
        let mut is_tuple = false;
        loop {
            if !items.is_empty() {
                self.expect_op(",")?;
            }
            // After a last comma nothing else may follow: in Jinja2, not even the “in” of a loop.
            if matches!(self.peek(), Tok::VariableEnd | Tok::BlockEnd | Tok::Op(")")) {
                break;
            }
            items.push(part(self)?);
            if !self.is_op(",") {
                break;
            }
            is_tuple = true;
        }
        if !is_tuple {
            if let Some(only) = items.pop() {
                return Ok(only);
            }
            if !in_brackets {
                return self.expected(words!("a value"));
            }
        }
        self.make(pos, Kind::Tuple(items))
    }

    /// Where a value is assigned to: a name, names with commas between, or an attribute of a namespace.
    pub fn target(&mut self, with_namespace: bool) -> Res<Expr> {
        let target = self.tuple_of(false, |parser| parser.primary(with_namespace))?;
        assignable(&target)?;
        Ok(target)
    }

    pub fn target_name(&mut self) -> Res<Rc<str>> {
        let pos = self.pos();
        let name = self.expect_name()?;
        if LITERALS.contains(&&*name) {
            return Err(Fault::syntax(pos, say!("“{name}” can't be given a value.", name = name)));
        }
        Ok(name)
    }

    fn postfix(&mut self, mut value: Expr) -> Res<Expr> {
        loop {
            value = match self.peek() {
                Tok::Op(".") => self.attribute(value)?,
                Tok::Op("[") => self.subscript(value)?,
                Tok::Op("(") => self.call(value)?,
                _ => return Ok(value),
            };
        }
    }

    fn filter_expression(&mut self, mut value: Expr) -> Res<Expr> {
        loop {
            value = match self.peek() {
                Tok::Op("|") => match self.filters(Some(value), false)? {
                    Some(value) => value,
                    None => return self.expected(words!("a filter")),
                },
                Tok::Name(name) if &**name == "is" => self.test(value)?,
                Tok::Op("(") => self.call(value)?,
                _ => return Ok(value),
            };
        }
    }

    fn attribute(&mut self, value: Expr) -> Res<Expr> {
        self.next();
        let pos = self.pos();
        match self.next() {
            Tok::Name(name) => self.make(pos, Kind::Attr(Box::new(value), name)),
            Tok::Int(index) => {
                let index = self.make(pos, Kind::Const(Value::Int(index)))?;
                self.make(pos, Kind::Item(Box::new(value), Box::new(index)))
            }
            other => Err(Fault::syntax(
                pos,
                say!(
                    "After the dot stands {other}, but a name or a number is expected.",
                    other = describe(&other)
                ),
            )),
        }
    }

    fn subscript(&mut self, value: Expr) -> Res<Expr> {
        let pos = self.pos();
        self.next();
        let mut items = Vec::new();
        let mut slice = None;
        while !self.is_op("]") {
            if !items.is_empty() || slice.is_some() {
                self.expect_op(",")?;
                if slice.is_some() {
                    return self.fail("A range such as “1:3” can't be combined with a comma.");
                }
            }
            match self.deeper(Self::subscribed)? {
                Subscript::Item(item) => items.push(item),
                Subscript::Slice(range) if items.is_empty() => slice = Some(range),
                Subscript::Slice(_) => {
                    return self.fail("A range such as “1:3” can't be combined with a comma.");
                }
            }
        }
        self.expect_op("]")?;
        if let Some(range) = slice {
            return self.make(pos, Kind::Slice(Box::new(value), range));
        }
        let item = match items.pop() {
            Some(only) if items.is_empty() => only,
            Some(last) => {
                items.push(last);
                self.make(pos, Kind::Tuple(items))?
            }
            None => self.make(pos, Kind::Tuple(items))?,
        };
        self.make(pos, Kind::Item(Box::new(value), Box::new(item)))
    }

    fn subscribed(&mut self) -> Res<Subscript> {
        let start = if self.is_op(":") {
            None
        } else {
            let value = self.expression()?;
            if !self.is_op(":") {
                return Ok(Subscript::Item(value));
            }
            Some(value)
        };
        self.next();
        let ends = |parser: &Self| parser.is_op("]") || parser.is_op(",");
        let stop = if self.is_op(":") || ends(self) { None } else { Some(self.expression()?) };
        let step = if self.skip_op(":") && !ends(self) { Some(self.expression()?) } else { None };
        Ok(Subscript::Slice(Box::new([start, stop, step])))
    }

    fn call(&mut self, value: Expr) -> Res<Expr> {
        let pos = value.pos;
        let args = self.deeper(Self::args)?;
        self.make(pos, Kind::Call(Box::new(value), Box::new(args)))
    }

    fn args(&mut self) -> Res<Args> {
        self.expect_op("(")?;
        let mut args = Args::default();
        let mut first = true;
        while !self.is_op(")") {
            if !first {
                self.expect_op(",")?;
                if self.is_op(")") {
                    break;
                }
            }
            first = false;
            let pos = self.pos();
            let order = |fine: bool| {
                if fine {
                    Ok(())
                } else {
                    Err(Fault::syntax(pos, "This argument can't stand after the one before it."))
                }
            };
            if self.is_op("*") {
                order(args.star.is_none() && args.star_star.is_none())?;
                self.next();
                args.star = Some(self.expression()?);
            } else if self.is_op("**") {
                order(args.star_star.is_none())?;
                self.next();
                args.star_star = Some(self.expression()?);
            } else if let (Tok::Name(name), Tok::Op("=")) = (self.peek().clone(), self.look()) {
                order(args.star_star.is_none())?;
                self.next();
                self.next();
                if args.kwargs.iter().any(|(other, _)| *other == name) {
                    return Err(Fault::syntax(
                        pos,
                        say!("The argument “{name}” stands here twice.", name = name),
                    ));
                }
                args.kwargs.push((name, self.expression()?));
            } else {
                order(args.star.is_none() && args.star_star.is_none() && args.kwargs.is_empty())?;
                args.args.push(self.expression()?);
            }
        }
        self.expect_op(")")?;
        Ok(args)
    }

    fn dotted_name(&mut self) -> Res<Rc<str>> {
        let mut name = self.expect_name()?;
        while self.skip_op(".") {
            name = format!("{name}.{}", self.expect_name()?).into();
        }
        Ok(name)
    }

    /// Filters after `|`; with `inline` the first one has no `|` before it.
    pub fn filters(&mut self, mut value: Option<Expr>, mut inline: bool) -> Res<Option<Expr>> {
        while inline || self.is_op("|") {
            if !inline {
                self.next();
            }
            inline = false;
            let pos = self.pos();
            let name = self.dotted_name()?;
            let args = if self.is_op("(") { self.deeper(Self::args)? } else { Args::default() };
            value = Some(self.make(pos, Kind::Filter(value.map(Box::new), name, Box::new(args)))?);
        }
        Ok(value)
    }

    fn test(&mut self, value: Expr) -> Res<Expr> {
        self.next();
        let negated = self.skip_name("not");
        let pos = self.pos();
        let name = self.dotted_name()?;
        let mut args = Args::default();
        match self.peek().clone() {
            Tok::Op("(") => args = self.deeper(Self::args)?,
            Tok::Name(next) if matches!(&*next, "else" | "or" | "and") => {}
            Tok::Name(next) if &*next == "is" => {
                return self.fail("Two tests with “is” can't follow each other. Put “and” between them.");
            }
            Tok::Name(_) | Tok::Str(_) | Tok::Int(_) | Tok::Float(_) | Tok::Op("[" | "{") => {
                let arg = self.primary(false)?;
                args.args.push(self.postfix(arg)?);
            }
            _ => {}
        }
        let test = self.make(pos, Kind::Test(Box::new(value), name, Box::new(args)))?;
        if negated { self.make(pos, Kind::Not(Box::new(test))) } else { Ok(test) }
    }
}

enum Subscript {
    Item(Expr),
    Slice(Box<[Option<Expr>; 3]>),
}

fn assignable(target: &Expr) -> Res<()> {
    match &target.kind {
        Kind::Name(_) | Kind::NsRef(..) => Ok(()),
        Kind::Tuple(items) => items.iter().try_for_each(assignable),
        _ => Err(Fault::syntax(target.pos, "Only a name can be given a value here.")),
    }
}

fn args_depth(args: &Args) -> u16 {
    let named = args.kwargs.iter().map(|(_, value)| value);
    args.args.iter().chain(named).chain(&args.star).chain(&args.star_star).map(|e| e.depth).max().unwrap_or(0)
}

fn deepest(kind: &Kind) -> u16 {
    let of = |items: &[Expr]| items.iter().map(|item| item.depth).max().unwrap_or(0);
    match kind {
        Kind::Const(_) | Kind::Name(_) | Kind::NsRef(..) => 0,
        Kind::Tuple(items) | Kind::List(items) | Kind::Concat(items) => of(items),
        Kind::Dict(items) => items.iter().map(|(key, value)| key.depth.max(value.depth)).max().unwrap_or(0),
        Kind::Bin(_, pair) | Kind::And(pair) | Kind::Or(pair) => of(&**pair),
        Kind::Not(value) | Kind::Neg(value) | Kind::Plus(value) | Kind::Attr(value, _) => value.depth,
        Kind::Compare(first, rest) => rest.iter().map(|(_, e)| e.depth).max().unwrap_or(0).max(first.depth),
        Kind::Cond(test, value, rest) => {
            test.depth.max(value.depth).max(rest.as_ref().map_or(0, |e| e.depth))
        }
        Kind::Item(value, item) => value.depth.max(item.depth),
        Kind::Slice(value, range) => {
            range.iter().flatten().map(|e| e.depth).max().unwrap_or(0).max(value.depth)
        }
        Kind::Call(value, args) => value.depth.max(args_depth(args)),
        Kind::Filter(value, _, args) => value.as_ref().map_or(0, |e| e.depth).max(args_depth(args)),
        Kind::Test(value, _, args) => value.depth.max(args_depth(args)),
    }
}
