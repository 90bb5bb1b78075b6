//! A free message: its text, or its media and what stands under it.

use crate::view::{html, prelude::*};
use whatsapp_domain::limits;

use super::{
    state::{Event, Kind, State},
    value_field::{ValueLook, has_variable, probe, props, value_control, when_empty},
    view::Editor,
};
use crate::{
    components::*,
    texts::{journey_node as say, texts, words},
    value_editor::{Lines, count::count},
};

/// Draws the card.
pub fn free_card(editor: Editor) -> AnyView {
    let t = texts();
    let kind = editor.part_by(State::set_up, |state| state.draft.kind);
    (move || match kind.get() {
        Kind::Text => {
            card_titled(t.get(words::TEXT), counter(editor, "message.text", limits::TEXT_MAX), text(editor))
        }
        Kind::Image => media(editor, Kind::Image),
        Kind::Video => media(editor, Kind::Video),
        Kind::Document => media(editor, Kind::Document),
        Kind::Template => ().into_any(),
    })
    .into_any()
}

/// Counts the text as it is sent, and as it was typed where that differs.
fn counter(editor: Editor, path: &'static str, max: usize) -> AnyView {
    let t = texts();
    let count = editor.part(move |state| {
        let typed = state.binding(path).map_or("", |binding| binding.value.as_str());
        let count = count(typed, state.filled(path), max);
        (count.text, count.over)
    });
    html::span()
        .attr("class", "wa-small wa-muted wa-counter")
        .attr("data-over", move || count.with(|(_, over)| *over).then_some(""))
        .child(move || count.with(|(text, _)| t.say(text)))
        .into_any()
}

fn text(editor: Editor) -> AnyView {
    let t = texts();
    let variable = has_variable(editor, "message.text");
    let on = editor.part_by(State::set_up, |state| state.draft.preview_url);
    let locked = locked();
    let help = t.get(say::TEXT_HELP);
    html::div()
        .attr("class", "wa-stack")
        .child((
            field(props(editor, "message.text", t.get(say::MESSAGE).into(), help.into(), false), |ids| {
                value_control(
                    editor,
                    ids,
                    "message.text",
                    ValueLook {
                        placeholder: t.get(say::TEXT_EXAMPLE),
                        lines: Lines::Many,
                        left_to_right: false,
                    },
                )
            }),
            move || variable.get().then(|| when_empty(editor, "message.text".into())),
            html::label().attr("class", "wa-check").child((
                html::input()
                    .attr("type", "checkbox")
                    .attr("disabled", move || locked.get().then_some(""))
                    .prop("checked", move || on.get())
                    .on(crate::view::ev::change, move |event| {
                        editor.send(Event::PreviewUrl(event_target_checked(&event)))
                    }),
                html::span().child(t.get(say::PREVIEW_LINK)),
            )),
        ))
        .into_any()
}

fn media(editor: Editor, kind: Kind) -> AnyView {
    let t = texts();
    let (title, help, placeholder) = match kind {
        Kind::Image => (words::IMAGE, say::IMAGE_HELP, "https://cdn.shop.example/summer.jpg"),
        Kind::Video => (words::VIDEO, say::VIDEO_HELP, "https://cdn.shop.example/how-to.mp4"),
        _ => (words::DOCUMENT, say::DOCUMENT_HELP, "https://cdn.shop.example/{{ customer.order }}.pdf"),
    };
    let (title, help) = (t.get(title), t.get(help));
    // What the chosen provider does with captions, before anybody is surprised by it.
    let captions = editor.part_by(State::set_up, move |state| {
        let provider = state.integration().map(|item| item.provider.as_str());
        let schema = whatsapp_providers::SCHEMAS.iter().find(|schema| Some(schema.provider) == provider);
        schema.map_or(t.get(say::CAPTION_HELP), |schema| crate::words::captions(t, schema)).to_owned()
    });
    card_titled(
        title,
        (),
        (
            html::div().attr("class", "wa-stack-tight").child((
                field(props(editor, "message.url", t.get(say::ADDRESS).into(), help.into(), false), |ids| {
                    let look = ValueLook { placeholder, lines: Lines::One, left_to_right: true };
                    value_control(editor, ids, "message.url", look)
                }),
                probe(editor, "message.url"),
            )),
            field(
                FieldProps {
                    beside: Some(counter(editor, "message.caption", limits::CAPTION_WHATSAPP_MAX)),
                    help: captions.into(),
                    ..props(editor, "message.caption", t.get(say::CAPTION).into(), String::new(), true)
                },
                |ids| {
                    let look = ValueLook { placeholder: "", lines: Lines::Many, left_to_right: false };
                    value_control(editor, ids, "message.caption", look)
                },
            ),
            (kind == Kind::Document).then(|| {
                let help = t.get(say::FILE_NAME_HELP);
                field(
                    props(editor, "message.filename", t.get(say::FILE_NAME).into(), help.into(), true),
                    |ids| {
                        let look = ValueLook {
                            placeholder: t.get(say::FILE_NAME_EXAMPLE),
                            lines: Lines::One,
                            left_to_right: false,
                        };
                        value_control(editor, ids, "message.filename", look)
                    },
                )
            }),
        ),
    )
}
