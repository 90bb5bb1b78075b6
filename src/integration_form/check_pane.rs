//! The connection check: steps with their own verdict, and no message sent.

use crate::view::{html, prelude::*};
use whatsapp_domain::{CheckReport, CheckStep, StepVerdict};

use super::state::{Event, State};
use crate::{
    components::*,
    load::Load,
    runtime::Store,
    texts::{Id, integration_form as say, texts},
};

/// The card beside the form.
pub fn check_pane(store: Store<State, Event>) -> AnyView {
    let t = texts();
    let running = store.part(|state| state.check.report.is_loading());
    let pane = store.part(|state| state.check.clone());
    let label = move || {
        let pane = pane.get();
        if pane.report.ready().is_some() || pane.report.problem().is_some() {
            t.get(say::CHECK_AGAIN)
        } else {
            t.get(say::CHECK)
        }
    };
    // Without its keys a new one can't be checked.
    let key_needed = store.part(|state| state.id.is_none());
    card((
        html::div().attr("class", "wa-card-head").child((
            html::h2().child(t.get(say::CONNECTION)),
            html::span()
                .attr("class", "wa-needs")
                .attr("data-needs", move || if key_needed.get() { "test secrets" } else { "test" })
                .child(button(ButtonKind::Secondary, label, running.into(), move || {
                    store.send(Event::CheckPressed)
                })),
        )),
        html::div().attr("class", "wa-card-body").attr("aria-live", "polite").child(move || {
            let pane = pane.get();
            match pane.report {
                Load::Idle => html::p().attr("class", "wa-muted").child(t.get(say::CHECK_ABOUT)).into_any(),
                Load::Loading => html::p().attr("class", "wa-muted").child(t.get(say::CHECKING)).into_any(),
                Load::Failed(problem) => problem_notice(&problem),
                Load::Ready(report) => steps(&report, pane.stale),
            }
        }),
    ))
}

fn steps(report: &CheckReport, stale: bool) -> AnyView {
    let t = texts();
    let when = t.time_of_day(&report.checked_at);
    html::div()
        .attr("class", "wa-stack")
        .child((
            stale.then(|| notice(Tone::Look, html::p().child(t.get(say::CHECK_STALE)))),
            html::ol().attr("class", "wa-steps").child(report.steps.iter().map(step).collect_view()),
            html::p().attr("class", "wa-small wa-muted").child(t.say(say::checked_at(when))),
        ))
        .into_any()
}

/// What a step is called; one that is new to the page calls itself.
fn title(step: &CheckStep) -> Option<Id> {
    Some(match (step.id.as_str(), step.verdict) {
        ("address", _) => say::STEP_ADDRESS,
        ("reach", _) => say::STEP_REACH,
        ("key", StepVerdict::Ok) => say::STEP_KEY_ACCEPTED,
        ("key", StepVerdict::Failed) => say::STEP_KEY_REFUSED,
        ("key", _) => say::STEP_KEY,
        ("scope", _) => say::STEP_SCOPE,
        ("app", StepVerdict::Ok) => say::STEP_APP_FOUND,
        ("app", _) => say::STEP_APP,
        ("sender", _) => say::STEP_SENDER,
        _ => return None,
    })
}

fn step(step: &CheckStep) -> AnyView {
    let t = texts();
    let (tone, word) = match step.verdict {
        StepVerdict::Ok => ("good", t.get(say::VERDICT_OK)),
        StepVerdict::Warning => ("look", t.get(say::VERDICT_WARNING)),
        StepVerdict::Failed => ("stop", t.get(say::VERDICT_FAILED)),
        StepVerdict::Skipped => ("", t.get(say::VERDICT_SKIPPED)),
    };
    let took = step.duration_ms.map(|ms| {
        html::span().attr("class", "wa-small wa-muted wa-nowrap").child(t.say(say::milliseconds(ms)))
    });
    let text = (!step.text.is_empty()).then(|| {
        html::p()
            .attr("class", "wa-small wa-muted")
            .attr("dir", "auto")
            .child(with_numbers(t.told(&step.text, step.said.as_deref())))
    });
    let answer = step.answer.as_ref().filter(|_| step.verdict == StepVerdict::Failed).map(|answer| {
        html::details().attr("class", "wa-details wa-small").child((
            html::summary().child(t.get(say::ANSWER)),
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
                    title(step).map_or_else(|| t.told(&step.title, None), |title| t.get(title).to_owned()),
                    html::span().attr("class", "wa-hidden-visually").child(format!(": {word}")),
                )),
                text,
                answer,
            )),
            took,
        ))
        .into_any()
}
