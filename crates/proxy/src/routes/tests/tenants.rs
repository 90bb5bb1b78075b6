//! Tenants do not reach each other's things: what is another's answers as what is not there, byte for byte, and nothing
//! changes by asking.

use axum::body::to_bytes;
use serde_json::{Value, json};
use whatsapp_domain::{
    EventStatus, Limits, QuickTest, Secret, Secrets, Settings, TwoWay, outbox::OutboxFailure,
};

use super::{table::table, testing::App};
use crate::{
    AppState,
    access::{
        LOCAL, Right,
        testing::{SECRET, claims, key, now, token, with_hmac},
    },
    outbox::LaneId,
    store::{
        EventFilter, EventOrder, NewQuickTest, Repeat, SaveIntegration, Settled,
        testing::{inbound, noted, put},
    },
    upstream::system_network,
};

const NUMBER: &str = "447400123456";
const PLANTED: &str = "planted-by-acme";

/// Everything there is, of the tenant `acme`.
async fn with_things_of_acme() -> (App, String) {
    let app = App::new(&[("TOKEN_KEY", &key())]).await;
    let store = &app.state.store;
    let settings = Settings::from([
        ("baseUrl".to_owned(), "https://x.api.infobip.com".to_owned()),
        ("sender".to_owned(), NUMBER.to_owned()),
    ]);
    let secrets: Secrets = [("apiKey".to_owned(), Secret::new("planted-by-acme-0123456789"))].into();
    let (two_way, limits) = (TwoWay::default(), Limits::default());
    let save = SaveIntegration {
        name: PLANTED,
        provider: "infobip",
        settings: &settings,
        secrets: &secrets,
        two_way: &two_way,
        limits: &limits,
    };
    store.create_integration("int_1", &save, "2026-01-01T00:00:00.000Z", "acme", noted()).await.unwrap();
    store.outbox_begin().await.unwrap();
    put(store, vec![inbound("m1", Some(NUMBER), None), inbound("m2", Some(NUMBER), None)]).await;
    let mut unread = inbound("unread", None, None);
    unread.json = unread.json.replace("Hi from unread", &format!("{PLANTED} {NUMBER}"));
    put(store, vec![unread]).await;
    let record: QuickTest = serde_json::from_value(json!({
        "id": "test_1", "integration": "int_1", "integrationName": PLANTED, "provider": "infobip",
        "createdAt": "2026-01-01T00:00:00.000Z",
        "reached": {"e164": format!("+{NUMBER}"), "international": NUMBER, "region": "GB", "country": "United Kingdom"},
        "message": {"type": "text", "text": PLANTED, "previewUrl": false},
        "request": {"method": "POST", "url": "https://x.example/", "headers": {}, "body": {}},
        "outcome": {"verdict": "accepted", "code": "accepted", "cause": "", "retry": "never", "safeToRepeat": false, "known": true},
        "durationMs": 1,
    }))
    .unwrap();
    store
        .keep_quick_test(NewQuickTest { record: &record, repeat: None, sent: None }, 10, noted())
        .await
        .unwrap();
    assert!(store.suppress("int_1", "447400000001", Some(PLANTED), noted()).await.unwrap());
    let failure = OutboxFailure { at: String::new(), code: "status".into(), text: PLANTED.into() };
    store.outbox_park(vec![(1, LaneId::of("a"))]).await.unwrap();
    store.outbox_settle(1, LaneId::of("a"), Settled::Dead { tries: 1, failure }).await.unwrap();
    let first = store.events(&EventFilter::default(), EventOrder::After(0), 1).await.unwrap();
    (app, first[0].event.id.clone().unwrap())
}

/// Status and body, word for word.
async fn ask(app: &App, token: &str, method: &str, path: &str, body: Option<Value>) -> (u16, String) {
    let bearer = format!("Bearer {token}");
    let response = app.send(method, path, &[("authorization", &bearer)], body).await;
    let status = response.status().as_u16();
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, String::from_utf8_lossy(&bytes).into_owned())
}

