//! What is said about a value that came out empty.

use serde_json::Value;
use whatsapp_domain::{Binding, Finding, Fix, Said, json::object, quote::quote, say};

use super::{fill::has_jinja, mend::is_simple};

/// How emptiness is called where it matters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Empty<'a> {
    /// Code of the finding.
    pub code: &'a str,
    /// What is empty, at the start of a sentence: `{{1}}`, `The text`.
    pub what: &'a Said,
}

/// The binding fails when it is empty, and it is.
pub(super) fn fails(binding: &Binding, field: &str, empty: &Empty<'_>) -> Finding {
    let what = empty.what;
    if !has_jinja(&binding.value) {
        let text =
            say!("{what} is still empty. Type a value or pick one from the customer's profile.", what = what);
        return Finding { fix: use_fallback(binding, field), ..Finding::error(empty.code, field, text) };
    }
    let text = say!(
        "{what} comes out empty for this customer. Set a fallback, or leave out customers for whom it is empty.",
        what = what
    );
    let fix = use_fallback(binding, field)
        .or_else(|| greeting(binding, field))
        .or_else(|| Some(leave_out(binding, field)));
    Finding { fix, ..Finding::error(empty.code, field, text) }
}

/// The fallback that is already typed, switched on.
fn use_fallback(binding: &Binding, field: &str) -> Option<Fix> {
    let fallback = binding.fallback.as_deref().filter(|text| !text.trim().is_empty())?;
    Some(Fix::new(
        say!("Use {value}", value = quote(fallback)),
        Some(field.to_owned()),
        with_fallback(binding, fallback),
    ))
}

/// A name within a greeting has a fallback that fits everybody.
fn greeting(binding: &Binding, field: &str) -> Option<Fix> {
    const NAMES: [&str; 7] =
        ["first_name", "firstname", "first", "given_name", "givenname", "nickname", "name"];
    const FALLBACK: &str = "there";
    let inner = binding.value.trim().strip_prefix("{{")?.strip_suffix("}}")?;
    let path = is_simple(inner).then(|| inner.split('|').next().unwrap_or(inner).trim())?;
    let (root, last) = (path.split('.').next()?, path.rsplit('.').next()?.to_ascii_lowercase());
    (root == "customer" && NAMES.contains(&last.as_str())).then(|| {
        Fix::new(
            say!("Use {value} when it is empty", value = quote(FALLBACK)),
            Some(field.to_owned()),
            with_fallback(binding, FALLBACK),
        )
    })
}

fn with_fallback(binding: &Binding, fallback: &str) -> Value {
    let value = binding.value.as_str().into();
    object([("value", value), ("fallback", fallback.into()), ("whenEmpty", "fallback".into())])
}

fn leave_out(binding: &Binding, field: &str) -> Fix {
    Fix::new(
        say!("Leave such customers out"),
        Some(field.to_owned()),
        object([("value", binding.value.as_str().into()), ("whenEmpty", "skip".into())]),
    )
}

/// The binding skips when it is empty, and it is.
pub(super) fn left_out(field: &str, what: &Said) -> Finding {
    let text = say!("{what} is empty for this customer, who is left out, as set.", what = what);
    Finding::warning("customer-left-out", field, text)
}

/// The binding has a value for this customer, but others would get an empty fallback.
pub(super) fn fallback_missing(binding: &Binding, field: &str, what: &Said) -> Finding {
    let text = say!(
        "{what} uses a fallback when it is empty, and the fallback is empty too. Such customers would not be reached.",
        what = what
    );
    let fix =
        greeting(binding, field).or_else(|| has_jinja(&binding.value).then(|| leave_out(binding, field)));
    Finding { fix, ..Finding::warning("fallback-missing", field, text) }
}
