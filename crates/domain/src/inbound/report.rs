//! What a provider reports of a message that we sent.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::outcome::Outcome;

/// How far a message got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum DeliveryStatus {
    /// The provider took it over. Nothing has arrived.
    Accepted,
    /// It is with WhatsApp.
    Sent,
    /// It is on the customer's phone.
    Delivered,
    /// The customer has seen it.
    Read,
    /// It did not arrive.
    Failed,
}

impl DeliveryStatus {
    /// The word in JSON: `delivered`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::Failed => "failed",
        }
    }

    /// May a message that is here go on to `next`? Reports come in any order: the status only rises, a failure undoes no
    /// arrival, and an arrival proves an earlier failure wrong.
    pub fn rises_to(self, next: Self) -> bool {
        let rank = |status| match status {
            Self::Accepted => 0,
            Self::Sent => 1,
            Self::Failed => 2,
            Self::Delivered => 3,
            Self::Read => 4,
        };
        rank(next) > rank(self)
    }
}

/// A report on a message that we sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DeliveryReport {
    /// The provider's id of the message, as in the answer to the send.
    pub message_id: String,
    /// The id that we gave the message ourselves, where the report carries it: it finds the message also before the
    /// answer to the send is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_id: Option<String>,
    /// How far it got.
    pub status: DeliveryStatus,
    /// When it got there, RFC 3339 in UTC with milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// The customer's number: digits, no plus.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The customer's id at this business, where the report carries it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// Why it failed and what to do; only for `failed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// The provider's element as it came.
    pub raw: Value,
}
