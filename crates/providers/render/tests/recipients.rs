//! Whom the message is for.

use serde_json::{Value, from_value, json};
use whatsapp_domain::{AddressPolicy, Node, engine_api::RenderOutput};

use super::{found, in_context};
use crate::render::{RenderInput, render};

fn step(recipient: Value) -> Node {
    from_value(json!({"integration": "int_1", "recipient": recipient, "message": {"type": "text", "text": {"value": "Hi"}}}))
        .unwrap()
}

fn reach(recipient: Value, phone: Value) -> RenderOutput {
    in_context(&step(recipient), &json!({"customer": {"phone": phone}}), None)
}

#[test]
fn the_customers_number_is_read() {
    for (phone, region, country) in [
        (json!("+44 7400 123456"), None, "United Kingdom"),
        (json!("07400 123456"), Some("GB"), "United Kingdom"),
        (json!("0044 7400 123456"), None, "United Kingdom"),
        (json!(447_400_123_456_u64), Some("GB"), "United Kingdom"),
    ] {
        let output = reach(json!({"value": "{{ customer.phone }}", "region": region}), phone.clone());
        let reached = output.reached.unwrap_or_else(|| panic!("{phone}: {:?}", output.findings));
        assert_eq!((reached.e164.as_str(), reached.country.as_str()), ("+447400123456", country), "{phone}");
    }
}

#[test]
fn refused_numbers_are_found_at_their_field() {
    let from_profile = json!({"value": "{{ customer.phone }}"});
    for (phone, code) in [
        (json!(""), "phone-empty"),
        (json!(null), "phone-empty"),
        (json!("+1201555XXXX"), "phone-masked"),
        (json!("4.47912E+11"), "phone-spreadsheet"),
        (json!("07400 123456"), "phone-no-country"),
    ] {
        let output = reach(from_profile.clone(), phone.clone());
        assert_eq!(found(&output), [format!("{code}@recipient.value")], "{phone}");
        assert!(output.findings[0].fix.is_none() && output.request.is_none());
    }
    let output = reach(json!({"value": "07400 123456", "region": "XX"}), json!(""));
    assert_eq!(found(&output), ["phone-unknown-region@recipient.region"]);
}

#[test]
fn a_typed_double_zero_becomes_a_plus() {
    let output = reach(json!({"value": "0044 7400 123456"}), json!(""));
    assert_eq!(found(&output), ["phone-double-zero@recipient.value"]);
    let fix = output.findings[0].fix.clone().unwrap();
    assert_eq!(fix.value, "+447400123456");
    assert!(output.request.is_some(), "it is read all the same");
    assert_eq!(
        found(&reach(json!({"value": fix.value}), json!(""))),
        [""; 0],
        "the repair removes the finding"
    );
    let from_profile = reach(json!({"value": "{{ customer.phone }}"}), json!("0044 7400 123456"));
    assert_eq!(found(&from_profile), [""; 0]);
}

/// The other of the two usual forms: digits with the country code in front.
#[test]
fn digits_with_a_country_code_are_read_with_a_warning() {
    let output = reach(json!({"value": "{{ customer.phone }}"}), json!("447400123456"));
    assert_eq!(found(&output), ["phone-plus-missing@recipient.value"]);
    assert_eq!(output.reached.unwrap().e164, "+447400123456");
    assert!(output.request.is_some() && output.findings[0].fix.is_none());
    assert!(output.findings[0].text.contains("+44 7400 123456 (United Kingdom)"));

    let output = reach(json!({"value": "447400123456"}), json!(""));
    assert_eq!(output.findings[0].fix.as_ref().unwrap().value, "+447400123456");
    assert_eq!(output.findings[0].fix.as_ref().unwrap().label, "Use +447400123456");

    // Ten digits of the United States are a Swiss number with a + in front: not guessed.
    let output = reach(json!({"value": "{{ customer.phone }}"}), json!("4155552671"));
    assert_eq!(found(&output), ["phone-no-country@recipient.value"]);
}

/// Numbers as they are dialled at home, under a `+` that a step put in front of all of them.
#[test]
fn a_plus_too_much_is_dropped_by_one_press() {
    for typed in ["+{{ customer.phone }}", " + {{ customer.phone }}"] {
        let output = reach(json!({"value": typed, "region": "GB"}), json!("07400 123456"));
        assert_eq!(found(&output), ["phone-unknown-code@recipient.value"], "{typed}");
        let fix = output.findings[0].fix.clone().unwrap();
        assert_eq!((fix.label.as_str(), &fix.value), ("Drop the plus", &json!("{{ customer.phone }}")));
        let mended = reach(json!({"value": fix.value, "region": "GB"}), json!("07400 123456"));
        assert_eq!((found(&mended), mended.reached.unwrap().e164.as_str()), (vec![], "+447400123456"));
    }
    let typed = reach(json!({"value": "+07400 123456", "region": "GB"}), json!(""));
    assert_eq!(typed.findings[0].fix.as_ref().unwrap().value, "07400 123456");
    // Nothing is gained without a country, or with a number that is bad either way.
    for (recipient, phone) in [
        (json!({"value": "+{{ customer.phone }}"}), "07400 123456"),
        (json!({"value": "+{{ customer.phone }}", "region": "GB"}), "0740X"),
    ] {
        assert!(reach(recipient, json!(phone)).findings[0].fix.is_none(), "{phone}");
    }
}

#[test]
fn a_tester_takes_the_place_of_the_customer() {
    let node = step(json!({"value": "{{ customer.phone"}));
    let provider = crate::find("infobip").unwrap();
    let settings = json!({"baseUrl": "https://xyz.api.infobip.com", "sender": "447860099299"});
    let settings = provider.normalise(&from_value(settings).unwrap(), &AddressPolicy::default());
    let context = json!({});
    let to = |to| {
        render(&RenderInput {
            provider,
            settings: &settings,
            node: &node,
            context: &context,
            to: Some(to),
            message_id: Some("m-1"),
            templates: None,
            policy: &AddressPolicy::default(),
        })
    };
    let output = to("+447400123456");
    assert_eq!(found(&output), [""; 0]);
    assert!(output.request.unwrap().body.to_string().contains("m-1"));
    assert_eq!(found(&to("12")), ["phone-no-country@to"]);
}
