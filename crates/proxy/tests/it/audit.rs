//! The audit trail: everything that changes an integration or sends with it leaves an entry, without values.

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::{
    support::{Running, template_test, text_test},
    two_way::switched_on,
    webhooks::infobip_text,
};

async fn trail(app: &Running, id: &str) -> Vec<Value> {
    let reply = app.call("GET", &format!("/api/v1/integrations/{id}/audit"), None).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    reply.json()["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn what_is_done_with_an_integration_is_written_down() {
    let app = Running::start(&[]).await;
    let id = switched_on(&app, "infobip").await;
    let at = |rest: &str| format!("/api/v1/integrations/{id}{rest}");
    let customer = "+447400999111";
    let entry = json!({"integration": id, "customer": customer, "reason": "planted reason"});
    for (method, path, body) in [
        ("POST", at("/check"), None),
        ("POST", at("/two-way/register"), None),
        ("POST", at("/two-way/rotate"), None),
        ("DELETE", at("/two-way/register"), None),
        ("POST", "/api/v1/quick-tests".into(), Some(text_test(&id))),
        ("POST", "/api/v1/suppressions".into(), Some(entry)),
        ("DELETE", format!("/api/v1/suppressions?integration={id}&customer=447400999111"), None),
        ("DELETE", "/api/v1/customers/447400999111".into(), None),
    ] {
        let reply = app.call(method, &path, body).await;
        assert!(reply.status < 300, "{method} {path}: {}", reply.text);
    }
    let mut account = app.call("GET", &at(""), None).await.json();
    account["name"] = "Renamed".into();
    account["secrets"] = json!({"apiKey": "planted-0123456789abcdef0123456789"});
    for part in ["createdAt", "updatedAt", "lastCheck", "id"] {
        account.as_object_mut().unwrap().remove(part);
    }
    let reply = app.call("PUT", &at(""), Some(account.clone())).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    // Nothing new is nothing done.
    account["secrets"] = json!({});
    assert_eq!(app.call("PUT", &at(""), Some(account)).await.status, 200);
    assert_eq!(app.call("DELETE", &at(""), None).await.status, 204);

    let found = trail(&app, &id).await;
    let told: Vec<_> = found
        .iter()
        .rev()
        .map(|entry| (entry["action"].as_str().unwrap(), entry["fields"].to_string()))
        .collect();
    let told: Vec<_> = told.iter().map(|(action, fields)| (*action, fields.as_str())).collect();
    assert_eq!(
        told,
        [
            ("created", "null"),
            ("secrets-replaced", "[\"secrets.apiKey\"]"),
            ("updated", "[\"twoWay\"]"),
            ("checked", "null"),
            ("callback-registered", "null"),
            ("callback-rotated", "null"),
            ("callback-removed", "null"),
            ("quick-tested", "null"),
            ("suppressed", "null"),
            ("unsuppressed", "null"),
            ("customer-erased", "null"),
            ("updated", "[\"name\"]"),
            ("secrets-replaced", "[\"secrets.apiKey\"]"),
            ("deleted", "null"),
        ]
    );
    let text = json!(found).to_string();
    assert!(!text.contains("planted") && !text.contains("447400999111"), "{text}");
    assert!(found.iter().all(|entry| entry["at"].is_string() && entry.get("who").is_none()), "{text}");

    let page = app.call("GET", &at("/audit?limit=13"), None).await.json();
    let next = page["next"].as_str().unwrap();
    let rest = app.call("GET", &at(&format!("/audit?limit=13&after={next}")), None).await.json();
    assert_eq!(
        (&rest["items"][0]["action"], rest["items"].as_array().unwrap().len()),
        (&json!("created"), 1)
    );
    for bad in ["?limit=0", "?limit=201", "?after=x"] {
        assert_eq!(app.call("GET", &at(&format!("/audit{bad}")), None).await.status, 400, "{bad}");
    }
    assert_eq!(app.call("GET", "/api/v1/integrations/int_0/audit", None).await.status, 404);
}

/// Everything that is kept, as text.
fn kept(database: &Connection) -> Vec<String> {
    let mut names =
        database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").unwrap();
    let names: Vec<String> = names.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let mut all = Vec::new();
    // The numbers that are handed out grow also for what is taken back.
    for name in names.iter().filter(|name| *name != "sqlite_sequence") {
        let mut rows = database.prepare(&format!("SELECT * FROM {name}")).unwrap();
        let columns = rows.column_count();
        let mut rows = rows.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let row: Vec<rusqlite::types::Value> = (0..columns).map(|at| row.get(at).unwrap()).collect();
            all.push(format!("{name}: {row:?}"));
        }
    }
    all
}

