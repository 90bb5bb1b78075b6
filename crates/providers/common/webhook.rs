//! What every provider's webhook needs: the body as JSON, and careful looks into values that anybody may have written.

use serde_json::{Map, Value};
use whatsapp_domain::{Said, UnreadableBody, UnreadableItem, say, words};

/// Longest text of a field that is taken as an id; a longer one is no id of any provider's.
const ID_MAX: usize = 1024;

/// The body as an object. A byte order mark in front is passed over; nesting is bounded by the parser (128).
pub fn object(body: &[u8]) -> Result<Map<String, Value>, UnreadableBody> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    if body.trim_ascii().is_empty() {
        return Err(unreadable_body("webhook-empty", "The body is empty."));
    }
    match serde_json::from_slice(body) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(other) => {
            let text = say!("The body is {what}, not an object.", what = what(&other));
            Err(unreadable_body("webhook-not-an-object", text))
        }
        Err(error) => {
            // Where it goes wrong, and not what stands there: that may be anybody's words.
            let text = say!(
                "The body is not JSON: it can't be read beyond line {line}, character {character}.",
                line = error.line(),
                character = error.column()
            );
            Err(unreadable_body("webhook-not-json", text))
        }
    }
}

fn unreadable_body(code: &str, text: impl Into<Said>) -> UnreadableBody {
    let Said { text, phrase: said } = text.into();
    UnreadableBody { code: code.into(), text, said }
}

/// A body that is JSON but none of the forms that the provider documents.
pub fn unknown_form(provider: &str) -> UnreadableBody {
    let text = say!("The body is none of the forms that {provider} sends.", provider = provider);
    unreadable_body("webhook-form-unknown", text)
}

/// A body with more elements than the provider packs into one: somebody else made it up, and each would be kept.
pub fn too_many(provider: &str, found: usize, most: usize) -> UnreadableBody {
    let text = say!(
        "The body has {found} elements; {provider} sends {most} at most.",
        found = found,
        provider = provider,
        most = most
    );
    unreadable_body("webhook-too-many", text)
}

/// Why an element could not be read: its code, and what was found and what is expected.
pub type Why = (&'static str, Said);

/// What an element lacks that it can't do without, by the provider's name for it.
pub fn missing(code: &'static str, key: &str) -> Why {
    (code, say!("The element has no {key}.", key = key))
}

/// An element that could not be read.
pub fn unreadable(raw: Value, (code, why): Why) -> UnreadableItem {
    let Said { text, phrase: said } = why;
    UnreadableItem { raw, code: code.into(), why: text, said }
}

/// What kind of JSON a value is, in a sentence.
pub fn what(value: &Value) -> Said {
    match value {
        Value::Null => "null",
        Value::Bool(_) => words!("true or false"),
        Value::Number(_) => words!("a number"),
        Value::String(_) => words!("a text"),
        Value::Array(_) => words!("a list"),
        Value::Object(_) => words!("an object"),
    }
    .into()
}

/// A text as it is, if there is one that is not blank: what a person wrote keeps its spaces.
pub fn words(value: &Value, key: &str) -> Option<String> {
    value.get(key)?.as_str().filter(|text| !text.trim().is_empty()).map(str::to_owned)
}

/// An id: a text without spaces round it, or a number, which some samples have instead.
pub fn id(value: &Value, key: &str) -> Option<String> {
    match value.get(key)? {
        Value::String(text) => {
            let text = text.trim();
            (!text.is_empty() && text.len() <= ID_MAX).then(|| text.to_owned())
        }
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A time of the provider's in our form.
pub fn time(value: &Value, key: &str) -> Option<String> {
    super::time::utc(value.get(key)?.as_str()?)
}

/// The first of these keys that holds a time.
pub fn first_time(value: &Value, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| time(value, key))
}

/// A number's digits without plus, spaces and dashes; none when it is no phone number, such as a user id.
pub fn digits(text: &str) -> Option<String> {
    let text = text.trim();
    let text = text.strip_prefix('+').unwrap_or(text);
    let kept: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')' | '.')).collect();
    let is_number =
        (7..=15).contains(&kept.len()) && kept.bytes().all(|b| b.is_ascii_digit()) && !kept.starts_with('0');
    is_number.then_some(kept)
}

/// A name that is a file's: it ends in a dot and a short ending.
pub fn filename(text: &str) -> Option<String> {
    let (stem, ending) = text.trim().rsplit_once('.')?;
    let is_file = !stem.is_empty()
        && (1..=5).contains(&ending.len())
        && ending.bytes().all(|b| b.is_ascii_alphanumeric())
        && !text.contains(['\n', '\r']);
    is_file.then(|| text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn code(body: &[u8]) -> String {
        object(body).unwrap_err().code
    }

    #[test]
    fn bodies_are_objects_or_say_what_they_are() {
        assert!(object(b"\xef\xbb\xbf {\"a\":1} ").unwrap().contains_key("a"));
        assert_eq!(code(b" \r\n"), "webhook-empty");
        assert_eq!(code(b"[]"), "webhook-not-an-object");
        assert_eq!(code(b"{\"a\":"), "webhook-not-json");
        assert_eq!(code(b"{\"a\":\"\xff\"}"), "webhook-not-json");
        assert_eq!(code(&[b'['; 100_000]), "webhook-not-json");
    }

    #[test]
    fn values_are_looked_at_with_care() {
        let value = json!({"n": 12, "t": " x ", "b": "  ", "o": {}, "long": "x".repeat(2000)});
        assert_eq!((id(&value, "n").as_deref(), id(&value, "t").as_deref()), (Some("12"), Some("x")));
        assert_eq!(
            (id(&value, "b"), id(&value, "o"), id(&value, "long"), id(&value, "none")),
            (None, None, None, None)
        );
        assert_eq!((words(&value, "t").as_deref(), words(&value, "b")), (Some(" x "), None));
    }

    #[test]
    fn numbers_are_told_from_user_ids() {
        assert_eq!(digits("+44 7400-123456").as_deref(), Some("447400123456"));
        assert_eq!(digits("447400123456").as_deref(), Some("447400123456"));
        for other in [
            "SE.900100200",
            "",
            "+",
            "0044740012345",
            "12345",
            "1234567890123456",
            "４４７４００１２３４５６",
        ] {
            assert_eq!(digits(other), None, "{other}");
        }
    }

    #[test]
    fn file_names_are_told_from_captions() {
        assert_eq!(filename(" invoice 12.pdf ").as_deref(), Some("invoice 12.pdf"));
        for other in ["Thanks.", "Look. Nice one", "no ending", ".pdf", "a\nb.pdf"] {
            assert_eq!(filename(other), None, "{other}");
        }
    }
}
