//! What the sandbox remembers, all in memory and bounded: the phone's inbox, message ids already used, tokens
//! given out, and the faults that are switched on.

use crate::callbacks::Callbacks;
use crate::faults::{Fault, Faults, MAX_TOKEN_SECONDS, ProviderFaults, Reach};
use crate::message::{Failure, Message, Provider, Shown, Status};
use crate::templates::Template;
use crate::templates::changes::{Change as TemplateChange, Registered};
use std::collections::{BTreeSet, HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// How many messages the phone keeps; older ones go.
pub const MAX_MESSAGES: usize = 500;
/// How many of the callers' own message ids are remembered in order to refuse a second use.
pub const MAX_USED_IDS: usize = 10_000;
/// How many tokens are remembered, run-out ones included.
pub const MAX_TOKENS: usize = 1_000;

/// Shared by all handlers.
#[derive(Debug)]
pub struct State {
    inner: Mutex<Inner>,
    changes: watch::Sender<Change>,
    origin: Option<String>,
    callbacks: Callbacks,
}

/// What a live view has to follow.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Change {
    /// Number of the newest message.
    pub seq: u64,
    /// How often the inbox was emptied.
    pub cleared: u64,
    /// The server is stopping: live views end.
    pub closed: bool,
}

#[derive(Debug, Default)]
struct Inner {
    seq: u64,
    messages: VecDeque<Arc<Message>>,
    used_ids: HashSet<String>,
    used_order: VecDeque<String>,
    tokens: VecDeque<Token>,
    faults: Faults,
    registered: Registered,
}

#[derive(Debug)]
struct Token {
    text: String,
    holder: &'static str,
    runs_out: Instant,
}

/// What is known of a Bearer token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenState {
    /// Given to this client.
    Good(&'static str),
    /// Was good once.
    Expired,
    /// Never given out, or long forgotten.
    Unknown,
}

/// A message on its way to the phone.
#[derive(Debug)]
pub struct Delivery {
    /// The provider's id.
    pub id: String,
    /// Who carries it.
    pub provider: Provider,
    /// The business's number.
    pub from: String,
    /// The customer's number as given.
    pub to: String,
    /// What the phone shows.
    pub shown: Shown,
    /// Why it will not arrive.
    pub failure: Option<Failure>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            inner: Mutex::default(),
            changes: watch::Sender::new(Change::default()),
            origin: None,
            callbacks: Callbacks::default(),
        }
    }
}

impl State {
    /// For a server that is called by this origin.
    pub fn at(origin: String) -> Self {
        Self { origin: Some(origin), ..Self::default() }
    }

    /// By which origin the server is called, if that is fixed.
    pub fn origin(&self) -> Option<&str> {
        self.origin.as_deref()
    }

