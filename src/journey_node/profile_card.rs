//! The profiles that fill the values: edited as JSON here, or shown as the host hands them in.

use crate::view::{html, prelude::*};

use super::{
    state::{Event, State},
    view::Editor,
};
use crate::{
    components::*,
    runtime::Part,
    texts::{journey_node as say, texts, words},
};

/// Draws the card.
pub fn profile_card(editor: Editor) -> AnyView {
    let t = texts();
    let from_host = editor.part_by(State::set_up, |state| state.profiles.from_host);
    let several = editor.part_by(State::set_up, |state| state.profiles.items.len() > 1);
    let beside = move || {
        (!from_host.get()).then(|| {
            (
                several.get().then(|| {
                    edits(small_button(
                        ButtonKind::Plain,
                        (icon(Icon::Trash), t.get(words::REMOVE)),
                        move || editor.send(Event::ProfileRemoved),
                    ))
                }),
                edits(small_button(
                    ButtonKind::Secondary,
                    (icon(Icon::Plus), t.get(words::ADD)),
                    move || editor.send(Event::ProfileAdded),
                )),
            )
        })
    };
    card_titled(
        t.get(say::PROFILE),
        beside,
        move || if from_host.get() { shown(editor) } else { edited(editor) },
    )
}

fn shown(editor: Editor) -> AnyView {
    let t = texts();
    let text = editor.part_by(State::set_up, |state| state.profiles.current().text.clone());
    let name = editor.part_by(State::set_up, |state| state.profiles.current().name.clone());
    (
        html::p().attr("class", "wa-small wa-muted").child(t.get(say::PROFILES_FROM_HOST)),
        html::details().attr("class", "wa-details").child((
            html::summary().child(move || t.say(say::what_profile_has(name.get()))),
            html::pre()
                .attr("class", "wa-code")
                .attr("tabindex", "0")
                .attr("dir", "ltr")
                .child(move || text.get()),
        )),
    )
        .into_any()
}

fn edited(editor: Editor) -> AnyView {
    let t = texts();
    let text = editor.part_by(State::set_up, |state| state.profiles.current().text.clone());
    let name = editor.part_by(State::set_up, |state| state.profiles.current().name.clone());
    let finding = editor.part_by(State::set_up, move |state| {
        let problem = state.profiles.current().value.as_ref().err()?.clone();
        Some(whatsapp_domain::Finding::error("profile-json", "profile", t.say(problem)))
    });
    let plain = |path: &str, label: &str, help: &str| FieldProps {
        path: path.into(),
        label: Signal::stored(label.into()),
        beside: None,
        help: Signal::stored(help.into()),
        optional: false,
        finding: Signal::stored(None),
        fix: Callback::new(|_| ()),
    };
    let text_props = |value: Part<String>, mono: bool, input: fn(String) -> Event| TextProps {
        kind: InputKind::Text,
        value: value.into(),
        placeholder: String::new(),
        mono,
        input: Callback::new(move |text| editor.send(input(text))),
        leave: Callback::new(|()| ()),
    };
    let json = FieldProps {
        finding: finding.into(),
        ..plain("profile", t.get(say::AS_JSON), t.get(say::PROFILE_HELP))
    };
    (
        field(plain("profile-name", t.get(words::NAME), ""), |ids| {
            text_input(ids, text_props(name, false, Event::ProfileNamed), None)
        }),
        field(json, |ids| text_area(ids, text_props(text, true, Event::ProfileTyped), 8)),
    )
        .into_any()
}
