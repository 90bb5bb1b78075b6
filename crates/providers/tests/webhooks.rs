//! What providers send to a webhook: their fixtures, and bodies that nobody should send.
#![allow(clippy::unwrap_used)] // a panic is how a test fails; clippy.toml reaches test functions only, not their helpers

use std::{fs, path::Path};

use serde_json::{Value, json, to_value};
use whatsapp_domain::{
    CampaignEvent, DeliveryStatus, EventSource, InboundKind, TwoWay, WebhookBatch, WebhookItem,
};
use whatsapp_providers::{ALL, Provider, SignatureCode, find};

/// All webhook fixtures of a provider, with their names.
fn fixtures(provider: &dyn Provider) -> Vec<(String, Value)> {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join(provider.schema().provider).join("fixtures/webhook");
    let mut all: Vec<(String, Value)> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let value: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
            assert!(value["source"].as_str().is_some_and(|source| !source.is_empty()), "{}", path.display());
            (path.display().to_string(), value)
        })
        .collect();
    all.sort_by(|one, other| one.0.cmp(&other.0));
    all
}

/// `part` says nothing that `whole` does not say as well; null means that it is absent.
fn assert_within(part: &Value, whole: &Value, name: &str) {
    for (key, expected) in part.as_object().unwrap() {
        match (expected, whole.get(key).unwrap_or(&Value::Null)) {
            (Value::Object(_), found @ Value::Object(_)) => assert_within(expected, found, name),
            (expected, found) => assert_eq!(found, expected, "{name}: {key}\n{whole:#}"),
        }
    }
}

