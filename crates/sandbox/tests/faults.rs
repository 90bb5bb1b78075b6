//! Faults on demand, asked for per request and by switch; the cut connection over a real socket.

mod common;

use axum::Router;
use axum::http::{Method, StatusCode};
use common::{Answer, World, app_key, sinch_send, static_bearer};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use whatsapp_sandbox::Sandbox;
use whatsapp_sandbox::accounts::*;

const INFOBIP_TEXT: &str = "/sandbox/infobip/whatsapp/1/message/text";

fn infobip_text() -> Value {
    json!({"from": INFOBIP_SENDER, "to": "447700900123", "content": {"text": "hello"}})
}

fn sinch_text() -> Value {
    json!({"app_id": SINCH_APP, "message": {"text_message": {"text": "hello"}},
        "recipient": {"identified_by": {"channel_identities": [{"channel": "WHATSAPP", "identity": "447700900123"}]}}})
}

async fn infobip_with(world: &World, fault: &str) -> Answer {
    let key = app_key();
    let headers =
        [("authorization", key.as_str()), ("content-type", "application/json"), ("x-sandbox-fault", fault)];
    world.call(Method::POST, INFOBIP_TEXT, &headers, infobip_text().to_string()).await
}

async fn sinch_with(world: &World, fault: &str) -> Answer {
    let path = format!("{}?sandboxFault={fault}", sinch_send("eu", SINCH_PROJECT));
    world.post(&path, &static_bearer(), &sinch_text()).await
}

#[tokio::test]
async fn refusals_come_in_each_providers_form_and_do_nothing() {
    let world = World::new();
    for (fault, status, id) in [
        ("rateLimited:7", 429, "TOO_MANY_REQUESTS"),
        ("serverError", 500, "GENERAL_ERROR"),
        ("unauthorized", 401, "UNAUTHORIZED"),
        ("expiredToken", 401, "UNAUTHORIZED"),
    ] {
        let answer = infobip_with(&world, fault).await;
        assert_eq!(answer.status.as_u16(), status, "{fault}");
        assert_eq!(answer.json()["requestError"]["serviceException"]["messageId"], id, "{fault}");
        let retry = answer.headers.get("retry-after").map(|v| v.to_str().unwrap());
        assert_eq!(retry, (status == 429).then_some("7"), "{fault}");
    }
    for (fault, status, word) in [
        ("rateLimited", 429, "RESOURCE_EXHAUSTED"),
        ("serverError", 500, "INTERNAL"),
        ("unauthorized", 401, "UNAUTHENTICATED"),
        ("expiredToken", 401, "UNAUTHENTICATED"),
        ("noCredit", 403, "PERMISSION_DENIED"),
    ] {
        let answer = sinch_with(&world, fault).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.json()["error"]["status"]),
            (status, &json!(word)),
            "{fault}"
        );
        assert_eq!(answer.headers.contains_key("retry-after"), status == 429, "{fault}");
        if fault == "expiredToken" {
            assert!(answer.headers["www-authenticate"].to_str().unwrap().contains("expired"));
        }
    }
    assert!(world.inbox().await.is_empty());
}

#[tokio::test]
async fn infobip_without_credit_refuses_inside_a_200() {
    let world = World::new();
    let answer = infobip_with(&world, "noCredit").await;
    assert_eq!(answer.status, StatusCode::OK);
    let status = answer.json()["status"].clone();
    assert_eq!((&status["id"], &status["groupId"]), (&json!(12), &json!(5)));
    assert_eq!(status["name"], "REJECTED_NOT_ENOUGH_CREDITS");
    assert!(world.inbox().await.is_empty());
}

#[tokio::test]
async fn spoiled_answers_come_after_the_message_went_out() {
    for (fault, status, kind, text) in [
        ("garbage", 200, "application/json", "{\"messages\":[{\"to\":\"44"),
        ("html", 502, "text/html", "<html>"),
        ("emptyBody", 200, "", ""),
        ("xml", 200, "application/xml", "<?xml"),
    ] {
        let world = World::new();
        for answer in [infobip_with(&world, fault).await, sinch_with(&world, fault).await] {
            assert_eq!(answer.status.as_u16(), status, "{fault}");
            let found = answer.headers.get("content-type").map_or("", |v| v.to_str().unwrap());
            assert_eq!(found, kind, "{fault}");
            assert!(answer.text.starts_with(text), "{fault}: {}", answer.text);
            assert_eq!(answer.text.is_empty(), text.is_empty(), "{fault}");
            assert!(serde_json::from_str::<Value>(&answer.text).is_err(), "{fault}");
        }
        assert_eq!(world.inbox().await.len(), 2, "{fault}");
    }
}

#[tokio::test]
async fn slow_answers_late_and_in_full() {
    let world = World::new();
    let start = Instant::now();
    let answer = infobip_with(&world, "slow:1").await;
    assert!(start.elapsed() >= Duration::from_secs(1));
    assert_eq!(answer.json()["status"]["id"], 7);
}

