//! The outbox against a console that answers by script: who gets what, in which order, and that nothing is lost.

use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use axum::{
    Router,
    body::Bytes,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use serde_json::Value;
use standardwebhooks::Webhook;
use tokio::net::TcpListener;

use super::{worker::Worker, *};
use crate::{
    AppState,
    config::Config,
    store::testing::{self, noted},
    upstream::system_network,
};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// A call that came to the console.
#[derive(Debug, Clone)]
struct Call {
    id: String,
    customer: String,
    message_id: String,
    at: Instant,
    taken: bool,
}

/// What the script sees: the event, and how often it came before.
type Script = dyn Fn(&Value, usize) -> (u16, Option<&'static str>, Duration) + Send + Sync;

#[derive(Clone)]
struct Console {
    address: SocketAddr,
    calls: Arc<Mutex<Vec<Call>>>,
    /// Most calls at the same time.
    most: Arc<Mutex<(usize, usize)>>,
}

impl Console {
    async fn start(
        script: impl Fn(&Value, usize) -> (u16, Option<&'static str>, Duration) + Send + Sync + 'static,
    ) -> Self {
        Self::at(TcpListener::bind("127.0.0.1:0").await.unwrap(), Arc::new(script))
    }

    fn at(listener: TcpListener, script: Arc<Script>) -> Self {
        let address = listener.local_addr().unwrap();
        let console = Self { address, calls: Arc::default(), most: Arc::default() };
        let (calls, most) = (console.calls.clone(), console.most.clone());
        let take = async move |headers: HeaderMap, body: Bytes| {
            // What does not verify by the scheme's own library is no event.
            Webhook::new(SECRET).unwrap().verify(&body, &headers).unwrap();
            let event: Value = serde_json::from_slice(&body).unwrap();
            let id = event["id"].as_str().unwrap().to_owned();
            assert_eq!(headers["webhook-id"], *id);
            assert_eq!(headers["content-type"], "application/json");
            {
                let mut most = most.lock().unwrap();
                most.0 += 1;
                most.1 = most.1.max(most.0);
            }
            let before = calls.lock().unwrap().iter().filter(|call| call.id == id).count();
            let (status, retry_after, wait) = script(&event, before);
            let call = Call {
                id,
                customer: event["customer"]["value"].as_str().unwrap_or_default().to_owned(),
                message_id: event["message_id"].as_str().unwrap_or_default().to_owned(),
                at: Instant::now(),
                taken: (200..300).contains(&status),
            };
            calls.lock().unwrap().push(call);
            tokio::time::sleep(wait).await;
            most.lock().unwrap().0 -= 1;
            let mut answer = HeaderMap::new();
            if let Some(value) = retry_after {
                answer.insert("retry-after", value.parse().unwrap());
            }
            (StatusCode::from_u16(status).unwrap(), answer)
        };
        let app = Router::new().route("/in", post(take));
        tokio::spawn(async move { axum::serve(listener, app).await });
        console
    }

    fn calls(&self) -> Vec<Call> {
        self.calls.lock().unwrap().clone()
    }

    /// Message ids that were taken, by customer, in the order of their first arrival.
    fn taken(&self) -> HashMap<String, Vec<String>> {
        let mut all: HashMap<String, Vec<String>> = HashMap::new();
        for call in self.calls().into_iter().filter(|call| call.taken) {
            let ids = all.entry(call.customer).or_default();
            if !ids.contains(&call.message_id) {
                ids.push(call.message_id);
            }
        }
        all
    }

    async fn has_taken(&self, count: usize) {
        let start = Instant::now();
        while self.taken().values().map(Vec::len).sum::<usize>() < count {
            assert!(start.elapsed() < Duration::from_secs(30), "{:?}", self.calls());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

async fn open(folder: &tempfile::TempDir, address: SocketAddr, pairs: &[(&str, &str)]) -> AppState {
    let (data, url) = (folder.path().join("data").display().to_string(), format!("http://{address}/in"));
    let find = |name: &str| match name {
        "DATA_DIR" => Some(data.clone()),
        "EVENTS_URL" if pairs.contains(&("EVENTS_URL", "")) => None,
        "EVENTS_URL" => Some(url.clone()),
        "EVENTS_SECRET" => Some(SECRET.to_owned()),
        "EVENTS_ALLOW_PRIVATE" => Some("on".to_owned()),
        name => pairs
            .iter()
            .chain(&[("EVENTS_RETRY_S", "1"), ("EVENTS_TIMEOUT_S", "5"), ("SHUTDOWN_S", "2")])
            .find(|(key, _)| *key == name)
            .map(|(_, value)| (*value).to_owned()),
    };
    let config = Config::read(&[&find]).unwrap();
    AppState::open_with(config, "127.0.0.1:8787".parse().unwrap(), system_network()).await.unwrap()
}

/// So many messages of each customer, in turns: `a-0`, `b-0`, `a-1` …
async fn write(state: &AppState, customers: &[&str], count: usize) {
    for number in 0..count {
        let all = customers.iter().map(|customer| {
            testing::inbound(&format!("{customer}-{number}"), Some(&number_of(customer)), None)
        });
        testing::put(&state.store, all.collect()).await;
    }
}

/// A number for a letter.
fn number_of(customer: &str) -> String {
    format!("4474001234{:02}", customer.bytes().map(u32::from).sum::<u32>() % 100)
}

fn expected(customer: &str, count: usize) -> (String, Vec<String>) {
    let ids = (0..count).map(|number| format!("{customer}-{number}")).collect();
    (format!("+{}", number_of(customer)), ids)
}

async fn end(state: &AppState, worker: Worker) {
    state.ending.send_replace(true);
    worker.ended(Duration::from_secs(5)).await;
    state.store.close().await;
}

#[tokio::test]
async fn each_event_goes_out_once_in_order_for_each_customer_and_customers_side_by_side() {
    let console = Console::start(|_, _| (204, None, Duration::from_millis(5))).await;
    let folder = tempfile::tempdir().unwrap();
    let state = open(&folder, console.address, &[("EVENTS_AT_ONCE", "4")]).await;
    let worker = start(&state).unwrap();
    let customers = ["a", "b", "c", "d", "e", "f"];
    write(&state, &customers, 5).await;
    console.has_taken(30).await;
    let taken = console.taken();
    for customer in customers {
        let (customer, ids) = expected(customer, 5);
        assert_eq!(taken[&customer], ids);
    }
    assert_eq!(console.calls().len(), 30, "none twice");
    assert_eq!(console.most.lock().unwrap().1, 4, "as many at a time as may be");
    let numbers = state.store.outbox_numbers().await.unwrap();
    assert_eq!((numbers.delayed, numbers.dead), (0, 0));
    end(&state, worker).await;
}

#[tokio::test]
async fn what_was_there_before_the_first_endpoint_is_not_sent_and_what_came_while_it_was_off_is() {
    let console = Console::start(|_, _| (200, None, Duration::ZERO)).await;
    let folder = tempfile::tempdir().unwrap();
    let state = open(&folder, console.address, &[("EVENTS_URL", "")]).await;
    write(&state, &["a"], 1).await;
    assert!(start(&state).is_none());
    state.store.close().await;
    drop(state);

    let state = open(&folder, console.address, &[]).await;
    let worker = start(&state).unwrap();
    testing::put(&state.store, vec![testing::inbound("late", Some(&number_of("b")), None)]).await;
    console.has_taken(1).await;
    end(&state, worker).await;
    drop(state);

    let state = open(&folder, console.address, &[]).await;
    testing::put(&state.store, vec![testing::inbound("while-off", Some(&number_of("b")), None)]).await;
    let worker = start(&state).unwrap();
    console.has_taken(2).await;
    assert_eq!(console.taken()[&format!("+{}", number_of("b"))], ["late", "while-off"]);
    assert_eq!(console.calls().len(), 2, "the place was noted at the end");
    end(&state, worker).await;
}

#[tokio::test]
async fn a_failing_event_holds_up_its_customer_and_nobody_else() {
    let console = Console::start(|event, before| match event["message_id"].as_str() {
        Some("a-0") if before < 2 => (500, None, Duration::ZERO),
        _ => (200, None, Duration::ZERO),
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let state = open(&folder, console.address, &[]).await;
    let worker = start(&state).unwrap();
    write(&state, &["a", "b"], 3).await;
    console.has_taken(6).await;
    let calls = console.calls();
    let taken_at = |id: &str| calls.iter().find(|call| call.taken && call.message_id == id).unwrap().at;
    assert!(taken_at("b-2") < taken_at("a-0"), "b does not wait for a");
    assert_eq!(console.taken()[&expected("a", 3).0], expected("a", 3).1);
    let tries: Vec<Instant> =
        calls.iter().filter(|call| call.message_id == "a-0").map(|call| call.at).collect();
    assert_eq!(tries.len(), 3);
    assert!(
        tries[1] - tries[0] >= Duration::from_millis(990)
            && tries[2] - tries[1] >= Duration::from_millis(2990)
    );
    let left = state.store.outbox_lanes().await.unwrap();
    assert!(left.len() <= 1, "{left:?}");
    end(&state, worker).await;
}

#[tokio::test]
async fn an_endpoint_that_asks_for_a_pause_gets_it_for_everything() {
    let console = Console::start(|_, before| {
        if before == 0 { (429, Some("2"), Duration::ZERO) } else { (200, None, Duration::ZERO) }
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let state = open(&folder, console.address, &[("EVENTS_AT_ONCE", "1")]).await;
    let worker = start(&state).unwrap();
    write(&state, &["a"], 1).await;
    while console.calls().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    write(&state, &["b"], 1).await;
    let first = console.calls()[0].at;
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!(console.calls().len(), 1);
    console.has_taken(2).await;
    assert!(console.calls()[1].at - first >= Duration::from_millis(1990));
    end(&state, worker).await;
}

#[tokio::test]
async fn what_is_never_taken_becomes_a_dead_letter_and_a_replay_revives_it() {
    let healed = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let well = healed.clone();
    let console = Console::start(move |event, _| {
        let poison = event["message_id"] == "a-0" && !well.load(std::sync::atomic::Ordering::Relaxed);
        (if poison { 400 } else { 200 }, None, Duration::ZERO)
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let state = open(&folder, console.address, &[("EVENTS_TRIES", "2")]).await;
    let worker = start(&state).unwrap();
    write(&state, &["a"], 2).await;
    // The next one of the customer goes on once the first is given up.
    console.has_taken(1).await;
    let (letters, more) = state.store.dead_letters(None, 0, 10).await.unwrap();
    assert_eq!((letters.len(), more), (1, false));
    let letter = &letters[0];
    assert_eq!(
        (letter.tries, letter.failure.code.as_str(), letter.status.as_str()),
        (2, "status-400", "inbound")
    );
    assert_eq!(state.store.outbox_numbers().await.unwrap().dead, 1);
    assert_eq!(state.outbox.counts().dead, 1);

    healed.store(true, std::sync::atomic::Ordering::Relaxed);
    let none = state
        .outbox
        .ask(|answer| Command::Revive(Some(vec!["evt_000000000000200000000".into()]), answer))
        .await;
    assert_eq!(none.unwrap().unwrap(), 0);
    let revived = state.outbox.ask(|answer| Command::Revive(Some(vec![letter.id.clone()]), answer)).await;
    assert_eq!(revived.unwrap().unwrap(), 1);
    console.has_taken(2).await;
    assert_eq!(console.calls().iter().filter(|call| call.message_id == "a-1").count(), 1);
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(state.store.outbox_numbers().await.unwrap().dead, 0);
    end(&state, worker).await;
}

#[tokio::test]
async fn after_410_nothing_goes_out_until_a_replay() {
    let console =
        Console::start(|_, before| (if before == 0 { 410 } else { 200 }, None, Duration::ZERO)).await;
    let folder = tempfile::tempdir().unwrap();
    let state = open(&folder, console.address, &[("EVENTS_AT_ONCE", "1")]).await;
    let worker = start(&state).unwrap();
    write(&state, &["a", "b"], 1).await;
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!(console.calls().len(), 1);
    assert_eq!(state.outbox.last().1.unwrap().code, "status-410");
    assert_eq!(state.outbox.ask(|answer| Command::Revive(None, answer)).await.unwrap().unwrap(), 0);
    console.has_taken(1).await;
    end(&state, worker).await;
}

#[tokio::test]
async fn a_silent_endpoint_slows_nobody_down_who_writes() {
    let console = Console::start(|_, _| (200, None, Duration::from_secs(60))).await;
    let folder = tempfile::tempdir().unwrap();
    let state = open(&folder, console.address, &[("EVENTS_TIMEOUT_S", "1")]).await;
    let worker = start(&state).unwrap();
    write(&state, &["a"], 1).await;
    while console.calls().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let start = Instant::now();
    write(&state, &["b", "c", "d"], 100).await;
    let took = start.elapsed();
    assert!(took < Duration::from_secs(10), "{took:?}");
    let mut newest = state.store.newest_event();
    tokio::time::timeout(Duration::from_secs(5), newest.wait_for(|newest| *newest == 301))
        .await
        .unwrap()
        .unwrap();
    drop(newest);
    state.ending.send_replace(true);
    worker.ended(Duration::from_secs(3)).await;
}

#[tokio::test]
async fn while_nobody_listens_events_wait_and_then_all_of_them_arrive_in_order() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let folder = tempfile::tempdir().unwrap();
    let state = open(&folder, address, &[("EVENTS_TRIES", "3")]).await;
    let worker = start(&state).unwrap();
    let customers = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];
    write(&state, &customers, 10).await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    let numbers = state.store.outbox_numbers().await.unwrap();
    assert_eq!(numbers.waiting, 120);
    assert!(numbers.oldest_at.is_some());
    assert_eq!(state.outbox.last().1.unwrap().code, "connection-refused");
    let tried = state.outbox.counts().failed;
    assert!(tried < 30, "{tried}: an endpoint that is down is asked one event at a time");
    assert_eq!(numbers.dead, 0, "being down is no event's fault");

    let console =
        Console::at(TcpListener::bind(address).await.unwrap(), Arc::new(|_, _| (200, None, Duration::ZERO)));
    console.has_taken(120).await;
    let taken = console.taken();
    for customer in customers {
        let (customer, ids) = expected(customer, 10);
        assert_eq!(taken[&customer], ids);
    }
    end(&state, worker).await;
}

#[tokio::test]
async fn a_worker_that_dies_at_any_moment_loses_nothing() {
    let console =
        Console::start(|_, before| (if before == 0 { 503 } else { 200 }, None, Duration::from_millis(1)))
            .await;
    let folder = tempfile::tempdir().unwrap();
    let customers = ["a", "b", "c", "d", "e", "f", "g", "h"];
    let state = open(&folder, console.address, &[]).await;
    write(&state, &customers, 10).await;
    for round in 0..12 {
        let worker = start(&state).unwrap();
        tokio::time::sleep(Duration::from_millis(20 + round * 37)).await;
        worker.kill().await;
    }
    let worker = start(&state).unwrap();
    console.has_taken(80).await;
    let taken = console.taken();
    for customer in customers {
        let (customer, ids) = expected(customer, 10);
        assert_eq!(taken[&customer], ids, "in order, however often it died");
    }
    end(&state, worker).await;
}

/// A console that holds the first event of "a" for a while and takes everything else at once, and how many calls were repeats.
async fn holding_one_up() -> Console {
    Console::start(|event, before| {
        let held = event["message_id"] == "a-0" && before == 0;
        (204, None, Duration::from_millis(if held { 4000 } else { 1 }))
    })
    .await
}

fn repeats(console: &Console) -> usize {
    let calls = console.calls();
    let different: std::collections::HashSet<_> = calls.iter().map(|call| &call.id).collect();
    calls.len() - different.len()
}

const MANY: [&str; 12] = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];

#[tokio::test]
async fn a_crash_repeats_no_more_than_was_on_its_way() {
    let console = holding_one_up().await;
    let folder = tempfile::tempdir().unwrap();
    let slots = &[("EVENTS_AT_ONCE", "4")];
    let state = open(&folder, console.address, slots).await;
    let worker = start(&state).unwrap();
    write(&state, &MANY, 30).await;
    // The first of all is still on its way, so the place among all events stays before it.
    console.has_taken(200).await;
    worker.kill().await;
    let noted = state.store.outbox_begin().await.unwrap();
    assert_eq!(noted, 0);
    state.store.close().await;
    drop(state);

    let state = open(&folder, console.address, slots).await;
    let worker = start(&state).unwrap();
    console.has_taken(MANY.len() * 30).await;
    assert!((1..=4).contains(&repeats(&console)), "{} repeats", repeats(&console));
    for customer in MANY {
        let (customer, ids) = expected(customer, 30);
        assert_eq!(console.taken()[&customer], ids);
    }
    end(&state, worker).await;
}

#[tokio::test]
async fn what_can_t_be_noted_is_not_sent_again_and_again() {
    let console = holding_one_up().await;
    let folder = tempfile::tempdir().unwrap();
    let state = open(&folder, console.address, &[("EVENTS_AT_ONCE", "4")]).await;
    let deafness =
        |sql: &'static str| state.store.write(move |connection| Ok(connection.execute_batch(sql)?));
    deafness("CREATE TRIGGER deaf BEFORE INSERT ON outbox_done BEGIN SELECT RAISE(ABORT, 'deaf'); END")
        .await
        .unwrap();
    let worker = start(&state).unwrap();
    write(&state, &MANY, 5).await;
    tokio::time::sleep(Duration::from_millis(3500)).await;
    assert!(console.calls().len() <= 8, "{:?}", console.calls());
    deafness("DROP TRIGGER deaf").await.unwrap();
    console.has_taken(MANY.len() * 5).await;
    assert!(repeats(&console) <= 4, "{} repeats", repeats(&console));
    end(&state, worker).await;
}

#[tokio::test]
async fn events_that_wait_for_their_customer_go_out_once_it_is_known() {
    let console = Console::start(|_, _| (200, None, Duration::ZERO)).await;
    let folder = tempfile::tempdir().unwrap();
    let state = open(&folder, console.address, &[]).await;
    let worker = start(&state).unwrap();
    testing::put(&state.store, vec![testing::inbound("hidden", None, Some("GB.1"))]).await;
    write(&state, &["a"], 1).await;
    console.has_taken(1).await;
    assert_eq!(console.calls().len(), 1);
    testing::put(&state.store, vec![testing::inbound("shown", Some("447400999999"), Some("GB.1"))]).await;
    console.has_taken(3).await;
    let ids = &console.taken()["+447400999999"];
    assert!(ids.contains(&"hidden".to_owned()) && ids.contains(&"shown".to_owned()), "{ids:?}");
    end(&state, worker).await;
}

#[tokio::test]
async fn everything_behind_an_event_can_be_sent_again_under_the_same_ids() {
    let console = Console::start(|_, _| (200, None, Duration::ZERO)).await;
    let folder = tempfile::tempdir().unwrap();
    let state = open(&folder, console.address, &[]).await;
    let worker = start(&state).unwrap();
    write(&state, &["a"], 4).await;
    console.has_taken(4).await;
    let again = state.outbox.ask(|answer| Command::Rewind(2, answer)).await.unwrap().unwrap();
    assert_eq!(again, 2);
    let start = Instant::now();
    while console.calls().len() < 6 {
        assert!(start.elapsed() < Duration::from_secs(10));
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let ids: Vec<String> = console.calls().into_iter().map(|call| call.id).collect();
    assert_eq!(ids[2..4], ids[4..6]);
    end(&state, worker).await;
}

#[tokio::test]
async fn what_was_erased_before_it_was_delivered_is_not_delivered() {
    let console = Console::start(|_, _| (500, None, Duration::ZERO)).await;
    let folder = tempfile::tempdir().unwrap();
    let state = open(&folder, console.address, &[]).await;
    write(&state, &["a"], 3).await;
    assert_eq!(state.store.erase_customer(&number_of("a"), None, noted()).await.unwrap(), 3);
    let worker = start(&state).unwrap();
    let begun = Instant::now();
    while state.store.outbox_numbers().await.unwrap().waiting > 0 {
        assert!(begun.elapsed() < Duration::from_secs(10));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(console.calls().is_empty());
    end(&state, worker).await;
}
