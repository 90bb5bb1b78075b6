//! What a connection check found, step by step. It never sends a message.

use serde::{Deserialize, Serialize};

use crate::{
    request::Answer,
    said::{Phrase, Said},
};

/// How one step went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum StepVerdict {
    /// As it should be.
    Ok,
    /// Works, with a limit worth knowing.
    Warning,
    /// Does not work.
    Failed,
    /// Not tried, because an earlier step failed or there is no way to know.
    Skipped,
}

/// One step of a connection check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CheckStep {
    /// `address`, `reach`, `key`, `scope`, `sender` or `app`.
    pub id: String,
    /// Its title, such as `Key accepted`.
    pub title: String,
    /// How it went.
    pub verdict: StepVerdict,
    /// What was found and what to do, in plain words; empty when the title says all.
    #[serde(default)]
    pub text: String,
    /// What is filled into the text, when something is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<Box<Phrase>>,
    /// Field to look at, as in findings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Milliseconds it took; absent when nothing was called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<u64>,
    /// The provider's answer behind it, word for word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
}

impl CheckStep {
    /// A step with its verdict and words.
    pub fn new(id: &str, title: impl Into<String>, verdict: StepVerdict, text: impl Into<Said>) -> Self {
        let Said { text, phrase } = text.into();
        Self {
            id: id.into(),
            title: title.into(),
            verdict,
            text,
            said: phrase,
            field: None,
            duration_ms: None,
            answer: None,
        }
    }
}

/// A whole connection check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CheckReport {
    /// Can messages be sent with this, as far as can be known without sending one?
    pub ok: bool,
    /// The steps in order.
    pub steps: Vec<CheckStep>,
    /// When it ran, RFC 3339 in UTC.
    pub checked_at: String,
}
