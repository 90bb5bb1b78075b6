//! What validation has to say: one shape in the browser, the proxy and the command line.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Whether a finding stops a send or only deserves a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Stops the send.
    Error,
    /// Worth a look; the send goes ahead.
    Warning,
}

/// A repair that one press applies: `value` replaces what stands at `field`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Fix {
    /// Words for the button, such as `Use +447860099299`.
    pub label: String,
    /// Path of the field to change; the finding's own field when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The new value of that field.
    pub value: Value,
}

/// One thing found in what somebody typed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// Stable, kebab-case, never reused. All codes are listed in `docs/findings.md`.
    pub code: String,
    /// Does it stop the send?
    pub severity: Severity,
    /// Path of the field, such as `message.body[0]`; empty when it concerns the whole.
    pub field: String,
    /// One or two sentences for the person who must act: what was found, what is expected.
    pub text: String,
    /// A repair, where one exists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
}

impl Finding {
    /// A finding that stops the send.
    pub fn error(code: &str, field: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            severity: Severity::Error,
            field: field.into(),
            text: text.into(),
            fix: None,
        }
    }

    /// A finding that only asks for a look.
    pub fn warning(code: &str, field: impl Into<String>, text: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, field, text) }
    }

    /// The same finding with a repair of its own field.
    #[must_use]
    pub fn with_fix(self, label: impl Into<String>, value: impl Into<Value>) -> Self {
        Self { fix: Some(Fix { label: label.into(), field: None, value: value.into() }), ..self }
    }

    /// Does it stop the send?
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}
