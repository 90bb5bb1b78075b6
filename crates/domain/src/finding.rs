//! What validation has to say: one shape in the browser, the proxy and the command line.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::said::{Phrase, Said};

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
    /// What is filled into the label, when something is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<Box<Phrase>>,
    /// Path of the field to change; the finding's own field when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The new value of that field.
    pub value: Value,
}

impl Fix {
    /// A repair of this field; of the finding's own when it is none.
    pub fn new(label: impl Into<Said>, field: Option<String>, value: impl Into<Value>) -> Self {
        let Said { text, phrase } = label.into();
        Self { label: text, said: phrase, field, value: value.into() }
    }
}

/// A part of a field's text, in characters (Unicode scalar values) from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TextSpan {
    /// The first character.
    pub start: usize,
    /// Behind the last; never before `start`.
    pub end: usize,
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
    /// What is filled into the text, when something is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<Box<Phrase>>,
    /// Where in the text of the field (a binding's `value`) it is, where that can be pointed at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<TextSpan>,
    /// A repair, where one exists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
}

impl Finding {
    /// A finding that stops the send.
    pub fn error(code: &str, field: impl Into<String>, text: impl Into<Said>) -> Self {
        let Said { text, phrase } = text.into();
        Self {
            code: code.into(),
            severity: Severity::Error,
            field: field.into(),
            text,
            said: phrase,
            at: None,
            fix: None,
        }
    }

    /// A finding that only asks for a look.
    pub fn warning(code: &str, field: impl Into<String>, text: impl Into<Said>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, field, text) }
    }

    /// The same finding with a repair of its own field.
    #[must_use]
    pub fn with_fix(self, label: impl Into<Said>, value: impl Into<Value>) -> Self {
        Self { fix: Some(Fix::new(label, None, value)), ..self }
    }

    /// The same finding, pointing at a part of its field's text.
    #[must_use]
    pub fn with_at(self, at: Option<TextSpan>) -> Self {
        Self { at, ..self }
    }

    /// What is told.
    pub fn told(&self) -> Said {
        Said::told(&*self.text, self.said.clone())
    }

    /// Does it stop the send?
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json, to_value};

    use super::*;

    #[test]
    fn a_place_in_the_text_is_there_when_it_is_known() {
        let text = json!({"code": "a", "severity": "error", "field": "f", "text": "t", "at": {"start": 3, "end": 9}});
        let finding: Finding = from_value(text.clone()).unwrap();
        assert_eq!(finding.at, Some(TextSpan { start: 3, end: 9 }));
        assert_eq!(to_value(&finding).unwrap(), text);
        assert_eq!(to_value(finding.with_at(None)).unwrap().get("at"), None);
    }
}
