//! The quick-test panel.

use leptos::{html, prelude::*};
use whatsapp_domain::{Finding, QuickTest, Verdict};

use super::{
    result::result_view,
    state::{Event, Reading, State},
};
use crate::{clock, components::*, load::Load};

/// The tester's number, the result and the earlier tests. The surrounding card has the button that sends.
pub fn test_pane(state: Memo<State>, sandbox: Memo<bool>, send: Callback<Event>) -> AnyView {
    let busy = Memo::new(move |_| state.with(|state| state.current.is_loading()));
    let current = Memo::new(move |_| state.with(|state| (state.current.clone(), state.stale)));
    (
        number_field(state, send),
        html::div()
            .attr("aria-live", "polite")
            .attr("class", "wa-stack")
            .attr("data-part", "test-result")
            .child((
                move || {
                    busy.get().then(|| {
                        html::p()
                            .attr("class", "wa-row wa-muted")
                            .child((spinner(), "On its way. The provider has up to 30 seconds to answer."))
                    })
                },
                move || match current.get() {
                    (Load::Failed(problem), _) => problem_notice(&problem),
                    (Load::Ready(test), stale) => result_view(test, stale, state, sandbox.get(), send),
                    (Load::Idle, _) => html::p()
                        .attr("class", "wa-small wa-muted")
                        .child("Sends this step once, filled with the profile below, to one phone.")
                        .into_any(),
                    (Load::Loading, _) => ().into_any(),
                },
            )),
        history(state, send),
    )
        .into_any()
}

fn number_field(state: Memo<State>, send: Callback<Event>) -> AnyView {
    let finding = Memo::new(move |_| {
        state.with(|state| match &state.reading {
            Reading::Refused(rejection) => {
                let found = Finding::error(&rejection.code, "test.to", rejection.text.clone());
                Some(match &rejection.fix {
                    Some(fix) => found.with_fix(format!("Use {fix}"), fix.clone()),
                    None => found,
                })
            }
            _ => None,
        })
    });
    // While a number is being typed it is always too short: speak up once the field is left.
    let left = RwSignal::new(false);
    let visible = Memo::new(move |_| finding.get().filter(|_| left.get()));
    let help = Memo::new(move |_| {
        state.with(|state| match &state.reading {
            Reading::Reaches(reached) if !reached.country.is_empty() => {
                format!("Reaches {} in {}.", reached.international, reached.country)
            }
            Reading::Reaches(reached) => format!("Reaches {}.", reached.international),
            _ => "Left empty, the test goes to the profile's own number.".into(),
        })
    });
    let props = FieldProps {
        path: "test.to".into(),
        label: Signal::stored("Tester's number".into()),
        beside: None,
        help: help.into(),
        optional: true,
        finding: visible.into(),
        fix: Callback::new(move |found: Finding| {
            if let Some(text) = found.fix.as_ref().and_then(|fix| fix.value.as_str()) {
                send.told(Event::ToTyped(text.to_owned()));
            }
        }),
    };
    field(props, |ids| {
        text_input(
            ids,
            TextProps {
                kind: InputKind::Phone,
                value: Signal::derive(move || state.with(|state| state.to.clone())),
                placeholder: "+44 7400 123456".into(),
                mono: false,
                input: Callback::new(move |text| {
                    left.set(false);
                    send.told(Event::ToTyped(text));
                }),
                leave: Callback::new(move |()| left.set(true)),
            },
            None,
        )
    })
}

/// A word and a tone for how a test ended.
pub fn verdict_badge(test: &QuickTest) -> AnyView {
    match test.outcome.verdict {
        Verdict::Accepted => badge("good", "Accepted"),
        Verdict::Refused => badge("stop", "Refused"),
        Verdict::Unclear => badge("look", "Unclear"),
    }
}

fn history(state: Memo<State>, send: Callback<Event>) -> impl IntoView {
    let tests = Memo::new(move |_| state.with(|state| state.history.clone()));
    move || match tests.get() {
        Load::Ready(tests) if !tests.is_empty() => html::details()
            .attr("class", "wa-details")
            .child((
                html::summary().child(format!("Earlier tests ({})", tests.len())),
                html::ul()
                    .attr("class", "wa-history")
                    .child(tests.into_iter().map(|test| earlier(&test, send)).collect_view()),
            ))
            .into_any(),
        Load::Failed(problem) => html::p()
            .attr("class", "wa-small wa-muted")
            .child(format!("Earlier tests can't be shown: {}", problem.text))
            .into_any(),
        _ => ().into_any(),
    }
}

fn earlier(test: &QuickTest, send: Callback<Event>) -> AnyView {
    let id = test.id.clone();
    html::li()
        .child(
            html::button()
                .attr("type", "button")
                .attr("class", "wa-history-row")
                .on(leptos::ev::click, move |_| send.told(Event::Chosen(id.clone())))
                .child((
                    html::span().attr("class", "wa-nowrap").child(clock::time_of_day(&test.created_at)),
                    html::span().attr("class", "wa-grow").child(test.reached.international.clone()),
                    verdict_badge(test),
                )),
        )
        .into_any()
}
