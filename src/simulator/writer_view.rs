//! Writing as the phone's owner, on the page.

use crate::view::{html, prelude::*};
use whatsapp_providers::SCHEMAS;

use super::writer::{Event, Kind, OWNER, STOP, State, Wrote, update};
use crate::{
    components::*,
    load::Load,
    runtime::Store,
    texts::{Id, simulator as say, texts},
};

/// A kind of message in words.
pub fn kind_name(kind: Kind) -> Id {
    match kind {
        Kind::Text => say::KIND_TEXT,
        Kind::Button => say::KIND_BUTTON,
        Kind::Image => say::KIND_IMAGE,
        Kind::Document => say::KIND_DOCUMENT,
        Kind::Voice => say::KIND_VOICE,
        Kind::Location => say::KIND_LOCATION,
    }
}

/// The card; `wrote` hears of each message that goes out.
pub fn writer(wrote: Callback<Wrote>) -> AnyView {
    let t = texts();
    let store = Store::new(State::new(SCHEMAS[0].provider), update);
    let provider = store.part(|state| state.provider.clone());
    let kind = store.part(|state| state.kind);
    let hidden = store.part(|state| state.hidden);
    let sending = store.part(|state| state.sent.is_loading());
    let outcome = store.part(|state| state.sent.clone());
    let providers = SCHEMAS.iter().map(|schema| Segment::new(schema.provider, schema.name)).collect();
    let kinds = Kind::ALL.map(|kind| Segment::new(kind.as_str(), t.get(kind_name(kind)))).into();
    let write = move |stop: bool| {
        let said = store.peek(|state| {
            if stop { state.wrote(Kind::Text, STOP) } else { state.wrote(state.kind, &state.text) }
        });
        if !store.peek(|state| state.sent.is_loading()) {
            wrote.told(said);
        }
        store.send(if stop { Event::StopPressed } else { Event::WritePressed });
    };
    let text = move || {
        let kind = kind.get();
        let label = match kind {
            Kind::Text => say::TEXT,
            Kind::Button => say::BUTTON,
            Kind::Location => say::PLACE,
            Kind::Image | Kind::Document => say::CAPTION,
            Kind::Voice => return ().into_any(),
        };
        (
            line(store, "simulator.text", t.get(label), "", |state| state.text.clone(), Event::TextTyped),
            (kind == Kind::Button).then(|| {
                line(
                    store,
                    "simulator.payload",
                    t.get(say::PAYLOAD),
                    "",
                    |state| state.payload.clone(),
                    Event::PayloadTyped,
                )
            }),
        )
            .into_any()
    };
    card_titled(
        t.get(say::WRITE_TITLE),
        (),
        html::form()
            .attr("class", "wa-card-inner")
            .attr("novalidate", "")
            .on(crate::view::ev::submit, move |event| {
                event.prevent_default();
                write(false);
            })
            .child((
                html::p().attr("class", "wa-help").child(t.get(say::WRITE_HELP)),
                html::div().child(segments(
                    t.get(say::PROVIDER),
                    true,
                    providers,
                    provider.into(),
                    Callback::new(move |id| store.send(Event::ProviderChosen(id))),
                )),
                line(
                    store,
                    "simulator.from",
                    t.get(say::FROM),
                    OWNER,
                    |state| state.from.clone(),
                    Event::FromTyped,
                ),
                html::label().attr("class", "wa-check").child((
                    html::input()
                        .attr("type", "checkbox")
                        .attr("data-field", "simulator.hidden")
                        .prop("checked", move || hidden.get())
                        .on(crate::view::ev::change, move |event| {
                            store.send(Event::Hidden(event_target_checked(&event)))
                        }),
                    html::span().child((
                        t.get(say::HIDDEN),
                        html::br(),
                        html::span().attr("class", "wa-help").child(t.get(say::HIDDEN_HELP)),
                    )),
                )),
                html::div().attr("class", "wa-wrap").child(segments(
                    t.get(say::KIND),
                    true,
                    kinds,
                    Signal::derive(move || kind.get().as_str().to_owned()),
                    Callback::new(move |word: String| store.send(Event::KindChosen(Kind::read(&word)))),
                )),
                text,
                html::div().attr("class", "wa-row").child((
                    button(
                        ButtonKind::Primary,
                        (icon(Icon::Send), t.get(say::WRITE)),
                        sending.into(),
                        move || write(false),
                    ),
                    button(ButtonKind::Secondary, t.get(say::WRITE_STOP), sending.into(), move || {
                        write(true)
                    }),
                )),
                html::div().attr("aria-live", "polite").child(move || match outcome.get() {
                    Load::Ready(_) => html::p()
                        .attr("class", "wa-note wa-small")
                        .child((disc("good"), html::span().child(t.get(say::WRITTEN))))
                        .into_any(),
                    Load::Failed(problem) if problem.code == "no-callback" => {
                        notice(Tone::Look, html::p().child(t.get(say::NO_CALLBACK)))
                    }
                    Load::Failed(problem) => problem_notice(&problem),
                    _ => ().into_any(),
                }),
            )),
    )
}

fn line(
    store: Store<State, Event>,
    path: &'static str,
    label: &'static str,
    placeholder: &'static str,
    read: fn(&State) -> String,
    typed: fn(String) -> Event,
) -> AnyView {
    let props = FieldProps {
        path: path.into(),
        label: Signal::stored(label.to_owned()),
        beside: None,
        help: Signal::stored(String::new()),
        optional: false,
        finding: Signal::stored(None),
        fix: Callback::new(|_| ()),
    };
    let kind = if path.ends_with("from") { InputKind::Phone } else { InputKind::Text };
    field(props, move |ids| {
        text_input(
            ids,
            TextProps {
                kind,
                value: store.part(read).into(),
                placeholder: placeholder.to_owned(),
                mono: false,
                input: Callback::new(move |text| store.send(typed(text))),
                leave: Callback::new(|()| ()),
            },
            None,
        )
    })
}
