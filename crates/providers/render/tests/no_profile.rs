//! No profile is chosen: what depends on one is not judged.

use serde_json::{Value, json};

use super::{found, in_context, node};

#[test]
fn variables_are_neither_judged_nor_shown() {
    let step = node(json!({"type": "template", "template": {"name": "a", "language": "en"},
        "header": {"type": "image", "url": {"value": "https://cdn.example.com/{{ event.sku }}.webp"}},
        "body": [{"value": "{{ customer.first_name }}"}, {"value": "a\nb"}, {"value": ""}]}));
    let output = in_context(&step, &Value::Null, None);
    assert_eq!(
        found(&output),
        ["template-parameter-line-break@message.body[1]", "template-parameter-empty@message.body[2]"]
    );
    assert!(output.message.is_none() && output.reached.is_none() && output.request.is_none());
}

#[test]
fn syntax_is_judged_and_values_are_not() {
    let with = |text: &str| {
        found(&in_context(&node(json!({"type": "text", "text": {"value": text}})), &Value::Null, None))
    };
    assert_eq!(with("{{ customer.name"), ["jinja-syntax@message.text"]);
    assert_eq!(with("{{ customer.name | nosuchfilter }}"), ["jinja-unknown-filter@message.text"]);
    // Works for a customer who has them, fails for one without.
    assert_eq!(with("{{ customer.total / event.count }}"), [""; 0]);
    assert_eq!(with("{{ customer.address.city }}"), [""; 0]);
}

#[test]
fn plain_texts_are_shown() {
    let mut step = node(json!({"type": "text", "text": {"value": "Hi"}}));
    let output = in_context(&step, &Value::Null, None);
    assert!(output.message.is_some() && output.reached.is_none() && output.request.is_none());
    step.recipient.value = "+447400123456".into();
    assert!(in_context(&step, &Value::Null, None).request.is_some());
}
