//! Repairs of Jinja texts: small changes that are offered only when trying them shows that they help.

use serde_json::Value;
use whatsapp_domain::{Binding, Finding, Fix};

use super::fill::{Filled, Values};

/// A repair of the text at `path`.
pub(super) fn text_fix(label: impl Into<String>, path: String, value: impl Into<Value>) -> Fix {
    Fix { label: label.into(), field: Some(path), value: value.into() }
}

/// The finding with a repair, if there is one.
pub(super) fn with(finding: Finding, fix: Option<Fix>) -> Finding {
    Finding { fix: fix.or(finding.fix), ..finding }
}

/// The first of some rewritten texts that gives a good value for this profile.
///
/// `rewrite` works on plain text; `filters` names the Jinja filters to put on a variable whose own value is bad.
pub(super) fn mended(
    values: &Values<'_>,
    binding: &Binding,
    filled: &Filled,
    rewrite: impl Fn(&str) -> String,
    filters: impl Fn(&str) -> String,
    is_good: impl Fn(&str) -> bool,
) -> Option<(&'static str, String)> {
    if filled.is_fallback {
        let text = rewrite(&filled.text);
        return (is_good(&text) && !text.is_empty()).then_some(("fallback", text));
    }
    let typed = &binding.value;
    let filtered = with_filters(typed, |block| {
        let output = values.trial(block)?;
        (!is_good(&output)).then(|| filters(&output))
    });
    [rewrite(typed), rewrite(&filtered), filtered]
        .into_iter()
        .filter(|candidate| candidate != typed)
        .find(|candidate| {
            values.trial(candidate).is_some_and(|text| is_good(&text) && !text.trim().is_empty())
        })
        .map(|text| ("value", text))
}

/// The text with filters added to its simple variables: `{{ event.product }}` or `{{ event.product | title }}`.
/// `filters` sees each one and says what to add, such as ` | urlencode`; none leaves it alone.
fn with_filters(text: &str, filters: impl Fn(&str) -> Option<String>) -> String {
    let mut mended = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        mended.push_str(before);
        let Some((inner, tail)) = after.split_once("}}") else {
            mended.push_str("{{");
            rest = after;
            continue;
        };
        let added = if is_simple(inner) { filters(&format!("{{{{{inner}}}}}")) } else { None };
        match added {
            Some(added) => mended.push_str(&format!("{{{{ {}{added} }}}}", inner.trim())),
            None => mended.push_str(&format!("{{{{{inner}}}}}")),
        }
        rest = tail;
    }
    mended.push_str(rest);
    mended
}

/// A dotted name, perhaps with filters that take no arguments: a filter added at its end applies to all of it.
fn is_simple(expression: &str) -> bool {
    let is_name = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    let mut parts = expression.split('|').map(str::trim);
    parts.next().is_some_and(|path| path.split('.').all(is_name)) && parts.all(is_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_go_on_simple_variables_only() {
        let add = |text: &str| with_filters(text, |_| Some(" | f".into()));
        for (text, expected) in [
            ("{{ customer.name }}", "{{ customer.name | f }}"),
            ("Hi {{customer.name|title}}, {{ x }}", "Hi {{ customer.name|title | f }}, {{ x | f }}"),
            ("{{ a or b }}", "{{ a or b }}"),
            ("{{ a ~ b }}", "{{ a ~ b }}"),
            ("{{ a.0 }}", "{{ a.0 }}"),
            ("{{- a -}}", "{{- a -}}"),
            ("{{ 'x' }}", "{{ 'x' }}"),
            ("{{ a", "{{ a"),
            ("plain", "plain"),
        ] {
            assert_eq!(add(text), expected, "{text}");
        }
    }
}
