//! What a template consists of.

use super::errors::Pos;
use super::value::Value;
use std::rc::Rc;

/// An expression, where it stands, and how deep it nests.
#[derive(Debug)]
pub(crate) struct Expr {
    pub pos: Pos,
    pub depth: u16,
    pub kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bin {
    Add,
    Sub,
    Mul,
    Div,
    FloorDiv,
    Mod,
    Pow,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cmp {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    In,
    NotIn,
}

/// Arguments of a call, a filter or a test.
#[derive(Debug, Default)]
pub(crate) struct Args {
    pub args: Vec<Expr>,
    pub kwargs: Vec<(Rc<str>, Expr)>,
    pub star: Option<Expr>,
    pub star_star: Option<Expr>,
}

#[derive(Debug)]
pub(crate) enum Kind {
    Const(Value),
    Name(Rc<str>),
    /// `ns.attribute` as the target of an assignment.
    NsRef(Rc<str>, Rc<str>),
    Tuple(Vec<Expr>),
    List(Vec<Expr>),
    Dict(Vec<(Expr, Expr)>),
    Bin(Bin, Box<[Expr; 2]>),
    And(Box<[Expr; 2]>),
    Or(Box<[Expr; 2]>),
    Not(Box<Expr>),
    Neg(Box<Expr>),
    Plus(Box<Expr>),
    Compare(Box<Expr>, Vec<(Cmp, Expr)>),
    Concat(Vec<Expr>),
    /// Test, value if true, value if false.
    Cond(Box<Expr>, Box<Expr>, Option<Box<Expr>>),
    Attr(Box<Expr>, Rc<str>),
    Item(Box<Expr>, Box<Expr>),
    Slice(Box<Expr>, Box<[Option<Expr>; 3]>),
    Call(Box<Expr>, Box<Args>),
    /// Without an expression it is applied to the block it stands on.
    Filter(Option<Box<Expr>>, Rc<str>, Box<Args>),
    Test(Box<Expr>, Rc<str>, Box<Args>),
}

/// Parameters and body of a macro, or of a call block.
#[derive(Debug)]
pub(crate) struct Macro {
    pub pos: Pos,
    /// None for the body of a call block.
    pub name: Option<Rc<str>>,
    pub params: Vec<Rc<str>>,
    /// Defaults of the last parameters.
    pub defaults: Vec<Expr>,
    pub body: Vec<Stmt>,
    pub uses_caller: bool,
    pub uses_kwargs: bool,
    pub uses_varargs: bool,
}

#[derive(Debug)]
pub(crate) struct For {
    pub pos: Pos,
    pub target: Expr,
    pub iter: Expr,
    pub test: Option<Expr>,
    pub recursive: bool,
    pub body: Vec<Stmt>,
    pub otherwise: Vec<Stmt>,
}

#[derive(Debug)]
pub(crate) enum Stmt {
    Text(Rc<str>),
    Print(Expr),
    For(Rc<For>),
    /// Branches with their test, and the rest.
    If(Vec<(Expr, Vec<Stmt>)>, Vec<Stmt>),
    Set(Expr, Expr),
    SetBlock(Expr, Option<Expr>, Vec<Stmt>),
    Macro(Rc<Macro>),
    CallBlock(Expr, Rc<Macro>),
    FilterBlock(Expr, Vec<Stmt>),
    With(Vec<(Expr, Expr)>, Vec<Stmt>),
}
