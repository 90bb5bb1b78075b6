//! What a host tells about its customers: which attributes there are, and some profiles to see values with.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::language::suggestion;

/// Attributes that a derived schema lists at most; a profile with more is a mistake.
const ATTRIBUTES_MAX: usize = 1_000;
/// Levels of objects that are looked into.
const DEPTH_MAX: usize = 8;
/// Examples kept of each attribute.
const EXAMPLES_MAX: usize = 5;

/// What an attribute holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum AttributeKind {
    /// Any text.
    #[default]
    Text,
    /// A number.
    Number,
    /// A date, with or without a time.
    Date,
    /// Yes or no.
    Boolean,
    /// A phone number.
    Phone,
    /// A web address.
    Url,
    /// A language code.
    Language,
    /// A list.
    List,
    /// An object whose parts are not listed.
    Object,
}

/// One attribute that a value can be filled from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Attribute {
    /// As Jinja writes it, from the root `customer`, `event` or `journey`: `customer.first_name`.
    pub path: String,
    /// What the console calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What it holds.
    #[serde(default)]
    pub kind: AttributeKind,
    /// Values that it has for some customers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<String>,
}

/// All attributes that a host knows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ProfileSchema {
    /// In the order in which they are offered.
    pub attributes: Vec<Attribute>,
}

/// A profile to see values with.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct SampleProfile {
    /// The host's id of it.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What Jinja sees: `customer`, `event`, `journey`.
    pub context: Value,
}

impl ProfileSchema {
    /// The attributes that some profiles (each a context with `customer`, `event`, `journey`) have, in the order in
    /// which they appear. An attribute without any value is a text.
    pub fn from_profiles(profiles: &[Value]) -> Self {
        let mut found: Vec<Found> = Vec::new();
        for profile in profiles {
            let Value::Object(roots) = profile else { continue };
            for (root, value) in roots {
                if let (Value::Object(members), "customer" | "event" | "journey") = (value, root.as_str()) {
                    walk(root, members, 1, &mut found);
                }
            }
        }
        let attributes = found.into_iter().map(Found::attribute).collect();
        Self { attributes }
    }

    /// The attribute at a path.
    pub fn get(&self, path: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.path == path)
    }
}

/// An attribute while it is gathered: its kind is unknown as long as there were only nulls.
struct Found {
    path: String,
    kind: Option<AttributeKind>,
    examples: Vec<String>,
}

impl Found {
    fn attribute(self) -> Attribute {
        let Self { path, kind, examples } = self;
        Attribute { path, label: None, kind: kind.unwrap_or_default(), examples }
    }
}

fn walk(path: &str, members: &Map<String, Value>, depth: usize, found: &mut Vec<Found>) {
    for (key, value) in members {
        let path = member_path(path, key);
        match value {
            Value::Object(inner) if !inner.is_empty() && depth < DEPTH_MAX => {
                walk(&path, inner, depth + 1, found);
            }
            _ => note(path, key, value, found),
        }
    }
}

/// `customer.first_name`, or `customer["first name"]` for a key that is no name in Jinja.
pub fn member_path(path: &str, key: &str) -> String {
    let first = key.starts_with(|first: char| first.is_alphabetic() || first == '_');
    if first && key.chars().all(|c| c.is_alphanumeric() || c == '_') {
        format!("{path}.{key}")
    } else {
        format!("{path}[\"{}\"]", key.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

fn note(path: String, key: &str, value: &Value, found: &mut Vec<Found>) {
    let place = match found.iter().position(|other| other.path == path) {
        Some(place) => place,
        None if found.len() < ATTRIBUTES_MAX => {
            found.push(Found { path, kind: None, examples: Vec::new() });
            found.len() - 1
        }
        None => return,
    };
    let Some(kind) = kind_of(key, value) else { return };
    let found = &mut found[place];
    found.kind = match found.kind {
        Some(other) if other != kind => Some(AttributeKind::Text),
        _ => Some(kind),
    };
    let example = match value {
        Value::String(text) => text.clone(),
        Value::Number(_) | Value::Bool(_) => crate::json::line(value),
        _ => return,
    };
    if found.examples.len() < EXAMPLES_MAX && !example.trim().is_empty() && !found.examples.contains(&example)
    {
        found.examples.push(example);
    }
}

/// What a value seems to be; none for nothing at all.
fn kind_of(key: &str, value: &Value) -> Option<AttributeKind> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(_) => AttributeKind::Boolean,
        Value::Number(_) if is_phone_key(key) => AttributeKind::Phone,
        Value::Number(_) => AttributeKind::Number,
        Value::Array(_) => AttributeKind::List,
        Value::Object(_) => AttributeKind::Object,
        Value::String(text) if text.trim().is_empty() => return None,
        Value::String(text) => text_kind(key, text.trim()),
    })
}