#[tokio::test]
async fn what_can_t_be_written_down_is_not_done() {
    let app = Running::start(&[]).await;
    let id = switched_on(&app, "infobip").await;
    let at = |rest: &str| format!("/api/v1/integrations/{id}{rest}");
    let listed = json!({"integration": id, "customer": "+447400999111"});
    assert_eq!(app.post("/api/v1/suppressions", listed).await.status, 201);
    let callback = app.call("GET", &at("/two-way"), None).await.json()["callbackUrl"].clone();
    let callback = callback.as_str().unwrap().strip_prefix(&app.origin).unwrap();
    let heard = infobip_text("m1", "447400999111", "planted words");
    assert_eq!(app.post(callback, heard).await.status, 200);
    assert_eq!(app.post("/api/v1/quick-tests", template_test(&id)).await.status, 201);
    let mut account = app.call("GET", &at(""), None).await.json();
    account["name"] = "Renamed".into();
    account["secrets"] = json!({});
    for part in ["createdAt", "updatedAt", "lastCheck", "id"] {
        account.as_object_mut().unwrap().remove(part);
    }
    let database = Connection::open(app.folder.path().join("data/whatsapp-proxy.sqlite")).unwrap();
    database
        .execute_batch("CREATE TRIGGER deaf BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'deaf'); END")
        .unwrap();
    let before = kept(&database);
    let changes = [
        (
            "POST",
            "/api/v1/integrations".to_owned(),
            Some(crate::support::infobip(account["settings"]["baseUrl"].as_str().unwrap())),
        ),
        ("PUT", at(""), Some(account)),
        ("POST", at("/check"), None),
        ("POST", at("/two-way/register"), None),
        ("POST", at("/two-way/rotate"), None),
        ("DELETE", at("/two-way/register"), None),
        ("POST", "/api/v1/suppressions".into(), Some(json!({"integration": id, "customer": "447400999222"}))),
        ("DELETE", format!("/api/v1/suppressions?integration={id}&customer=447400999111"), None),
        ("DELETE", "/api/v1/customers/447400999111".into(), None),
        ("DELETE", at(""), None),
    ];
    for (method, path, body) in &changes {
        let reply = app.call(method, path, body.clone()).await;
        assert_eq!(reply.status, 500, "{method} {path}: {}", reply.text);
        assert_eq!(kept(&database), before, "{method} {path}");
    }
    // A message that went out can't be taken back: that is said, and nothing is kept of it.
    let sent = app.post("/api/v1/quick-tests", template_test(&id)).await;
    assert_eq!((sent.status, sent.code().as_str()), (503, "sent-but-not-kept"));
    assert_eq!(kept(&database), before);
    let registered = app.call("GET", &at("/two-way?refresh=true"), None).await.json();
    assert_eq!(registered["registration"]["targets"], json!([]), "{registered}");

    database.execute_batch("DROP TRIGGER deaf").unwrap();
    for (method, path, body) in &changes {
        let reply = app.call(method, path, body.clone()).await;
        assert!(reply.status < 300, "{method} {path}: {}", reply.text);
    }
    let entries = trail(&app, &id).await;
    assert_eq!(entries[0]["action"], "deleted");
}
