//! The one error envelope of the proxy.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{finding::Finding, outcome::Retry};

/// The provider's part in a problem.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProviderPart {
    /// Its HTTP status.
    pub status: u16,
    /// Its body: JSON, else text.
    pub body: Value,
}

/// What went wrong, for programs (`code`) and people (`text`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// Stable, kebab-case.
    pub code: String,
    /// What was found and what is expected.
    pub text: String,
    /// Field to look at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// When a repeat makes sense.
    pub retry: Retry,
    /// The provider's answer, if it caused this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<ProviderPart>,
    /// All findings, when validation caused this.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
}

impl Problem {
    /// A problem with a code and words; a repeat will not help.
    pub fn new(code: &str, text: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            text: text.into(),
            field: None,
            retry: Retry::Never,
            provider: None,
            findings: Vec::new(),
        }
    }
}

/// `{"error":{…}}`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ErrorEnvelope {
    /// The problem.
    pub error: Problem,
}
