//! The form as it stands on the page.

use crate::view::{html, prelude::*};
use whatsapp_domain::{AddressPolicy, Finding, integration::INTEGRATION_VERSION};
use whatsapp_providers::SCHEMAS;

use super::{
    check_pane::check_pane,
    provider_fields::provider_fields,
    state::{Event, State, draft_key, update},
    two_way_card::two_way_card,
};
use crate::{
    components::*,
    load::Load,
    route::Route,
    runtime::{Services, Store},
    texts::{elements, integration_form as say, spoken, texts, words},
    words::summary,
};

/// The form for a saved integration (`id`) or a new one.
pub fn integration_form(id: Option<String>, policy: AddressPolicy) -> AnyView {
    with_store(id, policy).1
}

/// The form, and the handle by which whoever embeds it speaks to it.
pub fn with_store(id: Option<String>, policy: AddressPolicy) -> (Store<State, Event>, AnyView) {
    let draft = Services::expect().stored_draft(&draft_key(id.as_deref())).map(Box::new);
    let store = Store::new(State::default(), update);
    store.send(Event::Opened { id, policy, draft });
    (store, spoken(move || whole(store)))
}

fn whole(store: Store<State, Event>) -> AnyView {
    let t = texts();
    let gone = store.part(|state| state.saved.problem().cloned());
    let waiting = store.part(|state| state.saved.is_loading());
    let other_version = store.part(State::other_version);
    (move || {
        if let Some(problem) = gone.get() {
            return html::div()
                .attr("class", "wa-page")
                .child((
                    problem_notice(&problem),
                    html::p().child(link_button(
                        ButtonKind::Secondary,
                        Route::Integrations.href(),
                        t.get(say::BACK),
                    )),
                ))
                .into_any();
        }
        if waiting.get() {
            return waiting_page(texts().get(say::LOADING), "abca");
        }
        match other_version.get() {
            Some(version) => look_only(store, version),
            None => page(store),
        }
    })
    .into_any()
}

/// An integration that a newer proxy saved: nothing of it is drawn as if this page understood it.
fn look_only(store: Store<State, Event>, version: u32) -> AnyView {
    let t = texts();
    let (name, value) = store.peek(|state| {
        let saved = state.saved.ready();
        (state.name.clone(), whatsapp_domain::json::value(&saved))
    });
    html::div()
        .attr("class", "wa-page")
        .child((
            html::h1().attr("tabindex", "-1").child(name),
            as_is(&elements::integration_version(version, INTEGRATION_VERSION), true, &value),
            html::p().child(link_button(ButtonKind::Secondary, Route::Integrations.href(), t.get(say::BACK))),
        ))
        .into_any()
}

fn page(store: Store<State, Event>) -> AnyView {
    let t = texts();
    let title = store.part(move |state| match state.saved.ready() {
        Some(saved) => saved.name.clone(),
        None => t.get(say::CONNECT).into(),
    });
    let subtitle = store.part(move |state| summary(t, state.schema()).to_owned());
    let key_needed = store.part(|state| state.id.is_none());
    html::form()
        .attr("class", "wa-page")
        .attr("novalidate", "")
        .on(crate::view::ev::submit, move |event| {
            event.prevent_default();
            store.send(Event::SavePressed);
        })
        .child((
            html::header().attr("class", "wa-page-head").child((
                html::div().child((
                    html::h1().attr("tabindex", "-1").child(move || title.get()),
                    html::p().child(move || subtitle.get()),
                )),
                html::div().attr("class", "wa-row wa-wide-only").child((state_badge(store), actions(store))),
            )),
            move || {
                store
                    .part(|state| state.save.problem().cloned())
                    .get()
                    .map(|problem| problem_notice(&problem))
            },
            restored_notice(store),
            kept_draft(
                move || draft_key(store.peek(|state| state.id.clone()).as_deref()),
                || (),
                move |draft| store.send(Event::DraftChosen(Box::new(draft))),
            ),
            html::div().attr("class", "wa-columns").child((
                html::div().attr("class", "wa-stack").child((
                    account_card(store),
                    two_way_card(store),
                    limits_card(store),
                )),
                html::aside().attr("class", "wa-stack").child((check_pane(store), next_steps(store))),
            )),
            html::div().attr("class", "wa-foot-bar").child((state_badge(store), actions(store))),
            // Enter in a field saves, as in any form.
            html::button()
                .attr("type", "submit")
                .attr("class", "wa-hidden-visually")
                .attr("tabindex", "-1")
                .attr("aria-hidden", "true")
                .attr("data-needs", move || if key_needed.get() { "edit secrets" } else { "edit" })
                .child(t.get(words::SAVE)),
        ))
        .into_any()
}

fn state_badge(store: Store<State, Event>) -> AnyView {
    let t = texts();
    let state = store.part(move |state| match (&state.save, state.changed, state.id.is_some()) {
        (Load::Ready(()), false, _) => ("good", t.get(say::SAVED)),
        (_, true, true) => ("look", t.get(say::UNSAVED)),
        (_, true, false) => ("", t.get(say::NOT_SAVED)),
        _ => ("", ""),
    });
    html::span()
        .attr("role", "status")
        .child(move || {
            let (tone, text) = state.get();
            (!text.is_empty()).then(|| badge(tone, text))
        })
        .into_any()
}

