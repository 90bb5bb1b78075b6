//! The way into the database for everything that must not wait for a commit of its own: one thread with one connection takes
//! what has come together, writes all of it in one transaction, and answers after the commit. A commit costs the disk as much
//! for a thousand events as for one.
//!
//! Whoever needs several statements in one commit, or a write in step with what comes in, uses [`super::Store::write`].

pub(in crate::store) mod group;
mod thread;

use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use rusqlite::Connection;
use sqlx::SqlitePool;
use tokio::sync::{mpsc, oneshot, watch};

use super::{StoreError, inbound::NewEvent};
use crate::metrics::Metrics;

/// Why nothing was written. The same for everything that was in the group.
#[derive(Debug, Clone, thiserror::Error)]
#[error("database: {text}")]
pub struct WriteFailed {
    /// May the same work a little later?
    pub passing: bool,
    text: Arc<str>,
}

impl WriteFailed {
    fn new(passing: bool, text: impl Into<Arc<str>>) -> Self {
        Self { passing, text: text.into() }
    }

    fn ended() -> Self {
        Self::new(true, "nothing was written")
    }
}

impl From<&rusqlite::Error> for WriteFailed {
    fn from(error: &rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{
            CannotOpen, DatabaseBusy, DatabaseLocked, DiskFull, ReadOnly, SystemIoFailure,
        };
        let passing = error.sqlite_error_code().is_some_and(|code| {
            matches!(code, DatabaseBusy | DatabaseLocked | DiskFull | ReadOnly | SystemIoFailure | CannotOpen)
        });
        Self::new(passing, error.to_string())
    }
}

/// What became of the events of one webhook, once they are on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Accepted {
    /// Events that were not there before.
    pub new: u32,
    /// Events that were there already; nothing changed.
    pub repeated: u32,
}

/// There is as much waiting as may wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Full;

/// How much may wait to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueueLimits {
    /// Webhooks.
    pub webhooks: usize,
    /// Bytes of their bodies.
    pub bytes: usize,
}

/// What waits to be written.
#[derive(Debug, Default)]
struct Waiting {
    webhooks: AtomicUsize,
    bytes: AtomicUsize,
}

/// Webhooks of one integration that wait: it may take half of the queue, so that a flood of one leaves room for others.
#[derive(Debug, Default)]
pub(crate) struct Share(AtomicUsize);

/// Bytes that are counted among what waits, until this is dropped.
#[derive(Debug)]
pub(crate) struct QueueBytes {
    waiting: Arc<Waiting>,
    most: usize,
    bytes: usize,
}

impl QueueBytes {
    /// Counts more of them; false when there are as many as may be.
    pub(crate) fn grow(&mut self, bytes: usize) -> bool {
        let before = self.waiting.bytes.fetch_add(bytes, Ordering::Relaxed);
        self.bytes += bytes;
        // A single one is taken whatever the limit.
        before + bytes <= self.most || before + bytes == self.bytes
    }
}

impl Drop for QueueBytes {
    fn drop(&mut self) {
        self.waiting.bytes.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

/// A place among what waits, free again when dropped.
struct QueuePlace {
    share: Arc<Share>,
    bytes: QueueBytes,
}

impl Drop for QueuePlace {
    fn drop(&mut self) {
        self.bytes.waiting.webhooks.fetch_sub(1, Ordering::Relaxed);
        self.share.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// One thing to be written.
enum Job {
    /// The events of one webhook.
    Events {
        events: Vec<NewEvent>,
        place: QueuePlace,
        answer: oneshot::Sender<Result<Accepted, WriteFailed>>,
    },
    /// Anything else; what it gives back is told about the commit.
    Other(Box<dyn FnOnce(&Connection) -> Told + Send>),
    /// The last one.
    End,
}

/// Tells whoever asked for a write what came of the commit.
type Told = Box<dyn FnOnce(Result<(), WriteFailed>) + Send>;

/// The queue in front of the thread.
pub(super) struct Writer {
    jobs: mpsc::UnboundedSender<Job>,
    waiting: Arc<Waiting>,
    limits: QueueLimits,
    newest: watch::Receiver<i64>,
    thread: Mutex<Option<std::thread::JoinHandle<()>>>,
}

impl Writer {
    /// Starts the thread; the database is there and of this version. `api` is the connection that everything else is written by.
    pub(super) fn start(
        path: PathBuf,
        api: SqlitePool,
        limits: QueueLimits,
        metrics: Arc<Metrics>,
    ) -> Result<Self, StoreError> {
        let (jobs, inbox) = mpsc::unbounded_channel();
        let mut thread = thread::Thread::open(path, api, metrics)?;
        let newest = thread.newest();
        let thread = std::thread::Builder::new().name("writer".into()).spawn(move || thread.run(inbox));
        let thread = thread.map_err(|error| StoreError::Folder("of the database".into(), error))?;
        Ok(Self { jobs, waiting: Arc::default(), limits, newest, thread: Mutex::new(Some(thread)) })
    }

    /// As [`super::Store::queue_bytes`].
    pub(super) fn queue_bytes(&self) -> QueueBytes {
        QueueBytes { waiting: Arc::clone(&self.waiting), most: self.limits.bytes, bytes: 0 }
    }

    /// As [`super::Store::accept`].
    pub(super) fn accept(
        &self,
        share: &Arc<Share>,
        events: Vec<NewEvent>,
        bytes: QueueBytes,
    ) -> Result<oneshot::Receiver<Result<Accepted, WriteFailed>>, Full> {
        let place = QueuePlace { share: Arc::clone(share), bytes };
        let webhooks = self.waiting.webhooks.fetch_add(1, Ordering::Relaxed);
        let own = share.0.fetch_add(1, Ordering::Relaxed);
        // From here on `place` gives back what was counted.
        if webhooks >= self.limits.webhooks || own >= self.limits.webhooks.div_ceil(2) {
            return Err(Full);
        }
        let (answer, answered) = oneshot::channel();
        // An ended thread drops the job, and with it the sender of the answer.
        let _ = self.jobs.send(Job::Events { events, place, answer });
        Ok(answered)
    }

    /// As [`super::Store::write`].
    pub(super) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, answered) = oneshot::channel();
        let job = Job::Other(Box::new(move |connection| {
            let done = group::in_savepoint(connection, work);
            Box::new(move |committed| {
                // Nobody may wait any more; the work is done all the same.
                let _ = answer.send(match committed {
                    Ok(()) => done,
                    Err(failed) => Err(StoreError::Write(failed)),
                });
            })
        }));
        let _ = self.jobs.send(job);
        answered.await.unwrap_or_else(|_| Err(StoreError::Write(WriteFailed::ended())))
    }

    /// Webhooks that wait.
    pub(super) fn waiting(&self) -> usize {
        self.waiting.webhooks.load(Ordering::Relaxed)
    }

    /// Place of the newest event.
    pub(super) fn newest(&self) -> watch::Receiver<i64> {
        self.newest.clone()
    }

    /// Writes what waits, then closes the connection.
    pub(super) async fn close(&self) {
        let _ = self.jobs.send(Job::End);
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            // It fails only for a thread that panicked, which has said so.
            let _ = tokio::task::spawn_blocking(move || thread.join()).await;
        }
    }
}