/// What holds for every body that anybody sends.
fn assert_promises(provider: &dyn Provider, batch: &WebhookBatch, name: &str) {
    let two_way = TwoWay::default();
    let source =
        EventSource { integration: "int_1", provider: provider.schema().provider, two_way: &two_way };
    for item in &batch.items {
        let is_time = |at: Option<&String>| at.is_none_or(|at| at.len() == 24 && at.ends_with('Z'));
        let is_number = |number: Option<&String>| {
            number.is_none_or(|digits| {
                (7..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
            })
        };
        match item {
            WebhookItem::Inbound(message) => {
                assert!(
                    !message.message_id.is_empty() && is_time(message.at.as_ref()),
                    "{name}: {message:?}"
                );
                assert!(is_number(message.from.as_ref()), "{name}: {message:?}");
                assert!(message.media.as_ref().is_none_or(|media| !media.url.is_empty()), "{name}");
            }
            WebhookItem::Report(report) => {
                assert!(!report.message_id.is_empty() && is_time(report.at.as_ref()), "{name}: {report:?}");
                assert!(is_number(report.to.as_ref()), "{name}: {report:?}");
                assert_eq!(
                    report.outcome.is_some(),
                    report.status == DeliveryStatus::Failed,
                    "{name}: {report:?}"
                );
                if let Some(outcome) = &report.outcome {
                    assert!(
                        outcome.cause.ends_with('.') && outcome.message_id.is_some(),
                        "{name}: {outcome:?}"
                    );
                    assert!(outcome.fix.is_some() && outcome.who.is_some(), "{name}: {outcome:?}");
                    assert_ne!(outcome.code, "accepted", "{name}");
                }
            }
            WebhookItem::Template(notice) => assert!(!notice.name.is_empty(), "{name}"),
            WebhookItem::OptChange(change) => assert!(is_number(change.from.as_ref()), "{name}"),
            WebhookItem::Other(notice) => assert!(!notice.name.is_empty(), "{name}"),
        }
        // Whatever it is, it is stored, read again, and told to the console.
        let stored: WebhookItem = serde_json::from_value(to_value(item).unwrap()).unwrap();
        assert_eq!(&stored, item, "{name}");
        let event = CampaignEvent::of(stored, &source, "2026-01-01T00:00:00.000Z");
        let told: CampaignEvent = serde_json::from_value(to_value(&event).unwrap()).unwrap();
        assert_eq!(told, event, "{name}");
    }
    assert!(batch.unreadable.iter().all(|item| item.why.ends_with('.')), "{name}: {:?}", batch.unreadable);
}

#[test]
fn webhook_fixtures_are_read() {
    for &provider in ALL {
        for (name, fixture) in fixtures(provider) {
            let read = provider.read_webhook(fixture["body"].to_string().as_bytes());
            if let Some(code) = fixture.get("error") {
                assert_eq!(read.unwrap_err().code, *code, "{name}");
                continue;
            }
            let batch = read.unwrap_or_else(|error| panic!("{name}: {error:?}"));
            assert_promises(provider, &batch, &name);
            let expected = fixture["items"].as_array().unwrap();
            assert_eq!(batch.items.len(), expected.len(), "{name}: {batch:#?}");
            for (item, expected) in batch.items.iter().zip(expected) {
                assert_within(expected, &to_value(item).unwrap(), &name);
            }
            let unreadable = fixture.get("unreadable").and_then(Value::as_array).cloned().unwrap_or_default();
            assert_eq!(batch.unreadable.len(), unreadable.len(), "{name}: {:?}", batch.unreadable);
            for (item, expected) in batch.unreadable.iter().zip(&unreadable) {
                assert_within(expected, &to_value(item).unwrap(), &name);
            }
            if let Some(account) = fixture.get("account") {
                assert_eq!(&to_value(&batch.account).unwrap(), account, "{name}");
            }
        }
    }
}

#[test]
fn fixtures_cover_each_kind_and_each_stage() {
    use InboundKind::*;
    for &provider in ALL {
        let bodies: Vec<WebhookItem> = fixtures(provider)
            .iter()
            .filter_map(|(_, fixture)| provider.read_webhook(fixture["body"].to_string().as_bytes()).ok())
            .flat_map(|batch| batch.items)
            .collect();
        let kinds: Vec<InboundKind> = bodies
            .iter()
            .filter_map(
                |item| if let WebhookItem::Inbound(message) = item { Some(message.kind) } else { None },
            )
            .collect();
        for kind in
            [Text, Image, Video, Document, Audio, Voice, Sticker, Location, Button, Order, Flow, Reaction]
        {
            assert!(kinds.contains(&kind), "{} lacks {kind:?}", provider.schema().provider);
        }
        assert!(kinds.contains(&Unsupported) && kinds.contains(&Unknown));
        for status in ["accepted", "sent", "delivered", "read", "failed"] {
            let has =
                |item: &WebhookItem| matches!(item, WebhookItem::Report(r) if r.status.as_str() == status);
            assert!(bodies.iter().any(has), "{} lacks {status}", provider.schema().provider);
        }
        assert!(bodies.iter().any(|item| matches!(item, WebhookItem::OptChange(_))));
        assert!(bodies.iter().any(|item| matches!(item, WebhookItem::Other(_))));
    }
}

#[test]
fn the_element_is_kept_as_it_came() {
    for &provider in ALL {
        for (name, fixture) in fixtures(provider) {
            let body = &fixture["body"];
            let Ok(batch) = provider.read_webhook(body.to_string().as_bytes()) else { continue };
            let mut elements: Vec<Value> = batch.items.iter().map(|item| item.raw().clone()).collect();
            elements.extend(batch.unreadable.iter().map(|item| item.raw.clone()));
            match body.get("results").and_then(Value::as_array) {
                Some(results) => {
                    assert_eq!(elements.len(), results.len(), "{name}");
                    assert!(results.iter().all(|element| elements.contains(element)), "{name}");
                }
                None => assert_eq!(elements, std::slice::from_ref(body), "{name}"),
            }
        }
    }
}

#[test]
fn what_belongs_to_another_account_is_taken_out() {
    let infobip = find("infobip").unwrap();
    let settings = [("sender".to_owned(), "441134960000".to_owned())].into();
    let message = |id: &str, to: &str| json!({"messageId": id, "from": "46732001122", "to": to, "message": {"type": "TEXT", "text": "Hi"}});
    let body = json!({"results": [message("a", "441134960000"), message("b", "441134960999")]}).to_string();
    let mut batch = infobip.read_webhook(body.as_bytes()).unwrap();
    let foreign = infobip.take_foreign(&settings, &mut batch);
    let id = |item: &WebhookItem| match item {
        WebhookItem::Inbound(message) => message.message_id.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!((batch.items.len(), id(&batch.items[0])), (1, "a".into()));
    assert_eq!((foreign.len(), id(&foreign[0])), (1, "b".into()));

    let sinch = find("sinch").unwrap();
    let body = json!({"app_id": "01APP", "project_id": "p1",
        "message": {"id": "m", "contact_message": {"text_message": {"text": "Hi"}}}})
    .to_string();
    for (app, project, taken) in [("01APP", "p1", 0), ("01OTHER", "p1", 1), ("01APP", "p2", 1), ("", "", 0)] {
        let settings =
            [("appId".to_owned(), app.to_owned()), ("projectId".to_owned(), project.to_owned())].into();
        let mut batch = sinch.read_webhook(body.as_bytes()).unwrap();
        assert_eq!(sinch.take_foreign(&settings, &mut batch).len(), taken, "{app} {project}");
        assert_eq!(batch.items.len(), 1 - taken);
    }
}

/// A generator that is the same on every machine (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (sides.max(1) as u64)).unwrap()
    }
}

