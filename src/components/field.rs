//! A field: label, control, help and finding, wired for screen readers in one place.

use crate::view::{html, prelude::*};
use whatsapp_domain::{Finding, Severity};

use super::{ButtonKind, edits, small_button, with_numbers};
use crate::texts::{texts, words};

/// What a control needs to belong to its field.
#[derive(Debug, Clone, Copy)]
pub struct FieldIds {
    /// `id` of the control.
    pub control: StoredValue<String>,
    /// `id`s for `aria-describedby`.
    pub described: Signal<String>,
    /// `error`, `warning` or nothing.
    pub invalid: Signal<Option<&'static str>>,
    /// Path in findings, for `data-field`.
    pub path: StoredValue<String>,
}

/// A field without its control.
pub struct FieldProps {
    /// Path in findings.
    pub path: String,
    /// Label; always there.
    pub label: Signal<String>,
    /// What may stand beside the label.
    pub beside: Option<AnyView>,
    /// Help under the control; empty for none.
    pub help: Signal<String>,
    /// May it stay empty?
    pub optional: bool,
    /// The finding in view.
    pub finding: Signal<Option<Finding>>,
    /// Applies a finding's repair.
    pub fix: Callback<Finding>,
}

/// Draws a field around its control.
pub fn field(props: FieldProps, control: impl FnOnce(FieldIds) -> AnyView) -> AnyView {
    let FieldProps { path, label, beside, help, optional, finding, fix } = props;
    let id = format!("wa-{}", path.replace(|c: char| !c.is_ascii_alphanumeric(), "-"));
    let (help_id, finding_id) = (format!("{id}-help"), format!("{id}-finding"));
    let described = {
        let (help_id, finding_id) = (help_id.clone(), finding_id.clone());
        Signal::derive(move || {
            let found = finding.with(Option::is_some).then_some(finding_id.as_str());
            let helped = help.with(|text| !text.is_empty()).then_some(help_id.as_str());
            [found, helped].into_iter().flatten().collect::<Vec<_>>().join(" ")
        })
    };
    let invalid = Signal::derive(move || {
        finding.with(|found| {
            found.as_ref().map(|found| match found.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            })
        })
    });
    let ids =
        FieldIds { control: StoredValue::new(id.clone()), described, invalid, path: StoredValue::new(path) };
    let head = html::div().attr("class", "wa-spread").child((
        html::label().attr("class", "wa-label").attr("for", id).child((
            move || label.get(),
            optional.then(|| html::span().attr("class", "wa-optional").child(texts().get(words::OPTIONAL))),
        )),
        beside,
    ));
    html::div()
        .attr("class", "wa-field")
        .child((
            head,
            control(ids),
            html::div()
                .attr("id", finding_id)
                .attr("aria-live", "polite")
                .child(move || finding.get().map(|found| finding_line(found, fix))),
            move || {
                let text = help.get();
                let help_id = help_id.clone();
                (!text.is_empty())
                    .then(|| html::p().attr("class", "wa-help").attr("id", help_id).child(with_numbers(text)))
            },
        ))
        .into_any()
}

/// A finding as a sentence, with a button where it can be mended.
fn finding_line(found: Finding, fix: Callback<Finding>) -> AnyView {
    let t = texts();
    let severity = if found.is_error() { "error" } else { "warning" };
    let repair = found.fix.clone().map(|repair| {
        let found = found.clone();
        edits(small_button(ButtonKind::Secondary, t.repair(&repair), move || fix.told(found.clone())))
    });
    html::div()
        .attr("class", "wa-finding")
        .attr("data-severity", severity)
        .attr("data-code", found.code.clone())
        .child((html::span().attr("dir", "auto").child(with_numbers(t.finding(&found))), repair))
        .into_any()
}
