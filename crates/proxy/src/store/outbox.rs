//! What the outbox keeps: how far it is, and the events that wait for another try or were given up.

use rusqlite::{Connection, OptionalExtension, params};
use sqlx::Row;
use whatsapp_domain::{EventStatus, outbox::OutboxFailure};

use super::{EventFilter, EventOrder, Store, StoreError, StoredEvent};
use crate::{clock, ids, outbox::LaneId};

/// The first of a lane's waiting events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parked {
    /// Its place.
    pub place: i64,
    /// How often it was tried.
    pub tries: u32,
    /// Milliseconds from now until it may be tried; 0 for at once.
    pub wait_ms: u64,
}

/// What became of a waiting event.
#[derive(Debug, Clone)]
pub enum Settled {
    /// The endpoint has it.
    Delivered,
    /// It waits for another try.
    Waits {
        /// How often it was tried.
        tries: u32,
        /// The last try.
        failure: OutboxFailure,
        /// Milliseconds until the next.
        wait_ms: u64,
    },
    /// It was given up.
    Dead {
        /// How often it was tried.
        tries: u32,
        /// The last try.
        failure: OutboxFailure,
    },
}

impl Store {
    /// Where the outbox goes on. The first time that is behind what is there by then.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn outbox_begin(&self) -> Result<i64, StoreError> {
        self.write(move |connection| {
            connection
                .prepare_cached(
                    "INSERT INTO outbox (only_row, place)
                     VALUES (1, coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'events'), 0))
                     ON CONFLICT DO NOTHING",
                )?
                .execute([])?;
            Ok(connection.prepare_cached("SELECT place FROM outbox")?.query_row([], |row| row.get(0))?)
        })
        .await
    }

    /// Lanes that wait, each with the milliseconds until it may be tried.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn outbox_lanes(&self) -> Result<Vec<(LaneId, u64)>, StoreError> {
        // With min() alone, SQLite takes the other columns from the row that has the least.
        let rows =
            sqlx::query("SELECT lane, next_at, min(place) FROM outbox_events WHERE dead = 0 GROUP BY lane")
                .fetch_all(&self.readers)
                .await?;
        let now = clock::now_ms();
        rows.iter().map(|row| Ok((LaneId(row.try_get(0)?), wait(row.try_get(1)?, now)))).collect()
    }

    /// The next events to be delivered, at most `limit`, with their lanes: behind `after`, up to `newest`, without those
    /// that were delivered ahead of others and those that wait for their customer to be known.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn outbox_read(
        &self,
        after: i64,
        newest: i64,
        limit: usize,
    ) -> Result<Vec<(i64, LaneId)>, StoreError> {
        let rows = sqlx::query(
            "SELECT place, coalesce(who, integration) FROM events
             WHERE place > ? AND place <= ? AND held = 0
               AND NOT EXISTS (SELECT 1 FROM outbox_events o WHERE o.place = events.place)
               AND NOT EXISTS (SELECT 1 FROM outbox_done d WHERE d.place = events.place)
             ORDER BY place LIMIT ?",
        )
        .bind(after)
        .bind(newest)
        .bind(i64::try_from(limit).unwrap_or(i64::MAX))
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, LaneId::of(row.try_get(1)?)))).collect()
    }

    /// Puts events aside, so that they wait behind one of their lane that failed.
    ///
    /// # Errors
    /// [`StoreError`]; then none is.
    pub(crate) async fn outbox_park(&self, events: Vec<(i64, LaneId)>) -> Result<(), StoreError> {
        let now = clock::now_ms();
        self.write(move |connection| {
            let mut statement = connection.prepare_cached(
                "INSERT INTO outbox_events (place, lane, next_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            )?;
            for (place, lane) in events {
                statement.execute([place, lane.0, now])?;
            }
            Ok(())
        })
        .await
    }

    /// The first waiting event of a lane.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn outbox_first(&self, lane: LaneId) -> Result<Option<Parked>, StoreError> {
        let row = sqlx::query(
            "SELECT place, tries, next_at FROM outbox_events WHERE lane = ? AND dead = 0 ORDER BY place LIMIT 1",
        )
        .bind(lane.0)
        .fetch_optional(&self.readers)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let wait_ms = wait(row.try_get(2)?, clock::now_ms());
        Ok(Some(Parked { place: row.try_get(0)?, tries: row.try_get(1)?, wait_ms }))
    }

    /// Notes what became of a waiting event, and gives the first of its lane that waits now.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing is noted.
    pub(crate) async fn outbox_settle(
        &self,
        place: i64,
        lane: LaneId,
        settled: Settled,
    ) -> Result<Option<Parked>, StoreError> {
        self.write(move |connection| {
            let now = clock::now_ms();
            match settled {
                Settled::Delivered => {
                    connection
                        .prepare_cached("DELETE FROM outbox_events WHERE place = ?")?
                        .execute([place])?;
                }
                Settled::Waits { tries, failure, wait_ms } => {
                    let next_at = now.saturating_add(i64::try_from(wait_ms).unwrap_or(i64::MAX));
                    failed(connection, place, tries, next_at, false, &failure)?;
                }
                Settled::Dead { tries, failure } => failed(connection, place, tries, now, true, &failure)?,
            }
            first(connection, lane, now)
        })
        .await
    }

    /// Notes up to where everything is delivered or put aside, and which were delivered, as far as they are beyond that.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn outbox_note(&self, place: i64, delivered: Vec<i64>) -> Result<(), StoreError> {
        self.write(move |connection| {
            connection.prepare_cached("UPDATE outbox SET place = ?")?.execute([place])?;
            connection.prepare_cached("DELETE FROM outbox_done WHERE place <= ?")?.execute([place])?;
            let mut statement = connection
                .prepare_cached("INSERT INTO outbox_done (place) VALUES (?) ON CONFLICT DO NOTHING")?;
            for beyond in delivered.into_iter().filter(|beyond| *beyond > place) {
                statement.execute([beyond])?;
            }
            Ok(())
        })
        .await
    }

    /// Lets dead letters be tried again: these, or all. Tells how many there were.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn outbox_revive(&self, ids: Option<Vec<String>>) -> Result<u64, StoreError> {
        const REVIVE: &str = "UPDATE outbox_events SET dead = 0, tries = 0, next_at = 0 WHERE dead = 1";
        self.write(move |connection| {
            let count = match ids {
                None => connection.execute(REVIVE, [])?,
                Some(these) => {
                    let mut statement = connection.prepare_cached(&format!("{REVIVE} AND place = ?"))?;
                    let mut count = 0;
                    for place in these.iter().filter_map(|id| ids::event_place(id)) {
                        count += statement.execute([place])?;
                    }
                    count
                }
            };
            Ok(count as u64)
        })
        .await
    }

    /// Goes back: everything behind this place is to be delivered again. Tells how many events that are.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn outbox_rewind(&self, place: i64) -> Result<u64, StoreError> {
        self.write(move |connection| {
            // Only back: what was not delivered yet is not passed over.
            connection.execute("UPDATE outbox SET place = min(place, ?)", [place])?;
            connection.execute("DELETE FROM outbox_events WHERE place > ?", [place])?;
            connection.execute("DELETE FROM outbox_done WHERE place > ?", [place])?;
            let count: i64 = connection.query_row(
                "SELECT count(*) FROM events WHERE place > ? AND held = 0",
                [place],
                |row| row.get(0),
            )?;
            Ok(count.unsigned_abs())
        })
        .await
    }

    /// The id and the JSON of the event at a place, if it is (still) to be handed on. What was erased is not.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn event_to_deliver(&self, place: i64) -> Result<Option<(String, String)>, StoreError> {
        let found = self.events(&EventFilter::default(), EventOrder::After(place - 1), 1).await?;
        let Some(StoredEvent { event, .. }) =
            found.into_iter().find(|found| found.place == place && !found.held)
        else {
            return Ok(None);
        };
        if event.customer.is_none()
            && matches!(event.status, EventStatus::Inbound | EventStatus::OptedOut | EventStatus::OptedIn)
        {
            return Ok(None);
        }
        let Some(id) = event.id.clone() else { return Ok(None) };
        let Some(tenant) = self.tenant_of(&event.integration) else {
            return Ok(Some((id, super::to_json(&event)?)));
        };
        // One endpoint for all tenants: it has to know whose the event is.
        let mut told = serde_json::to_value(&event).map_err(|_| StoreError::Unreadable("event"))?;
        told["tenant"] = tenant.into();
        Ok(Some((id, super::to_json(&told)?)))
    }

    /// Does this id name an event of this database, or one that was there once? One of another database, such as from
    /// before a backup was put back, does not.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn knows_event(&self, id: &str) -> Result<Option<i64>, StoreError> {
        let Some(place) = ids::event_place(id) else { return Ok(None) };
        let row = sqlx::query(
            "SELECT (SELECT salt FROM events WHERE place = ?1),
                    coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'events'), 0)",
        )
        .bind(place)
        .fetch_one(&self.readers)
        .await?;
        let (salt, newest): (Option<i64>, i64) = (row.try_get(0)?, row.try_get(1)?);
        let known = match salt {
            Some(salt) => ids::event_id(place, salt) == id,
            // What was removed, or given a new place, can't be compared any more.
            None => place <= newest,
        };
        Ok(known.then_some(place))
    }
}

fn failed(
    connection: &Connection,
    place: i64,
    tries: u32,
    next_at: i64,
    dead: bool,
    failure: &OutboxFailure,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "UPDATE outbox_events SET tries = ?, next_at = ?, dead = ?, failed_at = ?, failure_code = ?, failure_text = ?
             WHERE place = ?",
        )?
        .execute(params![tries, next_at, dead, failure.at, failure.code, failure.text, place])
        .map(|_| ())
}

fn first(connection: &Connection, lane: LaneId, now: i64) -> Result<Option<Parked>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT place, tries, next_at FROM outbox_events WHERE lane = ? AND dead = 0 ORDER BY place LIMIT 1",
    )?;
    let found = statement
        .query_row([lane.0], |row| {
            Ok(Parked { place: row.get(0)?, tries: row.get(1)?, wait_ms: wait(row.get(2)?, now) })
        })
        .optional()?;
    Ok(found)
}

/// Milliseconds from `now` until then. A clock that was set back does not let anything wait for more than an hour.
fn wait(at: i64, now: i64) -> u64 {
    const LONGEST_MS: u64 = 3_600_000;
    u64::try_from(at.saturating_sub(now)).unwrap_or(0).min(LONGEST_MS)
}
