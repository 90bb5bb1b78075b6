use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;
use whatsapp_plugin::{activity::activity, effect::CallResult};

use crate::page::{Made, Page, integration, mount, problem};

fn message(id: &str, direction: &str, status: &str) -> Value {
    let held = direction == "received" && status == "inbound" && id.ends_with('h');
    json!({"id":id,"direction":direction,"integration":"int_1","provider":"infobip","at":"2026-01-01T10:24:02.000Z",
        "number":if held { Value::Null } else { json!("447700900123") },
        "customer":if held { Value::Null } else { json!({"key":"phone","value":"+447700900123"}) },
        "userId":"US.13491208655302741918","type":"text","text":"Hi <b>there</b>","status":status,
        "code":if status == "failed" { json!("not-on-whatsapp") } else { Value::Null }})
}

fn proxy(made: &Made) -> CallResult {
    match made.path.as_str() {
        "/api/v1/integrations" => Ok(json!({"items":[integration()]})),
        path if path.starts_with("/api/v1/messages/counts") => Ok(json!({
            "statuses":[{"status":"inbound","count":1200},{"status":"failed","count":3}],
            "codes":[{"code":"not-on-whatsapp","count":3}]})),
        "/api/v1/messages/evt_1" => Ok(json!({"message":message("evt_1", "received", "inbound"),
            "received":{"status":"inbound","type":"image","message":"Look","message_id":"m1","integration":"int_1","provider":"infobip",
                "customer":{"key":"phone","value":"+447700900123"},"received_at":"2026-01-01T10:24:02.000Z",
                "media":{"url":"https://x.example/a"},"raw":{"planted":"<i>word for word</i>"}},
            "reports":[]})),
        path if path.starts_with("/api/v1/messages?") && path.contains("status=read") => {
            Ok(json!({"items":[]}))
        }
        path if path.starts_with("/api/v1/messages?") => Ok(json!({"next":"7.3","items":[
            message("evt_1", "received", "inbound"), message("evt_h", "received", "inbound"), message("test_1", "sent", "failed")]})),
        path if path.starts_with("/api/v1/events?unmatched=true") => Ok(json!({"items":[
            {"status":"inbound","type":"text","message":"Who am I","integration":"int_1","provider":"infobip","user_id":"US.1",
             "received_at":"2026-01-01T10:24:02.000Z","raw":null}]})),
        "/api/v1/events/replay-unmatched" => Ok(json!({"matched":1,"waiting":0})),
        "/api/v1/outbox" => {
            Ok(json!({"endpoint":"https://console.example","waiting":4,"delayedCustomers":1,"dead":1,
            "deadLetters":[{"id":"evt_9","integration":"int_1","status":"inbound","receivedAt":"2026-01-01T10:00:00.000Z","tries":9,
                "failure":{"at":"2026-01-01T10:20:00.000Z","code":"status-503","text":"The endpoint answered 503."}}]}))
        }
        "/api/v1/outbox/replay" => Ok(json!({"events":1})),
        "/api/v1/suppressions" => Ok(json!({"items":[{"integration":"int_1","customer":"447700900123",
            "since":"2026-01-01T10:00:00.000Z","by":"keyword","text":"STOP"}]})),
        path if path.starts_with("/api/v1/suppressions?") => Ok(Value::Null),
        _ => problem("not-expected", "The test did not expect this call."),
    }
}

async fn opened(list: Option<&str>) -> Page {
    let list = list.map(str::to_owned);
    let page = mount(proxy, || activity(list));
    page.settles().await;
    page
}

#[wasm_bindgen_test]
async fn sent_and_received_stand_in_one_list_with_their_status_in_words() {
    let page = opened(None).await;
    page.reads("Hi <b>there</b>").await;
    assert_eq!(page.count(".wa-message"), 3);
    assert_eq!(page.count(".wa-message[data-direction=received]"), 2);
    page.reads("No customer").await;
    page.reads("US.13491208655302741918").await;
    assert!(page.get(".wa-message[data-status=failed]").text_content().unwrap().contains("Failed"));
    page.reads("Older ones").await;
}

