//! One provider's request, and what it would lose.

use crate::view::{html, prelude::*};
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
    texts::{payloads as say, texts, words},
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
    let t = texts();
    let headers =
        request.headers.iter().map(|(name, value)| format!("\n{name}: {value}")).collect::<String>();
    let text = match &request.body {
        serde_json::Value::String(text) => text.clone(),
        other => whatsapp_domain::json::pretty(other),
    };
    let command = item.curl.clone();
    let names = variables(&command);
    let copy_command = (!command.is_empty())
        .then(|| copy_button(t.get(words::COPY_CURL), move || command.clone(), wires.copy()));
    let note = (!names.is_empty()).then(|| {
        let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
        let names = t.all_of(&names.iter().map(String::as_str).collect::<Vec<_>>());
        html::p().attr("class", "wa-small wa-muted").child(with_code(&t.say(say::no_key(names))))
    });
    let settings = (!item.own)
        .then(|| html::p().attr("class", "wa-small wa-muted").child(t.say(say::in_braces(&item.name))));
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
            html::div().attr("class", "wa-row").child((
                copy_command,
                copy_button(t.get(say::COPY_BODY), move || text.clone(), wires.copy()),
            )),
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
        .attr("aria-label", texts().get(say::BODY))
        .child(rows)
        .into_any()
}

fn stopped(findings: &[Finding], wires: Wires) -> AnyView {
    let t = texts();
    let stops: Vec<Finding> = findings.iter().filter(|found| found.is_error()).cloned().collect();
    if stops.is_empty() {
        return html::p().attr("class", "wa-note wa-muted").child((disc(""), t.get(say::SKIPPED))).into_any();
    }
    let rows = stops.into_iter().map(|found| {
        let words = t.finding(&found);
        let text = match goal(&found.field) {
            Some(Goal::Step(field)) => html::button()
                .attr("type", "button")
                .attr("class", "wa-finding-text")
                .attr("dir", "auto")
                .on(crate::view::ev::click, move |_| wires.go.told(field.clone()))
                .child(words)
                .into_any(),
            _ => html::span().child(words).into_any(),
        };
        html::li().attr("class", "wa-note").attr("data-code", found.code).child((disc("stop"), text))
    });
    html::div()
        .attr("class", "wa-stack-tight")
        .child((
            html::p().attr("class", "wa-muted").child(t.get(say::STOPPED)),
            html::ul().attr("class", "wa-stack-tight").child(rows.collect_view()),
        ))
        .into_any()
}

fn losses(item: &Payload) -> AnyView {
    let t = texts();
    let list = if item.losses.is_empty() {
        html::p().attr("class", "wa-note wa-small").child((disc("good"), t.get(say::NOTHING_LOST))).into_any()
    } else {
        let rows = item.losses.iter().map(|found| {
            html::li()
                .attr("class", "wa-note wa-small")
                .attr("data-code", found.code.clone())
                .child((disc("look"), html::span().child(t.finding(found))))
        });
        html::ul().attr("class", "wa-stack-tight").child(rows.collect_view()).into_any()
    };
    html::div()
        .attr("class", "wa-stack-tight")
        .attr("data-part", "losses")
        .child((html::h4().attr("class", "wa-small wa-muted").child(t.get(say::LOSSES)), list))
        .into_any()
}
