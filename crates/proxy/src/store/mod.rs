//! The database: SQLite in the data folder, opened by one proxy at a time. A commit is on the disk when it returns.

//!
//! What comes in and all that is changed goes through [`writer`], one thread that commits for many at once. sqlx has connections for
//! reading, and one for what can't be in a commit with others: the migrations, and folding the log in.

mod activity;
mod audit;
mod cache;
mod callbacks;
mod events;
mod hooks;
pub(crate) mod inbound;
mod integrations;
mod lock;
mod of_customer;
mod outbox;
mod outbox_view;
mod quick_tests;
mod set_up;
mod suppressions;
mod templates;
mod tenants;
#[cfg(test)]
pub(crate) mod testing;
mod tidying;
mod windows;
mod writer;

use std::{path::Path, sync::Arc, time::Duration};

use sqlx::{
    ConnectOptions, Row, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use whatsapp_domain::Secret;

pub use activity::{ActivityFilter, Counted};
pub use audit::Noted;
pub use callbacks::Callback;
pub use events::{EventFilter, EventOrder, StoredEvent};
pub use integrations::{Account, SaveIntegration};
pub use outbox::{Parked, Settled};
pub use outbox_view::OutboxNumbers;
pub use quick_tests::{NewQuickTest, Repeat};
pub use set_up::Heard;
pub use suppressions::SuppressionFilter;
pub use templates::KeptTemplates;
pub use writer::{Accepted, QueueLimits, WriteFailed};

pub(crate) use hooks::Hook;
pub(crate) use inbound::{
    Effect, Key, NewEvent, Source, Who,
    following::{ReportExtras, SentMessage},
};
pub(crate) use windows::{Contact, WINDOW_MS};
pub(crate) use writer::{Full, QueueBytes};

use crate::{
    clock,
    ids::NoRandomness,
    metrics::Metrics,
    vault::{SealBroken, Vault},
};

/// What went wrong in the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The data folder can't be made or used.
    #[error("the data folder {0} can't be used: {1}")]
    Folder(String, std::io::Error),
    /// Another proxy has it.
    #[error("another proxy is using the data folder {0}; stop it first, or set another DATA_DIR")]
    InUse(String),
    /// SQLite's own check found damage.
    #[error("the database is damaged and was left as it is: {0}; restore it from a backup")]
    Damaged(String),
    /// The key is not the one that sealed the secrets.
    #[error("the key does not belong to this database; give the key that it was made with")]
    WrongKey,
    /// A sealed value did not open.
    #[error(transparent)]
    Seal(#[from] SealBroken),
    /// A stored value was written by a newer version, or by nobody that we know.
    #[error("stored {0} can't be read by this version")]
    Unreadable(&'static str),
    /// An integration was saved by a newer proxy: it can be looked at, not used.
    #[error("integration {} was saved in version {found} of its format, which this proxy does not know", shown.id)]
    OtherVersion {
        /// The version that it was saved in.
        found: u32,
        /// What of it can be read.
        shown: Box<whatsapp_domain::Integration>,
    },
    /// The caller's id was used for something else.
    #[error("the id was used before with another content")]
    IdReused,
    /// No randomness.
    #[error(transparent)]
    Random(#[from] NoRandomness),
    /// The migrations failed.
    #[error("the database can't be brought to this version: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// SQLite said no.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// SQLite said no to the writer.
    #[error(transparent)]
    Write(#[from] WriteFailed),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Write((&error).into())
    }
}

impl StoreError {
    /// May the same request work a little later (busy, full, failing disk)?
    pub fn is_passing(&self) -> bool {
        let error = match self {
            Self::Database(error) => error,
            Self::Write(failed) => return failed.passing,
            _ => return false,
        };
        match error {
            sqlx::Error::PoolTimedOut | sqlx::Error::Io(_) => true,
            // Primary result codes: SQLITE_BUSY, SQLITE_LOCKED, SQLITE_READONLY, SQLITE_IOERR, SQLITE_FULL, SQLITE_CANTOPEN.
            sqlx::Error::Database(error) => error
                .code()
                .and_then(|code| code.parse::<u32>().ok())
                .is_some_and(|code| matches!(code & 0xff, 5 | 6 | 8 | 10 | 13 | 14)),
            _ => false,
        }
    }
}

/// The open database, its lock and the vault for the secrets in it.
pub struct Store {
    /// One connection: SQLite has one writer at a time anyway.
    writer: SqlitePool,
    readers: SqlitePool,
    vault: Vault,
    accounts: cache::Cache<Arc<Account>>,
    templates: cache::Cache<Option<Arc<KeptTemplates>>>,
    hooks: cache::Cache<Arc<Hook>>,
    /// Held by whoever reads what is not in the cache of hooks.
    hook_reading: tokio::sync::Mutex<()>,
    known: hooks::Known,
    tenants: tenants::Tenants,
    inbox: writer::Writer,
    metrics: Arc<Metrics>,
    _lock: lock::Lock,
}

impl Store {
    /// Opens the database in this folder, makes it at the first start, brings it to this version and checks it.
    ///
    /// # Errors
    /// All of [`StoreError`]; the database is left as it was.
    pub async fn open(
        folder: &Path,
        vault: Vault,
        lock: lock::Lock,
        queue: QueueLimits,
    ) -> Result<Self, StoreError> {
        let path = folder.join("whatsapp-proxy.sqlite");
        let options = SqliteConnectOptions::new()
            .filename(&path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5))
            .statement_cache_capacity(64)
            // Deleted rows are overwritten: what was removed is not found in the file.
            .pragma("secure_delete", "ON")
            // The writer's thread moves the log into the database.
            .pragma("wal_autocheckpoint", "8192")
            .disable_statement_logging();
        let pool = |connections| {
            SqlitePoolOptions::new()
                .min_connections(1)
                .max_connections(connections)
                .idle_timeout(None)
                .max_lifetime(None)
                .test_before_acquire(false)
                .acquire_timeout(Duration::from_secs(10))
        };
        let writer = pool(1).connect_with(options.clone()).await.map_err(damaged)?;
        check(&writer).await?;
        sqlx::migrate!().run(&writer).await?;
        let readers = pool(2).connect_with(options.read_only(true)).await?;
        let ids = sqlx::query_scalar("SELECT id FROM integrations").fetch_all(&readers).await?;
        let known = hooks::Known::new(ids.into_iter().collect());
        let tenants = tenants::Tenants::read(&readers).await?;
        let metrics = Arc::new(Metrics::default());
        let inbox = writer::Writer::start(path, writer.clone(), queue, Arc::clone(&metrics))?;
        let store = Self {
            writer,
            readers,
            vault,
            accounts: Default::default(),
            templates: Default::default(),
            hooks: Default::default(),
            hook_reading: Default::default(),
            known,
            tenants,
            inbox,
            metrics,
            _lock: lock,
        };
        store.check_key().await?;
        Ok(store)
    }

    /// Closes the database after the last commit.
    pub async fn close(&self) {
        self.inbox.close().await;
        self.readers.close().await;
        self.writer.close().await;
    }

    /// Runs statements on the writer's connection, in one commit with whatever else is waiting, and answers once that is on the
    /// disk. When `work` fails, nothing of it is kept. It must be short, and leave `BEGIN` and `COMMIT` alone.
    ///
    /// # Errors
    /// What `work` gave, or that the commit failed.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&rusqlite::Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.inbox.write(work).await
    }

    /// Bytes of a webhook that are counted among what waits, from when they come until they are written.
    pub(crate) fn queue_bytes(&self) -> QueueBytes {
        self.inbox.queue_bytes()
    }

    /// Puts the events of one webhook into the queue; they are on the disk when the receiver gets its answer.
    ///
    /// # Errors
    /// As much waits as may wait, or as may of this integration; nothing was taken.
    pub(crate) fn accept(
        &self,
        hook: &Hook,
        events: Vec<NewEvent>,
        bytes: QueueBytes,
    ) -> Result<tokio::sync::oneshot::Receiver<Result<Accepted, WriteFailed>>, Full> {
        self.inbox.accept(&hook.share, events, bytes)
    }

    /// The proxy's figures.
    pub(crate) fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// The same, for what outlives a borrow.
    pub(crate) fn shared_metrics(&self) -> Arc<Metrics> {
        Arc::clone(&self.metrics)
    }

    /// Webhooks that wait for the disk.
    pub(crate) fn waiting(&self) -> usize {
        self.inbox.waiting()
    }

    /// Does the database answer, and take writes? While the last commit is one that failed, something is written, so that this
    /// tells when there is room again, though nobody sends anything.
    ///
    /// # Errors
    /// What it said instead.
    pub async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(&self.readers).await?;
        if self.metrics.writes_fail() {
            self.write(|connection| {
                // Another value each time: SQLite does not write what is there already.
                connection.execute(
                    "INSERT INTO meta (name, value) VALUES ('write-check', ?1)
                     ON CONFLICT DO UPDATE SET value = excluded.value",
                    [clock::now_ms().to_string().into_bytes()],
                )?;
                Ok(())
            })
            .await?;
        }
        Ok(())
    }

    /// A sealed known text tells at start whether the key is the right one, not at the first send.
    async fn check_key(&self) -> Result<(), StoreError> {
        const TEXT: &str = "whatsapp-proxy";
        let row = sqlx::query("SELECT value FROM meta WHERE name = 'key-check'")
            .fetch_optional(&self.readers)
            .await?;
        match row {
            Some(row) => {
                let opened = self.vault.open("meta", "key-check", row.try_get("value")?);
                if opened.is_ok_and(|text| text.expose() == TEXT) {
                    Ok(())
                } else {
                    Err(StoreError::WrongKey)
                }
            }
            None => {
                let sealed = self.vault.seal("meta", "key-check", &Secret::new(TEXT))?;
                sqlx::query("INSERT INTO meta (name, value) VALUES ('key-check', ?)")
                    .bind(sealed)
                    .execute(&self.writer)
                    .await?;
                Ok(())
            }
        }
    }
}

/// Where the damage is in the description of the tables, it shows before anything can be checked.
fn damaged(error: sqlx::Error) -> StoreError {
    let code =
        |error: &dyn sqlx::error::DatabaseError| error.code().and_then(|code| code.parse::<u32>().ok());
    match &error {
        // Primary result codes: SQLITE_CORRUPT, SQLITE_NOTADB.
        sqlx::Error::Database(told)
            if matches!(code(told.as_ref()).map(|code| code & 0xff), Some(11 | 26)) =>
        {
            StoreError::Damaged(told.to_string())
        }
        _ => error.into(),
    }
}

async fn check(pool: &SqlitePool) -> Result<(), StoreError> {
    let found: String = match sqlx::query("PRAGMA quick_check(1)").fetch_one(pool).await {
        Ok(row) => row.try_get(0)?,
        Err(error) => return Err(StoreError::Damaged(error.to_string())),
    };
    if found == "ok" { Ok(()) } else { Err(StoreError::Damaged(found)) }
}

pub use lock::Lock;

fn to_json<T: serde::Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| StoreError::Unreadable("value"))
}

fn from_json<T: serde::de::DeserializeOwned>(text: &str, what: &'static str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Unreadable(what))
}

#[cfg(test)]
mod tests;
