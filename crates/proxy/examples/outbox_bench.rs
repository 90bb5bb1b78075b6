//! How long an event takes from the webhook's answer to the console, how many a second get there, and what a console that never
//! answers costs receiving. Proxy and console run in this process; the load is part of what it takes.
//!
//! `cargo run --release -p whatsapp-proxy --example outbox_bench`

use std::{
    collections::HashMap,
    error::Error,
    net::SocketAddr,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use axum::{Router, extract::State, http::StatusCode, routing::post};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use whatsapp_domain::{TwoWay, audit::AuditAction};
use whatsapp_proxy::{
    AppState,
    config::Config,
    serve::serve,
    store::{Noted, SaveIntegration},
};

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

const INTEGRATION: &str = "int_0000000000000000000000bench";
const ONE_BY_ONE: usize = 500;
const MANY: usize = 20_000;
const SENDERS: usize = 32;
const CUSTOMERS: usize = 1000;

/// What came to the console, and whether it answers.
#[derive(Default)]
struct Console {
    at: Mutex<HashMap<String, Instant>>,
    count: AtomicUsize,
    is_silent: AtomicBool,
}

impl Console {
    fn at(&self, message: &str) -> Option<Instant> {
        self.at.lock().unwrap_or_else(PoisonError::into_inner).get(message).copied()
    }
}

async fn take(State(console): State<Arc<Console>>, body: String) -> StatusCode {
    if console.is_silent.load(Ordering::Relaxed) {
        std::future::pending::<()>().await;
    }
    let event: Value = serde_json::from_str(&body).unwrap_or_default();
    let message = event["message_id"].as_str().unwrap_or_default().to_owned();
    let is_new =
        console.at.lock().unwrap_or_else(PoisonError::into_inner).insert(message, Instant::now()).is_none();
    console.count.fetch_add(usize::from(is_new), Ordering::Relaxed);
    StatusCode::NO_CONTENT
}

fn main() -> Result<()> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(run())
}

async fn run() -> Result<()> {
    let console = Arc::new(Console::default());
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/events", listener.local_addr()?);
    let app = Router::new().route("/events", post(take)).with_state(Arc::clone(&console));
    tokio::spawn(async move { axum::serve(listener, app).await });

    let folder = tempfile::tempdir()?;
    let data = folder.path().display().to_string();
    let find = |name: &str| match name {
        "DATA_DIR" => Some(data.clone()),
        "LISTEN" => Some("127.0.0.1:0".to_owned()),
        "EVENTS_URL" => Some(url.clone()),
        "EVENTS_SECRET" => Some("whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=".to_owned()),
        "EVENTS_ALLOW_PRIVATE" => Some("on".to_owned()),
        _ => None,
    };
    let path = account(Config::read(&[&find])?).await?;
    let (started, address) = tokio::sync::oneshot::channel::<SocketAddr>();
    let (end, ended) = tokio::sync::oneshot::channel::<()>();
    let serving = tokio::spawn(serve(
        Config::read(&[&find])?,
        async {
            let _ = ended.await;
        },
        |_, address| {
            let _ = started.send(address);
        },
    ));
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().no_proxy().build()?;
    let url = format!("http://{}{path}", address.await?);

    let mut took = Vec::new();
    for number in 0..ONE_BY_ONE {
        let message = format!("one-{number}");
        write(&client, &url, &message, number).await?;
        let answered = Instant::now();
        let arrived = loop {
            match console.at(&message) {
                Some(at) => break at,
                None => tokio::time::sleep(Duration::from_micros(100)).await,
            }
        };
        took.push(arrived.saturating_duration_since(answered));
    }
    took.sort_unstable();
    let at = |part: f64| took[((took.len() - 1) as f64 * part) as usize].as_secs_f64() * 1000.0;
    println!(
        "from the webhook's answer to the console, one at a time: p50 {:.2} ms, p99 {:.2} ms",
        at(0.5),
        at(0.99)
    );

    let (accepted, start) = pour(&client, &url, "many").await?;
    println!("receiving, the console taking all:   {:>7.0} a second", MANY as f64 / accepted.as_secs_f64());
    while console.count.load(Ordering::Relaxed) < ONE_BY_ONE + MANY {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    println!(
        "at the console, {CUSTOMERS} customers:       {:>7.0} a second",
        MANY as f64 / start.elapsed().as_secs_f64()
    );

    console.is_silent.store(true, Ordering::Relaxed);
    let (accepted, _) = pour(&client, &url, "silent").await?;
    println!("receiving, the console never answers: {:>6.0} a second", MANY as f64 / accepted.as_secs_f64());
    drop(end);
    // What is on its way to a console that never answers is given up at the end.
    let _ = tokio::time::timeout(Duration::from_secs(30), serving).await;
    Ok(())
}

/// Many webhooks from several senders; how long until the last was answered, and when it began.
async fn pour(client: &reqwest::Client, url: &str, name: &'static str) -> Result<(Duration, Instant)> {
    let start = Instant::now();
    let mut senders = tokio::task::JoinSet::new();
    for sender in 0..SENDERS {
        let (client, url) = (client.clone(), url.to_owned());
        senders.spawn(async move {
            for number in (sender..MANY).step_by(SENDERS) {
                write(&client, &url, &format!("{name}-{number}"), number % CUSTOMERS).await?;
            }
            Ok::<_, Box<dyn Error + Send + Sync>>(())
        });
    }
    while let Some(done) = senders.join_next().await {
        done??;
    }
    Ok((start.elapsed(), start))
}

async fn write(client: &reqwest::Client, url: &str, message: &str, customer: usize) -> Result<()> {
    let number = format!("4474{customer:08}");
    let body = json!({"results": [{"from": number, "to": "447860099299", "integrationType": "WHATSAPP",
        "receivedAt": "2026-02-03T04:05:06.789+0000", "messageId": message, "message": {"type": "TEXT", "text": "SUBSCRIBE"},
        "contact": {"name": "Ana Lind", "phoneNumber": number}}], "messageCount": 1, "pendingMessageCount": 0});
    let status = client.post(url).body(body.to_string()).send().await?.status();
    if status.is_success() { Ok(()) } else { Err(format!("a webhook was answered {status}").into()) }
}

/// Saves an account; gives the path that its provider calls.
async fn account(config: Config) -> Result<String> {
    let state = AppState::open(config, SocketAddr::from(([127, 0, 0, 1], 0))).await?;
    let settings = [("baseUrl", "https://x.api.infobip.com"), ("sender", "447860099299")];
    let save = SaveIntegration {
        name: "Shop",
        provider: "infobip",
        settings: &settings.map(|(key, value)| (key.into(), value.into())).into(),
        secrets: &Default::default(),
        two_way: &TwoWay { enabled: true, ..TwoWay::default() },
        limits: &Default::default(),
    };
    let noted = Noted::new(INTEGRATION, None, AuditAction::Created);
    state.store.create_integration(INTEGRATION, &save, "2026-01-01T00:00:00.000Z", "local", noted).await?;
    let callback = state.store.callback(INTEGRATION).await?.ok_or("no callback")?;
    state.store.close().await;
    Ok(format!("/webhooks/infobip/{INTEGRATION}/{}", callback.token.expose()))
}
