//! Where the emulated providers send what happens: callbacks that were registered with them, reports on messages, and
//! what the phone's owner writes.
//!
//! Requests go out over the loopback address alone: a callback elsewhere is registered like any other and never called.

mod follow;
mod post;
mod registry;
mod switches;

pub use follow::{Sent, Stage};
pub use post::Target;
pub use registry::{Forward, Profile, Registry, Subscription, Webhook, What};
pub use switches::{Lose, MAX_BURST, Switches};

pub(crate) use follow::{follow, look};
pub(crate) use post::push;
pub(crate) use switches::{get_reports, set_reports};

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde::Serialize;
use tokio::sync::oneshot;

use crate::message::Provider;

/// How many messages are followed; older ones get no more reports.
pub const MAX_FOLLOWED: usize = 5_000;
/// How many of what was written and how many pushes are remembered, to be looked at.
pub const MAX_PUSHES: usize = 500;
/// How many numbers are remembered as having written.
const MAX_WRITERS: usize = 10_000;
/// How long after a customer's last message free messages arrive.
const WINDOW: Duration = Duration::from_secs(24 * 3600);

/// All that the sandbox knows about callbacks.
#[derive(Debug, Default)]
pub struct Callbacks {
    inner: Mutex<Inner>,
    client: std::sync::OnceLock<post::Client>,
}

#[derive(Debug, Default)]
struct Inner {
    registry: Registry,
    switches: Switches,
    followed: HashMap<String, follow::Followed>,
    followed_order: VecDeque<String>,
    writers: HashMap<String, Instant>,
    lines: HashMap<String, oneshot::Receiver<()>>,
    pushes: VecDeque<Pushed>,
    pushed: u64,
}

/// One callback that was sent, or given up.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Pushed {
    /// Counts up from 1.
    pub seq: u64,
    /// Who sent it.
    pub provider: Provider,
    /// What it was: `message`, `sent`, `delivered`, `read`, `failed`.
    pub what: &'static str,
    /// Id of the message.
    pub message_id: String,
    /// When it was done, RFC 3339, UTC, milliseconds.
    pub at: String,
    /// The last answer's status; null when none came.
    pub status: Option<u16>,
    /// How often it was tried.
    pub tries: u32,
    /// Was it taken with a 2xx?
    pub taken: bool,
}

impl Callbacks {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        // No invariant spans a panic here: every change is complete or not begun.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is registered.
    pub fn registry<T>(&self, with: impl FnOnce(&mut Registry) -> T) -> T {
        with(&mut self.lock().registry)
    }

    /// The switches as they stand.
    pub fn switches(&self) -> Switches {
        self.lock().switches.clone()
    }

    /// Sets the switches.
    pub fn set_switches(&self, switches: Switches) {
        self.lock().switches = switches;
    }

    /// The newest callbacks that were sent, oldest first.
    pub fn pushes(&self) -> Vec<Pushed> {
        self.lock().pushes.iter().cloned().collect()
    }

    fn note(&self, mut pushed: Pushed) {
        let mut inner = self.lock();
        inner.pushed += 1;
        pushed.seq = inner.pushed;
        inner.pushes.push_back(pushed);
        if inner.pushes.len() > MAX_PUSHES {
            inner.pushes.pop_front();
        }
    }

    /// A place in the line of one customer's messages to one target: what to wait for, and what to drop when done. So they
    /// come in the order in which they were written, as a phone's do.
    pub(crate) fn stand_in_line(&self, line: String) -> (Option<oneshot::Receiver<()>>, oneshot::Sender<()>) {
        let (done, next) = oneshot::channel();
        let mut inner = self.lock();
        if inner.lines.len() >= MAX_WRITERS {
            inner.lines.clear();
        }
        (inner.lines.insert(line, next), done)
    }

    /// Notes that this number wrote, which opens its window.
    pub fn wrote(&self, number: &str) {
        let mut inner = self.lock();
        if inner.writers.len() >= MAX_WRITERS {
            inner.writers.clear();
        }
        inner.writers.insert(number.to_owned(), Instant::now());
    }

    /// Did this number (with or without a plus) write in the last 24 hours?
    pub fn has_written(&self, number: &str) -> bool {
        let number = number.strip_prefix('+').unwrap_or(number);
        self.lock().writers.get(number).is_some_and(|at| at.elapsed() < WINDOW)
    }
}
