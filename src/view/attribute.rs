//! Attributes and properties: fixed, or following the signals that they read.

use std::borrow::Cow;

use wasm_bindgen::JsValue;

use super::{Memo, Part, Signal};

/// The value of an attribute; none takes it away.
pub(crate) type Words = Option<Cow<'static, str>>;

/// An attribute or property as described.
pub(crate) enum Value<T> {
    Fixed(T),
    Live(Box<dyn FnMut() -> T>),
}

/// What a property of an element can be set to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Set {
    Words(Cow<'static, str>),
    Flag(bool),
}

impl From<&Set> for JsValue {
    fn from(set: &Set) -> Self {
        match set {
            Set::Words(words) => JsValue::from_str(words),
            Set::Flag(flag) => JsValue::from_bool(*flag),
        }
    }
}

/// The words that something stands for as an attribute.
pub trait Plain {
    /// None for an attribute that is not there.
    fn words(self) -> Option<Cow<'static, str>>;
}

/// What may follow the name of an attribute: words, numbers, perhaps none, or a closure that gives one of them.
pub trait IntoAttribute {
    #[doc(hidden)]
    #[allow(private_interfaces)]
    fn into_attribute(self) -> Value<Words>;
}

/// What may follow the name of a property: words, a flag, or a closure that gives one of them.
pub trait IntoProperty {
    #[doc(hidden)]
    #[allow(private_interfaces)]
    fn into_property(self) -> Value<Set>;
}

macro_rules! plain {
    ($($kind:ty: $this:ident => $words:expr;)+) => {$(
        impl Plain for $kind {
            fn words(self) -> Option<Cow<'static, str>> {
                let $this = self;
                Some($words)
            }
        }

        impl IntoAttribute for $kind {
            #[allow(private_interfaces)]
            fn into_attribute(self) -> Value<Words> {
                Value::Fixed(self.words())
            }
        }
    )+};
}

plain! {
    &'static str: this => Cow::Borrowed(this);
    String: this => Cow::Owned(this);
    Cow<'static, str>: this => this;
    u8: this => Cow::Owned(this.to_string());
    u32: this => Cow::Owned(this.to_string());
    i32: this => Cow::Owned(this.to_string());
    usize: this => Cow::Owned(this.to_string());
}

impl<P: Plain> Plain for Option<P> {
    fn words(self) -> Option<Cow<'static, str>> {
        self.and_then(P::words)
    }
}

impl<P: Plain> IntoAttribute for Option<P> {
    #[allow(private_interfaces)]
    fn into_attribute(self) -> Value<Words> {
        Value::Fixed(self.words())
    }
}

impl<F, P> IntoAttribute for F
where
    F: Fn() -> P + 'static,
    P: Plain,
{
    #[allow(private_interfaces)]
    fn into_attribute(self) -> Value<Words> {
        Value::Live(Box::new(move || self().words()))
    }
}

impl From<&'static str> for Set {
    fn from(words: &'static str) -> Self {
        Self::Words(Cow::Borrowed(words))
    }
}
impl From<String> for Set {
    fn from(words: String) -> Self {
        Self::Words(Cow::Owned(words))
    }
}
impl From<bool> for Set {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

macro_rules! property {
    ($($kind:ty),+) => {$(
        impl IntoProperty for $kind {
            #[allow(private_interfaces)]
            fn into_property(self) -> Value<Set> {
                Value::Fixed(self.into())
            }
        }
    )+};
}
property!(&'static str, String, bool);

#[allow(private_bounds)]
impl<F, V> IntoProperty for F
where
    F: Fn() -> V + 'static,
    V: Into<Set>,
{
    #[allow(private_interfaces)]
    fn into_property(self) -> Value<Set> {
        Value::Live(Box::new(move || self().into()))
    }
}

macro_rules! followed {
    ($($signal:ident),+) => {$(
        impl<P: Plain + Clone + 'static> IntoAttribute for $signal<P> {
            #[allow(private_interfaces)]
            fn into_attribute(self) -> Value<Words> {
                Value::Live(Box::new(move || self.get().words()))
            }
        }
    )+};
}
followed!(Signal, Part, Memo);
