//! Whatever a node and a profile hold, rendering ends with findings, a message or a request, and never panics.

use proptest::prelude::*;
use serde_json::{Value, from_value, json};
use whatsapp_domain::{Finding, Node, Template};

use super::with_provider;

/// Texts that people type, and pieces that are known to hurt.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("{{ customer.a }}".to_owned()),
        Just("{{ customer.a | replace('a', 'b') }}".to_owned()),
        Just("{% for x in customer.list %}{{ x }}{% endfor %}".to_owned()),
        Just("{{".to_owned()),
        Just("%}".to_owned()),
        Just("\r\n".to_owned()),
        Just("      ".to_owned()),
        Just("https://cdn.example.com/".to_owned()),
        Just("http://".to_owned()),
        Just(".webp".to_owned()),
        Just("+447400123456".to_owned()),
        "\\PC{0,6}",
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

fn binding() -> impl Strategy<Value = Value> {
    let when = prop_oneof![Just("fallback"), Just("skip"), Just("fail")];
    (text(), prop::option::of(text()), when)
        .prop_map(|(value, fallback, when)| json!({"value": value, "fallback": fallback, "whenEmpty": when}))
}

fn header() -> impl Strategy<Value = Value> {
    (
        prop_oneof![Just("text"), Just("image"), Just("video"), Just("document")],
        binding(),
        prop::option::of(binding()),
    )
        .prop_map(|(kind, value, filename)| {
            if kind == "text" {
                json!({"type": kind, "text": value})
            } else {
                json!({"type": kind, "url": value, "filename": filename})
            }
        })
}

fn button() -> impl Strategy<Value = Value> {
    (any::<u8>(), prop_oneof![Just("quickReply"), Just("url"), Just("copyCode")], binding())
        .prop_map(|(index, kind, value)| json!({"index": index, "type": kind, "value": value}))
}

fn message() -> impl Strategy<Value = Value> {
    let template = (
        text(),
        text(),
        prop::option::of(header()),
        prop::collection::vec(binding(), 0..4),
        prop::collection::vec(button(), 0..4),
    )
        .prop_map(|(name, language, header, body, buttons)| {
            json!({"type": "template", "template": {"name": name, "language": language}, "header": header,
                "body": body, "buttons": buttons})
        });
    let words = (binding(), any::<bool>())
        .prop_map(|(text, preview)| json!({"type": "text", "text": text, "previewUrl": preview}));
    let kind = prop_oneof![Just("image"), Just("video"), Just("document")];
    let media = (kind, binding(), prop::option::of(binding()), prop::option::of(binding())).prop_map(
        |(kind, url, caption, filename)| json!({"type": kind, "url": url, "caption": caption, "filename": filename}),
    );
    prop_oneof![3 => template, 1 => words, 2 => media]
}

fn node() -> impl Strategy<Value = Node> {
    (text(), prop::option::of(text()), message(), 0..3u32).prop_map(|(value, region, message, version)| {
        from_value(json!({"version": version, "integration": "int_1",
            "recipient": {"value": value, "region": region}, "message": message}))
        .unwrap()
    })
}

fn context() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        Just(json!({})),
        (text(), any::<i64>())
            .prop_map(|(a, n)| json!({"customer": {"a": a, "n": n, "list": [1, null, "x"]}})),
    ]
}

fn template(node: &Node, body: String) -> Option<Template> {
    let whatsapp_domain::Message::Template { template, .. } = &node.message else { return None };
    from_value(json!({"name": template.name, "language": template.language, "category": "utility",
        "status": "approved", "body": body, "header": {"type": "text", "text": body},
        "buttons": [{"text": body, "takes": "url", "url": body}]}))
    .ok()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rendering_always_ends_well(node in node(), context in context(), body in text(), known in any::<bool>()) {
        let template = if known { template(&node, body) } else { None };
        for provider in crate::ALL {
            let output = with_provider(provider.schema().provider, &node, &context, template.as_ref());
            let stopped = output.findings.iter().any(Finding::is_error);
            if output.request.is_some() {
                prop_assert!(!stopped && !output.skipped && output.message.is_some() && output.reached.is_some());
            } else {
                prop_assert!(stopped || output.skipped || context.is_null(), "nothing says why: {output:?}");
            }
            let order: Vec<bool> = output.findings.iter().map(Finding::is_error).collect();
            prop_assert!(order.is_sorted_by(|a, b| a >= b));
            prop_assert!(output.findings.iter().all(|finding| !finding.text.is_empty() && !finding.code.is_empty()));
        }
    }
}
