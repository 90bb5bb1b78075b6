use std::{path::Path, sync::Arc, task::Poll};

use rusqlite::Connection;
use serde_json::{Value, json};
use whatsapp_domain::{
    NumberFormat, Outcome, TwoWay, Verdict,
    campaign_event::{CampaignEvent, EventSource, EventStatus},
    following::Following,
    inbound::{DeliveryReport, DeliveryStatus, InboundMessage, WebhookItem},
    opt_out::Wish,
};

use super::*;
use crate::{
    clock,
    store::{
        Accepted, EventFilter, EventOrder, Lock, QueueLimits, ReportExtras, SentMessage, Store, StoreError,
        StoredEvent, testing::noted,
    },
    vault::{Vault, key::Key as VaultKey},
};

async fn open(folder: &Path) -> Store {
    let lock = Lock::take(folder).unwrap();
    let queue = QueueLimits { webhooks: 64, bytes: 1 << 20 };
    Store::open(folder, Vault::new(&VaultKey::from_bytes([1; 32])), lock, queue).await.unwrap()
}

fn source() -> Arc<Source> {
    Arc::new(Source::new("int_1", TwoWay::default()))
}

fn event(item: WebhookItem, key: Key, who: Option<Who>, effect: Effect) -> NewEvent {
    let source = source();
    let from = EventSource { integration: &source.integration, provider: "p", two_way: &source.two_way };
    let mut event = CampaignEvent::of(item, &from, &clock::now());
    event.customer = None;
    let mut json = serde_json::to_string(&event).unwrap();
    if let Effect::Report(report) = &effect {
        ReportExtras::add(report, &mut json);
    }
    NewEvent {
        key,
        source,
        status: event.status,
        kind: event.kind.into(),
        message_id: event.message_id.map(Into::into),
        who,
        happened_at: event.at.as_deref().and_then(clock::to_ms),
        json,
        effect,
    }
}

fn inbound(id: &str, number: Option<&str>, user_id: Option<&str>, wish: Option<Wish>) -> NewEvent {
    let message: InboundMessage =
        serde_json::from_value(json!({"messageId": id, "kind": "text", "text": "Hi",
        "from": number, "userId": user_id, "at": clock::now(), "raw": {"id": id}}))
        .unwrap();
    let effect = match wish {
        Some(wish) => Effect::Wish {
            wish,
            source: "keyword",
            reason: Some("Hi".into()),
            event: Some(
                json!({"status": if wish == Wish::Stop { "opted_out" } else { "opted_in" }, "type": "text", "message_id": id,
                "integration": "int_1", "provider": "p", "received_at": clock::now(), "raw": {}})
                .to_string(),
            ),
        },
        None => Effect::None,
    };
    let key = Key::of_message("int_1", id, &["inbound"]);
    event(WebhookItem::Inbound(message), key, Who::new(number, user_id), effect)
}

fn report(id: &str, own_id: Option<&str>, status: DeliveryStatus, second: u32) -> NewEvent {
    let failed = status == DeliveryStatus::Failed;
    let report = DeliveryReport {
        message_id: id.into(),
        own_id: own_id.map(Into::into),
        status,
        at: Some(format!("2026-01-01T00:00:{second:02}.000Z")),
        to: Some("447400123456".into()),
        user_id: None,
        outcome: failed.then(|| Outcome::new(Verdict::Refused, "window-closed", "Closed.")),
        raw: json!({"second": second}),
    };
    let key = Key::of_message("int_1", id, &[status.as_str(), report.at.as_deref().unwrap()]);
    let who = Who::new(report.to.as_deref(), None);
    event(WebhookItem::Report(report.clone()), key, who, Effect::Report(Box::new(report)))
}

fn sent(message_id: Option<&str>, own_id: &str) -> SentMessage {
    SentMessage {
        integration: "int_1".into(),
        message_id: message_id.map(Into::into),
        own_id: own_id.into(),
        who: Some("447400123456".into()),
        test: Some("test_1".into()),
        sent_at: clock::now_ms() - 1000,
        following: Following::new(message_id.unwrap_or(own_id), Some("2026-01-01T00:00:00.000Z".into())),
    }
}

async fn put(store: &Store, events: Vec<NewEvent>) -> Accepted {
    let answer = store.inbox.accept(&Arc::default(), events, store.queue_bytes());
    answer.unwrap().await.unwrap().unwrap()
}

async fn follow(store: &Store, message: SentMessage) -> Following {
    let write = move |connection: &Connection| following::follow(connection, message, clock::now_ms());
    store.write(write).await.unwrap()
}

async fn all(store: &Store) -> Vec<StoredEvent> {
    store.events(&EventFilter::default(), EventOrder::After(0), 1000).await.unwrap()
}

