//! Changes of templates behind the back of those who use them: both providers list and send what is registered now.

#![allow(clippy::unwrap_used)] // a panic is how a test fails; clippy.toml reaches test functions only, not their helpers

mod common;

use axum::http::{Method, StatusCode};
use common::{Answer, World, app_key, static_bearer};
use serde_json::{Value, json};
use whatsapp_sandbox::accounts::*;

const CHANGES: &str = "/sandbox/api/template-changes";

async fn change(world: &World, body: Value) -> Answer {
    let headers = [("content-type", "application/json")];
    world.call(Method::PUT, CHANGES, &headers, body.to_string()).await
}

async fn changed(world: &World, changes: &[&str]) -> Value {
    let body = json!({"name": "order_update", "language": "en_GB", "changes": changes});
    let answer = change(world, body).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    answer.json()
}

/// The template as Infobip lists it (both ways) and as Sinch does; null when it is not there.
async fn listed(world: &World) -> (Value, Value) {
    let find = |list: &Value, language: &str| {
        let is_it = |t: &&Value| t["name"] == "order_update" && t["language"] == language;
        list.as_array().unwrap().iter().find(is_it).cloned().unwrap_or_default()
    };
    let path = format!("/sandbox/infobip/whatsapp/2/senders/{INFOBIP_SENDER}/templates");
    let older = find(&world.get(&path, &app_key()).await.json()["templates"], "en_GB");
    let newer = world.get("/sandbox/infobip/whatsapp/1/templates?size=100", &app_key()).await.json();
    assert_eq!(find(&newer["results"], "en_GB"), older);
    let path =
        format!("/sandbox/sinch/provisioning/v1/projects/{SINCH_PROJECT}/whatsapp/templates?pageSize=100");
    let sinch = world.get(&path, &static_bearer()).await.json();
    (older, find(&sinch["templates"], "EN_GB"))
}

fn texts((infobip, sinch): &(Value, Value)) -> (String, String) {
    let components = sinch["details"]["components"].as_array().unwrap();
    let body = components.iter().find(|part| part["type"] == "BODY").unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (text(&infobip["structure"]["body"]["text"]), text(&body["text"]))
}

async fn sent(world: &World, values: &[&str]) -> Option<String> {
    let message = json!({"messages": [{"from": INFOBIP_SENDER, "to": "447700900123", "content": {
        "templateName": "order_update", "language": "en_GB", "templateData": {"body": {"placeholders": values}}}}]});
    assert_eq!(world.infobip("template", &message).await.status, StatusCode::OK);
    let infobip = world.newest().await.1;
    let parameters: Value = values
        .iter()
        .enumerate()
        .map(|(n, value)| (format!("body[{}]text", n + 1), json!(value)))
        .collect::<serde_json::Map<_, _>>()
        .into();
    let message = json!({"app_id": SINCH_APP,
        "recipient": {"identified_by": {"channel_identities": [{"channel": "WHATSAPP", "identity": "447700900123"}]}},
        "message": {"template_message": {"channel_template": {"WHATSAPP": {
            "template_id": "order_update", "language_code": "en_GB", "parameters": parameters}}}}});
    assert_eq!(world.sinch(&message).await.status, StatusCode::OK);
    assert_eq!(world.newest().await.1.is_some(), infobip.is_some());
    infobip
}

