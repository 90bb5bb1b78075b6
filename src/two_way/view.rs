//! The panel on the page.

use crate::view::{html, prelude::*};
use whatsapp_domain::Reachable;

use super::{
    proof::proof,
    registration::registration,
    state::{Account, Act, Event, State, field_of, update},
};
use crate::{
    components::*,
    load::Load,
    runtime::Store,
    texts::{texts, two_way as say, words},
};

/// Callback URL, registration and proof of a saved account.
pub fn connection(account: Account) -> AnyView {
    let t = texts();
    let store = Store::new(State::default(), update);
    store.send(Event::Opened(account));
    let stage = store.part(|state| match &state.told {
        Load::Ready(_) => Ok(()),
        Load::Failed(problem) => Err(Some(problem.clone())),
        _ => Err(None),
    });
    let problem = store.part(|state| state.problem.clone());
    (move || match stage.get() {
        Ok(()) => html::div()
            .attr("class", "wa-connection")
            .child((
                move || problem.get().map(|problem| problem_notice(&problem)),
                callback(store),
                registration(store),
                proof(store),
            ))
            .into_any(),
        Err(None) => html::p()
            .attr("class", "wa-muted wa-row")
            .attr("role", "status")
            .child((spinner(), t.get(say::LOADING)))
            .into_any(),
        Err(Some(problem)) => html::div()
            .attr("class", "wa-stack-tight")
            .child((
                problem_notice(&problem),
                html::div().child(small_button(ButtonKind::Secondary, t.get(words::TRY_AGAIN), move || {
                    store.send(Event::Opened(store.peek(|state| state.account.clone())))
                })),
            ))
            .into_any(),
    })
    .into_any()
}

/// Is this being done?
pub(super) fn doing(store: Store<State, Event>, act: Act) -> Signal<bool> {
    store.part(move |state| state.doing == Some(act)).into()
}

/// The rights without which the proxy refuses it. What changes what is set up is not for who may only look.
fn right_of(act: Act) -> &'static str {
    match act {
        Act::Register | Act::Remove => "edit",
        Act::Rotate => "edit secrets",
        Act::Prove | Act::Write => "test",
    }
}

/// A button that starts something, where the focus comes back to when it is not done after all.
pub(super) fn act_button(
    store: Store<State, Event>,
    act: Act,
    kind: ButtonKind,
    content: impl IntoView + 'static,
) -> AnyView {
    let busy = doing(store, act);
    html::button()
        .attr("type", "button")
        .attr("class", "wa-button")
        .attr(
            "data-kind",
            match kind {
                ButtonKind::Primary => "primary",
                ButtonKind::Danger => "danger",
                _ => "secondary",
            },
        )
        .attr("data-size", "small")
        .attr("data-field", field_of(act))
        .attr("data-needs", right_of(act))
        .attr("aria-disabled", move || busy.get().then_some("true"))
        .on(crate::view::ev::click, move |_| store.send(Event::Pressed(act)))
        .child((move || busy.get().then(spinner), content.into_any()))
        .into_any()
}

/// Asks before something is done, in place: what would happen, yes and no.
pub(super) fn question(
    store: Store<State, Event>,
    act: Act,
    title: &'static str,
    tells: impl Fn() -> String + Send + 'static,
    yes: &'static str,
) -> impl IntoView {
    let t = texts();
    let asked = store.part(move |state| state.asking == Some(act));
    move || {
        asked.get().then(|| {
            notice(
                Tone::Look,
                (
                    (!title.is_empty()).then(|| html::p().attr("class", "wa-strong").child(title)),
                    html::p().child(tells()),
                    html::div().attr("class", "wa-row").child((
                        html::button()
                            .attr("type", "button")
                            .attr("class", "wa-button")
                            .attr("data-size", "small")
                            .attr("data-kind", "secondary")
                            // The safe way on has the focus, so that Enter takes nothing away.
                            .attr("data-field", "two-way.agree")
                            .on(crate::view::ev::click, move |_| store.send(Event::Dropped))
                            .child(t.get(say::KEEP)),
                        small_button(ButtonKind::Danger, yes, move || store.send(Event::Agreed)),
                    )),
                ),
            )
        })
    }
}

pub(super) fn copier(store: Store<State, Event>) -> Callback<String> {
    Callback::new(move |text| store.send(Event::Copy(text)))
}

fn callback(store: Store<State, Event>) -> AnyView {
    let t = texts();
    let url =
        store.part(|state| state.told.ready().map(|told| told.callback_url.clone()).unwrap_or_default());
    let reachable = store.part(|state| state.told.ready().map(|told| told.reachable));
    let old = store.part(|state| state.told.ready().and_then(|told| told.old_token_until.clone()));
    let last = store.part(|state| state.told.ready().and_then(|told| told.last_inbound_at.clone()));
    let line = |text: String| html::p().attr("class", "wa-help").child(text);
    html::section()
        .attr("class", "wa-stack-tight")
        .child((
            html::label().attr("class", "wa-label").attr("for", "wa-callback").child(t.get(say::CALLBACK)),
            html::div().attr("class", "wa-input").attr("data-mono", "").child(
                html::input()
                    .attr("type", "text")
                    .attr("readonly", "")
                    .attr("dir", "ltr")
                    .attr("id", "wa-callback")
                    .attr("data-field", "two-way.callback")
                    .attr("aria-describedby", "wa-callback-help")
                    .prop("value", move || url.get()),
            ),
            html::p()
                .attr("class", "wa-help")
                .attr("id", "wa-callback-help")
                .child(t.get(say::CALLBACK_HELP)),
            html::div().attr("class", "wa-row").child((
                copy_button(t.get(say::COPY), move || url.get_untracked(), copier(store)),
                act_button(
                    store,
                    Act::Rotate,
                    ButtonKind::Secondary,
                    (icon(Icon::Refresh), t.get(say::ROTATE)),
                ),
            )),
            question(
                store,
                Act::Rotate,
                t.get(say::ROTATE_ASK),
                move || t.get(say::ROTATE_TELLS).to_owned(),
                t.get(say::ROTATE_YES),
            ),
            move || old.get().map(|time| line(t.say(say::old_until(t.day_and_time(&time))))),
            move || match reachable.get() {
                Some(Reachable::Unknown) => {
                    Some(notice(Tone::Look, html::p().child(t.get(say::UNREACHABLE))))
                }
                Some(Reachable::Local) => Some(line(t.get(say::LOCAL).into()).into_any()),
                _ => None,
            },
            move || last.get().map(|time| line(t.say(say::last_inbound(t.day_and_time(&time))))),
        ))
        .into_any()
}
