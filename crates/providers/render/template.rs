//! A template message: its languages, the values of its body, and whether they are as many as it has.

use whatsapp_domain::{
    Binding, FilledMessage, Finding, Fix, Said, Template, TemplateRef, Translation, json,
    placeholders::fill_placeholders,
    say,
    template_name::check_template_name,
    text_length::{characters, check_template_body},
};

use super::{
    account, buttons,
    empty::Empty,
    fill::{Filled, Values},
    header, languages, parameter, shorten,
    version::{Rows, Version},
};

/// More placeholders than a body of 1,024 characters can hold; so many values are a mistake, and are not judged one by
/// one.
const BODY_VALUES_MAX: usize = 256;
/// More languages than WhatsApp has; so many are a mistake.
const TRANSLATIONS_MAX: usize = 100;

/// A template message as the node has it.
pub(super) struct Parts<'a> {
    /// The account's templates of any name, when they are known.
    pub templates: Option<&'a [Template]>,
    /// Name and default language.
    pub template: &'a TemplateRef,
    /// Values of the default language.
    pub rows: Rows<'a>,
    /// What tells a customer's language.
    pub language_by: Option<&'a Binding>,
    /// Further languages.
    pub translations: &'a [Translation],
}

/// What became of it.
#[derive(Default)]
pub(super) struct Outcome {
    /// The message in the customer's language; none when one of its values can't be known.
    pub message: Option<FilledMessage>,
    /// That language, when it is known.
    pub language: Option<String>,
    /// Where the rows of that language stand, as in findings.
    pub rows_at: String,
}

/// Fills the customer's language, and checks all others as far as that goes without a profile: what this customer's
/// values would be in them says nothing about those who get them.
pub(super) fn fill(parts: &Parts<'_>, values: &mut Values<'_>) -> Outcome {
    let Parts { template, rows, translations, .. } = parts;
    if translations.len() > TRANSLATIONS_MAX {
        let text = say!(
            "There are {count} languages here, and no step takes more than {most}.",
            count = translations.len(),
            most = TRANSLATIONS_MAX
        );
        values.findings.push(Finding::error("languages-too-many", "message.translations", text));
        return Outcome { rows_at: "message".into(), ..Outcome::default() };
    }
    let account: Option<Vec<&Template>> = parts
        .templates
        .map(|templates| templates.iter().filter(|synced| synced.name == template.name).collect());
    let name_finding = check_template_name(&template.name, "message.template.name");
    let is_named = name_finding.is_none();
    values.findings.extend(name_finding);
    if is_named && account.as_ref().is_some_and(Vec::is_empty) {
        values.findings.push(account::missing(&template.name));
    }
    let account = account.as_deref().filter(|account| !account.is_empty());
    let versions = Version::all(template, *rows, translations, account);
    values.findings.extend(languages::duplicates(&versions, translations));
    let known = languages::chosen(parts.language_by, &versions, values);
    let chosen = known.unwrap_or(0);
    let taken: Vec<&str> = versions.iter().map(|version| version.language).collect();

    // The customer's language comes first: of two equal findings, the one with this customer's values stays.
    let version = &versions[chosen];
    let message = check(version, &template.name, account, &taken, values);
    let profile = values.without_profile();
    for (place, version) in versions.iter().enumerate() {
        if place != chosen {
            check(version, &template.name, account, &taken, values);
        }
    }
    values.with_profile(profile);
    Outcome {
        message,
        language: known.map(|place| versions[place].language.to_owned()),
        rows_at: version.rows_at.clone(),
    }
}

