//! Whatever a node and a profile hold, rendering ends with findings, a message or a request, and never panics.

use proptest::prelude::*;
use serde_json::{Value, from_value, json};
use whatsapp_domain::{Finding, Message, Node, Template, engine_api::RenderRequest};
use whatsapp_engine::jinja;

use super::{repaired_of, with_account};

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
        Just("plain words ".to_owned()),
        Just("{{ customer.n }}".to_owned()),
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

fn language() -> impl Strategy<Value = String> {
    prop_oneof![3 => Just("de".to_owned()), 3 => Just("fr_CA".to_owned()), 1 => Just("en-GB".to_owned()), 1 => text()]
}

fn translation() -> impl Strategy<Value = Value> {
    let own = (
        prop::option::of(header()),
        prop::collection::vec(binding(), 0..3),
        prop::collection::vec(button(), 0..3),
    )
        .prop_map(|(header, body, buttons)| json!({"header": header, "body": body, "buttons": buttons}));
    (language(), prop::option::of(own), prop::option::of(text())).prop_map(|(language, values, before)| {
        let before = before.map(|body| json!({"category": body, "status": "paused", "body": body}));
        json!({"language": language, "values": values, "fingerprint": before})
    })
}

fn message() -> impl Strategy<Value = Value> {
    let template = (
        prop_oneof![3 => Just("order_update".to_owned()), 1 => text()],
        prop_oneof![3 => Just("en".to_owned()), 1 => language()],
        prop::option::of(header()),
        prop::collection::vec(binding(), 0..4),
        prop::collection::vec(button(), 0..4),
        prop::option::of(binding()),
        prop::collection::vec(translation(), 0..3),
    )
        .prop_map(|(name, language, header, body, buttons, by, translations)| {
            json!({"type": "template", "template": {"name": name, "language": language}, "header": header,
                "body": body, "buttons": buttons, "languageBy": by, "translations": translations})
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

/// The account's templates for some of a node's languages.
fn templates(node: &Node, body: &str) -> Vec<Template> {
    let Message::Template { template, translations, .. } = &node.message else { return Vec::new() };
    let codes = std::iter::once(&template.language).chain(translations.iter().map(|other| &other.language));
    let one = |(place, code): (usize, &String)| {
        // The first has all parts, the second fewer, the third is missing.
        let header = json!({"type": "text", "text": body});
        let all = json!({"name": template.name, "language": code, "category": "utility", "status": "approved",
            "body": body, "header": header, "buttons": [{"text": body, "takes": "url", "url": body}]});
        let few = json!({"name": template.name, "language": code, "category": "marketing", "status": "pending",
            "body": "{{1}} {{2}}", "buttons": []});
        match place {
            0 => from_value(all).ok(),
            1 => from_value(few).ok(),
            _ => None,
        }
    };
    codes.enumerate().filter_map(one).collect()
}

/// The text of a finding's field: a binding's value, or the text itself.
fn field_text(node: &Node, field: &str) -> Option<String> {
    let json = serde_json::to_value(node).unwrap();
    let own = field.replacen("].", "].values.", usize::from(field.starts_with("message.translations")));
    let pointer = format!("/{}", own.replace('[', ".").replace(']', "").replace('.', "/"));
    match json.pointer(&pointer)? {
        Value::String(text) => Some(text.clone()),
        binding => binding.get("value")?.as_str().map(str::to_owned),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rendering_always_ends_well(node in node(), context in context(), body in text(), known in any::<bool>()) {
        let templates = known.then(|| templates(&node, &body));
        for provider in crate::ALL {
            let id = provider.schema().provider;
            let output = with_account(id, &node, &context, templates.as_deref());
            let stopped = output.findings.iter().any(Finding::is_error);
            if output.request.is_some() {
                prop_assert!(!stopped && !output.skipped && output.message.is_some() && output.reached.is_some());
            } else {
                prop_assert!(stopped || output.skipped || context.is_null(), "nothing says why: {output:?}");
            }
            let order: Vec<bool> = output.findings.iter().map(Finding::is_error).collect();
            prop_assert!(order.is_sorted_by(|a, b| a >= b));
            prop_assert!(output.findings.iter().all(|finding| !finding.text.is_empty() && !finding.code.is_empty()));
            for finding in &output.findings {
                if let Some(at) = finding.at {
                    let text = field_text(&node, &finding.field);
                    let length = text.as_deref().map_or(0, |text| text.chars().count());
                    prop_assert!(at.start <= at.end && at.end <= length, "{finding:?} in {text:?}");
                }
                // A repair has a place in the node, and what was found is not found again.
                if finding.fix.is_some() {
                    let mended = repaired_of(&node, finding);
                    let again = with_account(id, &mended, &context, templates.as_deref());
                    prop_assert!(!again.findings.contains(finding), "{finding:?} is found again in {mended:?}");
                }
            }
        }
    }

    #[test]
    fn what_is_asked_about_a_step_is_always_answered(node in node(), context in context(), body in text(), known in any::<bool>()) {
        let templates = known.then(|| templates(&node, &body));
        let integration = json!({"provider": "infobip", "settings": {"baseUrl": "xyz.api.infobip.com", "sender": "447860099299"}});
        let mut request: RenderRequest = from_value(json!({"integration": integration, "node": node, "context": context})).unwrap();
        request.templates = templates;
        let cases = crate::worst_cases::worst_cases(&request, &whatsapp_domain::ProfileSchema::default(), std::slice::from_ref(&context));
        prop_assert_eq!(cases.len(), 4);
        // What is exported gives what we send, where the number and addresses need no tidying.
        request.to = None;
        request.node.recipient.value = "+447400123456".into();
        let is_plain = match &request.node.message {
            Message::Template { header, translations, .. } => {
                header.is_none() && translations.iter().all(|other| other.values.as_ref().is_none_or(|own| own.header.is_none()))
            }
            Message::Text { .. } => true,
            _ => false,
        };
        for payload in crate::payloads::payloads(&request) {
            if let (Some(sent), Some(webhook), true) = (&payload.request, &payload.webhook, is_plain && !context.is_null()) {
                let rendered = jinja::render(&webhook.body, &context);
                prop_assert!(rendered.is_ok(), "{rendered:?} in {}", webhook.body);
                let body: Option<Value> = serde_json::from_str(&rendered.unwrap().output).ok();
                prop_assert_eq!(body.as_ref(), Some(&sent.body), "{}", webhook.body);
            }
        }
    }
}
