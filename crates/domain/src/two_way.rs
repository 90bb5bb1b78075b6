//! What the proxy answers about an integration's two-way set-up.

use serde::{Deserialize, Serialize};

use crate::{
    inbound::InboundKind,
    problem::Problem,
    said::{Phrase, Said},
};

/// Who can reach the callback URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Reachable {
    /// The provider can: it is a public https address.
    Public,
    /// Only this machine can: good for the sandbox and nothing else.
    Local,
    /// The operator has not told under which address the proxy is reached.
    Unknown,
}

/// Is our callback what the provider calls?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum RegistrationState {
    /// Ours is registered, and no other takes this sender's messages.
    Registered,
    /// Nothing is registered for this sender.
    NotRegistered,
    /// Another target takes this sender's messages, with or without ours.
    Other,
    /// The provider does not tell: the key lacks the scope, or nothing came back.
    Unknown,
}

/// A target that the provider sends this account's messages and reports to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CallbackTarget {
    /// The provider's id of the registration, by which it is removed.
    pub id: String,
    /// Where it sends to. A token in one of ours is hidden when it is shown.
    pub url: String,
    /// What it sends there, in the provider's words: `INBOUND_MESSAGE`, `MESSAGE_DELIVERY`.
    pub events: Vec<String>,
    /// Is it this integration's callback URL?
    pub own: bool,
    /// Does it take the messages of this integration's sender?
    pub takes_messages: bool,
}

/// What is registered with the provider, as read back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Registration {
    /// When it was looked up, RFC 3339 in UTC.
    pub checked_at: String,
    /// What was found.
    pub state: RegistrationState,
    /// Every target that concerns this sender.
    pub targets: Vec<CallbackTarget>,
    /// Why it could not be read or changed, with what to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
}

/// One step of the set-up by hand, in the provider's own pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ManualStep {
    /// What to do, in one or two sentences.
    pub text: String,
    /// What is filled into it, when something is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<Box<Phrase>>,
    /// What to paste there, if anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

impl ManualStep {
    /// A step, and what to paste there.
    pub fn new(text: impl Into<Said>, value: Option<&str>) -> Self {
        let Said { text, phrase } = text.into();
        Self { text, said: phrase, value: value.map(str::to_owned) }
    }
}

/// What the arrival of the round trip's message proves, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum RoundTripPart {
    /// The provider reaches our callback URL.
    Address,
    /// What it sends is provably from the provider.
    Signature,
    /// The message was written to this integration's sender.
    Sender,
    /// The writer's number gives the customer, as the settings say.
    Customer,
}

impl RoundTripPart {
    /// All of them, in the order in which they are proven.
    pub const ALL: [Self; 4] = [Self::Address, Self::Signature, Self::Sender, Self::Customer];
}

/// How one part went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum RoundTripVerdict {
    /// Nothing has come yet.
    Waiting,
    /// Proven.
    Ok,
    /// Works, with a limit worth knowing.
    Warning,
    /// Came, and is wrong.
    Failed,
    /// Does not apply: this provider signs nothing.
    Skipped,
}

/// One part of a round trip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct RoundTripStep {
    /// Which part.
    pub step: RoundTripPart,
    /// How it went.
    pub verdict: RoundTripVerdict,
    /// What was found and what to do.
    pub text: String,
    /// What is filled into the text, when something is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<Box<Phrase>>,
    /// When it was decided, RFC 3339 in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
}

/// A check of the whole way: a tester sends a short code, and its arrival proves every part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct RoundTrip {
    /// What the tester sends.
    pub code: String,
    /// `https://wa.me/<sender>?text=<code>`, for a link and a QR code; none when the provider's settings name no sender.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// When the code stops counting, RFC 3339 in UTC.
    pub expires_at: String,
    /// The parts in order.
    pub steps: Vec<RoundTripStep>,
}

impl RoundTrip {
    /// Is every part proven, or not needed?
    pub fn is_proven(&self) -> bool {
        use RoundTripVerdict::{Ok, Skipped, Warning};
        self.steps.iter().all(|step| matches!(step.verdict, Ok | Warning | Skipped))
    }
}

