//! One provider's request, and what it would lose.

use leptos::{html, prelude::*};
use whatsapp_domain::{Finding, OutgoingRequest, engine_api::Payload};

use super::{
    json::{Kind, lines},
    shell::variables,
    state::elsewhere,
    view::Wires,
};
use crate::{
    components::*,
    quick_test::meaning::{Goal, goal},
};

/// Draws it; without a request, what stops it.
pub fn request_view(item: &Payload, all: &[Payload], wires: Wires) -> AnyView {
    let body = match &item.request {
        Some(request) => sent(item, request, all, wires),
        None => stopped(&item.findings, wires),
    };
    (body, losses(item)).into_any()
}

fn sent(item: &Payload, request: &OutgoingRequest, all: &[Payload], wires: Wires) -> AnyView {
    let headers =
        request.headers.iter().map(|(name, value)| format!("\n{name}: {value}")).collect::<String>();
    let text = match &request.body {
        serde_json::Value::String(text) => text.clone(),
        other => serde_json::to_string_pretty(other).unwrap_or_default(),
    };
    let command = item.curl.clone();
    let names = variables(&command);
    let copy_command =
        (!command.is_empty()).then(|| copy_button("Copy as cURL", move || command.clone(), wires.copy()));
    let note = (!names.is_empty()).then(|| {
        let variables = names
            .into_iter()
            .enumerate()
            .map(|(at, name)| ((at > 0).then_some(" and "), html::code().child(name)))
            .collect_view();
        html::p().attr("class", "wa-small wa-muted").child((
            "The command holds no key: set the shell variable ",
            variables,
            " first. It sends a real message.",
        ))
    });
    let settings = (!item.own).then(|| {
        html::p()
            .attr("class", "wa-small wa-muted")
            .child(format!("What stands in braces is a setting of an account with {}.", item.name))
    });
    html::div()
        .attr("class", "wa-stack-tight")
        .child((
            html::pre()
                .attr("class", "wa-code wa-payload-line")
                .attr("dir", "ltr")
                .attr("tabindex", "0")
                .child((
                    html::span()
                        .attr("class", "wa-strong")
                        .child(format!("{} {}", request.method, request.url)),
                    headers,
                )),
            body(request, elsewhere(all, &item.provider).as_ref()),
            html::div()
                .attr("class", "wa-row")
                .child((copy_command, copy_button("Copy body", move || text.clone(), wires.copy()))),
            note,
            settings,
        ))
        .into_any()
}

fn body(request: &OutgoingRequest, elsewhere: Option<&std::collections::BTreeSet<String>>) -> AnyView {
    let rows = match &request.body {
        serde_json::Value::String(form) => form.clone().into_any(),
        json => {
            let lines = lines(json, elsewhere).into_iter().map(|line| {
                let parts = line.into_iter().map(|part| {
                    let look = match part.kind {
                        Kind::Key => "key",
                        Kind::Text => "text",
                        Kind::Word => "word",
                        Kind::Mark => return part.text.into_any(),
                    };
                    if part.only_here {
                        html::mark().attr("data-json", look).child(part.text).into_any()
                    } else {
                        html::span().attr("data-json", look).child(part.text).into_any()
                    }
                });
                (parts.collect_view(), "\n")
            });
            lines.collect_view().into_any()
        }
    };
    html::pre()
        .attr("class", "wa-code wa-json")
        .attr("dir", "ltr")
        .attr("tabindex", "0")
        .attr("aria-label", "Body")
        .child(rows)
        .into_any()
}

fn stopped(findings: &[Finding], wires: Wires) -> AnyView {
    let stops: Vec<Finding> = findings.iter().filter(|found| found.is_error()).cloned().collect();
    if stops.is_empty() {
        return html::p()
            .attr("class", "wa-note wa-muted")
            .child((disc(""), "Nothing is sent to this customer: a value is empty and set to skip them."))
            .into_any();
    }
    let rows = stops.into_iter().map(|found| {
        let text = match goal(&found.field) {
            Some(Goal::Step(field)) => html::button()
                .attr("type", "button")
                .attr("class", "wa-finding-text")
                .on(leptos::ev::click, move |_| wires.go.told(field.clone()))
                .child(found.text)
                .into_any(),
            _ => html::span().child(found.text).into_any(),
        };
        html::li().attr("class", "wa-note").attr("data-code", found.code).child((disc("stop"), text))
    });
    html::div()
        .attr("class", "wa-stack-tight")
        .child((
            html::p()
                .attr("class", "wa-muted")
                .child("There is no request yet, because something stops the send:"),
            html::ul().attr("class", "wa-stack-tight").child(rows.collect_view()),
        ))
        .into_any()
}

fn losses(item: &Payload) -> AnyView {
    let list = if item.losses.is_empty() {
        html::p().attr("class", "wa-note wa-small").child((disc("good"), "Nothing is lost.")).into_any()
    } else {
        let rows = item.losses.iter().map(|found| {
            html::li()
                .attr("class", "wa-note wa-small")
                .attr("data-code", found.code.clone())
                .child((disc("look"), html::span().child(found.text.clone())))
        });
        html::ul().attr("class", "wa-stack-tight").child(rows.collect_view()).into_any()
    };
    html::div()
        .attr("class", "wa-stack-tight")
        .attr("data-part", "losses")
        .child((html::h4().attr("class", "wa-small wa-muted").child("What would be lost"), list))
        .into_any()
}
