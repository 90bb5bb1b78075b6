use serde_json::{Value, json};

use super::check_render_line;

fn infobip() -> Value {
    json!({"version": 1, "id": "int_1", "name": "Shop", "provider": "infobip",
        "settings": {"baseUrl": "xyz.api.infobip.com/", "sender": "447860099299", "authScheme": "apiKey"},
        "secrets": {"apiKey": "0123456789abcdef0123456789abcdef-0123456789abcdef"}})
}

fn sinch() -> Value {
    json!({"provider": "sinch",
        "settings": {"baseUrl": "https://eu.conversation.api.sinch.com", "authScheme": "oauth2", "keyId": "key-1",
            "projectId": "c36f3d3d-1513-4edd-ae42-11995557ff61", "appId": "01FAKEAPPID00000000000000A"},
        "secrets": {"keySecret": "a-secret-of-some-length"}})
}

fn line(integration: Value) -> Value {
    json!({"integration": integration,
        "node": {"version": 1, "integration": "int_1", "recipient": {"value": "{{ customer.phone }}", "region": "GB"},
            "message": {"type": "text", "text": {"value": "Hi {{ customer.name }}"}}},
        "context": {"customer": {"phone": "07400 123456", "name": "Ana"}},
        "messageId": "node7-run42-1"})
}

#[test]
fn a_line_becomes_the_request_that_would_be_sent() {
    let answer = check_render_line(&line(infobip()), false);
    assert_eq!(answer["findings"], json!([]));
    let request = &answer["request"];
    assert_eq!(request["method"], "POST");
    assert_eq!(request["url"], "https://xyz.api.infobip.com/whatsapp/1/message/text");
    assert_eq!(request["headers"]["Authorization"], "App ***");
    assert_eq!(request["body"]["to"], "447400123456");
    assert_eq!(request["body"]["content"]["text"], "Hi Ana");
    assert_eq!(request["body"]["messageId"], "node7-run42-1");
    assert!(!answer.to_string().contains("0123456789abcdef"));
}

#[test]
fn secrets_are_shown_only_when_asked_for() {
    let answer = check_render_line(&line(infobip()), true);
    let header = answer["request"]["headers"]["Authorization"].as_str().unwrap();
    assert_eq!(header, "App 0123456789abcdef0123456789abcdef-0123456789abcdef");
    for show in [false, true] {
        let answer = check_render_line(&line(sinch()), show);
        assert_eq!(answer["request"]["headers"]["Authorization"], "Bearer ***", "{answer}");
        assert!(!answer.to_string().contains("a-secret"));
    }
}

#[test]
fn without_a_message_id_there_is_none_in_the_request() {
    let mut without = line(infobip());
    without.as_object_mut().unwrap().remove("messageId");
    let answer = check_render_line(&without, false);
    assert_eq!(answer["request"]["body"].get("messageId"), None, "{answer}");
    assert_eq!(answer, check_render_line(&without, false));
}

#[test]
fn a_secret_that_is_left_out_is_a_warning() {
    let mut integration = infobip();
    integration.as_object_mut().unwrap().remove("secrets");
    for show in [false, true] {
        let answer = check_render_line(&line(integration.clone()), show);
        assert_eq!(answer["request"]["headers"]["Authorization"], "App ***");
        assert_eq!(answer["findings"][0]["code"], "secret-absent");
        assert_eq!(answer["findings"][0]["severity"], "warning");
        assert_eq!(answer["findings"][0]["field"], "secrets.apiKey");
    }
}

#[test]
fn errors_leave_no_request() {
    let mut cases = vec![];
    let mut foreign = infobip();
    foreign["settings"]["baseUrl"] = json!("https://evil.example.com");
    cases.push((line(foreign), "settings.baseUrl"));
    let mut unknown = infobip();
    unknown["provider"] = json!("acme");
    cases.push((line(unknown), "provider"));
    let mut newer = infobip();
    newer["version"] = json!(2);
    cases.push((line(newer), "integration.version"));
    let mut empty = line(infobip());
    empty["node"]["message"]["text"]["value"] = json!("");
    cases.push((empty, "message.text"));
    for (line, field) in cases {
        let answer = check_render_line(&line, false);
        assert_eq!(answer.get("request"), None, "{answer}");
        assert_eq!(answer["findings"][0]["severity"], "error");
        assert_eq!(answer["findings"][0]["field"], field);
    }
}

