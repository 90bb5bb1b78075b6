//! Every repair removes its finding; and findings point at their place.

use serde_json::{Value, json};
use whatsapp_domain::{Finding, Node};

use super::{fix, found, node, rendered, repaired};

fn profile() -> Value {
    json!({"first_name": "Ana", "code": "SUMMER-SALE-2026-EXTRA", "long": "lorem ipsum ".repeat(500),
        "note": "two\nlines\tand   \u{20}  tabs", "order": {"id": "7/8"}, "sku": "linen shirt", "gone": null})
}

fn body(value: &str) -> Value {
    json!({"type": "template", "template": {"name": "a", "language": "en"}, "body": [{"value": value}]})
}

fn button(kind: &str, value: &str) -> Value {
    json!({"type": "template", "template": {"name": "a", "language": "en"},
        "buttons": [{"index": 0, "type": kind, "value": {"value": value}}]})
}

fn header(value: &str) -> Value {
    json!({"type": "template", "template": {"name": "a", "language": "en"}, "header": {"type": "text", "text": {"value": value}}})
}

fn in_translation(message: &Value) -> Value {
    let mut values = message.clone();
    let parts = values.as_object_mut().unwrap();
    parts.retain(|key, _| ["header", "body", "buttons"].contains(&key.as_str()));
    json!({"type": "template", "template": {"name": "a", "language": "fr"}, "languageBy": {"value": "en"},
        "translations": [{"language": "en", "values": values}]})
}

/// Presses the repair of the first finding with this code, which must be gone then.
fn mended(node: &Node, code: &str) -> Node {
    let output = rendered(node, profile(), None);
    assert!(fix(&output, code).is_some(), "no repair for {code} in {:?}", output.findings);
    let mended = repaired(node, &output, code);
    let again = rendered(&mended, profile(), None);
    assert!(!again.findings.iter().any(|finding| finding.code == code), "{code} is still there: {mended:?}");
    mended
}

#[test]
fn each_repair_removes_its_finding() {
    let text = |value: &str| json!({"type": "text", "text": {"value": value}});
    let long = "lorem ipsum ".repeat(500);
    let table: Vec<(Value, &str)> = vec![
        (body("a\nb"), "template-parameter-line-break"),
        (body("a\tb"), "template-parameter-tab"),
        (body("a      b"), "template-parameter-spaces"),
        (body("{{ customer.note }}"), "template-parameter-line-break"),
        (body("{{ customer.note }}"), "template-parameter-tab"),
        (body(&long), "template-body-too-long"),
        (body("{{ customer.long }}"), "template-body-too-long"),
        (body("Hi {{ customer.long }}!"), "template-body-too-long"),
        (body("{{ customer.frist_name }}"), "jinja-undefined-name"),
        (body("x {{ customer.size }}"), "jinja-undefined-name"),
        (body("{{ customer.size }}"), "template-parameter-empty"),
        (body("{{ customer.nickname }}"), "template-parameter-empty"),
        (body("{{ customer.first_name | capitalise }}"), "jinja-unknown-filter"),
        (body("{{ 1 if customer.first_name is deifned else 2 }}"), "jinja-unknown-test"),
        (body("Hi {{ customer.first_name"), "jinja-syntax"),
        (body("Hi {{ customer.first_name }"), "jinja-syntax"),
        (body("Hi {% if customer.first_name %}x{% endif "), "jinja-syntax"),
        (body("Dear {{ customer.gone | title }}"), "jinja-none-printed"),
        (header(&long), "header-text-too-long"),
        (header("{{ customer.long }}"), "header-text-too-long"),
        (button("quickReply", &long), "quick-reply-too-long"),
        (button("quickReply", "{{ customer.long }}"), "quick-reply-too-long"),
        (button("copyCode", "SUMMER-SALE-2026-EXTRA"), "copy-code-too-long"),
        (button("copyCode", "{{ customer.code }}"), "copy-code-too-long"),
        (button("url", "{{ customer.sku }}"), "button-url-space"),
        (text(&long), "text-too-long"),
        (text("{{ customer.long }}"), "text-too-long"),
        (text("Hi {{ customer.first_name }}, {{ customer.long }}"), "text-too-long"),
        (
            json!({"type": "image", "url": {"value": "https://e.example/a.png"}, "caption": {"value": long}}),
            "caption-over-provider-limit",
        ),
        (
            json!({"type": "image", "url": {"value": "https://e.example/a.png"}, "caption": {"value": "{{ customer.long[:2000] }}"}}),
            "caption-long",
        ),
        (json!({"type": "image", "url": {"value": "https://e.example/a.mp4"}}), "media-kind-mismatch"),
        (json!({"type": "image", "url": {"value": "http://e.example/a.png"}}), "url-not-https"),
        (
            json!({"type": "document", "url": {"value": "https://e.example/a.pdf"}, "filename": {"value": "7/8.pdf"}}),
            "filename-characters",
        ),
        (
            json!({"type": "document", "url": {"value": "https://e.example/a.pdf"}, "filename": {"value": "{{ customer.order.id }}.pdf"}}),
            "filename-characters",
        ),
        (
            json!({"type": "document", "url": {"value": "https://e.example/a.pdf"}, "filename": {"value": format!("{}.pdf", "x".repeat(300))}}),
            "filename-too-long",
        ),
        (json!({"type": "text", "text": {"value": "no link"}, "previewUrl": true}), "preview-without-link"),
        (
            json!({"type": "template", "template": {"name": "a", "language": "en"},
                "buttons": [{"index": 1, "type": "url", "value": {"value": "a"}}, {"index": 1, "type": "url", "value": {"value": "b"}}]}),
            "button-duplicate",
        ),
        (
            json!({"type": "template", "template": {"name": "a", "language": "en"},
                "buttons": [{"index": 10, "type": "url", "value": {"value": "a"}}]}),
            "button-index",
        ),
        (
            json!({"type": "template", "template": {"name": "a", "language": "en"},
                "buttons": (0..11).map(|index| json!({"index": index, "type": "quickReply", "value": {"value": "x"}})).collect::<Vec<_>>()}),
            "buttons-too-many",
        ),
        (
            json!({"type": "template", "template": {"name": "a", "language": "en"}, "body": vec![json!({"value": "x"}); 257]}),
            "template-parameter-count",
        ),
        (
            json!({"type": "document", "url": {"value": "https://e.example/a.pdf"}, "filename": {"value": "a"}}),
            "filename-extension-missing",
        ),
        (
            json!({"type": "template", "template": {"name": "a", "language": "en"},
                "header": {"type": "document", "url": {"value": "https://e.example/a.pdf"}, "filename": {"value": "{{ customer.order.id | replace('/', '-') }}.docx"}}}),
            "filename-not-pdf",
        ),
        (
            json!({"type": "template", "template": {"name": "Order Update", "language": "en"}}),
            "template-name-characters",
        ),
        (
            json!({"type": "template", "template": {"name": "a", "language": "en-GB"}}),
            "template-language-form",
        ),
    ];
    for (message, code) in &table {
        mended(&node(message.clone()), code);
        let has_rows = ["header", "body", "buttons"].iter().any(|part| message.get(*part).is_some());
        if has_rows {
            mended(&node(in_translation(message)), code);
        }
    }
}

