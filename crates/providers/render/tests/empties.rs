//! Values that come out empty: fallback, skip, fail.

use serde_json::{Value, json};
use whatsapp_domain::FilledMessage;

use super::{fix, found, node, rendered, repaired};

fn step(binding: Value) -> whatsapp_domain::Node {
    node(json!({"type": "template", "template": {"name": "hello", "language": "en"}, "body": [binding]}))
}

fn body(output: &whatsapp_domain::engine_api::RenderOutput) -> Vec<String> {
    match &output.message {
        Some(FilledMessage::Template { body, .. }) => body.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn fallback_stands_in() {
    let step = step(json!({"value": "{{ customer.name }}", "fallback": "there", "whenEmpty": "fallback"}));
    for (customer, expected) in
        [(json!({"name": "Ana"}), "Ana"), (json!({"name": " "}), "there"), (json!({"name": null}), "there")]
    {
        let output = rendered(&step, customer, None);
        assert_eq!(found(&output), [""; 0]);
        assert_eq!(body(&output), [expected]);
        assert!(output.request.is_some());
    }
}

#[test]
fn skip_leaves_the_customer_out() {
    let step = step(json!({"value": "{{ customer.name }}", "whenEmpty": "skip"}));
    let output = rendered(&step, json!({"name": ""}), None);
    assert!(output.skipped);
    assert_eq!(found(&output), ["customer-left-out@message.body[0]"]);
    assert!(output.findings.iter().all(|finding| !finding.is_error()));
    assert!(output.request.is_none());
    let output = rendered(&step, json!({"name": "Ana"}), None);
    assert!(!output.skipped && output.request.is_some());
    // Nothing typed would leave everybody out.
    let output = rendered(&self::step(json!({"value": "", "whenEmpty": "skip"})), json!({}), None);
    assert!(!output.skipped);
    assert_eq!(found(&output), ["template-parameter-empty@message.body[0]"]);
}

#[test]
fn fail_stops_and_offers_what_is_sensible() {
    let failing = step(json!({"value": "{{ customer.size }}"}));
    let customer = json!({"name": "", "size": ""});
    let output = rendered(&failing, customer.clone(), None);
    assert_eq!(found(&output), ["template-parameter-empty@message.body[0]"]);
    assert!(output.request.is_none() && !output.skipped);
    let mended = repaired(&failing, &output, "template-parameter-empty");
    assert!(rendered(&mended, customer.clone(), None).skipped);

    // Only a name has a fallback that fits everybody.
    let failing = step(json!({"value": "{{ customer.name | title }}"}));
    let output = rendered(&failing, customer.clone(), None);
    let mended = repaired(&failing, &output, "template-parameter-empty");
    assert_eq!(body(&rendered(&mended, customer.clone(), None)), ["there"]);

    let failing = step(json!({"value": "{{ customer.name }}", "fallback": "there"}));
    let output = rendered(&failing, customer.clone(), None);
    let mend = fix(&output, "template-parameter-empty").unwrap();
    assert_eq!((mend.label.as_str(), mend.field.as_deref()), ("Use “there”", Some("message.body[0]")));
    let mended = repaired(&failing, &output, "template-parameter-empty");
    assert_eq!(body(&rendered(&mended, customer, None)), ["there"]);

    // Nothing typed: nothing to offer, and other words.
    let output = rendered(&step(json!({"value": ""})), json!({}), None);
    assert_eq!(found(&output), ["template-parameter-empty@message.body[0]"]);
    assert!(output.findings[0].text.starts_with("{{1}} is still empty") && output.findings[0].fix.is_none());
}

#[test]
fn an_empty_fallback_is_told_before_it_is_needed() {
    let step = step(json!({"value": "{{ customer.name }}", "fallback": " ", "whenEmpty": "fallback"}));
    let output = rendered(&step, json!({"name": "Ana"}), None);
    assert_eq!(found(&output), ["fallback-missing@message.body[0]"]);
    assert!(output.request.is_some());
    assert_eq!(
        found(&rendered(&step, json!({"name": ""}), None)),
        ["template-parameter-empty@message.body[0]"]
    );
}

#[test]
fn each_field_has_its_own_code() {
    for (message, expected) in [
        (json!({"type": "text", "text": {"value": "{{ customer.no }}"}}), "text-empty@message.text"),
        (json!({"type": "video", "url": {"value": "{{ customer.no }}"}}), "media-url-empty@message.url"),
        (
            json!({"type": "template", "template": {"name": "a", "language": "en"},
                "header": {"type": "text", "text": {"value": "{{ customer.no }}"}}}),
            "header-text-empty@message.header.text",
        ),
        (
            json!({"type": "template", "template": {"name": "a", "language": "en"},
                "header": {"type": "image", "url": {"value": "{{ customer.no }}"}}}),
            "media-url-empty@message.header.url",
        ),
        (
            json!({"type": "template", "template": {"name": "a", "language": "en"},
                "buttons": [{"index": 1, "type": "url", "value": {"value": "{{ customer.no }}"}}]}),
            "button-value-empty@message.buttons[0].value",
        ),
    ] {
        assert_eq!(found(&rendered(&node(message), json!({"no": ""}), None)), [expected]);
    }
}

#[test]
fn a_caption_may_be_empty_unless_it_says_otherwise() {
    let with = |caption: Value| {
        node(json!({"type": "image", "url": {"value": "https://cdn.example.com/a.png"}, "caption": caption}))
    };
    let empty = json!({"x": ""});
    assert_eq!(found(&rendered(&with(json!({"value": "{{ customer.x }}"})), empty.clone(), None)), [""; 0]);
    let skipping = with(json!({"value": "{{ customer.x }}", "whenEmpty": "skip"}));
    assert!(rendered(&skipping, empty.clone(), None).skipped);
    let standing_in = with(json!({"value": "{{ customer.x }}", "fallback": "New", "whenEmpty": "fallback"}));
    let output = rendered(&standing_in, empty, None);
    assert!(
        matches!(output.message, Some(FilledMessage::Media { caption: Some(caption), .. }) if caption == "New")
    );
}
