//! The connection check: steps with their own verdict, and no message sent.

use leptos::{html, prelude::*};
use whatsapp_domain::{CheckReport, CheckStep, StepVerdict};

use super::state::{Event, State};
use crate::{components::*, load::Load, runtime::Store};

/// The card beside the form.
pub fn check_pane(store: Store<State, Event>) -> AnyView {
    let running = store.part(|state| state.check.report.is_loading());
    let pane = store.part(|state| state.check.clone());
    let label = move || {
        let pane = pane.get();
        if pane.report.ready().is_some() || pane.report.problem().is_some() {
            "Check again"
        } else {
            "Check connection"
        }
    };
    card((
        html::div().attr("class", "wa-card-head").child((
            html::h2().child("Connection"),
            button(ButtonKind::Secondary, label, running.into(), move || store.send(Event::CheckPressed)),
        )),
        html::div().attr("class", "wa-card-body").attr("aria-live", "polite").child(move || {
            let pane = pane.get();
            match pane.report {
                Load::Idle => html::p()
                    .attr("class", "wa-muted")
                    .child("Finds out whether the address, the key and the sender work together. It never sends a message.")
                    .into_any(),
                Load::Loading => html::p().attr("class", "wa-muted").child("Asking the provider. No message is sent.").into_any(),
                Load::Failed(problem) => problem_notice(&problem),
                Load::Ready(report) => steps(&report, pane.stale),
            }
        }),
    ))
}

fn steps(report: &CheckReport, stale: bool) -> AnyView {
    let when = crate::clock::time_of_day(&report.checked_at);
    html::div()
        .attr("class", "wa-stack")
        .child((
            stale.then(|| {
                notice(
                    Tone::Look,
                    html::p().child("You changed something since this check. Check again to be sure."),
                )
            }),
            html::ol().attr("class", "wa-steps").child(report.steps.iter().map(step).collect_view()),
            html::p()
                .attr("class", "wa-small wa-muted")
                .child(format!("No message was sent. Checked at {when}.")),
        ))
        .into_any()
}

fn step(step: &CheckStep) -> AnyView {
    let (tone, word) = match step.verdict {
        StepVerdict::Ok => ("good", "works"),
        StepVerdict::Warning => ("look", "look at this"),
        StepVerdict::Failed => ("stop", "does not work"),
        StepVerdict::Skipped => ("", "not tried"),
    };
    let took = step
        .duration_ms
        .map(|ms| html::span().attr("class", "wa-small wa-muted wa-nowrap").child(format!("{ms} ms")));
    let text = (!step.text.is_empty())
        .then(|| html::p().attr("class", "wa-small wa-muted").child(step.text.clone()));
    let answer = step.answer.as_ref().filter(|_| step.verdict == StepVerdict::Failed).map(|answer| {
        html::details().attr("class", "wa-details wa-small").child((
            html::summary().child("The provider's answer"),
            html::pre()
                .attr("class", "wa-code")
                .attr("tabindex", "0")
                .child(format!("HTTP {}\n{}", answer.status, answer.body)),
        ))
    });
    html::li()
        .attr("data-step", step.id.clone())
        .attr("data-verdict", tone)
        .child((
            disc(tone),
            html::div().attr("class", "wa-grow").child((
                html::p().child((
                    step.title.clone(),
                    html::span().attr("class", "wa-hidden-visually").child(format!(": {word}")),
                )),
                text,
                answer,
            )),
            took,
        ))
        .into_any()
}
