//! Events of a customer. The index over them has parts of 8192 places each, so that what comes in together is written into few of its
//! pages (see migration 8); whoever looks for a customer asks part by part: a millisecond for some millions of events.

use sqlx::{QueryBuilder, Sqlite};

use super::inbound::hidden;

/// A subquery with the places of those events whose `who` is in this list, such as `?1, ?2`.
pub(super) fn places(who: &str) -> String {
    format!("{BEFORE}{who}{AFTER}")
}

const BEFORE: &str = "(WITH RECURSIVE part (n) AS (SELECT min(place) >> 13 FROM events
         UNION ALL SELECT n + 1 FROM part WHERE n < (SELECT max(place) >> 13 FROM events))
     SELECT e.place FROM part CROSS JOIN events e WHERE e.place >> 13 = part.n AND e.who IN (";
const AFTER: &str = "))";

/// Adds the condition that an event is about this customer: a number with or without plus, or the provider's id of one who hides theirs.
pub(super) fn push(sql: &mut QueryBuilder<Sqlite>, customer: &str) {
    let digits = customer.strip_prefix('+').unwrap_or(customer);
    sql.push(" AND place IN ").push(BEFORE).push_bind(digits.to_owned());
    sql.push(", ").push_bind(hidden(customer)).push(AFTER);
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use whatsapp_domain::EventStatus;

    use super::super::{
        EventFilter, EventOrder, Lock, QueueLimits, Store,
        testing::{inbound, noted, put},
    };
    use crate::{
        clock,
        vault::{Vault, key::Key},
    };

    /// A store in which the customer's events lie in three parts, others between them.
    async fn open(folder: &Path) -> Store {
        let lock = Lock::take(folder).unwrap();
        let queue = QueueLimits { webhooks: 64, bytes: 1 << 20 };
        let store = Store::open(folder, Vault::new(&Key::from_bytes([1; 32])), lock, queue).await.unwrap();
        for (part, id) in ["a", "b", "c"].into_iter().enumerate() {
            let from = part as i64 * 20_000;
            store
                .write(move |connection| {
                    connection.execute(
                        "INSERT OR REPLACE INTO sqlite_sequence (rowid, name, seq)
                         VALUES ((SELECT rowid FROM sqlite_sequence WHERE name = 'events'), 'events', ?)",
                        [from],
                    )?;
                    Ok(())
                })
                .await
                .unwrap();
            put(&store, vec![inbound(&format!("{id}1"), Some("447400123456"), None)]).await;
            put(&store, vec![inbound(&format!("{id}2"), Some("447400999999"), None)]).await;
            put(&store, vec![inbound(&format!("{id}3"), None, Some("u1"))]).await;
        }
        store
    }

    async fn ids(store: &Store, customer: &str, order: EventOrder) -> Vec<String> {
        let filter = EventFilter { customer: Some(customer.into()), ..EventFilter::default() };
        let found = store.events(&filter, order, 10).await.unwrap();
        found.into_iter().filter_map(|found| found.event.message_id).collect()
    }

    #[tokio::test]
    async fn events_are_found_in_all_parts_in_both_orders_and_for_hidden_customers() {
        let folder = tempfile::tempdir().unwrap();
        let store = open(folder.path()).await;
        assert_eq!(ids(&store, "+447400123456", EventOrder::After(0)).await, ["a1", "b1", "c1"]);
        assert_eq!(ids(&store, "447400999999", EventOrder::Before(i64::MAX)).await, ["c2", "b2", "a2"]);
        assert_eq!(ids(&store, "447400123456", EventOrder::After(20_001)).await, ["c1"]);
        assert_eq!(ids(&store, "u1", EventOrder::After(0)).await, ["a3", "b3", "c3"]);
        assert!(ids(&store, "447400000000", EventOrder::After(0)).await.is_empty());
        let contact = store.contact("int_1", "447400123456", clock::now_ms()).await.unwrap();
        assert!(contact.wrote_at.is_some());
        let wrote = store.last_wrote("int_1", "447400123456").await.unwrap();
        assert_eq!(wrote.map(|(_, kind)| kind).as_deref(), Some("text"));
        assert!(store.last_wrote("int_1", "447400000000").await.unwrap().is_none());
        store.close().await;
    }

    #[tokio::test]
    async fn forgetting_and_naming_reach_all_parts() {
        let folder = tempfile::tempdir().unwrap();
        let store = open(folder.path()).await;
        assert_eq!(store.erase_customer("447400999999", None, noted()).await.unwrap(), 3);
        assert!(ids(&store, "447400999999", EventOrder::After(0)).await.is_empty());
        put(&store, vec![inbound("d", Some("447400777777"), Some("u1"))]).await;
        let named = ids(&store, "447400777777", EventOrder::After(0)).await;
        assert_eq!(named.len(), 4, "{named:?}");
        let held = EventFilter { status: Some(EventStatus::Inbound), only_known: true, ..Default::default() };
        assert_eq!(store.events(&held, EventOrder::After(0), 20).await.unwrap().len(), 10);
        store.close().await;
    }

    #[tokio::test]
    async fn every_look_for_a_customer_uses_the_index_part_by_part() {
        let folder = tempfile::tempdir().unwrap();
        let store = open(folder.path()).await;
        let plan = store
            .write(|connection| {
                let sql = format!(
                    "EXPLAIN QUERY PLAN SELECT place FROM events WHERE status = 'inbound' AND place > 0
                     AND place IN {} ORDER BY place DESC LIMIT 5",
                    super::places("'1', '2'")
                );
                let mut statement = connection.prepare(&sql)?;
                let rows = statement.query_map([], |row| row.get::<_, String>(3))?;
                Ok(rows.collect::<Result<Vec<_>, _>>()?.join("\n"))
            })
            .await
            .unwrap();
        assert!(plan.contains("events_of_customer (<expr>=? AND who=?)"), "{plan}");
        assert!(!plan.contains("SCAN events") && !plan.contains("SCAN e\n"), "{plan}");
        store.close().await;
    }
}