/// Every row of every table.
async fn rows(app: &App) -> Vec<String> {
    let read = |connection: &rusqlite::Connection| {
        let mut found = Vec::new();
        let mut tables =
            connection.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")?;
        let tables: Vec<String> = tables.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        for table in tables {
            let mut statement = connection.prepare(&format!("SELECT * FROM {table}"))?;
            let columns = statement.column_count();
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let values: Vec<_> = (0..columns).map(|column| row.get_ref(column)).collect();
                found.push(format!("{table} {values:?}"));
            }
        }
        Ok(found)
    };
    app.state.store.write(read).await.unwrap()
}

fn input() -> Value {
    json!({"version": 1, "name": "Other", "provider": "infobip",
        "settings": {"baseUrl": "https://x.api.infobip.com", "sender": NUMBER}, "secrets": {"apiKey": "0123456789abcdef-0123456789"}})
}

fn node(integration: &str) -> Value {
    json!({"node": {"integration": integration, "message": {"type": "text", "text": {"value": "Hi"}}},
        "context": {"customer": {"phone": format!("+{NUMBER}")}}})
}

/// Everything that can be asked with an id of an integration, a quick test or an event.
fn questions(integration: &str, test: &str, event: &str) -> Vec<(&'static str, String, Option<Value>)> {
    let of = |rest: &str| format!("/api/v1/integrations/{integration}{rest}");
    let mut all = vec![
        ("GET", of(""), None),
        ("PUT", of(""), Some(input())),
        ("DELETE", of(""), None),
        ("POST", of("/check"), None),
        ("POST", of("/check"), Some(input())),
        ("GET", of("/templates"), None),
        ("GET", of("/templates?refresh=true"), None),
        ("GET", of("/two-way"), None),
        ("GET", of("/two-way?refresh=true"), None),
        ("POST", of("/two-way/register"), None),
        ("DELETE", of("/two-way/register"), None),
        ("POST", of("/two-way/rotate"), None),
        ("POST", of("/two-way/round-trip"), None),
        ("GET", of("/audit"), None),
        ("GET", format!("/api/v1/windows/{NUMBER}?integration={integration}"), None),
        ("GET", format!("/api/v1/events?integration={integration}"), None),
        ("GET", format!("/api/v1/events?unmatched=true&integration={integration}"), None),
        ("GET", format!("/api/v1/events?test={test}"), None),
        ("GET", format!("/api/v1/events?after={event}"), None),
        ("POST", format!("/api/v1/events/replay-unmatched?integration={integration}"), None),
        ("GET", format!("/api/v1/messages?integration={integration}"), None),
        ("GET", format!("/api/v1/messages/counts?integration={integration}"), None),
        ("GET", format!("/api/v1/quick-tests?integration={integration}"), None),
        ("GET", format!("/api/v1/quick-tests?after={test}"), None),
        ("GET", format!("/api/v1/quick-tests/{test}"), None),
        ("POST", "/api/v1/quick-tests".into(), Some(node(integration))),
        ("GET", format!("/api/v1/suppressions?integration={integration}"), None),
        (
            "POST",
            "/api/v1/suppressions".into(),
            Some(json!({"integration": integration, "customer": NUMBER})),
        ),
        ("DELETE", format!("/api/v1/suppressions?integration={integration}&customer=447400000001"), None),
        ("POST", "/api/v1/outbox/replay".into(), Some(json!({"ids": [event]}))),
        ("POST", "/api/v1/outbox/replay".into(), Some(json!({"after": event}))),
    ];
    for id in [test, event] {
        all.push(("GET", format!("/api/v1/messages/{id}"), None));
        all.push(("GET", format!("/api/v1/messages/{id}/media"), None));
        all.push(("POST", format!("/api/v1/messages/{id}/media/ticket"), None));
    }
    all
}

