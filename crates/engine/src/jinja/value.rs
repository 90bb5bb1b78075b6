//! Python's values, as far as a template can hold them.

use super::ast::{For, Macro};
use super::errors::{Fault, Res};
use super::limits::{Budget, MAX_NESTING};
use serde_json::Value as Json;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use whatsapp_domain::{Said, say, words};

/// Text; `markup` is set on text that has been made safe for HTML, which then escapes what is joined to it.
#[derive(Debug, Clone)]
pub(crate) struct Str {
    pub text: Rc<str>,
    pub markup: bool,
}

impl From<Rc<str>> for Str {
    fn from(text: Rc<str>) -> Self {
        Self { text, markup: false }
    }
}

/// How deep a list nests, and whether an object with an identity (a macro, a namespace) stands in it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Shape {
    pub depth: u32,
    pub object: bool,
}

/// A list. Lists of the profile are `frozen`: they are copies, so changing them would not do what Python does.
#[derive(Debug)]
pub(crate) struct List {
    pub items: RefCell<Vec<Value>>,
    pub frozen: bool,
    pub shape: Cell<Shape>,
}

#[derive(Debug)]
pub(crate) struct Tuple {
    pub items: Vec<Value>,
    /// Made by `groupby`: has the attributes `grouper` and `list`.
    pub grouped: bool,
    shape: Shape,
}

/// A mapping in the order of insertion.
#[derive(Debug)]
pub(crate) struct Dict {
    pub entries: RefCell<Vec<(Value, Value)>>,
    pub frozen: bool,
    pub shape: Cell<Shape>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum View {
    Keys,
    Values,
    Items,
}

/// What a filter such as `map` gives: it can be gone through once. An error waits where Python would meet it.
#[derive(Debug)]
pub(crate) struct Gen {
    pub items: RefCell<std::vec::IntoIter<Value>>,
    pub error: RefCell<Option<Fault>>,
    shape: Shape,
}

/// State of a running loop.
#[derive(Debug)]
pub(crate) struct Loop {
    pub def: Rc<For>,
    pub scope: usize,
    pub scope_id: u64,
    pub depth0: usize,
    pub length: usize,
    pub index0: Cell<usize>,
    pub before: RefCell<Option<Value>>,
    pub after: RefCell<Option<Value>>,
    pub changed: RefCell<Option<Vec<Value>>>,
}

/// Things with an identity.
#[derive(Debug)]
pub(crate) enum Object {
    Macro {
        def: Rc<Macro>,
        scope: usize,
        scope_id: u64,
    },
    /// A method together with what it belongs to.
    Method(Value, Rc<str>),
    /// A function that is always there: `range`, `dict`, `namespace`, `cycler`, `joiner`.
    Global(&'static str),
    Namespace(RefCell<Vec<(Rc<str>, Value)>>),
    Loop(Loop),
    Cycler {
        items: Vec<Value>,
        at: Cell<usize>,
    },
    Joiner {
        separator: Value,
        used: Cell<bool>,
    },
}

#[derive(Debug, Clone)]
pub(crate) enum Value {
    /// Holds the path that led nowhere, for messages.
    Undefined(Rc<str>),
    None,
    Bool(bool),
    Int(i128),
    Float(f64),
    Str(Str),
    List(Rc<List>),
    Tuple(Rc<Tuple>),
    Dict(Rc<Dict>),
    View(View, Rc<Dict>),
    /// Start, stop, step.
    Range(Rc<[i128; 3]>),
    Gen(Rc<Gen>),
    Object(Rc<Object>),
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Str(Str { text: text.into(), markup: false })
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Str(Str { text: text.into(), markup: false })
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<usize> for Value {
    fn from(value: usize) -> Self {
        Self::Int(value as i128)
    }
}

/// Number of entries of `range(start, stop, step)`.
pub(crate) fn range_len([start, stop, step]: &[i128; 3]) -> usize {
    let span = if *step > 0 { stop - start } else { start - stop };
    if span <= 0 { 0 } else { usize::try_from((span - 1) / step.abs() + 1).unwrap_or(usize::MAX) }
}

/// The path of what an `if` without `else` gives: unlike other missing values, it has no attributes at all.
pub(crate) const NO_ELSE: &str = "\u{0}if without else";

impl Value {
    pub fn markup(text: impl Into<Rc<str>>) -> Self {
        Self::Str(Str { text: text.into(), markup: true })
    }

