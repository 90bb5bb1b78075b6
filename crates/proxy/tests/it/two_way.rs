//! Two-way against the sandbox: registered, read back, rotated, removed.

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
