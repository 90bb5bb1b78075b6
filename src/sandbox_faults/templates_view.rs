//! The switches for templates on the page.

use leptos::{ev, html, prelude::*};

use super::templates::{Change, Event, State, update};
use crate::{components::*, load::Load, runtime::Store};

type Page = Store<State, Event>;

/// A card with a template to choose and what can be done to it.
pub fn templates() -> AnyView {
    let store: Page = Store::new(State::default(), update);
    store.send(Event::Opened);
    let stage = store.part(|state| match &state.switches {
        Load::Failed(problem) => Err(Some(problem.clone())),
        Load::Ready(_) => Ok(()),
        _ => Err(None),
    });
    let changed = store.part(State::is_changed);
    let problem = store.part(|state| state.problem.clone());
    let reset = move || {
        changed
            .get()
            .then(|| small_button(ButtonKind::Secondary, "Bring all back", move || store.send(Event::Reset)))
    };
    card_titled(
        "Templates",
        reset,
        (
            html::p().attr("class", "wa-muted").child(
                "Change a template as WhatsApp and colleagues do, then refresh the list of templates where a step uses it.",
            ),
            move || problem.get().map(|problem| problem_notice(&problem)),
            move || match stage.get() {
                Err(Some(problem)) => problem_notice(&problem),
                Err(None) => html::p()
                    .attr("class", "wa-muted wa-row")
                    .child((spinner(), "Asking the sandbox"))
                    .into_any(),
                Ok(()) => (choice(store), switches(store)).into_any(),
            },
        ),
    )
}

fn choice(store: Page) -> AnyView {
    let options = store.part(State::options);
    let chosen = store.part(|state| state.template().map(super::templates::Changed::key).unwrap_or_default());
    let now = store.part(|state| {
        state
            .template()
            .map_or_else(String::new, |template| format!("Now: {}, {}.", template.status, template.category))
    });
    let props = FieldProps {
        path: "template".into(),
        label: Signal::stored("Template".into()),
        beside: None,
        help: now.into(),
        optional: false,
        finding: Signal::stored(None),
        fix: Callback::new(|_| ()),
    };
    field(props, move |ids| {
        select_input(
            ids,
            options.into(),
            chosen.into(),
            Callback::new(move |key: String| store.send(Event::Chosen(key))),
        )
    })
}

fn switches(store: Page) -> AnyView {
    let changes = store
        .peek(|state| state.switches.ready().map(|switches| switches.changes.clone()))
        .unwrap_or_default();
    html::fieldset()
        .attr("class", "wa-fault-switches")
        .child((
            html::legend().attr("class", "wa-label").child("What was done to it"),
            changes.into_iter().map(|change| switch(store, change)).collect_view(),
        ))
        .into_any()
}

fn switch(store: Page, change: Change) -> AnyView {
    let Change { id, label, text } = change;
    let shown = id.clone();
    let on = store.part(move |state| state.is_on(&shown));
    let path = format!("template.{id}");
    html::label()
        .attr("class", "wa-check")
        .child((
            html::input()
                .attr("type", "checkbox")
                .attr("data-field", path)
                .prop("checked", move || on.get())
                .on(ev::change, move |event| {
                    store.send(Event::Switched(id.clone(), event_target_checked(&event)));
                }),
            html::span().child((label, html::span().attr("class", "wa-muted wa-fault-text").child(text))),
        ))
        .into_any()
}
