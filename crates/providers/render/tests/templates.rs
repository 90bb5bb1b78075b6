//! A step against the template that the account has.

use serde_json::{Value, from_value, json};
use whatsapp_domain::{FilledMessage, Template};

use super::{fix, found, node, rendered, repaired};

fn template(changes: Value) -> Template {
    let mut template = json!({"name": "back_in_stock", "language": "en_GB", "category": "marketing", "status": "approved",
        "body": "Hi {{1}}, the {{2}} is back", "buttons": []});
    for (key, value) in changes.as_object().unwrap() {
        template[key] = value.clone();
    }
    from_value(template).unwrap()
}

fn message(changes: Value) -> Value {
    let mut message = json!({"type": "template", "template": {"name": "back_in_stock", "language": "en_GB"},
        "body": [{"value": "Ana"}, {"value": "shirt"}]});
    for (key, value) in changes.as_object().unwrap() {
        message[key] = value.clone();
    }
    message
}

fn check(message_changes: Value, template_changes: Value) -> Vec<String> {
    found(&rendered(&node(message(message_changes)), json!({}), Some(&template(template_changes))))
}

#[test]
fn a_fitting_step_has_no_findings() {
    assert_eq!(check(json!({}), json!({})), [""; 0]);
}

#[test]
fn status_stops_the_send_with_its_reason() {
    for (status, code) in [
        ("pending", "template-pending"),
        ("rejected", "template-rejected"),
        ("paused", "template-paused"),
        ("unavailable", "template-unavailable"),
    ] {
        assert_eq!(check(json!({}), json!({"status": status})), [format!("{code}@message.template.name")]);
    }
    let rejected = template(json!({"status": "rejected", "reason": "ABUSIVE_CONTENT"}));
    let output = rendered(&node(message(json!({}))), json!({}), Some(&rejected));
    assert!(output.findings[0].text.contains("ABUSIVE_CONTENT"));
}

#[test]
fn another_template_or_language_is_not_this_one() {
    assert_eq!(
        check(json!({}), json!({"name": "other", "status": "rejected"})),
        ["template-missing@message.template.name"]
    );
    assert_eq!(
        check(json!({}), json!({"language": "de", "status": "rejected"})),
        ["template-not-in-language@message.template.language"]
    );
    let klingon = node(message(json!({"template": {"name": "back_in_stock", "language": "xx"}})));
    let listed = |language: &str| {
        found(&rendered(&klingon, json!({}), Some(&template(json!({"language": language})))))
    };
    assert_eq!(listed("xx"), [""; 0]);
    assert_eq!(listed("en_GB"), ["template-not-in-language@message.template.language"]);
    // Without a list nothing is missing.
    assert_eq!(
        found(&rendered(&klingon, json!({}), None)),
        ["template-language-unknown@message.template.language"]
    );
}

#[test]
fn the_values_are_counted() {
    for (body, expected) in [
        (json!([]), "“back_in_stock” takes 2 values, and here 0 values are given. Add what is missing."),
        (
            json!([{"value": "Ana"}]),
            "“back_in_stock” takes 2 values, and here 1 value is given. Add what is missing.",
        ),
        (
            json!([{"value": "Ana"}, {"value": "b"}, {"value": "c"}]),
            "“back_in_stock” takes 2 values, and here 3 values are given. Remove what is too much.",
        ),
    ] {
        let step = node(message(json!({"body": body})));
        let synced = template(json!({}));
        let output = rendered(&step, json!({}), Some(&synced));
        assert_eq!(found(&output), ["template-parameter-count@message.body"]);
        assert_eq!(output.findings[0].text, expected);
        let output =
            rendered(&repaired(&step, &output, "template-parameter-count"), json!({}), Some(&synced));
        assert!(!found(&output).iter().any(|finding| finding.contains("count")));
    }
    let many = |count: usize| json!({"body": vec![json!({"value": "x"}); count]});
    let unlisted = |count: usize| found(&rendered(&node(message(many(count))), json!({}), None));
    assert_eq!(unlisted(256), [""; 0]);
    assert_eq!(unlisted(257), ["template-parameter-count@message.body"]);
    // Placeholders with names can't be counted.
    assert_eq!(check(json!({}), json!({"body": "Hi {{name}}"})), [""; 0]);
}

