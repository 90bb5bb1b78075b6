//! Types from JSON and back, by one way.
//!
//! Each way to read a type (from text, from bytes, from a [`Value`]) is a further copy of its reading code in the page's
//! module, and so is each way to write it. Bytes are what the engine is asked with, so everything goes by bytes: a value
//! that is written and read again costs microseconds, the other copies were a tenth of the module.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Error, Value};

/// What a value says.
///
/// # Errors
/// When it has another form.
pub fn read<T: DeserializeOwned>(value: &Value) -> Result<T, Error> {
    text(&value.to_string())
}

/// What a text says.
///
/// # Errors
/// When it is not JSON, or has another form.
pub fn text<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_slice(text.as_bytes())
}

/// The value of something; null for what has none, such as a map whose keys are no texts.
pub fn value<T: Serialize>(of: &T) -> Value {
    serde_json::to_vec(of).and_then(|bytes| serde_json::from_slice(&bytes)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn there_and_back_nothing_is_lost() {
        let node = json!({"version": 1, "message": {"type": "text", "text": {"value": "Hé \u{1F600} \\ \" \n"}}, "n": 0.1, "big": u64::MAX});
        assert_eq!(read::<Value>(&node).unwrap(), node);
        assert_eq!(value(&node), node);
        assert!(read::<Vec<String>>(&json!({"a": 1})).is_err());
        assert_eq!(value(&std::collections::BTreeMap::from([((1, 2), 3)])), Value::Null);
    }
}