    /// Callbacks that were registered, and what they are told.
    pub fn callbacks(&self) -> &Callbacks {
        &self.callbacks
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // No invariant spans a panic here: every change below is complete or not begun.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a message into the inbox, failed ones too.
    pub fn record(&self, delivery: Delivery) {
        let Delivery { id, provider, from, to, shown, failure } = delivery;
        let mut inner = self.lock();
        inner.seq += 1;
        let seq = inner.seq;
        let status = if failure.is_some() { Status::Failed } else { Status::Delivered };
        let code = failure.as_ref().map(|f| f.code.as_str());
        tracing::debug!(seq, ?provider, ?status, code, "sandbox message");
        let message = Message {
            seq,
            id,
            provider,
            received_at: crate::ids::now(),
            from,
            to,
            status,
            failure,
            kind: shown.kind,
            header: shown.header,
            body: shown.body,
            footer: shown.footer,
            buttons: shown.buttons,
            template: shown.template,
        };
        inner.messages.push_back(Arc::new(message));
        if inner.messages.len() > MAX_MESSAGES {
            inner.messages.pop_front();
        }
        // Sent under the lock, so that the numbers that live views see never run backwards.
        self.changes.send_modify(|change| change.seq = seq);
    }

    /// Messages with a number above `after`, oldest first.
    pub fn messages_after(&self, after: u64) -> Vec<Arc<Message>> {
        self.lock().messages.iter().filter(|m| m.seq > after).cloned().collect()
    }

    /// The message with this id, if the inbox still has it.
    pub fn message(&self, id: &str) -> Option<Arc<Message>> {
        self.lock().messages.iter().rev().find(|m| m.id == id).cloned()
    }

    /// The newest message to a number (digits) over a provider.
    pub fn last_to(&self, provider: Provider, number: &str) -> Option<Arc<Message>> {
        let is_it = |m: &&Arc<Message>| m.provider == provider && m.to.trim_start_matches('+') == number;
        self.lock().messages.iter().rev().find(is_it).cloned()
    }

    /// Empties the inbox. Numbers go on from where they were; used message ids stay used.
    pub fn clear_messages(&self) {
        self.lock().messages.clear();
        self.changes.send_modify(|change| change.cleared += 1);
    }

    /// Follows the inbox.
    pub fn watch(&self) -> watch::Receiver<Change> {
        self.changes.subscribe()
    }

    /// Ends all live views.
    pub fn close(&self) {
        self.changes.send_modify(|change| change.closed = true);
    }

    /// Marks an id as used; false when it was used before.
    pub fn claim_id(&self, id: &str) -> bool {
        let mut inner = self.lock();
        if !inner.used_ids.insert(id.to_owned()) {
            return false;
        }
        inner.used_order.push_back(id.to_owned());
        if inner.used_order.len() > MAX_USED_IDS
            && let Some(oldest) = inner.used_order.pop_front()
        {
            inner.used_ids.remove(&oldest);
        }
        true
    }

    /// Gives out a token to a client; it lasts as long as the provider's switch says. Returns it with its seconds.
    pub fn issue_token(&self, provider: Provider, holder: &'static str) -> (String, u64) {
        let mut inner = self.lock();
        let seconds = inner.faults.of(provider).token_seconds.min(MAX_TOKEN_SECONDS);
        let text = crate::ids::token("sandbox");
        let runs_out = Instant::now() + Duration::from_secs(seconds);
        inner.tokens.push_back(Token { text: text.clone(), holder, runs_out });
        if inner.tokens.len() > MAX_TOKENS {
            inner.tokens.pop_front();
        }
        (text, seconds)
    }

    /// Looks a token up.
    pub fn token(&self, text: &str) -> TokenState {
        match self.lock().tokens.iter().find(|t| t.text == text) {
            Some(token) if Instant::now() < token.runs_out => TokenState::Good(token.holder),
            Some(_) => TokenState::Expired,
            None => TokenState::Unknown,
        }
    }

    /// The templates as both providers have them now.
    pub fn templates(&self) -> Arc<Vec<Template>> {
        self.lock().registered.templates()
    }

    /// The templates with what was done to them.
    pub fn registered(&self) -> Registered {
        self.lock().registered.clone()
    }

    /// Does this to a template, instead of what was done to it before; false when there is no such template.
    pub fn change_template(
        &self,
        name: &str,
        language: Option<&str>,
        changes: &BTreeSet<TemplateChange>,
    ) -> bool {
        self.lock().registered.set(name, language, changes)
    }

    /// Brings all templates back to what they were at first.
    pub fn reset_templates(&self) {
        self.lock().registered = Registered::default();
    }

    /// The switches as they stand.
    pub fn faults(&self) -> Faults {
        self.lock().faults.clone()
    }

    /// Sets one provider's switches.
    pub fn set_faults(&self, provider: Provider, faults: ProviderFaults) {
        *self.lock().faults.of_mut(provider) = faults;
    }

    /// The fault for the request at hand, if the switch is on for its kind of request. Counts `remaining` down.
    pub fn take_fault(&self, provider: Provider, reach: Reach) -> Option<Fault> {
        self.lock().faults.of_mut(provider).take(reach)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(state: &State, id: &str) {
        state.record(Delivery {
            id: id.into(),
            provider: Provider::Infobip,
            from: "1".into(),
            to: "2".into(),
            shown: Shown::text("hello"),
            failure: None,
        });
    }

    #[test]
    fn the_inbox_is_bounded_and_numbers_go_on() {
        let state = State::default();
        for n in 0..MAX_MESSAGES + 3 {
            record(&state, &n.to_string());
        }
        let all = state.messages_after(0);
        assert_eq!((all.len(), all[0].seq), (MAX_MESSAGES, 4));
        state.clear_messages();
        assert!(state.messages_after(0).is_empty());
        record(&state, "next");
        assert_eq!(state.messages_after(0)[0].seq, MAX_MESSAGES as u64 + 4);
        assert_eq!(state.watch().borrow().cleared, 1);
    }

    #[test]
    fn ids_are_used_once_and_forgotten_in_order() {
        let state = State::default();
        assert!(state.claim_id("first"));
        assert!(!state.claim_id("first"));
        for n in 0..MAX_USED_IDS {
            assert!(state.claim_id(&n.to_string()));
        }
        assert!(state.claim_id("first"), "the oldest is forgotten");
        assert!(!state.claim_id("5000"));
    }

    #[test]
    fn tokens_run_out() {
        let state = State::default();
        let (good, seconds) = state.issue_token(Provider::Sinch, "client");
        assert_eq!((state.token(&good), seconds), (TokenState::Good("client"), 3600));
        state.set_faults(Provider::Sinch, ProviderFaults { token_seconds: 0, ..ProviderFaults::default() });
        let (short, seconds) = state.issue_token(Provider::Sinch, "client");
        assert_eq!((state.token(&short), seconds), (TokenState::Expired, 0));
        assert_eq!(state.token("made up"), TokenState::Unknown);
    }
}
