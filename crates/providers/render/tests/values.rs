//! Template values: what WhatsApp refuses in them, and the repairs.

use serde_json::json;
use whatsapp_domain::FilledMessage;

use super::{fix, found, node, rendered, repaired};

fn template(body: serde_json::Value) -> serde_json::Value {
    json!({"type": "template", "template": {"name": "back_in_stock", "language": "en_GB"}, "body": body})
}

#[test]
fn a_line_break_from_the_profile_is_replaced_by_a_filter() {
    let step = node(template(json!([{"value": "Ana"}, {"value": "the {{ customer.product }}"}])));
    let customer = json!({"product": "Linen\nshirt"});
    let output = rendered(&step, customer.clone(), None);
    assert_eq!(found(&output), ["template-parameter-line-break@message.body[1]"]);
    assert_eq!(
        output.findings[0].text,
        "“the Linen\\nshirt” contains a line break. WhatsApp refuses it in a template value."
    );
    let mend = fix(&output, "template-parameter-line-break").unwrap();
    assert_eq!(mend.label, "Replace with a space");
    assert_eq!(mend.field.as_deref(), Some("message.body[1].value"));
    assert_eq!(mend.value, r#"the {{ customer.product | default("", true) | replace("\n", " ") }}"#);

    let step = repaired(&step, &output, "template-parameter-line-break");
    let output = rendered(&step, customer, None);
    assert_eq!(found(&output), [""; 0]);
    let Some(FilledMessage::Template { body, .. }) = output.message else { panic!("no template") };
    assert_eq!(body, ["Ana", "the Linen shirt"]);
}

#[test]
fn what_is_typed_is_mended_where_it_stands() {
    for (typed, mended) in [
        ("Linen\nshirt", "Linen shirt"),
        ("Linen\tshirt", "Linen shirt"),
        ("a      b", "a b"),
        ("Hi\n{{ customer.name }}", "Hi {{ customer.name }}"),
    ] {
        let step = node(template(json!([{"value": typed}])));
        let output = rendered(&step, json!({"name": "Ana"}), None);
        assert_eq!(output.findings.len(), 1, "{typed:?}");
        assert_eq!(output.findings[0].fix.as_ref().unwrap().value, mended);
        let code = output.findings[0].code.clone();
        assert_eq!(found(&rendered(&repaired(&step, &output, &code), json!({"name": "Ana"}), None)), [""; 0]);
    }
}

#[test]
fn only_what_certainly_helps_is_offered() {
    // A filter would bind to the last name only.
    let value = "{{ customer.a or customer.b }}";
    let output = rendered(&node(template(json!([{"value": value}]))), json!({"a": "x\ny", "b": ""}), None);
    assert_eq!(output.findings.len(), 1);
    assert_eq!(output.findings[0].fix, None);
    // No filter for line breaks mends these: they are written word by word.
    for value in ["x      y", "x\u{2028}y", "\n\n      x\ty "] {
        let step = node(template(json!([{"value": "{{ customer.a }}"}])));
        let output = rendered(&step, json!({"a": value}), None);
        let step = repaired(&step, &output, &output.findings[0].code);
        let output = rendered(&step, json!({"a": value}), None);
        assert_eq!(found(&output), [""; 0], "{value:?}");
    }
}

#[test]
fn a_line_break_in_a_fallback_is_mended_there() {
    let step = node(template(
        json!([{"value": "{{ customer.x }}", "fallback": "dear\nreader", "whenEmpty": "fallback"}]),
    ));
    let output = rendered(&step, json!({"x": ""}), None);
    let mend = fix(&output, "template-parameter-line-break").unwrap();
    assert_eq!(mend.field.as_deref(), Some("message.body[0].fallback"));
    assert_eq!(mend.value, "dear reader");
}

#[test]
fn values_alone_can_be_too_long_for_any_template() {
    let with =
        |length: usize| rendered(&node(template(json!([{"value": "x".repeat(length)}]))), json!({}), None);
    assert_eq!(found(&with(1024)), [""; 0]);
    assert_eq!(found(&with(1025)), ["template-body-too-long@message.body"]);
}

#[test]
fn names_and_languages_are_judged() {
    for (name, language, expected) in [
        ("order_update", "en_GB", &[][..]),
        ("order_update", "en", &[]),
        ("", "", &["template-name-missing@message.template.name"]),
        ("order_update", "", &["template-language-missing@message.template.language"]),
        ("Order Update", "en", &["template-name-characters@message.template.name"]),
        ("order_update", "en-GB", &["template-language-form@message.template.language"]),
        ("order_update", "xx", &["template-language-unknown@message.template.language"]),
    ] {
        let message =
            json!({"type": "template", "template": {"name": name, "language": language}, "body": []});
        assert_eq!(found(&rendered(&node(message), json!({}), None)), expected, "{name} {language}");
    }
    let message = json!({"type": "template", "template": {"name": "a", "language": "en-GB"}, "body": []});
    assert_eq!(
        fix(&rendered(&node(message), json!({}), None), "template-language-form").unwrap().value,
        "en_GB"
    );
}
