//! What was sent and received, newest first: quick tests with how far they got, and inbound messages among all events.

use sqlx::{QueryBuilder, Row, Sqlite, sqlite::SqliteRow};
use whatsapp_domain::{ActivityStatus, CampaignEvent, Following, QuickTest};

use super::{Store, StoreError, StoredEvent, events, from_json, inbound::Key, of_customer, tenants};
use crate::clock;

/// Which messages.
#[derive(Debug, Clone, Default)]
pub struct ActivityFilter {
    /// Of this tenant; none for all, which is for the proxy itself.
    pub tenant: Option<String>,
    /// Of this integration.
    pub integration: Option<String>,
    /// With this customer: a number with or without plus, or the provider's id of one who hides theirs.
    pub customer: Option<String>,
    /// Of this status.
    pub status: Option<ActivityStatus>,
    /// Not before this time, milliseconds since 1970.
    pub from: Option<i64>,
    /// Before this time.
    pub to: Option<i64>,
}

impl ActivityFilter {
    fn wants_sent(&self) -> bool {
        self.status != Some(ActivityStatus::Inbound)
    }

    fn wants_received(&self) -> bool {
        self.status.is_none_or(|status| status == ActivityStatus::Inbound)
    }
}

/// How many messages there are of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The status.
    pub status: ActivityStatus,
    /// Why it failed, if it did.
    pub code: Option<String>,
    /// How many.
    pub count: u64,
}

/// How far a quick test got: by the reports about it, else by the answer that it got at once.
const STATUS: &str = "coalesce(s.status, CASE json_extract(q.record_json, '$.outcome.verdict')
    WHEN 'refused' THEN 'failed' WHEN 'accepted' THEN 'accepted' ELSE 'unclear' END)";
const SENT: &str = "FROM quick_tests q LEFT JOIN sent_messages s ON s.test = q.id WHERE 1";

impl Store {
    /// Quick tests before a place, newest first, each with its place and how far it got.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn sent(
        &self,
        filter: &ActivityFilter,
        before: i64,
        limit: usize,
    ) -> Result<Vec<(i64, QuickTest)>, StoreError> {
        if !filter.wants_sent() {
            return Ok(Vec::new());
        }
        let mut sql = QueryBuilder::<Sqlite>::new("SELECT q.place, q.record_json, s.following_json ");
        sql.push(SENT).push(" AND q.place < ").push_bind(before);
        of_sent(&mut sql, filter);
        sql.push(" ORDER BY q.place DESC LIMIT ").push_bind(i64::try_from(limit).unwrap_or(i64::MAX));
        let rows = sql.build().fetch_all(&self.readers).await?;
        rows.iter().map(sent).collect()
    }

    /// Inbound messages before a place, newest first. Those that wait for their customer are among them.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn received(
        &self,
        filter: &ActivityFilter,
        before: i64,
        limit: usize,
    ) -> Result<Vec<StoredEvent>, StoreError> {
        if !filter.wants_received() {
            return Ok(Vec::new());
        }
        let mut sql = QueryBuilder::<Sqlite>::new("SELECT ");
        // A literal, so that the index over inbound messages is seen to fit.
        sql.push(events::COLUMNS)
            .push(" FROM events WHERE status = 'inbound' AND place < ")
            .push_bind(before);
        of_received(&mut sql, filter);
        sql.push(" ORDER BY place DESC LIMIT ").push_bind(i64::try_from(limit).unwrap_or(i64::MAX));
        let rows = sql.build().fetch_all(&self.readers).await?;
        rows.iter().map(events::read).collect()
    }

    /// Messages by status and failure code. Of inbound ones at most `most` are counted; whether there are more is told too.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn count_activity(
        &self,
        filter: &ActivityFilter,
        most: u32,
    ) -> Result<(Vec<Counted>, bool), StoreError> {
        let mut found = Vec::new();
        if filter.wants_sent() {
            let mut sql = QueryBuilder::<Sqlite>::new("SELECT ");
            sql.push(STATUS).push(
                " AS how, coalesce(json_extract(s.following_json, '$.outcome.code'),
                json_extract(q.record_json, '$.outcome.code')) AS code, count(*) ",
            );
            sql.push(SENT);
            of_sent(&mut sql, filter);
            sql.push(" GROUP BY how, iif(how = 'failed', code, NULL)");
            for row in sql.build().fetch_all(&self.readers).await? {
                let status: &str = row.try_get(0)?;
                let status = ActivityStatus::read(status).ok_or(StoreError::Unreadable("status"))?;
                let code: Option<String> = row.try_get(1)?;
                let count: i64 = row.try_get(2)?;
                let code = code.filter(|_| status == ActivityStatus::Failed);
                found.push(Counted { status, code, count: count.unsigned_abs() });
            }
        }
        let mut partial = false;
        if filter.wants_received() {
            let mut sql = QueryBuilder::<Sqlite>::new(
                "SELECT count(*) FROM (SELECT 1 FROM events WHERE status = 'inbound'",
            );
            of_received(&mut sql, filter);
            sql.push(" ORDER BY place DESC LIMIT ").push_bind(i64::from(most) + 1).push(")");
            let count: i64 = sql.build().fetch_one(&self.readers).await?.try_get(0)?;
            partial = count > i64::from(most);
            let count = count.min(i64::from(most)).unsigned_abs();
            if count > 0 {
                found.push(Counted { status: ActivityStatus::Inbound, code: None, count });
            }
        }
        Ok((found, partial))
    }

    /// One quick test with how far it got.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn sent_one(&self, test: &str) -> Result<Option<QuickTest>, StoreError> {
        let mut sql = QueryBuilder::<Sqlite>::new("SELECT q.place, q.record_json, s.following_json ");
        sql.push(SENT).push(" AND q.id = ").push_bind(test);
        let row = sql.build().fetch_optional(&self.readers).await?;
        Ok(row.as_ref().map(sent).transpose()?.map(|(_, test)| test))
    }

    /// Everything that is known to have happened to a quick test's message, oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn reports_of_test(&self, test: &str) -> Result<Vec<CampaignEvent>, StoreError> {
        let row = sqlx::query("SELECT key, own_key FROM sent_messages WHERE test = ?")
            .bind(test)
            .fetch_optional(&self.readers)
            .await?;
        let Some(row) = row else { return Ok(Vec::new()) };
        let keys: [Option<Vec<u8>>; 2] = [row.try_get(0)?, row.try_get(1)?];
        let mut found = Vec::new();
        for key in keys.into_iter().flatten() {
            found.extend(self.by_message(&key).await?);
        }
        found.sort_by_key(|found| found.place);
        // Where the provider takes our id for its own, both keys are one.
        found.dedup_by_key(|found| found.place);
        Ok(found.into_iter().map(|found| found.event).collect())
    }

    /// Everything that is known about a message of a customer, oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn events_of_message(
        &self,
        integration: &str,
        message_id: &str,
    ) -> Result<Vec<CampaignEvent>, StoreError> {
        let found = self.by_message(&Key::message(integration, message_id)).await?;
        Ok(found.into_iter().map(|found| found.event).collect())
    }

    async fn by_message(&self, key: &[u8]) -> Result<Vec<StoredEvent>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "SELECT {} FROM events WHERE key >= ? AND key <= ? ORDER BY place LIMIT 100",
            events::COLUMNS
        ));
        let last = [key, &[0xff; 4]].concat();
        let rows = sqlx::query(sql).bind(key).bind(last).fetch_all(&self.readers).await?;
        rows.iter().map(events::read).collect()
    }

    /// Removes the quick tests (with a tenant, theirs) that went to a number (digits), and gives how many.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn remove_tests_to(&self, number: &str, tenant: Option<&str>) -> Result<u64, StoreError> {
        let (number, tenant) = (format!("+{number}"), tenant.map(str::to_owned));
        self.write(move |connection| {
            let sql = format!(
                "DELETE FROM quick_tests WHERE json_extract(record_json, '$.reached.e164') = ?1 AND {}",
                tenants::is("quick_tests.integration", "?2")
            );
            Ok(connection.execute(&sql, rusqlite::params![number, tenant])? as u64)
        })
        .await
    }
}

