//! Kills a proxy over and over while webhooks pour in and the outbox drains, and counts what was acknowledged, what is there and what
//! reached the console, as sets.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    error::Error,
    fmt,
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use whatsapp_domain::{TwoWay, audit::AuditAction};
use whatsapp_proxy::{
    AppState,
    config::Config,
    store::{Noted, SaveIntegration},
};

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// Who sends at the same time.
const SENDERS: usize = 8;
/// Customers that write.
const CUSTOMERS: u64 = 40;
/// How long the outbox may take to drain after the last round.
const DRAIN: Duration = Duration::from_secs(120);
/// Events on their way to the console at a time: so many may be given again after each kill.
const SLOTS: usize = 16;

/// What was counted. Ids are the provider's message ids.
#[derive(Debug, Default)]
pub struct Tally {
    pub rounds: u32,
    pub attempted: BTreeSet<String>,
    pub acknowledged: BTreeSet<String>,
    pub present: BTreeSet<String>,
    pub delivered: BTreeSet<String>,
    /// In the database more than once.
    pub doubled: BTreeSet<String>,
    /// Given to the console as two events.
    pub two_events: BTreeSet<String>,
    /// Given to the console before an earlier one of the same customer.
    pub out_of_order: BTreeSet<String>,
    /// The same event given again, which is allowed for what was on its way at a kill.
    pub again: usize,
}

impl Tally {
    fn lost(&self) -> Vec<&String> {
        self.acknowledged.difference(&self.present).collect()
    }

    fn unexpected(&self) -> Vec<&String> {
        self.present.difference(&self.attempted).collect()
    }

    fn undelivered(&self) -> Vec<&String> {
        self.present.difference(&self.delivered).collect()
    }

    /// Nothing lost, nothing doubled, nothing from nowhere, all delivered and in order.
    pub fn is_clean(&self) -> bool {
        self.lost().is_empty()
            && self.unexpected().is_empty()
            && self.undelivered().is_empty()
            && self.doubled.is_empty()
            && self.two_events.is_empty()
            && self.out_of_order.is_empty()
            && self.again <= self.may_come_again()
    }

    fn may_come_again(&self) -> usize {
        self.rounds as usize * SLOTS
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kept, all) = (self.present.len(), self.attempted.len());
        writeln!(
            f,
            "{} kills; {all} messages sent, {} acknowledged, {kept} there",
            self.rounds,
            self.acknowledged.len()
        )?;
        writeln!(f, "acknowledged and not there: {}", self.lost().len())?;
        writeln!(f, "there and never sent:       {}", self.unexpected().len())?;
        writeln!(f, "there more than once:       {}", self.doubled.len())?;
        writeln!(f, "not given to the console:   {}", self.undelivered().len())?;
        writeln!(f, "given as two events:        {}", self.two_events.len())?;
        writeln!(f, "out of order:               {}", self.out_of_order.len())?;
        let most = self.may_come_again();
        write!(f, "given again, same id:       {} ({SLOTS} may be for each kill: {most})", self.again)
    }
}

/// What came to the console: message, event and customer, in the order of arrival.
#[derive(Default)]
struct Console(Mutex<Vec<(String, String, String)>>);

async fn take(State(console): State<Arc<Console>>, headers: HeaderMap, body: String) -> StatusCode {
    let event: Value = serde_json::from_str(&body).unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let id = headers.get("webhook-id").and_then(|id| id.to_str().ok()).unwrap_or_default().to_owned();
    let got = (text(&event["message_id"]), id, text(&event["customer"]["value"]));
    console.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(got);
    StatusCode::NO_CONTENT
}

/// Numbers that look random and are the same for the same seed (xorshift64).
struct Random(u64);

impl Random {
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }
}

struct Proxy {
    child: Child,
    address: SocketAddr,
}

