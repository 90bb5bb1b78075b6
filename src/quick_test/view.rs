//! The quick-test panel.

use crate::view::{html, prelude::*};
use whatsapp_domain::{DeliveryStatus, QuickTest, Verdict};

use super::{
    history::history,
    number::number_field,
    result::result_view,
    state::{Event, State},
    stopped::{guard_notice, refusal},
    testers::testers,
    way::{name, status},
};
use crate::{
    components::*,
    load::Load,
    runtime::Part,
    texts::{quick_test as say, texts, words},
};

/// What the panel needs from the editor around it.
#[derive(Clone, Copy)]
pub struct Wires {
    /// The panel's state.
    pub state: Part<State>,
    /// Does the chosen account lead into the sandbox?
    pub sandbox: Part<bool>,
    /// Are messages of the chosen account followed?
    pub followed: Part<bool>,
    /// Makes a template message of the step.
    pub template: Callback<()>,
    /// Takes the panel's events.
    pub send: Callback<Event>,
    /// Leads to a field of the step, by its finding path.
    pub go: Callback<String>,
    /// Presses "Send test".
    pub press: Callback<()>,
}

/// The tester's number, the result and the earlier tests. The surrounding card has the button that sends.
pub fn test_pane(wires: Wires) -> AnyView {
    let t = texts();
    let Wires { state, send, .. } = wires;
    let busy = Memo::new(move || state.with(|state| state.current.is_loading()));
    let current = Memo::new(move || state.with(|state| state.current.clone()));
    let guard = Memo::new(move || state.with(|state| state.guard.clone()));
    (
        html::div().attr("class", "wa-stack-tight").child((number_field(state, send), testers(state, send))),
        html::div()
            .attr("data-part", "test-guard")
            .child(move || guard.get().map(|guard| guard_notice(guard, wires))),
        html::div()
            .attr("aria-live", "polite")
            .attr("class", "wa-stack")
            .attr("data-part", "test-result")
            .child((
                move || {
                    busy.get().then(|| {
                        html::p().attr("class", "wa-row wa-muted").child((spinner(), t.get(say::ON_ITS_WAY)))
                    })
                },
                move || match current.get() {
                    Load::Failed(problem) => refusal(problem, wires),
                    Load::Ready(test) => result_view(test, wires),
                    Load::Idle => {
                        html::p().attr("class", "wa-small wa-muted").child(t.get(say::ABOUT)).into_any()
                    }
                    Load::Loading => ().into_any(),
                },
            )),
        history(state, send),
    )
        .into_any()
}

/// A word and a tone for how a test ended. Taken over is not arrived, so it is never the colour of success.
pub fn verdict_badge(test: &QuickTest) -> AnyView {
    let t = texts();
    if let Some(status) = status(test) {
        let tone = match status {
            DeliveryStatus::Accepted | DeliveryStatus::Sent => "info",
            DeliveryStatus::Delivered | DeliveryStatus::Read => "good",
            DeliveryStatus::Failed => "stop",
        };
        return badge(tone, t.get(name(status)));
    }
    match test.outcome.verdict {
        Verdict::Accepted => badge("info", t.get(words::ACCEPTED)),
        Verdict::Refused => badge("stop", t.get(say::REFUSED)),
        Verdict::Unclear => badge("look", t.get(say::UNCLEAR)),
    }
}
