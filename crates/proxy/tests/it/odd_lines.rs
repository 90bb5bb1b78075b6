//! `whatsapp-proxy check` as a black box: whatever comes in, one line goes out for each, in order, with the keys of its kind.

use serde_json::{Value, json};

use crate::command_line::run_bytes;

/// A good line of each kind, and the keys of its answers as the design's table has them. Of a list of two, either is right.
fn kinds() -> Vec<(&'static str, Value, &'static [&'static [&'static str]])> {
    vec![
        (
            "phone",
            json!({"input": "07400 123456", "region": "GB"}),
            &[&["e164", "valid", "possible", "region", "error"]],
        ),
        ("csv", json!({"input": "Ana,\"a, b\""}), &[&["values"], &["error"]]),
        (
            "jinja",
            json!({"template": "Hi {{ customer.name }}", "context": {"customer": {"name": "Ana"}}}),
            &[&["output", "findings"], &["error"]],
        ),
        ("language", json!({"input": "en_US"}), &[&["valid", "known"]]),
        ("url", json!({"url": "https://cdn.example.com/a.pdf", "purpose": "media"}), &[&["allowed", "code"]]),
        ("address", json!({"address": "1.1.1.1"}), &[&["allowed"]]),
        (
            "render",
            json!({"integration": infobip(), "node": node(), "context": context(), "messageId": "m-1"}),
            &[&["request", "findings"], &["findings"]],
        ),
        (
            "webhook",
            json!({"integration": infobip(), "headers": {}, "body": "{\"results\":[]}"}),
            &[&["events"], &["error"]],
        ),
        (
            "signature",
            json!({"provider": "sinch", "secret": "foo_secret1234", "body": "{}", "now": 1_634_579_360, "headers": {
                "x-sinch-webhook-signature": "lrSuriuOmIHYOeQxRlu6ftTqZoAI3Z5ZiW6cKEnJP1w=",
                "x-sinch-webhook-signature-nonce": "01FJA8B4A7BM43YGWSG9GBV067",
                "x-sinch-webhook-signature-timestamp": "1634579353"}}),
            &[&["accepted", "code"], &["accepted", "code", "text"], &["accepted", "code", "error"]],
        ),
    ]
}

fn odd_lines() -> Vec<Vec<u8>> {
    let mut lines: Vec<Vec<u8>> = [
        "",
        "   ",
        "\t",
        "\u{feff}",
        "null",
        "[]",
        "[{}]",
        "7",
        "1e400",
        "true",
        "\"text\"",
        "NaN",
        "not JSON",
        "{}",
        "{\"input\":",
        "{'input':'a'}",
        "{\"input\":\"a\"} more",
        r#"{"input":1,"region":1,"template":1,"url":1,"purpose":1,"address":1,"integration":1,"node":1}"#,
        r#"{"input":[],"region":[],"template":{},"url":[],"purpose":[],"address":{},"integration":[],"node":[]}"#,
        r#"{"input":true,"template":null,"url":null,"purpose":null,"address":null,"integration":null,"node":null}"#,
        r#"{"url":"https://example.com","purpose":"other"}"#,
        r#"{"input":"\ud800","template":"\ud800","url":"\ud800","address":"\ud800"}"#,
        r#"{"integration":{},"node":{}}"#,
        r#"{"integration":{"provider":"infobip"},"node":{"message":{"type":"carousel"}},"context":[]}"#,
        "\u{0}",
        "\u{b}",
        "\u{2028}",
    ]
    .map(|line| line.as_bytes().to_vec())
    .into();
    lines.push(b"\xff\xfe".to_vec());
    lines.push(b"{\"input\":\"\xc3\x28\"}".to_vec());
    lines.push("[".repeat(10_000).into_bytes());
    lines.push(format!("{}{}", "[".repeat(10_000), "]".repeat(10_000)).into_bytes());
    lines.push(format!("{}1{}", "{\"a\":".repeat(10_000), "}".repeat(10_000)).into_bytes());
    lines.push(format!("{{\"input\":\"{}\"}}", "1".repeat(2 << 20)).into_bytes());
    lines.push(vec![b'x'; 2 << 20]);
    lines
}

