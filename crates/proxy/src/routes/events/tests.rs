use std::collections::HashSet;

use axum::body::BodyDataStream;
use futures_util::StreamExt;
use serde_json::Value;

use super::*;
use crate::{
    routes::testing::App,
    store::testing::{inbound, put},
};

const ANA: &str = "447400123456";
const BEN: &str = "447400654321";

async fn write(app: &App, ids: &[(&str, &str)]) {
    for (id, number) in ids {
        put(&app.state.store, vec![inbound(id, Some(number), None)]).await;
    }
}

fn message_ids(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().unwrap();
    items.iter().map(|event| event["message_id"].as_str().unwrap().to_owned()).collect()
}

/// The messages of a stream, one at a time.
struct Reader {
    body: BodyDataStream,
    text: String,
}

impl Reader {
    async fn open(app: &App, path: &str, headers: &[(&str, &str)]) -> Self {
        let mut all = vec![("accept", "text/event-stream")];
        all.extend(headers);
        let response = app.send("GET", path, &all, None).await;
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self { body: response.into_body().into_data_stream(), text: String::new() }
    }

    /// Id and data of the next message; none at the end.
    async fn next(&mut self) -> Option<(String, Value)> {
        loop {
            if let Some((message, rest)) = self.text.split_once("\n\n") {
                let field = |name: &str| {
                    message
                        .lines()
                        .find_map(|line| line.strip_prefix(name))
                        .unwrap_or_default()
                        .trim()
                        .to_owned()
                };
                let (id, data) = (field("id:"), field("data:"));
                self.text = rest.to_owned();
                return Some((id, serde_json::from_str(&data).unwrap()));
            }
            let chunk =
                tokio::time::timeout(Duration::from_secs(10), self.body.next()).await.expect("in time");
            self.text += std::str::from_utf8(&chunk?.unwrap()).unwrap();
        }
    }
}

#[tokio::test]
async fn pages_follow_each_other_and_the_last_id_goes_on_later() {
    let app = App::new(&[]).await;
    let empty = app.get("/api/v1/events").await;
    assert_eq!(
        (empty["items"].as_array().unwrap().len(), empty.get("last"), empty.get("next")),
        (0, None, None)
    );
    write(&app, &[("m1", ANA), ("m2", BEN), ("m3", ANA)]).await;
    let first = app.get("/api/v1/events?limit=2").await;
    assert_eq!((message_ids(&first), &first["next"]), (vec!["m1".to_owned(), "m2".into()], &first["last"]));
    assert_eq!(
        first["items"][1]["customer"],
        serde_json::json!({"key": "phone", "value": format!("+{BEN}")})
    );
    let second = app.get(&format!("/api/v1/events?after={}", first["last"].as_str().unwrap())).await;
    assert_eq!((message_ids(&second), second.get("next")), (vec!["m3".to_owned()], None));
    let last = second["last"].as_str().unwrap();
    let third = app.get(&format!("/api/v1/events?after={last}")).await;
    assert_eq!(
        (third["items"].as_array().unwrap().len(), &third["last"]),
        (0, &second["last"]),
        "the cursor stays"
    );
    write(&app, &[("m4", BEN)]).await;
    assert_eq!(message_ids(&app.get(&format!("/api/v1/events?after={last}")).await), ["m4"]);
    assert_eq!(message_ids(&app.get("/api/v1/events?after=start").await).len(), 4);
}

#[tokio::test]
async fn filters_hold_over_all_pages() {
    let app = App::new(&[]).await;
    for number in 0..40 {
        write(&app, &[(&format!("m{number}"), if number % 10 == 0 { ANA } else { BEN })]).await;
    }
    for customer in [format!("%2B{ANA}"), ANA.to_owned()] {
        let found = app.get(&format!("/api/v1/events?customer={customer}")).await;
        assert_eq!(message_ids(&found), ["m0", "m10", "m20", "m30"]);
    }
    let some = app.get(&format!("/api/v1/events?customer={ANA}&limit=3")).await;
    assert_eq!((message_ids(&some).len(), some["next"].is_string()), (3, true));
    for nothing in ["status=read", "type=image", "integration=int_2", "test=test_1", "unmatched=true"] {
        assert_eq!(message_ids(&app.get(&format!("/api/v1/events?{nothing}")).await), [""; 0], "{nothing}");
    }
    assert_eq!(
        message_ids(&app.get("/api/v1/events?status=inbound&type=text&integration=int_1").await).len(),
        40
    );
}

