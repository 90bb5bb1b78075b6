//! A test that did not go out: stopped here because of its country, or refused by the proxy.

use leptos::{ev, html, prelude::*};
use whatsapp_domain::{Finding, Problem};

use super::{
    meaning::{Goal, goal},
    state::{Event, GUARD_FIELD, Guard},
    view::Wires,
};
use crate::components::*;

/// Another country than the expected one: what would happen, and the two ways on.
pub fn guard_notice(guard: Guard, wires: Wires) -> AnyView {
    let Wires { send, press, .. } = wires;
    let change = html::button()
        .attr("type", "button")
        .attr("class", "wa-button")
        .attr("data-size", "small")
        .attr("data-kind", "primary")
        // The safe way on has the focus, so that Enter never sends.
        .attr("data-field", GUARD_FIELD)
        .on(ev::click, move |_| send.told(Event::NumberWanted))
        .child("Change the number");
    notice(
        Tone::Stop,
        (
            html::p().attr("class", "wa-strong").child(guard.title()),
            html::p().child(guard.reason()),
            html::div().attr("class", "wa-row").child((
                change,
                small_button(ButtonKind::Secondary, guard.agree_label(), move || {
                    send.told(Event::Agreed);
                    press.told(());
                }),
            )),
        ),
    )
}

/// The proxy's refusal. What it found in the step is listed, each with the way to its field.
pub fn refusal(problem: Problem, wires: Wires) -> AnyView {
    let stops: Vec<Finding> = problem.findings.iter().filter(|found| found.is_error()).cloned().collect();
    if stops.is_empty() {
        return problem_notice(&problem);
    }
    let single = stops.len() == 1;
    let rows = stops.into_iter().map(|found| {
        let way = match goal(&found.field) {
            Some(Goal::Step(field)) => {
                let words = if found.field == "to" { "Change the number" } else { "Go to the field" };
                Some(small_button(ButtonKind::Secondary, words, move || wires.go.told(field.clone())))
            }
            Some(Goal::Account) | None => None,
        };
        html::li().attr("class", "wa-stack-tight").attr("data-code", found.code.clone()).child((
            html::p().attr("class", single.then_some("wa-strong")).child(found.text),
            way.map(|way| html::div().child(way)),
        ))
    });
    let lead = (!single)
        .then(|| html::p().attr("class", "wa-strong").child("The proxy stopped the test. Nothing was sent."));
    notice(Tone::Stop, (lead, html::ul().attr("class", "wa-stack-tight").child(rows.collect_view())))
}
