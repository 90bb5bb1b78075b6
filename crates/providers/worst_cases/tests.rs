use serde_json::{Value, from_value, json};
use whatsapp_domain::{FilledMessage, engine_api::WorstCaseKind};

use super::*;

fn request(node: Value, context: Value, templates: Value) -> RenderRequest {
    from_value(json!({"integration": {"provider": "infobip",
            "settings": {"baseUrl": "https://xyz.api.infobip.com", "sender": "447860099299"}},
        "node": node, "context": context, "templates": templates}))
    .unwrap()
}

fn step() -> Value {
    json!({"integration": "int_1", "recipient": {"value": "{{ customer.phone }}"},
        "message": {"type": "template", "template": {"name": "order_update", "language": "en"},
            "header": {"type": "document", "url": {"value": "https://cdn.example.com/{{ customer.order }}.pdf"},
                "filename": {"value": "{{ customer.file }}.pdf"}},
            "body": [{"value": "{{ customer.name }}"}, {"value": "{{ event.total }}"}, {"value": "{{ customer.order }}"}],
            "buttons": [{"index": 0, "type": "copyCode", "value": {"value": "{{ customer.voucher }}"}}]}})
}

fn context() -> Value {
    json!({"customer": {"phone": "+447400123456", "name": "Ana", "order": "A4711", "file": "invoice", "voucher": "ten"},
        "event": {"total": 39.5}})
}

fn case(cases: &[WorstCase], kind: WorstCaseKind) -> &WorstCase {
    cases.iter().find(|case| case.case == kind).unwrap()
}

fn body(case: &WorstCase) -> Vec<String> {
    match &case.output.message {
        Some(FilledMessage::Template { body, .. }) => body.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_longest_known_values_are_taken_and_types_are_kept() {
    let schema: ProfileSchema = from_value(json!({"attributes": [
        {"path": "event.total", "kind": "number", "examples": ["123456.75", "1"]}]}))
    .unwrap();
    let profiles = [json!({"customer": {"voucher": "SUMMERSALE2026", "phone": "+4915112345678"}})];
    let cases = worst_cases(&request(step(), context(), Value::Null), &schema, &profiles);
    let kinds: Vec<WorstCaseKind> = cases.iter().map(|case| case.case).collect();
    use WorstCaseKind::{Emoji, Empty, Longest, RightToLeft};
    assert_eq!(kinds, [Longest, Empty, RightToLeft, Emoji]);
    let longest = case(&cases, Longest);
    assert_eq!(
        longest.context,
        json!({"customer": {"phone": "+447400123456", "name": samples::LONG, "order": "A4711", "file": "invoice",
            "voucher": "SUMMERSALE2026"}, "event": {"total": 123456.75}})
    );
    assert!(samples::LONG.chars().count() >= 40);
    assert_eq!(body(longest), [samples::LONG, "123456.75", "A4711"]);
    assert!(longest.output.request.is_some(), "{:?}", longest.output.findings);
    for kind in [RightToLeft, Emoji] {
        let case = case(&cases, kind);
        assert_eq!(case.context["event"], json!({"total": 39.5}));
        assert_eq!(case.context["customer"]["order"], "A4711");
        assert_ne!(case.context["customer"]["name"], "Ana");
    }
}

#[test]
fn nothing_is_left_but_the_recipient() {
    let cases = worst_cases(&request(step(), context(), Value::Null), &ProfileSchema::default(), &[]);
    let empty = case(&cases, WorstCaseKind::Empty);
    assert_eq!(
        empty.context,
        json!({"customer": {"phone": "+447400123456", "name": null, "order": null, "file": null, "voucher": null},
            "event": {"total": null}})
    );
    let codes: Vec<String> =
        empty.output.findings.iter().map(|finding| format!("{}@{}", finding.code, finding.field)).collect();
    assert!(codes.contains(&"template-parameter-empty@message.body[0]".to_owned()), "{codes:?}");
    assert!(codes.contains(&"button-value-empty@message.buttons[0].value".to_owned()), "{codes:?}");
    assert!(empty.output.reached.is_some());
}

#[test]
fn limits_are_tested_after_filling_in_every_language() {
    let mut node = step();
    node["message"]["languageBy"] = json!({"value": "{{ customer.language }}"});
    node["message"]["translations"] = json!([{"language": "de"}]);
    node["message"]["header"] = json!({"type": "text", "text": {"value": "{{ customer.name }}"}});
    node["message"]["body"] = json!([{"value": "{{ customer.name }}"}]);
    node["message"]["buttons"] = json!([]);
    let header = json!({"type": "text", "text": "Dear customer {{1}}"});
    let template = |language: &str, body: &str| {
        json!({"name": "order_update", "language": language, "category": "utility", "status": "approved",
            "header": header, "body": body})
    };
    let german = format!("{{{{1}}}} {}", "x".repeat(1000));
    let templates = json!([template("en", "Hi {{1}}"), template("de", &german)]);
    let cases = worst_cases(&request(node, context(), templates), &ProfileSchema::default(), &[]);
    let longest = case(&cases, WorstCaseKind::Longest);
    let found: Vec<String> =
        longest.output.findings.iter().map(|finding| format!("{}@{}", finding.code, finding.field)).collect();
    assert!(found.contains(&"header-text-too-long@message.header.text".to_owned()), "{found:?}");
    assert!(found.contains(&"template-body-too-long@message.translations[0].body".to_owned()), "{found:?}");
    assert!(longest.output.request.is_none());
    assert_eq!(longest.output.language.as_deref(), Some("en"));
}

#[test]
fn without_a_profile_the_schemas_examples_make_one() {
    let schema: ProfileSchema = from_value(json!({"attributes": [
        {"path": "customer.phone", "kind": "phone", "examples": ["+447400123456"]},
        {"path": "customer.name", "examples": ["Ana"]}]}))
    .unwrap();
    let node = json!({"recipient": {"value": "{{ customer.phone }}"}, "integration": "int_1",
        "message": {"type": "text", "text": {"value": "Hi {{ customer.name }} {{ customer.unknown }}"}}});
    let cases = worst_cases(&request(node, Value::Null, Value::Null), &schema, &[]);
    let longest = case(&cases, WorstCaseKind::Longest);
    assert_eq!(longest.context["customer"], json!({"phone": "+447400123456", "name": samples::LONG}));
    assert!(longest.output.findings.iter().any(|finding| finding.code == "jinja-undefined-name"));
    assert_eq!(case(&cases, WorstCaseKind::Emoji).context["customer"]["name"], samples::EMOJI);
}

#[test]
fn odd_contexts_break_nothing() {
    for context in [json!({"customer": "text"}), json!({"customer": [1]}), json!({}), json!([1]), json!("x")]
    {
        let cases =
            worst_cases(&request(step(), context, Value::Null), &ProfileSchema::default(), &[json!(1)]);
        assert_eq!(cases.len(), 4);
    }
}
