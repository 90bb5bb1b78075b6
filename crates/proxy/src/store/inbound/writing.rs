//! Writing events within a commit.

use std::sync::Arc;

use rusqlite::{Connection, params};
use whatsapp_domain::campaign_event::{EventCustomer, EventStatus};

use super::{
    Effect, NewEvent, Source, following,
    people::{self, Found},
    suppress::{self, Heard},
};
use crate::metrics::Metrics;

/// What is the same for all events of a commit, and what is told once at its end.
pub(in crate::store) struct Writing {
    salt: i64,
    now: i64,
    callers: Vec<Caller>,
    written: Vec<EventStatus>,
    repeated: u64,
    held: u64,
}

struct Caller {
    source: Arc<Source>,
    inbound: bool,
}

impl Writing {
    /// For a commit: `salt` goes into its events' ids, `now` is milliseconds since 1970.
    pub(in crate::store) fn new(salt: i64, now: i64) -> Self {
        Self { salt, now, callers: Vec::new(), written: Vec::new(), repeated: 0, held: 0 }
    }

    /// Writes an event and what follows from it, and tells whether it was not there before.
    pub(in crate::store) fn event(
        &mut self,
        connection: &Connection,
        event: &NewEvent,
    ) -> rusqlite::Result<bool> {
        self.hear(event);
        let Found { who, customer } = match &event.who {
            Some(who) => people::find(connection, &event.source, who, self.salt)?,
            None => Found::default(),
        };
        let held = customer.is_none() && waits_for_its_customer(event.status);
        if self.insert(connection, event, &event.json, who.as_deref(), customer.as_ref(), held)?.is_none() {
            self.repeated += 1;
            return Ok(false);
        }
        self.written.push(event.status);
        self.held += u64::from(held);
        match &event.effect {
            Effect::None => {}
            Effect::Report(report) => {
                let place = connection.last_insert_rowid();
                following::report(connection, &event.source.integration, event.key, report, place)?;
            }
            Effect::Wish { wish, source, reason, event: told } => {
                let integration = &event.source.integration;
                let changed = match who.as_deref() {
                    Some(who) => {
                        let heard = Heard {
                            source,
                            reason: reason.as_deref(),
                            message_id: event.message_id.as_deref(),
                            at: self.now,
                        };
                        suppress::wish(connection, integration, who, *wish, heard)?
                    }
                    None => false,
                };
                if let (true, Some(json)) = (changed, told) {
                    let status = suppress::status(*wish);
                    let told = NewEvent {
                        key: event.key.beside(status.as_str()),
                        source: Arc::clone(&event.source),
                        status,
                        kind: event.kind.clone(),
                        message_id: event.message_id.clone(),
                        who: None,
                        happened_at: event.happened_at,
                        json: String::new(),
                        effect: Effect::None,
                    };
                    self.insert(connection, &told, json, who.as_deref(), customer.as_ref(), held)?;
                    self.written.push(status);
                }
            }
        }
        Ok(true)
    }

    /// Inserts a row, unless it is there; gives its place.
    fn insert(
        &self,
        connection: &Connection,
        event: &NewEvent,
        json: &str,
        who: Option<&str>,
        customer: Option<&EventCustomer>,
        held: bool,
    ) -> rusqlite::Result<Option<i64>> {
        let happened = event.happened_at.map_or(self.now, |at| at.min(self.now));
        let inserted = connection
            .prepare_cached(
                "INSERT INTO events (salt, key, integration, status, type, message_id, who, customer_key, customer, held,
                     happened_at, received_at, event_json)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) ON CONFLICT (key) DO NOTHING",
            )?
            .execute(params![
                self.salt,
                event.key.bytes(),
                event.source.integration,
                event.status.as_str(),
                event.kind,
                event.message_id,
                who,
                customer.map(|customer| &customer.key),
                customer.map(|customer| &customer.value),
                held,
                happened,
                self.now,
                json,
            ])?;
        Ok((inserted > 0).then(|| connection.last_insert_rowid()))
    }

    fn hear(&mut self, event: &NewEvent) {
        let inbound = event.status == EventStatus::Inbound;
        match self.callers.iter_mut().find(|caller| caller.source.integration == event.source.integration) {
            Some(caller) => caller.inbound |= inbound,
            None => self.callers.push(Caller { source: Arc::clone(&event.source), inbound }),
        }
    }

    /// What is written once for each commit.
    pub(in crate::store) fn finish(&self, connection: &Connection) -> rusqlite::Result<()> {
        for Caller { source, inbound } in &self.callers {
            connection
                .prepare_cached(
                    "INSERT INTO heard (integration, first_at, last_at, inbound_at) VALUES (?1, ?2, ?2, iif(?3, ?2, NULL))
                     ON CONFLICT (integration) DO UPDATE SET last_at = max(last_at, excluded.last_at),
                     inbound_at = coalesce(excluded.inbound_at, inbound_at)",
                )?
                .execute(params![source.integration, self.now, inbound])?;
        }
        Ok(())
    }

    /// Tells the metrics, after the commit.
    pub(in crate::store) fn count(&self, metrics: &Metrics) {
        metrics.written(&self.written, self.repeated, self.held);
    }
}

/// Is it of use to the console only once the customer is known?
fn waits_for_its_customer(status: EventStatus) -> bool {
    matches!(status, EventStatus::Inbound | EventStatus::OptedOut | EventStatus::OptedIn)
}