/// Lines that can be read and are odd all the same.
fn odd_values() -> Vec<Vec<u8>> {
    let all = |text: &str| {
        let text = json!(text);
        let line = json!({"input": text, "template": text, "url": text, "purpose": "media", "address": text,
            "integration": {"provider": text, "settings": {"baseUrl": text}}, "node": {"message": {"type": "text",
            "text": {"value": text}}}, "context": {"customer": {"phone": text}}});
        serde_json::to_vec(&line).unwrap()
    };
    ["", " ", "\u{0}", "a\nb", "\u{202e}abc", "\"", "{{", "{% if %}", "::1", "%2e%2e", "💥", "https://", "+"]
        .into_iter()
        .map(all)
        .chain([all(&"a".repeat(100_000)), all(&"{{ (".repeat(20_000)), all(&",".repeat(100_000))])
        .collect()
}

fn keys(answer: &Value) -> Vec<&str> {
    answer.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn one_line_out_for_each_line_in() {
    for (kind, good, expected) in kinds() {
        let good = serde_json::to_vec(&good).unwrap();
        let alone = run_bytes(&["check", kind], [good.as_slice(), b"\n"].concat());
        for (end, last) in [("\n", true), ("\r\n", true), ("\n", false)] {
            let (bad, odd) = (odd_lines(), odd_values());
            // A good line behind each odd one: it is answered as if it stood alone.
            let lines: Vec<&[u8]> =
                bad.iter().chain(&odd).flat_map(|line| [line.as_slice(), &good]).collect();
            let mut input = lines.join(end.as_bytes());
            if last {
                input.extend(end.as_bytes());
            }
            let (code, output, errors) = run_bytes(&["check", kind], input);
            assert_eq!((code, errors.as_str()), (Some(0), ""), "{kind}");
            let answers: Vec<&str> = output.lines().collect();
            assert_eq!(answers.len(), lines.len(), "{kind} {end:?}");
            for (place, pair) in answers.chunks(2).enumerate() {
                let answer: Value = serde_json::from_str(pair[0]).unwrap();
                let line = String::from_utf8_lossy(&lines[place * 2][..lines[place * 2].len().min(80)]);
                if place < bad.len() {
                    assert_refused(kind, &answer, &line);
                } else {
                    let found = keys(&answer);
                    assert!(expected.iter().any(|keys| *keys == found), "{kind} {line}: {answer}");
                }
                assert_eq!(pair[1], alone.1.trim_end(), "{kind}, behind {line}");
            }
            let answer: Value = serde_json::from_str(alone.1.trim_end()).unwrap();
            assert_eq!(keys(&answer), expected[0], "{kind}");
        }
    }
}

/// A bad line says so in its own kind's words, and never passes for a good one.
fn assert_refused(kind: &str, answer: &Value, line: &str) {
    let (code, text) = match kind {
        // Here all that is missing is the number, which is a verdict.
        "phone" if answer["error"] == "phone-empty" => (json!("bad-line"), json!("-")),
        "phone" => (answer["error"].clone(), answer["text"].clone()),
        _ => (answer["error"]["code"].clone(), answer["error"]["text"].clone()),
    };
    // `render` reads what it can of settings that are half there.
    let readable = kind == "render" && answer.get("error").is_none();
    assert!(
        readable || code == "bad-line" && text.as_str().is_some_and(|text| !text.is_empty()),
        "{kind} {line}: {answer}"
    );
    match kind {
        "phone" => {
            assert_eq!(keys(answer)[..5], ["e164", "valid", "possible", "region", "error"], "{line}");
            assert_eq!(
                (&answer["e164"], &answer["valid"], &answer["possible"], &answer["region"]),
                (&Value::Null, &json!(false), &json!(false), &Value::Null)
            );
        }
        "language" => assert_eq!((&answer["valid"], &answer["known"]), (&json!(false), &json!(false))),
        "url" => assert_eq!((&answer["allowed"], &answer["code"]), (&json!(false), &json!("bad-line"))),
        "address" => assert_eq!(answer["allowed"], false),
        "signature" => {
            assert_eq!((&answer["accepted"], &answer["code"]), (&json!(false), &json!("bad-line")));
        }
        "render" => {
            assert!(answer.get("request").is_none(), "{line}: {answer}");
            assert_eq!(answer["findings"][0]["severity"], "error", "{line}: {answer}");
        }
        _ => assert_eq!(keys(answer), ["error"], "{line}"),
    }
}

fn infobip() -> Value {
    json!({"version": 1, "id": "int_1", "name": "Shop", "provider": "infobip",
        "settings": {"baseUrl": "https://xxxxx.api.infobip.com", "sender": "447860099299", "authScheme": "apiKey"},
        "secrets": {"apiKey": KEY},
        "twoWay": {"enabled": true, "customerIdKey": "phone", "numberFormat": "plus"},
        "limits": {"messagesPerSecond": 20, "templates": 300}})
}

fn sinch(scheme: &str, secret: &str) -> Value {
    json!({"version": 1, "id": "int_1", "name": "Shop", "provider": "sinch",
        "settings": {"baseUrl": "https://eu.conversation.api.sinch.com", "authScheme": scheme,
            "projectId": "5a4db0c0-0000-4000-8000-000000000001", "appId": "01SANDB0X0APP0000000000000",
            "keyId": "5a4db0c0-0000-4000-8000-00000000000a"},
        "secrets": {secret: KEY}})
}

const KEY: &str = "0123456789abcdef0123456789abcdef-01234567-89ab-cdef-0123-456789abcdef";

/// The node of the design's contract.
fn node() -> Value {
    json!({"version": 1, "integration": "int_1", "recipient": {"value": "{{ customer.phone }}", "region": "GB"},
        "message": {"type": "template", "template": {"name": "order_update", "language": "en_GB"},
            "header": {"type": "document", "url": {"value": "https://cdn.example.com/{{ customer.order }}.pdf"},
                "filename": {"value": "invoice.pdf"}},
            "body": [{"value": "{{ customer.first_name }}", "fallback": "there", "whenEmpty": "fallback"}],
            "buttons": [{"index": 0, "type": "url", "value": {"value": "{{ customer.order }}"}}]}})
}

fn context() -> Value {
    json!({"customer": {"phone": "07400 123456", "first_name": "Ana", "order": "A-100"}})
}

/// The whole way from the contract's own integration and node to each provider's request.
#[test]
fn the_contract_s_example_becomes_each_provider_s_request() {
    let infobip_body = json!({"messages": [{"from": "447860099299", "to": "447400123456", "messageId": "m-1",
        "content": {"templateName": "order_update", "templateData": {"body": {"placeholders": ["Ana"]},
            "header": {"type": "DOCUMENT", "mediaUrl": "https://cdn.example.com/A-100.pdf", "filename": "invoice.pdf"},
            "buttons": [{"type": "URL", "parameter": "A-100"}]}, "language": "en_GB"}}]});
    let sinch_body = json!({"app_id": "01SANDB0X0APP0000000000000",
        "recipient": {"identified_by": {"channel_identities": [{"channel": "WHATSAPP", "identity": "447400123456"}]}},
        "message": {"template_message": {"channel_template": {"WHATSAPP": {
            "template_id": "order_update", "language_code": "en_GB",
            "parameters": {"header[1]document.link": "https://cdn.example.com/A-100.pdf",
                "header[1]document.filename": "invoice.pdf", "body[1]text": "Ana", "button[0]url[1]text": "A-100"}}}}},
        "correlation_id": "m-1", "message_metadata": "m-1"});
    let sinch_url = "https://eu.conversation.api.sinch.com/v1/projects/5a4db0c0-0000-4000-8000-000000000001/messages:send";
    let infobip_url = "https://xxxxx.api.infobip.com/whatsapp/1/message/template";
    for (integration, url, body, hidden, shown) in [
        (infobip(), infobip_url, &infobip_body, "App ***", format!("App {KEY}")),
        // A token has to be fetched first, and nothing is called here.
        (sinch("oauth2", "keySecret"), sinch_url, &sinch_body, "Bearer ***", "Bearer ***".into()),
        (sinch("bearer", "bearerToken"), sinch_url, &sinch_body, "Bearer ***", format!("Bearer {KEY}")),
    ] {
        let line =
            json!({"integration": integration, "node": node(), "context": context(), "messageId": "m-1"});
        let input = format!("{line}\n").into_bytes();
        for (arguments, authorization) in
            [(&["check", "render"] as &[_], hidden), (&["check", "render", "--show-secrets"], &shown)]
        {
            let (code, output, errors) = run_bytes(arguments, input.clone());
            assert_eq!((code, errors.as_str()), (Some(0), ""));
            let headers = json!({"Accept": "application/json", "Authorization": authorization,
                "Content-Type": "application/json"});
            let answer: Value = serde_json::from_str(&output).unwrap();
            let expected = json!({"method": "POST", "url": url, "headers": headers, "body": body});
            assert_eq!(answer, json!({"request": expected, "findings": []}));
            assert_eq!(output.contains(KEY), authorization.contains(KEY), "{output}");
        }
    }
}
