//! Receiving: what is taken, what is refused, and that a 2xx means "on the disk".

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::http::Request;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use futures_util::future::join_all;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use whatsapp_domain::audit::AuditAction;
use whatsapp_proxy::store::{EventFilter, EventOrder, Noted, StoredEvent};

use crate::support::{App, Reply};

const APP: &str = "01EB37HMH1M6SV18BSNS3G135H";
const PROJECT: &str = "c36f3d3d-1513-2edd-ae42-11995557ff61";

/// An account with two-way on, and what its provider knows.
pub struct Line {
    pub id: String,
    pub path: String,
    secret: String,
}

impl Line {
    pub async fn sinch(app: &App) -> Self {
        let account = json!({"name": "Shop", "provider": "sinch", "settings": {"baseUrl": "https://eu.conversation.api.sinch.com",
            "projectId": PROJECT, "appId": APP, "keyId": "key-1", "authScheme": "oauth2"},
            "secrets": {"keySecret": "a-key-secret-of-a-test"}, "twoWay": {"enabled": true}});
        Self::of(app, account).await
    }

    pub async fn infobip(app: &App) -> Self {
        let mut account = crate::support::infobip("https://abc123.api.infobip.com");
        account["twoWay"] = json!({"enabled": true});
        Self::of(app, account).await
    }

    async fn of(app: &App, account: Value) -> Self {
        let provider = account["provider"].as_str().unwrap().to_owned();
        let id = app.save(account).await;
        let callback = app.state.store.callback(&id).await.unwrap().unwrap();
        Self {
            path: format!("/webhooks/{provider}/{id}/{}", callback.token.expose()),
            secret: callback.secret.expose().to_owned(),
            id,
        }
    }

    /// Headers of a signature over this body.
    fn signed(&self, body: &[u8], nonce: &str, at: i64) -> Vec<(&'static str, String)> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.secret.as_bytes()).unwrap();
        mac.update(body);
        mac.update(format!(".{nonce}.{at}").as_bytes());
        vec![
            ("x-sinch-webhook-signature", STANDARD.encode(mac.finalize().into_bytes())),
            ("x-sinch-webhook-signature-timestamp", at.to_string()),
            ("x-sinch-webhook-signature-nonce", nonce.to_owned()),
            ("x-sinch-webhook-signature-algorithm", "HmacSHA256".to_owned()),
        ]
    }
}

fn noted(line: &Line) -> Noted {
    Noted::new(&line.id, None, AuditAction::CallbackRotated)
}

fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs().try_into().unwrap()
}

