//! The proof by a message: code, link and QR code, and what its arrival proved so far.

use crate::view::{html, prelude::*};
use whatsapp_domain::{RoundTripPart, RoundTripStep, RoundTripVerdict};

use super::{
    qr::qr_view,
    state::{Act, Event, State},
    view::{act_button, copier},
};
use crate::{
    components::*,
    runtime::Store,
    texts::{Id, texts, two_way as say},
};

/// The proof.
pub fn proof(store: Store<State, Event>) -> AnyView {
    let t = texts();
    let there = store.part(|state| state.proof().is_some());
    let proven = store.part(|state| state.proof().is_some_and(|proof| proof.is_proven()));
    let registered = store.part(State::is_registered);
    let label = move || if there.get() { t.get(say::PROVE_AGAIN) } else { t.get(say::PROVE) };
    let button = move || {
        let next = registered.get() && !there.get();
        act_button(store, Act::Prove, if next { ButtonKind::Primary } else { ButtonKind::Secondary }, label)
    };
    html::section()
        .attr("class", "wa-stack-tight")
        .attr("data-part", "two-way-proof")
        .child((
            html::h3().child(t.get(say::PROOF)),
            html::p().attr("class", "wa-help").child(t.get(say::PROOF_HELP)),
            move || there.get().then(|| running(store)),
            move || {
                proven.get().then(|| {
                    html::p()
                        .attr("class", "wa-note wa-strong")
                        .child((disc("good"), html::span().child(t.get(say::PROVEN))))
                })
            },
            html::div().attr("class", "wa-row").child(button),
        ))
        .into_any()
}

fn running(store: Store<State, Event>) -> AnyView {
    let awaits = store.part(State::awaits);
    let steps = store.part(|state| state.proof().map(|proof| proof.steps.clone()).unwrap_or_default());
    html::div()
        .attr("class", "wa-proof")
        .child((
            move || awaits.get().then(|| invitation(store)),
            html::ol()
                .attr("class", "wa-steps wa-grow")
                .attr("aria-live", "polite")
                .child(move || steps.get().iter().map(step_view).collect_view()),
        ))
        .into_any()
}

/// How to write the code: QR code, link, and the code itself.
fn invitation(store: Store<State, Event>) -> AnyView {
    let t = texts();
    let code = store.part(|state| state.proof().map(|proof| proof.code.clone()).unwrap_or_default());
    let link = store.part(|state| state.proof().and_then(|proof| proof.link.clone()));
    let qr = store.part(|state| state.qr.as_ref().map(|(_, code)| code.clone()));
    let expires = store.part(|state| state.proof().map(|proof| proof.expires_at.clone()).unwrap_or_default());
    let sandbox = store.peek(|state| state.account.sandbox);
    html::div()
        .attr("class", "wa-invitation")
        .child((
            move || qr.get().map(|code| qr_view(&code, t.get(say::QR_LABEL))),
            html::div().attr("class", "wa-stack-tight").child((
                html::p().child(move || {
                    if link.with(Option::is_some) { t.get(say::SCAN) } else { t.get(say::NO_NUMBER) }
                }),
                html::p().attr("class", "wa-proof-code").attr("dir", "ltr").child(move || code.get()),
                html::div().attr("class", "wa-row").child((
                    copy_button(t.get(say::COPY), move || code.get_untracked(), copier(store)),
                    move || {
                        link.get().map(|link| {
                            copy_button(t.get(say::COPY_LINK), move || link.clone(), copier(store))
                        })
                    },
                )),
                sandbox.then(|| {
                    html::div().child(act_button(
                        store,
                        Act::Write,
                        ButtonKind::Primary,
                        (icon(Icon::Phone), t.get(say::WRITE)),
                    ))
                }),
                html::p()
                    .attr("class", "wa-help")
                    .child(move || t.say(say::until(t.time_of_day(&expires.get())))),
            )),
        ))
        .into_any()
}

fn step_view(found: &RoundTripStep) -> AnyView {
    let t = texts();
    let tone = match found.verdict {
        RoundTripVerdict::Ok => "good",
        RoundTripVerdict::Warning => "look",
        RoundTripVerdict::Failed => "stop",
        RoundTripVerdict::Waiting | RoundTripVerdict::Skipped => "",
    };
    let time = found
        .at
        .as_deref()
        .map(|at| html::span().attr("class", "wa-small wa-muted wa-nowrap").child(t.time_of_day(at)));
    html::li()
        .attr("data-step", format!("{:?}", found.step).to_lowercase())
        .attr("data-verdict", tone)
        .child((
            disc(tone),
            html::div().attr("class", "wa-grow").child((
                html::p().child((
                    t.get(name(found.step)),
                    html::span()
                        .attr("class", "wa-hidden-visually")
                        .child(format!(": {}", t.get(word(found.verdict)))),
                )),
                (!found.text.is_empty()).then(|| {
                    html::p()
                        .attr("class", "wa-small wa-muted")
                        .attr("dir", "auto")
                        .child(with_numbers(t.told(&found.text, found.said.as_deref())))
                }),
            )),
            time,
        ))
        .into_any()
}

fn name(part: RoundTripPart) -> Id {
    match part {
        RoundTripPart::Address => say::STEP_ADDRESS,
        RoundTripPart::Signature => say::STEP_SIGNATURE,
        RoundTripPart::Sender => say::STEP_SENDER,
        RoundTripPart::Customer => say::STEP_CUSTOMER,
    }
}

fn word(verdict: RoundTripVerdict) -> Id {
    match verdict {
        RoundTripVerdict::Waiting => say::VERDICT_WAITING,
        RoundTripVerdict::Ok => say::VERDICT_OK,
        RoundTripVerdict::Warning => say::VERDICT_WARNING,
        RoundTripVerdict::Failed => say::VERDICT_FAILED,
        RoundTripVerdict::Skipped => say::VERDICT_SKIPPED,
    }
}