#[test]
fn a_skipped_customer_is_an_error_of_the_line() {
    let mut line = line(infobip());
    line["node"]["message"]["text"] = json!({"value": "{{ customer.none }}", "whenEmpty": "skip"});
    line["context"]["customer"]["none"] = json!("");
    let answer = check_render_line(&line, false);
    assert_eq!(answer["findings"][0]["code"], "customer-skipped");
    assert_eq!(answer["findings"][1]["code"], "customer-left-out");
    assert_eq!(answer.get("request"), None);
}

#[test]
fn a_missing_context_is_an_empty_one() {
    let mut line = line(infobip());
    line.as_object_mut().unwrap().remove("context");
    let answer = check_render_line(&line, false);
    assert_eq!(answer["findings"][0]["code"], "phone-empty");
}

#[test]
fn bad_lines_say_where() {
    for (changed, expected) in [
        (json!(7), "The line is not a JSON object"),
        (json!({}), "integration: this key is missing."),
        (json!({"integration": {"settings": {}}}), "integration: missing field `provider`."),
        (
            json!({"integration": {"provider": "infobip", "settings": {"sender": 7}}}),
            "integration.settings.sender: ",
        ),
        (json!({"integration": infobip()}), "node: this key is missing."),
        (json!({"integration": infobip(), "node": {"version": 1}}), "node: missing field `message`."),
        (
            json!({"integration": infobip(), "node": {"version": 7, "steps": []}}),
            "node: it was saved in version 7 of its format",
        ),
        (json!({"integration": {"version": 7}}), "integration: it was saved in version 7 of its format"),
        (
            json!({"integration": infobip(), "node": {"message": {"type": "carousel"}}}),
            "node.message: unknown variant `carousel`, expected one of `template`",
        ),
        (json!({"integration": infobip(), "node": {"version": "1"}}), "node.version: "),
        (json!({"context": [], "integration": 1, "node": 2}), "context: "),
        (json!({"messageId": "a b"}), "messageId: "),
    ] {
        let answer = check_render_line(&changed, false);
        assert_eq!(answer["error"]["code"], "bad-line");
        let text = answer["error"]["text"].as_str().unwrap();
        assert!(text.starts_with(expected), "{text}");
    }
}

#[test]
fn a_bad_line_repeats_no_secret() {
    let line = json!({"integration": {"provider": "infobip", "secrets": "hush-hush"}, "node": {}});
    let text = check_render_line(&line, true).to_string();
    assert!(text.contains("integration.secrets") && !text.contains("hush"), "{text}");
}

#[test]
fn several_languages_are_filled_and_checked_against_the_accounts_templates() {
    let template = |language: &str, body: &str| json!({"name": "order_update", "language": language, "category": "utility", "status": "approved", "body": body});
    let mut line = line(infobip());
    line["node"]["message"] = json!({"type": "template", "template": {"name": "order_update", "language": "en_GB"},
        "body": [{"value": "x"}], "languageBy": {"value": "{{ customer.language }}"}, "translations": [{"language": "de"}]});
    line["context"]["customer"]["language"] = json!("de-AT");
    line["templates"] = json!([template("en_GB", "{{1}}"), template("de", "{{1}}")]);
    let answer = check_render_line(&line, false);
    assert_eq!((&answer["language"], answer["request"].is_object()), (&json!("de"), true), "{answer}");
    line["templates"][1]["body"] = json!("{{1}} {{2}}");
    let answer = check_render_line(&line, false);
    assert_eq!(answer["findings"][0]["field"], "message.translations[0].body", "{answer}");
    assert_eq!(answer.get("request"), None);
    line["templates"] = json!([{"name": 7}]);
    let answer = check_render_line(&line, false);
    assert!(answer["error"]["text"].as_str().unwrap().starts_with("templates[0]"), "{answer}");
}
