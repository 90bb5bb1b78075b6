//! What setting two-way up needs of the callbacks: their tokens, and when they were called.

use sqlx::Row;
use whatsapp_domain::Secret;

use super::{Store, StoreError};
use crate::clock;

/// When an integration's address was called, milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Heard {
    /// By anything that was taken.
    pub last_at: Option<i64>,
    /// With a message of a customer.
    pub inbound_at: Option<i64>,
}

impl Store {
    /// The token of the address in use and of those before it that are still taken.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn callback_tokens(&self, integration: &str) -> Result<Vec<Secret>, StoreError> {
        let rows = sqlx::query(
            "SELECT token FROM callbacks WHERE integration = ? AND (ends_at IS NULL OR ends_at > ?)
             ORDER BY ends_at IS NOT NULL, ends_at DESC",
        )
        .bind(integration)
        .bind(clock::now_ms())
        .fetch_all(&self.readers)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(self.vault.open(integration, &super::callbacks::field("token"), row.try_get(0)?)?)
            })
            .collect()
    }

    /// When an integration's address was called.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn heard(&self, integration: &str) -> Result<Heard, StoreError> {
        let row = sqlx::query("SELECT last_at, inbound_at FROM heard WHERE integration = ?")
            .bind(integration)
            .fetch_optional(&self.readers)
            .await?;
        let Some(row) = row else { return Ok(Heard::default()) };
        Ok(Heard { last_at: row.try_get(0)?, inbound_at: row.try_get(1)? })
    }
}
