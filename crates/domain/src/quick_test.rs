//! A quick test: one message to one tester, and everything that is known about it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    finding::Finding,
    following::Following,
    message::{FilledMessage, Reached},
    node::Node,
    outcome::Outcome,
    request::{Answer, OutgoingRequest},
};

/// A request for a quick test.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct QuickTestInput {
    /// The node to test; its `integration` sends it.
    #[serde(deserialize_with = "crate::version::inside")]
    pub node: Node,
    /// What Jinja sees: `customer`, `event`, `journey`.
    #[serde(default)]
    pub context: Value,
    /// The tester's number, instead of the node's recipient.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Chosen by the caller to recognise a repeat: the same id gives the first answer and sends nothing again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Country (`GB`) that the number is expected to be of; another stops the test.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_region: Option<String>,
}

/// A quick test that was tried: sent, or stopped on the way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct QuickTest {
    /// `test_…`
    pub id: String,
    /// Integration that sent it.
    pub integration: String,
    /// Its name at that time.
    pub integration_name: String,
    /// Id of the provider.
    pub provider: String,
    /// When, RFC 3339 in UTC.
    pub created_at: String,
    /// Whom it went to.
    pub reached: Reached,
    /// The message with its values.
    pub message: FilledMessage,
    /// Warnings that did not stop it.
    #[serde(default)]
    pub findings: Vec<Finding>,
    /// What was sent, secrets as `***`.
    pub request: OutgoingRequest,
    /// What came back, word for word; none when nothing came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
    /// What it means.
    pub outcome: Outcome,
    /// Milliseconds from the first byte out to the last byte in.
    pub duration_ms: u64,
    /// Stamp of the step that was tested, as in [`crate::engine_api::RenderOutput`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stamp: Option<String>,
    /// How far the message got since; none before it was taken over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub following: Option<Following>,
}

/// A page of quick tests, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct QuickTestPage {
    /// The tests.
    pub items: Vec<QuickTest>,
    /// Pass it as `after` for the next page; absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json, to_value};

    use super::*;

    #[test]
    fn the_expected_country_and_the_stamp_may_be_absent() {
        let node = json!({"version": 1, "integration": "int_1", "recipient": {"value": "x"},
            "message": {"type": "text", "text": {"value": "Hi"}, "previewUrl": false}});
        let input = json!({"node": node, "context": null, "expectedRegion": "GB"});
        let read: QuickTestInput = from_value(input.clone()).unwrap();
        assert_eq!(to_value(&read).unwrap(), input);
        let read: QuickTestInput = from_value(json!({"node": node})).unwrap();
        assert_eq!(read.expected_region, None);

        let mut test = json!({"id": "test_1", "integration": "int_1", "integrationName": "Shop", "provider": "p",
            "createdAt": "2026-01-01T00:00:00Z",
            "reached": {"e164": "+447400123456", "international": "+44 7400 123456", "region": "GB", "country": "United Kingdom"},
            "message": {"type": "text", "text": "Hi", "previewUrl": false}, "findings": [],
            "request": {"method": "POST", "url": "https://x.example", "headers": {}, "body": {}},
            "outcome": {"verdict": "accepted", "code": "accepted", "cause": "", "retry": "never", "safeToRepeat": false, "known": true},
            "durationMs": 1});
        assert_eq!(from_value::<QuickTest>(test.clone()).unwrap().stamp, None);
        test["stamp"] = json!("ab12");
        let read: QuickTest = from_value(test).unwrap();
        assert_eq!(to_value(&read).unwrap()["stamp"], "ab12");
    }
}
