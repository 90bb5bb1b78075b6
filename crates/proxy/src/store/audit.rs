//! The audit trail of integrations. It outlives them.

use rusqlite::params;
use sqlx::Row;
use whatsapp_domain::audit::{AuditAction, AuditEntry};

use super::{Store, StoreError, from_json, to_json};
use crate::clock;

impl Store {
    /// Adds what was done with each of these integrations.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn note_audit(
        &self,
        integrations: Vec<String>,
        who: Option<String>,
        done: Vec<(AuditAction, Vec<String>)>,
    ) -> Result<(), StoreError> {
        let done: Vec<_> = done
            .into_iter()
            .map(|(action, fields)| Ok((to_json(&action)?.trim_matches('"').to_owned(), to_json(&fields)?)))
            .collect::<Result<_, StoreError>>()?;
        self.write(move |connection| {
            let mut statement = connection.prepare_cached(
                "INSERT INTO audit (integration, at, who, action, fields_json) VALUES (?, ?, ?, ?, ?)",
            )?;
            for integration in &integrations {
                for (action, fields) in &done {
                    statement.execute(params![integration, clock::now_ms(), who, action, fields])?;
                }
            }
            Ok(())
        })
        .await
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
