//! The history of quick tests.

use sqlx::{Row, sqlite::SqliteRow};
use whatsapp_domain::{QuickTest, QuickTestPage, following::Following, inbound::DeliveryStatus};

use super::{
    Noted, Store, StoreError, from_json,
    inbound::following::{SentMessage, follow},
    tenants, to_json,
};
use crate::clock;

/// A quick test to be kept.
#[derive(Debug)]
pub struct NewQuickTest<'a> {
    /// The whole of it.
    pub record: &'a QuickTest,
    /// The caller's own id with the digest of the request, if it gave one.
    pub repeat: Option<&'a Repeat>,
    /// Its message, if it went out or may have.
    pub(crate) sent: Option<SentMessage>,
}

/// After so many quick tests the oldest are looked after.
pub const PRUNED_EVERY: i64 = 64;

/// What recognises a repeated request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeat {
    /// The caller's id.
    pub caller_id: String,
    /// A digest of the rest of the request.
    pub digest: Vec<u8>,
}

impl Store {
    /// Keeps a quick test and, from now on, follows its message; both in one commit. Gives how far the message is: reports may
    /// have come before the answer to the send. What is older than the newest `kept` is removed now and then: up to
    /// [`PRUNED_EVERY`] more may be there.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn keep_quick_test(
        &self,
        test: NewQuickTest<'_>,
        kept: u32,
        noted: Noted,
    ) -> Result<Option<Following>, StoreError> {
        let id = test.record.id.clone();
        let integration = test.record.integration.clone();
        let json = to_json(test.record)?;
        let repeat = test.repeat.cloned();
        let sent = test.sent;
        let (place, following) = self
            .write(move |connection| {
                let (caller_id, digest) = match &repeat {
                    Some(repeat) => (Some(repeat.caller_id.as_str()), Some(repeat.digest.as_slice())),
                    None => (None, None),
                };
                connection
                    .prepare_cached(
                        "INSERT INTO quick_tests (id, caller_id, digest, integration, record_json) VALUES (?, ?, ?, ?, ?)",
                    )?
                    .execute(rusqlite::params![id, caller_id, digest, integration, json])?;
                let place = connection.last_insert_rowid();
                let following = sent.map(|sent| follow(connection, sent, clock::now_ms())).transpose()?;
                noted.write(connection)?;
                Ok((place, following))
            })
            .await?;
        if place % PRUNED_EVERY == 0 {
            let oldest = place - i64::from(kept);
            let prune = move |connection: &rusqlite::Connection| {
                Ok(connection.execute("DELETE FROM quick_tests WHERE place <= ?", [oldest])?)
            };
            let pruned = self.write(prune).await;
            // The test is kept; what is too old goes with the next round.
            if let Err(error) = pruned {
                tracing::warn!(cause = %error, "old quick tests could not be removed");
            }
        }
        Ok(following.and_then(shown))
    }

    /// The quick test that an earlier request with the same id led to.
    ///
    /// # Errors
    /// [`StoreError::IdReused`] when that request was another one.
    pub async fn repeated_quick_test(&self, repeat: &Repeat) -> Result<Option<QuickTest>, StoreError> {
        let row = sqlx::query("SELECT digest, record_json, following_json FROM quick_tests LEFT JOIN sent_messages ON test = id WHERE caller_id = ?")
            .bind(&repeat.caller_id)
            .fetch_optional(&self.readers)
            .await?;
        let Some(row) = row else { return Ok(None) };
        if row.try_get::<&[u8], _>("digest")? != repeat.digest {
            return Err(StoreError::IdReused);
        }
        read(&row).map(Some)
    }

    /// One quick test.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn quick_test(&self, id: &str) -> Result<Option<QuickTest>, StoreError> {
        let row = sqlx::query("SELECT record_json, following_json FROM quick_tests LEFT JOIN sent_messages ON test = id WHERE id = ?")
            .bind(id)
            .fetch_optional(&self.readers)
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// A page of quick tests, newest first: all (of a tenant) or those of one integration, older than the test `after`. An
    /// `after` that is not there (any more) gives an empty page.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn quick_tests(
        &self,
        tenant: Option<&str>,
        integration: Option<&str>,
        after: Option<&str>,
        limit: u32,
    ) -> Result<QuickTestPage, StoreError> {
        // Two texts, so that each has its index.
        let which = if integration.is_some() { "integration = ?1" } else { "?1 IS NULL" };
        let sql = sqlx::AssertSqlSafe(format!(
            "SELECT record_json, (SELECT following_json FROM sent_messages WHERE test = id) AS following_json
             FROM quick_tests WHERE {which} AND {}
                 AND place < coalesce((SELECT p.place FROM quick_tests p WHERE p.id = ?2 AND {}), iif(?2 IS NULL, 9223372036854775807, 0))
             ORDER BY place DESC LIMIT ?3",
            tenants::is("quick_tests.integration", "?4"),
            tenants::is("p.integration", "?4"),
        ));
        let rows = sqlx::query(sql)
            .bind(integration)
            .bind(after)
            .bind(i64::from(limit) + 1)
            .bind(tenant)
            .fetch_all(&self.readers)
            .await?;
        let mut items = rows.iter().map(read).collect::<Result<Vec<QuickTest>, StoreError>>()?;
        let more = items.len() > limit as usize;
        items.truncate(limit as usize);
        let next = items.last().filter(|_| more).map(|test| test.id.clone());
        Ok(QuickTestPage { items, next })
    }
}

fn read(row: &SqliteRow) -> Result<QuickTest, StoreError> {
    let mut test: QuickTest = from_json(row.try_get("record_json")?, "quick test")?;
    let following: Option<&str> = row.try_get("following_json")?;
    test.following = following.map(|text| from_json(text, "following")).transpose()?.and_then(shown);
    Ok(test)
}

/// Nothing is told of a message of which nobody has said anything yet, not even that it was taken over.
fn shown(following: Following) -> Option<Following> {
    let unknown = following.status == DeliveryStatus::Accepted && following.accepted_at.is_none();
    (!unknown).then_some(following)
}
