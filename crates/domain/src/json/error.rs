//! Why a text or a value could not be read, or something not be written.

use std::fmt;

use serde::{
    de::{self, Expected, Unexpected},
    ser,
};

use super::line;

/// Why, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error(Box<str>);

impl Error {
    /// A text that stops being JSON at this byte.
    #[cold]
    pub(super) fn at(text: &str, place: usize) -> Self {
        let before = text.get(..place).unwrap_or(text);
        let row = before.split('\n').count();
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        let found = match text[before.len()..].chars().next() {
            None => "the text ends too early".into(),
            Some('"') => "a text is not as it should be".into(),
            Some(found) => format!("“{found}” is not expected"),
        };
        Self(format!("{found} at line {row} column {column}").into())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

/// What was found, in the words of serde; its own would bring along how the standard library writes fractions.
fn named(found: &Unexpected<'_>) -> String {
    match found {
        Unexpected::Bool(value) => format!("boolean `{value}`"),
        Unexpected::Unsigned(value) => format!("integer `{value}`"),
        Unexpected::Signed(value) => format!("integer `{value}`"),
        Unexpected::Float(value) => format!("floating point `{}`", line(&(*value).into())),
        Unexpected::Str(text) => format!("string \"{text}\""),
        Unexpected::Seq => "sequence".into(),
        Unexpected::Map => "map".into(),
        Unexpected::Unit => "null".into(),
        Unexpected::Other(other) => (*other).into(),
        _ => "another kind of value".into(),
    }
}

#[cold]
#[inline(never)]
fn instead(what: &str, found: &Unexpected<'_>, expected: &dyn Expected) -> Error {
    Error(format!("invalid {what}: {}, expected {expected}", named(found)).into())
}

impl de::Error for Error {
    fn custom<T: fmt::Display>(words: T) -> Self {
        Self(words.to_string().into())
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        instead("type", &found, expected)
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        instead("value", &found, expected)
    }
}

impl ser::Error for Error {
    fn custom<T: fmt::Display>(words: T) -> Self {
        Self(words.to_string().into())
    }
}
