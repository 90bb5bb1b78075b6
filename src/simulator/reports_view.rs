//! How reports misbehave, on the page.

use crate::view::{html, prelude::*};
use serde_json::{Value, json};

use super::reports::{Event, State, update};
use crate::{
    components::*,
    load::Load,
    runtime::Store,
    texts::{Id, simulator as say, texts},
};

/// The card with the switches.
pub fn reports() -> AnyView {
    let t = texts();
    let store = Store::new(State::default(), update);
    store.send(Event::Opened);
    let stage = store.part(|state| match &state.switches {
        Load::Failed(problem) => Err(Some(problem.clone())),
        Load::Ready(_) => Ok(()),
        _ => Err(None),
    });
    let problem = store.part(|state| state.problem.clone());
    card_titled(
        t.get(say::REPORTS_TITLE),
        (),
        (
            html::p().attr("class", "wa-help").child(t.get(say::REPORTS_HELP)),
            move || problem.get().map(|problem| problem_notice(&problem)),
            move || match stage.get() {
                Ok(()) => switches(store),
                Err(Some(problem)) => problem_notice(&problem),
                Err(None) => spinner(),
            },
        ),
    )
}

fn switches(store: Store<State, Event>) -> AnyView {
    let t = texts();
    let toggle = |key: &'static str, label: Id| {
        let on = store.part(move |state| state.on(key));
        html::label().attr("class", "wa-check").child((
            html::input()
                .attr("type", "checkbox")
                .attr("data-field", format!("reports.{key}"))
                .prop("checked", move || on.get())
                .on(crate::view::ev::change, move |event| {
                    store.send(Event::Set(key, json!(event_target_checked(&event))))
                }),
            html::span().child(t.get(label)),
        ))
    };
    let number = |key: &'static str, label: Id, help: Id| {
        field(props(format!("reports.{key}"), t.get(label), t.get(help)), move |ids| {
            text_input(
                ids,
                TextProps {
                    kind: InputKind::Number,
                    value: store.part(move |state| state.number(key)).into(),
                    placeholder: String::new(),
                    mono: false,
                    input: Callback::new(move |text: String| {
                        let digits: String = text.chars().filter(char::is_ascii_digit).take(5).collect();
                        // An empty field is typed into next; it changes nothing yet.
                        if let Ok(number) = digits.parse::<u64>() {
                            store.send(Event::Set(key, json!(number)));
                        }
                    }),
                    leave: Callback::new(|()| ()),
                },
                None,
            )
        })
    };
    let lost = store.part(State::lost);
    let choices = [
        ("none", say::LOSE_NONE),
        ("sent", say::LOSE_SENT),
        ("delivered", say::LOSE_DELIVERED),
        ("read", say::LOSE_READ),
        ("all", say::LOSE_ALL),
    ];
    let choices: Vec<_> =
        choices.iter().map(|(word, label)| ((*word).to_owned(), t.get(*label).to_owned())).collect();
    html::div()
        .attr("class", "wa-card-inner")
        .child((
            toggle("readWhenSeen", say::READ_WHEN_SEEN),
            toggle("reorder", say::REORDER),
            field(props("reports.lose".into(), t.get(say::LOSE), ""), move |ids| {
                select_input(
                    ids,
                    Signal::stored(choices),
                    lost.into(),
                    Callback::new(move |word: String| {
                        let value = match word.as_str() {
                            "none" => Value::Bool(false),
                            "all" => Value::Bool(true),
                            stage => json!([stage]),
                        };
                        store.send(Event::Set("lose", value));
                    }),
                )
            }),
            html::div().attr("class", "wa-pair").child((
                number("duplicates", say::DUPLICATES, say::DUPLICATES_HELP),
                number("delayMs", say::DELAY, say::DELAY_HELP),
                number("burst", say::BURST, say::BURST_HELP),
            )),
        ))
        .into_any()
}

fn props(path: String, label: &str, help: &str) -> FieldProps {
    FieldProps {
        path,
        label: Signal::stored(label.to_owned()),
        beside: None,
        help: Signal::stored(help.to_owned()),
        optional: false,
        finding: Signal::stored(None),
        fix: Callback::new(|_| ()),
    }
}
