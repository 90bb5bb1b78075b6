//! The fields that the chosen provider's schema asks for.

use crate::view::{html, prelude::*};
use whatsapp_domain::{Field, FieldKind};
use zeroize::Zeroizing;

use super::{
    state::{Event, State},
    view::{finding_at, fix},
};
use crate::{
    components::*,
    runtime::Store,
    texts::{integration_form as say, texts},
    words::{of_choice, of_field},
};

/// All fields that are there with what is chosen; the rarely needed ones behind "More settings".
pub fn provider_fields(store: Store<State, Event>) -> AnyView {
    let t = texts();
    let shown = store.part(|state| {
        let settings = state.chosen();
        let keys = state.schema().shown(&settings).map(|field| (field.key, field.advanced));
        (state.provider.clone(), keys.collect::<Vec<_>>())
    });
    (move || {
        let (_, keys) = shown.get();
        let schema = store.peek(State::schema);
        let draw = |advanced: bool| {
            let fields =
                keys.iter().filter(|(_, is)| *is == advanced).filter_map(|(key, _)| schema.field(key));
            fields.map(|field| one(store, field)).collect::<Vec<_>>()
        };
        let (plain, advanced) = (draw(false), draw(true));
        let more = (!advanced.is_empty()).then(|| {
            html::details().attr("class", "wa-details").child((
                html::summary().child(t.get(say::MORE_SETTINGS)),
                html::div().attr("class", "wa-card-inner").child(advanced.collect_view()),
            ))
        });
        (plain.collect_view(), more)
    })
    .into_any()
}

fn one(store: Store<State, Event>, field: &'static Field) -> AnyView {
    if field.is_secret() { secret(store, field) } else { setting(store, field) }
}

/// Label and help of a field, as the chosen provider says them.
fn said(store: Store<State, Event>, field: &Field) -> (&'static str, &'static str) {
    store.peek(|state| of_field(texts(), &state.provider, field))
}

fn props(store: Store<State, Event>, schema: &'static Field) -> FieldProps {
    let (label, help) = said(store, schema);
    FieldProps {
        path: schema.path(),
        label: Signal::stored(label.into()),
        beside: Some(undo_repair(store, schema.key)),
        help: Signal::stored(help.into()),
        optional: !schema.required,
        finding: finding_at(store, &schema.path()),
        fix: fix(store),
    }
}

/// Takes back the last repair of this field.
fn undo_repair(store: Store<State, Event>, key: &'static str) -> AnyView {
    let t = texts();
    let mended = store.part(move |state| state.mended.as_ref().is_some_and(|mended| mended.key == key));
    (move || {
        mended.get().then(|| {
            html::button()
                .attr("type", "button")
                .attr("class", "wa-link")
                .attr("data-needs", "edit")
                .on(crate::view::ev::click, move |_| store.send(Event::RepairUndone))
                .child(t.get(say::UNDO_REPAIR))
        })
    })
    .into_any()
}

fn setting(store: Store<State, Event>, schema: &'static Field) -> AnyView {
    let key = schema.key;
    let value: Signal<String> = store.part(move |state| state.setting(key)).into();
    let typed = Callback::new(move |text| store.send(Event::SettingTyped(key, text)));
    if let FieldKind::Choice(choices) = schema.kind {
        return choice(store, schema, choices, value, typed);
    }
    let kind = match schema.kind {
        FieldKind::Url => InputKind::Url,
        FieldKind::Phone => InputKind::Phone,
        _ => InputKind::Text,
    };
    field(props(store, schema), move |ids| {
        text_input(
            ids,
            TextProps {
                kind,
                value,
                placeholder: schema.placeholder.into(),
                mono: false,
                input: typed,
                leave: Callback::new(move |()| store.send(Event::Left(schema.path()))),
            },
            None,
        )
    })
}

