//! Getting rid of things: what is older than it is kept for, and what somebody asked to be forgotten.

use sqlx::Row;

use super::{Store, StoreError, tenants};

/// Rows that are looked at in one commit, so that what comes in waits only for a moment.
const PORTION: i64 = 2000;
/// How often the log is tried to be folded in while somebody reads.
const FOLDS: u32 = 20;

impl Store {
    /// Bodies that could not be read hold nobody's name in a column, so each that has this number or id in its text is
    /// emptied. Gives how many there were.
    ///
    /// # Errors
    /// [`StoreError`]; what was done by then stays done.
    pub async fn erase_unreadable(&self, customer: &str, tenant: Option<&str>) -> Result<u64, StoreError> {
        if customer.is_empty() {
            return Ok(0);
        }
        let newest = *self.newest_event().borrow();
        let (mut from, mut erased) = (0, 0);
        while from < newest {
            let (to, customer) = (from.saturating_add(PORTION), customer.to_owned());
            let tenant = tenant.map(str::to_owned);
            erased += self
                .write(move |connection| {
                    let done = connection
                        .prepare_cached(&format!(
                            "UPDATE events SET event_json = json_remove(json_set(event_json, '$.message', NULL, '$.raw', NULL), '$.said')
                             WHERE place > ?1 AND place <= ?2 AND who IS NULL AND instr(event_json, ?3) > 0 AND {}",
                            tenants::is("events.integration", "?4")
                        ))?
                        .execute(rusqlite::params![from, to, customer, tenant])?;
                    Ok(done as u64)
                })
                .await?;
            from = to;
        }
        Ok(erased)
    }

    /// Folds the log into the database and empties it: what was overwritten is then nowhere any more. It waits for those
    /// who read, as long as that is a moment.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn fold_log(&self) -> Result<(), StoreError> {
        for _ in 0..FOLDS {
            let row = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&self.writer).await?;
            let busy: i64 = row.try_get(0)?;
            if busy == 0 {
                return Ok(());
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        tracing::warn!("the log could not be folded in at once; that comes with one of the next commits");
        Ok(())
    }

    /// Removes what the outbox has of events that are gone.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn tidy_outbox(&self) -> Result<u64, StoreError> {
        self.write(|connection| {
            let done = connection.execute(
                "DELETE FROM outbox_events WHERE place IN (SELECT o.place FROM outbox_events o
                   WHERE NOT EXISTS (SELECT 1 FROM events e WHERE e.place = o.place) LIMIT 10000)",
                [],
            )?;
            Ok(done as u64)
        })
        .await
    }
}