#[test]
fn the_whole_text_is_measured() {
    // "Hi " and ", the shirt is back" have 22 characters.
    let with = |length: usize| {
        check(json!({"body": [{"value": "x".repeat(length)}, {"value": "shirt"}]}), json!({}))
    };
    assert_eq!(with(1002), [""; 0]);
    assert_eq!(with(1003), ["template-body-too-long@message.body"]);
}

#[test]
fn the_header_must_be_the_templates() {
    let image = json!({"type": "media", "kind": "image"});
    let text = json!({"type": "text", "text": "Order {{1}}"});
    let document = json!({"type": "document", "url": {"value": "https://cdn.example.com/a.pdf"}});
    let words = json!({"type": "text", "text": {"value": "4711"}});
    for (has, given, expected) in [
        (Value::Null, Value::Null, &[][..]),
        (json!({"type": "text", "text": "News"}), Value::Null, &[]),
        (text.clone(), words.clone(), &[]),
        (Value::Null, words.clone(), &["template-header-unexpected@message.header"]),
        (
            json!({"type": "text", "text": "News"}),
            words.clone(),
            &["template-header-unexpected@message.header"],
        ),
        (image.clone(), Value::Null, &["template-header-missing@message.header"]),
        (image.clone(), document, &["template-header-kind@message.header"]),
        (image, words, &["template-header-kind@message.header"]),
        (
            json!({"type": "other", "name": "LOCATION"}),
            Value::Null,
            &["template-header-unsupported@message.template.name"],
        ),
    ] {
        assert_eq!(check(json!({"header": given}), json!({"header": has})), expected, "{has} {given}");
    }
}

#[test]
fn a_header_is_mended_with_one_press() {
    let image = template(json!({"header": {"type": "media", "kind": "image"}}));
    let step = node(message(
        json!({"header": {"type": "video", "url": {"value": "https://cdn.example.com/a.png"}}}),
    ));
    let output = rendered(&step, json!({}), Some(&image));
    // The template has a picture, so only the kind here is wrong; no other kind is offered for the address.
    assert_eq!(
        found(&output),
        ["template-header-kind@message.header", "media-kind-mismatch@message.header.url"]
    );
    assert_eq!(fix(&output, "media-kind-mismatch"), None);
    let mended = repaired(&step, &output, "template-header-kind");
    assert_eq!(found(&rendered(&mended, json!({}), Some(&image))), [""; 0]);

    let plain = template(json!({}));
    let output = rendered(&step, json!({}), Some(&plain));
    let mended = repaired(&step, &output, "template-header-unexpected");
    assert_eq!(found(&rendered(&mended, json!({}), Some(&plain))), [""; 0]);
}

#[test]
fn the_header_text_is_measured_with_its_value() {
    let synced = json!({"header": {"type": "text", "text": "Order {{1}}"}});
    let with = |length: usize| json!({"header": {"type": "text", "text": {"value": "x".repeat(length)}}});
    assert_eq!(check(with(54), synced.clone()), [""; 0]);
    assert_eq!(check(with(55), synced), ["header-text-too-long@message.header.text"]);
    let line_break = json!({"header": {"type": "text", "text": {"value": "a\nb"}}});
    assert_eq!(
        check(line_break, json!({"header": {"type": "text", "text": "{{1}}"}})),
        ["template-parameter-line-break@message.header.text"]
    );
}

fn with_buttons() -> Value {
    json!({"buttons": [
        {"text": "Call us"},
        {"text": "View", "takes": "url", "url": "https://shop.example/p/{{1}}"},
        {"text": "Not interested", "takes": "quickReply"}]})
}

fn button(index: u8, kind: &str, value: &str) -> Value {
    json!({"index": index, "type": kind, "value": {"value": value}})
}

