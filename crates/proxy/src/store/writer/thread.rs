//! The thread: takes what waits, commits it together, and carries on after whatever the disk says.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use rusqlite::{Connection, OpenFlags, ffi};
use sqlx::SqlitePool;
use tokio::sync::{mpsc, watch};

use super::{Job, WriteFailed, group};
use crate::{metrics::Metrics, store::StoreError};

/// Jobs in one commit. More gain nothing and let the first ones wait.
const JOBS_MAX: usize = 1024;
/// Bytes of bodies in one commit.
const BYTES_MAX: usize = 8 * 1024 * 1024;
/// How long a commit waits for another connection's.
const BUSY: Duration = Duration::from_secs(2);
/// How long what comes in waits, at most, for a commit of the connection that everything else is written by. That one asks again after
/// 25 ms at the latest, so it gets its turn within this time.
const TURN: Duration = Duration::from_millis(30);
/// Pages of 4 KiB in the log before they are moved into the database: 4 MiB. Whoever comes meanwhile waits for it, so it is done often
/// and is short. Nearly all pages are written once and then full, so waiting longer would hardly move fewer of them.
const CHECKPOINT_PAGES: u32 = 1000;
/// KiB of pages that are kept in memory: what is written is the end of the table and of its indexes. A larger cache is looked through
/// at each commit, and gains nothing.
const CACHE_KIB: i32 = 8 * 1024;

pub(super) struct Thread {
    path: PathBuf,
    metrics: Arc<Metrics>,
    /// The connection that everything else is written by.
    api: SqlitePool,
    /// None after a failure that leaves it open what the connection holds.
    connection: Option<Connection>,
    /// Place of the newest event that was acknowledged, or was there at start.
    newest: watch::Sender<i64>,
}

impl Thread {
    pub(super) fn open(path: PathBuf, api: SqlitePool, metrics: Arc<Metrics>) -> Result<Self, StoreError> {
        let connection = connect(&path).map_err(|error| StoreError::Write((&error).into()))?;
        let place = group::newest_place(&connection).map_err(|error| StoreError::Write((&error).into()))?;
        Ok(Self { path, metrics, api, connection: Some(connection), newest: watch::Sender::new(place) })
    }

    pub(super) fn newest(&self) -> watch::Receiver<i64> {
        self.newest.subscribe()
    }

    /// Until the last sender is gone, or asks to end.
    pub(super) fn run(&mut self, mut inbox: mpsc::UnboundedReceiver<Job>) {
        let mut ended = false;
        while !ended {
            let Some(first) = inbox.blocking_recv() else { return };
            let mut jobs = Vec::with_capacity(64);
            let mut bytes = 0;
            let mut next = Some(first);
            while let Some(job) = next {
                match &job {
                    Job::End => {
                        ended = true;
                        break;
                    }
                    Job::Events { place, .. } => bytes += place.bytes.bytes,
                    Job::Other(_) => {}
                }
                jobs.push(job);
                next = if jobs.len() < JOBS_MAX && bytes < BYTES_MAX { inbox.try_recv().ok() } else { None };
            }
            if !jobs.is_empty() {
                self.commit(jobs);
                self.give_way();
            }
        }
    }

    /// SQLite lets nobody queue: whoever finds the database locked asks again later. Under a flood there would be no gap to ask in, so
    /// one is made.
    fn give_way(&self) {
        let in_use = || self.api.num_idle() < self.api.size() as usize;
        let start = Instant::now();
        while in_use() && start.elapsed() < TURN {
            std::thread::sleep(Duration::from_micros(500));
        }
    }

    fn commit(&mut self, jobs: Vec<Job>) {
        let start = Instant::now();
        let count = jobs.len();
        // A panic is a bug in what was to be written; the thread goes on, and whoever waits is told to come again.
        let done = catch_unwind(AssertUnwindSafe(|| self.write(jobs)));
        match done {
            Ok(Some(place)) => {
                self.metrics.committed(count, start.elapsed());
                self.newest.send_if_modified(|newest| {
                    let grew = place > *newest;
                    *newest = (*newest).max(place);
                    grew
                });
            }
            Ok(None) => self.metrics.commit_failed(),
            Err(_) => {
                tracing::error!("the writer panicked; what it was writing is refused");
                self.connection = None;
                self.metrics.commit_failed();
            }
        }
    }

    /// Writes the jobs in one commit and answers them; gives the place of the newest event.
    fn write(&mut self, jobs: Vec<Job>) -> Option<i64> {
        let connection = match self.connection.take().map_or_else(|| self.reconnect(), Ok) {
            Ok(connection) => connection,
            Err(failed) => {
                group::refuse(jobs, &failed);
                return None;
            }
        };
        match group::commit(&connection, jobs, &self.metrics) {
            Ok(place) => {
                self.connection = Some(connection);
                Some(place)
            }
            Err(error) => {
                tracing::error!(cause = %error, "a commit failed; what was in it is refused");
                // After these the handle is as good as before. After all others (a failed sync above all) it is not known what
                // the disk holds, so the file is opened anew and looked at before anything is acknowledged again.
                let sound = matches!(
                    error.sqlite_error().map(|error| error.extended_code & 0xff),
                    Some(ffi::SQLITE_BUSY | ffi::SQLITE_LOCKED | ffi::SQLITE_FULL | ffi::SQLITE_CONSTRAINT)
                );
                if sound && connection.is_autocommit() {
                    self.connection = Some(connection);
                }
                None
            }
        }
    }

    /// Opens the database anew and makes sure that nothing acknowledged is missing.
    fn reconnect(&self) -> Result<Connection, WriteFailed> {
        let open = || {
            let connection = connect(&self.path)?;
            let place = group::newest_place(&connection)?;
            Ok::<_, rusqlite::Error>((connection, place))
        };
        let (connection, place) = open().map_err(|error| WriteFailed::from(&error))?;
        if place < *self.newest.borrow() {
            tracing::error!(
                place,
                "events that were acknowledged are not on the disk; nothing more is taken"
            );
            return Err(WriteFailed::new(true, "the database lost events that were acknowledged"));
        }
        tracing::info!("the database was opened anew");
        Ok(connection)
    }
}

fn connect(path: &std::path::Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY)?;
    connection.set_prepared_statement_cache_capacity(64);
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    connection.pragma_update(None, "secure_delete", "ON")?;
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
    connection.pragma_update(None, "journal_size_limit", 64 * 1024 * 1024)?;
    Ok(connection)
}
