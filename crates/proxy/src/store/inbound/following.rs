//! Messages that were sent, and how far they got.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use whatsapp_domain::{
    Outcome,
    campaign_event::{CampaignEvent, EventStatus},
    following::Following,
    inbound::{DeliveryReport, DeliveryStatus},
};

use super::Key;
use crate::store::StoreError;

/// Reports that came before the answer to the send are joined to it for so long.
const EARLY_MS: i64 = 24 * 60 * 60 * 1000;

/// A message that went out, or may have.
#[derive(Debug, Clone)]
pub(crate) struct SentMessage {
    /// The integration that sent it.
    pub(crate) integration: String,
    /// The provider's id of it; none when no answer told.
    pub(crate) message_id: Option<String>,
    /// Ours.
    pub(crate) own_id: String,
    /// The recipient's number in digits.
    pub(crate) who: Option<String>,
    /// The quick test.
    pub(crate) test: Option<String>,
    /// When it was sent, milliseconds since 1970.
    pub(crate) sent_at: i64,
    /// How far it is known to be.
    pub(crate) following: Following,
}

struct Known {
    place: i64,
    test: Option<String>,
    following: Following,
}

/// A report came in: the message that it is about, if it is one of ours, gets further, and the report's event (at `place`) is
/// marked with its quick test.
pub(super) fn report(
    connection: &Connection,
    integration: &str,
    key: Key,
    report: &DeliveryReport,
    place: i64,
) -> rusqlite::Result<()> {
    let Some(mut known) = find(connection, integration, key, report)? else { return Ok(()) };
    if let Some(test) = &known.test {
        connection
            .prepare_cached("UPDATE events SET test = ?1 WHERE place = ?2")?
            .execute(params![test, place])?;
    }
    if known.following.apply(report) {
        save(connection, known.place, &known.following)?;
    }
    Ok(())
}

fn find(
    connection: &Connection,
    integration: &str,
    key: Key,
    report: &DeliveryReport,
) -> rusqlite::Result<Option<Known>> {
    let known = connection
        .prepare_cached(
            "SELECT place, test, following_json FROM sent_messages WHERE key = ?1 ORDER BY place DESC LIMIT 1",
        )?
        .query_row([key.message_part()], read)
        .optional()?;
    if known.is_some() {
        return Ok(known);
    }
    let Some(own_id) = &report.own_id else { return Ok(None) };
    let known = connection
        .prepare_cached(
            "SELECT place, test, following_json FROM sent_messages WHERE own_key = ?1 AND key IS NULL
             ORDER BY place DESC LIMIT 1",
        )?
        .query_row([Key::message(integration, own_id)], read)
        .optional()?;
    let Some(mut known) = known else { return Ok(None) };
    // The report names both: from now on the message has the provider's id.
    known.following.message_id.clone_from(&report.message_id);
    connection
        .prepare_cached("UPDATE sent_messages SET key = ?1 WHERE place = ?2")?
        .execute(params![key.message_part(), known.place])?;
    save(connection, known.place, &known.following)?;
    Ok(Some(known))
}

fn read(row: &Row<'_>) -> rusqlite::Result<Known> {
    let json = row.get_ref(2)?.as_str()?;
    let following = serde_json::from_str(json).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(2, rusqlite::types::Type::Text, Box::new(error))
    })?;
    Ok(Known { place: row.get(0)?, test: row.get(1)?, following })
}

fn save(connection: &Connection, place: i64, following: &Following) -> rusqlite::Result<()> {
    connection
        .prepare_cached("UPDATE sent_messages SET status = ?1, following_json = ?2 WHERE place = ?3")?
        .execute(params![following.status.as_str(), json(following)?, place])?;
    Ok(())
}

fn json(following: &Following) -> rusqlite::Result<String> {
    serde_json::to_string(following).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}

