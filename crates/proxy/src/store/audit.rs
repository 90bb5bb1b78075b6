//! The audit trail of integrations. It outlives them.
//!
//! A change and its entry are one commit: whatever changes an integration takes a [`Noted`], and neither is there without the other.

use rusqlite::{Connection, params};
use sqlx::Row;
use whatsapp_domain::audit::{AuditAction, AuditEntry};

use super::{Store, StoreError, from_json, to_json};
use crate::clock;

/// What is written down beside what is done: who did it, with which integrations, and what it was.
#[derive(Debug, Clone)]
pub struct Noted {
    integrations: Vec<String>,
    who: Option<String>,
    done: Vec<(AuditAction, Vec<String>)>,
}

impl Noted {
    /// One thing, done with one integration. `who` is none where nobody has to say who they are.
    pub fn new(integration: impl Into<String>, who: Option<String>, action: AuditAction) -> Self {
        Self { integrations: vec![integration.into()], who, done: vec![(action, Vec::new())] }
    }

    /// Several things, done with several integrations, with the names of what was changed. Nothing done leaves no entry.
    pub fn all(
        integrations: Vec<String>,
        who: Option<String>,
        done: Vec<(AuditAction, Vec<String>)>,
    ) -> Self {
        Self { integrations, who, done }
    }

    /// Adds the entries to what is committed.
    pub(in crate::store) fn write(&self, connection: &Connection) -> Result<(), StoreError> {
        let mut statement = connection.prepare_cached(
            "INSERT INTO audit (integration, at, who, action, fields_json) VALUES (?, ?, ?, ?, ?)",
        )?;
        let now = clock::now_ms();
        for (action, fields) in &self.done {
            let (action, fields) = (to_json(action)?, to_json(fields)?);
            for integration in &self.integrations {
                statement.execute(params![integration, now, self.who, action.trim_matches('"'), fields])?;
            }
        }
        Ok(())
    }
}

impl Store {
    /// Writes down what is about to be done outside of the database.
    ///
    /// # Errors
    /// [`StoreError`]; then it had better not be done.
    pub(crate) async fn note(&self, noted: Noted) -> Result<(), StoreError> {
        self.write(move |connection| noted.write(connection)).await
    }

    /// Entries before a place, newest first, each with its place.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn audit(
        &self,
        integration: &str,
        before: i64,
        limit: usize,
    ) -> Result<Vec<(i64, AuditEntry)>, StoreError> {
        let rows = sqlx::query(
            "SELECT place, at, who, action, fields_json FROM audit WHERE integration = ? AND place < ?
             ORDER BY place DESC LIMIT ?",
        )
        .bind(integration)
        .bind(before)
        .bind(i64::try_from(limit).unwrap_or(i64::MAX))
        .fetch_all(&self.readers)
        .await?;
        rows.iter()
            .map(|row| {
                let action: &str = row.try_get(3)?;
                let action = serde_json::from_value(action.into());
                Ok((
                    row.try_get(0)?,
                    AuditEntry {
                        at: clock::at_ms(row.try_get(1)?),
                        who: row.try_get(2)?,
                        action: action.map_err(|_| StoreError::Unreadable("audit entry"))?,
                        fields: from_json(row.try_get(4)?, "audit entry")?,
                    },
                ))
            })
            .collect()
    }
}
