//! Names of documents on the phone.

use whatsapp_domain::{
    Binding, Finding, Fix,
    filename_rules::check_filename,
    limits::FILENAME_MAX,
    media::{MediaPlace, name_extension},
    say, words,
};

use super::{
    fill::{Filled, Values, has_jinja},
    mend,
};

/// The filled name; none when there is none, or when it comes out blank.
pub(super) fn filename(
    values: &mut Values<'_>,
    binding: Option<&Binding>,
    url: Option<&str>,
    place: MediaPlace,
    field: &str,
) -> Option<Option<String>> {
    let Some(name) = values.optional(binding, field, words!("The file name"))? else { return Some(None) };
    let name = name.trim().to_owned();
    for finding in check_filename(&name, url.unwrap_or_default(), place, field) {
        let fix = binding.and_then(|binding| match (finding.code.as_str(), &finding.fix) {
            (_, Some(fix)) => mended(values, fix, binding, &name, field),
            ("filename-characters", None) => with_hyphens(values, binding, &name, field),
            ("filename-too-long", None) => shorter(binding, &name, field),
            ("filename-not-pdf", None) => as_pdf(values, binding, &name, field),
            _ => None,
        });
        values.findings.push(Finding { fix, ..finding });
    }
    Some(Some(name))
}

/// The repairs put an ending behind the name, which works for a typed name and for one from a profile.
fn mended(values: &Values<'_>, fix: &Fix, binding: &Binding, name: &str, field: &str) -> Option<Fix> {
    let wanted = fix.value.as_str()?;
    let typed = binding.value.trim();
    let value = match wanted.strip_prefix(name) {
        Some(ending) if has_jinja(typed) => format!("{typed}{ending}"),
        _ => wanted.to_owned(),
    };
    let helps = values.trial(&value).is_some_and(|text| text.trim() == wanted);
    helps.then(|| Fix { field: Some(format!("{field}.value")), value: value.into(), ..fix.clone() })
}

/// Hyphens in place of what no file name may hold.
fn with_hyphens(values: &Values<'_>, binding: &Binding, name: &str, field: &str) -> Option<Fix> {
    let is_refused = |c: char| c.is_control() || matches!(c, '/' | '\\');
    let is_good = |text: &str| !text.trim().contains(is_refused);
    let rewrite = |text: &str| {
        // Signs within Jinja are not part of the name.
        if has_jinja(text) { text.to_owned() } else { text.trim().replace(is_refused, "-") }
    };
    let written =
        |inner: &str, _: &str| format!("{inner} | replace(\"/\", \"-\") | replace(\"\\\\\", \"-\")");
    let filled = Filled { text: name.to_owned(), is_fallback: is_fallback(values, binding, name) };
    mend::mended(values, binding, &filled, rewrite, written, is_good)
        .map(|(part, text)| mend::text_fix(words!("Replace with hyphens"), format!("{field}.{part}"), text))
}

fn is_fallback(values: &Values<'_>, binding: &Binding, name: &str) -> bool {
    values.trial(&binding.value).is_none_or(|text| text.trim() != name)
}

/// A typed name without what is too much in front of its ending.
fn shorter(binding: &Binding, name: &str, field: &str) -> Option<Fix> {
    if has_jinja(&binding.value) || binding.value.trim() != name {
        return None;
    }
    let ending = name_extension(name).map(|ending| format!(".{ending}")).unwrap_or_default();
    let stem: String = name.chars().take(FILENAME_MAX.checked_sub(ending.chars().count())?).collect();
    let label = say!("Shorten to {count} characters", count = FILENAME_MAX);
    Some(mend::text_fix(label, format!("{field}.value"), format!("{}{ending}", stem.trim_end())))
}

/// `.pdf` in place of another ending that is typed.
fn as_pdf(values: &Values<'_>, binding: &Binding, name: &str, field: &str) -> Option<Fix> {
    let typed = binding.value.trim();
    let (stem, ending) = typed.rsplit_once('.')?;
    if !name.ends_with(ending) || has_jinja(ending) || ending.contains(['}', ']', ')', ' ']) {
        return None;
    }
    let value = format!("{stem}.pdf");
    let helps =
        values.trial(&value).is_some_and(|text| name_extension(text.trim()).as_deref() == Some("pdf"));
    helps.then(|| mend::text_fix(words!("Use .pdf"), format!("{field}.value"), value))
}
