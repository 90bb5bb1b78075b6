//! How a provider proves that a callback is its own.

use whatsapp_domain::OutgoingRequest;

/// A request for a file that came with a customer's message.
#[derive(Debug, Clone, PartialEq)]
pub struct MediaRequest {
    /// The request.
    pub request: OutgoingRequest,
    /// Does it carry the account's key? If so, it goes to a host of the provider's and nowhere else.
    pub authorized: bool,
}

/// How a provider proves it, besides calling an address that nobody can guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WebhookAuth {
    /// It signs each body with a secret that both know. Without a good signature nothing is taken.
    Signature,
    /// It may send a user name and password; where it sends none, the address is the proof.
    Password,
}

/// A callback that is proven to be the provider's.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Signed {
    /// Used once: a second callback with the same one is a repeat of somebody who listened, or the provider's own. None
    /// where the provider has none.
    pub nonce: Option<String>,
}

/// Why a callback is not taken for the provider's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SignatureCode {
    /// It has no signature, or not all that belongs to one.
    Missing,
    /// It names a way of signing that the provider does not use.
    AlgorithmUnknown,
    /// Its parts can be none of the provider's: a nonce with a dot in it, a time that is no number.
    Malformed,
    /// It was not made with this secret from this body.
    Wrong,
    /// It was signed too long ago.
    Stale,
    /// It was signed too far ahead of our clock.
    Early,
    /// Its nonce was used before. Only whoever remembers nonces can say so.
    Replayed,
}

impl SignatureCode {
    /// All of them, for tables.
    pub const ALL: [Self; 7] = [
        Self::Missing,
        Self::AlgorithmUnknown,
        Self::Malformed,
        Self::Wrong,
        Self::Stale,
        Self::Early,
        Self::Replayed,
    ];

    /// The stable code.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "signature-missing",
            Self::AlgorithmUnknown => "signature-algorithm-unknown",
            Self::Malformed => "signature-malformed",
            Self::Wrong => "signature-wrong",
            Self::Stale => "signature-stale",
            Self::Early => "signature-early",
            Self::Replayed => "signature-replayed",
        }
    }

    /// What was found and what to do, for people.
    pub fn text(self) -> &'static str {
        match self {
            Self::Missing => {
                "The callback has no signature. Give the webhook its secret at the provider, or register it again."
            }
            Self::AlgorithmUnknown => "The callback names a way of signing that the provider does not use.",
            Self::Malformed => "The parts of the signature have a form that the provider never sends.",
            Self::Wrong => {
                "The signature does not fit the body. The secret at the provider may be another one: register the \
                 webhook again."
            }
            Self::Stale => {
                "The signature is older than five minutes. Either the callback was held up, or this machine's clock is \
                 ahead."
            }
            Self::Early => {
                "The signature is from more than five minutes ahead: this machine's clock may be behind."
            }
            Self::Replayed => {
                "The same signature was used before, so this is a copy. Nothing was taken twice."
            }
        }
    }
}
