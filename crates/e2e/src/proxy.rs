//! A proxy of the test's own, on a free port, with an empty database and the sandbox on.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use crate::process::Process;
use crate::{Failure, given};

/// A proxy that does not answer after this long will not.
const START_LIMIT: Duration = Duration::from_secs(30);

/// A name that never resolves (RFC 2606) and that the proxies of the tests may call.
pub const UNREACHABLE: &str = "unreachable.example";

pub struct Proxy {
    // Dropped in this order: the process ends before its folder goes.
    _process: Process,
    _data: Folder,
    pub address: SocketAddr,
}

impl Proxy {
    /// With the sandbox on, for its own page and those of these origins.
    pub async fn start(allowed_origins: &str, token_key: &str) -> Result<Self, Failure> {
        let data = Folder::new()?;
        // Free now; nobody else on the machine is likely to take it within the next milliseconds.
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let mut command = Command::new(given("WHATSAPP_E2E_PROXY")?);
        command
            .arg("serve")
            .env("WHATSAPP_PROXY_LISTEN", address.to_string())
            .env("WHATSAPP_PROXY_STATIC_DIR", given("WHATSAPP_E2E_PAGE")?)
            .env("WHATSAPP_PROXY_DATA_DIR", &data.0)
            .env("WHATSAPP_PROXY_SANDBOX", "on")
            // A host that may be called and that nobody answers for: `example` is reserved for that, on any network.
            .env("WHATSAPP_PROXY_EXTRA_HOSTS", UNREACHABLE)
            .env("WHATSAPP_PROXY_ALLOWED_ORIGINS", allowed_origins)
            .env("WHATSAPP_PROXY_TOKEN_KEY", token_key)
            .stdout(Stdio::null());
        let mut process = Process::start(command)?;
        let start = Instant::now();
        while start.elapsed() < START_LIMIT {
            if let Some(status) = process.child.try_wait()? {
                return Err(format!("the proxy ended at once ({status}); its own words are above").into());
            }
            if healthy(address).unwrap_or(false) {
                return Ok(Self { _process: process, _data: data, address });
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Err(format!("http://{address}/healthz did not answer within {} s", START_LIMIT.as_secs()).into())
    }
}

fn healthy(address: SocketAddr) -> std::io::Result<bool> {
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
    stream.set_read_timeout(Some(Duration::from_secs(2)))?;
    let request = format!("GET /healthz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes())?;
    // To its end: closing before makes the server's write fail.
    let mut answer = Vec::new();
    stream.take(64 * 1024).read_to_end(&mut answer)?;
    Ok(answer.starts_with(b"HTTP/1.1 200"))
}

/// A folder that goes with its owner.
struct Folder(PathBuf);

impl Folder {
    fn new() -> std::io::Result<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("whatsapp-e2e-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