#[tokio::test]
async fn a_cursor_that_names_nothing_here_is_refused() {
    let app = App::new(&[]).await;
    write(&app, &[("m1", ANA)]).await;
    let id = app.get("/api/v1/events").await["last"].as_str().unwrap().to_owned();
    let other = format!("{}{}", &id[..24], if id.ends_with('0') { '1' } else { '0' });
    for (after, status, code) in [
        ("m1", 400, "bad-query"),
        (other.as_str(), 410, "event-unknown"),
        ("evt_00000000zzzzz00000000", 410, "event-unknown"),
    ] {
        let (got, json) = app.call("GET", &format!("/api/v1/events?after={after}"), None).await;
        assert_eq!((got, json["error"]["code"].as_str()), (status, Some(code)), "{after}");
    }
    for bad in ["limit=0", "limit=501", "status=lost", "limit=x"] {
        assert_eq!(app.call("GET", &format!("/api/v1/events?{bad}"), None).await.0, 400, "{bad}");
    }
}

#[tokio::test]
async fn nothing_falls_between_a_list_and_the_stream_that_goes_on_from_it() {
    let app = App::new(&[]).await;
    write(&app, &[("first", ANA)]).await;
    let state = app.state.clone();
    let writing = tokio::spawn(async move {
        for round in 0..60 {
            let events =
                (0..5).map(|number| inbound(&format!("{round}-{number}"), Some(BEN), None)).collect();
            put(&state.store, events).await;
            if round % 7 == 0 {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        }
    });
    let page = app.get("/api/v1/events?limit=3").await;
    let mut seen: Vec<String> = message_ids(&page);
    let mut at = page["last"].as_str().unwrap().to_owned();
    // The stream breaks off again and again.
    while seen.len() < 301 {
        let mut reader = Reader::open(&app, "/api/v1/events?after=start", &[("last-event-id", &at)]).await;
        for _ in 0..37.min(301 - seen.len()) {
            let (id, event) = reader.next().await.unwrap();
            assert_eq!(event["id"], id.as_str());
            assert!(id > at, "in order");
            at = id;
            seen.push(event["message_id"].as_str().unwrap().to_owned());
        }
    }
    writing.await.unwrap();
    assert_eq!(seen.iter().collect::<HashSet<_>>().len(), 301, "each once");
}

#[tokio::test]
async fn a_stream_without_a_place_begins_now_and_heeds_its_filter() {
    let app = App::new(&[]).await;
    write(&app, &[("before", ANA)]).await;
    let mut newest = app.state.store.newest_event();
    newest.wait_for(|newest| *newest == 1).await.unwrap();
    let mut all = Reader::open(&app, "/api/v1/events", &[]).await;
    let mut ana = Reader::open(&app, &format!("/api/v1/events?customer={ANA}"), &[]).await;
    write(&app, &[("m1", BEN), ("m2", ANA)]).await;
    assert_eq!(all.next().await.unwrap().1["message_id"], "m1");
    assert_eq!(all.next().await.unwrap().1["message_id"], "m2");
    assert_eq!(ana.next().await.unwrap().1["message_id"], "m2");
    // Asked to end, all of them do.
    app.state.ending.send_replace(true);
    assert!(all.next().await.is_none() && ana.next().await.is_none());
}

#[tokio::test]
async fn there_is_an_end_to_how_many_streams_there_are() {
    let app = App::new(&[("CONNECTIONS", "4")]).await;
    let first = Reader::open(&app, "/api/v1/events", &[]).await;
    let _second = Reader::open(&app, "/api/v1/events", &[]).await;
    let refused = app.send("GET", "/api/v1/events", &[("accept", "text/event-stream")], None).await;
    assert_eq!((refused.status().as_u16(), &refused.headers()["retry-after"]), (503, &"5".parse().unwrap()));
    assert_eq!(app.call("GET", "/api/v1/events", None).await.0, 200, "the list is not limited by it");
    drop(first);
    Reader::open(&app, "/api/v1/events", &[]).await;
}

#[tokio::test]
async fn events_of_unknown_customers_wait_and_are_matched() {
    let app = App::new(&[]).await;
    put(&app.state.store, vec![inbound("hidden", None, Some("GB.1"))]).await;
    assert_eq!(message_ids(&app.get("/api/v1/events").await), [""; 0]);
    let waiting = app.get("/api/v1/events?unmatched=true").await;
    assert_eq!(
        (message_ids(&waiting), &waiting["items"][0]["customer"]),
        (vec!["hidden".to_owned()], &Value::Null)
    );
    let refused =
        app.send("GET", "/api/v1/events?unmatched=true", &[("accept", "text/event-stream")], None).await;
    assert_eq!(refused.status(), 400);
    assert_eq!(app.call("POST", "/api/v1/events/replay-unmatched?integration=int_1", None).await.0, 404);
    put(&app.state.store, vec![inbound("shown", Some(ANA), Some("GB.1"))]).await;
    assert_eq!(message_ids(&app.get(&format!("/api/v1/events?customer={ANA}")).await).len(), 2);
    let (status, matched) = app.call("POST", "/api/v1/events/replay-unmatched", None).await;
    assert_eq!((status, &matched["waiting"]), (200, &serde_json::json!(0)));
}
