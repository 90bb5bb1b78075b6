use super::*;
use proptest::prelude::*;

fn shop() -> Json {
    json!({
        "customer": {"first_name": "Ana", "vip": true, "tags": ["new", "Gold"], "nickname": null, "balance": 12.5},
        "event": {"name": "purchase"},
    })
}

fn text(template: &str) -> String {
    match render(template, &shop()) {
        Ok(rendered) => rendered.output,
        Err(error) => format!("{}: {}", error.code, error.text),
    }
}

fn refused(template: &str) -> (String, u32, Option<u32>) {
    let error = render(template, &shop()).unwrap_err();
    (error.code, error.line, error.column)
}

#[test]
fn prints_as_python_does() {
    assert_eq!(text("Hi {{ customer.first_name }}, {{ customer.balance * 2 }}"), "Hi Ana, 25.0");
    assert_eq!(
        text("{{ [1, 'it\\'s', none, true, 0.1 + 0.2] }}"),
        "[1, \"it's\", None, True, 0.30000000000000004]"
    );
    assert_eq!(
        text("{{ 1e16 }} {{ 1e15 }} {{ 0.0001 }} {{ 1e-5 }} {{ -0.0 }}"),
        "1e+16 1000000000000000.0 0.0001 1e-05 -0.0"
    );
    assert_eq!(text("{{ customer.nickname }}|{{ customer.nope }}|{{ nope.x.y }}"), "||");
    assert_eq!(text("{{ -7 // 2 }} {{ -7 % 3 }} {{ 7 / 2 }} {{ 2 ** -1 }}"), "-4 2 3.5 0.5");
    assert_eq!(text("{{ \"they're\"|title }} {{ \"they're\".title() }}"), "They're They'Re");
}

#[test]
fn text_without_tags_is_left_alone() {
    assert_eq!(text("50 % off, Ana }} #} %}"), "50 % off, Ana }} #} %}");
    assert_eq!(text("a\r\nb\n"), "a\nb");
    assert_eq!(names("no names").unwrap(), Vec::<String>::new());
}

#[test]
fn missing_names_are_findings() {
    let found = |template: &str| -> Vec<String> {
        let findings = render(template, &shop()).unwrap().findings;
        assert!(
            findings.iter().all(|f| f.code == "jinja-undefined-name" && !f.is_error() && f.field.is_empty())
        );
        findings.into_iter().map(|f| f.text).collect()
    };
    assert!(found("{{ custmer.first_name }}")[0].starts_with("“custmer” has no value"));
    assert!(
        found("{{ customer.frist_name }}{{ customer.frist_name }}")[0].starts_with("“customer.frist_name”")
    );
    assert_eq!(found("{{ customer.frist_name }}{{ customer.frist_name }}").len(), 1);
    assert_eq!(
        found("{{ customer.x or 'there' }}{{ customer.y|default('z') }}{% if customer.q %}{% endif %}").len(),
        0
    );
    assert_eq!(found("{% if nobody.q %}{% endif %}").len(), 1);
    assert_eq!(found("{{ customer.nickname }}").len(), 0);
}

#[test]
fn errors_have_a_place() {
    assert_eq!(
        refused("a\nb {{ customer.first_name | uper }}"),
        ("jinja-unknown-filter".into(), 2, Some(28))
    );
    assert_eq!(refused("{% if x %}"), ("jinja-syntax".into(), 1, Some(11)));
    assert_eq!(refused("é {{ 1 + }}"), ("jinja-syntax".into(), 1, Some(10)));
    assert_eq!(refused("{{ customer.balance + 'x' }}"), ("jinja-value".into(), 1, Some(21)));
    assert_eq!(refused("{{ a }}\n{{ customer.nope.upper() }}").0, "jinja-undefined");
    assert_eq!(refused("{% include 'x' %}"), ("jinja-unsupported".into(), 1, Some(4)));
    assert_eq!(refused("{{ ''.__class__ }}").0, "jinja-unsupported");
    assert_eq!(refused("x\n{# never closed").1, 2);
    assert!(render("{{ x|uper }}", &shop()).unwrap_err().text.contains("“upper”"));
}

#[test]
fn lists_the_names_used() {
    let template = "{% set y = customer.age %}{% for o in customer.orders %}{{ o.id }}{{ loop.index }}{% endfor %}\
        {{ customer['first_name'] }}{{ y }}{{ event.url.upper() }}{{ customer.age }}{{ range(3) }}{{ journey }}";
    let expected = ["customer.age", "customer.orders", "customer.first_name", "event.url", "journey"];
    assert_eq!(names(template).unwrap(), expected);
    assert_eq!(names("{{ customer. }}").unwrap_err().code, "jinja-syntax");
}