/// A value that does not belong where it is put.
fn odd(dice: &mut Dice) -> Value {
    let texts = [
        "",
        " ",
        "\0",
        "null",
        "TEXT",
        "FAILED",
        "\u{202e}abc",
        "🧨",
        "../../etc/passwd",
        "' OR 1=1 --",
        "<script>",
    ];
    match dice.roll(12) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(-1),
        3 => json!(1e308),
        4 => json!(u64::MAX),
        5 => json!([]),
        6 => json!({}),
        7 => json!([[[[{"a": [1]}]]]]),
        8 => json!("x".repeat(5000)),
        9 => json!("2026-02-30T99:99:99+9999"),
        _ => json!(texts[dice.roll(texts.len())]),
    }
}

/// Changes one place of a value: takes it out, puts something odd there, or repeats it.
fn damage(value: &mut Value, dice: &mut Dice) {
    match value {
        Value::Object(object) if !object.is_empty() => {
            let key = object.keys().nth(dice.roll(object.len())).unwrap().clone();
            match dice.roll(5) {
                0 => drop(object.remove(&key)),
                1 => drop(object.insert(key, odd(dice))),
                2 => drop(object.insert("new_thing".into(), odd(dice))),
                _ => damage(object.get_mut(&key).unwrap(), dice),
            }
        }
        Value::Array(list) if !list.is_empty() => {
            let at = dice.roll(list.len());
            match dice.roll(4) {
                0 => list.push(list[at].clone()),
                1 => list[at] = odd(dice),
                _ => damage(&mut list[at], dice),
            }
        }
        other => *other = odd(dice),
    }
}

