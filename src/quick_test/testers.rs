//! Saved testers: to pick from, to add to, to take from.

use crate::view::{ev, html, prelude::*};
use whatsapp_domain::{Finding, Reached};

use super::state::{Event, State, Tester, tester_field};
use crate::{
    components::*,
    runtime::Part,
    texts::{Arg, Text, quick_test as say, texts, words},
};

/// Draws the list and what belongs to it.
pub fn testers(state: Part<State>, send: Callback<Event>) -> AnyView {
    let t = texts();
    let items = Memo::new(move || state.with(|state| state.testers.items.clone()));
    let offered = Memo::new(move || {
        state.with(|state| state.can_be_saved().is_some() && state.testers.naming.is_none())
    });
    let naming = Memo::new(move || state.with(|state| state.testers.naming.is_some()));
    let removed = Memo::new(move || state.with(|state| state.testers.removed.clone()));
    (
        move || {
            offered.get().then(|| {
                html::div().child(small_button(
                    ButtonKind::Secondary,
                    (icon(Icon::Plus), t.get(say::SAVE_TESTER)),
                    move || send.told(Event::NamingStarted),
                ))
            })
        },
        move || naming.get().then(|| name_form(state, send)),
        move || {
            let items = items.get();
            (!items.is_empty()).then(|| {
                html::ul().attr("class", "wa-testers").attr("aria-label", t.get(say::SAVED_TESTERS)).child((
                    own(state, send),
                    items.into_iter().map(|item| row(item, state, send)).collect_view(),
                ))
            })
        },
        html::div().attr("role", "status").child(move || {
            removed.get().map(|tester| {
                html::p().attr("class", "wa-row wa-small").child((
                    html::span().attr("class", "wa-muted").child(t.say(say::removed_named(&tester.name))),
                    html::button()
                        .attr("type", "button")
                        .attr("class", "wa-link")
                        .attr("data-field", "test.back")
                        .on(ev::click, move |_| send.told(Event::TesterBack))
                        .child(t.get(words::UNDO)),
                ))
            })
        }),
    )
        .into_any()
}

/// The profile's own number, as one more to pick from.
fn own(state: Part<State>, send: Callback<Event>) -> AnyView {
    let t = texts();
    let chosen = Memo::new(move || state.with(|state| state.to.trim().is_empty()));
    let reached = Memo::new(move || state.with(|state| state.step.reached.clone()));
    let about = move || match reached.get() {
        Some(reached) => t.say(place(&reached)),
        None => t.get(say::NOT_KNOWN).to_owned(),
    };
    html::li()
        .attr("data-chosen", move || chosen.get().then_some(""))
        .child(choice("test.own".into(), t.get(say::OWN_NUMBER).into(), about, chosen, move || {
            send.told(Event::TesterPicked(None));
        }))
        .into_any()
}

fn row(tester: Tester, state: Part<State>, send: Callback<Event>) -> AnyView {
    let t = texts();
    let Tester { name, reached } = tester;
    let number = reached.e164.clone();
    let chosen = {
        let number = number.clone();
        Memo::new(move || {
            state.with(|state| {
                state.reached().is_some_and(|reached| reached.e164 == number) && !state.to.trim().is_empty()
            })
        })
    };
    let picked = number.clone();
    let removed = number.clone();
    let about = move || t.say(place(&reached));
    html::li()
        .attr("data-chosen", move || chosen.get().then_some(""))
        .child((
            choice(tester_field(&number), name.clone(), about, chosen, move || {
                send.told(Event::TesterPicked(Some(picked.clone())));
            }),
            html::button()
                .attr("type", "button")
                .attr("class", "wa-chip-remove")
                .attr("aria-label", t.say(say::remove_named(&name)))
                .attr("title", t.get(words::REMOVE))
                .on(ev::click, move |_| send.told(Event::TesterRemoved(removed.clone())))
                .child(icon(Icon::Trash)),
        ))
        .into_any()
}

fn choice(
    field: String,
    name: String,
    about: impl Fn() -> String + Send + 'static,
    chosen: Memo<bool>,
    press: impl Fn() + 'static,
) -> AnyView {
    html::button()
        .attr("type", "button")
        .attr("class", "wa-tester")
        .attr("data-field", field)
        .attr("aria-pressed", move || if chosen.get() { "true" } else { "false" })
        .on(ev::click, move |_| press())
        .child((
            html::span().attr("class", "wa-tester-name").child(name),
            html::span().attr("class", "wa-tester-place").child(move || with_numbers(about())),
        ))
        .into_any()
}

fn place(reached: &Reached) -> Text {
    if reached.country.is_empty() {
        Text::words(&reached.international)
    } else {
        say::number_dot_country(&reached.international, Arg::country(reached))
    }
}

/// A form, so that Enter saves.
fn name_form(state: Part<State>, send: Callback<Event>) -> AnyView {
    let t = texts();
    let name = Memo::new(move || {
        state
            .with(|state| state.testers.naming.as_ref().map(|naming| naming.name.clone()).unwrap_or_default())
    });
    let finding = Memo::new(move || {
        let problem = state.with(|state| state.testers.naming.as_ref()?.problem.clone())?;
        Some(Finding::error("tester-name", "test.name", t.say(problem)))
    });
    let props = FieldProps {
        path: "test.name".into(),
        label: Signal::stored(t.get(say::TESTER_NAME).into()),
        beside: None,
        help: Signal::stored(String::new()),
        optional: false,
        finding: finding.into(),
        fix: Callback::new(|_| ()),
    };
    let input = field(props, |ids| {
        own_input(
            ids,
            TextProps {
                kind: InputKind::Text,
                value: name.into(),
                placeholder: t.get(say::MY_PHONE).into(),
                mono: false,
                input: Callback::new(move |text| send.told(Event::Named(text))),
                leave: Callback::new(|()| ()),
            },
            None,
        )
    });
    html::form()
        .attr("class", "wa-tester-form")
        .on(ev::submit, move |event| {
            event.prevent_default();
            send.told(Event::NamingDone);
        })
        .on(ev::keydown, move |event| {
            if event.key() == "Escape" {
                event.stop_propagation();
                send.told(Event::NamingDropped);
            }
        })
        .child((
            input,
            html::div().attr("class", "wa-row").child((
                html::button()
                    .attr("type", "submit")
                    .attr("class", "wa-button")
                    .attr("data-size", "small")
                    .attr("data-kind", "secondary")
                    .child(t.get(words::SAVE)),
                small_button(ButtonKind::Plain, t.get(words::CANCEL), move || {
                    send.told(Event::NamingDropped)
                }),
            )),
        ))
        .into_any()
}
