//! Setting two-way up: where a provider sends what customers write, whether it does, and the proof by a message.

use serde::{Deserialize, Serialize};

use crate::problem::Problem;

/// How two-way of an integration stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TwoWayState {
    /// Is it switched on?
    pub enabled: bool,
    /// The address that the provider is to call, with its token. Whoever knows it can send us messages.
    pub callback_url: String,
    /// Who can call it.
    pub reachable: Reachable,
    /// What the provider said when it was asked last; none when it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registration: Option<Registration>,
    /// What to do in the provider's console when the proxy can't do it, one step each.
    #[serde(default)]
    pub manual_steps: Vec<String>,
    /// The last proof by a message, running or done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round_trip: Option<RoundTrip>,
    /// When something came in last, RFC 3339 in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_inbound_at: Option<String>,
    /// Until when the address before the last rotation is still taken, RFC 3339 in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old_until: Option<String>,
}

/// Who can call the callback URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Reachable {
    /// Everybody: the operator named a public address.
    Public,
    /// This machine only, which is enough for an account of the sandbox.
    Local,
    /// Nobody who has to: a provider's account, and no public address is set.
    Unset,
}

/// What the provider has registered for this account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Registration {
    /// When it was asked, RFC 3339 in UTC.
    pub checked_at: String,
    /// What that means for us.
    pub state: RegistrationState,
    /// All targets that it named.
    #[serde(default)]
    pub targets: Vec<CallbackTarget>,
    /// Why it could not be asked or changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
}

/// Are we the ones who get the messages?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum RegistrationState {
    /// Our address is among the targets.
    Registered,
    /// Nobody is.
    NotRegistered,
    /// Somebody else is, and we are not.
    Other,
    /// The provider did not tell.
    Unknown,
}

/// An address to which the provider sends events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CallbackTarget {
    /// The provider's id of it; none where it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The address; of one that is not ours only scheme, host and the beginning of its path, since it may hold a token.
    pub url: String,
    /// What is sent there, in the provider's words.
    #[serde(default)]
    pub events: Vec<String>,
    /// Is it ours?
    pub own: bool,
}

/// A proof by a message: somebody writes a code to the sender, and its arrival proves each step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct RoundTrip {
    /// What has to be written to the sender.
    pub code: String,
    /// Opens WhatsApp with the code typed in, `https://wa.me/…`; none when the sender's number is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// Until when it is waited for, RFC 3339 in UTC.
    pub expires_at: String,
    /// What is proven, in the order of [`ProofStep`].
    pub steps: Vec<RoundTripStep>,
}

impl RoundTrip {
    /// Is every step proven?
    pub fn is_proven(&self) -> bool {
        self.steps.iter().all(|step| matches!(step.verdict, ProofVerdict::Ok | ProofVerdict::Skipped))
    }
}

/// One thing that the message proves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct RoundTripStep {
    /// Which.
    pub step: ProofStep,
    /// How it stands.
    pub verdict: ProofVerdict,
    /// What was found and what to do, in plain words.
    pub text: String,
    /// When it was found, RFC 3339 in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
}

/// What a message with the code proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum ProofStep {
    /// The provider calls our address.
    Address,
    /// It signs as agreed.
    Signature,
    /// The message was sent to this integration's sender.
    Sender,
    /// Its number reads as the customer id is written.
    Customer,
}

impl ProofStep {
    /// All, in the order in which they are proven.
    pub const ALL: [Self; 4] = [Self::Address, Self::Signature, Self::Sender, Self::Customer];
}

/// How a step of a proof stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum ProofVerdict {
    /// Nothing came yet.
    Waiting,
    /// Proven.
    Ok,
    /// Something came, and it does not fit.
    Failed,
    /// There is nothing to prove: this provider does not sign.
    Skipped,
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json, to_value};

    use super::*;

    #[test]
    fn a_state_reads_as_the_contract_says() {
        let text = json!({"enabled": true, "callbackUrl": "https://p.example/webhooks/x/int_1/t", "reachable": "public",
            "registration": {"checkedAt": "2026-01-01T00:00:00.000Z", "state": "notRegistered",
                "targets": [{"url": "https://other.example/…", "events": ["MO"], "own": false}]},
            "manualSteps": ["Open the console."],
            "roundTrip": {"code": "KX7M-2PQ4", "link": "https://wa.me/447860099299?text=KX7M-2PQ4",
                "expiresAt": "2026-01-01T00:10:00.000Z",
                "steps": [{"step": "address", "verdict": "waiting", "text": "Nothing came yet."}]},
            "lastInboundAt": "2026-01-01T00:00:00.000Z"});
        let read: TwoWayState = from_value(text.clone()).unwrap();
        assert_eq!(to_value(&read).unwrap(), text);
        assert!(!read.round_trip.unwrap().is_proven());
    }
}
