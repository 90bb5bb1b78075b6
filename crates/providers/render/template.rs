//! A template message: its name and language, the values of its body, and whether they are as many as it has.

use serde_json::to_value;
use whatsapp_domain::{
    Binding, Button, FilledMessage, Finding, Fix, Header, Template, TemplateRef, TemplateStatus,
    language::{check_language, suggestion},
    placeholders::fill_placeholders,
    quote::{grouped, quote},
    template_name::check_template_name,
    text_length::{characters, check_template_body},
};

use super::{buttons, empty::Empty, fill::Values, header, parameter};

/// More placeholders than a body of 1,024 characters can hold; so many values are a mistake, and are not judged one by
/// one.
const BODY_VALUES_MAX: usize = 256;

/// The filled template message; none when one of its values can't be known.
pub(super) fn fill(
    templates: Option<&[Template]>,
    template: &TemplateRef,
    header: Option<&Header>,
    body: &[Binding],
    buttons: &[Button],
    values: &mut Values<'_>,
) -> Option<FilledMessage> {
    let synced = templates.and_then(|templates| {
        templates.iter().find(|synced| synced.name == template.name && synced.language == template.language)
    });
    values.findings.extend(check_template_name(&template.name, "message.template.name"));
    values.findings.extend(language_finding(&template.language, synced.is_some()));
    values.findings.extend(synced.and_then(status_finding));

    // All parts are judged before any of them may end this, so that all findings show at once.
    let header = header::fill(synced, header, values);
    let body = body_values(synced, body, values);
    let buttons = buttons::fill(synced, buttons, values);
    Some(FilledMessage::Template {
        name: template.name.clone(),
        language: template.language.clone(),
        header: header?,
        body: body?,
        buttons: buttons?,
    })
}

fn language_finding(language: &str, is_synced: bool) -> Option<Finding> {
    let field = "message.template.language";
    if language.trim().is_empty() {
        let text = "There is no language yet. Choose the one that the template is registered in.";
        return Some(Finding::error("template-language-missing", field, text));
    }
    let verdict = check_language(language);
    let finding = if !verdict.valid {
        let text = format!("{} is not a language code. Codes look like en or en_GB.", quote(language));
        Finding::error("template-language-form", field, text)
    } else if !verdict.known && !is_synced {
        let text = format!("{} is not among the languages that WhatsApp lists. Check it.", quote(language));
        Finding::warning("template-language-unknown", field, text)
    } else {
        return None;
    };
    Some(match suggestion(language) {
        Some(code) => finding.with_fix(format!("Use {code}"), code),
        None => finding,
    })
}

fn status_finding(template: &Template) -> Option<Finding> {
    let name = quote(&template.name);
    let reason = match template.reason.as_deref().map(str::trim) {
        Some(reason) if !reason.is_empty() => format!(" The reason given: {}.", quote(reason)),
        _ => String::new(),
    };
    let (code, text) = match template.status {
        TemplateStatus::Approved => return None,
        TemplateStatus::Pending => (
            "template-pending",
            format!("WhatsApp has not approved {name} yet. Wait for it, or choose another."),
        ),
        TemplateStatus::Rejected => (
            "template-rejected",
            format!("WhatsApp rejected {name}.{reason} Choose another, or have it changed."),
        ),
        TemplateStatus::Paused => (
            "template-paused",
            format!(
                "WhatsApp holds {name} back because of its quality.{reason} Choose another until it is let go."
            ),
        ),
        TemplateStatus::Unavailable => {
            ("template-unavailable", format!("{name} is switched off or deleted.{reason} Choose another."))
        }
    };
    Some(Finding::error(code, "message.template.name", text))
}

fn body_values(
    template: Option<&Template>,
    body: &[Binding],
    values: &mut Values<'_>,
) -> Option<Vec<String>> {
    if body.len() > BODY_VALUES_MAX {
        let text = format!(
            "There are {} values here, and no template takes more than {BODY_VALUES_MAX}. Remove what is too much.",
            grouped(body.len())
        );
        values.findings.push(Finding::error("template-parameter-count", "message.body", text));
        return None;
    }
    if let Some(template) = template {
        values.findings.extend(count_finding(template, body));
    }
    let mut filled = Vec::with_capacity(body.len());
    for (place, binding) in body.iter().enumerate() {
        let field = format!("message.body[{place}]");
        let what = format!("{{{{{}}}}}", place + 1);
        let value = values.binding(binding, &field, Empty { code: "template-parameter-empty", what: &what });
        if let Some(value) = &value {
            parameter::check(values, binding, value, &field);
        }
        filled.push(value.map(|value| value.text));
    }
    let filled: Vec<String> = filled.into_iter().collect::<Option<_>>()?;
    // Without the template's text, its values alone may be too much already.
    let count = match template {
        Some(template) => characters(&fill_placeholders(&template.body, &filled)),
        None => filled.iter().map(|value| characters(value)).sum(),
    };
    values.findings.extend(check_template_body(count, "message.body"));
    Some(filled)
}

fn count_finding(template: &Template, body: &[Binding]) -> Option<Finding> {
    let (wanted, given) = (template.body_placeholders(), body.len());
    // Named placeholders, which have no number, can't be counted.
    let has_names = wanted == 0 && template.body.contains("{{");
    if wanted == given || has_names {
        return None;
    }
    let name = quote(&template.name);
    let values = |count: usize| if count == 1 { "1 value".to_owned() } else { format!("{count} values") };
    let ask = if given < wanted { "Add what is missing." } else { "Remove what is too much." };
    let text =
        format!("{name} takes {}, and here {} {} given. {ask}", values(wanted), values(given), is_are(given));
    let finding = Finding::error("template-parameter-count", "message.body", text);
    // A broken list of templates must not fill the page with rows.
    if wanted > BODY_VALUES_MAX {
        return Some(finding);
    }
    let mut mended = body.to_vec();
    mended.resize(wanted, Binding::default());
    let label = if given < wanted {
        format!("Add {}", values(wanted - given))
    } else {
        format!("Remove the last {}", values(given - wanted))
    };
    let fix = to_value(mended).ok().map(|value| Fix { label, field: None, value });
    Some(Finding { fix, ..finding })
}

fn is_are(count: usize) -> &'static str {
    if count == 1 { "is" } else { "are" }
}