#[wasm_bindgen_test]
async fn the_charts_are_tables_with_their_numbers() {
    let page = opened(None).await;
    page.reads("1,200").await;
    assert_eq!(page.count("table.wa-bars"), 2);
    assert_eq!(page.get("table.wa-bars caption").text_content().unwrap(), "By status");
    let fill = page.nth(".wa-bar-fill", 0);
    assert_eq!(fill.get_attribute("width").as_deref(), Some("100.0%"));
    page.reads("not-on-whatsapp").await;
}

#[wasm_bindgen_test]
async fn a_filter_that_nothing_fits_says_so_and_can_be_cleared() {
    let page = opened(None).await;
    page.types("activity.status", "read").await;
    page.reads("Nothing fits these filters").await;
    page.presses("Clear filters").await;
    page.reads("Hi <b>there</b>").await;
    assert_eq!(page.value("activity.status"), "");
}

#[wasm_bindgen_test]
async fn a_message_is_shown_with_the_provider_s_own_words_and_its_file_through_the_proxy() {
    let page = opened(None).await;
    page.reads("Hi <b>there</b>").await;
    assert!(page.calls("GET").iter().all(|made| !made.path.contains("media")));
    page.presses_field("activity.evt_1").await;
    page.reads("As the provider sent it").await;
    assert_eq!(page.focused(), "activity.detail");
    assert!(page.get(".wa-detail pre").text_content().unwrap().contains("<i>word for word</i>"));
    assert!(page.find(".wa-detail i").is_none(), "it is text, not markup");
    page.get("button[aria-label=Close]").dispatch_event(&web_sys::Event::new("click").unwrap()).unwrap();
    page.settles().await;
    assert_eq!(page.focused(), "activity.evt_1");
}

#[wasm_bindgen_test]
async fn without_anything_it_says_how_to_begin_and_a_lost_proxy_is_told() {
    let page = mount(
        |made| if made.path.starts_with("/api/v1/messages?") { Ok(json!({"items":[]})) } else { proxy(made) },
        || activity(None),
    );
    page.reads("Nothing was sent or received yet").await;
    let page =
        mount(|_| problem("proxy-unreachable", "No proxy answers at this address."), || activity(None));
    page.reads("No proxy answers at this address.").await;
}

#[wasm_bindgen_test]
async fn what_has_no_customer_is_tried_again() {
    let page = opened(Some("unmatched")).await;
    page.reads("Who am I").await;
    page.presses("Try all again").await;
    page.reads("1 event is on its way again.").await;
    assert_eq!(page.calls("POST")[0].path, "/api/v1/events/replay-unmatched");
}

#[wasm_bindgen_test]
async fn what_the_console_did_not_take_is_sent_again_one_by_one() {
    let page = opened(Some("outbox")).await;
    page.reads("The endpoint answered 503.").await;
    page.reads("Some were given up").await;
    page.presses("Send again").await;
    assert_eq!(page.calls("POST")[0].body, Some(json!({"ids":["evt_9"]})));
}

#[wasm_bindgen_test]
async fn somebody_is_taken_off_the_list_only_when_that_is_meant() {
    let page = opened(Some("suppressions")).await;
    page.reads("Wrote “STOP”").await;
    page.get("button[title=Remove]").dispatch_event(&web_sys::Event::new("click").unwrap()).unwrap();
    page.settles().await;
    assert_eq!(page.focused(), "suppression.keep");
    assert!(page.calls("DELETE").is_empty());
    page.presses("Remove").await;
    assert_eq!(page.calls("DELETE")[0].path, "/api/v1/suppressions?integration=int_1&customer=447700900123");
    page.presses("Add somebody").await;
    page.types("suppression.customer", "+44").await;
    page.presses("Send nothing to them").await;
    assert!(page.calls("POST").is_empty());
    assert!(page.find(".wa-finding").is_some(), "{}", page.text());
}
