//! A planted key and phone number, searched for in everything that the proxy writes and says. A binary of its own, as
//! the log of a whole process is read.

#![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

#[path = "it/support.rs"]
#[allow(dead_code, reason = "shared with the other tests, which use all of it")]
mod support;

use std::{
    io::Write,
    sync::{Arc, Mutex},
};

use serde_json::json;
use support::{Running, template_test};

const KEY: &str = "planted-5ecret-key-93f1c07d";
const SINCH_SECRET: &str = "planted-sinch-secret-77ab21";
const NUMBER: &str = "447400123456";

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[tokio::test]
async fn a_planted_key_is_found_nowhere() {
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .init();

    let mut proxy = Running::start(&[]).await;
    let data = proxy.state.config.data_dir.clone();
    let mut said = String::new();
    let accounts = proxy.call("GET", "/sandbox/api/accounts", None).await.json();
    for (account, secret, planted) in
        [(&accounts[0], "apiKey", KEY), (&accounts[1], "keySecret", SINCH_SECRET)]
    {
        let mut planted_account = account.clone();
        planted_account["secrets"][secret] = json!(planted);
        let saved = proxy.post("/api/v1/integrations", planted_account.clone()).await;
        assert_eq!(saved.status, 201, "{}", saved.text);
        let id = saved.json()["id"].as_str().unwrap().to_owned();
        said += &saved.text;
        let path = format!("/api/v1/integrations/{id}");
        for reply in [
            proxy.post("/api/v1/integrations/check", planted_account.clone()).await,
            proxy.call("POST", &format!("{path}/check"), None).await,
            proxy.call("GET", &format!("{path}/templates"), None).await,
            proxy.post("/api/v1/quick-tests", template_test(&id)).await,
            proxy.call("GET", "/api/v1/quick-tests", None).await,
            proxy.call("GET", &path, None).await,
            proxy.call("PUT", &path, Some(planted_account.clone())).await,
            proxy.call("GET", "/api/v1/integrations", None).await,
            // Keys in the wrong place.
            proxy.post("/api/v1/integrations", json!({"provider": planted, "secrets": planted})).await,
            proxy.post("/api/v1/integrations", json!({"provider": "infobip", "secrets": planted})).await,
        ] {
            said += &reply.text;
            said += &format!("{:?}", reply.headers);
        }
        // And the right ones, so that the whole way to an accepted message is in the log.
        let (_, good) = proxy.account(account["provider"].as_str().unwrap()).await;
        assert_eq!(
            proxy.post("/api/v1/quick-tests", template_test(&good)).await.json()["outcome"]["verdict"],
            "accepted"
        );
    }
    let mut files = Vec::new();
    for name in ["whatsapp-proxy.sqlite", "whatsapp-proxy.sqlite-wal", "whatsapp-proxy.sqlite-shm"] {
        files.push((name, std::fs::read(data.join(name)).unwrap()));
    }
    proxy.end();
    (&mut proxy.task).await.unwrap().unwrap();
    files.push(("closed database", std::fs::read(data.join("whatsapp-proxy.sqlite")).unwrap()));

    for planted in [KEY, SINCH_SECRET] {
        assert!(!said.contains(planted), "an answer holds {planted}");
        for (name, bytes) in &files {
            assert!(!holds(bytes, planted), "{name} holds {planted}");
        }
    }
    // What the sandbox's own accounts use must not be logged either, nor what it hands out.
    let log = log.0.lock().unwrap();
    for planted in
        [KEY, SINCH_SECRET, "sandbox-infobip-key-not-a-secret", "sandbox-sinch-secret-not-a-secret", NUMBER]
    {
        assert!(!holds(&log, planted), "the log holds {planted}");
    }
    assert!(holds(&log, "answered") && holds(&log, "TRACE"), "the log was on");
    use std::os::unix::fs::PermissionsExt;
    assert_eq!(std::fs::metadata(data.join("key")).unwrap().permissions().mode() & 0o777, 0o600);
}
