//! How the outbox stands, for people.

use sqlx::Row;
use whatsapp_domain::outbox::{DeadLetter, OutboxFailure};

use super::{Store, StoreError, tenants};
use crate::{clock, ids};

/// What waits, in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OutboxNumbers {
    /// Events that were not delivered, dead letters aside; held ones and removed ones may be counted too.
    pub waiting: u64,
    /// Lanes that wait for another try.
    pub delayed: u64,
    /// Dead letters.
    pub dead: u64,
    /// When the oldest of the waiting came in.
    pub oldest_at: Option<String>,
}

impl Store {
    /// What waits, in numbers. Without an outbox (no endpoint was ever set) nothing does.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn outbox_numbers(&self) -> Result<OutboxNumbers, StoreError> {
        let newest = *self.newest_event().borrow();
        let Some(row) = sqlx::query("SELECT place FROM outbox").fetch_optional(&self.readers).await? else {
            return Ok(OutboxNumbers::default());
        };
        let place: i64 = row.try_get(0)?;
        let row = sqlx::query(
            "SELECT count(*) FILTER (WHERE dead = 0 AND place <= ?1), count(DISTINCT iif(dead = 0, lane, NULL)),
                    count(*) FILTER (WHERE dead = 1) FROM outbox_events",
        )
        .bind(place)
        .fetch_one(&self.readers)
        .await?;
        let parked: i64 = row.try_get(0)?;
        let (delayed, dead): (i64, i64) = (row.try_get(1)?, row.try_get(2)?);
        let oldest = sqlx::query(
            "SELECT min(received_at) FROM (
               SELECT received_at FROM (SELECT received_at FROM events WHERE place > ?1 AND held = 0 ORDER BY place LIMIT 1)
               UNION ALL
               SELECT received_at FROM events WHERE place = (SELECT min(place) FROM outbox_events WHERE dead = 0))",
        )
        .bind(place)
        .fetch_one(&self.readers)
        .await?;
        let oldest: Option<i64> = oldest.try_get(0)?;
        let behind = newest.saturating_sub(place).max(0);
        Ok(OutboxNumbers {
            waiting: behind.saturating_add(parked).unsigned_abs(),
            delayed: delayed.unsigned_abs(),
            dead: dead.unsigned_abs(),
            oldest_at: oldest.filter(|_| behind + parked > 0).map(clock::at_ms),
        })
    }

    /// The same of one tenant's events.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn outbox_numbers_of(&self, tenant: &str) -> Result<OutboxNumbers, StoreError> {
        let Some(row) = sqlx::query("SELECT place FROM outbox").fetch_optional(&self.readers).await? else {
            return Ok(OutboxNumbers::default());
        };
        let place: i64 = row.try_get(0)?;
        let (e, events) = (tenants::of("e.integration"), tenants::of("events.integration"));
        let sql = sqlx::AssertSqlSafe(format!(
            "SELECT count(*) FILTER (WHERE o.dead = 0 AND o.place <= ?1), count(DISTINCT iif(o.dead = 0, o.lane, NULL)),
                    count(*) FILTER (WHERE o.dead = 1), min(iif(o.dead = 0, e.received_at, NULL)),
                    (SELECT count(*) FROM events WHERE place > ?1 AND held = 0 AND {events} = ?2),
                    (SELECT min(received_at) FROM events WHERE place > ?1 AND held = 0 AND {events} = ?2)
             FROM outbox_events o JOIN events e ON e.place = o.place WHERE {e} = ?2"
        ));
        let row = sqlx::query(sql).bind(place).bind(tenant).fetch_one(&self.readers).await?;
        let number = |column: usize| row.try_get::<i64, _>(column).map(i64::unsigned_abs);
        let (parked, behind): (Option<i64>, Option<i64>) = (row.try_get(3)?, row.try_get(5)?);
        Ok(OutboxNumbers {
            waiting: number(0)? + number(4)?,
            delayed: number(1)?,
            dead: number(2)?,
            oldest_at: parked.into_iter().chain(behind).min().map(clock::at_ms),
        })
    }

    /// Dead letters (of a tenant) behind a place, oldest first, and whether there are more.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn dead_letters(
        &self,
        tenant: Option<&str>,
        after: i64,
        limit: u32,
    ) -> Result<(Vec<DeadLetter>, bool), StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "SELECT o.place, e.salt, e.integration, e.status, e.received_at, o.tries, o.failed_at, o.failure_code, o.failure_text
             FROM outbox_events o JOIN events e ON e.place = o.place
             WHERE o.dead = 1 AND o.place > ?1 AND {} ORDER BY o.place LIMIT ?2",
            tenants::is("e.integration", "?3")
        ));
        let rows = sqlx::query(sql)
            .bind(after)
            .bind(i64::from(limit) + 1)
            .bind(tenant)
            .fetch_all(&self.readers)
            .await?;
        let more = rows.len() > limit as usize;
        let letters = rows.iter().take(limit as usize).map(|row| {
            let text =
                |column| Ok::<_, sqlx::Error>(row.try_get::<Option<String>, _>(column)?.unwrap_or_default());
            Ok(DeadLetter {
                id: ids::event_id(row.try_get(0)?, row.try_get(1)?),
                integration: row.try_get(2)?,
                status: row.try_get(3)?,
                received_at: clock::at_ms(row.try_get(4)?),
                tries: row.try_get(5)?,
                failure: OutboxFailure { at: text(6)?, code: text(7)?, text: text(8)? },
            })
        });
        Ok((letters.collect::<Result<_, StoreError>>()?, more))
    }
}