#[tokio::test]
async fn unknown_faults_are_named() {
    let world = World::new();
    let answer = infobip_with(&world, "boom").await;
    assert_eq!((answer.status.as_u16(), &answer.json()["error"]["code"]), (400, &json!("unknown-fault")));
    assert!(world.inbox().await.is_empty());
}

#[tokio::test]
async fn a_switch_counts_down_and_spares_the_token_exchange() {
    let world = World::new();
    world.faults(json!({"sinch": {"kind": "expiredToken", "remaining": 1}})).await;
    let basic = common::basic(SINCH_KEY_ID, SINCH_KEY_SECRET);
    let headers = [("authorization", basic.as_str()), ("content-type", "application/x-www-form-urlencoded")];
    let path = "/sandbox/sinch/auth/oauth2/token";
    let token = world.call(Method::POST, path, &headers, "grant_type=client_credentials").await;
    assert_eq!(token.status, StatusCode::OK);
    let send = async || world.post(&sinch_send("eu", SINCH_PROJECT), "Bearer x", &sinch_text()).await;
    assert!(send().await.headers["www-authenticate"].to_str().unwrap().contains("expired"));
    assert!(
        !send().await.headers["www-authenticate"].to_str().unwrap().contains("expired"),
        "the switch is off again"
    );
    assert_eq!(
        world.post(INFOBIP_TEXT, &app_key(), &infobip_text()).await.status,
        StatusCode::OK,
        "the other provider"
    );

    world.faults(json!({"sinch": {"kind": "serverError", "on": "token"}})).await;
    let token = world.call(Method::POST, path, &headers, "grant_type=client_credentials").await;
    assert_eq!((token.status.as_u16(), &token.json()["error"]), (500, &json!("server_error")));
    assert_eq!(world.sinch(&sinch_text()).await.status, StatusCode::OK);
}

#[tokio::test]
async fn sending_can_fail_while_lists_work() {
    let world = World::new();
    world.faults(json!({"infobip": {"kind": "serverError", "on": "send"}})).await;
    assert_eq!(world.post(INFOBIP_TEXT, &app_key(), &infobip_text()).await.status.as_u16(), 500);
    assert_eq!(world.get("/sandbox/infobip/whatsapp/1/templates", &app_key()).await.status, StatusCode::OK);
    world.faults(json!({"infobip": {"kind": "rateLimited"}})).await;
    let list = world.get("/sandbox/infobip/whatsapp/1/templates", &app_key()).await;
    assert_eq!((list.status.as_u16(), &list.json()["errorCode"]), (429, &json!("E429")));
}

/// Over a socket, because what a client sees of it is decided in the HTTP server.
#[tokio::test]
async fn a_cut_connection_sends_not_one_byte() {
    let sandbox = Sandbox::new();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = Router::new().nest("/sandbox", sandbox.router());
    let server = tokio::spawn(async move { axum::serve(listener, app).await });
    let body = infobip_text().to_string();
    let mut socket = tokio::net::TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST {INFOBIP_TEXT} HTTP/1.1\r\nhost: {address}\r\nauthorization: {}\r\ncontent-type: application/json\r\n\
         x-sandbox-fault: cut\r\ncontent-length: {}\r\n\r\n",
        app_key(),
        body.len()
    );
    socket.write_all(head.as_bytes()).await.unwrap();
    socket.write_all(body.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    // A reset counts as closed too.
    let _ = tokio::time::timeout(Duration::from_secs(5), socket.read_to_end(&mut answer))
        .await
        .expect("closed in time");
    assert_eq!(String::from_utf8_lossy(&answer), "");
    assert_eq!(sandbox.state().messages_after(0).len(), 1, "the message went out all the same");
    server.abort();
}

#[tokio::test]
async fn a_code_that_no_table_has_refuses_messages_only() {
    let world = World::new();
    let answer = infobip_with(&world, "unknownCode").await;
    let status = answer.json()["messages"][0]["status"].clone();
    let status = if status.is_null() { answer.json()["status"].clone() } else { status };
    assert_eq!(
        (answer.status, &status["groupName"], &status["id"]),
        (StatusCode::OK, &json!("REJECTED"), &json!(9171))
    );
    let answer = sinch_with(&world, "unknownCode").await;
    assert_eq!(
        (answer.status, &answer.json()["error"]["status"]),
        (StatusCode::BAD_REQUEST, &json!("SANDBOX_RULE_VIOLATED"))
    );
    assert!(world.inbox().await.is_empty());
    // As a switch it spares what is no sending.
    assert_eq!(world.faults(json!({"infobip": {"kind": "unknownCode"}})).await.status, StatusCode::OK);
    let path = format!("/sandbox/infobip/whatsapp/2/senders/{INFOBIP_SENDER}/templates");
    assert_eq!(world.get(&path, &app_key()).await.status, StatusCode::OK);
    let refused = world.infobip("text", &infobip_text()).await.json().to_string();
    assert!(refused.contains("REJECTED_SANDBOX_RULE"), "{refused}");
}
