//! The sandbox's own API.

mod common;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use common::{World, app_key, sinch_send};
use futures_util::StreamExt;
use serde_json::{Value, json};
use std::time::Duration;
use tower::ServiceExt;
use whatsapp_sandbox::Sandbox;
use whatsapp_sandbox::accounts::*;

fn text(body: &str) -> Value {
    json!({"from": INFOBIP_SENDER, "to": "447700900123", "content": {"text": body}})
}

#[tokio::test]
async fn the_accounts_work_as_they_are_given() {
    let world = World::new();
    let accounts = world.call(Method::GET, "/sandbox/api/accounts", &[], "").await.json();
    assert_eq!(accounts, world.sandbox.accounts("http://127.0.0.1:8080"));
    let [infobip, sinch] = &accounts.as_array().unwrap()[..] else { panic!("two accounts") };
    assert_eq!(infobip["settings"]["baseUrl"], "http://127.0.0.1:8080/sandbox/infobip");
    let path = format!("{}/whatsapp/1/message/text", infobip["settings"]["baseUrl"].as_str().unwrap());
    let path = path.strip_prefix("http://127.0.0.1:8080").unwrap();
    let key = format!("App {}", infobip["secrets"]["apiKey"].as_str().unwrap());
    let mut body = text("hello");
    body["from"] = infobip["settings"]["sender"].clone();
    assert_eq!(world.post(path, &key, &body).await.status, StatusCode::OK);

    let word = |key: &str| sinch["settings"][key].as_str().unwrap();
    assert_eq!(word("baseUrl"), "http://127.0.0.1:8080/sandbox/sinch/eu");
    let basic = common::basic(word("keyId"), sinch["secrets"]["keySecret"].as_str().unwrap());
    let headers = [("authorization", basic.as_str()), ("content-type", "application/x-www-form-urlencoded")];
    let path = "/sandbox/sinch/auth/oauth2/token";
    let token = world.call(Method::POST, path, &headers, "grant_type=client_credentials").await.json();
    let bearer = format!("Bearer {}", token["access_token"].as_str().unwrap());
    let body = json!({"app_id": word("appId"), "message": {"text_message": {"text": "hello"}},
        "recipient": {"identified_by": {"channel_identities": [{"channel": "WHATSAPP", "identity": "447700900123"}]}}});
    let sent = world.post(&sinch_send("eu", word("projectId")), &bearer, &body).await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.text);
}

#[tokio::test]
async fn other_machines_names_are_refused() {
    let sandbox = Sandbox::new();
    for (host, status) in
        [("localhost:1", 200), ("[::1]:80", 200), ("sandbox.example.com", 403), ("10.0.0.1", 403)]
    {
        for path in ["/api/accounts", "/api/messages", "/api/faults", "/api/templates"] {
            let request = Request::get(path).header("host", host).body(Body::empty()).unwrap();
            let response = sandbox.router().oneshot(request).await.unwrap();
            assert_eq!(response.status().as_u16(), status, "{host} {path}");
        }
    }
}

#[tokio::test]
async fn the_inbox_shows_what_a_phone_would() {
    let world = World::new();
    let body = json!({"messages": [{"from": INFOBIP_SENDER, "to": "447700900123", "messageId": "m-1", "content": {
        "templateName": "order_receipt", "language": "en_GB", "templateData": {"body": {"placeholders": ["Ana"]},
        "header": {"type": "DOCUMENT", "mediaUrl": "https://cdn.example.com/r.pdf", "filename": "receipt.pdf"},
        "buttons": [{"type": "URL", "parameter": "4711"}]}}}]});
    world.infobip("template", &body).await;
    let mut seen = world.inbox().await.remove(0);
    assert!(seen["receivedAt"].as_str().unwrap().ends_with('Z'));
    seen.as_object_mut().unwrap().remove("receivedAt");
    assert_eq!(
        seen,
        json!({"seq": 1, "id": "m-1", "provider": "infobip", "from": INFOBIP_SENDER, "to": "447700900123",
            "status": "delivered", "failure": null, "kind": "template",
            "header": {"type": "document", "url": "https://cdn.example.com/r.pdf", "filename": "receipt.pdf"},
            "body": "Thank you, Ana. Your order is confirmed and the receipt is attached.", "footer": null,
            "buttons": [{"type": "url", "text": "Track your order", "value": "https://shop.example.com/orders/4711"}],
            "template": {"name": "order_receipt", "language": "en_GB"}})
    );
}

#[tokio::test]
async fn the_inbox_is_read_on_from_a_number_and_emptied() {
    let world = World::new();
    for n in 1..=3 {
        world.infobip("text", &text(&n.to_string())).await;
    }
    let after = world.call(Method::GET, "/sandbox/api/messages?after=2", &[], "").await.json();
    assert_eq!(after.as_array().unwrap().len(), 1);
    assert_eq!((&after[0]["seq"], &after[0]["body"]), (&json!(3), &json!("3")));
    let bad = world.call(Method::GET, "/sandbox/api/messages?after=x", &[], "").await;
    assert_eq!((bad.status.as_u16(), &bad.json()["error"]["code"]), (400, &json!("after-not-a-number")));
    let cleared = world.call(Method::DELETE, "/sandbox/api/messages", &[], "").await;
    assert_eq!(cleared.status, StatusCode::NO_CONTENT);
    assert!(world.inbox().await.is_empty());
    world.infobip("text", &text("4")).await;
    assert_eq!(world.inbox().await[0]["seq"], 4, "numbers never start again");
}

