//! Integrations of a version that this proxy does not know: looked at, never used, never changed.

use serde_json::{Value, json};
use sqlx::Row;

use crate::support::*;

const INTEGRATIONS: &str = "/api/v1/integrations";
const BASE: &str = "https://xyz123.api.infobip.com";

/// What a newer proxy might have written: settings of another shape, and a key that is not known here.
const NEWER: &str = r#"{"endpoint":{"base":"https://xyz123.api.infobip.com"},"sender":"447860099299"}"#;

/// The same data folder opened again, after this was done to the database.
async fn reopened(app: App, sql: &'static str) -> App {
    app.state.store.close().await;
    let App { folder, state, router } = app;
    drop((state, router));
    let url = format!("sqlite://{}", folder.path().join("data/whatsapp-proxy.sqlite").display());
    let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
    sqlx::query(sql).bind(NEWER).execute(&pool).await.unwrap();
    pool.close().await;
    let state = whatsapp_proxy::AppState::open_with(
        config(&folder, &[]),
        "127.0.0.1:8787".parse().unwrap(),
        no_network(),
    )
    .await
    .unwrap();
    App { router: whatsapp_proxy::app(state.clone()), state, folder }
}

/// The rows as they are stored.
async fn rows(app: &App) -> Vec<Vec<String>> {
    let url = format!("sqlite://{}", app.folder.path().join("data/whatsapp-proxy.sqlite").display());
    let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
    let columns =
        "CAST(version AS TEXT), name, provider, settings_json, two_way_json, limits_json, updated_at";
    let sql = format!("SELECT {columns} FROM integrations ORDER BY id");
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_all(&pool).await.unwrap();
    let secrets =
        sqlx::query("SELECT hex(sealed) FROM secrets ORDER BY integration").fetch_all(&pool).await.unwrap();
    let text = |row: &sqlx::sqlite::SqliteRow, count: usize| (0..count).map(|at| row.get(at)).collect();
    rows.iter().map(|row| text(row, 7)).chain(secrets.iter().map(|row| text(row, 1))).collect()
}

#[tokio::test]
async fn one_that_a_newer_proxy_saved_is_shown_and_stays_as_it_is() {
    let app = App::new(&[]).await;
    let newer = app.save(infobip(BASE)).await;
    let app = reopened(app, "UPDATE integrations SET version = 2, settings_json = ?").await;
    let known = app.save(infobip(BASE)).await;
    let before = rows(&app).await;

    let path = format!("{INTEGRATIONS}/{newer}");
    let shown = app.get(&path).await;
    assert_eq!(shown.status, 200, "{}", shown.text);
    assert_eq!((&shown.json()["version"], &shown.json()["id"]), (&json!(2), &json!(newer)));
    assert_eq!(shown.json()["secrets"]["apiKey"]["set"], true);
    let items = app.get(INTEGRATIONS).await.json()["items"].clone();
    let listed: Vec<&Value> = items.as_array().unwrap().iter().map(|item| &item["version"]).collect();
    assert_eq!(listed.len(), 2, "one that is not known does not hide the others");
    assert!(listed.contains(&&json!(1)) && listed.contains(&&json!(2)), "{items}");

    let test = text_test(&newer);
    for (method, path, body) in [
        ("PUT", path.clone(), Some(infobip(BASE))),
        ("POST", format!("{path}/check"), None),
        ("POST", format!("{path}/check"), Some(infobip(BASE))),
        ("GET", format!("{path}/templates"), None),
        ("POST", "/api/v1/quick-tests".into(), Some(test)),
    ] {
        let reply = app.call(method, &path, body).await;
        assert_eq!(
            (reply.status, reply.code().as_str()),
            (409, "integration-version-unknown"),
            "{method} {path}"
        );
        assert!(reply.text.contains("version 2"), "{}", reply.text);
    }
    assert_eq!(rows(&app).await, before, "not a byte of it changed");

    let known = format!("{INTEGRATIONS}/{known}");
    assert_eq!(
        app.call("PUT", &known, Some(infobip(BASE))).await.status,
        200,
        "the other one is used as ever"
    );
    assert_eq!(app.call("DELETE", &path, None).await.status, 204, "to delete it is nobody's mistake");
}

#[tokio::test]
async fn values_of_a_newer_version_are_refused_in_words() {
    let app = App::new(&[]).await;
    let id = app.save(infobip(BASE)).await;
    let path = format!("{INTEGRATIONS}/{id}");
    let mut newer = infobip(BASE);
    newer["version"] = json!(2);
    for (method, path) in [("POST", INTEGRATIONS), ("PUT", &path), ("POST", &format!("{path}/check"))] {
        let reply = app.call(method, path, Some(newer.clone())).await;
        assert_eq!((reply.status, reply.code().as_str()), (422, "version-unknown"), "{method} {path}");
    }
    newer["settings"] = json!([{"new": true}]);
    let reply = app.call("PUT", &path, Some(newer)).await;
    assert_eq!(reply.code(), "bad-json");
    assert!(reply.text.contains("saved in version 2 of its format"), "{}", reply.text);

    let mut test = text_test(&id);
    test["node"]["version"] = json!(2);
    let reply = app.post("/api/v1/quick-tests", test.clone()).await;
    assert_eq!((reply.status, reply.findings()), (422, vec!["version-unknown".to_owned()]));
    test["node"]["message"] = json!([{"new": true}]);
    let reply = app.post("/api/v1/quick-tests", test).await;
    assert!(reply.text.contains("saved in version 2 of its format"), "{}", reply.text);
    assert_eq!(app.get(&path).await.json()["version"], 1);
}

/// A row of before keywords, and one without anything that has a default: the first proxies wrote such rows.
#[tokio::test]
async fn a_row_of_every_shape_there_was_is_read() {
    let app = App::new(&[]).await;
    let id = app.save(infobip(BASE)).await;
    let app = reopened(
        app,
        r#"UPDATE integrations SET limits_json = '{}', two_way_json = '{"enabled":true,"customerIdKey":"msisdn","numberFormat":"digits"}' WHERE ? <> ''"#,
    )
    .await;
    let read = app.get(&format!("{INTEGRATIONS}/{id}")).await.json();
    assert_eq!((&read["version"], &read["twoWay"]["customerIdKey"]), (&json!(1), &json!("msisdn")));
    assert_eq!(read["limits"], json!({"messagesPerSecond": 20, "templates": 300}));
    assert!(
        read["twoWay"]["keywords"]["stop"]["en"].as_array().is_some_and(|words| !words.is_empty()),
        "{read}"
    );
}
