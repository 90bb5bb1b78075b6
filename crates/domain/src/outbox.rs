//! Events on their way to the console: what waits, what was given up, and what the endpoint said last.

use serde::{Deserialize, Serialize};

/// How the outbox stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct OutboxState {
    /// Where events are sent: scheme and host of the endpoint; none when none is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
    /// Events that were not delivered yet, dead letters aside.
    pub waiting: u64,
    /// Customers (or senders that no customer was found for) whose events wait for another try.
    pub delayed_customers: u64,
    /// When the oldest of the waiting came in, RFC 3339 in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oldest_at: Option<String>,
    /// When the last event was taken by the endpoint, since the proxy started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<String>,
    /// The last failure since the proxy started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_failure: Option<OutboxFailure>,
    /// Dead letters in all.
    pub dead: u64,
    /// A page of them, oldest first.
    #[serde(default)]
    pub dead_letters: Vec<DeadLetter>,
    /// Pass it as `after` for the next page; absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// A try that failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct OutboxFailure {
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// `status-503`, or the code of a failed call such as `connection-refused`.
    pub code: String,
    /// What that means, in plain words.
    pub text: String,
}

/// An event that the endpoint did not take in all its tries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DeadLetter {
    /// The event's id.
    pub id: String,
    /// Its integration.
    pub integration: String,
    /// Its status, such as `inbound`.
    pub status: String,
    /// When it came in, RFC 3339 in UTC.
    pub received_at: String,
    /// How often it was tried.
    pub tries: u32,
    /// The last of them.
    pub failure: OutboxFailure,
}

/// Which dead letters are to be tried again.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OutboxReplay {
    /// These events; all dead letters when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ids: Option<Vec<String>>,
    /// Instead: every event after this one is sent again, delivered or not. For a console that lost what it had got.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// What a replay did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Replayed {
    /// Events that it is about.
    pub events: u64,
}
