//! Registering callbacks, as strictly as the real services, and the sandbox's own API around them.

mod common;

use axum::http::{Method, StatusCode};
use common::*;
use serde_json::{Value, json};
use whatsapp_sandbox::accounts::*;

const SUBSCRIPTIONS: &str = "/sandbox/infobip/subscriptions/1/subscription/WHATSAPP";
const PROFILES: &str = "/sandbox/infobip/subscriptions/1/profiles";
const FORWARDS: &str = "/sandbox/infobip/resource-management/1/inbound-message-configurations";

fn webhooks() -> String {
    format!("/sandbox/sinch/eu/v1/projects/{SINCH_PROJECT}/webhooks")
}

fn webhooks_of(app: &str) -> String {
    format!("/sandbox/sinch/eu/v1/projects/{SINCH_PROJECT}/apps/{app}/webhooks")
}

fn subscription(id: &str) -> Value {
    json!({"subscriptionId": id, "name": "Replies", "events": ["INBOUND_MESSAGE", "DELIVERY", "SEEN"], "resources": [INFOBIP_SENDER],
        "profile": {"profileId": id, "webhook": {"notifyUrl": "https://p.example/hook", "contentType": "application/json"},
            "security": {"authId": id, "type": "BASIC", "credentials": {"username": "u", "password": "p"}}}})
}

async fn delete(world: &World, path: &str, authorization: &str) -> StatusCode {
    world.call(Method::DELETE, path, &[("authorization", authorization)], "").await.status
}

async fn own(world: &World, method: Method, path: &str, body: Value) -> Answer {
    world
        .call(
            method,
            &format!("/sandbox/api{path}"),
            &[("content-type", "application/json")],
            body.to_string(),
        )
        .await
}

#[tokio::test]
async fn a_subscription_names_its_profile_and_only_the_profile_its_address() {
    let world = World::new();
    let answer = world.post(SUBSCRIPTIONS, &app_key(), &subscription("s-1")).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
    assert_eq!(
        answer.json(),
        json!({"subscriptionId": "s-1", "profile": {"profileId": "s-1", "security": {"authId": "s-1"}}})
    );
    let list = world.get(SUBSCRIPTIONS, &app_key()).await.json();
    assert_eq!(list["results"][0]["profile"], json!({"profileId": "s-1"}));
    assert_eq!(list["paging"]["totalResults"], 1);
    assert!(!list.to_string().contains("p.example"));
    let profiles = world.get(PROFILES, &app_key()).await.json();
    assert_eq!(profiles["results"][0]["webhook"]["notifyUrl"], "https://p.example/hook");
    assert!(!profiles.to_string().contains("\"p\""), "passwords are not told: {profiles}");
    assert_eq!(
        world.get(&SUBSCRIPTIONS.replace("WHATSAPP", "SMS"), &app_key()).await.json()["results"],
        json!([])
    );
    assert_eq!(
        world.get(&format!("{SUBSCRIPTIONS}?size=0"), &app_key()).await.status,
        StatusCode::BAD_REQUEST
    );

    assert_eq!(
        delete(&world, &format!("{PROFILES}/s-1"), &app_key()).await,
        StatusCode::BAD_REQUEST,
        "it is in use"
    );
    assert_eq!(delete(&world, &format!("{SUBSCRIPTIONS}/s-1"), &app_key()).await, StatusCode::OK);
    assert_eq!(delete(&world, &format!("{SUBSCRIPTIONS}/s-1"), &app_key()).await, StatusCode::NOT_FOUND);
    assert_eq!(delete(&world, &format!("{PROFILES}/s-1"), &app_key()).await, StatusCode::OK);
}

