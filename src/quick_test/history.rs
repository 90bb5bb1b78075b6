//! Earlier tests of the account, and which of them tested the step as it stands.

use crate::view::{ev, html, prelude::*};
use whatsapp_domain::QuickTest;

use super::{
    state::{Event, State},
    view::verdict_badge,
};
use crate::{
    runtime::Part,
    shared::Shared,
    texts::{quick_test as say, texts},
};

/// Draws them. The list stays open while tests are added to it.
pub fn history(state: Part<State>, send: Callback<Event>) -> impl IntoView {
    let t = texts();
    let tests = Memo::new(move || {
        state.with(|state| state.history.ready().map(|tests| tests.to_vec()).unwrap_or_default())
    });
    let problem = Memo::new(move || state.with(|state| state.history.problem().cloned()));
    let some = Memo::new(move || tests.with(|tests| !tests.is_empty()));
    (
        move || {
            some.get().then(|| {
                html::details().attr("class", "wa-details").child((
                    html::summary().child(move || t.say(say::earlier_tests(tests.with(Vec::len)))),
                    html::ul().attr("class", "wa-history").child(move || {
                        tests.get().into_iter().map(|test| earlier(test, state, send)).collect_view()
                    }),
                ))
            })
        },
        move || {
            problem.get().map(|problem| {
                html::p().attr("class", "wa-small wa-muted").child(t.say(say::cant_show(problem.told())))
            })
        },
    )
}

fn earlier(test: Shared<QuickTest>, state: Part<State>, send: Callback<Event>) -> AnyView {
    let t = texts();
    let id = test.id.clone();
    let time = t.time_of_day(&test.created_at);
    let number = test.reached.international.clone();
    let verdict = verdict_badge(&test);
    let version = Memo::new(move || state.with(|state| state.is_this_version(&test)));
    html::li()
        .child(
            html::button()
                .attr("type", "button")
                .attr("class", "wa-history-row")
                .on(ev::click, move |_| send.told(Event::Chosen(id.clone())))
                .child((
                    html::span().attr("class", "wa-nowrap").child(time),
                    html::span().attr("class", "wa-grow").child((
                        crate::components::number(number),
                        " ",
                        html::span().attr("class", "wa-history-version").child(move || {
                            version.get().map(|this| {
                                t.get(if this { say::THIS_VERSION } else { say::ANOTHER_VERSION })
                            })
                        }),
                    )),
                    verdict,
                )),
        )
        .into_any()
}