fn actions(store: Store<State, Event>) -> AnyView {
    let t = texts();
    let saving = store.part(|state| state.save.is_loading());
    let account = store.part(|state| state.account().is_some() && state.id.is_none());
    let changed = store.part(|state| state.changed && state.id.is_some());
    // A new one without its keys can't be saved.
    let key_needed = store.part(|state| state.id.is_none());
    html::div()
        .attr("class", "wa-row")
        .attr("data-needs", "edit")
        .child((
            move || {
                account.get().then(|| {
                    let fill = move || store.send(Event::FillSandbox);
                    let words = t.get(say::FILL_SANDBOX);
                    needs("secrets", button(ButtonKind::Secondary, words, Signal::stored(false), fill))
                })
            },
            move || {
                changed.get().then(|| {
                    button(ButtonKind::Plain, t.get(say::DISCARD), Signal::stored(false), move || {
                        store.send(Event::Discarded)
                    })
                })
            },
            html::span()
                .attr("class", "wa-needs")
                .attr("data-needs", move || key_needed.get().then_some("secrets"))
                .child(button(ButtonKind::Primary, t.get(words::SAVE), saving.into(), move || {
                    store.send(Event::SavePressed)
                })),
        ))
        .into_any()
}

fn restored_notice(store: Store<State, Event>) -> impl IntoView {
    let t = texts();
    let restored = store.part(|state| state.restored);
    move || {
        let saved = store.peek(|state| state.id.is_some());
        restored.get().then(|| {
            notice(
                Tone::Info,
                (
                    html::p().child(t.get(say::RESTORED)),
                    html::div().attr("data-needs", "edit").child(small_button(
                        ButtonKind::Secondary,
                        if saved { t.get(say::DISCARD) } else { t.get(say::START_EMPTY) },
                        move || store.send(Event::Discarded),
                    )),
                ),
            )
        })
    }
}

/// The finding in view at a field, as a signal.
pub(super) fn finding_at(store: Store<State, Event>, path: &str) -> Signal<Option<Finding>> {
    let path = path.to_owned();
    store.part(move |state| state.finding(&path).cloned()).into()
}

/// Applies a repair.
pub(super) fn fix(store: Store<State, Event>) -> Callback<Finding> {
    Callback::new(move |finding| store.send(Event::FixPressed(Box::new(finding))))
}

fn account_card(store: Store<State, Event>) -> AnyView {
    let t = texts();
    let provider = store.part(|state| state.provider.clone());
    let choices = SCHEMAS.iter().map(|schema| Segment::new(schema.provider, schema.name)).collect();
    let name = FieldProps {
        path: "name".into(),
        label: Signal::stored(t.get(say::NAME).into()),
        beside: None,
        help: Signal::stored(t.get(say::NAME_HELP).into()),
        optional: false,
        finding: finding_at(store, "name"),
        fix: fix(store),
    };
    card_titled(
        t.get(say::ACCOUNT),
        (),
        (
            html::div().attr("class", "wa-field").child((
                html::span().attr("class", "wa-label").child(t.get(say::PROVIDER)),
                html::div().child(segments(
                    t.get(say::PROVIDER),
                    false,
                    choices,
                    provider.into(),
                    Callback::new(move |id| store.send(Event::ProviderChosen(id))),
                )),
            )),
            field(name, |ids| {
                text_input(
                    ids,
                    TextProps {
                        kind: InputKind::Text,
                        value: store.part(|state| state.name.clone()).into(),
                        placeholder: t.get(say::NAME_EXAMPLE).into(),
                        mono: false,
                        input: Callback::new(move |text| store.send(Event::NameTyped(text))),
                        leave: Callback::new(move |()| store.send(Event::Left("name".into()))),
                    },
                    None,
                )
            }),
            provider_fields(store),
        ),
    )
}

fn limits_card(store: Store<State, Event>) -> AnyView {
    let t = texts();
    let number = |path: &'static str,
                  label: &'static str,
                  help: &'static str,
                  read: fn(&State) -> u32,
                  write: fn(&mut whatsapp_domain::Limits, u32)| {
        let props = FieldProps {
            path: path.into(),
            label: Signal::stored(label.into()),
            beside: None,
            help: Signal::stored(help.into()),
            optional: false,
            finding: finding_at(store, path),
            fix: fix(store),
        };
        field(props, move |ids| {
            text_input(
                ids,
                TextProps {
                    kind: InputKind::Number,
                    value: store.part(move |state| read(state).to_string()).into(),
                    placeholder: String::new(),
                    mono: false,
                    input: Callback::new(move |text: String| {
                        let digits: String = text.chars().filter(char::is_ascii_digit).take(6).collect();
                        let mut limits = store.peek(|state| state.limits);
                        write(&mut limits, digits.parse().unwrap_or(0));
                        store.send(Event::LimitsChanged(limits));
                    }),
                    leave: Callback::new(move |()| store.send(Event::Left(path.into()))),
                },
                None,
            )
        })
    };
    card_titled(
        t.get(say::LIMITS),
        (),
        html::div().attr("class", "wa-pair").child((
            number(
                "limits.messagesPerSecond",
                t.get(say::MESSAGES_A_SECOND),
                t.get(say::MESSAGES_A_SECOND_HELP),
                |state| state.limits.messages_per_second,
                |limits, value| limits.messages_per_second = value,
            ),
            number(
                "limits.templates",
                t.get(say::TEMPLATES),
                t.get(say::TEMPLATES_HELP),
                |state| state.limits.templates,
                |limits, value| limits.templates = value,
            ),
        )),
    )
}

fn next_steps(store: Store<State, Event>) -> impl IntoView {
    let t = texts();
    let saved = store.part(|state| state.id.is_some() && !state.changed);
    move || {
        saved.get().then(|| {
            card(html::div().attr("class", "wa-card-body").child((
                html::p().child(t.get(say::READY)),
                html::div().child(link_button(
                    ButtonKind::Secondary,
                    Route::Node.href(),
                    (icon(Icon::Message), t.get(words::EDIT_NODE)),
                )),
            )))
        })
    }
}