/// The two-way set-up of one integration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TwoWayState {
    /// Where the provider sends messages and reports to, token and all.
    pub callback_url: String,
    /// Who can reach it.
    pub reachable: Reachable,
    /// Until when the token before a rotation still counts, RFC 3339 in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old_token_until: Option<String>,
    /// What is registered, as last read; none before the first look.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registration: Option<Registration>,
    /// How to set it up by hand, where the key may not.
    pub manual_steps: Vec<ManualStep>,
    /// The last round trip, if there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round_trip: Option<RoundTrip>,
    /// When a customer's message last came in, RFC 3339 in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_inbound_at: Option<String>,
}

/// The 24 hours after a customer's last message in which free messages may be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CustomerWindow {
    /// Would we know if the customer had written? Only once a message came in, and while replies are on.
    #[serde(default)]
    pub known: bool,
    /// Is it open now?
    pub open: bool,
    /// When the customer last wrote, RFC 3339 in UTC; none when never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_inbound_at: Option<String>,
    /// How many seconds ago that was, by the proxy's clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_inbound_ago_s: Option<u64>,
    /// When it closes or closed, RFC 3339 in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes_at: Option<String>,
    /// Kind of the last message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_kind: Option<InboundKind>,
}

/// How a customer came to be on the suppression list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum SuppressedBy {
    /// Wrote a keyword.
    Keyword,
    /// Told WhatsApp or the provider.
    Provider,
    /// Somebody at the business put them there.
    Person,
}

/// A customer to whom nothing is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Suppression {
    /// The integration that it holds for.
    pub integration: String,
    /// The number: digits, no plus; or the customer's id at this business where the number is hidden.
    pub customer: String,
    /// Since when, RFC 3339 in UTC.
    pub since: String,
    /// How it came about.
    pub by: SuppressedBy,
    /// What the customer wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Id of that message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
    /// Do only marketing messages stop?
    #[serde(default)]
    pub marketing_only: bool,
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json, to_value};

    use super::*;

    #[test]
    fn a_state_has_the_documented_keys() {
        let state = json!({"callbackUrl": "https://p.example/webhooks/x/int_1/t", "reachable": "public",
            "registration": {"checkedAt": "2026-01-01T00:00:00.000Z", "state": "notRegistered", "targets": [{"id": "s1",
                "url": "https://other.example/…", "events": ["MO"], "own": false, "takesMessages": true}]},
            "manualSteps": [{"text": "Paste this.", "value": "x"}],
            "roundTrip": {"code": "KX7M-2PQ4", "link": "https://wa.me/447860099299?text=KX7M-2PQ4",
                "expiresAt": "2026-01-01T00:10:00.000Z",
                "steps": [{"step": "address", "verdict": "waiting", "text": "Nothing came yet."}]},
            "lastInboundAt": "2026-01-01T00:00:00.000Z"});
        let read: TwoWayState = from_value(state.clone()).unwrap();
        assert_eq!(to_value(&read).unwrap(), state);
        let mut trip = read.round_trip.unwrap();
        assert!(!trip.is_proven());
        trip.steps[0].verdict = RoundTripVerdict::Warning;
        assert!(trip.is_proven());
    }
}

/// A customer who is to be put on the suppression list by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SuppressionInput {
    /// The integration that is not to write to them.
    pub integration: String,
    /// Their number with its country code, or the provider's id of one who hides theirs.
    pub customer: String,
    /// Why, and who says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A page of the suppression list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SuppressionPage {
    /// By integration and customer.
    pub items: Vec<Suppression>,
    /// Pass it as `after` for the next page; absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// What was erased of a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Erased {
    /// Events that lost everything personal. That they happened, and when, stays.
    pub events: u64,
    /// Quick tests that were removed.
    pub quick_tests: u64,
}

/// What a replay of events that waited for their customer brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Matched {
    /// Events that are handed on now.
    pub matched: u64,
    /// Events that still wait.
    pub waiting: u64,
}