#[test]
fn a_fallback_is_cut_too() {
    let step = node(json!({"type": "template", "template": {"name": "a", "language": "en"}, "buttons": [
        {"index": 0, "type": "copyCode", "value": {"value": "{{ customer.size }}", "fallback": "x".repeat(20), "whenEmpty": "fallback"}}]}));
    let mended = mended(&step, "copy-code-too-long");
    let whatsapp_domain::Message::Template { buttons, .. } = &mended.message else { panic!() };
    assert_eq!(buttons[0].value.fallback.as_deref(), Some("x".repeat(15).as_str()));
    assert_eq!(buttons[0].value.value, "{{ customer.size }}");
}

#[test]
fn what_is_shortened_keeps_its_form() {
    for (value, expected) in [
        (
            "{{ customer.long }}",
            "{{ customer.long | default(\"\", true) | string | truncate(4096, false, \"…\", 0) }}",
        ),
        (
            "{{ customer.long }} {{ customer.first_name }}",
            "{% filter truncate(4096, false, \"…\", 0) %}{{ customer.long }} {{ customer.first_name }}{% endfilter %}",
        ),
    ] {
        let step = mended(&node(json!({"type": "text", "text": {"value": value}})), "text-too-long");
        let whatsapp_domain::Message::Text { text, .. } = &step.message else { panic!() };
        assert_eq!(text.value, expected);
    }
    // Cut codes are no codes of any use beyond their length: nothing is added to them.
    let step = mended(&node(button("copyCode", "{{ customer.code }}")), "copy-code-too-long");
    let whatsapp_domain::Message::Template { buttons, .. } = &step.message else { panic!() };
    assert_eq!(
        buttons[0].value.value,
        "{{ customer.code | default(\"\", true) | string | truncate(15, true, \"\", 0) }}"
    );
}

/// A repair made for one customer must not print `None` for another.
#[test]
fn a_repair_is_good_for_customers_without_a_value() {
    let parts = [
        (body("{{ customer.note }}"), "template-parameter-tab"),
        (header("{{ customer.long }}"), "header-text-too-long"),
        (button("copyCode", "{{ customer.code }}"), "copy-code-too-long"),
        (button("url", "{{ customer.sku }}"), "button-url-space"),
    ];
    for (message, code) in parts {
        let step = mended(&node(message), code);
        for missing in [json!({"note": null, "long": null, "code": null, "sku": null}), json!({})] {
            let output = rendered(&step, missing, None);
            let codes: Vec<&str> = output.findings.iter().map(|finding| finding.code.as_str()).collect();
            assert!(
                matches!(
                    codes[..],
                    ["template-parameter-empty" | "header-text-empty" | "button-value-empty"]
                ),
                "{codes:?}"
            );
        }
    }
}