#[tokio::test]
async fn both_providers_list_and_send_the_changed_template() {
    let world = World::new();
    let before = listed(&world).await;
    assert_eq!(sent(&world, &["Ana", "order 1"]).await, None);

    changed(&world, &["marketing"]).await;
    let now = listed(&world).await;
    assert_eq!((&now.0["category"], &now.1["category"]), (&json!("MARKETING"), &json!("MARKETING")));

    changed(&world, &["reworded"]).await;
    let now = listed(&world).await;
    assert_eq!(now.0["category"], "UTILITY", "instead of what was done before");
    let (infobip, sinch) = texts(&now);
    assert!(
        infobip == sinch && infobip.starts_with(&texts(&before).0) && infobip.len() > texts(&before).0.len()
    );
    assert_eq!(sent(&world, &["Ana", "order 1"]).await, None);

    changed(&world, &["placeholderAdded"]).await;
    assert!(texts(&listed(&world).await).1.contains("{{3}}"));
    assert_eq!(sent(&world, &["Ana", "order 1"]).await.as_deref(), Some("7008 EC_INVALID_TEMPLATE_ARGS"));
    assert_eq!(sent(&world, &["Ana", "order 1", "R-7"]).await, None);

    changed(&world, &["paused", "marketing"]).await;
    let now = listed(&world).await;
    assert_eq!((&now.0["status"], &now.1["state"]), (&json!("FIRST_PAUSED"), &json!("PAUSED")));
    assert_eq!(now.0["category"], "MARKETING");
    assert_eq!(sent(&world, &["Ana", "order 1"]).await.as_deref(), Some("7037 EC_TEMPLATE_NOT_AVAILABLE"));

    changed(&world, &["rejected"]).await;
    let now = listed(&world).await;
    assert_eq!(
        (&now.0["status"], &now.1["rejectionCode"]),
        (&json!("REJECTED"), &json!("INCORRECT_CATEGORY"))
    );

    let told = changed(&world, &["deleted"]).await;
    let is_it = |t: &&Value| t["name"] == "order_update" && t["language"] == "en_GB";
    let told = told["templates"].as_array().unwrap().iter().find(is_it).unwrap().clone();
    assert_eq!((&told["status"], &told["changes"]), (&json!("deleted"), &json!(["deleted"])));
    assert_eq!(listed(&world).await, (Value::Null, Value::Null));
    assert_eq!(sent(&world, &["Ana", "order 1"]).await.as_deref(), Some("7009 EC_INVALID_TEMPLATE"));

    let back = world.call(Method::DELETE, CHANGES, &[], "").await.json();
    assert!(back["templates"].as_array().unwrap().iter().all(|t| t["changes"] == json!([])), "{back}");
    assert_eq!(listed(&world).await, before);
}

#[tokio::test]
async fn the_switches_say_what_they_do() {
    let world = World::new();
    let told = world.call(Method::GET, CHANGES, &[], "").await.json();
    let changes = told["changes"].as_array().unwrap();
    let ids: Vec<_> = changes.iter().map(|change| change["id"].as_str().unwrap()).collect();
    assert_eq!(
        ids,
        ["marketing", "reworded", "placeholderAdded", "placeholderRemoved", "paused", "rejected", "deleted"]
    );
    assert!(changes.iter().all(|change| change["label"].is_string() && change["text"].is_string()));
    assert!(told["templates"].as_array().unwrap().len() > 20);
    // All languages at once.
    let told = change(&world, json!({"name": "order_update", "changes": ["paused"]})).await.json();
    let paused = told["templates"].as_array().unwrap().iter().filter(|t| t["changes"] == json!(["paused"]));
    assert_eq!(paused.count(), 4);
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_and_changes_nothing() {
    let world = World::new();
    let before = world.call(Method::GET, CHANGES, &[], "").await.text;
    for (body, status, code) in [
        (json!({"name": "order_update", "changes": ["exploded"]}), 400, "changes-unreadable"),
        (json!({"name": "order_update"}), 400, "changes-unreadable"),
        (json!({"name": "order_update", "changes": [], "extra": 1}), 400, "changes-unreadable"),
        (json!([]), 400, "changes-unreadable"),
        (json!({"name": "order_updat", "changes": []}), 404, "template-unknown"),
        (json!({"name": "order_update", "language": "fr", "changes": ["paused"]}), 404, "template-unknown"),
    ] {
        let answer = change(&world, body.clone()).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.json()["error"]["code"]),
            (status, &json!(code)),
            "{body}"
        );
    }
    assert_eq!(world.call(Method::GET, CHANGES, &[], "").await.text, before);
    let foreign = [("host", "sandbox.example.com")];
    let request = axum::http::Request::builder().uri(CHANGES).header(foreign[0].0, foreign[0].1);
    let app = axum::Router::new().nest("/sandbox", world.sandbox.router());
    let answer =
        tower::ServiceExt::oneshot(app, request.body(axum::body::Body::empty()).unwrap()).await.unwrap();
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
}
