//! A ChromeDriver of the test's own and one session in it.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::time::Duration;

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value};

use crate::process::Process;
use crate::{Failure, given};

pub struct Browser {
    pub client: Client,
    session: String,
    port: u16,
    driver: Process,
}

impl Browser {
    pub async fn start() -> Result<Self, Failure> {
        let text = std::fs::read_to_string(given("WHATSAPP_E2E_WEBDRIVER_JSON")?)?;
        let mut capabilities: Map<String, Value> = serde_json::from_str(&text)?;
        // What the page writes to the console is kept, so that a test can ask for errors.
        capabilities.insert("goog:loggingPrefs".into(), serde_json::json!({"browser": "ALL"}));

        let mut command = Command::new(given("WHATSAPP_E2E_CHROMEDRIVER")?);
        command.arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null());
        let mut driver = Process::start(command)?;
        let port = announced_port(&mut driver)?;
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await?;
        let session = client.session_id().await?.ok_or("ChromeDriver opened no session")?;
        Ok(Self { client, session, port, driver })
    }

    /// The driver's process id.
    pub fn process(&self) -> u32 {
        self.driver.child.id()
    }
}

/// Reads `ChromeDriver was started successfully on port 4444.`, and keeps reading, so that the driver never waits for
/// a reader.
fn announced_port(driver: &mut Process) -> Result<u16, Failure> {
    let output = driver.child.stdout.take().ok_or("ChromeDriver has no output")?;
    let mut lines = BufReader::new(output).lines();
    for line in lines.by_ref() {
        let line = line?;
        let Some((_, port)) = line.split_once("started successfully on port ") else { continue };
        let port = port.trim_end_matches('.').parse()?;
        std::thread::spawn(move || lines.for_each(drop));
        return Ok(port);
    }
    Err("ChromeDriver ended before it said its port".into())
}

impl Drop for Browser {
    /// Closes the session, and with it Chromium: a driver that is merely ended leaves it running. Works outside the
    /// async runtime too, which a failed test may have left already.
    fn drop(&mut self) {
        let close = || -> std::io::Result<()> {
            let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
            stream.set_read_timeout(Some(Duration::from_secs(5)))?;
            let (session, port) = (&self.session, self.port);
            let request = format!(
                "DELETE /session/{session} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
            );
            stream.write_all(request.as_bytes())?;
            BufReader::new(stream).lines().next();
            Ok(())
        };
        let _ = close();
    }
}
