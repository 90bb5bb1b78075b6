//! What it means: the preview, the profile behind it, and the test.

use leptos::{html, prelude::*};

use super::{
    state::{Event, State},
    view::{Editor, send_button},
};
use crate::{
    clock,
    components::*,
    preview::{bubble::bubble, bubble_view, chat},
    quick_test::test_pane,
};

/// The right-hand column.
pub fn aside(editor: Editor) -> AnyView {
    (preview_card(editor), test_card(editor), profile_card(editor)).into_any()
}

fn preview_card(editor: Editor) -> AnyView {
    let shown =
        editor.part(|state| state.output.message.as_ref().map(|message| bubble(message, state.template())));
    let name = editor.part(|state| {
        state.integration().map(|item| item.name.clone()).unwrap_or_else(|| "Your business".into())
    });
    card_titled(
        "Preview",
        html::span().attr("class", "wa-small wa-muted").child("for the profile below"),
        move || {
            let content = match shown.get() {
                Some(bubble) => bubble_view(bubble, clock::now_short(), true),
                None => html::p()
                    .attr("class", "wa-chat-empty")
                    .child("The message appears here as soon as there is one.")
                    .into_any(),
            };
            chat(name.get(), content)
        },
    )
}

fn test_card(editor: Editor) -> AnyView {
    card((
        html::div().attr("class", "wa-card-head").child((
            html::h2().child("Test"),
            html::div().attr("class", "wa-row").child(send_button(editor, ButtonKind::Secondary)),
        )),
        html::div().attr("class", "wa-card-body").child(test_pane(
            editor.part(|state| state.test.clone()),
            editor.part(State::in_sandbox),
            Callback::new(move |event| editor.send(Event::Test(event))),
        )),
    ))
}

fn profile_card(editor: Editor) -> AnyView {
    let text = editor.part(|state| state.profile.text.clone());
    let finding = editor.part(|state| {
        let problem = state.profile.value.as_ref().err()?.clone();
        Some(whatsapp_domain::Finding::error("profile-json", "profile", problem))
    });
    let props = FieldProps {
        path: "profile".into(),
        label: Signal::stored("Profile as JSON".into()),
        beside: None,
        help: Signal::stored("What {{ customer… }}, {{ event… }} and {{ journey… }} see. A console that embeds this editor hands in real profiles.".into()),
        optional: false,
        finding: finding.into(),
        fix: Callback::new(|_| ()),
    };
    card_titled(
        "Profile",
        (),
        field(props, |ids| {
            text_area(
                ids,
                TextProps {
                    kind: InputKind::Text,
                    value: text.into(),
                    placeholder: String::new(),
                    mono: true,
                    input: Callback::new(move |text| editor.send(Event::ProfileTyped(text))),
                    leave: Callback::new(|()| ()),
                },
                8,
            )
        }),
    )
}