#[tokio::test]
async fn the_live_view_follows_the_inbox() {
    let world = World::new();
    world.infobip("text", &text("first")).await;
    world.infobip("text", &text("second")).await;
    let request = Request::get("/api/messages/stream?after=0")
        .header("host", "localhost")
        .header("last-event-id", "1")
        .body(Body::empty())
        .unwrap();
    let response = world.sandbox.router().oneshot(request).await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut events = response.into_body().into_data_stream();
    let mut next = async || {
        let chunk =
            tokio::time::timeout(Duration::from_secs(5), events.next()).await.expect("an event in time");
        chunk.map(|bytes| String::from_utf8(bytes.unwrap().to_vec()).unwrap())
    };
    let second = next().await.unwrap();
    assert!(second.starts_with("event: message\nid: 2\ndata: {\"seq\":2,"), "{second}");
    world.infobip("text", &text("third")).await;
    assert!(next().await.unwrap().contains("\"third\""));
    world.call(Method::DELETE, "/sandbox/api/messages", &[], "").await;
    assert!(next().await.unwrap().starts_with("event: cleared\n"));
    world.sandbox.close();
    assert_eq!(next().await, None, "a stopping server ends the view");
}

#[tokio::test]
async fn templates_are_listed_for_the_page() {
    let world = World::new();
    let list = world.call(Method::GET, "/sandbox/api/templates", &[], "").await.json();
    let receipt = list.as_array().unwrap().iter().find(|t| t["name"] == "order_receipt").unwrap();
    assert_eq!(receipt["header"], json!({"type": "document"}));
    assert_eq!(receipt["parameters"], 1);
    assert_eq!(receipt["buttons"][0]["takesValue"], true);
}

#[tokio::test]
async fn the_numbers_to_try_do_what_they_say() {
    let world = World::new();
    let list = world.call(Method::GET, "/sandbox/api/recipients", &[], "").await.json();
    assert_eq!(list.as_array().unwrap().len(), 9);
    for entry in list.as_array().unwrap() {
        let mut body = text("hello");
        body["to"] = entry["number"].clone();
        world.infobip("text", &body).await;
        let fails = matches!(entry["fails"].as_str().unwrap(), "all" | "freeMessages");
        let seen = world.inbox().await.pop().unwrap();
        assert_eq!(seen["status"], if fails { "failed" } else { "delivered" }, "{entry}");
        if fails {
            assert_eq!(seen["failure"]["text"], entry["text"]);
        }
    }
}

#[tokio::test]
async fn switches_are_read_and_set_one_provider_at_a_time() {
    let world = World::new();
    let set = world.faults(json!({"sinch": {"kind": "slow", "seconds": 3, "remaining": 2}})).await;
    assert_eq!(set.status, StatusCode::OK);
    let now = world.call(Method::GET, "/sandbox/api/faults", &[], "").await.json();
    assert_eq!(now, set.json());
    let default = json!({"kind": "none", "seconds": null, "remaining": null, "on": "api", "tokenSeconds": 3600,
        "templateChecks": "later"});
    assert_eq!(now["infobip"], default);
    assert_eq!((&now["sinch"]["kind"], &now["sinch"]["remaining"]), (&json!("slow"), &json!(2)));
    for bad in
        [json!({"sinch": {"kind": "boom"}}), json!({"meta": {}}), json!({"sinch": {"wait": 1}}), json!([1])]
    {
        let answer = world.faults(bad.clone()).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.json()["error"]["code"]),
            (400, &json!("faults-unreadable")),
            "{bad}"
        );
    }
    let long = world.faults(json!({"sinch": {"kind": "slow", "seconds": 121}})).await;
    assert_eq!(long.json()["error"]["code"], "seconds-too-many");
    let forever = world.faults(json!({"sinch": {"tokenSeconds": u64::MAX}})).await;
    assert_eq!(forever.json()["error"]["code"], "token-seconds-too-many");
    let after = world.call(Method::GET, "/sandbox/api/faults", &[], "").await.json();
    assert_eq!(after, now, "a refused change changes nothing");
}

#[tokio::test]
async fn unknown_addresses_and_methods_have_the_projects_envelope() {
    let world = World::new();
    let missing = world.call(Method::GET, "/sandbox/api/nothing", &[], "").await;
    assert_eq!((missing.status.as_u16(), &missing.json()["error"]["code"]), (404, &json!("not-found")));
    let method = world.call(Method::POST, "/sandbox/api/accounts", &[], "").await;
    assert_eq!(
        (method.status.as_u16(), &method.json()["error"]["code"]),
        (405, &json!("method-not-allowed"))
    );
    assert_eq!(world.get("/sandbox/infobip/whatsapp/1/templates", &app_key()).await.status, StatusCode::OK);
}
