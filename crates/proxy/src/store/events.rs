//! Reading the table `events`: the list, the live stream and what is handed on to the console all stand on this.
//!
//! * A *place* is the order in which events were written. It only grows, and what is read once up to a place is never added to
//!   below it, with one exception: an event that waited for its customer gets a new place when the customer becomes known. So a
//!   place is a cursor, and the order within each customer is the order of arrival.
//! * [`Store::newest_event`] tells when there is more to read, after the commit.
//! * Events that wait for their customer (`held`) are in the list, but must not be handed on.
//! * Personal data is in `who`, `customer` and `event_json` only, see [`Store::erase_customer`].

use sqlx::{QueryBuilder, Row, Sqlite, sqlite::SqliteRow};
use tokio::sync::watch;
use whatsapp_domain::{
    TwoWay,
    campaign_event::{CampaignEvent, EventCustomer, EventStatus},
};

use super::{
    Noted, Store, StoreError, from_json,
    inbound::{Source, hidden, people::match_held},
    of_customer, tenants,
    writer::group::salt,
};
use crate::ids;

/// An event with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredEvent {
    /// Where it stands in the order of writing; a cursor.
    pub place: i64,
    /// Does it wait for its customer to be known?
    pub held: bool,
    /// The event, with its id.
    pub event: CampaignEvent,
}

/// Which events.
#[derive(Debug, Clone, Default)]
pub struct EventFilter {
    /// Of this tenant; none for all, which is for the proxy itself.
    pub tenant: Option<String>,
    /// Of this integration.
    pub integration: Option<String>,
    /// About this customer: the number, with or without plus, or the provider's id of one whose number is hidden.
    pub customer: Option<String>,
    /// With this status.
    pub status: Option<EventStatus>,
    /// Of this type.
    pub kind: Option<String>,
    /// Of this quick test.
    pub test: Option<String>,
    /// Without those that wait for their customer: what is handed on.
    pub only_known: bool,
}

/// In which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventOrder {
    /// Those behind this place, oldest first.
    After(i64),
    /// Those before this place, newest first.
    Before(i64),
}

pub(super) const COLUMNS: &str = "place, salt, held, customer_key, customer, test, event_json";