/// Each webhook of a provider has a nonce of its own.
fn nonce() -> String {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(0);
    format!("nonce-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

pub async fn post(app: &App, path: &str, headers: &[(&str, String)], body: impl Into<Vec<u8>>) -> Reply {
    let mut request = Request::builder().method("POST").uri(path).header("host", "proxy.example");
    for (name, value) in headers {
        request = request.header(*name, value);
    }
    app.send(request.body(body.into().into()).unwrap()).await
}

/// Signed as the provider does now.
async fn sign_and_post(app: &App, line: &Line, body: &Value) -> Reply {
    let bytes = body.to_string().into_bytes();
    post(app, &line.path, &line.signed(&bytes, &nonce(), now()), bytes).await
}

fn sinch_text(id: &str, from: &str, text: &str) -> Value {
    json!({"app_id": APP, "project_id": PROJECT, "accepted_time": "2026-02-03T04:05:07.123456Z", "event_time": "2026-02-03T04:05:06Z",
        "message": {"id": id, "direction": "TO_APP", "contact_message": {"text_message": {"text": text}},
            "channel_identity": {"channel": "WHATSAPP", "identity": from, "app_id": ""},
            "accept_time": "2026-02-03T04:05:07.12Z", "sender_id": "447860099299"}})
}

pub fn infobip_text(id: &str, from: &str, text: &str) -> Value {
    json!({"results": [{"from": from, "to": "447860099299", "integrationType": "WHATSAPP", "messageId": id,
        "receivedAt": "2026-02-03T04:05:06.789+0000", "message": {"type": "TEXT", "text": text},
        "contact": {"name": "Ana Lind"}}], "messageCount": 1, "pendingMessageCount": 0})
}

pub async fn events(app: &App) -> Vec<StoredEvent> {
    app.state.store.events(&EventFilter::default(), EventOrder::After(0), 100_000).await.unwrap()
}

async fn figure(app: &App, line: &str) -> u64 {
    let text = app.get("/metrics").await.text;
    let found = text.lines().find_map(|found| found.strip_prefix(&format!("whatsapp_proxy_{line} ")));
    found.unwrap_or_else(|| panic!("{line} in {text}")).parse().unwrap()
}

#[tokio::test]
async fn a_message_is_an_event_and_a_redelivery_changes_nothing() {
    let app = App::new(&[]).await;
    let line = Line::infobip(&app).await;
    for round in 0..3 {
        let reply =
            post(&app, &line.path, &[], infobip_text("m1", "447400123456", "SUBSCRIBE").to_string()).await;
        assert_eq!((reply.status, reply.text.as_str()), (200, ""), "{round}");
    }
    let events = events(&app).await;
    assert_eq!(events.len(), 1);
    let event = serde_json::to_value(&events[0].event).unwrap();
    for (key, value) in [
        ("status", json!("inbound")),
        ("action_type", json!(null)),
        ("message_id", json!("m1")),
        ("message", json!("SUBSCRIBE")),
        ("type", json!("text")),
        ("customer", json!({"key": "phone", "value": "+447400123456"})),
        ("integration", json!(line.id)),
    ] {
        assert_eq!(event[key], value, "{key}");
    }
    assert_eq!(event["raw"]["messageId"], "m1");
    assert_eq!(figure(&app, "events_repeated_total").await, 2);
}

#[tokio::test]
async fn duplicates_at_once_are_one_event_each() {
    let app = App::new(&[]).await;
    let line = Line::sinch(&app).await;
    let bodies: Vec<Value> =
        (0..200).map(|number| sinch_text(&format!("m{}", number / 5), "447400123456", "Hi")).collect();
    let replies = join_all(bodies.iter().map(|body| sign_and_post(&app, &line, body))).await;
    assert!(replies.iter().all(|reply| reply.status == 200));
    let mut ids: Vec<_> = events(&app).await.into_iter().filter_map(|event| event.event.message_id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((ids.len(), events(&app).await.len()), (40, 40));
}

#[tokio::test]
async fn a_wrong_address_is_nobodys_and_nothing_is_kept() {
    let app = App::new(&[]).await;
    let line = Line::infobip(&app).await;
    let other = Line::infobip(&app).await;
    let token = line.path.rsplit('/').next().unwrap();
    let body = infobip_text("m1", "447400123456", "Hi").to_string();
    let wrong = [
        line.path.replace(token, other.path.rsplit('/').next().unwrap()),
        line.path.replace(token, &token[..token.len() - 1]),
        line.path.replace(token, &format!("{token}x")),
        line.path.replace(token, ""),
        line.path.replace("/infobip/", "/sinch/"),
        line.path.replace(&line.id, "int_unknown"),
        line.path.replace(&line.id, &other.id),
        format!("{}/more", line.path),
        "/webhooks/infobip".into(),
    ];
    let mut told = Vec::new();
    for path in &wrong {
        let reply = post(&app, path, &[], body.clone()).await;
        assert_eq!(reply.status, 404, "{path}");
        told.push(reply.text);
    }
    assert!(told[..8].iter().all(|text| *text == told[0]), "the same whatever is wrong: {told:?}");
    assert!(events(&app).await.is_empty());
    let reply = app.send(Request::get(line.path.as_str()).body(axum::body::Body::empty()).unwrap()).await;
    assert_eq!((reply.status, reply.code().as_str()), (405, "method-not-allowed"));
    assert_eq!(post(&app, &line.path, &[], body).await.status, 200);
}

#[tokio::test]
async fn an_integration_without_replies_takes_none() {
    let app = App::new(&[]).await;
    let line = Line::infobip(&app).await;
    let stored = app.get(&format!("/api/v1/integrations/{}", line.id)).await.json();
    let mut change = stored.clone();
    change["twoWay"]["enabled"] = json!(false);
    change.as_object_mut().unwrap().remove("secrets");
    let reply = app.call("PUT", &format!("/api/v1/integrations/{}", line.id), Some(change)).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    let body = infobip_text("m1", "447400123456", "Hi").to_string();
    assert_eq!(post(&app, &line.path, &[], body.clone()).await.status, 404);
    assert_eq!(app.call("DELETE", &format!("/api/v1/integrations/{}", line.id), None).await.status, 204);
    assert_eq!(post(&app, &line.path, &[], body).await.status, 404);
    assert!(events(&app).await.is_empty());
    assert_eq!(figure(&app, "webhooks_refused_total{reason=\"off\"}").await, 1);
}

#[tokio::test]
async fn a_new_token_lets_the_old_one_count_until_its_end() {
    let app = App::new(&[]).await;
    let line = Line::infobip(&app).await;
    let body = |id: &str| infobip_text(id, "447400123456", "Hi").to_string();
    let rotated = app.state.store.rotate_callback(&line.id, 60_000, noted(&line)).await.unwrap().unwrap();
    assert!(rotated.old_until.is_some());
    let new = format!("/webhooks/infobip/{}/{}", line.id, rotated.token.expose());
    assert_ne!(new, line.path);
    for (path, id) in [(&line.path, "m1"), (&new, "m2")] {
        assert_eq!(post(&app, path, &[], body(id)).await.status, 200, "{path}");
    }
    let again = app.state.store.rotate_callback(&line.id, 0, noted(&line)).await.unwrap().unwrap();
    let newest = format!("/webhooks/infobip/{}/{}", line.id, again.token.expose());
    assert_eq!(post(&app, &new, &[], body("m3")).await.status, 404, "its end is now");
    assert_eq!(post(&app, &newest, &[], body("m3")).await.status, 200);
    let kept = app.state.store.callback(&line.id).await.unwrap().unwrap();
    assert_eq!(kept.token.expose(), again.token.expose());
    assert!(app.state.store.callback("int_unknown").await.unwrap().is_none());
}

#[tokio::test]
async fn forged_stale_and_replayed_signatures_lead_to_nothing() {
    let app = App::new(&[]).await;
    let line = Line::sinch(&app).await;
    let other = Line::sinch(&app).await;
    let body = sinch_text("m1", "447400123456", "Hi").to_string().into_bytes();
    let good = line.signed(&body, "n1", now());
    let with = |index: usize, value: &str| {
        let mut headers = good.clone();
        headers[index].1 = value.to_owned();
        headers
    };
    let mut longer = body.clone();
    longer.push(b' ');
    let shifted = [&body[..body.len() - 1], b".n1"].concat();
    for (what, headers, body, code) in [
        ("no headers", vec![], &body, "signature-wrong"),
        ("no signature", good[1..].to_vec(), &body, "signature-wrong"),
        ("another secret", other.signed(&body, "n1", now()), &body, "signature-wrong"),
        ("another body", good.clone(), &longer, "signature-wrong"),
        ("another nonce", with(2, "n2"), &body, "signature-wrong"),
        ("another time", with(1, &(now() - 1).to_string()), &body, "signature-wrong"),
        ("another algorithm", with(3, "HmacSHA1"), &body, "signature-wrong"),
        ("cut", with(0, &good[0].1[..20]), &body, "signature-wrong"),
        (
            "a shifted boundary",
            line.signed(&body[..body.len() - 1], "n1", now()),
            &shifted,
            "signature-wrong",
        ),
        ("too old", line.signed(&body, "n1", now() - 301), &body, "signature-stale"),
        ("too far ahead", line.signed(&body, "n1", now() + 310), &body, "signature-stale"),
    ] {
        let reply = post(&app, &line.path, &headers, body.clone()).await;
        assert_eq!((reply.status, reply.code().as_str()), (401, code), "{what}");
    }
    assert!(events(&app).await.is_empty());
    // The first is taken; a copy of it is answered the same, and nothing happens.
    assert_eq!(post(&app, &line.path, &good, body.clone()).await.status, 200);
    assert_eq!(post(&app, &line.path, &good, body.clone()).await.status, 200);
    assert_eq!((events(&app).await.len(), figure(&app, "webhooks_replayed_total").await), (1, 1));
    // A copy that is signed anew is a redelivery.
    assert_eq!(post(&app, &line.path, &line.signed(&body, "n9", now()), body.clone()).await.status, 200);
    assert_eq!(events(&app).await.len(), 1);
    assert_eq!(figure(&app, "webhooks_refused_total{reason=\"signature\"}").await, 9);
}

#[tokio::test]
async fn a_password_has_to_fit_where_there_is_one() {
    let app = App::new(&[]).await;
    let line = Line::infobip(&app).await;
    let basic = |password: &str| {
        vec![("authorization", format!("Basic {}", STANDARD.encode(format!("whatsapp:{password}"))))]
    };
    let body = infobip_text("m1", "447400123456", "Hi").to_string();
    let reply = post(&app, &line.path, &basic("wrong"), body.clone()).await;
    assert_eq!((reply.status, reply.code().as_str()), (401, "credentials-wrong"));
    assert!(events(&app).await.is_empty());
    assert_eq!(post(&app, &line.path, &basic(&line.secret), body).await.status, 200);
}

#[tokio::test]
async fn what_is_anothers_is_refused_and_counted() {
    let app = App::new(&[]).await;
    let (sinch, infobip) = (Line::sinch(&app).await, Line::infobip(&app).await);
    for (key, value) in [("app_id", "01OTHER"), ("project_id", "00000000-0000-4000-8000-000000000000")] {
        let mut body = sinch_text("m1", "447400123456", "Hi");
        body[key] = json!(value);
        let reply = sign_and_post(&app, &sinch, &body).await;
        assert_eq!((reply.status, reply.code().as_str()), (403, "another-account"), "{key}");
    }
    let mut body = infobip_text("m1", "447400123456", "Hi");
    body["results"][0]["to"] = json!("447999999999");
    assert_eq!(post(&app, &infobip.path, &[], body.to_string()).await.status, 403);
    assert!(events(&app).await.is_empty());
    // Of a batch, what is ours is taken.
    let own = infobip_text("m2", "447400123456", "Hi")["results"][0].clone();
    body["results"].as_array_mut().unwrap().push(own);
    assert_eq!(post(&app, &infobip.path, &[], body.to_string()).await.status, 200);
    assert_eq!(events(&app).await.len(), 1);
    assert_eq!(figure(&app, "webhooks_refused_total{reason=\"crossed\"}").await, 4);
}

#[tokio::test]
async fn what_can_t_be_read_is_kept_as_it_came() {
    let app = App::new(&[]).await;
    let line = Line::infobip(&app).await;
    for body in [&b"{\"results\": "[..], b"\xff\xfe\x00", b"", b"[]", b"<html>"] {
        for _ in 0..2 {
            assert_eq!(post(&app, &line.path, &[], body).await.status, 200, "{body:?}");
        }
    }
    // One bad element does not take the others with it.
    let mut batch = infobip_text("m1", "447400123456", "Hi");
    batch["results"].as_array_mut().unwrap().extend([json!(7), json!({"from": 1, "message": {}})]);
    assert_eq!(post(&app, &line.path, &[], batch.to_string()).await.status, 200);
    let events = events(&app).await;
    let unreadable: Vec<_> =
        events.iter().filter(|event| event.event.status.as_str() == "unreadable").collect();
    assert_eq!(unreadable.len(), 7, "{events:?}");
    assert_eq!(unreadable[0].event.raw["body"], "{\"results\": ");
    assert_eq!(unreadable[1].event.raw["base64"], STANDARD.encode(b"\xff\xfe\x00"));
    assert!(unreadable.iter().all(|event| event.event.message.as_ref().is_some_and(|why| !why.is_empty())));
    assert_eq!(events.len(), 8);
}

#[tokio::test]
async fn a_body_has_its_limit() {
    let app = App::new(&[]).await;
    let line = Line::infobip(&app).await;
    let largest = vec![b'x'; 256 * 1024];
    assert_eq!(post(&app, &line.path, &[], largest.clone()).await.status, 200);
    let reply = post(&app, &line.path, &[], [largest.as_slice(), b"x"].concat()).await;
    assert_eq!((reply.status, reply.code().as_str()), (413, "body-too-large"));
    // Without a length it is counted while it comes.
    let chunks = futures_util::stream::iter((0..5).map(|_| Ok::<_, std::io::Error>(vec![b'y'; 64 * 1024])));
    let request = Request::post(line.path.as_str()).body(axum::body::Body::from_stream(chunks)).unwrap();
    assert_eq!(app.send(request).await.status, 413);
    assert_eq!(events(&app).await.len(), 1);
}

#[tokio::test]
async fn a_slow_body_is_given_up() {
    let app = App::new(&[("CLIENT_TIMEOUT_S", "1")]).await;
    let line = Line::infobip(&app).await;
    let drip = futures_util::stream::unfold((), |()| async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        Some((Ok::<_, std::io::Error>("x"), ()))
    });
    let request = Request::post(line.path.as_str()).body(axum::body::Body::from_stream(drip)).unwrap();
    let reply = tokio::time::timeout(Duration::from_secs(5), app.send(request)).await.unwrap();
    assert_eq!((reply.status, reply.code().as_str()), (503, "body-too-slow"));
}

#[tokio::test]
async fn ten_thousand_hostile_bodies_break_nothing() {
    let app = App::new(&[]).await;
    let (sinch, infobip) = (Line::sinch(&app).await, Line::infobip(&app).await);
    let seeds = [
        sinch_text("m1", "447400123456", "Hi").to_string().into_bytes(),
        infobip_text("m1", "447400123456", "Hi").to_string().into_bytes(),
        br#"{"results":[{"messageId":"r1","to":"447400123456","doneAt":"2026-02-03T04:05:06.789+0000","status":{"groupId":3,"id":5}}]}"#.to_vec(),
        br#"{"app_id":null,"message_delivery_report":{"message_id":"r1","status":"READ"},"event_time":"0000-99-99"}"#.to_vec(),
    ];
    let deep = [b"{\"results\":".as_slice(), &b"[".repeat(100_000)].concat();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = move |below: usize| {
        // xorshift64
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    for round in 0..10_000 {
        let mut body = seeds[random(seeds.len())].clone();
        match round % 200 {
            0 => body = vec![b'{'; 1 << random(18)],
            1 => body = deep.clone(),
            2 => body = vec![0xf0; random(300_000)],
            _ => {
                for _ in 0..=random(6) {
                    let at = random(body.len());
                    match random(5) {
                        0 => body[at] = u8::try_from(random(256)).unwrap(),
                        1 => drop(body.drain(at..)),
                        2 => body.insert(at, b"\"{}[],:\\0-e."[random(12)]),
                        3 => drop(body.remove(at)),
                        _ => body.extend_from_within(at..),
                    }
                    if body.is_empty() {
                        break;
                    }
                }
            }
        }
        let reply = if random(2) == 0 {
            post(&app, &sinch.path, &sinch.signed(&body, &nonce(), now()), body).await
        } else {
            post(&app, &infobip.path, &[], body).await
        };
        assert!(matches!(reply.status, 200 | 403 | 413), "{round}: {} {}", reply.status, reply.text);
    }
    assert_eq!(app.get("/healthz").await.status, 200);
}

#[tokio::test]
async fn a_quick_test_is_followed_and_a_wish_or_a_closed_window_stops_it() {
    let provider = crate::fake::Fake::answering(
        "200 OK",
        "content-type: application/json\r\n",
        r#"{"to":"447400123456","messageCount":1,"messageId":"wamid.1","status":{"groupId":1,"groupName":"PENDING","id":7,"name":"PENDING_ENROUTE"}}"#,
    )
    .await;
    let app = App::with(&[("SANDBOX", "on")], provider.address, crate::support::no_network()).await;
    let mut account = crate::support::infobip(&provider.base_url());
    account["twoWay"] = json!({"enabled": true});
    let line = Line::of(&app, account).await;
    let test = async || app.post("/api/v1/quick-tests", crate::support::text_test(&line.id)).await;
    let window =
        async || app.get(&format!("/api/v1/windows/+447400123456?integration={}", line.id)).await.json();
    let report = async |status: &str, at: &str| {
        let body = match status {
            "read" => {
                json!({"results": [{"messageId": "wamid.1", "from": "447860099299", "to": "447400123456", "seenAt": at}]})
            }
            "delivered" => {
                json!({"results": [{"messageId": "wamid.1", "to": "447400123456", "doneAt": at, "sentAt": at,
                "status": {"groupId": 3, "groupName": "DELIVERED", "id": 5, "name": "DELIVERED_TO_HANDSET"}}]})
            }
            other => panic!("{other}"),
        };
        assert_eq!(post(&app, &line.path, &[], body.to_string()).await.status, 200);
    };

    // Nothing ever came: nobody knows whether the window is open, so the test goes out. Its report is faster than we are.
    assert_eq!(window().await["known"], false);
    report("read", "2026-02-03T04:05:09.000+0000").await;
    let sent = test().await;
    assert_eq!(sent.status, 201, "{}", sent.text);
    let sent = sent.json();
    assert_eq!(sent["following"]["status"], "read", "{sent}");
    report("delivered", "2026-02-03T04:05:08.000+0000").await;
    let path = format!("/api/v1/quick-tests/{}", sent["id"].as_str().unwrap());
    let followed = app.get(&path).await.json();
    assert_eq!(followed["following"]["status"], "read");
    assert_eq!(followed["following"]["deliveredAt"], "2026-02-03T04:05:08.000Z");
    assert_eq!(app.get("/api/v1/quick-tests").await.json()["items"][0], followed);
    assert!(events(&app).await.iter().all(|event| event.event.test.as_deref() == sent["id"].as_str()));

    // Once a message of anybody came in it is known that they do, and this customer did not write.
    let other = infobip_text("m0", "447400999999", "Hi").to_string();
    assert_eq!(post(&app, &line.path, &[], other).await.status, 200);
    let stopped = test().await;
    assert_eq!(
        (stopped.status, stopped.findings()),
        (422, vec!["window-closed".to_owned()]),
        "{}",
        stopped.text
    );
    assert_eq!(provider.requests().len(), 1, "nothing was sent");
    assert_eq!(window().await, json!({"known": true, "open": false}));
    // A window that is over is told as well.
    let over = app.get(&format!("/api/v1/windows/447400999999?integration={}", line.id)).await.json();
    assert_eq!(
        (&over["open"], &over["lastInboundAt"], &over["closesAt"], &over["lastKind"]),
        (
            &json!(false),
            &json!("2026-02-03T04:05:06.789Z"),
            &json!("2026-02-04T04:05:06.789Z"),
            &json!("text")
        ),
        "{over}"
    );
    assert!(over["lastInboundAgoS"].as_u64().unwrap() > 24 * 3600, "{over}");
    let say = async |id: &str, words: &str| {
        let mut body = infobip_text(id, "447400123456", words);
        // The window is counted from when the customer wrote.
        body["results"][0]["receivedAt"] = json!("2999-02-03T04:05:06.789+0000");
        assert_eq!(post(&app, &line.path, &[], body.to_string()).await.status, 200);
    };
    say("m1", "Hello").await;
    let open = window().await;
    assert_eq!(
        (&open["known"], &open["open"], &open["lastKind"]),
        (&json!(true), &json!(true), &json!("text"))
    );
    assert_eq!(test().await.status, 201);
    say("m2", "Stop. Thank you").await;
    let stopped = test().await;
    assert_eq!(
        (stopped.status, stopped.findings()),
        (422, vec!["suppressed".to_owned()]),
        "{}",
        stopped.text
    );
    say("m3", "START").await;
    assert_eq!(test().await.status, 201);
    let wishes: Vec<_> = events(&app).await.iter().map(|event| event.event.status.as_str()).collect();
    assert_eq!(wishes[3..], ["inbound", "inbound", "opted_out", "inbound", "opted_in"]);
}

#[tokio::test]
async fn a_locked_database_is_busy_and_then_goes_on() {
    let app = App::new(&[]).await;
    let line = Line::infobip(&app).await;
    let path = app.folder.path().join("data/whatsapp-proxy.sqlite");
    let (locked, is_locked) = std::sync::mpsc::channel();
    let (release, released) = std::sync::mpsc::channel::<()>();
    let holder = std::thread::spawn(move || {
        let connection = rusqlite::Connection::open(path).unwrap();
        connection.execute_batch("BEGIN IMMEDIATE").unwrap();
        locked.send(()).unwrap();
        released.recv().unwrap();
    });
    is_locked.recv().unwrap();
    let body = infobip_text("m1", "447400123456", "Hi").to_string();
    let reply = post(&app, &line.path, &[], body.clone()).await;
    assert_eq!((reply.status, reply.code().as_str()), (503, "storage-unavailable"));
    assert!(!reply.header("retry-after").is_empty());
    release.send(()).unwrap();
    holder.join().unwrap();
    assert_eq!(post(&app, &line.path, &[], body).await.status, 200);
    assert_eq!(events(&app).await.len(), 1);
}
