//! Addresses of media: may WhatsApp be sent there at all, and does the ending fit.

use whatsapp_domain::{
    Binding, Finding, Fix, MediaKind, Said,
    media::{MediaPlace, check_media_kind},
    quote::quote,
    say,
};
use whatsapp_engine::url::{Purpose, judge};

use super::{
    empty::Empty,
    fill::{Filled, Values, has_jinja},
    mend,
};

/// The filled address as it will be sent: percent-encoded, host in lower case. An address that is refused comes back as
/// it is, with the finding.
pub(super) fn address(
    values: &mut Values<'_>,
    binding: &Binding,
    field: &str,
    kind: MediaKind,
    place: MediaPlace,
    kind_field: Option<&str>,
) -> Option<String> {
    let what = what(kind);
    let empty = Empty { code: "media-url-empty", what: &what };
    let filled = values.binding(binding, field, empty)?;
    let text = filled.text.trim().to_owned();
    if text.is_empty() {
        return Some(text);
    }
    if let Some(finding) = unfilled(&text, field) {
        values.findings.push(finding);
        return Some(text);
    }
    values.findings.extend(check_media_kind(kind, place, &text, field, kind_field));
    if values.policy.is_sandbox_media(&text) {
        return Some(text);
    }
    match judge(&text, Purpose::Media) {
        Ok(judged) => Some(judged.as_str().to_owned()),
        Err(refusal) => {
            let fix = scheme_fix(values, binding, &filled, field, &refusal.code);
            values.findings.push(mend::with(Finding::error(&refusal.code, field, refusal.text), fix));
            Some(text)
        }
    }
}

fn what(kind: MediaKind) -> Said {
    match kind {
        MediaKind::Image => say!("The address of the picture"),
        MediaKind::Video => say!("The address of the video"),
        MediaKind::Document => say!("The address of the document"),
    }
}

/// A placeholder that nothing has filled: braces of another system, or of a value in the profile.
fn unfilled(url: &str, field: &str) -> Option<Finding> {
    let opening = ["{{", "}}", "{%", "%}", "[[", "*|"].into_iter().find(|mark| url.contains(mark))?;
    let position = url.split(opening).next().unwrap_or_default().chars().count();
    let text = say!(
        "A placeholder in this address was not filled: {value}. Use names of the customer's profile, such as \
         {{{{ customer.order }}}}.",
        value = whatsapp_domain::quote::quote_near(url, position)
    );
    Some(Finding::error("media-url-placeholder", field, text))
}

/// `https://` in place of `http://` or of nothing, where the typed text tells it and the result is a good address.
fn scheme_fix(
    values: &Values<'_>,
    binding: &Binding,
    filled: &Filled,
    field: &str,
    code: &str,
) -> Option<Fix> {
    let (part, typed) =
        if filled.is_fallback { ("fallback", filled.text.trim()) } else { ("value", binding.value.trim()) };
    let mended = match code {
        "url-not-https" if typed.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http://")) => {
            format!("https://{}", &typed[7..])
        }
        "url-scheme-missing" if !has_jinja(typed.split('/').next().unwrap_or_default()) => {
            format!("https://{}", typed.trim_start_matches('/'))
        }
        _ => return None,
    };
    let tried = if filled.is_fallback { mended.clone() } else { values.trial(&mended)? };
    judge(&tried, Purpose::Media).ok()?;
    Some(mend::text_fix(say!("Use {value}", value = quote(&mended)), format!("{field}.{part}"), mended))
}
