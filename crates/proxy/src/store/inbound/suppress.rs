//! Who is not to be written to.

use rusqlite::{Connection, params};
use whatsapp_domain::{campaign_event::EventStatus, opt_out::Wish};

/// How we know what a customer wants.
#[derive(Debug, Clone, Copy)]
pub(super) struct Heard<'a> {
    /// `source` of the table.
    pub(super) source: &'a str,
    pub(super) reason: Option<&'a str>,
    pub(super) message_id: Option<&'a str>,
    /// Milliseconds since 1970.
    pub(super) at: i64,
}

/// Changes the list as the customer wishes, and tells whether it did.
pub(super) fn wish(
    connection: &Connection,
    integration: &str,
    who: &str,
    wish: Wish,
    heard: Heard<'_>,
) -> rusqlite::Result<bool> {
    let changed = match wish {
        Wish::Stop => connection
            .prepare_cached(
                "INSERT INTO suppressions (integration, who, since, source, reason, message_id)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING",
            )?
            .execute(params![integration, who, heard.at, heard.source, heard.reason, heard.message_id])?,
        Wish::Start => connection
            .prepare_cached("DELETE FROM suppressions WHERE integration = ?1 AND who = ?2")?
            .execute(params![integration, who])?,
    };
    Ok(changed > 0)
}

/// The status of the event about a wish.
pub(super) fn status(wish: Wish) -> EventStatus {
    match wish {
        Wish::Stop => EventStatus::OptedOut,
        Wish::Start => EventStatus::OptedIn,
    }
}
