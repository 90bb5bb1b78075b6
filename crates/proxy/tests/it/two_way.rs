//! Two-way against the sandbox: registered, read back, rotated, removed.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{Reply, Running};

/// An account of the sandbox with two-way switched on.
pub async fn switched_on(app: &Running, provider: &str) -> String {
    let (mut account, id) = app.account(provider).await;
    account["twoWay"] = json!({"enabled": true, "customerIdKey": "phone", "numberFormat": "plus"});
    let reply = app.call("PUT", &format!("/api/v1/integrations/{id}"), Some(account)).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    id
}

async fn two_way(app: &Running, method: &str, id: &str, rest: &str) -> Reply {
    let reply = app.call(method, &format!("/api/v1/integrations/{id}/two-way{rest}"), None).await;
    assert!(reply.status < 300, "{method} {rest}: {}", reply.text);
    reply
}

fn own(state: &Value) -> Vec<&str> {
    let targets = state["registration"]["targets"].as_array().unwrap();
    targets
        .iter()
        .filter(|target| target["own"] == true)
        .map(|target| target["url"].as_str().unwrap())
        .collect()
}

const PROVIDERS: [&str; 2] = ["infobip", "sinch"];

#[tokio::test]
async fn one_call_registers_and_what_is_registered_is_read_back() {
    let app = Running::start(&[]).await;
    for provider in PROVIDERS {
        let id = switched_on(&app, provider).await;
        let state = two_way(&app, "GET", &id, "").await.json();
        let url = state["callbackUrl"].as_str().unwrap();
        assert!(url.starts_with(&format!("{}/webhooks/{provider}/{id}/", app.origin)), "{url}");
        assert_eq!((&state["reachable"], state.get("registration")), (&json!("local"), None));
        let token = url.rsplit('/').next().unwrap();
        assert!(token.len() >= 26, "128 bits and more: {token}");

        let state = two_way(&app, "POST", &id, "/register").await.json();
        assert_eq!(state["registration"]["state"], "registered", "{state}");
        assert!(own(&state).iter().all(|found| *found == url) && !own(&state).is_empty());
        assert_eq!((state["registration"].get("problem"), &state["manualSteps"]), (None, &json!([])));
        // Again changes nothing.
        let again = two_way(&app, "POST", &id, "/register").await.json();
        assert_eq!(own(&again).len(), own(&state).len());
        // The signing secret is nowhere in what is told.
        assert!(!two_way(&app, "GET", &id, "?refresh=true").await.text.contains("secret"));

        let removed = two_way(&app, "DELETE", &id, "/register").await.json();
        assert_eq!((&removed["registration"]["state"], own(&removed).len()), (&json!("notRegistered"), 0));
        assert_eq!(
            two_way(&app, "DELETE", &id, "/register").await.json()["registration"]["state"],
            "notRegistered"
        );
    }
}

#[tokio::test]
async fn a_rotated_address_takes_the_place_of_the_one_before() {
    let app = Running::start(&[]).await;
    for provider in PROVIDERS {
        let id = switched_on(&app, provider).await;
        let before = two_way(&app, "POST", &id, "/register").await.json();
        let after = two_way(&app, "POST", &id, "/rotate").await.json();
        assert_ne!(before["callbackUrl"], after["callbackUrl"]);
        assert!(after["oldTokenUntil"].is_string());
        let url = after["callbackUrl"].as_str().unwrap();
        assert!(own(&after).iter().all(|found| *found == url) && !own(&after).is_empty(), "{after}");
        assert_eq!(after["registration"]["state"], "registered", "{after}");
        // What was never registered is not registered by a rotation.
        two_way(&app, "DELETE", &id, "/register").await;
        let after = two_way(&app, "POST", &id, "/rotate").await.json();
        assert_eq!((own(&after).len(), &after["registration"]["state"]), (0, &json!("notRegistered")));
    }
}