#[tokio::test]
async fn foreign_ids_answer_as_missing_ones_and_change_nothing() {
    let (app, event) = with_things_of_acme().await;
    // One that was never given: the place is there, the salt is another.
    let nobody = format!("{}00000000", &event[..event.len() - 8]);
    assert_ne!(nobody, event);
    let before = rows(&app).await;
    let mut asked = 0;
    for tenant in ["other", LOCAL, "Acme", "acme."] {
        let token = token(tenant, &Right::ALL);
        let pairs =
            questions("int_1", "test_1", &event).into_iter().zip(questions("int_0", "test_0", &nobody));
        for ((method, foreign, foreign_body), (_, missing, missing_body)) in pairs {
            let theirs = ask(&app, &token, method, &foreign, foreign_body).await;
            let nothing = ask(&app, &token, method, &missing, missing_body).await;
            assert_eq!(theirs, nothing, "{tenant}: {method} {foreign}");
            assert!(!theirs.1.contains("planted"), "{tenant}: {method} {foreign}");
            asked += 1;
        }
    }
    assert!(asked >= 4 * 35, "{asked}");
    assert_eq!(rows(&app).await, before);
    // The same questions have answers for whom they are about.
    let acme = token("acme", &Right::ALL);
    for path in ["/api/v1/integrations/int_1", "/api/v1/quick-tests/test_1", "/api/v1/messages/test_1"] {
        let (status, text) = ask(&app, &acme, "GET", path, None).await;
        assert!(status == 200 && text.contains(PLANTED), "{path}: {status} {text}");
    }
    assert_eq!(ask(&app, &acme, "GET", &format!("/api/v1/messages/{event}"), None).await.0, 200);
    assert_eq!(ask(&app, &acme, "GET", &format!("/api/v1/events?after={event}"), None).await.0, 200);
}

#[tokio::test]
async fn no_list_shows_anything_of_another_tenant() {
    let (app, _) = with_things_of_acme().await;
    let (acme, other) = (token("acme", &Right::ALL), token("other", &Right::ALL));
    let mut seen = 0;
    for route in table() {
        let is_list = !route.path.contains('{') && route.path.starts_with("/api/v1/");
        if !is_list || !route.methods.iter().any(|(method, _)| method == "GET") {
            continue;
        }
        let (status, text) = ask(&app, &other, "GET", route.path, None).await;
        assert_eq!(status, 200, "{}", route.path);
        for word in ["planted", "int_1", "test_1", NUMBER, "447400000001", "m1"] {
            assert!(!text.contains(word), "{}: {text}", route.path);
        }
        let (_, own) = ask(&app, &acme, "GET", route.path, None).await;
        seen += usize::from(own != text);
    }
    assert!(seen >= 7, "acme sees its own in {seen} lists");
    let counts = ask(&app, &other, "GET", "/api/v1/outbox", None).await.1;
    assert!(counts.contains("\"dead\":0") && counts.contains("\"waiting\":0"), "{counts}");
    let counts = ask(&app, &acme, "GET", "/api/v1/outbox", None).await.1;
    assert!(counts.contains("\"dead\":1") && counts.contains("\"waiting\":2"), "{counts}");
}

#[tokio::test]
async fn forgetting_a_customer_forgets_one_s_own_alone() {
    let (app, _) = with_things_of_acme().await;
    let before = rows(&app).await;
    let path = format!("/api/v1/customers/{NUMBER}");
    let (status, text) = ask(&app, &token("other", &Right::ALL), "DELETE", &path, None).await;
    assert_eq!((status, text.as_str()), (200, "{\"events\":0,\"quickTests\":0}"));
    assert_eq!(rows(&app).await, before);
    let (_, text) = ask(&app, &token("acme", &Right::ALL), "DELETE", &path, None).await;
    assert_eq!(text, "{\"events\":3,\"quickTests\":1}");
}

