//! Every value of a full request is replaced, dropped and joined by odd ones: the answer is always an acceptance or
//! the provider's own 400, never a panic and never another form.

mod common;

use common::{Answer, World};
use serde_json::{Map, Value, json};
use whatsapp_sandbox::accounts::*;

fn odd_values() -> Vec<Value> {
    let mut deep = json!(1);
    for _ in 0..100 {
        deep = json!([deep]);
    }
    vec![
        json!(null),
        json!(true),
        json!(0),
        json!(-1.5e300),
        json!(""),
        json!(" "),
        json!("{{1}}"),
        json!("{{"),
        json!("\u{202e}\u{0}é🙂"),
        json!("x".repeat(5000)),
        json!("https://"),
        json!("body[99999999999999999999]text"),
        json!([]),
        json!([null]),
        json!({}),
        json!({"a": {"b": []}}),
        deep,
    ]
}

/// Paths of all values inside, objects and lists included.
fn paths(value: &Value, at: &str, out: &mut Vec<String>) {
    out.push(at.to_owned());
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                paths(inner, &format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), out);
            }
        }
        Value::Array(list) => {
            for (n, inner) in list.iter().enumerate() {
                paths(inner, &format!("{at}/{n}"), out);
            }
        }
        _ => {}
    }
}

/// The body with one value replaced, dropped, or joined by an unknown sibling.
fn variants(body: &Value) -> Vec<Value> {
    let mut all = Vec::new();
    paths(body, "", &mut all);
    let mut out = Vec::new();
    for path in all {
        for odd in odd_values() {
            let mut changed = body.clone();
            *changed.pointer_mut(&path).expect("a path of this body") = odd;
            out.push(changed);
        }
        let mut joined = body.clone();
        match joined.pointer_mut(&path) {
            Some(Value::Object(map)) => {
                for key in map.clone().keys() {
                    let mut dropped = body.clone();
                    dropped
                        .pointer_mut(&path)
                        .and_then(Value::as_object_mut)
                        .map(|m: &mut Map<_, _>| m.remove(key));
                    out.push(dropped);
                }
                map.insert("surprise".into(), json!("x"));
                out.push(joined);
            }
            Some(Value::Array(list)) => {
                list.push(json!("surprise"));
                out.push(joined);
            }
            _ => {}
        }
    }
    out
}

#[track_caller]
fn judge(answer: &Answer, body: &Value, error: &str) -> bool {
    match answer.status.as_u16() {
        200 => true,
        400 | 403 | 404 | 501 => {
            assert!(answer.json().pointer(error).is_some(), "{body} -> {}", answer.text);
            false
        }
        other => panic!("{other} for {body}: {}", answer.text),
    }
}

#[tokio::test]
async fn infobip_always_answers_in_its_form() {
    let world = World::new();
    let envelope = |content: Value| {
        json!({"from": INFOBIP_SENDER, "to": "447700900123", "callbackData": "x",
            "notifyUrl": "https://proxy.example.com/in", "urlOptions": {"shortenUrl": true, "trackingUrl": "https://a.b/c"},
            "context": {"replyToMessageId": "x"}, "entityId": "e", "content": content})
    };
    let content = json!({"templateName": "survey_request", "language": "en_US", "templateData": {
        "body": {"placeholders": ["Ana"]}, "header": {"type": "TEXT", "placeholder": "x"},
        "buttons": [{"type": "QUICK_REPLY", "parameter": "a"}, {"type": "QUICK_REPLY", "parameter": "b"},
            {"type": "URL", "parameter": "c"}], "carousel": {"cards": []}}});
    let media = json!({"mediaUrl": "https://cdn.example.com/a.pdf", "caption": "c", "filename": "a.pdf"});
    let (mut good, mut bad) = (0, 0);
    for (kind, body) in [
        ("template", json!({"bulkId": "b", "messages": [envelope(content)]})),
        ("text", envelope(json!({"text": "hello", "previewUrl": true}))),
        ("document", envelope(media)),
    ] {
        for body in variants(&body) {
            let answer = world.infobip(kind, &body).await;
            match judge(&answer, &body, "/requestError/serviceException/messageId") {
                true => good += 1,
                false => bad += 1,
            }
        }
    }
    assert!(good > 50 && bad > 500, "{good} accepted, {bad} refused");
}

#[tokio::test]
async fn sinch_always_answers_in_its_form() {
    let world = World::new();
    let envelope = |message: Value| {
        json!({"app_id": SINCH_APP, "message": message, "message_metadata": "m", "correlation_id": "c", "ttl": "10s",
            "queue": "NORMAL_PRIORITY", "channel_properties": {"SMS_SENDER": "x"}, "conversation_metadata": {"a": 1},
            "channel_priority_order": ["WHATSAPP"], "callback_url": "https://proxy.example.com/in",
            "recipient": {"identified_by": {"channel_identities":
                [{"channel": "WHATSAPP", "identity": "447700900123", "app_id": ""}]}}})
    };
    let template = json!({"template_message": {"channel_template": {"WHATSAPP": {"template_id": "invoice_ready",
        "language_code": "de", "version": "1", "parameters": {"body[1]text": "a", "body[2]text": "b",
        "header[1]document.link": "https://cdn.example.com/a.pdf", "header[1]document.filename": "a.pdf"}}}}});
    let card = json!({"card_message": {"title": "t", "description": "d", "choices": [], "height": "TALL",
        "media_message": {"url": "https://cdn.example.com/a.png", "thumbnail_url": "https://cdn.example.com/t.png"}}});
    let explicit = json!({"text_message": {"text": "x"}, "explicit_channel_message":
        {"WHATSAPP": "{\"type\":\"text\",\"text\":{\"body\":\"x\"}}"}});
    let (mut good, mut bad) = (0, 0);
    for message in [template, card, explicit] {
        for body in variants(&envelope(message)) {
            let answer = world.sinch(&body).await;
            match judge(&answer, &body, "/error/status") {
                true => good += 1,
                false => bad += 1,
            }
        }
    }
    assert!(good > 50 && bad > 500, "{good} accepted, {bad} refused");
}

#[tokio::test]
async fn paths_that_are_no_text_keep_the_form() {
    let world = World::new();
    for (path, error) in [
        ("/sandbox/infobip/whatsapp/2/senders/%ff/templates", "/requestError/serviceException/messageId"),
        ("/sandbox/infobip/whatsapp/2/senders/%ff/templates/1", "/requestError/serviceException/messageId"),
        ("/sandbox/sinch/eu/v1/projects/%ff/apps", "/error/status"),
        ("/sandbox/sinch/eu/v1/projects/%ff/apps/a", "/error/status"),
        ("/sandbox/sinch/provisioning/v1/projects/%ff/whatsapp/templates", "/errorCode"),
    ] {
        let key = if path.contains("infobip") { common::app_key() } else { common::static_bearer() };
        let answer = world.get(path, &key).await;
        assert_eq!(answer.status.as_u16(), 404, "{path}");
        assert!(answer.json().pointer(error).is_some(), "{path}: {}", answer.text);
    }
    let answer = world.post(&common::sinch_send("eu", "%ff"), &common::static_bearer(), &json!({})).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["error"]["status"]), (404, &json!("NOT_FOUND")));
}