fn is_phone_key(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    ["phone", "mobile", "msisdn", "whatsapp"].iter().any(|word| key.contains(word))
}

fn text_kind(key: &str, text: &str) -> AttributeKind {
    let lower_key = key.to_ascii_lowercase();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let phone_like = digits >= 7 && text.chars().all(|c| c.is_ascii_digit() || " +-()./".contains(c));
    let is_code = |text: &str| crate::language::language_name(text).is_some() || suggestion(text).is_some();
    if text.starts_with("https://") || text.starts_with("http://") {
        AttributeKind::Url
    } else if phone_like && (text.starts_with('+') || is_phone_key(key)) {
        AttributeKind::Phone
    } else if is_date(text) {
        AttributeKind::Date
    } else if ["lang", "locale"].iter().any(|word| lower_key.contains(word)) && is_code(text) {
        AttributeKind::Language
    } else {
        AttributeKind::Text
    }
}

/// `2026-03-01`, alone or with a time behind it.
fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let form = |at: usize, digit: bool| {
        bytes.get(at).is_some_and(|byte| if digit { byte.is_ascii_digit() } else { *byte == b'-' })
    };
    (0..10).all(|at| form(at, at != 4 && at != 7)) && matches!(bytes.get(10), None | Some(b'T' | b' '))
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json, to_value};

    use super::*;

    #[test]
    fn a_schema_has_the_documented_keys() {
        let schema = json!({"attributes": [
            {"path": "customer.first_name", "label": "First name", "kind": "text", "examples": ["Ana"]},
            {"path": "customer.language", "kind": "language"}]});
        let read: ProfileSchema = from_value(schema.clone()).unwrap();
        assert_eq!(to_value(&read).unwrap(), schema);
        let sample = json!({"id": "7", "name": "Ana", "context": {"customer": {}}});
        assert_eq!(to_value(from_value::<SampleProfile>(sample.clone()).unwrap()).unwrap(), sample);
    }

    #[test]
    fn attributes_are_told_from_profiles() {
        let schema = ProfileSchema::from_profiles(&[
            json!({"customer": {"name": "Ana", "phone": "+44 7400 123456", "locale": "de-AT", "born": "1990-05-01",
                "address": {"city": "Leeds", "geo": {}}, "tags": ["a"], "vip": true, "first name": "Ana", "note": null,
                "mixed": 1, "mobile": 447400123456u64, "page": "https://e.example/a"}, "other": {"x": 1}}),
            json!({"customer": {"name": "Bo", "mixed": "one", "note": "  ", "late": 2}, "event": {"total": 39.5}}),
            json!("nonsense"),
        ]);
        let found: Vec<_> =
            schema.attributes.iter().map(|attribute| (attribute.path.as_str(), attribute.kind)).collect();
        use AttributeKind::*;
        assert_eq!(
            found,
            [
                ("customer.name", Text),
                ("customer.phone", Phone),
                ("customer.locale", Language),
                ("customer.born", Date),
                ("customer.address.city", Text),
                ("customer.address.geo", Object),
                ("customer.tags", List),
                ("customer.vip", Boolean),
                ("customer[\"first name\"]", Text),
                ("customer.note", Text),
                ("customer.mixed", Text),
                ("customer.mobile", Phone),
                ("customer.page", Url),
                ("customer.late", Number),
                ("event.total", Number),
            ]
        );
        assert_eq!(schema.get("customer.name").unwrap().examples, ["Ana", "Bo"]);
        assert_eq!(schema.get("event.total").unwrap().examples, ["39.5"]);
        assert!(schema.get("customer.tags").unwrap().examples.is_empty());
    }

    #[test]
    fn a_huge_or_deep_profile_is_cut() {
        let many: Map<String, Value> = (0..5_000).map(|number| (format!("a{number}"), json!(1))).collect();
        assert_eq!(
            ProfileSchema::from_profiles(&[json!({"customer": many})]).attributes.len(),
            ATTRIBUTES_MAX
        );
        let deep = (0..50).fold(json!({"x": 1}), |inner, _| json!({"d": inner}));
        let schema = ProfileSchema::from_profiles(&[json!({"customer": deep})]);
        assert_eq!((schema.attributes.len(), schema.attributes[0].kind), (1, AttributeKind::Object));
    }
}
