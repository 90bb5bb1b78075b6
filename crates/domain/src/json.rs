//! Types from JSON and back, by one way.
//!
//! Each way to read a type (from text, from bytes, from a [`Value`]) is a further copy of its reading code in whatever
//! links it, and so is each way to write it. In the two modules that a browser loads that was a fifth of the code. Here a text
//! becomes a [`Value`] first, which is one function for all types, and a type is read from that by [`Reader`], which is
//! made to be small.

mod reader;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Error, Value};

use self::reader::Reader;

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
    serde_json::from_slice(bytes)
}

/// The value of something; null for what has none, such as a map whose keys are no texts.
pub fn value<T: Serialize + ?Sized>(of: &T) -> Value {
    serde_json::to_vec(of).and_then(|bytes| parsed(&bytes)).unwrap_or_default()
}

#[cfg(test)]
mod tests;