    pub fn undefined(path: &str) -> Self {
        Self::Undefined(path.into())
    }

    pub fn object(object: Object) -> Self {
        Self::Object(Rc::new(object))
    }

    pub fn shape(&self) -> Shape {
        match self {
            Self::List(list) => list.shape.get(),
            Self::Tuple(tuple) => tuple.shape,
            Self::Dict(dict) | Self::View(_, dict) => dict.shape.get(),
            Self::Gen(generator) => generator.shape,
            Self::Object(object) => Shape { depth: 0, object: !matches!(**object, Object::Global(_)) },
            _ => Shape::default(),
        }
    }

    /// A new list, paid for.
    pub fn list(budget: &Budget, items: Vec<Value>) -> Res<Self> {
        let shape = shape_of(budget, items.iter())?;
        Ok(Self::List(Rc::new(List { items: RefCell::new(items), frozen: false, shape: Cell::new(shape) })))
    }

    pub fn tuple(budget: &Budget, items: Vec<Value>) -> Res<Self> {
        let shape = shape_of(budget, items.iter())?;
        Ok(Self::Tuple(Rc::new(Tuple { items, grouped: false, shape })))
    }

    pub fn group(budget: &Budget, grouper: Value, list: Value) -> Res<Self> {
        let items = vec![grouper, list];
        let shape = shape_of(budget, items.iter())?;
        Ok(Self::Tuple(Rc::new(Tuple { items, grouped: true, shape })))
    }

    pub fn dict(budget: &Budget, entries: Vec<(Value, Value)>) -> Res<Self> {
        let shape = shape_of(budget, entries.iter().flat_map(|(key, value)| [key, value]))?;
        Ok(Self::Dict(Rc::new(Dict {
            entries: RefCell::new(entries),
            frozen: false,
            shape: Cell::new(shape),
        })))
    }

    /// What can be gone through once; the error comes after the items.
    pub fn generator(budget: &Budget, items: Vec<Value>, error: Option<Fault>) -> Res<Self> {
        let shape = shape_of(budget, items.iter())?;
        let items = RefCell::new(items.into_iter());
        Ok(Self::Gen(Rc::new(Gen { items, error: RefCell::new(error), shape })))
    }

    /// A copy of a value of the context.
    pub fn from_json(budget: &Budget, json: &Json) -> Res<Self> {
        Self::from_json_at(budget, json, 0)
    }

    fn from_json_at(budget: &Budget, json: &Json, depth: u32) -> Res<Self> {
        if depth > MAX_NESTING {
            return Err(Fault::too_deep());
        }
        Ok(match json {
            Json::Null => Self::None,
            Json::Bool(value) => Self::Bool(*value),
            Json::Number(number) => {
                if let Some(value) = number.as_i64() {
                    Self::Int(value.into())
                } else if let Some(value) = number.as_u64() {
                    Self::Int(value.into())
                } else {
                    let value = number.as_f64().unwrap_or(f64::INFINITY);
                    // A whole number of this size has lost its last digits on the way here.
                    if value >= 18_446_744_073_709_551_616.0 || value <= -9_223_372_036_854_775_808.0 {
                        return Err(Fault::too_large());
                    }
                    Self::Float(value)
                }
            }
            Json::String(text) => {
                budget.text(text.len())?;
                Self::from(text.as_str())
            }
            Json::Array(items) => {
                budget.entries(items.len())?;
                let items: Vec<Value> = items
                    .iter()
                    .map(|item| Self::from_json_at(budget, item, depth + 1))
                    .collect::<Res<_>>()?;
                let shape = shape_of(budget, items.iter())?;
                Self::List(Rc::new(List {
                    items: RefCell::new(items),
                    frozen: true,
                    shape: Cell::new(shape),
                }))
            }
            Json::Object(map) => {
                budget.entries(map.len().saturating_mul(2))?;
                let mut entries = Vec::with_capacity(map.len());
                for (key, value) in map {
                    budget.text(key.len())?;
                    entries.push((Self::from(key.as_str()), Self::from_json_at(budget, value, depth + 1)?));
                }
                let shape = shape_of(budget, entries.iter().map(|(_, value)| value))?;
                Self::Dict(Rc::new(Dict {
                    entries: RefCell::new(entries),
                    frozen: true,
                    shape: Cell::new(shape),
                }))
            }
        })
    }