#[tokio::test]
async fn what_can_t_work_is_refused_before_anything_is_called() {
    let app = Running::start(&[]).await;
    let (_, id) = app.account("infobip").await;
    for path in ["register", "round-trip"] {
        let reply = app.call("POST", &format!("/api/v1/integrations/{id}/two-way/{path}"), None).await;
        assert_eq!((reply.status, reply.code().as_str()), (409, "two-way-off"));
    }
    let mut real = crate::support::infobip("https://xyz.api.infobip.com");
    real["twoWay"] = json!({"enabled": true, "customerIdKey": "phone", "numberFormat": "plus"});
    let reply = app.post("/api/v1/integrations", real).await;
    let id = reply.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(two_way(&app, "GET", &id, "").await.json()["reachable"], "unknown");
    let reply = app.call("POST", &format!("/api/v1/integrations/{id}/two-way/register"), None).await;
    assert_eq!((reply.status, reply.code().as_str()), (409, "public-url-missing"));
    assert_eq!(app.call("GET", "/api/v1/integrations/int_x/two-way", None).await.status, 404);
}

#[tokio::test]
async fn a_public_address_is_what_a_real_account_registers() {
    let app = Running::start(&[("PUBLIC_URL", "https://whatsapp.example.com/hooks/")]).await;
    let mut real = crate::support::infobip("https://xyz.api.infobip.com");
    real["twoWay"] = json!({"enabled": true, "customerIdKey": "phone", "numberFormat": "plus"});
    let id = app.post("/api/v1/integrations", real).await.json()["id"].as_str().unwrap().to_owned();
    let state = two_way(&app, "GET", &id, "").await.json();
    assert_eq!(state["reachable"], "public");
    let url = state["callbackUrl"].as_str().unwrap();
    assert!(url.starts_with(&format!("https://whatsapp.example.com/hooks/webhooks/infobip/{id}/")), "{url}");
}

#[tokio::test]
async fn where_the_provider_does_not_do_it_there_are_the_steps_by_hand() {
    let app = Running::start(&[]).await;
    let id = switched_on(&app, "infobip").await;
    app.fault("infobip", json!({"kind": "serverError"})).await;
    let state = two_way(&app, "POST", &id, "/register").await.json();
    assert_eq!(state["registration"]["state"], "unknown", "{state}");
    let problem = &state["registration"]["problem"];
    assert!(problem["text"].as_str().is_some_and(|text| !text.is_empty()), "{problem}");
    let steps = state["manualSteps"].as_array().unwrap();
    assert!(steps.iter().any(|step| step["value"] == state["callbackUrl"]), "{steps:?}");
}

/// What the phone's owner writes.
async fn phone_writes(app: &Running, provider: &str, text: &str) {
    let message = json!({"provider": provider, "from": PHONE, "kind": "text", "text": text});
    let reply = app.post("/sandbox/api/inbound", message).await;
    assert!(reply.status < 300, "{}", reply.text);
}

const PHONE: &str = "447400123456";