async fn followed(store: &Store) -> Following {
    let text = store
        .write(|connection| {
            Ok(connection
                .query_row("SELECT following_json FROM sent_messages", [], |row| row.get::<_, String>(0))?)
        })
        .await
        .unwrap();
    serde_json::from_str(&text).unwrap()
}

#[tokio::test]
async fn an_event_is_written_once_and_outlives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    let mut newest = store.newest_event();
    let first = put(&store, vec![inbound("m1", Some("447400123456"), None, None)]).await;
    assert_eq!(first, Accepted { new: 1, repeated: 0 });
    let again =
        vec![inbound("m1", Some("447400123456"), None, None), inbound("m2", Some("44740"), None, None)];
    assert_eq!(put(&store, again).await, Accepted { new: 1, repeated: 1 });
    let before = all(&store).await;
    // Who listens is told behind the answers, which wait for nobody.
    newest.wait_for(|place| *place == before[1].place).await.unwrap();
    drop(newest);
    store.close().await;
    drop(store);
    let store = open(folder.path()).await;
    assert_eq!(*store.newest_event().borrow(), before[1].place);
    assert_eq!(put(&store, vec![inbound("m1", Some("447400123456"), None, None)]).await.repeated, 1);
    let events = all(&store).await;
    assert_eq!(events, before);
    let event = &events[0].event;
    assert_eq!((event.status, event.message.as_deref()), (EventStatus::Inbound, Some("Hi")));
    let customer = event.customer.as_ref().unwrap();
    assert_eq!((customer.key.as_str(), customer.value.as_str()), ("phone", "+447400123456"));
    let id = event.id.as_deref().unwrap();
    assert_eq!(store.event(id).await.unwrap().as_ref(), Some(&events[0]));
    assert_eq!(store.event(&id.replace(&id[id.len() - 4..], "0000")).await.unwrap(), None);
}

#[tokio::test]
async fn reports_lift_a_message_in_any_order_also_before_it_is_followed() {
    use DeliveryStatus::{Delivered, Failed, Read, Sent};
    let stories = [
        vec![(Sent, 1), (Delivered, 2), (Read, 3)],
        vec![(Read, 3), (Sent, 1), (Delivered, 2)],
        vec![(Delivered, 2), (Read, 3), (Sent, 1), (Failed, 4)],
        vec![(Failed, 4), (Read, 3), (Sent, 1), (Delivered, 2)],
    ];
    for story in stories {
        // The answer to the send is known after this many reports.
        for known_after in 0..=story.len() {
            let folder = tempfile::tempdir().unwrap();
            let store = open(folder.path()).await;
            for (index, (status, second)) in story.iter().enumerate() {
                if index == known_after {
                    follow(&store, sent(Some("m1"), "own1")).await;
                }
                put(&store, vec![report("m1", None, *status, *second)]).await;
                assert_eq!(put(&store, vec![report("m1", None, *status, *second)]).await.repeated, 1);
            }
            if known_after == story.len() {
                follow(&store, sent(Some("m1"), "own1")).await;
            }
            let end = followed(&store).await;
            assert_eq!(end.status, Read, "{story:?} {known_after}");
            assert_eq!(end.sent_at.as_deref(), Some("2026-01-01T00:00:01.000Z"));
            assert_eq!((end.failed_at, end.outcome), (None, None));
            let events = all(&store).await;
            assert_eq!(events.len(), story.len(), "every report is kept");
            assert!(
                events.iter().all(|event| event.event.test.as_deref() == Some("test_1")),
                "{known_after}"
            );
        }
    }
}

#[tokio::test]
async fn an_early_failure_keeps_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    put(&store, vec![report("m1", None, DeliveryStatus::Failed, 4)]).await;
    let following = follow(&store, sent(Some("m1"), "own1")).await;
    assert_eq!(following.status, DeliveryStatus::Failed);
    assert_eq!(following.outcome.unwrap().code, "window-closed");
}

#[tokio::test]
async fn a_message_without_an_answer_is_found_by_our_own_id() {
    for early in [true, false] {
        let folder = tempfile::tempdir().unwrap();
        let store = open(folder.path()).await;
        if early {
            put(&store, vec![report("m1", Some("own1"), DeliveryStatus::Sent, 1)]).await;
            put(&store, vec![report("m9", Some("own10"), DeliveryStatus::Read, 1)]).await;
        }
        follow(&store, sent(None, "own1")).await;
        if !early {
            put(&store, vec![report("m1", Some("own1"), DeliveryStatus::Sent, 1)]).await;
        }
        // From here on the provider's id is enough.
        put(&store, vec![report("m1", None, DeliveryStatus::Delivered, 2)]).await;
        let end = followed(&store).await;
        assert_eq!((end.status, end.message_id.as_str()), (DeliveryStatus::Delivered, "m1"), "{early}");
    }
}

