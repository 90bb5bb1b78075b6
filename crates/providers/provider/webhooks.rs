//! What every provider answers to about what it sends to us, and about where it is told to send it. Pure, as [`super::Provider`] is.

use std::collections::BTreeMap;

use whatsapp_domain::{
    CallbackTarget, ManualStep, Problem, Secret, Settings, UnreadableBody, WebhookBatch, WebhookItem,
};

use super::{
    Callback, CallbackList, CallbackRequest, MediaRequest, Probe, ProbeResult, SignatureCode, Signed,
    WebhookAuth,
};

/// The other direction of a provider: callbacks.
///
/// A trait of its own, so that the browser's module can be built without: nothing of it is needed there.
pub trait Webhooks {
    /// Reads what the provider sent to a webhook: everything in it that can be read, the rest kept aside. Kinds that we
    /// don't know are read as such.
    fn read_webhook(&self, body: &[u8]) -> Result<WebhookBatch, UnreadableBody>;

    /// Takes out of a batch what is about another account than the one with these settings, and returns it. A callback
    /// that reached the wrong address is refused with it; one of several senders' keeps what is its own.
    fn take_foreign(&self, settings: &Settings, batch: &mut WebhookBatch) -> Vec<WebhookItem>;

    /// How the provider proves that a callback is its own.
    fn webhook_auth(&self) -> WebhookAuth;

    /// Is the callback proven to be the provider's? `headers` have any case, `body` is as it came, `now` is in seconds
    /// since 1970.
    fn check_signature(
        &self,
        secret: &Secret,
        headers: &BTreeMap<String, String>,
        body: &[u8],
        now: i64,
    ) -> Result<Signed, SignatureCode>;

    /// The requests that tell what is registered for this account.
    fn list_callbacks(&self, settings: &Settings) -> Vec<Probe>;

    /// What is registered, from the answers to [`Webhooks::list_callbacks`]. `own` are this integration's callback URLs, the
    /// one before a rotation among them. A key without the scope is told as such ([`CallbackList::problem`]); then there
    /// are [`Webhooks::manual_steps`].
    fn read_callbacks(&self, settings: &Settings, own: &[&str], results: &[ProbeResult]) -> CallbackList;

    /// The requests that register a callback, in order, given what is registered: none when nothing is left to do.
    /// Another's target is never taken over. They stop at the first that is refused.
    fn register_callback(
        &self,
        settings: &Settings,
        callback: &Callback<'_>,
        list: &CallbackList,
    ) -> Result<Vec<CallbackRequest>, Box<Problem>>;

    /// Whether the requests of [`Webhooks::register_callback`] were carried out.
    fn read_registered(&self, results: &[ProbeResult]) -> Result<(), Box<Problem>>;

    /// The requests that remove a target, in order.
    fn remove_callback(&self, settings: &Settings, target: &CallbackTarget) -> Vec<CallbackRequest>;

    /// Whether the requests of [`Webhooks::remove_callback`] were carried out; what was gone before counts as removed.
    fn read_removed(&self, results: &[ProbeResult]) -> Result<(), Box<Problem>>;

    /// How to register the callback by hand, in the provider's own pages. `secret` is shown to whoever does so.
    fn manual_steps(&self, settings: &Settings, url: &str, secret: Option<&str>) -> Vec<ManualStep>;

    /// The request that tells which number customers write to, for accounts whose settings need not say.
    fn sender_request(&self, _settings: &Settings) -> Option<Probe> {
        None
    }

    /// That number in digits, from the answer to [`Webhooks::sender_request`]; none when it does not tell.
    fn read_sender(&self, _result: &ProbeResult) -> Option<String> {
        None
    }

    /// The request for a file that came with a customer's message, and whether it carries the account's key; none when
    /// the address is not one that this provider would give.
    fn media_request(&self, settings: &Settings, url: &str) -> Option<MediaRequest>;
}
