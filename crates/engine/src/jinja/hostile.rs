//! Templates that want too much: each must end in an error, or in a short output.

use super::limits::{MAX_OUTPUT, MAX_TEMPLATE};
use super::*;
use std::time::Instant;

/// A name for the table, and the template.
fn table() -> Vec<(&'static str, String)> {
    let nested = |open: &str, middle: &str, close: &str, times: usize| {
        format!("{}{middle}{}", open.repeat(times), close.repeat(times))
    };
    let tag = |inner: &str| format!("{{{{ {inner} }}}}");
    let fixed: [(&str, &str); 52] = [
        ("text times a billion", "{{ 'x' * 1000000000 }}"),
        ("text times a huge number", "{{ 'x' * 10**30 }}"),
        ("list times a billion", "{{ [0] * 1000000000 }}"),
        ("tuple times a billion", "{{ (1,) * 1000000000 }}"),
        ("huge range as a list", "{{ range(10**18)|list }}"),
        ("huge range in a loop", "{% for i in range(10**18) %}{% endfor %}"),
        ("loop in a loop", "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}"),
        (
            "three loops",
            "{% for i in range(999) %}{% for j in range(999) %}{% for k in range(999) %}x{% endfor %}{% endfor %}{% endfor %}",
        ),
        (
            "doubling with ~",
            "{% set ns = namespace(s='x') %}{% for i in range(99) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}{{ ns.s }}",
        ),
        (
            "doubling with +",
            "{% set ns = namespace(s='x') %}{% for i in range(99) %}{% set ns.s = ns.s + ns.s %}{% endfor %}{{ ns.s }}",
        ),
        (
            "doubling a list",
            "{% set ns = namespace(s=[1]) %}{% for i in range(99) %}{% set ns.s = ns.s + ns.s %}{% endfor %}",
        ),
        (
            "doubling by extend",
            "{% set l = [1] %}{% for i in range(99) %}{% set _ = l.extend(l) %}{% endfor %}",
        ),
        (
            "doubling by replace",
            "{% set ns = namespace(s='x') %}{% for i in range(99) %}{% set ns.s = ns.s|replace('x', 'xx') %}{% endfor %}",
        ),
        (
            "doubling by escape",
            "{% set ns = namespace(s='&') %}{% for i in range(99999) %}{% set ns.s = ns.s|forceescape %}{% endfor %}",
        ),
        (
            "doubling by JSON",
            "{% set ns = namespace(s='\"') %}{% for i in range(99) %}{% set ns.s = ns.s|tojson|string %}{% endfor %}",
        ),
        (
            "doubling by join",
            "{% set ns = namespace(s='x') %}{% for i in range(99) %}{% set ns.s = [ns.s, ns.s]|join(ns.s) %}{% endfor %}",
        ),
        (
            "doubling by format",
            "{% set ns = namespace(s='x') %}{% for i in range(99) %}{% set ns.s = '%s%s' % (ns.s, ns.s) %}{% endfor %}",
        ),
        (
            "doubling by braces",
            "{% set ns = namespace(s='x') %}{% for i in range(99) %}{% set ns.s = '{0}{0}'.format(ns.s) %}{% endfor %}",
        ),
        (
            "doubling by block",
            "{% set s = 'x' %}{% macro d(s, n) %}{% if n %}{{ d(s ~ s, n - 1) }}{% else %}{{ s }}{% endif %}{% endmacro %}{{ d('x', 60) }}",
        ),
        ("wide text", "{{ 'x'|center(10**12) }}"),
        ("wide text by method", "{{ 'x'.ljust(10**12) }}{{ 'x'.rjust(10**12) }}{{ 'x'.zfill(10**12) }}"),
        ("wide percent format", "{{ '%999999999999d' % 1 }}"),
        ("precise percent format", "{{ '%.999999999f' % 1 }}"),
        ("star width", "{{ '%*d' % (10**12, 1) }}"),
        ("wide braces format", "{{ '{:>999999999999}'.format(1) }}"),
        ("precise braces format", "{{ '{:.99999999f}'.format(1.5) }}"),
        ("width from an argument", "{{ '{:{}}'.format(1, 10**12) }}"),
        ("wide tabs", "{{ '\t'.expandtabs(10**12) }}"),
        ("wide indent", "{{ 'a\nb'|indent(10**12) }}"),
        ("wide JSON indent", "{{ [[[1]]]|tojson(10**12) }}"),
        ("large power", "{{ 9**9**9**9 }}"),
        ("power of a huge number", "{{ (10**30)**(10**30) }}"),
        (
            "repeated squaring",
            "{% set ns = namespace(n=3) %}{% for i in range(999) %}{% set ns.n = ns.n * ns.n %}{% endfor %}",
        ),
        ("batch with a huge fill", "{{ [1]|batch(10**12, 'x')|list }}"),
        ("huge slice", "{{ [1]|slice(10**12)|list }}"),
        ("round to many digits", "{{ 1.5|round(10**12) }}{{ 1.5|round(-10**12) }}"),
        ("endless macro", "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"),
        (
            "two endless macros",
            "{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{{ a() }}{% endmacro %}{{ a() }}",
        ),
        (
            "branching macro",
            "{% macro m(n) %}{% if n %}{{ m(n-1) }}{{ m(n-1) }}{% endif %}{% endmacro %}{{ m(40) }}",
        ),
        (
            "endless call block",
            "{% macro m() %}{% call m() %}{{ caller() }}{% endcall %}{% endmacro %}{{ m() }}",
        ),
        ("endless recursive loop", "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}"),
        ("list into itself", "{% set l = [] %}{% set _ = l.append(l) %}{{ l }}"),
        ("mapping into itself", "{% set d = {} %}{% set _ = d.update(a=d) %}{{ d }}"),
        (
            "list into itself by way of another",
            "{% set a = [] %}{% set b = [a] %}{% set _ = a.append(b) %}{{ a }}",
        ),
        ("namespace into itself", "{% set ns = namespace() %}{% set ns.x = ns %}{{ ns }}"),
        (
            "ever deeper list",
            "{% set ns = namespace(l=[]) %}{% for i in range(99999) %}{% set ns.l = [ns.l] %}{% endfor %}{{ ns.l }}",
        ),
        (
            "ever deeper by append",
            "{% set ns = namespace(l=[], all=[]) %}{% for i in range(99999) %}{% set n = [] %}{% set _ = ns.l.append(n) %}{% set ns.l = n %}{% endfor %}",
        ),
        ("growing list in a loop", "{% set l = [1] %}{% for x in l %}{% set _ = l.append(x) %}{% endfor %}"),
        (
            "many keys",
            "{% set d = {} %}{% for i in range(99999) %}{% set _ = d.update({i: i}) %}{% endfor %}",
        ),
        ("unique of many", "{{ range(99999)|unique|list|length }}"),
        ("sort of many", "{{ range(99999)|sort(reverse=true)|length }}"),
        ("inner attributes", "{{ ''.__class__.__mro__[1].__subclasses__() }}"),
    ];
    let mut table: Vec<(&str, String)> = fixed.map(|(name, template)| (name, template.to_owned())).into();
    table.extend([
        ("deep brackets", tag(&nested("(", "1", ")", 20_000))),
        ("deep lists", tag(&nested("[", "1", "]", 20_000))),
        ("deep mappings", tag(&nested("{1:", "1", "}", 10_000))),
        ("deep calls", tag(&nested("f(", "1", ")", 10_000))),
        ("deep subscripts", tag(&nested("a[", "1", "]", 10_000))),
        ("long subscripts", tag(&format!("a{}", "[0]".repeat(10_000)))),
        ("long attributes", tag(&format!("a{}", ".b".repeat(10_000)))),
        ("long filters", tag(&format!("a{}", "|e".repeat(10_000)))),
        ("many signs", tag(&format!("{}1", "-".repeat(30_000)))),
        ("many nots", tag(&format!("{}1", "not ".repeat(10_000)))),
        ("long sum", tag(&format!("1{}", "+1".repeat(20_000)))),
        ("long product", tag(&format!("1{}", "*1".repeat(20_000)))),
        ("long power", tag(&format!("1{}", "**1".repeat(10_000)))),
        ("long or", tag(&format!("1{}", " or 1".repeat(10_000)))),
        ("long conditions", tag(&format!("1{}", " if 1 else 1".repeat(4_000)))),
        ("long comparison", tag(&format!("1{}", "<1".repeat(20_000)))),
        ("long concatenation", tag(&format!("'xxxxxxxx'{}", "~'xxxxxxxx'".repeat(5_000)))),
        ("deep ifs", nested("{% if 1 %}", "x", "{% endif %}", 2_900)),
        ("deep fors", nested("{% for i in [1,2] %}", "x", "{% endfor %}", 2_000)),
        ("deep filter blocks", nested("{% filter e %}", "x", "{% endfilter %}", 2_000)),
        ("deep macros", nested("{% macro m() %}", "x", "{% endmacro %}", 2_000)),
        ("many tags", "{{1}}".repeat(13_000)),
        ("many open comments", "{#".repeat(30_000)),
        ("many open raws", "{% raw %}".repeat(7_000)),
        ("many open tags", "{{".repeat(32_000)),
        ("long text in quotes", tag(&format!("'{}'", "x".repeat(60_000)))),
        ("long number", tag(&"9".repeat(60_000))),
        ("long template", "x{{ 1 }}".repeat(MAX_TEMPLATE)),
        ("many backslashes", tag(&format!("'{}'", "\\".repeat(60_000)))),
        (
            "tags to strip",
            format!("{{% set t %}}{}{{% endset %}}{{{{ t|striptags }}}}", "<b>".repeat(20_000)),
        ),
        (
            "words to wrap",
            format!("{{% set t %}}{}{{% endset %}}{{{{ t|wordwrap(1) }}}}", "a-b ".repeat(15_000)),
        ),
        ("words to trim", format!("{{% set t %}}{}{{% endset %}}{{{{ t|trim(t) }}}}", "ab ".repeat(20_000))),
    ]);
    table
}

