//! The shapes in `docs/events.md` are events that came about here, from what a provider sends to what the console gets.

use serde_json::{Value, json};

use crate::{support::App, webhooks::Line};

const GUIDE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/events.md");
const BEGIN: &str = "<!-- events: begin, written from crates/proxy/tests/it/event_shapes.rs -->\n";
const END: &str = "<!-- events: end -->";

/// What each example shows, and what the provider sent.
fn examples() -> Vec<(&'static str, Value)> {
    let from = |message: Value| {
        json!({"results": [{"from": "447400123456", "to": "447860099299", "integrationType": "WHATSAPP",
            "receivedAt": "2026-02-03T04:05:06.789+0000", "messageId": "wamid.1", "message": message,
            "contact": {"name": "Ana Lind", "phoneNumber": "447400123456", "userId": "GB.900100200"}}],
            "messageCount": 1, "pendingMessageCount": 0})
    };
    let report = |status: Value, error: Value| {
        json!({"results": [{"bulkId": "b1", "messageId": "m1", "to": "447400123456", "sentAt": "2026-02-03T04:05:06.000+0000",
            "doneAt": "2026-02-03T04:05:07.000+0000", "messageCount": 1, "status": status, "error": error}]})
    };
    let fine = json!({"id": 0, "name": "NO_ERROR", "description": "No Error", "groupId": 0, "groupName": "OK", "permanent": false});
    vec![
        ("A text", from(json!({"type": "TEXT", "text": "SUBSCRIBE"}))),
        (
            "A pressed button of a template",
            from(
                json!({"type": "BUTTON", "text": "Yes, please", "payload": "yes-payload", "context": {"from": "447860099299", "id": "wamid.0"}}),
            ),
        ),
        (
            "A picture",
            from(
                json!({"type": "IMAGE", "url": "https://xyz.api.infobip.com/whatsapp/1/senders/447860099299/media/42", "caption": "Is it this one?"}),
            ),
        ),
        (
            "Delivered",
            report(
                json!({"id": 5, "groupId": 3, "groupName": "DELIVERED", "name": "DELIVERED_TO_HANDSET", "description": "Message delivered to handset"}),
                fine,
            ),
        ),
        (
            "Failed",
            report(
                json!({"id": 9, "groupId": 2, "groupName": "UNDELIVERABLE", "name": "UNDELIVERABLE_NOT_DELIVERED", "description": "Message sent not delivered"}),
                json!({"id": 7010, "name": "EC_NO_SESSION", "description": "No session", "groupId": 1, "groupName": "HANDSET_ERRORS", "permanent": true}),
            ),
        ),
    ]
}

#[tokio::test]
async fn the_guide_shows_events_as_they_are() {
    let mut fresh = String::new();
    for (title, body) in examples() {
        let app = App::new(&[]).await;
        let line = Line::infobip(&app).await;
        let reply = crate::webhooks::post(&app, &line.path, &[], body.to_string()).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
        let mut event = app.get("/api/v1/events").await.json()["items"][0].clone();
        let keys: Vec<_> = event.as_object().unwrap().keys().take(5).cloned().collect();
        assert_eq!(
            keys,
            ["status", "action_type", "message_id", "message", "type"],
            "the seed's five come first"
        );
        assert!(event["received_at"].as_str().is_some_and(|at| at.ends_with('Z')));
        // What is another each time.
        for (key, shown) in [
            ("id", "evt_0000000000001m3x8k2ta7"),
            ("integration", "int_…"),
            ("received_at", "2026-02-03T04:05:07.123Z"),
        ] {
            assert!(event[key].is_string(), "{key}: {event}");
            event[key] = json!(shown);
        }
        assert!(!event["raw"].is_null());
        event["raw"] = json!({"…": "the provider's element"});
        let shown = serde_json::to_string_pretty(&event).unwrap();
        fresh += &format!("{title}:\n\n```json\n{shown}\n```\n\n");
    }
    let text = std::fs::read_to_string(GUIDE).unwrap();
    let (before, rest) = text.split_once(BEGIN).expect("the guide has the marker");
    let (found, after) = rest.split_once(END).expect("the guide has the end marker");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(GUIDE, format!("{before}{BEGIN}{fresh}{END}{after}")).unwrap();
    } else {
        assert_eq!(found, fresh, "run this test with UPDATE_DOCS=1 to write the examples anew");
    }
}