    pub fn is_undefined(&self) -> bool {
        matches!(self, Self::Undefined(_))
    }

    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Str(text) => Some(&text.text),
            _ => None,
        }
    }

    /// Whole numbers, among them Python's booleans.
    pub fn as_int(&self) -> Option<i128> {
        match self {
            Self::Int(value) => Some(*value),
            Self::Bool(value) => Some(i128::from(*value)),
            _ => None,
        }
    }

    /// What Python calls the type, for messages.
    fn type_name(&self) -> &'static str {
        match self {
            Self::Undefined(_) => words!("nothing"),
            Self::None => words!("none"),
            Self::Bool(_) => words!("true/false"),
            Self::Int(_) => words!("a whole number"),
            Self::Float(_) => words!("a number"),
            Self::Str(_) => words!("text"),
            Self::List(_) => words!("a list"),
            Self::Tuple(_) => words!("a tuple"),
            Self::Dict(_) => words!("a mapping"),
            Self::View(..) | Self::Range(_) | Self::Gen(_) => words!("a series"),
            Self::Object(_) => words!("a function"),
        }
    }

    /// The type as it stands within a sentence.
    pub fn said(&self) -> Said {
        self.type_name().into()
    }

    /// The type as a sentence begins with it.
    pub fn said_first(&self) -> Said {
        let words = match self {
            Self::Undefined(_) => words!("Nothing"),
            Self::None => words!("None"),
            Self::Bool(_) => words!("True/false"),
            Self::Int(_) => words!("A whole number"),
            Self::Float(_) => words!("A number"),
            Self::Str(_) => words!("Text"),
            Self::List(_) => words!("A list"),
            Self::Tuple(_) => words!("A tuple"),
            Self::Dict(_) => words!("A mapping"),
            Self::View(..) | Self::Range(_) | Self::Gen(_) => words!("A series"),
            Self::Object(_) => words!("A function"),
        };
        words.into()
    }

    /// Python's truth of a value.
    pub fn truth(&self) -> bool {
        match self {
            Self::Undefined(_) | Self::None => false,
            Self::Bool(value) => *value,
            Self::Int(value) => *value != 0,
            Self::Float(value) => *value != 0.0,
            Self::Str(text) => !text.text.is_empty(),
            Self::List(list) => !list.items.borrow().is_empty(),
            Self::Tuple(tuple) => !tuple.items.is_empty(),
            Self::Dict(dict) | Self::View(_, dict) => !dict.entries.borrow().is_empty(),
            Self::Range(range) => range_len(range) > 0,
            Self::Gen(_) => true,
            Self::Object(object) => match &**object {
                Object::Loop(state) => state.length > 0,
                _ => true,
            },
        }
    }

    /// Python's `len`.
    pub fn len(&self) -> Res<usize> {
        Ok(match self {
            Self::Undefined(_) => 0,
            Self::Str(text) => text.text.chars().count(),
            Self::List(list) => list.items.borrow().len(),
            Self::Tuple(tuple) => tuple.items.len(),
            Self::Dict(dict) | Self::View(_, dict) => dict.entries.borrow().len(),
            Self::Range(range) => range_len(range),
            Self::Object(object) => match &**object {
                Object::Loop(state) => state.length,
                _ => return Err(Fault::value("This has no length.")),
            },
            other => {
                return Err(Fault::value(say!(
                    "The length of {found} can't be taken.",
                    found = other.said()
                )));
            }
        })
    }

    /// Everything that going through the value gives. Generators are used up.
    pub fn iterate(&self, budget: &Budget) -> Res<Vec<Value>> {
        let (items, error) = self.iterate_lazily(budget)?;
        error.map_or(Ok(items), Err)
    }

