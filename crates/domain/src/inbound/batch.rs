//! One body of a webhook, read: many things at once, and what could not be read kept aside.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{DeliveryReport, InboundMessage, OtherNotice, ProviderOptChange, TemplateNotice};
use crate::said::Phrase;

/// One thing that a provider told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", tag = "is")]
pub enum WebhookItem {
    /// A customer wrote.
    Inbound(InboundMessage),
    /// A message of ours got further, or failed.
    Report(DeliveryReport),
    /// A template changed.
    Template(TemplateNotice),
    /// A customer told WhatsApp or the provider whether they want messages.
    OptChange(ProviderOptChange),
    /// Anything else.
    Other(OtherNotice),
}

impl WebhookItem {
    /// The provider's element as it came.
    pub fn raw(&self) -> &Value {
        match self {
            Self::Inbound(item) => &item.raw,
            Self::Report(item) => &item.raw,
            Self::Template(item) => &item.raw,
            Self::OptChange(item) => &item.raw,
            Self::Other(item) => &item.raw,
        }
    }

    /// Our sender that the element names: digits, no plus.
    pub fn own_sender(&self) -> Option<&str> {
        match self {
            Self::Inbound(item) => item.to.as_deref(),
            Self::OptChange(item) => item.to.as_deref(),
            Self::Other(item) => item.to.as_deref(),
            Self::Report(_) | Self::Template(_) => None,
        }
    }
}

/// One element that could not be read; the others of its body could.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct UnreadableItem {
    /// The element as it came.
    pub raw: Value,
    /// Why it could not be read, in one stable word: see `docs/webhooks.md`.
    pub code: String,
    /// What was found and what is expected, for people.
    pub why: String,
    /// What a translation of it needs, when something was filled in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<Box<Phrase>>,
}

/// Whose account a body says that it is about.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct AccountHint {
    /// The provider's id of the app.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app: Option<String>,
    /// The provider's id of the project.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<String>,
}

/// A webhook's body, read.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct WebhookBatch {
    /// What could be read, in the body's order.
    pub items: Vec<WebhookItem>,
    /// What could not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unreadable: Vec<UnreadableItem>,
    /// Whose it is, where the body tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountHint>,
}

/// A body of which nothing could be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct UnreadableBody {
    /// `webhook-empty`, `webhook-not-json`, `webhook-not-an-object`, `webhook-form-unknown`, `webhook-too-many`.
    pub code: String,
    /// What was found and what is expected, for people.
    pub text: String,
    /// What a translation of it needs, when something was filled in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<Box<Phrase>>,
}