#[tokio::test]
async fn a_wish_changes_the_list_and_is_told_once() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    let who = Some("447400123456");
    let suppressed =
        async || store.contact("int_1", "+447400123456", clock::now_ms()).await.unwrap().suppressed_since;
    put(&store, vec![inbound("m1", who, None, Some(Wish::Stop))]).await;
    assert!(suppressed().await.is_some());
    put(&store, vec![inbound("m2", who, None, Some(Wish::Stop))]).await;
    put(&store, vec![inbound("m3", who, None, Some(Wish::Start))]).await;
    assert_eq!(suppressed().await, None);
    // A redelivery of the old wish does not bring it back.
    put(&store, vec![inbound("m1", who, None, Some(Wish::Stop))]).await;
    assert_eq!(suppressed().await, None);
    let statuses: Vec<_> = all(&store).await.iter().map(|event| event.event.status.as_str()).collect();
    assert_eq!(statuses, ["inbound", "opted_out", "inbound", "inbound", "opted_in"]);
}

#[tokio::test]
async fn a_hidden_customer_waits_until_the_number_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    put(&store, vec![inbound("m1", None, Some("SE.9"), Some(Wish::Stop))]).await;
    put(&store, vec![inbound("m2", Some("44999"), None, None)]).await;
    let known = EventFilter { only_known: true, ..EventFilter::default() };
    let seen = store.events(&known, EventOrder::After(0), 10).await.unwrap();
    assert_eq!(seen.len(), 1);
    assert_eq!(store.match_held("int_1", &TwoWay::default()).await.unwrap(), (0, 2));
    // A message shows both: what waited is handed on before it, behind what was read already.
    put(&store, vec![inbound("m3", Some("447400123456"), Some("SE.9"), None)]).await;
    let rest = store.events(&known, EventOrder::After(seen[0].place), 10).await.unwrap();
    let told: Vec<_> =
        rest.iter().map(|event| (event.event.message_id.as_deref(), event.event.status)).collect();
    assert_eq!(
        told,
        [
            (Some("m1"), EventStatus::Inbound),
            (Some("m1"), EventStatus::OptedOut),
            (Some("m3"), EventStatus::Inbound)
        ]
    );
    assert!(rest.iter().all(|event| event.event.customer.as_ref().unwrap().value == "+447400123456"));
    let contact = store.contact("int_1", "447400123456", clock::now_ms()).await.unwrap();
    assert!(contact.suppressed_since.is_some() && contact.wrote_at.is_some());
    // From now on the number is known.
    put(&store, vec![inbound("m4", None, Some("SE.9"), None)]).await;
    assert!(!all(&store).await.last().unwrap().held);
    assert_eq!(put(&store, vec![inbound("m1", None, Some("SE.9"), None)]).await.repeated, 1);
}

#[tokio::test]
async fn the_window_is_that_of_the_last_message() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    let now = clock::now_ms();
    let nothing = store.contact("int_1", "447400123456", now).await.unwrap();
    assert_eq!((nothing.heard_at, nothing.wrote_at, nothing.suppressed_since), (None, None, None));
    put(&store, vec![inbound("m1", Some("447400123456"), None, None)]).await;
    put(&store, vec![report("m0", None, DeliveryStatus::Read, 1)]).await;
    let contact = store.contact("int_1", "447400123456", now).await.unwrap();
    assert!(contact.wrote_at.unwrap() >= now - 1 && contact.heard_at.is_some());
    assert_eq!(store.contact("int_1", "44999", now).await.unwrap().wrote_at, None);
    assert_eq!(store.contact("int_2", "447400123456", now).await.unwrap().wrote_at, None);
    let later = store.contact("int_1", "447400123456", now + 25 * 60 * 60 * 1000).await.unwrap();
    assert_eq!(later.wrote_at, None);
}

#[tokio::test]
async fn what_is_erased_is_gone_from_the_files_and_stays_known_as_seen() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    let number = "447400123987";
    put(
        &store,
        vec![inbound("m1", Some(number), Some("SE.9"), None), inbound("m2", Some("44999"), None, None)],
    )
    .await;
    assert_eq!(store.erase_customer(&format!("+{number}"), None, noted()).await.unwrap(), 1);
    let events = all(&store).await;
    let erased = &events[0].event;
    assert_eq!(
        (&erased.customer, &erased.user_id, &erased.message, &erased.raw),
        (&None, &None, &None, &Value::Null)
    );
    assert!(events[1].event.customer.is_some());
    assert_eq!(put(&store, vec![inbound("m1", Some(number), None, None)]).await.repeated, 1);
    store.close().await;
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(number.len()).any(|part| part == number.as_bytes()));
    }
}

