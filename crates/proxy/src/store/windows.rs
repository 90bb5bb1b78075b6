//! The 24 hours after a customer's message in which they may be written to freely, and who is not to be written to at all.

use sqlx::Row;

use super::{Store, StoreError, inbound::hidden, of_customer};

/// Length of the window in milliseconds.
pub(crate) const WINDOW_MS: i64 = 24 * 60 * 60 * 1000;

/// What is known about writing to a customer. Times are milliseconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Contact {
    /// When a message of any customer came in last; none if never: then nobody knows whether messages would come in.
    pub(crate) heard_at: Option<i64>,
    /// When the customer wrote last, if that is within the window.
    pub(crate) wrote_at: Option<i64>,
    /// `type` of that message.
    pub(crate) wrote: Option<String>,
    /// Since when they are not to be written to.
    pub(crate) suppressed_since: Option<i64>,
}

impl Store {
    /// What is known about writing to a customer: the number in digits, or the provider's id of one whose number is hidden.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn contact(
        &self,
        integration: &str,
        customer: &str,
        now: i64,
    ) -> Result<Contact, StoreError> {
        let digits = customer.strip_prefix('+').unwrap_or(customer);
        // Only what came within the window can open it.
        let wrote = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT happened_at, type FROM events WHERE place IN {} AND status = 'inbound' AND integration = ?1
             AND received_at >= ?4 AND happened_at >= ?4 ORDER BY happened_at DESC LIMIT 1",
            of_customer::places("?2, ?3")
        )))
        .bind(integration)
        .bind(digits)
        .bind(hidden(customer))
        .bind(now - WINDOW_MS)
        .fetch_optional(&self.readers)
        .await?;
        let row = sqlx::query(
            "SELECT (SELECT inbound_at FROM heard WHERE integration = ?1) AS heard_at,
                (SELECT min(since) FROM suppressions WHERE integration = ?1 AND who IN (?2, ?3)) AS suppressed_since",
        )
        .bind(integration)
        .bind(digits)
        .bind(hidden(customer))
        .fetch_one(&self.readers)
        .await?;
        let (wrote_at, wrote) = match wrote {
            Some(row) => (Some(row.try_get("happened_at")?), Some(row.try_get("type")?)),
            None => (None, None),
        };
        Ok(Contact {
            heard_at: row.try_get("heard_at")?,
            wrote_at,
            wrote,
            suppressed_since: row.try_get("suppressed_since")?,
        })
    }

    /// When a customer wrote last, in milliseconds since 1970, and the `type` of that message; none when never, as far as events
    /// are kept.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn last_wrote(
        &self,
        integration: &str,
        customer: &str,
    ) -> Result<Option<(i64, String)>, StoreError> {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT happened_at, type FROM events
             WHERE place IN {} AND status = 'inbound' AND integration = ?1 ORDER BY place DESC LIMIT 1",
            of_customer::places("?2, ?3")
        )))
        .bind(integration)
        .bind(customer.strip_prefix('+').unwrap_or(customer))
        .bind(hidden(customer))
        .fetch_optional(&self.readers)
        .await?;
        row.map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).transpose()
    }
}