#[tokio::test]
async fn a_subscription_has_to_have_its_form() {
    let world = World::new();
    world.post(SUBSCRIPTIONS, &app_key(), &subscription("taken")).await;
    let faults = async |change: &dyn Fn(&mut Value)| {
        let mut body = subscription("s-2");
        change(&mut body);
        let answer = world.post(SUBSCRIPTIONS, &app_key(), &body).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", answer.text);
        let errors = answer.json()["requestError"]["serviceException"]["validationErrors"].clone();
        errors.as_object().unwrap().keys().cloned().collect::<Vec<_>>()
    };
    assert_eq!(faults(&|body| body["subscriptionId"] = json!("a b")).await, ["subscriptionId"]);
    assert_eq!(faults(&|body| body["subscriptionId"] = json!("taken")).await, ["subscriptionId"]);
    assert_eq!(faults(&|body| body["events"] = json!(["INBOUND"])).await, ["events[0]"]);
    assert_eq!(faults(&|body| body["oops"] = json!(1)).await, ["oops"]);
    assert_eq!(
        faults(&|body| body["profile"]["webhook"]["notifyUrl"] = json!("nowhere")).await,
        ["profile.webhook.notifyUrl"]
    );
    assert_eq!(
        faults(&|body| body["profile"]["webhook"]["notifyUrl"] =
            json!(format!("https://p.example/{}", "x".repeat(500))))
        .await,
        ["profile.webhook.notifyUrl"]
    );
    assert_eq!(
        faults(&|body| body["profile"]["maxBucketSize"] = json!(2001)).await,
        ["profile.maxBucketSize"]
    );
    assert_eq!(
        faults(&|body| drop(body["profile"].as_object_mut().unwrap().remove("webhook"))).await,
        ["profile.webhook"]
    );
    assert_eq!(
        faults(&|body| body["profile"]["security"]["credentials"] = json!({"username": "u"})).await,
        ["profile.security.credentials.password"]
    );
    assert_eq!(world.get(SUBSCRIPTIONS, &app_key()).await.json()["results"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_number_has_one_configuration_for_each_keyword() {
    let world = World::new();
    let of_sender = format!("{FORWARDS}?channel=WHATSAPP&number={INFOBIP_SENDER}");
    let forward = |url: &str, keyword: Value| {
        json!({"channel": "WHATSAPP", "number": INFOBIP_SENDER, "keyword": keyword,
            "forwarding": {"type": "HTTP_FORWARD", "url": url, "format": "MO_OTT_CONTACT"}})
    };
    assert_eq!(world.get(&of_sender, &app_key()).await.json(), json!([]));
    world.post(FORWARDS, &app_key(), &forward("https://a.example/1", Value::Null)).await;
    world.post(FORWARDS, &app_key(), &forward("https://a.example/2", json!("HELP"))).await;
    world.post(FORWARDS, &app_key(), &forward("https://a.example/3", Value::Null)).await;
    let list = world.get(&of_sender, &app_key()).await.json();
    let urls: Vec<&str> =
        list.as_array().unwrap().iter().map(|one| one["forwarding"]["url"].as_str().unwrap()).collect();
    assert_eq!(urls, ["https://a.example/2", "https://a.example/3"]);
    let key = list[0]["configurationKey"].as_str().unwrap();
    assert_eq!(delete(&world, &format!("{FORWARDS}/{key}"), &app_key()).await, StatusCode::NO_CONTENT);
    assert_eq!(delete(&world, &format!("{FORWARDS}/{key}"), &app_key()).await, StatusCode::NOT_FOUND);

    assert_eq!(
        world.get(FORWARDS, &app_key()).await.status,
        StatusCode::BAD_REQUEST,
        "a number is asked for"
    );
    let foreign = world.get(&format!("{FORWARDS}?channel=WHATSAPP&number=447860099999"), &app_key()).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    let bad = world.post(FORWARDS, &app_key(), &forward("ftp://a", Value::Null)).await;
    assert!(bad.text.contains("forwarding.url"), "{}", bad.text);
}

#[tokio::test]
async fn scopes_are_asked_for() {
    let world = World::new();
    for key in [INFOBIP_SEND_ONLY_KEY, INFOBIP_NO_SCOPE_KEY] {
        let key = format!("App {key}");
        assert_eq!(world.get(SUBSCRIPTIONS, &key).await.status, StatusCode::FORBIDDEN);
        assert_eq!(world.get(PROFILES, &key).await.status, StatusCode::FORBIDDEN);
        assert_eq!(world.post(SUBSCRIPTIONS, &key, &subscription("s")).await.status, StatusCode::FORBIDDEN);
        assert_eq!(world.post(FORWARDS, &key, &json!({})).await.status, StatusCode::FORBIDDEN);
        assert_eq!(delete(&world, &format!("{SUBSCRIPTIONS}/s"), &key).await, StatusCode::FORBIDDEN);
        assert_eq!(delete(&world, &format!("{FORWARDS}/s"), &key).await, StatusCode::FORBIDDEN);
    }
    assert_eq!(world.get(SUBSCRIPTIONS, "App wrong").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(world.post(&webhooks(), "Bearer wrong", &json!({})).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn an_app_has_five_webhooks_with_targets_of_their_own() {
    let world = World::new();
    let webhook = |target: &str| json!({"app_id": SINCH_APP, "target": target, "target_type": "HTTP", "triggers": ["MESSAGE_INBOUND"], "secret": "shh"});
    let create = async |body: &Value| world.post(&webhooks(), &static_bearer(), body).await;
    for n in 0..5 {
        let answer = create(&webhook(&format!("https://a.example/{n}"))).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        assert!(!answer.text.contains("shh"), "secrets are not told");
    }
    assert_eq!(create(&webhook("https://a.example/0")).await.status, StatusCode::CONFLICT);
    let sixth = create(&webhook("https://a.example/6")).await;
    assert_eq!(
        (sixth.status, &sixth.json()["error"]["status"]),
        (StatusCode::BAD_REQUEST, &json!("FAILED_PRECONDITION"))
    );
    let mut other_app = webhook("https://a.example/0");
    other_app["app_id"] = json!(SINCH_BARE_APP);
    assert_eq!(create(&other_app).await.status, StatusCode::OK, "another app counts by itself");

    let list = world.get(&webhooks_of(SINCH_APP), &static_bearer()).await.json();
    assert_eq!(list["webhooks"].as_array().unwrap().len(), 5);
    let id = list["webhooks"][0]["id"].as_str().unwrap();
    assert_eq!(delete(&world, &format!("{}/{id}", webhooks()), &static_bearer()).await, StatusCode::OK);
    assert_eq!(
        delete(&world, &format!("{}/{id}", webhooks()), &static_bearer()).await,
        StatusCode::NOT_FOUND
    );
    assert_eq!(create(&webhook("https://a.example/6")).await.status, StatusCode::OK);

    assert_eq!(world.get(&webhooks_of("01NONE"), &static_bearer()).await.status, StatusCode::NOT_FOUND);
    let elsewhere = webhooks().replace("/eu/", "/us/");
    assert_eq!(
        world.post(&elsewhere, &static_bearer(), &webhook("https://a.example/7")).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_webhook_has_to_have_its_form() {
    let world = World::new();
    let long = format!("https://a.example/{}", "x".repeat(742));
    for (key, value) in [
        ("target", json!("nowhere")),
        ("target", json!(long)),
        ("target", Value::Null),
        ("target_type", json!("MAIL")),
        ("triggers", json!([])),
        ("triggers", json!(["EVERYTHING"])),
        ("secret", json!(5)),
        ("oops", json!(1)),
        ("client_credentials", json!({})),
    ] {
        let mut body =
            json!({"app_id": SINCH_APP, "target": "https://a.example/1", "triggers": ["MESSAGE_INBOUND"]});
        body[key] = value;
        let answer = world.post(&webhooks(), &static_bearer(), &body).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{key}: {}", answer.text);
        let field =
            answer.json()["error"]["details"][0]["field_violations"][0]["field"].as_str().unwrap().to_owned();
        assert!(field.starts_with(key), "{key}: {field}");
    }
    let unknown =
        json!({"app_id": "01NONE", "target": "https://a.example/1", "triggers": ["MESSAGE_INBOUND"]});
    assert_eq!(world.post(&webhooks(), &static_bearer(), &unknown).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_phone_writes_to_whoever_is_registered() {
    let world = World::new();
    let answer = own(&world, Method::POST, "/inbound", json!({"provider": "infobip", "text": "Hi"})).await;
    assert_eq!(
        (answer.status, &answer.json()["error"]["code"]),
        (StatusCode::CONFLICT, &json!("no-callback"))
    );
    let bad = own(&world, Method::POST, "/inbound", json!({"provider": "infobip", "kind": "smell"})).await;
    assert_eq!(
        (bad.status, &bad.json()["error"]["code"]),
        (StatusCode::BAD_REQUEST, &json!("inbound-unreadable"))
    );

    // Addresses elsewhere are registered like any other, and never called.
    world.post(SUBSCRIPTIONS, &app_key(), &subscription("s-1")).await;
    let answer =
        own(&world, Method::POST, "/inbound", json!({"provider": "infobip", "text": "Hi", "count": 3})).await;
    assert_eq!(answer.status, StatusCode::ACCEPTED);
    assert_eq!((answer.json()["ids"].as_array().unwrap().len(), &answer.json()["callbacks"]), (3, &json!(1)));
    let seen = own(&world, Method::GET, "/callbacks", Value::Null).await.json();
    assert_eq!(
        (&seen["infobip"], &seen["sinch"]["messages"]),
        (&json!({"messages": 1, "reports": 1}), &json!(0))
    );
    assert_eq!(seen["pushes"], json!([]));
    assert!(!seen.to_string().contains("p.example"), "no address is told");
}

#[tokio::test]
async fn switches_are_set_whole_and_refused_when_they_make_no_sense() {
    let world = World::new();
    let set = async |body: Value| own(&world, Method::POST, "/reports", body).await;
    let answer = set(json!({"duplicates": 2, "reorder": true, "delayMs": 10, "lose": ["read", "sent"], "burst": 50, "readWhenSeen": false})).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert_eq!(
        own(&world, Method::GET, "/reports", Value::Null).await.json()["lose"],
        json!(["read", "sent"])
    );
    assert_eq!(
        set(json!({})).await.json(),
        json!({"duplicates": 0, "reorder": false, "delayMs": 150, "lose": false, "burst": 1, "readWhenSeen": true}),
        "what is left out returns to its default"
    );
    for (body, code) in [
        (json!({"duplicates": 6}), "duplicates-too-many"),
        (json!({"delayMs": 60_001}), "delay-too-long"),
        (json!({"burst": 0}), "burst-out-of-range"),
        (json!({"burst": 1001}), "burst-out-of-range"),
        (json!({"lose": ["everything"]}), "reports-unreadable"),
        (json!({"oops": 1}), "reports-unreadable"),
    ] {
        let answer = set(body.clone()).await;
        assert_eq!(
            (answer.status, &answer.json()["error"]["code"]),
            (StatusCode::BAD_REQUEST, &json!(code)),
            "{body}"
        );
    }
}

#[tokio::test]
async fn files_of_messages_lie_behind_the_key() {
    let world = World::new();
    let path = |sender: &str, id: &str| format!("/sandbox/infobip/whatsapp/1/senders/{sender}/media/{id}");
    let good = path(INFOBIP_SENDER, "silence~mp3");
    assert_eq!(world.get(&good, "").await.status, StatusCode::UNAUTHORIZED);
    let head = world.call(Method::HEAD, &good, &[("authorization", &app_key())], "").await;
    assert_eq!((head.status, head.headers["content-type"].to_str().unwrap()), (StatusCode::OK, "audio/mpeg"));
    assert_eq!(
        world.get(&path("447860099999", "silence~mp3"), &app_key()).await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(world.get(&path(INFOBIP_SENDER, "none~mp3"), &app_key()).await.status, StatusCode::NOT_FOUND);
    let listed = own(&world, Method::GET, "/media", Value::Null).await;
    assert!(!listed.text.contains("silence"), "it is no file to send");
}
