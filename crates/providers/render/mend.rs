//! Repairs of Jinja texts: small changes that are offered only when trying them shows that they help.

use serde_json::Value;
use whatsapp_domain::{Binding, Finding, Fix, Said};

use super::fill::{Filled, Values};

/// A repair of the text at `path`.
pub(super) fn text_fix(label: impl Into<Said>, path: String, value: impl Into<Value>) -> Fix {
    Fix::new(label, Some(path), value)
}

/// The finding with a repair, if there is one.
pub(super) fn with(finding: Finding, fix: Option<Fix>) -> Finding {
    Finding { fix: fix.or(finding.fix), ..finding }
}

/// The first of some rewritten texts that gives a good value for this profile.
///
/// `rewrite` works on plain text; `mend` writes a variable anew whose own value is bad, from its expression (see
/// [`as_text`]) and that value.
pub(super) fn mended(
    values: &Values<'_>,
    binding: &Binding,
    filled: &Filled,
    rewrite: impl Fn(&str) -> String,
    mend: impl Fn(&str, &str) -> String,
    is_good: impl Fn(&str) -> bool,
) -> Option<(&'static str, String)> {
    if filled.is_fallback {
        let text = rewrite(&filled.text);
        return (is_good(&text) && !text.is_empty()).then_some(("fallback", text));
    }
    let typed = &binding.value;
    let filtered = with_variables(typed, |inner| {
        let output = values.trial(&format!("{{{{{inner}}}}}"))?;
        (!is_good(&output)).then(|| mend(&as_text(inner), &output))
    });
    [rewrite(typed), rewrite(&filtered), filtered]
        .into_iter()
        .filter(|candidate| candidate != typed)
        .find(|candidate| {
            values.trial(candidate).is_some_and(|text| is_good(&text) && !text.trim().is_empty())
        })
        .map(|text| ("value", text))
}

/// An expression that is empty where the variable is null or missing; filters for text would print `None` for it.
pub(super) fn as_text(inner: &str) -> String {
    format!("{} | default(\"\", true)", inner.trim())
}

/// The text with its simple variables written anew: `{{ event.product }}` or `{{ event.product | title }}`.
/// `mend` sees what stands inside; none leaves it alone.
pub(super) fn with_variables(text: &str, mend: impl Fn(&str) -> Option<String>) -> String {
    let mut mended = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        mended.push_str(before);
        let Some((inner, tail)) = after.split_once("}}") else {
            mended.push_str("{{");
            rest = after;
            continue;
        };
        let written = if is_simple(inner) { mend(inner) } else { None };
        match written {
            Some(written) => mended.push_str(&format!("{{{{ {written} }}}}")),
            None => mended.push_str(&format!("{{{{{inner}}}}}")),
        }
        rest = tail;
    }
    mended.push_str(rest);
    mended
}

/// A dotted name, perhaps with filters that take no arguments: a filter added at its end applies to all of it.
pub(super) fn is_simple(expression: &str) -> bool {
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
        let add = |text: &str| with_variables(text, |inner| Some(format!("{} | f", inner.trim())));
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
