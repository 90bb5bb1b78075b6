//! `whatsapp-proxy check KIND`: one JSON line in, one JSON line out, for the kinds that need no provider.
//!
//! Each kind's rules live in its own module; here is only which one answers, and what a line gets that is not one.

use serde_json::{Value, json};

/// The answer to one line, or `None` if this crate has no such kind.
pub fn line(kind: &str, line: &Value) -> Option<Value> {
    let check = match kind {
        "csv" => crate::csv::check_line,
        "url" => crate::url::check_line,
        #[cfg(not(target_arch = "wasm32"))]
        "address" => crate::address::check_line,
        "language" => crate::language::check_line,
        "phone" => crate::phone::check_line,
        "jinja" => crate::jinja::check_line,
        _ => return None,
    };
    Some(check(line))
}

/// The answer to one line of text: a line that is not JSON gets a [`bad_line`] answer. `None` as for [`line`].
pub fn text_line(kind: &str, text: &str) -> Option<Value> {
    match serde_json::from_str(text) {
        Ok(value) => line(kind, &value),
        Err(error) => line(kind, &Value::Null).map(|_| bad_line(&format!("The line is not JSON: {error}."))),
    }
}

/// The answer to a line that can't be read: `{"error":{"code":"bad-line","text":…}}`.
pub fn bad_line(text: &str) -> Value {
    json!({ "error": { "code": "bad-line", "text": text } })
}

/// The text at `key`.
///
/// # Errors
/// The [`bad_line`] answer when the line is no object, or the key is missing or not text.
pub fn text<'a>(line: &'a Value, key: &str) -> Result<&'a str, Value> {
    match object(line)?.get(key) {
        Some(Value::String(text)) => Ok(text),
        Some(other) => Err(wrong_type(key, "text", other)),
        None => Err(bad_line(&format!("The key \"{key}\" is missing."))),
    }
}

/// The text at `key`; `None` when it is missing or `null`.
///
/// # Errors
/// The [`bad_line`] answer when the line is no object, or the value is something else than text.
pub fn optional_text<'a>(line: &'a Value, key: &str) -> Result<Option<&'a str>, Value> {
    match object(line)?.get(key) {
        Some(Value::String(text)) => Ok(Some(text)),
        Some(Value::Null) | None => Ok(None),
        Some(other) => Err(wrong_type(key, "text or null", other)),
    }
}

/// The object at `key`; `None` when it is missing or `null`.
///
/// # Errors
/// The [`bad_line`] answer when the line is no object, or the value is something else than an object.
pub fn optional_object<'a>(line: &'a Value, key: &str) -> Result<Option<&'a Value>, Value> {
    match object(line)?.get(key) {
        Some(Value::Null) | None => Ok(None),
        Some(found) if found.is_object() => Ok(Some(found)),
        Some(other) => Err(wrong_type(key, "an object or null", other)),
    }
}

fn object(line: &Value) -> Result<&serde_json::Map<String, Value>, Value> {
    line.as_object().ok_or_else(|| bad_line(&format!("The line holds {}, not a JSON object.", kind_of(line))))
}

fn wrong_type(key: &str, expected: &str, found: &Value) -> Value {
    bad_line(&format!("The key \"{key}\" holds {}, not {expected}.", kind_of(found)))
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_answers_and_others_do_not() {
        assert_eq!(line("csv", &json!({"input": "a"})).unwrap(), json!({"values": ["a"]}));
        assert_eq!(line("address", &json!({"address": "10.0.0.1"})).unwrap(), json!({"allowed": false}));
        assert_eq!(
            line("language", &json!({"input": "en_US"})).unwrap(),
            json!({"valid": true, "known": true})
        );
        assert_eq!(line("nothing", &json!({})), None);
        assert_eq!(text_line("nothing", "{"), None);
    }

    #[test]
    fn a_bad_line_says_what_is_wrong() {
        let text = |kind: &str, text: &str| {
            let answer = text_line(kind, text).unwrap();
            assert_eq!(answer["error"]["code"], "bad-line", "{answer}");
            answer["error"]["text"].as_str().unwrap().to_owned()
        };
        assert_eq!(text("csv", "[]"), "The line holds a list, not a JSON object.");
        assert_eq!(text("csv", "{}"), "The key \"input\" is missing.");
        assert_eq!(text("csv", "{\"input\":5}"), "The key \"input\" holds a number, not text.");
        assert!(text("csv", "{\"input\"").starts_with("The line is not JSON: "));
    }

    #[test]
    fn a_context_is_an_object_if_anything() {
        for good in [
            json!({"template": "x"}),
            json!({"template": "x", "context": null}),
            json!({"template": "x", "context": {}}),
        ] {
            assert_eq!(line("jinja", &good).unwrap(), json!({"output": "x", "findings": []}));
        }
        let answer = line("jinja", &json!({"template": "x", "context": [1]})).unwrap();
        assert_eq!(answer, bad_line("The key \"context\" holds a list, not an object or null."));
    }

    #[test]
    fn optional_text_takes_null() {
        assert_eq!(optional_text(&json!({"region": "GB"}), "region"), Ok(Some("GB")));
        assert_eq!(optional_text(&json!({"region": null}), "region"), Ok(None));
        assert_eq!(optional_text(&json!({}), "region"), Ok(None));
        assert!(optional_text(&json!({"region": 1}), "region").is_err());
    }
}