#[test]
fn hostile_templates_end() {
    let context = json!({"a": {"b": 1}, "text": "x".repeat(5000)});
    let mut errors = 0;
    for (name, template) in table() {
        let begin = Instant::now();
        let result = render(&template, &context);
        let took = begin.elapsed();
        let shown = match &result {
            Ok(rendered) => format!("{} bytes", rendered.output.len()),
            Err(error) => error.code.clone(),
        };
        println!("{:>9.2} ms  {shown:<24} {name}", took.as_secs_f64() * 1000.0);
        match result {
            Ok(rendered) => assert!(rendered.output.len() <= MAX_OUTPUT, "{name}"),
            Err(error) => {
                errors += 1;
                assert!(error.text.len() < 400 && error.line >= 1, "{name}: {error:?}");
            }
        }
    }
    // Most of them must be refused: a table that renders quietly would be testing nothing.
    assert!(errors >= 70, "only {errors} were refused");
}

/// Steps are counted, not time: what ten texts are granted together is what one may take, and a little for reading.
#[test]
fn hostile_values_of_one_step_do_not_add_up() {
    use super::limits::{Allowance, GRANTED, MAX_SHARED_WORK, MAX_WORK};
    let context = json!({"a": {"b": 1}, "text": "x".repeat(5000)});
    let mut dearest = 0;
    for (name, template) in table() {
        let allowance = Allowance::default();
        GRANTED.set(0);
        for _ in 0..10 {
            let _ = render_within(&template, &context, &allowance);
        }
        assert!(GRANTED.get() <= MAX_SHARED_WORK, "{name}: {} steps", GRANTED.get());
        dearest = dearest.max(GRANTED.get());
    }
    assert!(dearest > MAX_WORK / 2, "the table asks for no more than {dearest} steps");
    // Whoever comes after the hostile ones is told so, and text without tags is never refused.
    let allowance = Allowance::default();
    let endless = "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}";
    assert_eq!(render_within(endless, &context, &allowance).unwrap_err().code, "jinja-too-much-work");
    assert_eq!(render_within(endless, &context, &allowance).unwrap_err().code, "jinja-too-much-work");
    let last = render_within("{{ a.b }}", &context, &allowance).unwrap_err();
    assert!(last.code == "jinja-too-much-work" && last.text.contains("other values"), "{last:?}");
    assert_eq!(render_within("plain", &context, &allowance).unwrap().output, "plain");
}

#[test]
fn good_values_leave_enough_for_each_other() {
    let allowance = Allowance::default();
    let context = json!({"customer": {"name": "Ana", "tags": ["a", "b"]}});
    for _ in 0..256 {
        let template = "{% for tag in customer.tags %}{{ tag | title }}{% endfor %} {{ customer.name | default('you') }}";
        assert_eq!(render_within(template, &context, &allowance).unwrap().output, "AB Ana");
    }
    assert!(allowance.work_left() > 50_000, "{} left", allowance.work_left());
}
