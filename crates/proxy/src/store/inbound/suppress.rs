//! Who is not to be written to.

use rusqlite::{Connection, params};
use whatsapp_domain::{campaign_event::EventStatus, opt_out::Wish};

/// Changes the list as the customer wishes, and tells whether it did.
pub(super) fn wish(
    connection: &Connection,
    integration: &str,
    who: &str,
    wish: Wish,
    source: &str,
    reason: Option<&str>,
    now: i64,
) -> rusqlite::Result<bool> {
    let changed = match wish {
        Wish::Stop => connection
            .prepare_cached(
                "INSERT INTO suppressions (integration, who, since, source, reason) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT DO NOTHING",
            )?
            .execute(params![integration, who, now, source, reason])?,
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
