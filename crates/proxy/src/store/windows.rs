//! The 24 hours after a customer's message in which they may be written to freely, and who is not to be written to at all.

use sqlx::Row;

use super::{Store, StoreError, inbound::hidden};

/// Length of the window in milliseconds.
pub(crate) const WINDOW_MS: i64 = 24 * 60 * 60 * 1000;

/// What is known about writing to a customer. Times are milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Contact {
    /// When the integration's callback was called for the first time; none if never: then nothing is known.
    pub(crate) heard_since: Option<i64>,
    /// When the customer wrote last.
    pub(crate) wrote_at: Option<i64>,
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
        // Only what came within the window can open it. `place` goes back in time along the index of the customer.
        let row = sqlx::query(
            "SELECT (SELECT first_at FROM heard WHERE integration = ?1) AS heard_since,
                (SELECT max(happened_at) FROM events WHERE who IN (?2, ?3) AND status = 'inbound' AND integration = ?1
                 AND received_at >= ?4) AS wrote_at,
                (SELECT min(since) FROM suppressions WHERE integration = ?1 AND who IN (?2, ?3)) AS suppressed_since",
        )
        .bind(integration)
        .bind(digits)
        .bind(hidden(customer))
        .bind(now - WINDOW_MS)
        .fetch_one(&self.readers)
        .await?;
        Ok(Contact {
            heard_since: row.try_get("heard_since")?,
            wrote_at: row.try_get("wrote_at")?,
            suppressed_since: row.try_get("suppressed_since")?,
        })
    }
}
