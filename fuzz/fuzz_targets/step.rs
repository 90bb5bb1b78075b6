//! Steps: whatever stands in their texts, filling them ends with findings that point into the text, with repairs that have
//! a place in the step, and with an exported body that gives what we would send.
//!
//! The input is the texts of a step in two languages, one on each line; `\n` within a text is written as U+2424.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use serde_json::{Value, from_str, from_value, json, to_value};
use whatsapp_domain::{Node, ProfileSchema, engine_api::RenderRequest};
use whatsapp_engine::jinja;
use whatsapp_providers::{ALL, payloads::payloads, worst_cases::worst_cases};

static CONTEXT: LazyLock<Value> = LazyLock::new(|| {
    json!({"customer": {"phone": "+447860099299", "first_name": "Ana", "language": "de-AT", "nothing": null, "total": 39.5,
        "list": [1, "x", null], "text": "Zoë’s <b>\u{1f600}\u{202e} {{ 1 }}\n\t'\"\\"}, "event": {}, "journey": {}})
});

fuzz_target!(|text: &str| {
    let mut texts = text.split('\n').map(|line| line.replace('\u{2424}', "\n"));
    let mut next = || texts.next().unwrap_or_default();
    let mut binding = || json!({"value": next(), "fallback": next(), "whenEmpty": "fallback"});
    let node = json!({"version": 1, "integration": "int_1", "recipient": {"value": "+447860099299"},
        "message": {"type": "template", "template": {"name": "order_update", "language": "en"},
            "body": [binding(), binding()], "languageBy": binding(),
            "buttons": [{"index": 0, "type": "quickReply", "value": binding()}],
            "translations": [{"language": "de", "values": {"body": [binding()]}}, {"language": "fr_CA"}]}});
    let node: Node = from_value(node).expect("a step");
    // Every provider is asked for its payload, the first one as the step's own.
    let first = ALL.first().expect("a provider");
    let integration = json!({"provider": first.schema().provider, "settings": first.placeholder_settings()});
    let request: RenderRequest =
        from_value(json!({"integration": integration, "node": node, "context": *CONTEXT}))
            .expect("a request");
    for payload in payloads(&request) {
        for finding in &payload.findings {
            assert!(
                !finding.text.is_empty() && finding.at.is_none_or(|at| at.start <= at.end),
                "{finding:?}"
            );
            let place = finding.fix.as_ref().map(|fix| fix.field.as_deref().unwrap_or(&finding.field));
            let pointer =
                place.map(|place| format!("/{}", place.replace('[', ".").replace(']', "").replace('.', "/")));
            let json = to_value(&node).expect("JSON");
            let parent =
                pointer.as_deref().and_then(|pointer| pointer.rsplit_once('/')).map(|(parent, _)| parent);
            assert!(parent.is_none_or(|parent| json.pointer(parent).is_some()), "{finding:?}");
        }
        if let (Some(sent), Some(webhook)) = (&payload.request, &payload.webhook) {
            let rendered = jinja::render(&webhook.body, &CONTEXT).expect("the body can be filled");
            assert_eq!(
                from_str::<Value>(&rendered.output).ok().as_ref(),
                Some(&sent.body),
                "{}",
                webhook.body
            );
        }
    }
    assert_eq!(worst_cases(&request, &ProfileSchema::default(), &[]).len(), 4);
});
