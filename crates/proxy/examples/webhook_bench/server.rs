//! Servers as processes of their own.

use std::{
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
};

use whatsapp_domain::{TwoWay, audit::AuditAction};
use whatsapp_proxy::{
    AppState,
    config::Config,
    store::{Noted, SaveIntegration},
};

use crate::{Result, floor, load::Target};

/// The account's id.
const INTEGRATION: &str = "int_0000000000000000000000bench";

/// A started server; ended when dropped.
pub struct Server {
    child: Child,
    origin: String,
    folder: tempfile::TempDir,
}

/// Runs this program with these arguments and as many file descriptors as it may get.
pub fn with_descriptors(arguments: &[&str]) -> Result<()> {
    let script = "ulimit -n 65536 2>/dev/null || ulimit -n \"$(ulimit -Hn)\"; exec \"$0\" \"$@\"";
    let status =
        Command::new("sh").args(["-c", script]).arg(std::env::current_exe()?).args(arguments).status()?;
    if status.success() { Ok(()) } else { Err("the measurement failed".into()) }
}

impl Server {
    pub fn floor() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("floor").arg(folder.path());
        Self::start(command, folder)
    }

    /// The proxy with an account that has two-way on, and where its provider calls.
    pub async fn proxy() -> Result<(Self, Target)> {
        let folder = tempfile::tempdir()?;
        let mut target = account(folder.path()).await?;
        let mut command = Command::new(std::env::current_exe()?);
        command
            .arg("serve")
            .env("WHATSAPP_PROXY_LISTEN", "127.0.0.1:0")
            .env("WHATSAPP_PROXY_DATA_DIR", folder.path())
            .env("WHATSAPP_PROXY_CONNECTIONS", "12000")
            // Ten thousand connections are there before the first request goes out.
            .env("WHATSAPP_PROXY_CLIENT_TIMEOUT_S", "120");
        let server = Self::start(command, folder)?;
        target.address = server.address()?;
        Ok((server, target))
    }

    fn start(mut command: Command, folder: tempfile::TempDir) -> Result<Self> {
        let mut child = command
            .stdout(Stdio::piped())
            // Logging is part of what a server does, so it is written, to nowhere.
            .stderr(log()?)
            .spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().ok_or("no output")?).read_line(&mut line)?;
        let from = line.find("http://").ok_or("the server did not start")?;
        let origin: String = line[from..].chars().take_while(|char| !char.is_whitespace()).collect();
        let origin = origin.split("/api").next().unwrap_or_default().to_owned();
        Ok(Self { child, origin, folder })
    }

    fn address(&self) -> Result<SocketAddr> {
        Ok(self.origin.trim_start_matches("http://").parse()?)
    }

    /// Where the floor is called.
    pub fn target(&self) -> Result<Target> {
        Ok(Target {
            address: self.address()?,
            path: "/floor".into(),
            app: "01EB37HMH1M6SV18BSNS3G135H".into(),
            project: "c36f3d3d-1513-2edd-ae42-11995557ff61".into(),
            secret: floor::SECRET.into(),
        })
    }

    /// Events in the database.
    pub fn events(&self) -> Result<u64> {
        let path = self.folder.path().join("whatsapp-proxy.sqlite");
        let connection = rusqlite::Connection::open(path)?;
        Ok(connection
            .query_row("SELECT count(*) FROM events", [], |row| row.get::<_, i64>(0))?
            .unsigned_abs())
    }

    /// Resident memory in MB, now (`VmRSS`) or at its most (`VmHWM`), where the operating system tells it.
    pub fn memory(&self, which: &str) -> f64 {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with(which));
        let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
        kib.map_or(f64::NAN, |kib| kib / 1024.0)
    }
}

/// Where logs go: nowhere, unless a file is named.
fn log() -> Result<Stdio> {
    Ok(match std::env::var_os("WEBHOOK_BENCH_LOG") {
        Some(path) => std::fs::File::options().create(true).append(true).open(path)?.into(),
        None => Stdio::null(),
    })
}

/// Saves an account in this folder, before a proxy runs on it: what its provider signs with is told to nobody afterwards.
async fn account(folder: &Path) -> Result<Target> {
    const APP: &str = "01EB37HMH1M6SV18BSNS3G135H";
    const PROJECT: &str = "c36f3d3d-1513-2edd-ae42-11995557ff61";
    let data = folder.display().to_string();
    let config = Config::read(&[&|name: &str| (name == "DATA_DIR").then(|| data.clone())])?;
    let address = SocketAddr::from(([127, 0, 0, 1], 0));
    let state = AppState::open(config, address).await?;
    let settings = [("appId", APP), ("projectId", PROJECT)].map(|(key, value)| (key.into(), value.into()));
    let save = SaveIntegration {
        name: "Shop",
        provider: "sinch",
        settings: &settings.into(),
        secrets: &Default::default(),
        two_way: &TwoWay { enabled: true, ..TwoWay::default() },
        limits: &Default::default(),
    };
    let noted = Noted::new(INTEGRATION, None, AuditAction::Created);
    state.store.create_integration(INTEGRATION, &save, "2026-01-01T00:00:00.000Z", "local", noted).await?;
    let callback = state.store.callback(INTEGRATION).await?.ok_or("no callback")?;
    state.store.close().await;
    Ok(Target {
        address,
        path: format!("/webhooks/sinch/{INTEGRATION}/{}", callback.token.expose()),
        app: APP.into(),
        project: PROJECT.into(),
        secret: callback.secret.expose().to_owned(),
    })
}

impl Drop for Server {
    fn drop(&mut self) {
        // Already gone is fine too.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
