//! The list of customers who are not to be written to. Opt-outs write it where they come in; here people read and change it.

use rusqlite::params;
use sqlx::{QueryBuilder, Row, Sqlite};
use whatsapp_domain::{SuppressedBy, Suppression};

use super::{Noted, Store, StoreError, inbound::hidden, tenants};
use crate::clock;

/// What stands in front of the provider's id of a customer whose number is hidden.
const HIDDEN: &str = "user:";

/// Which of them.
#[derive(Debug, Clone, Default)]
pub struct SuppressionFilter {
    /// Of this tenant; none for all.
    pub tenant: Option<String>,
    /// Of this integration.
    pub integration: Option<String>,
    /// This customer: a number with or without plus, or the provider's id of one who hides theirs.
    pub customer: Option<String>,
    /// Behind this one, as [`Suppression::integration`] and [`Suppression::customer`].
    pub after: Option<(String, String)>,
}

impl Store {
    /// The list in the order of integration and customer, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn suppressions(
        &self,
        filter: &SuppressionFilter,
        limit: usize,
    ) -> Result<Vec<Suppression>, StoreError> {
        let mut sql = QueryBuilder::<Sqlite>::new(
            "SELECT integration, who, since, source, reason FROM suppressions WHERE 1",
        );
        if let Some(tenant) = &filter.tenant {
            sql.push(" AND ")
                .push(tenants::of("suppressions.integration"))
                .push(" = ")
                .push_bind(tenant.clone());
        }
        if let Some(integration) = &filter.integration {
            sql.push(" AND integration = ").push_bind(integration.clone());
        }
        if let Some(customer) = &filter.customer {
            sql.push(" AND who IN (").push_bind(digits(customer).to_owned());
            sql.push(", ").push_bind(hidden(customer)).push(")");
        }
        if let Some((integration, customer)) = &filter.after {
            sql.push(" AND (integration, who) > (").push_bind(integration.clone());
            sql.push(", ").push_bind(who(customer)).push(")");
        }
        sql.push(" ORDER BY integration, who LIMIT ").push_bind(i64::try_from(limit).unwrap_or(i64::MAX));
        let rows = sql.build().fetch_all(&self.readers).await?;
        rows.iter()
            .map(|row| {
                let who: &str = row.try_get(1)?;
                let source: &str = row.try_get(3)?;
                Ok(Suppression {
                    integration: row.try_get(0)?,
                    customer: who.strip_prefix(HIDDEN).unwrap_or(who).to_owned(),
                    since: clock::at_ms(row.try_get(2)?),
                    by: match source {
                        "keyword" => SuppressedBy::Keyword,
                        "person" => SuppressedBy::Person,
                        _ => SuppressedBy::Provider,
                    },
                    text: row.try_get(4)?,
                    message_id: None,
                    marketing_only: false,
                })
            })
            .collect()
    }

    /// Puts a customer on the list, because somebody here wants it; one who is there already stays as they are. Tells
    /// whether the integration is there.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn suppress(
        &self,
        integration: &str,
        customer: &str,
        reason: Option<&str>,
        noted: Noted,
    ) -> Result<bool, StoreError> {
        let (integration, who) = (integration.to_owned(), who(customer));
        let reason = reason.map(str::to_owned);
        // By the writer, so that it stands in line with what customers wish themselves.
        self.write(move |connection| {
            let known: i64 = connection.query_row(
                "SELECT count(*) FROM integrations WHERE id = ?",
                [&integration],
                |row| row.get(0),
            )?;
            if known == 0 {
                return Ok(false);
            }
            connection.execute(
                "INSERT INTO suppressions (integration, who, since, source, reason) VALUES (?, ?, ?, 'person', ?)
                 ON CONFLICT DO NOTHING",
                params![integration, who, clock::now_ms(), reason],
            )?;
            noted.write(connection)?;
            Ok(true)
        })
        .await
    }

    /// Takes a customer off the list, and tells whether they were on it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn unsuppress(
        &self,
        integration: &str,
        customer: &str,
        noted: Noted,
    ) -> Result<bool, StoreError> {
        let names = [integration.to_owned(), digits(customer).to_owned(), hidden(customer)];
        self.write(move |connection| {
            let removed = connection
                .execute("DELETE FROM suppressions WHERE integration = ?1 AND who IN (?2, ?3)", names)?;
            if removed > 0 {
                noted.write(connection)?;
            }
            Ok(removed > 0)
        })
        .await
    }
}

/// As the table has it: a number in digits, anything else as the provider's id of a customer.
fn who(customer: &str) -> String {
    let digits = digits(customer);
    if digits.bytes().all(|byte| byte.is_ascii_digit()) { digits.to_owned() } else { hidden(customer) }
}

fn digits(customer: &str) -> &str {
    customer.strip_prefix('+').unwrap_or(customer)
}
