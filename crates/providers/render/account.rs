//! A step's template against the account's list: is it there, may it be sent, is it still what the step was made for.

use whatsapp_domain::{
    ChangedPart, Finding, Fix, Said, Template, TemplateFingerprint, TemplateStatus, drift, json,
    quote::quote, say, words,
};

use super::version::Version;

/// No template of this name in a list that is known.
pub(super) fn missing(name: &str) -> Finding {
    let text = say!(
        "{name} is not in this account (synced list). Sync now if it is new, or choose another.",
        name = quote(name)
    );
    Finding::error("template-missing", "message.template.name", text)
}

/// Pending, rejected, paused or switched off.
pub(super) fn status_finding(version: &Version<'_>, template: &Template) -> Option<Finding> {
    let name = &version.label;
    let reason = match template.reason.as_deref().map(str::trim) {
        Some(reason) if !reason.is_empty() => say!("The reason given: {reason}.", reason = quote(reason)),
        _ => Said::default(),
    };
    let (code, text) = match template.status {
        TemplateStatus::Approved => return None,
        TemplateStatus::Pending => (
            "template-pending",
            say!("WhatsApp has not approved {name} yet. Wait for it, or choose another.", name = name),
        ),
        TemplateStatus::Rejected => (
            "template-rejected",
            say!("WhatsApp rejected {name}.", name = name)
                .then(reason)
                .then("Choose another, or have it changed."),
        ),
        TemplateStatus::Paused => (
            "template-paused",
            say!("WhatsApp holds {name} back because of its quality.", name = name)
                .then(reason)
                .then("Choose another until it is let go."),
        ),
        TemplateStatus::Unavailable => (
            "template-unavailable",
            say!("{name} is switched off or deleted.", name = name).then(reason).then("Choose another."),
        ),
    };
    Some(Finding::error(code, &version.template_field, text))
}

/// What changed since the step was made: the parts that a customer sees, and the category by itself. The status speaks
/// for itself above.
pub(super) fn drift_findings(version: &Version<'_>, template: &Template) -> Vec<Finding> {
    let Some(before) = version.fingerprint else { return Vec::new() };
    let changes = drift::changed_parts(before, template);
    let mut findings = Vec::new();
    let seen: Vec<Said> = changes
        .iter()
        .filter(|part| !matches!(part, ChangedPart::Category | ChangedPart::Status))
        .map(|part| part.noun())
        .collect();
    let now = TemplateFingerprint::of(template);
    let accept = |label: &'static str, fingerprint: TemplateFingerprint| {
        let value = json::value(&fingerprint);
        Some(Fix::new(label, Some(version.fingerprint_at.clone()), value))
    };
    if !seen.is_empty() {
        let text = say!(
            "{name} has changed since this step was set up: {parts}. Check the values and the preview.",
            name = &version.label,
            parts = seen
        );
        let kept = TemplateFingerprint { category: before.category.clone(), ..now };
        findings.push(Finding {
            fix: accept(words!("Accept the change"), kept),
            ..Finding::warning("template-changed", &version.template_field, text)
        });
    }
    if changes.contains(&ChangedPart::Category) {
        let consent = match template.category.as_str() {
            "marketing" => "It now needs the customer's consent for marketing, and is billed differently.",
            _ => "It is billed differently, and other rules hold for what it may say.",
        };
        let text = say!(
            "{name} is a {after} template now; it was {before} when this step was set up.",
            name = &version.label,
            after = drift::category_noun(&template.category),
            before = drift::category_noun(&before.category)
        )
        .then(consent);
        let kept = TemplateFingerprint { category: template.category.clone(), ..before.clone() };
        findings.push(Finding {
            fix: accept(words!("Accept the category"), kept),
            ..Finding::warning("template-category-changed", &version.template_field, text)
        });
    }
    findings
}
