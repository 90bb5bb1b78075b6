//! The switches for templates on the page.

use crate::view::{ev, html, prelude::*};

use super::templates::{Change, Event, State, update};
use crate::{
    components::*,
    load::Load,
    runtime::Store,
    texts::{sandbox_faults as say, texts, words},
};

/// What was done to the templates.
pub type Page = Store<State, Event>;

/// Asks the sandbox what was done to its templates.
pub fn opened() -> Page {
    let store = Store::new(State::default(), update);
    store.send(Event::Opened);
    store
}

/// A card with a template to choose and what can be done to it.
pub fn templates(store: Page) -> AnyView {
    let t = texts();
    let stage = store.part(|state| match &state.switches {
        Load::Failed(problem) => Err(Some(problem.clone())),
        Load::Ready(_) => Ok(()),
        _ => Err(None),
    });
    let changed = store.part(State::is_changed);
    let problem = store.part(|state| state.problem.clone());
    let reset = move || {
        changed.get().then(|| {
            small_button(ButtonKind::Secondary, t.get(say::BRING_BACK), move || store.send(Event::Reset))
        })
    };
    card_titled(
        t.get(say::TEMPLATES),
        reset,
        (
            html::p().attr("class", "wa-muted").child(t.get(say::TEMPLATES_ABOUT)),
            move || problem.get().map(|problem| problem_notice(&problem)),
            move || match stage.get() {
                Err(Some(problem)) => problem_notice(&problem),
                Err(None) => html::p()
                    .attr("class", "wa-muted wa-row")
                    .child((spinner(), t.get(say::ASKING)))
                    .into_any(),
                Ok(()) => (choice(store), switches(store)).into_any(),
            },
        ),
    )
}

fn choice(store: Page) -> AnyView {
    let t = texts();
    let options = store.part(move |state| {
        let named = |(key, name, changed): (String, String, bool)| match changed {
            true => (key, t.say(say::changed(name))),
            false => (key, name),
        };
        state.options().into_iter().map(named).collect::<Vec<_>>()
    });
    let chosen = store.part(|state| state.template().map(super::templates::Changed::key).unwrap_or_default());
    let now =
        store.part(move |state| state.template().map_or_else(String::new, |template| t.say(template.now())));
    let props = FieldProps {
        path: "template".into(),
        label: Signal::stored(t.get(words::TEMPLATE).into()),
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
            html::legend().attr("class", "wa-label").child(texts().get(say::WHAT_WAS_DONE)),
            changes.into_iter().map(|change| switch(store, change)).collect_view(),
        ))
        .into_any()
}

fn switch(store: Page, change: Change) -> AnyView {
    let t = texts();
    let (label, text) = change.words();
    let (label, text) = (t.say(label), t.say(text));
    let Change { id, .. } = change;
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
