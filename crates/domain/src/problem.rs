//! The one error envelope of the proxy.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    finding::Finding,
    outcome::Retry,
    said::{Phrase, Said},
};

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
    /// What is filled into the text, when something is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<Box<Phrase>>,
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
    pub fn new(code: &str, text: impl Into<Said>) -> Self {
        let Said { text, phrase } = text.into();
        Self {
            code: code.into(),
            text,
            said: phrase,
            field: None,
            retry: Retry::Never,
            provider: None,
            findings: Vec::new(),
        }
    }

    /// What is told.
    pub fn told(&self) -> Said {
        Said::told(&*self.text, self.said.clone())
    }

    /// Other words.
    pub fn set_text(&mut self, text: impl Into<Said>) {
        let Said { text, phrase } = text.into();
        (self.text, self.said) = (text, phrase);
    }
}

/// `{"error":{…}}`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ErrorEnvelope {
    /// The problem.
    pub error: Problem,
}