fn choice(
    store: Store<State, Event>,
    schema: &'static Field,
    choices: &'static [whatsapp_domain::Choice],
    value: Signal<String>,
    typed: Callback<String>,
) -> AnyView {
    let (label, help_of_all) = said(store, schema);
    let provider = store.peek(|state| state.provider.clone());
    let spoken = choices.iter().map(|choice| (choice.value, of_choice(texts(), &provider, schema, choice)));
    let spoken: Vec<(&'static str, (&'static str, &'static str))> = spoken.collect();
    let segments_of = spoken.iter().map(|(value, (label, _))| Segment::new(*value, *label)).collect();
    let help = move || {
        let chosen = value.get();
        let own = spoken.iter().find(|(value, _)| *value == chosen).map_or("", |(_, (_, help))| *help);
        if own.is_empty() { help_of_all } else { own }
    };
    html::div()
        .attr("class", "wa-field")
        .child((
            html::span().attr("class", "wa-label").child(label),
            html::div().child(segments(label, false, segments_of, value, typed)),
            html::p().attr("class", "wa-help").child(help),
        ))
        .into_any()
}

/// A secret that is stored shows its hint and can be replaced; one that is typed stays in memory until it is saved. Who may
/// put in no keys reads instead who can.
fn secret(store: Store<State, Event>, schema: &'static Field) -> AnyView {
    let t = texts();
    let key = schema.key;
    let (label, _) = said(store, schema);
    let kept = store.part(move |state| state.stored_hint(key).filter(|_| !state.replacing.contains(key)));
    let replacing =
        store.part(move |state| state.stored_hint(key).is_some() && state.replacing.contains(key));
    let lacks = move || kept.with(Option::is_none).then_some("secrets");
    let instead = html::div().attr("class", "wa-field wa-instead").attr("data-instead-of", lacks).child((
        html::p().attr("class", "wa-label").child(label),
        html::p().attr("class", "wa-help").child(t.get(say::KEYS_OF_OTHERS)),
    ));
    let typed = field(props(store, schema), move |ids| {
        (move || match kept.get() {
            Some(hint) => {
                let ends = if hint.chars().count() > 1 {
                    t.say(say::ends_in(hint.trim_start_matches('…')))
                } else {
                    t.get(say::STORED).into()
                };
                html::div()
                    .attr("class", "wa-input")
                    .child((
                        html::span()
                            .attr("class", "wa-secret-set")
                            .attr("id", ids.control.get_value())
                            .child((
                                html::b().attr("aria-hidden", "true").child("••••••••••••"),
                                format!("  {ends}"),
                            )),
                        html::div().attr("class", "wa-input-end").child(
                            html::button()
                                .attr("type", "button")
                                .attr("class", "wa-link")
                                .attr("data-needs", "edit secrets")
                                .attr("aria-label", t.say(say::replace_named(label)))
                                .on(crate::view::ev::click, move |_| store.send(Event::Replace(key, true)))
                                .child(t.get(say::REPLACE)),
                        ),
                    ))
                    .into_any()
            }
            None => {
                let keep = replacing.get().then(|| {
                    html::button()
                        .attr("type", "button")
                        .attr("class", "wa-link")
                        .attr("data-needs", "edit")
                        .on(crate::view::ev::click, move |_| store.send(Event::Replace(key, false)))
                        .child(t.get(say::KEEP_STORED))
                        .into_any()
                });
                text_input(
                    ids,
                    TextProps {
                        kind: InputKind::Secret,
                        value: store.part(move |state| state.secret(key).to_owned()).into(),
                        placeholder: schema.placeholder.into(),
                        mono: false,
                        input: Callback::new(move |text| {
                            store.send(Event::SecretTyped(key, Zeroizing::new(text)))
                        }),
                        leave: Callback::new(move |()| store.send(Event::Left(schema.path()))),
                    },
                    keep,
                )
            }
        })
        .into_any()
    });
    // What could not be saved is not asked for.
    (instead, html::div().attr("class", "wa-needs").attr("data-needs", lacks).child(typed)).into_any()
}