#[test]
fn attributes_keep_their_order() {
    let context: Json = serde_json::from_str(r#"{"c": {"z": 1, "a": 2, "m": 3}}"#).unwrap();
    assert_eq!(
        render("{{ c }}{% for k in c %}{{ k }}{% endfor %}", &context).unwrap().output,
        "{'z': 1, 'a': 2, 'm': 3}zam"
    );
}

#[test]
fn numbers_that_lost_their_digits_are_refused() {
    let context: Json =
        serde_json::from_str(r#"{"n": 100000000000000000000, "m": 18446744073709551615}"#).unwrap();
    assert_eq!(render("{{ m }}", &context).unwrap().output, "18446744073709551615");
    assert_eq!(render("{{ n }}", &context).unwrap_err().code, "jinja-number-too-large");
}

#[test]
fn answers_lines() {
    let line = json!({"template": "{{ a }}", "context": {"a": "x"}});
    assert_eq!(check_line(&line), json!({"output": "x", "findings": []}));
    let answer = check_line(&json!({"template": "{{"}));
    assert_eq!(answer["error"]["code"], "jinja-syntax");
    assert_eq!(answer["error"]["line"], 1);
    assert_eq!(check_line(&json!({}))["error"]["code"], "bad-line");
}

#[test]
fn dates() {
    let context = json!({"d": "1990-05-07", "n": null});
    assert_eq!(render("{{ d|date('%d.%m.%Y') }}{{ n|date }}", &context).unwrap().output, "07.05.1990");
    assert_eq!(render("{{ 'soon'|date }}", &context).unwrap_err().code, "jinja-value");
}

/// Pieces that templates are made of, so that random ones get far.
fn piece() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "{{",
        "}}",
        "{%",
        "%}",
        "{#",
        "#}",
        " if ",
        " for ",
        " in ",
        " endif ",
        " endfor ",
        " else ",
        " set ",
        " x ",
        "customer",
        ".tags",
        "|",
        "join",
        "upper",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ":",
        "'a'",
        "\"é\"",
        "1",
        "2.5",
        "-",
        "+",
        "*",
        "**",
        "/",
        "//",
        "%",
        "~",
        "==",
        "<",
        " is ",
        " not ",
        " and ",
        "=",
        "range(3)",
        "|list",
        "|sort",
        "|map('upper')",
        ".format(",
        "'%s' % ",
        "|wordwrap(3)",
        "|truncate(3)",
        "|indent",
        "[1:2]",
        "[::-1]",
        " macro m() ",
        " endmacro ",
        "m()",
        " filter upper ",
        " endfilter ",
        "\n",
        " raw ",
        " endraw ",
        "\\",
        "'",
        "99999999999",
        "|date",
        "|groupby('x')",
        "|batch(2)",
        "none",
        "true",
        "text",
        "|striptags",
        "<b>&amp;",
    ])
    .prop_map(str::to_owned)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn never_panics_on_text(template in "\\PC{0,60}", value in "\\PC{0,20}") {
        let _ = render(&template, &json!({"x": value}));
        let _ = names(&template);
    }

    #[test]
    fn never_panics_on_pieces(pieces in prop::collection::vec(piece(), 0..24), value in "\\PC{0,12}") {
        let template = pieces.concat();
        let context = json!({"x": value, "customer": {"tags": ["b", "A", value], "n": 1.5}});
        let _ = render(&template, &context);
        let _ = render(&format!("{{{{ {template} }}}}"), &context);
        let _ = names(&template);
    }

    #[test]
    fn never_panics_on_filters(name in prop::sample::select(filters::NAMES.to_vec()), args in "\\(('?-?[0-9a-z%{}]{0,4}'?,?){0,3}\\)|", value in "\\PC{0,16}", n in any::<f64>(), i in any::<i64>()) {
        let context = json!({"x": value, "n": n, "i": i, "l": [value, n, i, null], "d": {"k": value, "j": [i]}});
        for source in ["x", "n", "i", "l", "d", "x|safe", "[l, l]", "d.items()"] {
            let _ = render(&format!("{{{{ ({source})|{name}{args} }}}}"), &context);
        }
    }

    #[test]
    fn never_panics_on_formats(format in "[%{}a-z0-9.:,<>^+#!_-]{0,12}", value in "\\PC{0,8}", n in any::<f64>(), i in any::<i64>()) {
        let context = json!({"f": format, "x": value, "n": n, "i": i});
        for template in ["{{ f % x }}", "{{ f % n }}", "{{ f % (i, x) }}", "{{ f.format(x, i, a=n) }}", "{{ f.format(n) }}", "{{ ('{:' ~ f ~ '}').format(i) }}", "{{ ('{:' ~ f ~ '}').format(n) }}"] {
            let _ = render(template, &context);
        }
    }
}
