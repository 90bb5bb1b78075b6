//! The switches on the page.

use crate::view::{html, prelude::*};
use serde_json::{Value, json};
use whatsapp_providers::SCHEMAS;

use super::state::{Event, KINDS, State, update};
use crate::{
    components::*,
    load::Load,
    runtime::Store,
    sandbox_phone::sandbox_off,
    texts::{sandbox_faults as say, spoken, texts},
};

/// The switches; without a sandbox it says how to get one.
pub fn sandbox_faults(on: bool) -> AnyView {
    let store = on.then(|| {
        let store = Store::new(State::default(), update);
        store.send(Event::Opened);
        store
    });
    let templates = on.then(super::templates_view::opened);
    spoken(move || page(store, templates))
}

fn page(store: Option<Store<State, Event>>, templates: Option<super::templates_view::Page>) -> AnyView {
    let t = texts();
    let head = html::header().attr("class", "wa-page-head").child(html::div().child((
        html::h1().attr("tabindex", "-1").child(t.get(say::TITLE)),
        html::p().child(t.get(say::ABOUT)),
    )));
    let (Some(store), Some(templates)) = (store, templates) else {
        return html::div().attr("class", "wa-page").child((head, sandbox_off())).into_any();
    };
    let stage = store.part(|state| match &state.faults {
        Load::Failed(problem) => Err(Some(problem.clone())),
        Load::Ready(_) => Ok(()),
        _ => Err(None),
    });
    let problem = store.part(|state| state.problem.clone());
    html::div()
        .attr("class", "wa-page")
        .child((
            head,
            move || problem.get().map(|problem| problem_notice(&problem)),
            move || match stage.get() {
                Err(Some(problem)) => problem_notice(&problem),
                Err(None) => html::p()
                    .attr("class", "wa-muted wa-row")
                    .child((spinner(), t.get(say::ASKING)))
                    .into_any(),
                Ok(()) => html::div()
                    .attr("class", "wa-fault-cards")
                    .child(
                        SCHEMAS
                            .iter()
                            .map(|schema| provider(store, schema.provider, schema.name))
                            .collect_view(),
                    )
                    .into_any(),
            },
            super::templates_view::templates(templates),
        ))
        .into_any()
}

fn provider(store: Store<State, Event>, id: &'static str, name: &'static str) -> AnyView {
    let t = texts();
    let kind = store.part(move |state| state.word(id, "kind"));
    let off = store.part(move |state| state.word(id, "kind") == "none");
    let explained = store.part(move |state| {
        let word = state.word(id, "kind");
        KINDS.iter().find(|(known, ..)| *known == word).map_or("", |(.., text)| t.get(*text)).to_owned()
    });
    let timed = store.part(move |state| matches!(state.word(id, "kind").as_str(), "slow" | "rateLimited"));
    let options = Signal::stored(
        KINDS
            .iter()
            .map(|(word, label, _)| ((*word).to_owned(), t.get(*label).to_owned()))
            .collect::<Vec<_>>(),
    );
    let none = Signal::stored(None);
    let props = move |key: &str, label: &str, help: Signal<String>| FieldProps {
        path: format!("{id}.{key}"),
        label: Signal::stored(label.to_owned()),
        beside: None,
        help,
        optional: false,
        finding: none,
        fix: Callback::new(|_| ()),
    };
    let number = move |key: &'static str, label: &str, help: &str| {
        field(props(key, label, Signal::stored(help.to_owned())), move |ids| {
            text_input(
                ids,
                TextProps {
                    kind: InputKind::Number,
                    value: store.part(move |state| state.word(id, key)).into(),
                    placeholder: String::new(),
                    mono: false,
                    input: Callback::new(move |text: String| {
                        let digits: String = text.chars().filter(char::is_ascii_digit).take(3).collect();
                        let value = digits.parse::<u64>().map_or(Value::Null, |number| json!(number));
                        store.send(Event::Set(id.to_owned(), key, value));
                    }),
                    leave: Callback::new(|()| ()),
                },
                None,
            )
        })
    };
    card_titled(
        name,
        move || {
            if off.get() { badge("good", t.get(say::WORKS)) } else { badge("look", t.get(say::FAULT_ON)) }
        },
        (
            field(props("kind", t.get(say::WHAT_GOES_WRONG), explained.into()), move |ids| {
                select_input(
                    ids,
                    options,
                    kind.into(),
                    Callback::new(move |word: String| {
                        store.send(Event::Set(id.to_owned(), "kind", json!(word)))
                    }),
                )
            }),
            move || {
                (!off.get()).then(|| {
                    html::div().attr("class", "wa-pair").child((
                        timed.get().then(|| number("seconds", t.get(say::SECONDS), t.get(say::SECONDS_HELP))),
                        number("remaining", t.get(say::REQUESTS), t.get(say::REQUESTS_HELP)),
                    ))
                })
            },
        ),
    )
}
