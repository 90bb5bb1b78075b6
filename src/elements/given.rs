//! What a host gave an element: read once, strictly, with words for what can't be used.

use serde::Deserialize;
use serde_json::{Map, Value};
use whatsapp_domain::{IntegrationInput, Node, ProfileSchema, SampleProfile, Stored, Unread, version};

use crate::texts::{Text, elements as say};

/// Attributes and properties as they stand when the element starts.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Given {
    /// Address of the proxy that this element names; empty for the page's own.
    pub proxy_url: String,
    /// Address of the proxy that was fixed for the page.
    pub page_proxy: String,
    /// Id of a saved integration: the form's own, or the one a new step is sent from.
    pub integration: Option<String>,
    /// Id of the provider that a new integration begins with.
    pub provider: Option<String>,
    /// The value; none or null while there is none.
    pub value: Value,
    /// The list that an activity begins with: `messages`, `unmatched`, `unreadable`, `outbox` or `suppressions`.
    pub list: Option<String>,
    /// When it was saved, RFC 3339.
    pub saved_at: Option<String>,
    /// What was typed on an earlier visit, as this element offered it.
    pub draft: Map<String, Value>,
    /// Profiles to see values with.
    pub profiles: Value,
    /// The attributes that values can be filled from.
    pub profile_schema: Value,
    /// Is it only to be looked at?
    pub readonly: bool,
}

/// Why a value can't be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// `value-version-unknown` or `value-unreadable`.
    pub code: &'static str,
    /// For people.
    pub text: Text,
}

impl Unreadable {
    /// Could a newer page read it?
    pub fn is_outdated(&self) -> bool {
        self.code == "value-version-unknown"
    }
}

/// Reads a step of any version that is known; none of null.
///
/// # Errors
/// When it is of a version that this build does not know, or not of the form that it should have.
pub fn step(value: &Value) -> Result<Option<Box<Node>>, Unreadable> {
    read(value.clone(), say::step_version, say::step_unreadable)
}

/// The same for an integration, as a host keeps it or as the proxy answers it.
///
/// # Errors
/// As above.
pub fn integration(value: &Value) -> Result<Option<Box<IntegrationInput>>, Unreadable> {
    read(typed(value), say::integration_version, say::integration_unreadable)
}

fn read<T: Stored>(
    value: Value,
    of_version: fn(String, u32) -> Text,
    of_form: fn(String) -> Text,
) -> Result<Option<Box<T>>, Unreadable> {
    if value.is_null() {
        return Ok(None);
    }
    match version::read(value) {
        Ok(read) => Ok(Some(Box::new(read))),
        Err(Unread::Version(unknown)) => {
            Err(Unreadable { code: "value-version-unknown", text: of_version(unknown.found, unknown.known) })
        }
        Err(Unread::Form(error)) => {
            Err(Unreadable { code: "value-unreadable", text: of_form(error.to_string()) })
        }
    }
}

/// An integration as the proxy answers it holds hints in place of secrets: those are no secrets to be saved.
fn typed(value: &Value) -> Value {
    let mut value = value.clone();
    if let Some(secrets) = value.get_mut("secrets").and_then(Value::as_object_mut) {
        secrets.retain(|_, secret| secret.is_string());
    }
    value
}

/// Does it hold a secret?
pub fn has_secrets(value: &Value) -> bool {
    typed(value).get("secrets").and_then(Value::as_object).is_some_and(|secrets| !secrets.is_empty())
}

/// The value without secrets.
pub fn public(value: &Value) -> Value {
    let mut value = value.clone();
    if let Some(value) = value.as_object_mut() {
        value.remove("secrets");
    }
    value
}

/// Profiles of a host; what is none gives none.
pub fn profiles(value: &Value) -> Option<Vec<SampleProfile>> {
    if value.is_null() { Some(Vec::new()) } else { Vec::deserialize(value).ok() }
}

/// Attributes of a host; what is none gives none.
pub fn schema(value: &Value) -> Option<Option<ProfileSchema>> {
    Option::deserialize(value).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_of_a_newer_version_is_told_from_one_that_is_broken() {
        let code = |value: Value| step(&value).err().map(|unreadable| unreadable.code);
        let first = json!({"version":1,"message":{"type":"text","text":{"value":"Hi"}}});
        assert_eq!(code(first.clone()), None);
        assert_eq!(code(json!({"message":first["message"]})), None, "no version is the first");
        for version in [json!(2), json!(0), json!("1"), json!(1.5), json!(null)] {
            let mut newer = first.clone();
            newer["version"] = version.clone();
            assert_eq!(code(newer), Some("value-version-unknown"), "{version}");
        }
        assert_eq!(code(json!({"version":1})), Some("value-unreadable"));
        let broken = integration(&json!([])).err().map(|unreadable| unreadable.code);
        assert_eq!(broken, Some("value-unreadable"));
        assert_eq!((step(&Value::Null), integration(&Value::Null)), (Ok(None), Ok(None)));
    }

    #[test]
    fn an_answer_of_the_proxy_is_a_value_without_secrets() {
        let answer = json!({"version":1,"id":"int_1","name":"Shop","provider":"infobip",
            "secrets":{"apiKey":{"set":true,"hint":"…7f31"}}});
        let Ok(Some(input)) = integration(&answer) else { panic!("it can be read") };
        assert!(input.secrets.is_empty() && !has_secrets(&answer));
        let typed = json!({"provider":"infobip","secrets":{"apiKey":"planted"}});
        assert!(has_secrets(&typed));
        assert!(!public(&typed).to_string().contains("planted"));
    }

    #[test]
    fn properties_are_read_with_their_defaults() {
        let given: Given = serde_json::from_value(json!({"integration":"int_1","readonly":true})).unwrap();
        assert_eq!((given.integration.as_deref(), given.readonly), (Some("int_1"), true));
        assert_eq!(profiles(&given.profiles), Some(Vec::new()));
        assert_eq!(schema(&given.profile_schema), Some(None));
        assert_eq!(profiles(&json!({"no":"list"})), None);
    }
}
