//! The history of quick tests.

use sqlx::Row;
use whatsapp_domain::{QuickTest, QuickTestPage};

use super::{Store, StoreError, from_json, to_json};

/// A quick test to be kept.
#[derive(Debug)]
pub struct NewQuickTest<'a> {
    /// The whole of it.
    pub record: &'a QuickTest,
    /// The caller's own id with the digest of the request, if it gave one.
    pub repeat: Option<&'a Repeat>,
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
    /// Keeps a quick test. One statement is one commit and one way to the database and back. What is older than the newest
    /// `kept` is removed now and then: up to [`PRUNED_EVERY`] more may be there.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn keep_quick_test(&self, test: NewQuickTest<'_>, kept: u32) -> Result<(), StoreError> {
        let done = sqlx::query(
            "INSERT INTO quick_tests (id, caller_id, digest, integration, record_json) VALUES (?, ?, ?, ?, ?)",
        )
        .bind(&test.record.id)
        .bind(test.repeat.map(|repeat| repeat.caller_id.as_str()))
        .bind(test.repeat.map(|repeat| repeat.digest.as_slice()))
        .bind(&test.record.integration)
        .bind(to_json(test.record)?)
        .execute(&self.writer)
        .await?;
        let place = done.last_insert_rowid();
        if place % PRUNED_EVERY == 0 {
            let pruned = sqlx::query("DELETE FROM quick_tests WHERE place <= ?")
                .bind(place - i64::from(kept))
                .execute(&self.writer)
                .await;
            // The test is kept; what is too old goes with the next round.
            if let Err(error) = pruned {
                tracing::warn!(cause = %error, "old quick tests could not be removed");
            }
        }
        Ok(())
    }

    /// The quick test that an earlier request with the same id led to.
    ///
    /// # Errors
    /// [`StoreError::IdReused`] when that request was another one.
    pub async fn repeated_quick_test(&self, repeat: &Repeat) -> Result<Option<QuickTest>, StoreError> {
        let row = sqlx::query("SELECT digest, record_json FROM quick_tests WHERE caller_id = ?")
            .bind(&repeat.caller_id)
            .fetch_optional(&self.readers)
            .await?;
        let Some(row) = row else { return Ok(None) };
        if row.try_get::<&[u8], _>("digest")? != repeat.digest {
            return Err(StoreError::IdReused);
        }
        from_json(row.try_get("record_json")?, "quick test").map(Some)
    }

    /// One quick test.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn quick_test(&self, id: &str) -> Result<Option<QuickTest>, StoreError> {
        let row = sqlx::query("SELECT record_json FROM quick_tests WHERE id = ?")
            .bind(id)
            .fetch_optional(&self.readers)
            .await?;
        row.map(|row| from_json(row.try_get("record_json")?, "quick test")).transpose()
    }

    /// A page of quick tests, newest first: all or those of one integration, older than the test `after`. An `after`
    /// that is not there (any more) gives an empty page.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn quick_tests(
        &self,
        integration: Option<&str>,
        after: Option<&str>,
        limit: u32,
    ) -> Result<QuickTestPage, StoreError> {
        // Two texts, so that each has its index.
        let sql = match integration {
            Some(_) => {
                "SELECT record_json FROM quick_tests WHERE integration = ?1
                 AND place < coalesce((SELECT place FROM quick_tests WHERE id = ?2), iif(?2 IS NULL, 9223372036854775807, 0))
                 ORDER BY place DESC LIMIT ?3"
            }
            None => {
                "SELECT record_json FROM quick_tests WHERE ?1 IS NULL
                 AND place < coalesce((SELECT place FROM quick_tests WHERE id = ?2), iif(?2 IS NULL, 9223372036854775807, 0))
                 ORDER BY place DESC LIMIT ?3"
            }
        };
        let rows = sqlx::query(sql)
            .bind(integration)
            .bind(after)
            .bind(i64::from(limit) + 1)
            .fetch_all(&self.readers)
            .await?;
        let mut items = rows
            .iter()
            .map(|row| from_json(row.try_get("record_json")?, "quick test"))
            .collect::<Result<Vec<QuickTest>, StoreError>>()?;
        let more = items.len() > limit as usize;
        items.truncate(limit as usize);
        let next = items.last().filter(|_| more).map(|test| test.id.clone());
        Ok(QuickTestPage { items, next })
    }
}
