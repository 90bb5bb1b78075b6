//! What every provider answers to. Pure: values in, values out; sockets, clocks and stores are the proxy's.

use whatsapp_domain::{
    AddressPolicy, Authorization, FilledMessage, Finding, OutgoingRequest, Reached, Secrets, Settings,
    SettingsSchema,
};

#[cfg(feature = "webhooks")]
mod callbacks;
#[cfg(feature = "calls")]
mod calls;
#[cfg(feature = "webhooks")]
mod webhook;
#[cfg(feature = "webhooks")]
mod webhooks;

#[cfg(feature = "webhooks")]
pub use callbacks::{Callback, CallbackList, CallbackRequest};
#[cfg(feature = "calls")]
pub use calls::{Calls, Probe, ProbeResult, TemplatePage, Token};
#[cfg(feature = "webhooks")]
pub use webhook::{MediaRequest, SignatureCode, Signed, WebhookAuth};
#[cfg(feature = "webhooks")]
pub use webhooks::Webhooks;

/// Stands for the trait of calls where they are left out.
#[cfg(not(feature = "calls"))]
pub trait Calls {}

#[cfg(not(feature = "calls"))]
impl<T> Calls for T {}

/// Stands for the trait of webhooks where they are left out.
#[cfg(not(feature = "webhooks"))]
pub trait Webhooks {}

#[cfg(not(feature = "webhooks"))]
impl<T> Webhooks for T {}

/// What a message is sent with besides its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SendIds<'a> {
    /// Our id for this message (≤ 50 characters of `[A-Za-z0-9_-]`): the same id is the same message. Without one the
    /// provider's field is left out, and the provider chooses; only a rendering that is not sent goes without.
    pub message_id: Option<&'a str>,
}

/// How a command in a shell, or a plain webhook, proves whose request it is. Secrets are named, never held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Login {
    /// `Authorization: <scheme> <secret>`.
    Header {
        /// `App`, `Bearer`.
        scheme: &'static str,
        /// Shell variable that holds the secret.
        variable: &'static str,
        /// The secret in words: `API key`.
        what: &'static str,
    },
    /// User name and password.
    Basic {
        /// The user name.
        user: String,
        /// Shell variable that holds the password.
        variable: &'static str,
        /// The secret in words.
        what: &'static str,
    },
    /// A bearer token that client credentials fetch first: `grant_type=client_credentials` to `url`, answered with
    /// `access_token`.
    Token {
        /// The token exchange.
        url: String,
        /// User name there.
        user: String,
        /// Shell variable that holds the password there.
        variable: &'static str,
        /// Shell variable for the token.
        token: &'static str,
        /// How long it lasts, in words.
        lasts: &'static str,
    },
}

/// One provider. Its folder holds all that is known about it. What its answers mean is in [`Calls`], what it sends to us in
/// [`Webhooks`].
///
/// `settings` are always normalised by [`Provider::normalise`] before any other call.
pub trait Provider: Calls + Webhooks + Sync {
    /// The fields of its form.
    fn schema(&self) -> &'static SettingsSchema;

    /// Tidies what was typed (spaces, scheme, trailing slashes, region short forms), keeping what cannot be read as it is.
    fn normalise(&self, settings: &Settings, policy: &AddressPolicy) -> Settings;

    /// Everything that is wrong with the settings and secrets that can be known without a call. `stored` tells which
    /// secrets the proxy already holds (by key): those may be absent from `secrets`. Field paths are `settings.…`, `secrets.…`.
    fn check_settings(
        &self,
        settings: &Settings,
        secrets: &Secrets,
        stored: &dyn Fn(&str) -> bool,
        policy: &AddressPolicy,
    ) -> Vec<Finding>;

    /// What this provider writes otherwise than it was typed and saves in its own form: a hint with a repair, never an error.
    fn habits(&self, typed: &Settings, normalised: &Settings) -> Vec<Finding>;

    /// Does the provider own this host (lower case, without port)? Keys are sent to no other, the operator's list aside.
    fn owns_host(&self, host: &str) -> bool;

    /// How requests with these settings are authorised; a finding when a secret is missing.
    fn authorization(&self, settings: &Settings, secrets: &Secrets) -> Result<Authorization, Box<Finding>>;

    /// What this provider has to say about a filled message beyond WhatsApp's own rules (caption maxima, what it would lose).
    /// Field paths are those of the node: `message.caption`.
    fn check_message(&self, message: &FilledMessage) -> Vec<Finding>;

    /// What the provider would lose of a filled message or do differently from what it says, all kinds of messages
    /// considered; those of [`Provider::check_message`] that lose something are among them. Field paths as there.
    fn losses(&self, message: &FilledMessage) -> Vec<Finding>;

    /// Settings of an account that is not connected: each value is a placeholder such as `{projectId}`.
    fn placeholder_settings(&self) -> Settings;

    /// How a request with these settings is authorised by somebody else than the proxy.
    fn login(&self, settings: &Settings) -> Login;

    /// The request that sends a message. The message has passed all checks.
    fn send(
        &self,
        settings: &Settings,
        to: &Reached,
        message: &FilledMessage,
        ids: SendIds<'_>,
    ) -> OutgoingRequest;
}
