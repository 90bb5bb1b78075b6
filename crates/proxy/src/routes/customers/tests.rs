use serde_json::json;
use whatsapp_domain::{QuickTest, outbox::OutboxFailure};

use crate::{
    outbox::LaneId,
    routes::testing::App,
    store::{
        NewQuickTest, Settled,
        testing::{inbound, noted, put},
    },
};

const NUMBER: &str = "447400123456";
const NAME: &str = "planted-name";

fn test(number: &str) -> QuickTest {
    serde_json::from_value(json!({
        "id": format!("test_{number}"), "integration": "int_1", "integrationName": "Shop", "provider": "p",
        "createdAt": "2026-01-01T00:00:00.000Z",
        "reached": {"e164": format!("+{number}"), "international": number, "region": "GB", "country": "United Kingdom"},
        "message": {"type": "text", "text": "Hi", "previewUrl": false},
        "request": {"method": "POST", "url": "https://x.example/", "headers": {}, "body": {"to": number}},
        "outcome": {"verdict": "accepted", "code": "accepted", "cause": "", "retry": "never", "safeToRepeat": false, "known": true},
        "durationMs": 1,
    }))
    .unwrap()
}

/// The database file and its log.
fn bytes(app: &App) -> Vec<u8> {
    let mut all = Vec::new();
    for name in ["whatsapp-proxy.sqlite", "whatsapp-proxy.sqlite-wal"] {
        all.extend(std::fs::read(app.folder.path().join("data").join(name)).unwrap_or_default());
    }
    all
}

fn times(bytes: &[u8], text: &str) -> usize {
    bytes.windows(text.len()).filter(|part| *part == text.as_bytes()).count()
}

#[tokio::test]
async fn after_forgetting_a_customer_nothing_of_them_is_in_the_files() {
    let app = App::new(&[]).await;
    let store = &app.state.store;
    for number in 0..30 {
        let mut event = inbound(&format!("m{number}"), Some(NUMBER), Some("GB.1"));
        event.json = event.json.replacen("\"type\"", &format!("\"name\":\"{NAME}\",\"type\""), 1);
        put(store, vec![event, inbound(&format!("other{number}"), Some("447400654321"), None)]).await;
    }
    // Something that could not be read, and holds the number all the same.
    let mut unread = inbound("unread", None, None);
    unread.json = unread.json.replace("Hi from unread", &format!("from {NUMBER}"));
    put(store, vec![unread]).await;
    for number in [NUMBER, "447400654321"] {
        store
            .keep_quick_test(NewQuickTest { record: &test(number), repeat: None, sent: None }, 100, noted())
            .await
            .unwrap();
    }
    let failure = OutboxFailure { at: String::new(), code: "status-500".into(), text: String::new() };
    store.outbox_park(vec![(1, LaneId::of(NUMBER))]).await.unwrap();
    store.outbox_settle(1, LaneId::of(NUMBER), Settled::Dead { tries: 1, failure }).await.unwrap();
    let before = bytes(&app);
    assert!(times(&before, NUMBER) > 60 && times(&before, NAME) >= 30);

    let (status, erased) = app.call("DELETE", &format!("/api/v1/customers/%2B{NUMBER}"), None).await;
    assert_eq!((status, erased), (200, json!({"events": 31, "quickTests": 1})));
    let after = bytes(&app);
    assert_eq!((times(&after, NUMBER), times(&after, NAME)), (0, 0));
    assert!(times(&after, "447400654321") > 30, "others stay");
    let events = app.get("/api/v1/events?limit=500").await;
    let emptied: Vec<_> =
        events["items"].as_array().unwrap().iter().filter(|event| event["customer"].is_null()).collect();
    assert!(
        emptied.len() >= 30
            && emptied.iter().all(|event| event["raw"].is_null() && event["message"].is_null())
    );
    let again = app.call("DELETE", &format!("/api/v1/customers/{NUMBER}"), None).await;
    assert_eq!(again, (200, json!({"events": 0, "quickTests": 0})));
}
