//! Nothing that authorises, and nothing of a customer, stands in the logs, however much is logged.

mod common;

use common::{World, sinch_send};
use serde_json::json;
use std::io::Write;
use std::sync::{Arc, Mutex};
use whatsapp_sandbox::accounts::*;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("no panic while writing").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn no_key_no_token_no_number_no_text() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);

    let world = World::new();
    let body = json!({"from": INFOBIP_SENDER, "to": "447700900001", "content": {"text": "a private line"}});
    world.infobip("text", &body).await;
    let basic = common::basic(SINCH_KEY_ID, SINCH_KEY_SECRET);
    let headers = [("authorization", basic.as_str()), ("content-type", "application/x-www-form-urlencoded")];
    let path = "/sandbox/sinch/auth/oauth2/token";
    let token =
        world.call(axum::http::Method::POST, path, &headers, "grant_type=client_credentials").await.json();
    let token = token["access_token"].as_str().unwrap();
    world.post(&sinch_send("eu", SINCH_PROJECT), &format!("Bearer {token}"), &json!({})).await;
    world.faults(json!({"infobip": {"kind": "garbage"}})).await;
    world.infobip("text", &body).await;

    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(
        text.contains("sandbox message") && text.contains("sandbox fault"),
        "something is logged: {text}"
    );
    for private in [INFOBIP_KEY, SINCH_KEY_SECRET, token, &basic[6..], "447700900001", "a private line"] {
        assert!(!text.contains(private), "{private} in {text}");
    }
}