/// Judges one language and fills it.
fn check(
    version: &Version<'_>,
    name: &str,
    account: Option<&[&Template]>,
    taken: &[&str],
    values: &mut Values<'_>,
) -> Option<FilledMessage> {
    let first = values.findings.len();
    values.findings.extend(languages::code_finding(version, name, account, taken));
    if let Some(synced) = version.synced {
        values.findings.extend(account::status_finding(version, synced));
        values.findings.extend(account::drift_findings(version, synced));
    }
    // All parts are judged before any of them may end this, so that all findings show at once.
    let header = header::fill(version, values);
    let body = body_values(version, values);
    let buttons = buttons::fill(version, values);
    version.settle(&mut values.findings[first..]);
    Some(FilledMessage::Template {
        name: name.to_owned(),
        language: version.language.to_owned(),
        header: header?,
        body: body?,
        buttons: buttons?,
    })
}

fn body_values(version: &Version<'_>, values: &mut Values<'_>) -> Option<Vec<String>> {
    let body = version.rows.body;
    let field = format!("{}.body", version.at);
    if body.len() > BODY_VALUES_MAX {
        let text = say!(
            "There are {count} values here, and no template takes more than {most}. Remove what is too much.",
            count = body.len(),
            most = BODY_VALUES_MAX
        );
        let kept = version.synced.map_or(BODY_VALUES_MAX, |template| template.body_placeholders());
        let fix = Some(json::value(&body[..kept.min(BODY_VALUES_MAX)]));
        let fix = fix.map(|value| Fix::new(say!("Remove what is too much"), None, value));
        values.findings.push(Finding { fix, ..Finding::error("template-parameter-count", field, text) });
        return None;
    }
    if let Some(template) = version.synced {
        values.findings.extend(count_finding(version, template, &field));
    }
    let mut filled = Vec::with_capacity(body.len());
    for (place, binding) in body.iter().enumerate() {
        let field = format!("{}.body[{place}]", version.rows_at);
        let what = Said::from(format!("{{{{{}}}}}", place + 1));
        let value = values.binding(binding, &field, Empty { code: "template-parameter-empty", what: &what });
        if let Some(value) = &value {
            parameter::check(values, binding, value, &field);
        }
        filled.push(value);
    }
    let filled: Vec<Filled> = filled.into_iter().collect::<Option<_>>()?;
    let texts: Vec<String> = filled.iter().map(|value| value.text.clone()).collect();
    // Without the template's text, its values alone may be too much already.
    let count = match version.synced {
        Some(template) => characters(&fill_placeholders(&template.body, &texts)),
        None => texts.iter().map(|value| characters(value)).sum(),
    };
    if let Some(finding) = check_template_body(count, &field) {
        let fix = shorten::body(values, version, &filled, count);
        values.findings.push(super::mend::with(finding, fix));
    }
    Some(texts)
}

fn count_finding(version: &Version<'_>, template: &Template, field: &str) -> Option<Finding> {
    let body = version.rows.body;
    let (wanted, given) = (template.body_placeholders(), body.len());
    // Named placeholders, which have no number, can't be counted.
    let has_names = wanted == 0 && template.body.contains("{{");
    if wanted == given || has_names {
        return None;
    }
    let name = &version.label;
    let values =
        |count: usize| if count == 1 { say!("1 value") } else { say!("{count} values", count = count) };
    let ask = if given < wanted { "Add what is missing." } else { "Remove what is too much." };
    let text = match given {
        1 => say!("{name} takes {wanted}, and here 1 value is given.", name = name, wanted = values(wanted)),
        _ => say!(
            "{name} takes {wanted}, and here {count} values are given.",
            name = name,
            wanted = values(wanted),
            count = given
        ),
    };
    let text = text.then(ask);
    let finding = Finding::error("template-parameter-count", field, text);
    // A broken list of templates must not fill the page with rows.
    if wanted > BODY_VALUES_MAX {
        return Some(finding);
    }
    let mut mended = body.to_vec();
    mended.resize(wanted, Binding::default());
    let label = if given < wanted {
        say!("Add {what}", what = values(wanted - given))
    } else {
        match given - wanted {
            1 => say!("Remove the last value"),
            more => say!("Remove the last {count} values", count = more),
        }
    };
    let fix = Some(Fix::new(label, None, json::value(&mended)));
    Some(Finding { fix, ..finding })
}
