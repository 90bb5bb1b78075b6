//! Text messages and captions.

use serde_json::json;
use whatsapp_domain::FilledMessage;

use super::{found, node, rendered};

fn text(value: &str) -> serde_json::Value {
    json!({"type": "text", "text": {"value": value}})
}

#[test]
fn a_text_is_filled_and_sent() {
    let output = rendered(&node(text("Hi {{ customer.name }}")), json!({"name": "Ana"}), None);
    assert_eq!(found(&output), [""; 0]);
    assert_eq!(output.message, Some(FilledMessage::Text { text: "Hi Ana".into(), preview_url: false }));
    assert_eq!(output.reached.unwrap().international, "+44 7400 123456");
    assert!(output.request.unwrap().body.to_string().contains("Hi Ana"));
}

#[test]
fn the_length_counts_after_filling() {
    let node = node(text("{{ customer.long }}"));
    assert_eq!(found(&rendered(&node, json!({"long": "ä".repeat(4096)}), None)), [""; 0]);
    let output = rendered(&node, json!({"long": "ä".repeat(4097)}), None);
    assert_eq!(found(&output), ["text-too-long@message.text"]);
    assert!(output.request.is_none() && output.message.is_some());
}

#[test]
fn a_text_of_spaces_is_empty() {
    assert_eq!(found(&rendered(&node(text("  ")), json!({}), None)), ["text-empty@message.text"]);
}

#[test]
fn captions_warn_beyond_what_whatsapp_documents() {
    let with = |length: usize| {
        let caption = "x".repeat(length);
        let message = json!({"type": "image", "url": {"value": "https://cdn.example.com/a.png"}, "caption": {"value": caption}});
        rendered(&node(message), json!({}), None)
    };
    assert_eq!(found(&with(1024)), [""; 0]);
    assert_eq!(found(&with(1025)), ["caption-long@message.caption"]);
    assert!(with(1025).request.is_some());
    // Infobip's schema ends at 3,000; then only that is said.
    assert_eq!(found(&with(3000)), ["caption-long@message.caption"]);
    assert_eq!(found(&with(3001)), ["caption-over-provider-limit@message.caption"]);
}

#[test]
fn a_blank_caption_is_none() {
    let message = json!({"type": "image", "url": {"value": "https://cdn.example.com/a.png"}, "caption": {"value": "{{ customer.x }}"}});
    let output = rendered(&node(message), json!({"x": ""}), None);
    assert_eq!(found(&output), [""; 0]);
    assert!(matches!(output.message, Some(FilledMessage::Media { caption: None, .. })));
}

#[test]
fn a_jinja_error_names_its_place() {
    let output = rendered(&node(text("Hi\n{{ customer.name")), json!({}), None);
    assert_eq!(found(&output), ["jinja-syntax@message.text"]);
    assert!(output.findings[0].text.contains("(line 2"), "{}", output.findings[0].text);
    assert!(output.message.is_none());
}

#[test]
fn an_undefined_name_is_found_at_its_field() {
    let output = rendered(&node(text("Hi {{ customer.nmae }}!")), json!({"name": "Ana"}), None);
    assert_eq!(output.findings.len(), 1);
    assert_eq!(output.findings[0].field, "message.text");
    assert!(output.findings[0].text.contains("customer.nmae"));
    assert_eq!(output.message, Some(FilledMessage::Text { text: "Hi !".into(), preview_url: false }));
}

#[test]
fn a_newer_node_is_refused_and_a_missing_account_is_told() {
    let mut step = node(text("Hi"));
    step.version = 2;
    step.integration.clear();
    let output = rendered(&step, json!({}), None);
    assert_eq!(found(&output), ["version-unknown@version", "integration-missing@integration"]);
    assert!(output.request.is_none());
}
