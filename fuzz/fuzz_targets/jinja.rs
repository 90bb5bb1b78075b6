//! Templates: any text is rendered within the limits or refused, twice the same, and a template that renders can tell
//! its names. Run it with `-timeout` and `-malloc_limit_mb`: they are what makes the limits of time and memory bite.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};
use whatsapp_engine::jinja::{self, limits};

/// Values of every kind, among them some that templates go wrong on.
static CONTEXT: LazyLock<Value> = LazyLock::new(|| {
    json!({
        "customer": {
            "first_name": "Ana", "last_name": "", "age": 41, "score": -1.5e300, "vip": true, "nothing": null,
            "tags": ["a", "b", ["c", {"d": 1}], 2, null], "big": 18446744073709551615u64, "phone": "+447860099299",
            "orders": [{"id": 4711, "total": 19.9, "items": ["x", "y"]}, {"id": 4712, "total": 0, "items": []}],
            "text": "Zoë’s <b>\u{1f600}\u{202e} {{ 1 }}\n\t'\"\\", "date": "2026-02-29T12:00:00Z", "": "empty", "a b": 1
        },
        "event": {"items": [3, 1, 2], "map": {"k": "v", "n": 0}},
        "journey": {}
    })
});

fuzz_target!(|template: &str| {
    let rendered = jinja::render(template, &CONTEXT);
    match &rendered {
        Ok(rendered) => {
            assert!(rendered.output.len() <= limits::MAX_OUTPUT);
            jinja::names(template).expect("what renders can be read");
        }
        Err(error) => {
            assert!(!error.text.is_empty(), "{error:?}");
            let length = template.chars().count();
            let inside = |at: whatsapp_domain::TextSpan| at.start <= at.end && at.end <= length;
            assert!(jinja::error_span(template, error).is_none_or(inside), "{error:?}");
        }
    }
    assert_eq!(jinja::render(template, &CONTEXT), rendered);
});
