//! What the proxy itself costs in a quick test: the same message sent through the proxy and directly to the sandbox, in
//! turns, on loopback; the difference is the proxy's own share. Prints figures, judges nothing.
//!
//! `cargo run --release -p whatsapp-proxy --example quick_test_bench [-- COUNT]`

use std::{
    error::Error,
    ffi::OsString,
    io::{BufRead, BufReader, Write},
    process::{Child, Command, ExitCode, Stdio},
    time::{Duration, Instant},
};

use serde_json::{Value, json};

const COUNT: usize = 2000;
const WARM_UP: usize = 200;
const DISK_WRITES: usize = 500;
const CONCURRENT: usize = 8;
const LOAD: Duration = Duration::from_secs(3);

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    // The proxy under test is this very program, started once more: a process of its own, so that its memory is its own.
    if std::env::args_os().nth(1).is_some_and(|word| word == "serve") {
        return whatsapp_proxy::command::main(["whatsapp-proxy", "serve"].map(OsString::from));
    }
    let count = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(COUNT);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    match runtime.map_err(Into::into).and_then(|runtime| runtime.block_on(measure(count))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("quick_test_bench: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The proxy as a child process; ended when dropped.
struct Proxy {
    child: Child,
    origin: String,
    folder: tempfile::TempDir,
}

impl Proxy {
    fn start() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let mut child = Command::new(std::env::current_exe()?)
            .arg("serve")
            .env("WHATSAPP_PROXY_LISTEN", "127.0.0.1:0")
            .env("WHATSAPP_PROXY_DATA_DIR", folder.path())
            .env("WHATSAPP_PROXY_SANDBOX", "on")
            .env("WHATSAPP_PROXY_QUICK_TESTS_PER_MINUTE", "0")
            .stdout(Stdio::piped())
            // Logging is part of what the proxy does, so it is written, to nowhere.
            .stderr(Stdio::null())
            .spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().ok_or("no output")?).read_line(&mut line)?;
        let from = line.find("http://").ok_or("the proxy did not start")?;
        let origin: String = line[from..].chars().take_while(|char| !char.is_whitespace()).collect();
        let origin = origin.split("/api").next().unwrap_or_default().to_owned();
        Ok(Self { child, origin, folder })
    }

    /// Resident memory in MB, where the operating system tells it.
    fn memory(&self) -> Option<f64> {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = text.lines().find(|line| line.starts_with("VmRSS:"))?;
        line.split_whitespace().nth(1)?.parse::<f64>().ok().map(|kib| kib / 1024.0)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        // Already gone is fine too.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

async fn measure(count: usize) -> Result<()> {
    let proxy = Proxy::start()?;
    let idle = proxy.memory();
    println!("proxy's own share of a quick test, {count} in turns, sandbox on loopback, one commit each");
    // The client is built for TLS too, and wants to know whose, though nothing here uses it.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().no_proxy().build()?;
    let accounts: Value = get(&client, &format!("{}/sandbox/api/accounts", proxy.origin)).await?;
    for account in accounts.as_array().ok_or("no accounts")? {
        one_provider(&client, &proxy, account, count).await?;
    }
    let shown = |memory: Option<f64>| memory.map_or("unknown".to_owned(), |memory| format!("{memory:.1} MB"));
    let (floor50, floor99) = disk(&proxy)?;
    println!("the disk now: a growing file, 4 KiB and a sync  p50 {floor50:6.3} ms  p99 {floor99:6.3} ms");
    println!("resident memory: {} idle, {} after", shown(idle), shown(proxy.memory()));
    Ok(())
}

/// What a durable write costs on the proxy's disk, whoever makes it.
fn disk(proxy: &Proxy) -> Result<(f64, f64)> {
    let mut file = std::fs::File::create(proxy.folder.path().join("floor"))?;
    let mut times = Vec::new();
    for _ in 0..DISK_WRITES {
        let start = Instant::now();
        file.write_all(&[0; 4096])?;
        file.sync_data()?;
        times.push(start.elapsed());
    }
    Ok((at(&mut times, 50), at(&mut times, 99)))
}

async fn one_provider(client: &reqwest::Client, proxy: &Proxy, account: &Value, count: usize) -> Result<()> {
    let api = format!("{}/api/v1", proxy.origin);
    let integration = post(client, &format!("{api}/integrations"), account).await?;
    let node = json!({"integration": integration["id"], "message": {"type": "template",
        "template": {"name": "order_update", "language": "en_GB"},
        "body": [{"value": "{{ customer.first_name }}"}, {"value": "{{ customer.order }}"}]}});
    let test = json!({"node": node, "to": "+447400123456",
        "context": {"customer": {"first_name": "Ana", "order": "A-100"}}});
    let first = post(client, &format!("{api}/quick-tests"), &test).await?;
    if first["outcome"]["verdict"] != "accepted" {
        return Err(format!("not accepted: {}", first["outcome"]).into());
    }
    let (url, body) = (first["request"]["url"].as_str().unwrap_or_default(), &first["request"]["body"]);
    let authorization = authorization(client, proxy, account).await?;

    let (mut through, mut direct) = (Vec::new(), Vec::new());
    for number in 0..WARM_UP + count {
        let start = Instant::now();
        post(client, &format!("{api}/quick-tests"), &test).await?;
        let took = start.elapsed();
        let start = Instant::now();
        let response = client.post(url).header("authorization", &authorization).json(body).send().await?;
        if !response.status().is_success() {
            return Err(format!("the sandbox answered {}", response.status()).into());
        }
        response.bytes().await?;
        if number >= WARM_UP {
            through.push(took);
            direct.push(start.elapsed());
        }
    }
    let rate = load(client, &format!("{api}/quick-tests"), &test).await?;
    let name = account["provider"].as_str().unwrap_or_default();
    let (t50, t99, d50, d99) =
        (at(&mut through, 50), at(&mut through, 99), at(&mut direct, 50), at(&mut direct, 99));
    println!("{name:8} through the proxy  p50 {t50:6.3} ms  p99 {t99:6.3} ms");
    println!("{name:8} directly           p50 {d50:6.3} ms  p99 {d99:6.3} ms");
    println!("{name:8} own share          p50 {:6.3} ms  p99 {:6.3} ms", t50 - d50, t99 - d99);
    println!("{name:8} {rate:.0} quick tests a second with {CONCURRENT} at once");
    Ok(())
}

/// How many quick tests a second with several at once.
async fn load(client: &reqwest::Client, url: &str, test: &Value) -> Result<f64> {
    let start = Instant::now();
    let senders = (0..CONCURRENT).map(|_| async {
        let mut sent = 0_u32;
        while start.elapsed() < LOAD {
            post(client, url, test).await?;
            sent += 1;
        }
        Ok::<_, Box<dyn Error>>(sent)
    });
    let mut all = 0;
    for sent in join(senders.collect()).await {
        all += sent?;
    }
    Ok(f64::from(all) / start.elapsed().as_secs_f64())
}

/// Runs futures at once on this task.
async fn join<F: Future>(futures: Vec<F>) -> Vec<F::Output> {
    let mut futures: Vec<_> = futures.into_iter().map(|future| (Box::pin(future), None)).collect();
    std::future::poll_fn(|context| {
        let mut ready = true;
        for (future, output) in &mut futures {
            if output.is_none() {
                match future.as_mut().poll(context) {
                    std::task::Poll::Ready(done) => *output = Some(done),
                    std::task::Poll::Pending => ready = false,
                }
            }
        }
        if ready { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    futures.into_iter().filter_map(|(_, output)| output).collect()
}

/// The header that the sandbox wants from a direct caller.
async fn authorization(client: &reqwest::Client, proxy: &Proxy, account: &Value) -> Result<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    if account["provider"] == "infobip" {
        return Ok(format!("App {}", text(&account["secrets"]["apiKey"])));
    }
    let answer: Value = client
        .post(format!("{}/sandbox/sinch/auth/oauth2/token", proxy.origin))
        .basic_auth(text(&account["settings"]["keyId"]), Some(text(&account["secrets"]["keySecret"])))
        .header("content-type", "application/x-www-form-urlencoded")
        .body("grant_type=client_credentials")
        .send()
        .await?
        .bytes()
        .await
        .map(|bytes| serde_json::from_slice(&bytes))??;
    Ok(format!("Bearer {}", text(&answer["access_token"])))
}

async fn get(client: &reqwest::Client, url: &str) -> Result<Value> {
    Ok(serde_json::from_slice(&client.get(url).send().await?.bytes().await?)?)
}

async fn post(client: &reqwest::Client, url: &str, body: &Value) -> Result<Value> {
    let response = client.post(url).json(body).send().await?;
    let status = response.status();
    let value: Value = serde_json::from_slice(&response.bytes().await?)?;
    if status.is_success() { Ok(value) } else { Err(format!("{url}: {status} {value}").into()) }
}

/// A percentile in milliseconds.
fn at(times: &mut [Duration], percent: usize) -> f64 {
    times.sort_unstable();
    let place = (times.len() * percent / 100).min(times.len().saturating_sub(1));
    times.get(place).map_or(0.0, |time| time.as_secs_f64() * 1e3)
}
