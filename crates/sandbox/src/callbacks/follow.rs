//! Reports on a message that the providers took over: sent, then delivered or failed; read when the phone is looked at.

use std::sync::Arc;
use std::time::Duration;

use super::{MAX_FOLLOWED, What, push};
use crate::message::{Failure, Provider};
use crate::state::State;
use crate::{infobip, sinch};

/// How far a message got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// With WhatsApp.
    Sent,
    /// On the phone.
    Delivered,
    /// Seen.
    Read,
    /// Given up.
    Failed,
}

impl Stage {
    fn word(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::Failed => "failed",
        }
    }
}

/// A message that was taken over, as far as reports need it.
#[derive(Debug, Clone)]
pub struct Sent {
    /// The provider's id.
    pub id: String,
    /// Who carries it.
    pub provider: Provider,
    /// Infobip's sender, or Sinch's app.
    pub account: String,
    /// The business's number.
    pub from: String,
    /// The customer's number or user id, as it was given.
    pub to: String,
    /// When it was taken over, RFC 3339, UTC, milliseconds.
    pub at: String,
    /// Comes back in reports: Infobip's `callbackData`, Sinch's `message_metadata`.
    pub metadata: String,
    /// Sinch's `correlation_id`.
    pub correlation: String,
    /// Why it will not arrive.
    pub failure: Option<Failure>,
}

/// A message with what its owner did to it.
#[derive(Debug)]
pub(super) struct Followed {
    sent: Sent,
    arrived: bool,
    seen: bool,
}

/// Follows a message: its reports go out by themselves.
pub(crate) fn follow(state: &Arc<State>, sent: Sent) {
    {
        let mut inner = state.callbacks().lock();
        let followed = Followed { sent: sent.clone(), arrived: false, seen: false };
        inner.followed.insert(sent.id.clone(), followed);
        inner.followed_order.push_back(sent.id.clone());
        if inner.followed_order.len() > MAX_FOLLOWED
            && let Some(oldest) = inner.followed_order.pop_front()
        {
            inner.followed.remove(&oldest);
        }
    }
    let state = state.clone();
    tokio::spawn(async move {
        let switches = state.callbacks().switches();
        let last = if sent.failure.is_some() { Stage::Failed } else { Stage::Delivered };
        let stages = if switches.reorder { [last, Stage::Sent] } else { [Stage::Sent, last] };
        for stage in stages {
            tokio::time::sleep(Duration::from_millis(switches.delay_ms)).await;
            if state.watch().borrow().closed {
                return;
            }
            report(&state, &sent, stage).await;
            // The owner may have looked before the report of the arrival went out.
            if stage == Stage::Delivered && arrive(&state, &sent.id) {
                report(&state, &sent, Stage::Read).await;
            }
        }
    });
}

/// Marks the message as arrived; true when it was seen already.
fn arrive(state: &State, id: &str) -> bool {
    match state.callbacks().lock().followed.get_mut(id) {
        Some(followed) => {
            followed.arrived = true;
            followed.seen
        }
        None => false,
    }
}

/// The owner looks at these messages: those that were not seen before are reported as read.
pub(crate) fn look(state: &Arc<State>, ids: impl IntoIterator<Item = String>) {
    let mut news = Vec::new();
    {
        let mut inner = state.callbacks().lock();
        for id in ids {
            if let Some(followed) = inner.followed.get_mut(&id)
                && followed.sent.failure.is_none()
                && !std::mem::replace(&mut followed.seen, true)
                && followed.arrived
            {
                news.push(followed.sent.clone());
            }
        }
    }
    if news.is_empty() {
        return;
    }
    let state = state.clone();
    tokio::spawn(async move {
        for sent in news {
            report(&state, &sent, Stage::Read).await;
        }
    });
}

/// One report to everybody who asked for it, as often as the switches say.
async fn report(state: &Arc<State>, sent: &Sent, stage: Stage) {
    let switches = state.callbacks().switches();
    if switches.lose.has(stage) {
        return;
    }
    let what = if stage == Stage::Read { What::Seen } else { What::Delivery };
    let targets =
        state.callbacks().registry(|registry| registry.targets(sent.provider, &sent.account, what, ""));
    let now = jiff::Timestamp::now();
    let body = match sent.provider {
        Provider::Infobip => infobip::callback::report(sent, stage, now),
        Provider::Sinch => sinch::callback::report(sent, stage, now),
    }
    .to_string();
    for target in targets {
        for _ in 0..=switches.duplicates {
            push(state, sent.provider, stage.word(), &sent.id, &target, &body).await;
        }
    }
}