#[test]
fn the_buttons_must_be_the_templates() {
    let (view, no) = (button(1, "url", "linen"), button(2, "quickReply", "no"));
    for (buttons, expected) in [
        (json!([view, no]), &[][..]),
        (json!([no, view]), &[]),
        (json!([view]), &["button-missing@message.buttons"]),
        (json!([]), &["button-missing@message.buttons"]),
        (json!([button(0, "url", "x"), view, no]), &["button-takes-no-value@message.buttons[0]"]),
        (json!([view, no, button(3, "url", "x")]), &["button-unknown@message.buttons[2]"]),
        (json!([button(1, "quickReply", "x"), no]), &["button-kind@message.buttons[0]"]),
        (json!([view, no, view]), &["button-duplicate@message.buttons[2]"]),
    ] {
        assert_eq!(check(json!({"buttons": buttons}), with_buttons()), expected, "{buttons}");
    }
}

#[test]
fn missing_buttons_are_added_with_one_press() {
    let synced = template(with_buttons());
    let step = node(message(json!({"buttons": [button(1, "url", "linen")]})));
    let output = rendered(&step, json!({}), Some(&synced));
    let mended = repaired(&step, &output, "button-missing");
    let output = rendered(&mended, json!({}), Some(&synced));
    assert_eq!(found(&output), [""; 0]);
    let Some(FilledMessage::Template { buttons, .. }) = output.message else { panic!("no template") };
    assert_eq!(buttons[1].value, "Not interested");
    assert_eq!((buttons[0].index, buttons[1].index), (1, 2));
}

#[test]
fn values_of_buttons_have_their_own_rules() {
    for (button, expected) in [
        (button(0, "quickReply", &"x".repeat(128)), &[][..]),
        (button(0, "quickReply", &"x".repeat(129)), &["quick-reply-too-long@message.buttons[0].value"]),
        (button(0, "copyCode", &"x".repeat(15)), &[]),
        (button(0, "copyCode", &"x".repeat(16)), &["copy-code-too-long@message.buttons[0].value"]),
        (button(0, "url", "a?b=c"), &[]),
        (button(0, "url", "a b"), &["button-url-space@message.buttons[0].value"]),
        (button(0, "url", "https://shop.example/p/a"), &["button-url-whole@message.buttons[0].value"]),
        (button(9, "url", "a"), &[]),
        (button(10, "url", "a"), &["button-index@message.buttons[0]"]),
    ] {
        let output = rendered(&node(message(json!({"buttons": [button]}))), json!({}), None);
        assert_eq!(found(&output), expected, "{button}");
    }
    let eleven: Vec<Value> = (0..11).map(|index| button(index, "quickReply", "x")).collect();
    let output = rendered(&node(message(json!({"buttons": eleven}))), json!({}), None);
    assert_eq!(found(&output), ["buttons-too-many@message.buttons"]);
}

#[test]
fn a_whole_address_is_cut_to_its_end() {
    let synced = template(
        json!({"buttons": [{"text": "View", "takes": "url", "url": "https://shop.example/p/{{1}}"}]}),
    );
    let step =
        node(message(json!({"buttons": [button(0, "url", "https://shop.example/p/{{ customer.sku }}")]})));
    let output = rendered(&step, json!({"sku": "s1"}), Some(&synced));
    assert_eq!(found(&output), ["button-url-whole@message.buttons[0].value"]);
    assert!(output.request.is_some(), "only a warning");
    let mended = repaired(&step, &output, "button-url-whole");
    let output = rendered(&mended, json!({"sku": "s1"}), Some(&synced));
    assert_eq!(found(&output), [""; 0]);
    let Some(FilledMessage::Template { buttons, .. }) = output.message else { panic!("no template") };
    assert_eq!(buttons[0].value, "s1");
}

#[test]
fn spaces_in_a_link_are_encoded() {
    for (typed, mended) in [
        ("linen shirt", "linen%20shirt"),
        ("{{ customer.sku }}", "{{ customer.sku | default(\"\", true) | urlencode }}"),
        ("p/{{ customer.sku }}", "p/{{ customer.sku | default(\"\", true) | urlencode }}"),
    ] {
        let step = node(message(json!({"buttons": [button(0, "url", typed)]})));
        let customer = json!({"sku": "linen shirt"});
        let output = rendered(&step, customer.clone(), None);
        let offered = fix(&output, "button-url-space").unwrap();
        assert_eq!(
            (offered.value, offered.field.as_deref()),
            (json!(mended), Some("message.buttons[0].value.value"))
        );
        assert_eq!(found(&rendered(&repaired(&step, &output, "button-url-space"), customer, None)), [""; 0]);
    }
}
