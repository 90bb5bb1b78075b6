use serde_json::{Value, from_slice, json};

use super::Session;

fn ask(question: Value) -> Value {
    from_slice(&Session::default().answer(question.to_string().as_bytes())).unwrap()
}

#[test]
fn an_integration_is_checked_and_tidied() {
    let answer = ask(json!({"op": "checkIntegration", "policy": {}, "stored": ["apiKey"],
        "integration": {"provider": "infobip", "settings": {"baseUrl": " xyz.api.infobip.com/ ", "sender": "447860099299"}}}));
    assert_eq!(answer["op"], "checkIntegration");
    assert_eq!(answer["settings"]["baseUrl"], "https://xyz.api.infobip.com");
    assert_eq!(answer["findings"], json!([]));
}

#[test]
fn how_a_provider_writes_its_senders_is_said_while_it_is_typed() {
    for (provider, name) in [("infobip", "Infobip"), ("sinch", "Sinch")] {
        let sender = |sender: &str| {
            let question = json!({"op": "checkIntegration", "integration": {"provider": provider, "settings": {"sender": sender}}});
            let answer = ask(question);
            let findings = answer["findings"].as_array().unwrap().iter();
            findings.filter(|f| f["field"] == "settings.sender").cloned().collect::<Vec<_>>()
        };
        let found = sender("+44 7860 099299");
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0]["text"].as_str().unwrap().starts_with(name), "{found:?}");
        assert_eq!(
            (&found[0]["code"], &found[0]["fix"]["value"]),
            (&json!("sender-plus"), &json!("447860099299"))
        );
        assert_eq!(sender("447860099299"), [json!(null); 0]);
        // One thing at a time: first whether it is a number at all.
        assert_eq!(sender("+44 786 009 929")[0]["code"], "sender-unusual");
    }
}

#[test]
fn a_secret_is_needed_unless_it_is_stored_and_never_comes_back() {
    let check = |secrets: Value| {
        ask(json!({"op": "checkIntegration", "integration": {"provider": "infobip", "secrets": secrets,
            "settings": {"baseUrl": "https://xyz.api.infobip.com", "sender": "447860099299"}}}))
    };
    let answer = check(json!({}));
    assert_eq!(answer["findings"][0]["field"], "secrets.apiKey");
    let answer = check(json!({"apiKey": "0123456789abcdef0123456789abcdef"}));
    assert!(!answer.to_string().contains("0123456789abcdef"));
}

#[test]
fn a_node_is_rendered_with_a_masked_header() {
    let question = json!({"op": "render", "to": "+447400123456", "templates": null, "policy": {},
        "integration": {"provider": "infobip", "settings": {"baseUrl": "xyz.api.infobip.com", "sender": "447860099299"}},
        "node": {"integration": "int_1", "message": {"type": "text", "text": {"value": "Hi {{ customer.name }}"}}},
        "context": {"customer": {"name": "Ana"}}});
    let answer = ask(question.clone());
    assert_eq!(answer["op"], "render");
    assert_eq!(answer["request"]["headers"]["Authorization"], "App ***", "{answer}");
    assert_eq!(answer["message"], json!({"type": "text", "text": "Hi Ana", "previewUrl": false}));
    assert_eq!(answer["reached"]["country"], "United Kingdom");
    let mut without_request = question.clone();
    without_request["withoutRequest"] = true.into();
    let answer = ask(without_request);
    assert_eq!((answer["message"]["text"].as_str(), answer.get("request")), (Some("Hi Ana"), None));
    let mut without_profile = question;
    without_profile["context"] = Value::Null;
    let answer = ask(without_profile);
    assert_eq!((answer.get("message"), answer.get("request")), (None, None));
    assert_eq!(answer["findings"], json!([]));
}

#[test]
fn small_questions_are_answered() {
    let answer = ask(json!({"op": "phone", "input": "07400 123456", "region": "GB"}));
    assert_eq!(answer["reached"]["international"], "+44 7400 123456");
    let answer = ask(json!({"op": "phone", "input": "+1201555XXXX"}));
    assert_eq!(answer["rejection"]["code"], "phone-masked");
    assert_eq!(ask(json!({"op": "parseCsv", "input": "Ana, \"a, b\""}))["values"], json!(["Ana", "a, b"]));
    let answer = ask(json!({"op": "parseCsv", "input": "Ana, \"a, b"}));
    assert_eq!((&answer["error"]["code"], &answer["error"]["column"]), (&json!("unclosed-quote"), &json!(6)));
    let answer = ask(json!({"op": "formatCsv", "values": ["Ana", "a, b"]}));
    assert_eq!(answer["text"], "Ana,\"a, b\"");
    let answer = ask(json!({"op": "names", "template": "{{ customer.name }} {{ event.sku }}"}));
    assert_eq!(answer["names"], json!(["customer.name", "event.sku"]));
}

#[test]
fn a_country_is_compared_and_named() {
    let swiss = json!({"e164": "+41781234567", "international": "+41 78 123 45 67", "region": "CH", "country": "Switzerland"});
    let ask_for = |expected: &str| ask(json!({"op": "country", "reached": swiss, "expected": expected}));
    let answer = ask_for("gb");
    assert_eq!(
        (&answer["found"], &answer["expected"]),
        (&json!("Switzerland"), &json!("the United Kingdom"))
    );
    assert_eq!(answer["finding"]["code"], "country-unexpected");
    assert_eq!(ask_for("CH").get("finding"), None);
    let answer = ask_for("England");
    assert_eq!(
        (&answer["finding"]["code"], answer.get("expected")),
        (&json!("expected-country-unknown"), None)
    );
}

#[test]
fn what_is_no_question_is_refused_without_repeating_it() {
    for text in ["", "{}", "[]", "null", r#"{"op":"hush-hush"}"#, r#"{"op":"phone"}"#] {
        let answer: Value = from_slice(&Session::default().answer(text.as_bytes())).unwrap();
        assert_eq!(answer["op"], "refused", "{text}");
        assert!(!answer.to_string().contains("hush"));
    }
    let answer = ask(json!({"op": "checkIntegration", "integration": {"provider": "acme"}}));
    assert_eq!(answer["findings"][0]["code"], "provider-unknown");
}