impl Drop for Proxy {
    fn drop(&mut self) {
        // SIGKILL. Already gone is fine too.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts it; none when it was killed before it said where it is.
fn started(command: &mut Command, console: SocketAddr, within: Duration) -> Result<Option<Proxy>> {
    let mut child = command
        .env("WHATSAPP_PROXY_LISTEN", "127.0.0.1:0")
        .env("WHATSAPP_PROXY_EVENTS_URL", format!("http://{console}/events"))
        .env("WHATSAPP_PROXY_EVENTS_ALLOW_PRIVATE", "on")
        .env("WHATSAPP_PROXY_EVENTS_SECRET", "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")
        .env("WHATSAPP_PROXY_EVENTS_RETRY_S", "1")
        .env("WHATSAPP_PROXY_EVENTS_AT_ONCE", SLOTS.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let stdout = child.stdout.take().ok_or("no output")?;
    let (send, line) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let mut line = String::new();
        let _ = BufReader::new(stdout).read_line(&mut line);
        let _ = send.send(line);
    });
    let Ok(line) = line.recv_timeout(within) else {
        let _ = child.kill();
        let _ = child.wait();
        return Ok(None);
    };
    let from = line.find("http://").ok_or("the proxy did not start")? + "http://".len();
    let text: String =
        line[from..].chars().take_while(|char| !char.is_whitespace() && *char != '/').collect();
    Ok(Some(Proxy { child, address: text.parse()? }))
}

struct Shared {
    path: String,
    next: AtomicU64,
    attempted: Mutex<BTreeSet<String>>,
    acknowledged: Mutex<BTreeSet<String>>,
}

/// Kills so many times. `command` runs a proxy on a data folder.
pub async fn run(command: &dyn Fn(&Path) -> Command, rounds: u32, seed: u64) -> Result<Tally> {
    let folder = tempfile::tempdir()?;
    let path = callback(folder.path()).await?;
    let console = Arc::new(Console::default());
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let console_at = listener.local_addr()?;
    let app = Router::new().route("/events", post(take)).with_state(Arc::clone(&console));
    let serving = tokio::spawn(async move { axum::serve(listener, app).await });

    let shared = Arc::new(Shared {
        path,
        next: AtomicU64::new(0),
        attempted: Mutex::default(),
        acknowledged: Mutex::default(),
    });
    let mut random = Random(seed | 1);
    for _ in 0..rounds {
        // Now and then it is killed while it starts.
        let within = if random.below(8) == 0 { random.below(30) } else { 30_000 };
        let within = Duration::from_millis(within);
        let Some(proxy) = started(&mut command(folder.path()), console_at, within)? else { continue };
        let senders: Vec<_> = (0..SENDERS)
            .map(|_| {
                tokio::spawn(pour(proxy.address, Arc::clone(&shared), Random(random.below(u64::MAX) | 1)))
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(10 + random.below(400))).await;
        drop(proxy);
        for sender in senders {
            sender.await?;
        }
    }
    let mut tally = Tally { rounds, ..Tally::default() };
    let last =
        started(&mut command(folder.path()), console_at, Duration::from_secs(30))?.ok_or("no start")?;
    let there = in_database(folder.path())?;
    drained(&console, &there).await;
    drop(last);
    serving.abort();
    tally.doubled = there.iter().filter(|(_, count)| **count > 1).map(|(id, _)| id.clone()).collect();
    tally.present = there.into_keys().collect();
    tally.attempted = std::mem::take(&mut *locked(&shared.attempted));
    tally.acknowledged = std::mem::take(&mut *locked(&shared.acknowledged));
    count_deliveries(&mut tally, &locked(&console.0));
    Ok(tally)
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn count_deliveries(tally: &mut Tally, got: &[(String, String, String)]) {
    let mut events: HashMap<&str, &str> = HashMap::new();
    let mut newest: HashMap<&str, &str> = HashMap::new();
    for (message, event, customer) in got {
        match events.insert(message, event) {
            None => {
                tally.delivered.insert(message.clone());
                // Ids of events sort as the events do.
                if newest.insert(customer, event).is_some_and(|before| before > event.as_str()) {
                    tally.out_of_order.insert(message.clone());
                }
            }
            Some(before) if before == event => tally.again += 1,
            Some(_) => drop(tally.two_events.insert(message.clone())),
        }
    }
}

/// Waits until the console has everything, or no longer.
async fn drained(console: &Console, there: &BTreeMap<String, u32>) {
    let start = Instant::now();
    while start.elapsed() < DRAIN {
        let got: BTreeSet<String> = locked(&console.0).iter().map(|(message, ..)| message.clone()).collect();
        if there.keys().all(|id| got.contains(id)) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// An account with two-way on, and the path of its callback.
pub async fn callback(folder: &Path) -> Result<String> {
    const INTEGRATION: &str = "int_00000000000000000000000kill";
    let data = folder.display().to_string();
    let config = Config::read(&[&|name: &str| (name == "DATA_DIR").then(|| data.clone())])?;
    let state = AppState::open(config, SocketAddr::from(([127, 0, 0, 1], 0))).await?;
    let save = SaveIntegration {
        name: "Shop",
        provider: "infobip",
        settings: &[("sender".to_owned(), "447860099299".to_owned())].into(),
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

/// Sends until the proxy is gone; every fifth message is one that was sent before.
async fn pour(address: SocketAddr, shared: Arc<Shared>, mut random: Random) {
    let Ok(mut stream) = TcpStream::connect(address).await else { return };
    loop {
        let newest = shared.next.load(Ordering::Relaxed);
        let number = if newest > 0 && random.below(5) == 0 {
            random.below(newest)
        } else {
            shared.next.fetch_add(1, Ordering::Relaxed)
        };
        let id = format!("m{number:08}");
        locked(&shared.attempted).insert(id.clone());
        let customer = format!("4474001{:05}", number % CUSTOMERS);
        let body = json!({"results": [{"from": customer, "to": "447860099299", "messageId": id,
            "receivedAt": "2026-02-03T04:05:06.789+0000", "message": {"type": "TEXT", "text": "Hello"}}]})
        .to_string();
        let request = format!(
            "POST {} HTTP/1.1\r\nhost: {address}\r\ncontent-length: {}\r\n\r\n{body}",
            shared.path,
            body.len()
        );
        match exchange(&mut stream, request.as_bytes()).await {
            Some(true) => drop(locked(&shared.acknowledged).insert(id)),
            Some(false) => {}
            None => return,
        }
    }
}

/// Was it answered 200? None when the connection ended.
async fn exchange(stream: &mut TcpStream, request: &[u8]) -> Option<bool> {
    stream.write_all(request).await.ok()?;
    let mut answer = Vec::new();
    loop {
        if stream.read_buf(&mut answer).await.ok()? == 0 {
            return None;
        }
        // Every 200 of a webhook is without a body.
        if let Some(head) = answer.windows(4).position(|part| part == b"\r\n\r\n") {
            let text = String::from_utf8_lossy(&answer[..head]).to_ascii_lowercase();
            let length =
                text.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
            if answer.len() >= head + 4 + length.unwrap_or(0) {
                return Some(text.starts_with("http/1.1 200"));
            }
        }
    }
}

/// How often each message is there.
pub fn in_database(folder: &Path) -> Result<BTreeMap<String, u32>> {
    let connection = rusqlite::Connection::open(folder.join("whatsapp-proxy.sqlite"))?;
    let mut statement = connection.prepare("SELECT message_id, count(*) FROM events GROUP BY message_id")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