#[test]
fn thousands_of_damaged_and_hostile_bodies_are_read_or_refused() {
    let deep =
        |open: &str, close: &str| format!("{}{}", open.repeat(50_000), close.repeat(50_000)).into_bytes();
    let mut bodies: Vec<Vec<u8>> = vec![
        vec![],
        b" ".to_vec(),
        vec![0],
        vec![0xff; 1000],
        b"\xef\xbb\xbf".to_vec(),
        b"null".to_vec(),
        b"1e999".to_vec(),
        b"{}".to_vec(),
        b"{\"results\":null}".to_vec(),
        b"{\"results\":[[]]}".to_vec(),
        b"{\"message\":[]}".to_vec(),
        b"{\"message\":{}}".to_vec(),
        b"{\"a\":1,\"a\":{}}".to_vec(),
        b"{\"message\":{\"id\":\"\\ud800\"}}".to_vec(),
        deep("[", "]"),
        deep("{\"a\":", "}"),
        deep("{\"results\":[", "]}"),
        "[".repeat(1_000_000).into_bytes(),
        format!("{{\"results\":[{}]}}", vec!["{}"; 20_000].join(",")).into_bytes(),
        format!("{{\"results\":[{}]}}", vec!["1"; 100_000].join(",")).into_bytes(),
    ];
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for &provider in ALL {
        for (_, fixture) in fixtures(provider) {
            for _ in 0..40 {
                let mut body = fixture["body"].clone();
                for _ in 0..=dice.roll(4) {
                    damage(&mut body, &mut dice);
                }
                bodies.push(body.to_string().into_bytes());
            }
            for _ in 0..10 {
                let mut body = fixture["body"].to_string().into_bytes();
                let at = dice.roll(body.len());
                match dice.roll(3) {
                    0 => body.truncate(at),
                    1 => body[at] = u8::try_from(dice.roll(256)).unwrap(),
                    _ => body.insert(at, u8::try_from(dice.roll(256)).unwrap()),
                }
                bodies.push(body);
            }
        }
    }
    assert!(bodies.len() > 5_000, "{}", bodies.len());
    let (mut read, mut refused) = (0, 0);
    // Every body to every provider: an address that is mixed up gets the other one's.
    for body in &bodies {
        for &provider in ALL {
            let name = || {
                format!(
                    "{} {}",
                    provider.schema().provider,
                    String::from_utf8_lossy(&body[..body.len().min(300)])
                )
            };
            match provider.read_webhook(body) {
                Ok(batch) => {
                    assert_promises(provider, &batch, &name());
                    read += 1;
                }
                Err(error) => {
                    assert!(
                        error.code.starts_with("webhook-") && error.text.ends_with('.'),
                        "{}: {error:?}",
                        name()
                    );
                    refused += 1;
                }
            }
        }
    }
    assert!(read > 2_000 && refused > 2_000, "{read} read, {refused} refused");
}

#[test]
fn the_guide_lists_every_code_and_no_other() {
    use std::collections::BTreeSet;

    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let guide = fs::read_to_string(root.join("../../docs/webhooks.md")).unwrap();
    let listed: BTreeSet<&str> = guide
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once("` |").map(|(code, _)| code))
        .filter(|code| code.contains('-'))
        .collect();
    let mut given: BTreeSet<String> =
        SignatureCode::ALL.iter().map(|code| code.as_str().to_owned()).collect();
    let files = [
        "common/webhook.rs",
        "common/callbacks.rs",
        "infobip/callbacks.rs",
        "infobip/webhook.rs",
        "infobip/webhook/inbound.rs",
        "infobip/webhook/report.rs",
        "sinch/callbacks.rs",
        "sinch/webhook/inbound.rs",
        "sinch/webhook/report.rs",
        "../proxy/src/webhooks/read.rs",
    ];
    for file in files {
        let source = fs::read_to_string(root.join(file)).unwrap();
        let code = source.split("#[cfg(test)]").next().unwrap().to_owned();
        let texts = code.split('"').filter(|text| {
            let starts =
                ["webhook-", "callbacks-", "callback-", "element-", "message-without-", "report-without-"];
            let starts = starts.iter().any(|start| text.starts_with(start));
            starts && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
        });
        // The name of a request, not of a problem.
        given.extend(texts.filter(|text| *text != "webhook-gone").map(str::to_owned));
    }
    assert_eq!(given.iter().map(String::as_str).collect::<BTreeSet<_>>(), listed);
    assert!(SignatureCode::ALL.iter().all(|code| code.text().ends_with('.')));
}

#[test]
fn a_body_of_more_than_a_provider_sends_is_none() {
    let infobip = find("infobip").unwrap();
    let body = |count: usize| {
        let seen = json!({"messageId": "m", "seenAt": "2026-02-03T04:09:00.000+0000", "to": "46732001122"});
        json!({"results": vec![seen; count]}).to_string()
    };
    assert_eq!(infobip.read_webhook(body(2000).as_bytes()).unwrap().items.len(), 2000);
    assert_eq!(infobip.read_webhook(body(2001).as_bytes()).unwrap_err().code, "webhook-too-many");
    let nothing = infobip.read_webhook(br#"{"results":[{},{"hello":1}]}"#).unwrap();
    assert_eq!((nothing.items.len(), nothing.unreadable.len()), (0, 2));
}