#[tokio::test]
async fn what_is_made_is_the_maker_s_also_after_a_restart() {
    let app = App::new(&[("TOKEN_KEY", &key())]).await;
    let (acme, other) = (token("acme", &Right::ALL), token("other", &Right::ALL));
    let (status, text) = ask(&app, &acme, "POST", "/api/v1/integrations", Some(input())).await;
    assert_eq!(status, 201, "{text}");
    let id = serde_json::from_str::<Value>(&text).unwrap()["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/integrations/{id}");
    let (_, trail) = ask(&app, &acme, "GET", &format!("{path}/audit"), None).await;
    assert!(trail.contains("\"who\":\"ann@example.com\",\"action\":\"created\""), "{trail}");

    let App { router, state, folder } = app;
    drop(router);
    state.store.close().await;
    let config = state.config.clone();
    drop(state);
    let state =
        AppState::open_with(config, "127.0.0.1:8787".parse().unwrap(), system_network()).await.unwrap();
    let app = App { router: crate::app(state.clone()), state, folder };
    assert_eq!(ask(&app, &acme, "GET", &path, None).await.0, 200);
    assert_eq!(ask(&app, &other, "GET", &path, None).await.0, 404);

    // Events say whose they are, to the one endpoint for all.
    let mut mine = inbound("m1", None, None);
    mine.json = mine.json.replace("\"integration\":\"int_1\"", &format!("\"integration\":\"{id}\""));
    let events = [mine, inbound("m2", None, None)].map(|mut event| {
        // About nobody, so that it waits for nobody.
        event.status = EventStatus::Notice;
        event.json = event.json.replace("\"status\":\"inbound\"", "\"status\":\"notice\"");
        event
    });
    put(&app.state.store, events.into()).await;
    for (place, tenant) in [(1, json!("acme")), (2, Value::Null)] {
        let (_, told) = app.state.store.event_to_deliver(place).await.unwrap().unwrap();
        assert_eq!(serde_json::from_str::<Value>(&told).unwrap()["tenant"], tenant, "{told}");
    }

    assert_eq!(ask(&app, &acme, "DELETE", &path, None).await.0, 204);
    assert!(app.state.store.belongs(&id, "acme"), "what is left of it stays theirs");
    assert_eq!(ask(&app, &acme, "GET", &format!("{path}/audit"), None).await.0, 200);
}

#[tokio::test]
async fn tenants_choose_ids_of_quick_tests_without_knowing_of_each_other() {
    let (app, _) = with_things_of_acme().await;
    // Acme used the id for something else.
    let repeat = Repeat { caller_id: "acme/same-id".into(), digest: vec![1] };
    let mut record = app.state.store.quick_test("test_1").await.unwrap().unwrap();
    record.id = "test_2".into();
    let kept = NewQuickTest { record: &record, repeat: Some(&repeat), sent: None };
    app.state.store.keep_quick_test(kept, 10, noted()).await.unwrap();
    for (tenant, wanted) in [("acme", 409), ("other", 422), (LOCAL, 422)] {
        let mut body = node("int_0");
        body["id"] = "same-id".into();
        let token = token(tenant, &[Right::Test]);
        let (status, text) = ask(&app, &token, "POST", "/api/v1/quick-tests", Some(body)).await;
        assert_eq!(status, wanted, "{tenant}: {text}");
    }
}

#[tokio::test]
async fn a_live_stream_ends_with_its_token() {
    let app = App::new(&[("TOKEN_KEY", &key())]).await;
    let mut claims = claims("acme", &[Right::View]);
    // A second of the leeway is left.
    claims["exp"] = (now() - 28).into();
    let bearer = format!("Bearer {}", with_hmac("HS256", &claims, SECRET));
    let headers = [("authorization", bearer.as_str()), ("accept", "text/event-stream")];
    let response = app.send("GET", "/api/v1/events", &headers, None).await;
    assert_eq!(response.status(), 200);
    let whole =
        tokio::time::timeout(std::time::Duration::from_secs(10), to_bytes(response.into_body(), 1000));
    assert!(whole.await.expect("the stream ends").is_ok());
}
