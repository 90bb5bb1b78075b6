//! A step's template against the account's list: is it there, may it be sent, is it still what the step was made for.

use serde_json::to_value;
use whatsapp_domain::{
    ChangedPart, Finding, Fix, Template, TemplateFingerprint, TemplateStatus, drift, quote::quote,
};

use super::version::Version;

/// No template of this name in a list that is known.
pub(super) fn missing(name: &str) -> Finding {
    let text = format!(
        "{} is not in this account (synced list). Sync now if it is new, or choose another.",
        quote(name)
    );
    Finding::error("template-missing", "message.template.name", text)
}

/// Pending, rejected, paused or switched off.
pub(super) fn status_finding(version: &Version<'_>, template: &Template) -> Option<Finding> {
    let name = &version.label;
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
    Some(Finding::error(code, &version.template_field, text))
}

/// What changed since the step was made: the parts that a customer sees, and the category by itself. The status speaks
/// for itself above.
pub(super) fn drift_findings(version: &Version<'_>, template: &Template) -> Vec<Finding> {
    let Some(before) = version.fingerprint else { return Vec::new() };
    let changes = drift::changes(before, template);
    let mut findings = Vec::new();
    let seen: Vec<&str> = changes
        .iter()
        .filter(|change| !matches!(change.part, ChangedPart::Category | ChangedPart::Status))
        .map(|change| change.part.noun())
        .collect();
    let now = TemplateFingerprint::of(template);
    let accept = |label: &str, fingerprint: TemplateFingerprint| {
        let value = to_value(fingerprint).ok()?;
        Some(Fix { label: label.into(), field: Some(version.fingerprint_at.clone()), value })
    };
    if !seen.is_empty() {
        let text = format!(
            "{} has changed since this step was set up: {}. Check the values and the preview.",
            version.label,
            seen.join(", ")
        );
        let kept = TemplateFingerprint { category: before.category.clone(), ..now };
        findings.push(Finding {
            fix: accept("Accept the change", kept),
            ..Finding::warning("template-changed", &version.template_field, text)
        });
    }
    if let Some(change) = changes.iter().find(|change| change.part == ChangedPart::Category) {
        let consent = match change.after.as_str() {
            "marketing" => "It now needs the customer's consent for marketing, and is billed differently.",
            _ => "It is billed differently, and other rules hold for what it may say.",
        };
        let text = format!(
            "{} is a {} template now; it was {} when this step was set up. {consent}",
            version.label, change.after, change.before
        );
        let kept = TemplateFingerprint { category: change.after.clone(), ..before.clone() };
        findings.push(Finding {
            fix: accept("Accept the category", kept),
            ..Finding::warning("template-category-changed", &version.template_field, text)
        });
    }
    findings
}
