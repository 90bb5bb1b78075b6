//! What was sent and received, for people: one list, one message in full, and counts.

use serde::{Deserialize, Serialize};

use crate::{
    campaign_event::{CampaignEvent, EventCustomer},
    inbound::DeliveryStatus,
    quick_test::QuickTest,
};

/// A page of campaign events, oldest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct EventPage {
    /// The events.
    pub items: Vec<CampaignEvent>,
    /// Id of the last event that was read: pass it as `after` to go on from there, now or whenever. Absent when there is none
    /// yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<String>,
    /// The same, only while there are more already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Which way a message went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Direction {
    /// To a customer.
    Sent,
    /// From a customer.
    Received,
}

/// How far a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum ActivityStatus {
    /// A customer wrote it.
    Inbound,
    /// The provider took it over. That is not an arrival.
    Accepted,
    /// It is with WhatsApp.
    Sent,
    /// It is on the phone.
    Delivered,
    /// It was seen.
    Read,
    /// It did not arrive: refused at once, or reported as failed.
    Failed,
    /// Nobody can tell whether it went out.
    Unclear,
}

impl ActivityStatus {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 7] =
        [Self::Inbound, Self::Accepted, Self::Sent, Self::Delivered, Self::Read, Self::Failed, Self::Unclear];

    /// The word in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Inbound => "inbound",
            Self::Accepted => "accepted",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::Failed => "failed",
            Self::Unclear => "unclear",
        }
    }

    /// The status with this word.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }
}

impl From<DeliveryStatus> for ActivityStatus {
    fn from(status: DeliveryStatus) -> Self {
        match status {
            DeliveryStatus::Accepted => Self::Accepted,
            DeliveryStatus::Sent => Self::Sent,
            DeliveryStatus::Delivered => Self::Delivered,
            DeliveryStatus::Read => Self::Read,
            DeliveryStatus::Failed => Self::Failed,
        }
    }
}

/// A message in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ActivityMessage {
    /// `test_…` of one that was sent, `evt_…` of one that was received.
    pub id: String,
    /// Which way it went.
    pub direction: Direction,
    /// Its integration.
    pub integration: String,
    /// Id of the provider.
    pub provider: String,
    /// When we sent or received it, RFC 3339 in UTC.
    pub at: String,
    /// The customer's number: digits, no plus; none when it is hidden.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The customer as the console knows them; of a received message none means that it waits for that to be known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<EventCustomer>,
    /// The customer's id at this business.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// The name that the customer gave themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `template`, `text`, `image` …
    #[serde(rename = "type")]
    pub kind: String,
    /// What a person would read first, cut to a line or two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// How far it is.
    pub status: ActivityStatus,
    /// Why it failed, as in `docs/outcomes.md`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Did a file come with it? `messages/{id}/media` has it.
    #[serde(default)]
    pub has_media: bool,
}

/// A page of messages, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ActivityPage {
    /// The messages.
    pub items: Vec<ActivityMessage>,
    /// Pass it as `after` for what is older; absent at the end. A page may be short, even empty, and have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Everything about one message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ActivityDetail {
    /// As in the list.
    pub message: ActivityMessage,
    /// Of one that was sent: request and answer word for word, secrets as `***`, and how far it got.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent: Option<QuickTest>,
    /// Of one that was received: the event, with the provider's own words in `raw`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received: Option<CampaignEvent>,
    /// All other events about the message, oldest first, each with the provider's own words.
    #[serde(default)]
    pub reports: Vec<CampaignEvent>,
}

/// Where a page finds the file of a message for some minutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct MediaTicket {
    /// Path on the proxy, with the ticket: whoever has it can see this one file.
    pub path: String,
    /// For how many seconds from now.
    pub seconds: u32,
}

/// How many messages there are of each kind.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ActivityCounts {
    /// By status, in the order of progress; those without a message are left out.
    pub statuses: Vec<StatusCount>,
    /// Failed ones by code, most first.
    pub codes: Vec<CodeCount>,
    /// Were there so many that only the newest were counted?
    #[serde(default)]
    pub partial: bool,
}

/// Messages of one status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct StatusCount {
    /// The status.
    pub status: ActivityStatus,
    /// How many.
    pub count: u64,
}

/// Failures of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CodeCount {
    /// As in `docs/outcomes.md`.
    pub code: String,
    /// How many.
    pub count: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_status_reads_as_it_is_written() {
        for status in ActivityStatus::ALL {
            assert_eq!(ActivityStatus::read(status.as_str()), Some(status));
            assert_eq!(serde_json::to_value(status).unwrap(), status.as_str());
        }
        assert_eq!(ActivityStatus::read("lost"), None);
    }
}