/// Reads until it is so.
async fn until(app: &Running, path: &str, is_so: impl Fn(&Value) -> bool) -> Value {
    let start = Instant::now();
    loop {
        let json = app.call("GET", path, None).await.json();
        if is_so(&json) {
            return json;
        }
        assert!(start.elapsed() < Duration::from_secs(10), "{path}: {json}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn verdicts(state: &Value) -> Vec<&str> {
    let steps = state["roundTrip"]["steps"].as_array().unwrap();
    steps.iter().map(|step| step["verdict"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_message_with_the_code_proves_every_step() {
    let app = Running::start(&[]).await;
    for (provider, signature) in [("infobip", "skipped"), ("sinch", "ok")] {
        let id = switched_on(&app, provider).await;
        two_way(&app, "POST", &id, "/register").await;
        let trip = two_way(&app, "POST", &id, "/round-trip").await.json();
        let code = trip["code"].as_str().unwrap();
        // Where the settings name no sender, the provider does.
        let sender = if provider == "sinch" { "447860099300" } else { "447860099299" };
        assert_eq!(trip["link"], format!("https://wa.me/{sender}?text={code}"));
        let path = format!("/api/v1/integrations/{id}/two-way");
        let state = until(&app, &path, |_| true).await;
        assert_eq!(verdicts(&state), ["waiting"; 4]);
        assert_eq!(state["roundTrip"]["code"], code);
        phone_writes(&app, provider, "something else").await;
        let state = until(&app, &path, |state| verdicts(state)[0] == "ok").await;
        assert_eq!(verdicts(&state), ["ok", signature, "waiting", "waiting"]);
        phone_writes(&app, provider, &code.to_lowercase()).await;
        let state = until(&app, &path, |state| verdicts(state)[3] == "ok").await;
        assert_eq!(verdicts(&state), ["ok", signature, "ok", "ok"]);
        let last = state["roundTrip"]["steps"][3]["text"].as_str().unwrap();
        assert!(last.contains(&format!("phone = +{PHONE}")), "{last}");
        assert!(state["lastInboundAt"].is_string());
        assert_eq!(
            app.call("GET", &format!("/api/v1/windows/{PHONE}?integration={id}"), None).await.json()["open"],
            true
        );
    }
}

#[tokio::test]
async fn a_call_without_a_good_signature_is_told_to_whoever_proves() {
    let app = Running::start(&[]).await;
    let id = switched_on(&app, "sinch").await;
    let url = two_way(&app, "GET", &id, "").await.json()["callbackUrl"].as_str().unwrap().to_owned();
    two_way(&app, "POST", &id, "/round-trip").await;
    let reply = app.post(url.strip_prefix(&app.origin).unwrap(), json!({"app_id": "x"})).await;
    assert_eq!(reply.status, 401, "{}", reply.text);
    let state = two_way(&app, "GET", &id, "").await.json();
    assert_eq!(verdicts(&state), ["ok", "failed", "waiting", "waiting"]);
}

#[tokio::test]
async fn what_is_sent_and_received_is_one_list_with_files_and_counts() {
    let app = Running::start(&[]).await;
    for provider in PROVIDERS {
        let id = switched_on(&app, provider).await;
        two_way(&app, "POST", &id, "/register").await;
        let test = app.post("/api/v1/quick-tests", crate::support::template_test(&id)).await.json();
        phone_writes(&app, provider, "Where is my parcel?").await;
        let picture = json!({"provider": provider, "from": PHONE, "kind": "image", "media": "picture.jpg", "text": "Look"});
        let reply = app.post("/sandbox/api/inbound", picture).await;
        assert!(reply.status < 300, "{}", reply.text);
        let path = format!("/api/v1/messages?integration={id}");
        let all = until(&app, &path, |page| {
            let items = page["items"].as_array().unwrap();
            items.len() == 3
                && items.iter().any(|item| item["direction"] == "sent" && item["status"] == "delivered")
        })
        .await;
        let kinds: Vec<_> =
            all["items"].as_array().unwrap().iter().map(|item| item["type"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["image", "text", "template"], "newest first: {all}");

        // A page at a time gives the same.
        let (mut ids, mut after) = (Vec::new(), String::new());
        loop {
            let page = app.call("GET", &format!("{path}&limit=1{after}"), None).await.json();
            ids.extend(page["items"].as_array().unwrap().iter().map(|item| item["id"].clone()));
            match page["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => break,
            }
        }
        assert_eq!(
            ids,
            all["items"].as_array().unwrap().iter().map(|item| item["id"].clone()).collect::<Vec<_>>()
        );
        for (query, count) in [
            ("status=inbound", 2),
            ("status=delivered", 1),
            ("status=failed", 0),
            (&*format!("customer=%2B{PHONE}"), 3),
            ("customer=447400999999", 0),
            ("from=2999-01-01T00:00:00Z", 0),
            ("to=2999-01-01T00:00:00Z", 3),
        ] {
            let found = app.call("GET", &format!("{path}&{query}"), None).await.json();
            assert_eq!(found["items"].as_array().unwrap().len(), count, "{query}: {found}");
        }
        assert_eq!(app.call("GET", &format!("{path}&status=lost"), None).await.status, 400);
        let counts = app.call("GET", &format!("/api/v1/messages/counts?integration={id}"), None).await.json();
        assert_eq!(
            counts["statuses"],
            json!([{"status": "inbound", "count": 2}, {"status": "delivered", "count": 1}]),
            "{counts}"
        );

        let sent =
            app.call("GET", &format!("/api/v1/messages/{}", test["id"].as_str().unwrap()), None).await.json();
        assert_eq!(
            sent["sent"]["request"]["headers"]["Authorization"].as_str().unwrap().split(' ').nth(1),
            Some("***")
        );
        let reports: Vec<_> =
            sent["reports"].as_array().unwrap().iter().map(|event| event["status"].clone()).collect();
        assert_eq!(reports, [json!("sent"), json!("delivered")], "each once");
        assert!(!sent["reports"][0]["raw"].is_null());

        let picture = ids[0].as_str().unwrap();
        let detail = app.call("GET", &format!("/api/v1/messages/{picture}"), None).await.json();
        assert_eq!(
            (&detail["received"]["type"], &detail["message"]["hasMedia"]),
            (&json!("image"), &json!(true))
        );
        let file = reqwest_bytes(&app, &format!("/api/v1/messages/{picture}/media")).await;
        assert_eq!((file.0, file.1.as_str(), file.2.as_str()), (200, "image/jpeg", "nosniff"));
        assert!(file.3.starts_with(b"\xff\xd8\xff"));
        let text = ids[1].as_str().unwrap();
        assert_eq!(app.call("GET", &format!("/api/v1/messages/{text}/media"), None).await.status, 404);
        assert_eq!(app.call("GET", "/api/v1/messages/evt_x", None).await.status, 404);
    }
}

/// Status, type, `x-content-type-options` and bytes.
async fn reqwest_bytes(app: &Running, path: &str) -> (u16, String, String, Vec<u8>) {
    let response = crate::support::client().get(format!("{}{path}", app.origin)).send().await.unwrap();
    let header = |name: &str| {
        response.headers().get(name).map_or(String::new(), |value| value.to_str().unwrap().to_owned())
    };
    let (kind, sniff) = (header("content-type"), header("x-content-type-options"));
    (response.status().as_u16(), kind, sniff, response.bytes().await.unwrap().to_vec())
}

#[tokio::test]
async fn stop_puts_a_customer_on_the_list_and_a_person_may_take_them_off() {
    let app = Running::start(&[]).await;
    let id = switched_on(&app, "infobip").await;
    two_way(&app, "POST", &id, "/register").await;
    phone_writes(&app, "infobip", "STOP").await;
    let list = until(&app, "/api/v1/suppressions", |page| {
        page["items"].as_array().is_some_and(|items| items.len() == 1)
    })
    .await;
    let entry = &list["items"][0];
    assert_eq!(
        (&entry["customer"], &entry["by"], &entry["integration"]),
        (&json!(PHONE), &json!("keyword"), &json!(id))
    );
    let events =
        until(&app, "/api/v1/events?status=opted_out", |page| !page["items"].as_array().unwrap().is_empty())
            .await;
    assert_eq!(events["items"][0]["customer"]["value"], format!("+{PHONE}"));
    let reply = app.post("/api/v1/quick-tests", crate::support::template_test(&id)).await;
    assert!(reply.text.contains("suppressed"), "{}", reply.text);

    let path = format!("/api/v1/suppressions?integration={id}&customer=%2B44%207400%20123456");
    assert_eq!(app.call("DELETE", &path, None).await.status, 204);
    assert_eq!(app.call("DELETE", &path, None).await.status, 404);
    let reply = app.post("/api/v1/quick-tests", crate::support::template_test(&id)).await;
    assert_eq!(reply.status, 201, "{}", reply.text);

    let input = json!({"integration": id, "customer": "+44 7400 654321", "reason": "Asked by phone"});
    let reply = app.post("/api/v1/suppressions", input.clone()).await;
    assert_eq!(
        (reply.status, &reply.json()["by"], &reply.json()["text"]),
        (201, &json!("person"), &json!("Asked by phone"))
    );
    app.post("/api/v1/suppressions", input).await;
    let all = app.call("GET", &format!("/api/v1/suppressions?integration={id}"), None).await.json();
    assert_eq!(
        (all["items"].as_array().unwrap().len(), &all["items"][0]["customer"]),
        (1, &json!("447400654321"))
    );
    for (input, code) in [
        (json!({"integration": "int_x", "customer": "447400654321"}), "integration-unknown"),
        (json!({"integration": id, "customer": "12"}), "suppression-customer"),
    ] {
        let reply = app.post("/api/v1/suppressions", input).await;
        assert_eq!((reply.status, reply.findings()), (422, vec![code.to_owned()]));
    }
}

#[tokio::test]
async fn an_event_is_at_the_console_within_a_moment() {
    let got = crate::fake::Fake::answering("200 OK", "", "").await;
    let url = format!("http://{}/in", got.address);
    let app = Running::start(&[
        ("EVENTS_URL", &url),
        ("EVENTS_SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
        ("EVENTS_ALLOW_PRIVATE", "on"),
    ])
    .await;
    let id = switched_on(&app, "sinch").await;
    two_way(&app, "POST", &id, "/register").await;
    phone_writes(&app, "sinch", "SUBSCRIBE").await;
    let written = Instant::now();
    while got.requests().is_empty() {
        assert!(written.elapsed() < Duration::from_secs(5));
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let request = got.requests()[0].clone();
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    assert!(
        head.contains("webhook-signature: v1,") && !head.to_lowercase().contains("authorization"),
        "{head}"
    );
    let event: Value = serde_json::from_str(body).unwrap();
    assert_eq!(
        (&event["status"], &event["message"], &event["type"], &event["customer"], &event["action_type"]),
        (
            &json!("inbound"),
            &json!("SUBSCRIBE"),
            &json!("text"),
            &json!({"key": "phone", "value": format!("+{PHONE}")}),
            &Value::Null
        )
    );
    let outbox = app.call("GET", "/api/v1/outbox", None).await.json();
    assert_eq!(
        (&outbox["endpoint"], &outbox["dead"]),
        (&json!(format!("http://{}", got.address)), &json!(0))
    );
    assert!(outbox["deliveredAt"].is_string(), "{outbox}");
    assert_eq!(app.call("POST", "/api/v1/outbox/replay", None).await.json(), json!({"events": 0}));
    for bad in [json!({"ids": ["x"]}), json!({"ids": [], "after": "start"}), json!({"all": true})] {
        assert_eq!(app.post("/api/v1/outbox/replay", bad).await.status, 400);
    }
    let none = Running::start(&[]).await;
    assert_eq!(none.call("POST", "/api/v1/outbox/replay", None).await.code(), "no-endpoint");
}

#[tokio::test]
async fn a_reader_who_takes_nothing_of_a_stream_is_cut_and_its_place_is_free() {
    use tokio::io::AsyncWriteExt;
    // Two connections, so one stream.
    let app = Running::start(&[("CONNECTIONS", "3"), ("CLIENT_TIMEOUT_S", "1")]).await;
    let id = switched_on(&app, "infobip").await;
    let url = two_way(&app, "GET", &id, "").await.json()["callbackUrl"].as_str().unwrap().to_owned();
    for number in 0..120 {
        let body = json!({"results": [{"from": PHONE, "to": "447860099299", "messageId": format!("m{number}"),
            "message": {"type": "TEXT", "text": "x".repeat(100_000)}}]});
        let reply = app.post(url.strip_prefix(&app.origin).unwrap(), body).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
    }
    let mut silent = tokio::net::TcpStream::connect(app.origin.trim_start_matches("http://")).await.unwrap();
    let head =
        "GET /api/v1/events?after=start HTTP/1.1\r\nhost: localhost\r\naccept: text/event-stream\r\n\r\n";
    silent.write_all(head.as_bytes()).await.unwrap();
    let status = async || {
        let client = crate::support::client();
        let request = client.get(format!("{}/api/v1/events?after=start", app.origin));
        request.header("accept", "text/event-stream").send().await.unwrap().status().as_u16()
    };
    // More than the operating system keeps for the reader is on its way; nobody takes it.
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(status().await, 503, "the only place is taken");
    let start = Instant::now();
    while status().await != 200 {
        assert!(start.elapsed() < Duration::from_secs(8));
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