    /// The same, but a generator's pending error comes apart from the items before it.
    pub fn iterate_lazily(&self, budget: &Budget) -> Res<(Vec<Value>, Option<Fault>)> {
        let items = match self {
            Self::Undefined(_) => Vec::new(),
            Self::Str(text) => {
                budget.entries(text.text.len())?;
                // Going through HTML text gives plain characters.
                text.text.chars().map(|c| Self::from(&*c.encode_utf8(&mut [0; 4]))).collect()
            }
            Self::List(list) => {
                budget.entries(list.items.borrow().len())?;
                list.items.borrow().clone()
            }
            Self::Tuple(tuple) => {
                budget.entries(tuple.items.len())?;
                tuple.items.clone()
            }
            Self::Dict(dict) => Self::View(View::Keys, dict.clone()).iterate(budget)?,
            Self::View(view, dict) => {
                let entries = dict.entries.borrow();
                budget.entries(entries.len())?;
                match view {
                    View::Keys => entries.iter().map(|(key, _)| key.clone()).collect(),
                    View::Values => entries.iter().map(|(_, value)| value.clone()).collect(),
                    View::Items => entries
                        .iter()
                        .map(|(key, value)| Self::tuple(budget, vec![key.clone(), value.clone()]))
                        .collect::<Res<_>>()?,
                }
            }
            Self::Range(range) => {
                let count = range_len(range);
                budget.entries(count)?;
                (0..count as i128).map(|index| Self::Int(range[0] + index * range[2])).collect()
            }
            Self::Gen(generator) => {
                let items: Vec<Value> = generator.items.borrow_mut().by_ref().collect();
                budget.entries(items.len())?;
                return Ok((items, generator.error.borrow_mut().take()));
            }
            other => {
                return Err(Fault::value(say!(
                    "{found} can't be gone through piece by piece.",
                    found = other.said_first()
                )));
            }
        };
        Ok((items, None))
    }

    /// Is it the same object (Python's `is`)? None where Python's answer is not certain.
    pub fn same(&self, other: &Self) -> Option<bool> {
        Some(match (self, other) {
            (Self::None, Self::None) => true,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::List(a), Self::List(b)) if a.frozen == b.frozen && !a.frozen => Rc::ptr_eq(a, b),
            (Self::Dict(a), Self::Dict(b)) if a.frozen == b.frozen && !a.frozen => Rc::ptr_eq(a, b),
            _ if std::mem::discriminant(self) != std::mem::discriminant(other) => false,
            _ => return None,
        })
    }
}

/// Pays for a container and says how deep it is.
fn shape_of<'v>(budget: &Budget, items: impl Iterator<Item = &'v Value>) -> Res<Shape> {
    let mut shape = Shape::default();
    let mut count = 0;
    for item in items {
        let inner = item.shape();
        shape.depth = shape.depth.max(inner.depth);
        shape.object |= inner.object;
        count += 1;
    }
    budget.entries(count)?;
    shape.depth += 1;
    if shape.depth > MAX_NESTING { Err(Fault::too_deep()) } else { Ok(shape) }
}

/// Allows `value` to be put into the existing container at `target` (its address).
pub(crate) fn graft(budget: &Budget, target: *const (), value: &Value) -> Res<()> {
    let shape = value.shape();
    if shape.object {
        return Err(Fault::unsupported("Functions and namespaces can't be kept in lists or mappings here."));
    }
    if shape.depth == 0 {
        return Ok(());
    }
    budget.graft()?;
    if holds(budget, target, value, 0)? {
        return Err(Fault::unsupported("A list can't be put into itself."));
    }
    Ok(())
}

fn holds(budget: &Budget, target: *const (), value: &Value, depth: u32) -> Res<bool> {
    budget.work(1)?;
    if depth > MAX_NESTING {
        return Err(Fault::too_deep());
    }
    let any = |items: &mut dyn Iterator<Item = &Value>| {
        for item in items {
            if holds(budget, target, item, depth + 1)? {
                return Ok(true);
            }
        }
        Ok(false)
    };
    match value {
        Value::List(list) => {
            Ok(Rc::as_ptr(list).cast::<()>() == target || any(&mut list.items.borrow().iter())?)
        }
        Value::Tuple(tuple) => any(&mut tuple.items.iter()),
        Value::Dict(dict) | Value::View(_, dict) => Ok(Rc::as_ptr(dict).cast::<()>() == target
            || any(&mut dict.entries.borrow().iter().flat_map(|(key, value)| [key, value]))?),
        Value::Gen(generator) => any(&mut generator.items.borrow().as_slice().iter()),
        _ => Ok(false),
    }
}
