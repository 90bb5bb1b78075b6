//! Whom events are about: numbers as they are, hidden numbers by the provider's id of the customer once it was seen beside one.

use rusqlite::{Connection, OptionalExtension, params};
use whatsapp_domain::campaign_event::EventCustomer;

use super::{Source, Who, hidden};

/// Somebody, as the tables hold them.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The number in digits, or `user:` and the provider's id.
    pub(super) who: Option<String>,
    /// As the console knows them.
    pub(super) customer: Option<EventCustomer>,
}

/// Finds whom an event is about. A number that is shown together with the provider's id is remembered for when it is hidden.
pub(super) fn find(
    connection: &Connection,
    source: &Source,
    who: &Who,
    salt: i64,
) -> rusqlite::Result<Found> {
    let number = match (&who.number, &who.user_id) {
        (Some(number), Some(user_id)) => {
            remember(connection, source, user_id, number, salt)?;
            Some(number.to_string())
        }
        (Some(number), None) => Some(number.to_string()),
        (None, Some(user_id)) => known(connection, &source.integration, user_id)?,
        (None, None) => None,
    };
    let customer = number.as_deref().and_then(|number| source.customer(number));
    Ok(Found { who: number.or_else(|| who.user_id.as_deref().map(hidden)), customer })
}

fn known(connection: &Connection, integration: &str, user_id: &str) -> rusqlite::Result<Option<String>> {
    connection
        .prepare_cached("SELECT number FROM known_users WHERE integration = ?1 AND user_id = ?2")?
        .query_row(params![integration, user_id], |row| row.get(0))
        .optional()
}

fn remember(
    connection: &Connection,
    source: &Source,
    user_id: &str,
    number: &str,
    salt: i64,
) -> rusqlite::Result<()> {
    let changed = connection
        .prepare_cached(
            "INSERT INTO known_users (integration, user_id, number) VALUES (?1, ?2, ?3)
             ON CONFLICT DO UPDATE SET number = excluded.number WHERE number <> excluded.number",
        )?
        .execute(params![source.integration, user_id, number])?;
    if changed > 0 {
        name(connection, source, user_id, number, salt)?;
    }
    Ok(())
}

/// Gives what is there of a hidden customer their number. Events that waited for it are handed on from here, in their order;
/// gives how many.
fn name(
    connection: &Connection,
    source: &Source,
    user_id: &str,
    number: &str,
    salt: i64,
) -> rusqlite::Result<usize> {
    let hidden = hidden(user_id);
    let names = params![source.integration, hidden, number];
    connection
        .prepare_cached("UPDATE OR REPLACE suppressions SET who = ?3 WHERE integration = ?1 AND who = ?2")?
        .execute(names)?;
    let waiting: Vec<i64> = connection
        .prepare_cached(
            "SELECT place FROM events WHERE integration = ?1 AND who = ?2 AND who >= 'user:' AND held = 1 ORDER BY place",
        )?
        .query_map(params![source.integration, hidden], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let customer = source.customer(number);
    for place in &waiting {
        // A new place, as if it had come just now: what is read up to here is not added to below.
        connection
            .prepare_cached("UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = 'events'")?
            .execute([])?;
        connection
            .prepare_cached(
                "UPDATE events SET place = (SELECT seq FROM sqlite_sequence WHERE name = 'events'), salt = ?2, held = 0,
                     who = ?3, customer_key = ?4, customer = ?5 WHERE place = ?1",
            )?
            .execute(params![
                place,
                salt,
                number,
                customer.as_ref().map(|customer| &customer.key),
                customer.as_ref().map(|customer| &customer.value),
            ])?;
    }
    connection
        .prepare_cached("UPDATE events SET who = ?3 WHERE integration = ?1 AND who = ?2 AND who >= 'user:'")?
        .execute(names)?;
    Ok(waiting.len())
}

/// Looks again whether those are known whom events wait for, and gives how many events were handed on.
pub(in crate::store) fn match_held(
    connection: &Connection,
    source: &Source,
    salt: i64,
) -> rusqlite::Result<usize> {
    let found: Vec<(String, String)> = connection
        .prepare_cached(
            "SELECT DISTINCT user_id, number FROM events JOIN known_users
                 ON known_users.integration = events.integration AND events.who = 'user:' || known_users.user_id
             WHERE held = 1 AND events.integration = ?1",
        )?
        .query_map([&source.integration], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut matched = 0;
    for (user_id, number) in found {
        matched += name(connection, source, &user_id, &number, salt)?;
    }
    Ok(matched)
}