impl Store {
    /// Events behind or before a place, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn events(
        &self,
        filter: &EventFilter,
        order: EventOrder,
        limit: u32,
    ) -> Result<Vec<StoredEvent>, StoreError> {
        let mut sql = QueryBuilder::<Sqlite>::new("SELECT ");
        sql.push(COLUMNS).push(" FROM events WHERE ");
        match order {
            EventOrder::After(place) => sql.push("place > ").push_bind(place),
            EventOrder::Before(place) => sql.push("place < ").push_bind(place),
        };
        if let Some(customer) = &filter.customer {
            of_customer::push(&mut sql, customer);
        }
        for (column, value) in [
            ("integration", filter.integration.as_deref()),
            ("status", filter.status.map(EventStatus::as_str)),
            ("type", filter.kind.as_deref()),
            ("test", filter.test.as_deref()),
        ] {
            if let Some(value) = value {
                sql.push(" AND ").push(column).push(" = ").push_bind(value.to_owned());
            }
        }
        if let Some(tenant) = &filter.tenant {
            sql.push(" AND ").push(tenants::of("events.integration")).push(" = ").push_bind(tenant.clone());
        }
        if filter.only_known {
            sql.push(" AND held = 0");
        }
        sql.push(match order {
            EventOrder::After(_) => " ORDER BY place LIMIT ",
            EventOrder::Before(_) => " ORDER BY place DESC LIMIT ",
        });
        sql.push_bind(i64::from(limit));
        let rows = sql.build().fetch_all(&self.readers).await?;
        rows.iter().map(read).collect()
    }

    /// The event with this id; none if there is none (any more).
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn event(&self, id: &str) -> Result<Option<StoredEvent>, StoreError> {
        let Some(place) = ids::event_place(id) else { return Ok(None) };
        let sql = sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM events WHERE place = ?"));
        let row = sqlx::query(sql).bind(place).fetch_optional(&self.readers).await?;
        let found = row.as_ref().map(read).transpose()?;
        Ok(found.filter(|found| found.event.id.as_deref() == Some(id)))
    }

    /// Place of the newest event. It changes after each commit with new events.
    pub fn newest_event(&self) -> watch::Receiver<i64> {
        self.inbox.newest()
    }

    /// Looks again whether the customers are known whom this integration's events wait for, and writes those events' customers as
    /// `two_way` says. Gives how many were handed on and how many still wait.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn match_held(&self, integration: &str, two_way: &TwoWay) -> Result<(u64, u64), StoreError> {
        let source = Source::new(integration, two_way.clone());
        self.write(move |connection| {
            let matched = match_held(connection, &source, salt())?;
            let left: u32 = connection
                .prepare_cached("SELECT count(*) FROM events WHERE held = 1 AND integration = ?1")?
                .query_row([&source.integration], |row| row.get(0))?;
            Ok((matched as u64, u64::from(left)))
        })
        .await
    }

    /// Forgets who a customer is: events about them keep what happened and when, and lose the number, the words and the
    /// provider's element; messages that were sent lose the number; a suppression stays, since it is a wish that has to be kept.
    /// With a tenant, in what is theirs. Gives how many events were about them.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn erase_customer(
        &self,
        customer: &str,
        tenant: Option<&str>,
        noted: Noted,
    ) -> Result<u64, StoreError> {
        let tenant = tenant.map(str::to_owned);
        let theirs = |table: &str| tenants::is(&format!("{table}.integration"), "?2");
        let (events, sent, users) = (theirs("events"), theirs("sent_messages"), theirs("known_users"));
        let who = [customer.strip_prefix('+').unwrap_or(customer).to_owned(), hidden(customer)];
        self.write(move |connection| {
            let mut erased = 0;
            for who in &who {
                erased += connection
                    .prepare_cached(&format!(
                        "UPDATE events SET who = NULL, customer_key = NULL, customer = NULL, held = 0, event_json =
                             json_set(json_remove(event_json, '$.user_id', '$.name', '$.payload', '$.media', '$.outcome'),
                                      '$.message', NULL, '$.raw', NULL)
                         WHERE place IN {} AND {events}",
                        of_customer::places("?1")
                    ))?
                    .execute(rusqlite::params![who, tenant])?;
                connection
                    .prepare_cached(&format!("UPDATE sent_messages SET who = NULL WHERE who = ?1 AND {sent}"))?
                    .execute(rusqlite::params![who, tenant])?;
                connection
                    .prepare_cached(&format!("DELETE FROM known_users WHERE number = ?1 AND {users}"))?
                    .execute(rusqlite::params![who, tenant])?;
            }
            noted.write(connection)?;
            Ok(erased as u64)
        })
        .await
    }

    /// Removes what was received before `before` (milliseconds since 1970), at most `limit` events, and gives how many.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn remove_events(&self, before: i64, limit: u32) -> Result<u64, StoreError> {
        self.write(move |connection| {
            // By place, which grows with the time: no index over times is needed.
            let removed = connection
                .prepare_cached(
                    "DELETE FROM events WHERE place IN
                         (SELECT place FROM (SELECT place, received_at FROM events ORDER BY place LIMIT ?2)
                          WHERE received_at < ?1)",
                )?
                .execute(rusqlite::params![before, limit])?;
            connection
                .prepare_cached(
                    "DELETE FROM sent_messages WHERE place IN
                         (SELECT place FROM (SELECT place, sent_at FROM sent_messages ORDER BY place LIMIT ?2)
                          WHERE sent_at < ?1)",
                )?
                .execute(rusqlite::params![before, limit])?;
            Ok(removed as u64)
        })
        .await
    }
}

pub(super) fn read(row: &SqliteRow) -> Result<StoredEvent, StoreError> {
    let mut event: CampaignEvent = from_json(row.try_get("event_json")?, "event")?;
    let place: i64 = row.try_get("place")?;
    event.id = Some(ids::event_id(place, row.try_get("salt")?));
    event.test = row.try_get("test")?;
    let customer: Option<String> = row.try_get("customer")?;
    event.customer = match (row.try_get("customer_key")?, customer) {
        (Some(key), Some(value)) => Some(EventCustomer { key, value }),
        _ => None,
    };
    Ok(StoredEvent { place, held: row.try_get("held")?, event })
}
