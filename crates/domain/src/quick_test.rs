//! A quick test: one message to one tester, and everything that is known about it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    finding::Finding,
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
