//! What the provider has registered, and how to change it: with one press, else by hand.

use crate::view::{html, prelude::*};
use whatsapp_domain::{ManualStep, Registration, RegistrationState};

use super::{
    state::{Act, Event, State},
    view::{act_button, copier, doing, question},
};
use crate::{
    components::*,
    runtime::Store,
    texts::{texts, two_way as say},
};

/// The registration.
pub fn registration(store: Store<State, Event>) -> AnyView {
    let t = texts();
    let known = store.part(|state| state.told.ready().and_then(|told| told.registration.clone()));
    let registered = store.part(State::is_registered);
    let others = store.part(State::taken_by_others);
    let manual =
        store.part(|state| state.told.ready().map(|told| told.manual_steps.clone()).unwrap_or_default());
    let stopped = store.part(|state| {
        let known = state.told.ready().and_then(|told| told.registration.as_ref());
        known.is_some_and(|known| known.problem.is_some())
    });
    let provider = store.peek(|state| state.account.name.clone());
    let name = StoredValue::new(provider.clone());
    let busy = doing(store, Act::Register);
    let removing = doing(store, Act::Remove);
    let status = move || {
        known.with(|known| {
            let state = known.as_ref().map(|known| known.state);
            match state {
                Some(RegistrationState::Registered) => badge("good", t.get(say::REGISTERED)),
                Some(RegistrationState::Other) if registered.get() => badge("look", t.get(say::ALSO_OTHER)),
                Some(RegistrationState::Other) => badge("look", t.get(say::OTHER_TARGET)),
                Some(RegistrationState::Unknown) => badge("look", t.get(say::NOT_TOLD)),
                Some(RegistrationState::NotRegistered) | None => badge("", t.get(say::NOT_REGISTERED)),
            }
        })
    };
    let label = move || {
        if registered.get() {
            t.get(say::REGISTER_AGAIN).to_owned()
        } else {
            t.say(say::register_with(name.get_value()))
        }
    };
    let main = move || {
        // One accent on the card: what comes next.
        let kind = if registered.get() { ButtonKind::Secondary } else { ButtonKind::Primary };
        act_button(store, Act::Register, kind, label)
    };
    html::section()
        .attr("class", "wa-stack-tight")
        .attr("data-part", "registration")
        .child((
            html::div().attr("class", "wa-spread").child((
                html::h3().child(t.get(say::REGISTRATION)),
                html::span().attr("role", "status").child(status),
            )),
            move || {
                (busy.get() || removing.get()).then(|| {
                    html::p()
                        .attr("class", "wa-muted wa-row")
                        .attr("role", "status")
                        .child(t.say(say::asking(name.get_value())))
                })
            },
            move || {
                let others = others.get();
                (!others.is_empty()).then(|| {
                    let list = others
                        .into_iter()
                        .map(|url| html::li().child(html::code().attr("dir", "ltr").child(url)));
                    notice(
                        Tone::Look,
                        (
                            html::p().child(t.say(if registered.get() {
                                say::others_too(name.get_value())
                            } else {
                                say::others_only(name.get_value())
                            })),
                            html::ul().attr("class", "wa-small wa-targets").child(list.collect_view()),
                        ),
                    )
                })
            },
            move || known.get().map(|known| read_back_view(&known, &name.get_value())),
            html::div().attr("class", "wa-row").child((main, move || {
                registered.get().then(|| {
                    act_button(
                        store,
                        Act::Remove,
                        ButtonKind::Danger,
                        (icon(Icon::Trash), t.get(say::REMOVE)),
                    )
                })
            })),
            question(
                store,
                Act::Remove,
                "",
                move || t.say(say::remove_ask(name.get_value())),
                t.get(say::REMOVE_YES),
            ),
            move || {
                let steps = manual.get();
                (!steps.is_empty()).then(|| {
                    html::details()
                        .attr("class", "wa-details wa-small")
                        .attr("data-part", "manual-steps")
                        // Where one press did not do, this is the way: it needs no second press.
                        .attr("open", stopped.get().then_some(""))
                        .child((
                            html::summary().child(t.get(say::BY_HAND)),
                            html::ol()
                                .attr("class", "wa-manual")
                                .child(steps.into_iter().map(|step| manual_step(step, store)).collect_view()),
                        ))
                })
            },
        ))
        .into_any()
}

fn read_back_view(known: &Registration, provider: &str) -> AnyView {
    let t = texts();
    // A provider may take several registrations for what is one to people.
    let mut events: Vec<String> = Vec::new();
    let own = || known.targets.iter().filter(|target| target.own);
    for event in own().flat_map(|target| &target.events) {
        if !events.contains(event) {
            events.push(event.clone());
        }
    }
    let is_own = own().next().is_some();
    (
        known.problem.as_ref().map(problem_notice),
        is_own.then(|| own_target(events)),
        html::p()
            .attr("class", "wa-help")
            .child(t.say(say::read_back(provider, t.time_of_day(&known.checked_at)))),
    )
        .into_any()
}

fn manual_step(step: ManualStep, store: Store<State, Event>) -> AnyView {
    let t = texts();
    let words = t.told(&step.text, step.said.as_deref());
    let value = step.value.map(|value| {
        let copied = value.clone();
        html::div().attr("class", "wa-row").child((
            html::code().attr("class", "wa-manual-value").attr("dir", "ltr").child(value),
            copy_button(t.get(say::COPY), move || copied.clone(), copier(store)),
        ))
    });
    html::li().child((html::p().attr("dir", "auto").child(words), value)).into_any()
}

/// What the provider sends here, in its own words.
fn own_target(events: Vec<String>) -> AnyView {
    let words = events
        .into_iter()
        .map(|event| html::code().attr("class", "wa-badge").attr("dir", "ltr").child(event));
    html::p()
        .attr("class", "wa-row wa-small wa-targets-own")
        .child((disc("good"), texts().get(say::OWN), words.collect_view()))
        .into_any()
}
