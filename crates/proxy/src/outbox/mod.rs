//! Events on their way to the console: each is posted to its endpoint, signed, at least once, in order for each customer.
//!
//! Nothing is written when an event comes in, so receiving costs the same with an endpoint and without: the outbox is a
//! place among all events, up to which everything was delivered, and beside it the few that failed and wait for another
//! try (with those behind them of the same customer). After a crash it goes on from that place; what was delivered and not
//! noted yet goes out again under the same id.

mod backoff;
mod lanes;
mod pulse;
mod sign;
mod worker;

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::{mpsc, oneshot};
use whatsapp_domain::outbox::OutboxFailure;

pub(crate) use backoff::retry_after;
pub(crate) use lanes::LaneId;
pub(crate) use sign::Signer;
pub(crate) use worker::start;

use crate::store::StoreError;

/// What the worker is asked to do.
#[derive(Debug)]
pub(crate) enum Command {
    /// Try these dead letters again, or all of them.
    Revive(Option<Vec<String>>, oneshot::Sender<Result<u64, StoreError>>),
    /// Send everything behind this place again.
    Rewind(i64, oneshot::Sender<Result<u64, StoreError>>),
    /// Rows were removed from the database: look again at what waits.
    Forget(oneshot::Sender<()>),
}

/// How the worker is doing, and the way to ask it for something.
#[derive(Debug, Default)]
pub(crate) struct Outbox(Mutex<Seen>);

#[derive(Debug, Default)]
struct Seen {
    commands: Option<mpsc::Sender<Command>>,
    delivered_at: Option<String>,
    last_failure: Option<OutboxFailure>,
    delivered: u64,
    failed: u64,
    dead: u64,
}

/// Counts since the start.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OutboxCounts {
    /// Events that the endpoint took.
    pub delivered: u64,
    /// Tries that failed.
    pub failed: u64,
    /// Events that were given up.
    pub dead: u64,
}

impl Outbox {
    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The endpoint took an event.
    fn delivered(&self, at: String) {
        let mut seen = self.lock();
        seen.delivered += 1;
        seen.delivered_at = Some(at);
    }

    /// When an event was taken last, and the last failure, since the start.
    pub(crate) fn last(&self) -> (Option<String>, Option<OutboxFailure>) {
        let seen = self.lock();
        (seen.delivered_at.clone(), seen.last_failure.clone())
    }

    /// Counts since the start.
    pub(crate) fn counts(&self) -> OutboxCounts {
        let seen = self.lock();
        OutboxCounts { delivered: seen.delivered, failed: seen.failed, dead: seen.dead }
    }

    /// Asks a running worker; none when there is none, because no endpoint is set or the proxy is ending.
    pub(crate) async fn ask<T>(&self, command: impl FnOnce(oneshot::Sender<T>) -> Command) -> Option<T> {
        let commands = self.lock().commands.clone()?;
        let (answer, answered) = oneshot::channel();
        commands.send(command(answer)).await.ok()?;
        answered.await.ok()
    }
}

#[cfg(test)]
mod tests;