#[tokio::test]
async fn old_events_go_and_their_places_are_not_given_again() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    put(&store, vec![inbound("m1", Some("44999"), None, None)]).await;
    assert_eq!(store.remove_events(clock::now_ms() - 1000, 100).await.unwrap(), 0);
    assert_eq!(store.remove_events(clock::now_ms() + 1000, 100).await.unwrap(), 1);
    put(&store, vec![inbound("m1", Some("44999"), None, None)]).await;
    assert_eq!(all(&store).await[0].place, 2);
}

#[tokio::test]
async fn a_full_disk_refuses_and_receiving_goes_on_when_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    let limit = async |pages: u32| {
        let set =
            move |connection: &Connection| Ok(connection.pragma_update(None, "max_page_count", pages)?);
        store.write(set).await.unwrap();
    };
    // Below what is used already, SQLite takes the present size as the limit.
    limit(1).await;
    let offer = async |number: usize| {
        let event = inbound(&format!("m{number}"), Some("44740"), None, None);
        store.inbox.accept(&Arc::default(), vec![event], store.queue_bytes()).unwrap().await.unwrap()
    };
    let mut taken = 0;
    let failed = loop {
        match offer(taken).await {
            Ok(_) => taken += 1,
            Err(failed) => break failed,
        }
        assert!(taken < 1000, "the limit does not hold");
    };
    assert!(failed.passing, "{failed}");
    assert_eq!(all(&store).await.len(), taken, "nothing half-written");
    assert!(offer(taken).await.is_err());
    limit(100_000).await;
    assert_eq!(offer(taken).await.unwrap().new, 1);
    assert_eq!(all(&store).await.len(), taken + 1);
}

#[tokio::test]
async fn work_that_fails_takes_nothing_else_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    let (bad, good) = tokio::join!(
        store.write(|connection| {
            connection.execute("INSERT INTO known_users VALUES ('int_1', 'u1', '1')", [])?;
            connection.execute("INSERT INTO no_such_table VALUES (1)", [])?;
            Ok(())
        }),
        put(&store, vec![inbound("m1", Some("44740"), None, None)]),
    );
    assert!(!bad.unwrap_err().is_passing());
    assert_eq!(good.new, 1);
    let users = |connection: &Connection| {
        Ok(connection.query_row("SELECT count(*) FROM known_users", [], |row| row.get::<_, i64>(0))?)
    };
    assert_eq!(store.write(users).await.unwrap(), 0, "half of it would be worse than nothing");
    // Nor does work that panics, beyond its own commit.
    let panics = store.write(|_| -> Result<(), StoreError> { panic!("on purpose") });
    assert!(panics.await.unwrap_err().is_passing());
    assert_eq!(put(&store, vec![inbound("m2", Some("44740"), None, None)]).await.new, 1);
}

#[tokio::test]
async fn as_much_as_may_wait_is_taken_and_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    // The writer is kept busy, so that what comes stays in the queue.
    let (go, wait) = std::sync::mpsc::channel::<()>();
    let busy = store.write(move |_| {
        let _ = wait.recv();
        Ok(())
    });
    let mut busy = Box::pin(busy);
    assert!(std::future::poll_fn(|context| Poll::Ready(busy.as_mut().poll(context).is_pending())).await);
    let (greedy, other) = Default::default();
    let offer = |share, number: usize| {
        let event = inbound(&format!("m{number}"), None, None, None);
        store.inbox.accept(share, vec![event], store.queue_bytes())
    };
    let mut offered: Vec<_> = (0..40).map(|number| offer(&greedy, number)).collect();
    assert_eq!(offered.iter().filter(|offered| offered.is_ok()).count(), 32, "half is for others");
    offered.extend((100..140).map(|number| offer(&other, number)));
    offered.push(offer(&std::sync::Arc::default(), 200));
    assert_eq!(offered.iter().filter(|offered| offered.is_ok()).count(), 64);
    go.send(()).unwrap();
    busy.await.unwrap();
    for taken in offered.into_iter().flatten() {
        assert_eq!(taken.await.unwrap().unwrap().new, 1);
    }
    let (mut first, mut second) = (store.queue_bytes(), store.queue_bytes());
    assert!(first.grow(2 << 20), "a single one is taken whatever its size");
    assert!(!second.grow(1));
    drop((first, second));
    assert!(store.queue_bytes().grow(1 << 19));
    assert_eq!(all(&store).await.len(), 64);
}

#[test]
fn a_format_of_numbers_is_kept() {
    let digits = TwoWay { number_format: NumberFormat::Digits, ..TwoWay::default() };
    let source = Source::new("int_1", digits);
    assert_eq!(source.customer("44").unwrap().value, "44");
}