#[test]
fn the_word_none_is_told_where_null_made_it() {
    for (value, customer, expected) in [
        ("Dear {{ customer.a | title }}", json!({"a": null}), true),
        ("Dear {{ customer.a | upper }}", json!({"a": null}), true),
        ("Dear {{ customer.a }}", json!({"a": null}), false),
        ("Dear {{ customer.a | title }}", json!({"a": "none"}), false),
        ("Or none: {{ customer.a | title }}", json!({"a": null}), false),
    ] {
        let output = rendered(&node(body(value)), customer, None);
        let told = output.findings.iter().any(|finding| finding.code == "jinja-none-printed");
        assert_eq!(told, expected, "{value}: {:?}", output.findings);
    }
}

#[test]
fn only_what_is_certain_is_offered() {
    // What follows can't be part of the tag.
    for value in ["{{ customer.first_name, how are you", "{{ customer.first_name and welcome"] {
        assert_eq!(fix(&rendered(&node(body(value)), profile(), None), "jinja-syntax"), None, "{value}");
    }
    // Two attributes are equally near, and nothing is near.
    let customer = json!({"line1": "a", "line2": "b"});
    let output = rendered(&node(body("x {{ customer.line3 }}")), customer, None);
    assert_eq!(fix(&output, "jinja-undefined-name").unwrap().value, "x {{ customer.line3 | default(\"\") }}");
    let output = rendered(&node(body("{% for x in customer.items %}{{ x }}{% endfor %}y")), json!({}), None);
    assert!(
        output
            .findings
            .iter()
            .filter(|finding| finding.code == "jinja-undefined-name")
            .all(|finding| finding.fix.is_none())
    );
}

fn marked(value: &str, code: &str) -> String {
    let output = rendered(&node(body(value)), profile(), None);
    let finding: &Finding = output
        .findings
        .iter()
        .find(|finding| finding.code == code)
        .unwrap_or_else(|| panic!("{code} in {:?}", found(&output)));
    let at = finding.at.expect("a place");
    value.chars().skip(at.start).take(at.end - at.start).collect()
}

#[test]
fn findings_point_into_the_text() {
    for (value, code, expected) in [
        ("Grüße {{ customer.frist_name }}", "jinja-undefined-name", "customer.frist_name"),
        ("ä {{ customer.first_name | capitalise }}", "jinja-unknown-filter", "capitalise"),
        ("{{ customer.first_name", "jinja-syntax", "{{"),
        ("ä\nb", "template-parameter-line-break", "\n"),
        ("ä\tb", "template-parameter-tab", "\t"),
        ("ä      b", "template-parameter-spaces", "      "),
    ] {
        assert_eq!(marked(value, code), expected, "{value}");
    }
    for (message, code, expected) in [
        (
            json!({"type": "text", "text": {"value": format!("{}äb", "x".repeat(4096))}}),
            "text-too-long",
            (4096, 4098),
        ),
        (header(&"x".repeat(61)), "header-text-too-long", (60, 61)),
        (button("copyCode", &"x".repeat(17)), "copy-code-too-long", (15, 17)),
        (button("url", " ä b"), "button-url-space", (2, 3)),
    ] {
        let output = rendered(&node(message), profile(), None);
        let at = output.findings.iter().find(|finding| finding.code == code).unwrap().at.unwrap();
        assert_eq!((at.start, at.end), expected, "{code}");
    }
    // In a value from the profile there is no place to point at.
    let output = rendered(&node(body("{{ customer.note }}")), profile(), None);
    assert!(output.findings.iter().all(|finding| finding.at.is_none()), "{:?}", output.findings);
}

#[test]
fn ten_hostile_values_end_like_one() {
    let endless = "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}";
    let bindings: Vec<Value> = (0..10).map(|_| json!({"value": endless})).collect();
    let step = node(
        json!({"type": "template", "template": {"name": "a", "language": "en"}, "body": bindings,
        "translations": [{"language": "de", "values": {"body": bindings}}], "languageBy": {"value": endless}}),
    );
    let output = rendered(&step, profile(), None);
    let work: Vec<&Finding> =
        output.findings.iter().filter(|finding| finding.code == "jinja-too-much-work").collect();
    assert!(work.len() >= 11, "{}", work.len());
    // All but the first few find the common bound used up, before they cost anything.
    let late = work.iter().filter(|finding| finding.text.contains("other values")).count();
    assert!(late >= 9, "{late} of {}", work.len());
}
