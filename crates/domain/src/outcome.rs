//! What a provider's answer means, in one shape for all of them.

use serde::{Deserialize, Serialize};

use crate::said::{Phrase, Said};

/// How it ended, as far as the answer tells. Accepted is not delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// The provider took the message over.
    Accepted,
    /// It certainly did not.
    Refused,
    /// Nobody can tell from this answer; the message may be on its way.
    Unclear,
}

/// Who can do something about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Actor {
    /// Whoever edits the step.
    You,
    /// Whoever connected the account.
    Administrator,
    /// The provider's support.
    Provider,
    /// The person with the phone.
    Recipient,
    /// WhatsApp itself.
    #[serde(rename = "whatsapp")]
    WhatsApp,
    /// Whoever runs the proxy.
    Operator,
}

/// When a repeat makes sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Retry {
    /// The same request will fail again.
    Never,
    /// After a while.
    Later,
    /// At once.
    Now,
}

/// A provider's complaint about one field of the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Violation {
    /// The provider's path.
    pub path: String,
    /// The provider's words.
    pub text: String,
    /// Our field path, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

/// A provider's answer, read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// How it ended.
    pub verdict: Verdict,
    /// Our stable code, such as `accepted`, `key-refused`, `template-unknown`, `rate-limited`. Listed in `docs/outcomes.md`.
    pub code: String,
    /// One or two plain sentences: what happened and why.
    pub cause: String,
    /// What is filled into the cause, when something is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause_said: Option<Box<Phrase>>,
    /// What to do about it; none when nothing needs doing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
    /// What is filled into it, when something is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix_said: Option<Box<Phrase>>,
    /// Who can do it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<Actor>,
    /// When a repeat makes sense.
    pub retry: Retry,
    /// Is a repeat sure not to reach the customer twice?
    pub safe_to_repeat: bool,
    /// Seconds the provider asked us to wait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_s: Option<u64>,
    /// The provider's own code or status name, such as `PENDING_ENROUTE`, `BAD_REQUEST`, `UNAUTHENTICATED`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_code: Option<String>,
    /// The provider's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_text: Option<String>,
    /// Id under which the provider follows the message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
    /// Complaints about single fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub violations: Vec<Violation>,
    /// Field of the node or integration to look at, as in findings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Is this one of the provider's codes that we know? If not, the raw answer is all there is.
    pub known: bool,
}

impl Outcome {
    /// An outcome with a verdict, a code and a cause; refused ones are safe to repeat, others are not.
    pub fn new(verdict: Verdict, code: &str, cause: impl Into<Said>) -> Self {
        let Said { text, phrase } = cause.into();
        Self {
            verdict,
            code: code.into(),
            cause: text,
            cause_said: phrase,
            fix: None,
            fix_said: None,
            who: None,
            retry: Retry::Never,
            safe_to_repeat: verdict == Verdict::Refused,
            retry_after_s: None,
            provider_code: None,
            provider_text: None,
            message_id: None,
            violations: Vec::new(),
            field: None,
            known: true,
        }
    }

    /// What happened and why.
    pub fn told_cause(&self) -> Said {
        Said::told(&*self.cause, self.cause_said.clone())
    }

    /// What to do about it; empty when nothing needs doing.
    pub fn told_fix(&self) -> Said {
        Said::told(self.fix.as_deref().unwrap_or_default(), self.fix_said.clone())
    }

    /// Both in one.
    pub fn told(&self) -> Said {
        self.told_cause().then(self.told_fix())
    }

    /// Another cause.
    pub fn set_cause(&mut self, cause: impl Into<Said>) {
        let Said { text, phrase } = cause.into();
        (self.cause, self.cause_said) = (text, phrase);
    }

    /// More about the cause, behind what is said already.
    pub fn add_to_cause(&mut self, more: impl Into<Said>) {
        let cause = self.told_cause().then(more);
        self.set_cause(cause);
    }

    /// Something else to do about it.
    pub fn set_fix(&mut self, fix: impl Into<Said>) {
        let Said { text, phrase } = fix.into();
        (self.fix, self.fix_said) = ((!text.is_empty()).then_some(text), phrase);
    }

    /// The same outcome with another cause.
    #[must_use]
    pub fn with_cause(mut self, cause: impl Into<Said>) -> Self {
        self.set_cause(cause);
        self
    }

    /// The same outcome with something else to do about it.
    #[must_use]
    pub fn with_fix(mut self, fix: impl Into<Said>) -> Self {
        self.set_fix(fix);
        self
    }
}
