//! The look at a media file on the page: a button under the address, and one line about what was seen.

use crate::view::{html, prelude::*};
use whatsapp_domain::{Finding, MediaProbe};

use super::state::{Event, State, Target, summary, update};
use crate::{
    components::*,
    load::Load,
    runtime::Store,
    texts::{media_probe as say, texts},
};

/// What the look needs.
pub struct ProbeProps {
    /// What to look at; none while the address is empty or can't be filled.
    pub target: Signal<Option<Target>>,
    /// Applies a finding's repair, which is always another kind; none where the kind is fixed.
    pub fix: Option<Callback<Finding>>,
}

/// Draws the button and what was seen.
pub fn media_probe(props: ProbeProps) -> AnyView {
    let t = texts();
    let ProbeProps { target, fix } = props;
    let store = Store::new(State::default(), update);
    Effect::new(move |_| store.send(Event::Aimed(target.get())));
    let busy = store.part(|state| state.seen.is_loading() && !state.is_stale());
    let none = store.part(|state| state.target.is_none());
    let label = store.part(|state| match (&state.seen, state.is_stale()) {
        (Load::Idle, _) => say::CHECK,
        (Load::Loading, false) => say::CHECKING,
        _ => say::CHECK_AGAIN,
    });
    let blocked = Signal::derive(move || busy.get() || none.get());
    let press = html::button()
        .attr("type", "button")
        .attr("class", "wa-button")
        .attr("data-size", "small")
        .attr("data-kind", "secondary")
        .attr("data-part", "probe")
        .attr("data-needs", "test")
        .attr("aria-disabled", move || blocked.get().then_some("true"))
        .attr("title", move || none.get().then_some(t.get(say::NO_ADDRESS)))
        .on(crate::view::ev::click, move |_| store.send(Event::Pressed))
        .child((move || busy.get().then(spinner), move || t.get(label.get())));
    let seen = store.part(|state| (state.seen.clone(), state.asked.clone(), state.is_stale()));
    html::div()
        .attr("class", "wa-probe")
        .child((
            press,
            html::div().attr("class", "wa-probe-seen").attr("role", "status").child(move || {
                let (seen, asked, stale) = seen.get();
                match seen {
                    Load::Idle | Load::Loading => None,
                    Load::Failed(problem) => Some(
                        html::p()
                            .attr("class", "wa-finding")
                            .attr("data-severity", "error")
                            .child(texts().problem(&problem))
                            .into_any(),
                    ),
                    Load::Ready(probe) => Some(told(&probe, asked, stale, fix)),
                }
            }),
        ))
        .into_any()
}

fn told(probe: &MediaProbe, asked: Option<Target>, stale: bool, fix: Option<Callback<Finding>>) -> AnyView {
    let t = texts();
    let (tone, parts) = summary(probe);
    let text = parts.into_iter().map(|part| t.say(part)).collect::<Vec<_>>().join(" · ");
    let whom = asked.map(|asked| asked.profile).filter(|profile| !profile.is_empty());
    let beside = match (stale, whom) {
        (true, _) => Some(t.get(say::BEFORE_CHANGE).to_owned()),
        (false, whom) => whom.map(|whom| t.say(say::for_profile(whom))),
    };
    let expires = probe
        .expires_at
        .clone()
        .filter(|_| !probe.findings.iter().any(|found| found.code.starts_with("media-link-")));
    (
        html::p().attr("class", "wa-row wa-small").attr("data-stale", stale.then_some("")).child((
            // What is no longer so is no longer good or bad.
            badge(if stale { "" } else { tone }, text),
            beside.map(|beside| html::span().attr("class", "wa-muted").child(beside)),
        )),
        (!stale).then(|| {
            (
                expires.map(|at| {
                    html::p().attr("class", "wa-help").child(t.say(say::lasts_until(t.day_and_time(&at))))
                }),
                probe.findings.iter().map(|found| line(found.clone(), fix)).collect_view(),
            )
        }),
    )
        .into_any()
}

fn line(found: Finding, fix: Option<Callback<Finding>>) -> AnyView {
    let t = texts();
    let repair = fix.zip(found.fix.clone()).map(|(fix, repair)| {
        let found = found.clone();
        edits(small_button(ButtonKind::Secondary, t.repair(&repair), move || fix.told(found.clone())))
    });
    html::div()
        .attr("class", "wa-finding")
        .attr("data-severity", if found.is_error() { "error" } else { "warning" })
        .attr("data-code", found.code.clone())
        .child((html::span().child(t.finding(&found)), repair))
        .into_any()
}
