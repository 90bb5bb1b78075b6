//! A template in further languages, and the record of a step's last test.

use serde::{Deserialize, Serialize};

use crate::{
    drift::TemplateFingerprint,
    node::{Binding, Button, Header},
    outcome::Verdict,
};

/// The values of one language, where they are others than those of the default language.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct TemplateValues {
    /// Value of its header, if the header takes one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<Header>,
    /// Values of the body's placeholders, in order.
    pub body: Vec<Binding>,
    /// Values of its buttons.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<Button>,
}

/// One more language of the step's template.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Translation {
    /// Code such as `de`.
    pub language: String,
    /// What its rows were made for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<TemplateFingerprint>,
    /// Its own values; none for the same as the default language's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub values: Option<TemplateValues>,
}

/// The last test of exactly this step. Whoever changes the step compares `stamp` with the new one, and drops this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tested {
    /// Stamp of the step that was tested.
    pub stamp: String,
    /// Id of the quick test, `test_…`.
    pub test: String,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// How it ended.
    pub verdict: Verdict,
    /// Code of the outcome.
    pub code: String,
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json, to_value};

    use crate::{Message, Node};

    #[test]
    fn a_step_with_all_that_is_new_survives_a_round_trip() {
        let binding = json!({"value": "{{ customer.first_name }}"});
        let step = json!({"version": 1, "integration": "int_1",
            "recipient": {"value": "{{ customer.phone }}", "region": "GB"},
            "message": {"type": "template",
                "template": {"name": "order_update", "language": "en_GB",
                    "fingerprint": {"category": "utility", "status": "approved", "header": {"type": "media", "kind": "document"},
                        "body": "Hi {{1}}", "footer": "Shop", "buttons": [{"text": "Track", "takes": "url", "url": "https://s.example/{{1}}"}]}},
                "header": {"type": "document", "url": {"value": "https://cdn.example.com/a.pdf"}},
                "body": [binding],
                "buttons": [{"index": 0, "type": "url", "value": binding}],
                "languageBy": {"value": "{{ customer.language }}"},
                "translations": [
                    {"language": "de", "fingerprint": {"category": "utility", "status": "approved", "body": "Hallo {{1}}", "buttons": []},
                     "values": {"header": {"type": "text", "text": binding}, "body": [binding], "buttons": [{"index": 1, "type": "quickReply", "value": binding}]}},
                    {"language": "fr"}]},
            "tested": {"stamp": "ab12", "test": "test_1", "at": "2026-01-01T00:00:00Z", "verdict": "accepted", "code": "accepted"}});
        let node: Node = from_value(step.clone()).unwrap();
        assert_eq!(to_value(&node).unwrap(), step);
    }

    #[test]
    fn a_step_of_before_reads_and_writes_as_it_was() {
        let step = json!({"version": 1, "integration": "int_1", "recipient": {"value": "{{ customer.phone }}"},
            "message": {"type": "template", "template": {"name": "order_update", "language": "en_GB"}, "body": []}});
        let node: Node = from_value(step.clone()).unwrap();
        let Message::Template { language_by, translations, template, .. } = &node.message else {
            panic!("a template")
        };
        assert_eq!((language_by, translations.len(), &template.fingerprint), (&None, 0, &None));
        assert_eq!(to_value(&node).unwrap(), step);
    }
}
