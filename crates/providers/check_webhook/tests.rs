use serde_json::{Value, json};

use super::*;

const NOW: &str = "2026-02-03T04:05:07.000Z";

fn line(body: &Value) -> Value {
    json!({"integration": {"id": "int_1", "provider": "infobip", "settings": {"sender": "+44 7860 099299"},
        "twoWay": {"customerIdKey": "mobile", "numberFormat": "digits"}}, "headers": {}, "body": body.to_string()})
}

fn message(to: &str) -> Value {
    json!({"messageId": "m1", "from": "46732001122", "to": to, "message": {"type": "TEXT", "text": "SUBSCRIBE"}})
}

#[test]
fn a_body_becomes_events() {
    let body = json!({"results": [message("447860099299"), 5]});
    let answer = check_webhook_line(&line(&body), NOW);
    let events = answer["events"].as_array().unwrap();
    assert_eq!(events.len(), 2, "{answer}");
    assert_eq!(
        (&events[0]["status"], &events[0]["message"], &events[0]["customer"], &events[0]["received_at"]),
        (
            &json!("inbound"),
            &json!("SUBSCRIBE"),
            &json!({"key": "mobile", "value": "46732001122"}),
            &json!(NOW)
        )
    );
    assert_eq!((&events[1]["status"], &events[1]["raw"]), (&json!("unreadable"), &json!(5)));
    assert_eq!(answer.get("foreign"), None);

    let mut dated = line(&body);
    dated["receivedAt"] = json!("2026-01-01T01:00:00+0100");
    assert_eq!(check_webhook_line(&dated, NOW)["events"][0]["received_at"], "2026-01-01T00:00:00.000Z");
}

#[test]
fn what_belongs_to_another_sender_is_counted() {
    let body = json!({"results": [message("447860099299"), message("447860099999")]});
    let answer = check_webhook_line(&line(&body), NOW);
    assert_eq!((answer["events"].as_array().unwrap().len(), &answer["foreign"]), (2, &json!(1)));
}

#[test]
fn lines_that_cannot_be_answered_say_why() {
    let good = line(&json!({"results": []}));
    let code = |change: &dyn Fn(&mut Value)| {
        let mut line = good.clone();
        change(&mut line);
        check_webhook_line(&line, NOW)["error"]["code"].as_str().map(str::to_owned)
    };
    assert_eq!(code(&|_| {}), None);
    assert_eq!(code(&|line| *line = json!([])).as_deref(), Some("bad-line"));
    assert_eq!(code(&|line| line["body"] = json!({})).as_deref(), Some("bad-line"));
    assert_eq!(code(&|line| line["headers"] = json!({"a": 1})).as_deref(), Some("bad-line"));
    assert_eq!(code(&|line| line["receivedAt"] = json!("now")).as_deref(), Some("bad-line"));
    assert_eq!(code(&|line| line["integration"] = json!({})).as_deref(), Some("bad-line"));
    assert_eq!(
        code(&|line| line["integration"]["provider"] = json!("acme")).as_deref(),
        Some("provider-unknown")
    );
    assert_eq!(code(&|line| line["body"] = json!("{")).as_deref(), Some("webhook-not-json"));
    assert_eq!(code(&|line| line["body"] = json!("")).as_deref(), Some("webhook-empty"));
}

#[test]
fn signatures_are_judged_by_their_provider() {
    let body = r#"{"app_id":"01EB37HMH1M6SV18BSNS3G135H","accepted_time":"2020-11-17T15:09:11.659Z","project_id":"c36f3d3d-1513-2edd-ae42-11995557ff61","message_delivery_report":{"message_id":"01EQBC1A3BEK731GY4YXEN0C2R","conversation_id":"01EPYATA64TMNZ1FV02JKF12JF","status":"QUEUED_ON_CHANNEL","contact_id":"01EXA07N79THJ20WSN6AS30TMW"}}"#;
    let line = json!({"provider": "sinch", "secret": "foo_secret1234", "body": body, "now": 1_634_579_360, "headers": {
        "X-Sinch-Webhook-Signature": "Yc+3R1pIS78xLASybulhs8BsSo9BPB3Pr92QCUoczfk=",
        "x-sinch-webhook-signature-timestamp": "1634579353",
        "x-sinch-webhook-signature-nonce": "01FJA8B4A7BM43YGWSG9GBV067",
        "x-sinch-webhook-signature-algorithm": "HmacSHA256"}});
    assert_eq!(check_signature_line(&line), json!({"accepted": true, "code": null}));
    let judge = |key: &str, value: Value| {
        let mut line = line.clone();
        line[key] = value;
        let answer = check_signature_line(&line);
        assert!(answer["accepted"] == false || answer.get("error").is_some(), "{answer}");
        answer["code"].as_str().or(answer["error"]["code"].as_str()).unwrap().to_owned()
    };
    assert_eq!(judge("now", json!(1_634_579_353 + 301)), "signature-stale");
    assert_eq!(judge("now", json!(1_634_579_353.5 - 301.0)), "signature-early");
    assert_eq!(judge("now", json!("1634579353")), "bad-line");
    assert_eq!(judge("now", json!(1e300)), "bad-line");
    assert_eq!(judge("secret", json!("x")), "signature-wrong");
    assert_eq!(judge("body", json!("{}")), "signature-wrong");
    assert_eq!(judge("headers", json!({})), "signature-missing");
    assert_eq!(judge("headers", json!([])), "bad-line");
    assert_eq!(judge("provider", json!("acme")), "provider-unknown");
    assert_eq!(judge("secret", json!(5)), "bad-line");
}
