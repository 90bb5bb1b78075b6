//! The database: SQLite in the data folder, opened by one proxy at a time. A commit is on the disk when it returns.

mod cache;
mod integrations;
mod lock;
mod quick_tests;
mod templates;

use std::{path::Path, sync::Arc, time::Duration};

use sqlx::{
    ConnectOptions, Row, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use whatsapp_domain::Secret;

pub use integrations::{Account, SaveIntegration};
pub use quick_tests::{NewQuickTest, Repeat};
pub use templates::KeptTemplates;

use crate::{
    ids::NoRandomness,
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
}

impl StoreError {
    /// May the same request work a little later (busy, full, failing disk)?
    pub fn is_passing(&self) -> bool {
        let Self::Database(error) = self else { return false };
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
    _lock: lock::Lock,
}

impl Store {
    /// Opens the database in this folder, makes it at the first start, brings it to this version and checks it.
    ///
    /// # Errors
    /// All of [`StoreError`]; the database is left as it was.
    pub async fn open(folder: &Path, vault: Vault, lock: lock::Lock) -> Result<Self, StoreError> {
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
        let writer = pool(1).connect_with(options.clone()).await?;
        check(&writer).await?;
        sqlx::migrate!().run(&writer).await?;
        let readers = pool(2).connect_with(options.read_only(true)).await?;
        let store = Self {
            writer,
            readers,
            vault,
            accounts: Default::default(),
            templates: Default::default(),
            _lock: lock,
        };
        store.check_key().await?;
        Ok(store)
    }

    /// Closes the database after the last commit.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }

    /// Is the database answering?
    ///
    /// # Errors
    /// What it said instead.
    pub async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(&self.readers).await?;
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
