//! The proxy: built, started, waited for, ended.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::cargo::cargo;
use crate::failure::{Context, Failure, Result};
use crate::paths;
use crate::process;

/// A proxy that does not answer after this long will not.
const START_LIMIT: Duration = Duration::from_secs(30);

/// Builds the proxy as it is shipped and gives its path.
pub fn build() -> Result<PathBuf> {
    let command = cargo(["build", "--release", "--package=whatsapp-proxy", "--bin=whatsapp-proxy"]);
    process::run("building the proxy", command)?;
    Ok(path())
}

/// Where [`build`] leaves it.
pub fn path() -> PathBuf {
    paths::target().join("release/whatsapp-proxy")
}

/// How a proxy is started.
pub struct Settings<'a> {
    pub port: u16,
    pub sandbox: bool,
    /// The folder of the page; without one, the API alone.
    pub page: Option<&'a Path>,
    pub data: &'a Path,
}

/// A started proxy.
pub struct Running {
    child: Child,
    pub address: SocketAddr,
}

/// Fails with what to do when the port is taken. Called before minutes of building.
pub fn check_port(port: u16) -> Result {
    match TcpListener::bind(address(port)) {
        Ok(_) => Ok(()),
        Err(reason) => Err(Failure::new(format!(
            "port {port} can't be used ({reason}). If another `cargo xtask serve` runs, stop it with Ctrl-C; or take \
             another port: `cargo xtask serve --port {}`",
            port.checked_add(1).unwrap_or(8787)
        ))),
    }
}

fn address(port: u16) -> SocketAddr {
    (Ipv4Addr::LOCALHOST, port).into()
}

/// Starts the proxy and waits until it answers.
pub fn start(program: &Path, settings: &Settings) -> Result<Running> {
    let address = address(settings.port);
    let mut command = Command::new(program);
    command
        .arg("serve")
        .env("WHATSAPP_PROXY_LISTEN", address.to_string())
        .env("WHATSAPP_PROXY_STATIC_DIR", settings.page.unwrap_or(Path::new("")))
        .env("WHATSAPP_PROXY_DATA_DIR", settings.data)
        .env("WHATSAPP_PROXY_SANDBOX", if settings.sandbox { "on" } else { "off" })
        .stdin(Stdio::null())
        // A group of its own: Ctrl-C reaches the proxy once, through us, and not a second time from the terminal.
        .process_group(0);
    let child = command.spawn().context(format_args!("cannot start {}", program.display()))?;
    let mut running = Running { child, address };
    running.wait_until_healthy()?;
    Ok(running)
}

impl Running {
    fn wait_until_healthy(&mut self) -> Result {
        let start = Instant::now();
        while start.elapsed() < START_LIMIT {
            if let Some(status) = self.child.try_wait().context("cannot watch the proxy")? {
                return Err(Failure::new(format!(
                    "the proxy ended at once ({status}): its own words are above"
                )));
            }
            if is_healthy(self.address) {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        process::ask_to_end(self.child.id());
        Err(Failure::new(format!(
            "the proxy started but http://{}/healthz did not answer within {} s",
            self.address,
            START_LIMIT.as_secs()
        )))
    }

    /// Waits for the proxy's end. Ctrl-C, SIGTERM and SIGHUP are passed on, so that it finishes what is in flight.
    pub fn wait(mut self) -> Result<ExitStatus> {
        process::wait_passing_signals(&mut self.child)
    }

    /// Ends the proxy and waits until it has finished what is in flight.
    pub fn end(mut self) -> Result<ExitStatus> {
        process::ask_to_end(self.child.id());
        self.child.wait().context("cannot wait for the proxy")
    }
}

fn is_healthy(address: SocketAddr) -> bool {
    let ask = || -> std::io::Result<bool> {
        let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
        stream.set_read_timeout(Some(Duration::from_secs(2)))?;
        let request = format!("GET /healthz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes())?;
        // To its end: closing before makes the server's write fail.
        let mut answer = Vec::new();
        stream.take(64 * 1024).read_to_end(&mut answer)?;
        Ok(answer.starts_with(b"HTTP/1.1 200"))
    };
    ask().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_refused_with_advice() {
        let taken = TcpListener::bind(address(0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        let failure = check_port(port).unwrap_err().to_string();
        assert!(failure.contains(&port.to_string()) && failure.contains("--port"), "{failure}");
    }

    #[test]
    fn health_is_the_status_200() {
        let listener = TcpListener::bind(address(0)).unwrap();
        let at = listener.local_addr().unwrap();
        let server = std::thread::spawn(move || {
            for status in ["200 OK", "503 Service Unavailable"] {
                let (mut stream, _) = listener.accept().unwrap();
                let mut request = Vec::new();
                while !request.ends_with(b"\r\n\r\n") {
                    let mut byte = [0];
                    stream.read_exact(&mut byte).unwrap();
                    request.extend(byte);
                }
                assert!(request.starts_with(b"GET /healthz "));
                write!(stream, "HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n").unwrap();
            }
        });
        assert!(is_healthy(at));
        assert!(!is_healthy(at));
        server.join().unwrap();
        assert!(!is_healthy(at));
    }
}