fn sent(row: &SqliteRow) -> Result<(i64, QuickTest), StoreError> {
    let mut test: QuickTest = from_json(row.try_get(1)?, "quick test")?;
    let following: Option<&str> = row.try_get(2)?;
    if let Some(following) = following {
        test.following = Some(from_json::<Following>(following, "following")?);
    }
    Ok((row.try_get(0)?, test))
}

fn of_sent(sql: &mut QueryBuilder<Sqlite>, filter: &ActivityFilter) {
    if let Some(tenant) = &filter.tenant {
        sql.push(" AND ").push(tenants::of("q.integration")).push(" = ").push_bind(tenant.clone());
    }
    if let Some(integration) = &filter.integration {
        sql.push(" AND q.integration = ").push_bind(integration.clone());
    }
    if let Some(customer) = &filter.customer {
        let number = format!("+{}", customer.trim_start_matches('+'));
        sql.push(" AND json_extract(q.record_json, '$.reached.e164') = ").push_bind(number);
    }
    if let Some(status) = filter.status {
        sql.push(" AND ").push(STATUS).push(" = ").push_bind(status.as_str());
    }
    // Times in records have one form, so they compare as texts.
    if let Some(from) = filter.from {
        sql.push(" AND json_extract(q.record_json, '$.createdAt') >= ").push_bind(clock::at_ms(from));
    }
    if let Some(to) = filter.to {
        sql.push(" AND json_extract(q.record_json, '$.createdAt') < ").push_bind(clock::at_ms(to));
    }
}

fn of_received(sql: &mut QueryBuilder<Sqlite>, filter: &ActivityFilter) {
    if let Some(tenant) = &filter.tenant {
        sql.push(" AND ").push(tenants::of("events.integration")).push(" = ").push_bind(tenant.clone());
    }
    if let Some(integration) = &filter.integration {
        sql.push(" AND integration = ").push_bind(integration.clone());
    }
    if let Some(customer) = &filter.customer {
        of_customer::push(sql, customer);
    }
    if let Some(from) = filter.from {
        sql.push(" AND received_at >= ").push_bind(from);
    }
    if let Some(to) = filter.to {
        sql.push(" AND received_at < ").push_bind(to);
    }
}
