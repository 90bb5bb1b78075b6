//! Types from JSON and back, by one way.
//!
//! Each way to read a type (from text, from bytes, from a [`Value`]) is a further copy of its reading code in whatever
//! links it, and so is each way to write it. In the two modules that a browser loads that was a fifth of the code. Here a text
//! becomes a [`Value`] first, which is one function for all types, and a type is read from that by [`Reader`], which is
//! made to be small, as is the [`Writer`]. Neither brings tables for fractions along: see [`crate::decimal`].

mod error;
mod parser;
mod reader;
mod tagged;
mod writer;

use serde::{
    Serialize,
    de::{self, DeserializeOwned},
};
use serde_json::{Map, Value};

pub use error::Error;
pub use tagged::Tagged;

use self::{reader::Reader, writer::Writer};

/// What a value says.
///
/// # Errors
/// When it has another form.
pub fn read<T: DeserializeOwned>(value: &Value) -> Result<T, Error> {
    T::deserialize(Reader(value))
}

/// What a text says.
///
/// # Errors
/// When it is not JSON, or has another form.
pub fn text<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    bytes(text.as_bytes())
}

/// What bytes of UTF-8 say.
///
/// # Errors
/// As [`text`].
pub fn bytes<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    read(&parsed(bytes)?)
}

fn parsed(bytes: &[u8]) -> Result<Value, Error> {
    match std::str::from_utf8(bytes) {
        Ok(text) => parser::parse(text).map_err(|place| Error::at(text, place)),
        Err(error) => Err(de::Error::custom(format_args!("byte {} is not UTF-8", error.valid_up_to()))),
    }
}

/// The JSON of something, without white space.
///
/// # Errors
/// When it has none, such as a map whose keys are no texts.
pub fn written<T: Serialize + ?Sized>(of: &T) -> Result<Vec<u8>, Error> {
    let mut out = Vec::new();
    of.serialize(Writer { out: &mut out, spread: false, depth: 0 })?;
    Ok(out)
}

/// An object of these fields. `json!` reads what is put in by the ways of serde, which is much code for a text.
pub fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    Value::Object(members(&mut fields.into_iter()))
}

fn members(fields: &mut dyn Iterator<Item = (&str, Value)>) -> Map<String, Value> {
    fields.map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The JSON of a value on one line.
pub fn line(value: &Value) -> String {
    String::from_utf8(written(value).unwrap_or_default()).unwrap_or_default()
}

/// The JSON of something for people: one line for each member. Empty for what has none.
pub fn pretty<T: Serialize + ?Sized>(of: &T) -> String {
    let mut out = Vec::new();
    let done = of.serialize(Writer { out: &mut out, spread: true, depth: 0 });
    done.ok().and_then(|()| String::from_utf8(out).ok()).unwrap_or_default()
}

/// The value of something; null for what has none, such as a map whose keys are no texts.
pub fn value<T: Serialize + ?Sized>(of: &T) -> Value {
    written(of).and_then(|bytes| parsed(&bytes)).unwrap_or_default()
}

#[cfg(test)]
mod tests;
