//! Templates as the provider lists them, in one shape for all providers.

use serde::{Deserialize, Serialize};

use crate::{message::MediaKind, node::ButtonKind, problem::Problem};

/// Where a template stands with WhatsApp.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum TemplateStatus {
    /// May be sent.
    Approved,
    /// Waits for WhatsApp.
    Pending,
    /// Turned down by WhatsApp.
    Rejected,
    /// Held back for its quality.
    Paused,
    /// Switched off, deleted or in a state that we don't know.
    Unavailable,
}

crate::tagged! { "type", "TemplateHeader",
/// A template's header as registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum TemplateHeader {
    /// Text, with `{{1}}` or without.
    Text {
        /// The text.
        text: String,
    },
    /// Media of a fixed kind.
    Media {
        /// The kind.
        kind: MediaKind,
    },
    /// A kind that this version cannot fill, such as a location.
    Other {
        /// The provider's word.
        name: String,
    },
}
}

/// A template's button as registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TemplateButton {
    /// Label on the phone.
    pub text: String,
    /// Its kind, if that takes a value; none for phone numbers and fixed links.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub takes: Option<ButtonKind>,
    /// Where it leads, with `{{1}}` or without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// A registered template in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Template {
    /// Lower case letters, digits and underscores.
    pub name: String,
    /// As sending wants it: `en_GB`.
    pub language: String,
    /// `marketing`, `utility`, `authentication`, or the provider's word in lower case.
    pub category: String,
    /// Where it stands.
    pub status: TemplateStatus,
    /// Why it is rejected or paused, in the provider's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Its header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<TemplateHeader>,
    /// Its text with `{{n}}`.
    pub body: String,
    /// The small print.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub footer: Option<String>,
    /// All its buttons, in order.
    #[serde(default)]
    pub buttons: Vec<TemplateButton>,
}

impl Template {
    /// How many values its body takes: the highest `{{n}}`.
    pub fn body_placeholders(&self) -> usize {
        placeholders(&self.body)
    }
}

/// A refresh of the list that failed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SyncAttempt {
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// Why.
    pub problem: Problem,
}

/// An account's templates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TemplateList {
    /// The templates, as the provider orders them.
    pub items: Vec<Template>,
    /// When the provider was asked, RFC 3339 in UTC.
    pub synced_at: String,
    /// Templates that the account may hold, as the integration says.
    pub limit: u32,
    /// A later refresh that failed, while this list is still the last good one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt: Option<SyncAttempt>,
}

/// The highest `{{n}}` in a template's text; spaces inside the braces count as WhatsApp reads them.
pub fn placeholders(text: &str) -> usize {
    text.split("{{")
        .skip(1)
        .filter_map(|rest| rest.split_once("}}"))
        .filter_map(|(number, _)| number.trim().parse::<usize>().ok())
        .max()
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json, to_value};

    use super::{TemplateList, placeholders};

    #[test]
    fn the_highest_placeholder_counts() {
        assert_eq!(placeholders("Hi {{1}}, {{ 3 }} and {{2}}"), 3);
        assert_eq!(placeholders("Hi {{name}}"), 0);
        assert_eq!(placeholders("{{1} }{{"), 0);
    }

    #[test]
    fn a_failed_refresh_stands_beside_the_list() {
        let list = json!({"items": [], "syncedAt": "2026-01-01T00:00:00Z", "limit": 300});
        let read: TemplateList = from_value(list.clone()).unwrap();
        assert_eq!(to_value(&read).unwrap(), list);
        let mut failed = list;
        failed["attempt"] = json!({"at": "2026-01-02T00:00:00Z",
            "problem": {"code": "x", "text": "Refused.", "retry": "later"}});
        let read: TemplateList = from_value(failed.clone()).unwrap();
        assert_eq!(to_value(&read).unwrap(), failed);
    }
}
