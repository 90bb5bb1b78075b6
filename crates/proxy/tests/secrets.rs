//! A planted key and phone number, searched for in everything that the proxy writes and says. A binary of its own, as
//! the log of a whole process is read.

#![allow(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

#[path = "it/fake.rs"]
#[allow(dead_code, reason = "shared with the other tests, which use all of it")]
mod fake;
#[path = "it/support.rs"]
#[allow(dead_code, reason = "shared with the other tests, which use all of it")]
mod support;

use std::{
    io::Write,
    sync::{Arc, Mutex, OnceLock},
};

use fake::{Fake, Step};
use serde_json::json;
use support::{App, Running, no_network, template_test};

const KEY: &str = "planted-5ecret-key-93f1c07d";
const SINCH_SECRET: &str = "planted-sinch-secret-77ab21";
const TOKEN: &str = "planted-t0ken-5b1e88";
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

/// The log of the whole process, at its most talkative.
fn log() -> Log {
    static LOG: OnceLock<Log> = OnceLock::new();
    LOG.get_or_init(|| {
        let log = Log::default();
        let writer = log.clone();
        tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_ansi(false)
            .with_writer(move || writer.clone())
            .init();
        log
    })
    .clone()
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[tokio::test]
async fn a_planted_key_is_found_nowhere() {
    let log = log();
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

/// A token service that says yes, mostly in a form that can't be read: its answer is shown without its body, wherever it is
/// shown. The fake answers everything else in the same way.
#[tokio::test]
async fn a_token_that_was_handed_out_is_found_nowhere() {
    let log = log();
    let whole = |body: &str| {
        let length = body.len();
        format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nset-cookie: s={TOKEN}\r\n\r\n{body}")
    };
    for answer in [
        whole(&format!("{{\"access_token\":\"{TOKEN}")),
        whole(&format!("<token><access_token>{TOKEN}</access_token></token>")),
        whole(&format!("{{\"accessToken\":\"{TOKEN}\",\"expires_in\":3600}}")),
        whole(&format!("[{{\"access_token\":\"{TOKEN}\"}}]")),
        whole(TOKEN),
        // The right form, but the connection ends before the last bracket.
        format!("HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n{{\"access_token\":\"{TOKEN}\""),
        // A token that can be read, and is repeated in the answer to the message.
        whole(&format!("{{\"access_token\":\"{TOKEN}\"}}")),
    ] {
        let fake = Fake::start(vec![Step::Write(answer.clone().into_bytes())]).await;
        let app = App::with(&[("SANDBOX", "on")], fake.address, no_network()).await;
        let account = json!({"name": "Shop", "provider": "sinch", "settings": {
            "baseUrl": format!("http://{}/sandbox/sinch/eu", fake.address), "authScheme": "oauth2",
            "projectId": "5a4db0c0-0000-4000-8000-000000000001", "appId": "01SANDB0X0APP0000000000000",
            "keyId": "5a4db0c0-0000-4000-8000-00000000000a"}, "secrets": {"keySecret": SINCH_SECRET}});
        let id = app.save(account.clone()).await;
        let path = format!("/api/v1/integrations/{id}");
        let test = app.post("/api/v1/quick-tests", template_test(&id)).await;
        assert_eq!(test.status, 201, "{}", test.text);
        let templates = app.get(&format!("{path}/templates")).await;
        assert_eq!(templates.status, 502, "{}", templates.text);
        let check = app.post("/api/v1/integrations/check", account).await;
        assert_eq!(check.status, 200, "{}", check.text);
        let shown = &test.json()["answer"];
        if answer.ends_with("\"}") && answer.contains("{\"access_token\"") {
            assert_eq!(test.json()["outcome"]["verdict"], "unclear", "{answer}");
            assert_eq!(
                (&shown["body"], &shown["headers"]["set-cookie"]),
                (&json!("{\"access_token\":\"***\"}"), &json!("s=***"))
            );
        } else {
            let hidden = json!("(hidden: this answer may hold an access token)");
            assert_eq!(test.json()["outcome"]["verdict"], "refused", "{answer}");
            assert_eq!(
                (&shown["body"], &shown["headers"]["set-cookie"]),
                (&hidden, &json!(null)),
                "{answer}"
            );
            assert_eq!(templates.json()["error"]["provider"], json!({"status": 200, "body": hidden}));
            assert_eq!(check.json()["ok"], false, "{answer}");
        }
        let mut said = format!("{}{}{}", test.text, templates.text, check.text);
        for path in ["/api/v1/quick-tests".to_owned(), format!("{path}/check"), path.clone()] {
            let method = if path.ends_with("/check") { "POST" } else { "GET" };
            said += &app.call(method, &path, None).await.text;
        }
        assert!(fake.requests().len() >= 4, "{:?}", fake.requests());
        assert!(!said.contains(TOKEN), "an answer holds the token of {answer}: {said}");
        for file in std::fs::read_dir(&app.state.config.data_dir).unwrap() {
            let path = file.unwrap().path();
            assert!(!holds(&std::fs::read(&path).unwrap(), TOKEN), "{path:?} holds the token of {answer}");
        }
        app.state.store.close().await;
    }
    assert!(!holds(&log.0.lock().unwrap(), TOKEN), "the log holds the token");
}

const EVENTS_KEY: &str = "cGxhbnRlZC1ldmVudHMtc2VjcmV0LTEyMzQ1Ng==";
const WORDS: &str = "planted-words-of-a-customer";
const PHONE: &str = "447400654321";

/// Two-way with a console's endpoint: registered, written to, delivered, rotated, erased.
#[tokio::test]
async fn what_customers_write_and_what_signs_it_is_not_logged() {
    let log = log();
    let console = Fake::answering("200 OK", "", "").await;
    let url = format!("http://{}/planted-endpoint-path", console.address);
    let secret = format!("whsec_{EVENTS_KEY}");
    let mut proxy =
        Running::start(&[("EVENTS_URL", &url), ("EVENTS_SECRET", &secret), ("EVENTS_ALLOW_PRIVATE", "on")])
            .await;
    let (mut said, mut signing, mut tokens) = (String::new(), Vec::new(), Vec::new());
    for provider in ["infobip", "sinch"] {
        let (mut account, id) = proxy.account(provider).await;
        account["twoWay"] = json!({"enabled": true});
        proxy.call("PUT", &format!("/api/v1/integrations/{id}"), Some(account)).await;
        let path = format!("/api/v1/integrations/{id}/two-way");
        for (method, rest) in
            [("POST", "/register"), ("POST", "/rotate"), ("POST", "/round-trip"), ("GET", "?refresh=true")]
        {
            let reply = proxy.call(method, &format!("{path}{rest}"), None).await;
            assert!(reply.status < 300, "{}", reply.text);
            said += &reply.text;
            let callback = proxy.state.store.callback(&id).await.unwrap().unwrap();
            signing.push(callback.secret.expose().to_owned());
            tokens.push(callback.token.expose().to_owned());
        }
        let message = json!({"provider": provider, "from": PHONE, "kind": "text", "text": WORDS});
        assert!(proxy.post("/sandbox/api/inbound", message).await.status < 300);
    }
    let start = std::time::Instant::now();
    while console.requests().len() < 2 {
        assert!(start.elapsed() < std::time::Duration::from_secs(10));
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert!(console.requests().iter().all(|request| request.contains(WORDS)));
    for path in ["/api/v1/outbox", "/api/v1/integrations", "/metrics"] {
        said += &proxy.call("GET", path, None).await.text;
    }
    proxy.call("DELETE", &format!("/api/v1/customers/{PHONE}"), None).await;
    proxy.end();
    (&mut proxy.task).await.unwrap().unwrap();
    let file = std::fs::read(proxy.state.config.data_dir.join("whatsapp-proxy.sqlite")).unwrap();
    let log = log.0.lock().unwrap();
    for planted in signing.iter().map(String::as_str).chain([EVENTS_KEY, "planted-endpoint-path"]) {
        assert!(!said.contains(planted), "an answer holds {planted}");
        assert!(!holds(&file, planted), "the database holds {planted}");
        assert!(!holds(&log, planted), "the log holds {planted}");
    }
    for planted in tokens.iter().map(String::as_str).chain([WORDS, PHONE]) {
        assert!(!holds(&file, planted), "the database holds {planted}");
        assert!(!holds(&log, planted), "the log holds {planted}");
    }
}
