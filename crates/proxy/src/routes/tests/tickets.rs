//! Addresses of files that a page shows by themselves.

use serde_json::{Value, json};
use whatsapp_domain::{Limits, Secret, Secrets, Settings, TwoWay};

use super::testing::App;
use crate::{
    access::{
        Right,
        testing::{key, token},
    },
    store::{
        EventFilter, EventOrder, SaveIntegration,
        testing::{inbound, noted, put},
    },
};

/// Two messages with files of the tenant `acme`, at an address that may not be called, and their ids.
async fn with_files(pairs: &[(&str, &str)]) -> (App, Vec<String>) {
    let app = App::new(pairs).await;
    let settings = Settings::from([("baseUrl".to_owned(), "https://x.api.infobip.com".to_owned())]);
    let secrets: Secrets = [("apiKey".to_owned(), Secret::new("planted-by-acme-0123456789"))].into();
    let (two_way, limits) = (TwoWay::default(), Limits::default());
    let save = SaveIntegration {
        name: "Shop",
        provider: "infobip",
        settings: &settings,
        secrets: &secrets,
        two_way: &two_way,
        limits: &limits,
    };
    let store = &app.state.store;
    let tenant = if pairs.is_empty() { "local" } else { "acme" };
    store.create_integration("int_1", &save, "2026-01-01T00:00:00.000Z", tenant, noted()).await.unwrap();
    let events = ["m1", "m2"].map(|id| {
        let mut event = inbound(id, Some("447400123456"), None);
        let mut json: Value = serde_json::from_str(&event.json).unwrap();
        json["media"] = json!({"url": "https://10.0.0.1/picture.jpg"});
        event.json = json.to_string();
        event
    });
    put(store, events.into()).await;
    let found = store.events(&EventFilter::default(), EventOrder::After(0), 10).await.unwrap();
    (app, found.into_iter().filter_map(|found| found.event.id).collect())
}

/// Status, code of the error and JSON.
async fn ask(app: &App, method: &str, path: &str, token: Option<&str>) -> (u16, String, Value) {
    let bearer = token.map(|token| format!("Bearer {token}"));
    let headers: Vec<_> = bearer.iter().map(|bearer| ("authorization", bearer.as_str())).collect();
    let response = app.send(method, path, &headers, None).await;
    let status = response.status().as_u16();
    let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let json: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    (status, json["error"]["code"].as_str().unwrap_or_default().to_owned(), json)
}

/// The proxy let the request in, and did not call where it may not.
const LET_IN: (u16, &str) = (502, "address-blocked");

#[tokio::test]
async fn a_ticket_opens_one_file_without_a_token() {
    let (app, ids) = with_files(&[("TOKEN_KEY", &key())]).await;
    let file = |id: &str| format!("/api/v1/messages/{id}/media");
    let acme = token("acme", &[Right::View]);
    let (status, _, made) = ask(&app, "POST", &format!("{}/ticket", file(&ids[0])), Some(&acme)).await;
    assert_eq!((status, &made["seconds"]), (200, &json!(300)), "{made}");
    let path = made["path"].as_str().unwrap();
    let ticket = path.strip_prefix(&format!("{}?ticket=", file(&ids[0]))).unwrap();
    assert!(!ticket.contains(&acme));

    let (status, code, _) = ask(&app, "GET", path, None).await;
    assert_eq!((status, code.as_str()), LET_IN);
    // Nothing else: no other file, no other path, not for longer, and a token beside it does not mend it.
    for bad in [
        format!("{}?ticket={ticket}", file(&ids[1])),
        format!("{}?ticket={}", file(&ids[0]), ticket.replacen('1', "2", 1)),
        format!("{}?ticket=", file(&ids[0])),
        format!("{}?ticket=a.b.acme", file(&ids[0])),
    ] {
        let (status, code, json) = ask(&app, "GET", &bad, Some(&acme)).await;
        assert_eq!((status, code.as_str()), (401, "ticket-refused"), "{bad}");
        assert_eq!(json["error"]["retry"], "now");
    }
    for other in
        [format!("/api/v1/messages/{}?ticket={ticket}", ids[0]), format!("/api/v1/messages?ticket={ticket}")]
    {
        let (status, code, _) = ask(&app, "GET", &other, None).await;
        assert_eq!((status, code.as_str()), (401, "token-missing"), "{other}");
    }
    let (status, code, _) =
        ask(&app, "POST", &format!("{}/ticket?ticket={ticket}", file(&ids[0])), None).await;
    assert_eq!((status, code.as_str()), (401, "token-missing"), "a ticket makes no tickets");
}

#[tokio::test]
async fn a_ticket_is_for_a_file_that_is_there() {
    let (app, ids) = with_files(&[("TOKEN_KEY", &key())]).await;
    put(&app.state.store, vec![inbound("m3", Some("447400123456"), None)]).await;
    let found = app.state.store.events(&EventFilter::default(), EventOrder::After(0), 10).await.unwrap();
    let without = found.last().and_then(|found| found.event.id.clone()).unwrap();
    let (acme, other) = (token("acme", &[Right::View]), token("other", &[Right::View]));
    for (id, token) in [(ids[0].as_str(), &other), (without.as_str(), &acme), ("evt_0", &acme)] {
        let (status, ..) =
            ask(&app, "POST", &format!("/api/v1/messages/{id}/media/ticket"), Some(token)).await;
        assert_eq!(status, 404, "{id}");
    }
}

#[tokio::test]
async fn an_open_proxy_hands_them_out_too() {
    let (app, ids) = with_files(&[]).await;
    let file = format!("/api/v1/messages/{}/media", ids[0]);
    let (_, _, made) = ask(&app, "POST", &format!("{file}/ticket"), None).await;
    let (status, code, _) = ask(&app, "GET", made["path"].as_str().unwrap(), None).await;
    assert_eq!((status, code.as_str()), LET_IN);
    let (status, code, _) = ask(&app, "GET", &format!("{file}?ticket=1.2.local"), None).await;
    assert_eq!((status, code.as_str()), (401, "ticket-refused"), "it sees what a page would see elsewhere");
    let (status, code, _) = ask(&app, "GET", &file, None).await;
    assert_eq!((status, code.as_str()), LET_IN);
}
