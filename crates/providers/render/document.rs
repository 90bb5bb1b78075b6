//! Names of documents on the phone.

use whatsapp_domain::{Binding, Finding, Fix, filename_rules::check_filename, media::MediaPlace};

use super::fill::{Values, has_jinja};

/// The filled name; none when there is none, or when it comes out blank.
pub(super) fn filename(
    values: &mut Values<'_>,
    binding: Option<&Binding>,
    url: Option<&str>,
    place: MediaPlace,
    field: &str,
) -> Option<Option<String>> {
    let Some(name) = values.optional(binding, field, "The file name")? else { return Some(None) };
    let name = name.trim().to_owned();
    for finding in check_filename(&name, url.unwrap_or_default(), place, field) {
        let fix = finding
            .fix
            .as_ref()
            .zip(binding)
            .and_then(|(fix, binding)| mended(values, fix, binding, &name, field));
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
