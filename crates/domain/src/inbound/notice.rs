//! What a provider tells about the account itself, or about a customer without a message.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What changed about a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum TemplateAspect {
    /// Whether it may be sent.
    Status,
    /// What it is used for: marketing, utility, authentication.
    Category,
    /// How customers take it.
    Quality,
}

/// A change of a template.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TemplateNotice {
    /// The template's name.
    pub name: String,
    /// Its language, such as `en_GB`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What changed.
    pub change: TemplateAspect,
    /// The value before, in the provider's word, where it tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// The value now, in the provider's word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Why, in the provider's word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When, RFC 3339 in UTC with milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// The provider's element as it came.
    pub raw: Value,
}

/// The customer told WhatsApp or the provider, not us, whether they want messages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProviderOptChange {
    /// The customer's number: digits, no plus.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The customer's id at this business.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// Our sender that it is about: digits, no plus.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Are messages wanted from now on?
    pub opted_in: bool,
    /// Is it about marketing messages only, so that others may still be sent?
    #[serde(default)]
    pub marketing_only: bool,
    /// When, RFC 3339 in UTC with milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// The provider's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The provider's element as it came.
    pub raw: Value,
}

/// Anything else: sender quality, a changed identity, a click, kinds that we don't know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct OtherNotice {
    /// What it is, in the provider's word: `user_identity_changed`, `channel_event_notification`.
    pub name: String,
    /// The customer's number, if it is about one: digits, no plus.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Our sender, if it is about one: digits, no plus.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Id of the message, if it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
    /// What happened, in words, where the provider tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// When, RFC 3339 in UTC with milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// The provider's element as it came.
    pub raw: Value,
}