/// Follows a message from now on. Reports that came before (they may be faster than the answer to the send) are joined.
pub(crate) fn follow(
    connection: &Connection,
    mut message: SentMessage,
    now: i64,
) -> Result<Following, StoreError> {
    let early = early(connection, &message, now)?;
    for (_, report) in &early {
        if message.message_id.is_none() {
            message.message_id = Some(report.message_id.clone());
            message.following.message_id.clone_from(&report.message_id);
        }
        message.following.apply(report);
    }
    let key = message.message_id.as_deref().map(|id| Key::message(&message.integration, id));
    connection
        .prepare_cached(
            "INSERT INTO sent_messages (key, own_key, integration, who, test, sent_at, status, following_json)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            key,
            Key::message(&message.integration, &message.own_id),
            message.integration,
            message.who,
            message.test,
            message.sent_at,
            message.following.status.as_str(),
            json(&message.following)?,
        ])?;
    if let Some(test) = &message.test {
        for (place, _) in &early {
            connection
                .prepare_cached("UPDATE events SET test = ?1 WHERE place = ?2")?
                .execute(params![test, place])?;
        }
    }
    Ok(message.following)
}

/// Reports on this message that are there already, with their places.
fn early(
    connection: &Connection,
    message: &SentMessage,
    now: i64,
) -> Result<Vec<(i64, DeliveryReport)>, StoreError> {
    let mut found = Vec::new();
    match &message.message_id {
        Some(id) => {
            let from = Key::message(&message.integration, id);
            let to = [from.as_slice(), &[0xff; 4]].concat();
            let mut statement = connection.prepare_cached(
                "SELECT place, event_json FROM events WHERE key BETWEEN ?1 AND ?2 AND received_at >= ?3",
            )?;
            let mut rows = statement.query(params![from, to, now - EARLY_MS])?;
            while let Some(row) = rows.next()? {
                let report = as_report(row.get_ref(1)?.as_str().unwrap_or_default());
                found.extend(report.map(|report| (row.get(0), report)));
            }
        }
        // No answer told the provider's id: only a report that names ours can be about it.
        None => {
            let mut statement = connection.prepare_cached(
                "SELECT place, event_json FROM events WHERE place >
                     (SELECT coalesce(max(place), 0) - 100000 FROM events)
                 AND integration = ?1 AND type = 'delivery' AND received_at >= ?2 AND instr(event_json, ?3)",
            )?;
            let mut rows = statement.query(params![message.integration, message.sent_at, message.own_id])?;
            while let Some(row) = rows.next()? {
                let report = as_report(row.get_ref(1)?.as_str().unwrap_or_default());
                let report =
                    report.filter(|report| report.own_id.as_deref() == Some(message.own_id.as_str()));
                found.extend(report.map(|report| (row.get(0), report)));
            }
        }
    }
    Ok(found.into_iter().filter_map(|(place, report)| Some((place.ok()?, report))).collect())
}

/// What the stored JSON of a report holds beyond its event, so that it can be joined later. Readers of events pass over it.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct ReportExtras {
    /// Our own id, where the report names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    own_id: Option<String>,
    /// Why the message failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    outcome: Option<Outcome>,
}

impl ReportExtras {
    /// Adds what there is of a report to its event's JSON.
    pub(crate) fn add(report: &DeliveryReport, json: &mut String) {
        let extras = Self { own_id: report.own_id.clone(), outcome: report.outcome.clone() };
        let Ok(extras) = serde_json::to_string(&extras) else { return };
        // `{…}` and `{"own_id":…}` become one object.
        if extras.len() > 2 && json.ends_with('}') {
            json.pop();
            json.push(',');
            json.push_str(&extras[1..]);
        }
    }
}

/// The report that an event was made of, as far as following needs it.
fn as_report(json: &str) -> Option<DeliveryReport> {
    let event: CampaignEvent = serde_json::from_str(json).ok()?;
    let extras: ReportExtras = serde_json::from_str(json).ok()?;
    let status = match event.status {
        EventStatus::Accepted => DeliveryStatus::Accepted,
        EventStatus::Sent => DeliveryStatus::Sent,
        EventStatus::Delivered => DeliveryStatus::Delivered,
        EventStatus::Read => DeliveryStatus::Read,
        EventStatus::Failed => DeliveryStatus::Failed,
        _ => return None,
    };
    Some(DeliveryReport {
        message_id: event.message_id?,
        own_id: extras.own_id,
        status,
        at: event.at,
        to: None,
        user_id: event.user_id,
        outcome: extras.outcome,
        raw: event.raw,
    })
}
