//! The profiles that fill the values: edited as JSON here, or shown as the host hands them in.

use leptos::{html, prelude::*};

use super::{state::Event, view::Editor};
use crate::{components::*, runtime::Part};

/// Draws the card.
pub fn profile_card(editor: Editor) -> AnyView {
    let from_host = editor.part(|state| state.profiles.from_host);
    let several = editor.part(|state| state.profiles.items.len() > 1);
    let beside = move || {
        (!from_host.get()).then(|| {
            (
                several.get().then(|| {
                    small_button(ButtonKind::Plain, (icon(Icon::Trash), "Remove"), move || {
                        editor.send(Event::ProfileRemoved)
                    })
                }),
                small_button(ButtonKind::Secondary, (icon(Icon::Plus), "Add"), move || {
                    editor.send(Event::ProfileAdded)
                }),
            )
        })
    };
    card_titled("Profile", beside, move || if from_host.get() { shown(editor) } else { edited(editor) })
}

fn shown(editor: Editor) -> AnyView {
    let text = editor.part(|state| state.profiles.current().text.clone());
    let name = editor.part(|state| state.profiles.current().name.clone());
    (
        html::p().attr("class", "wa-small wa-muted").child("Profiles come from this console."),
        html::details().attr("class", "wa-details").child((
            html::summary().child(move || format!("What {} has", name.get())),
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
    let text = editor.part(|state| state.profiles.current().text.clone());
    let name = editor.part(|state| state.profiles.current().name.clone());
    let finding = editor.part(|state| {
        let problem = state.profiles.current().value.as_ref().err()?.clone();
        Some(whatsapp_domain::Finding::error("profile-json", "profile", problem))
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
        ..plain(
            "profile",
            "As JSON",
            "What {{ customer… }}, {{ event… }} and {{ journey… }} see. A console that embeds this editor hands in real profiles.",
        )
    };
    (
        field(plain("profile-name", "Name", ""), |ids| {
            text_input(ids, text_props(name, false, Event::ProfileNamed), None)
        }),
        field(json, |ids| text_area(ids, text_props(text, true, Event::ProfileTyped), 8)),
    )
        .into_any()
}
