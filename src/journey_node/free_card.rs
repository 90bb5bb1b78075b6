//! A free message: its text, or its media and what stands under it.

use leptos::{html, prelude::*};
use whatsapp_domain::limits;

use super::{
    state::{Event, Kind},
    value_field::{ValueLook, has_variable, probe, props, value_control, when_empty},
    view::Editor,
};
use crate::{
    components::*,
    value_editor::{Lines, count::count},
};

/// Draws the card.
pub fn free_card(editor: Editor) -> AnyView {
    let kind = editor.part(|state| state.draft.kind);
    (move || match kind.get() {
        Kind::Text => card_titled("Text", counter(editor, "message.text", limits::TEXT_MAX), text(editor)),
        Kind::Image => {
            media(editor, "Image", "JPEG or PNG, up to 5 MB. WhatsApp fetches it from this address.", false)
        }
        Kind::Video => {
            media(editor, "Video", "MP4 or 3GPP, up to 16 MB. WhatsApp fetches it from this address.", false)
        }
        Kind::Document => {
            media(editor, "Document", "Any file up to 100 MB. WhatsApp fetches it from this address.", true)
        }
        Kind::Template => ().into_any(),
    })
    .into_any()
}

/// Counts the text as it is sent, and as it was typed where that differs.
fn counter(editor: Editor, path: &'static str, max: usize) -> AnyView {
    let count = editor.part(move |state| {
        let typed = state.binding(path).map_or("", |binding| binding.value.as_str());
        let count = count(typed, state.filled(path), max);
        (count.text, count.over)
    });
    html::span()
        .attr("class", "wa-small wa-muted wa-counter")
        .attr("dir", "ltr")
        .attr("data-over", move || count.with(|(_, over)| *over).then_some(""))
        .child(move || count.with(|(text, _)| text.clone()))
        .into_any()
}

fn text(editor: Editor) -> AnyView {
    let variable = has_variable(editor, "message.text");
    let on = editor.part(|state| state.draft.preview_url);
    let help = "Type {{ for a variable. *bold*, _italic_, ~struck~ and ```mono``` look on the phone as in the preview.";
    html::div()
        .attr("class", "wa-stack")
        .child((
            field(props(editor, "message.text", "Message".into(), help.into(), false), |ids| {
                value_control(
                    editor,
                    ids,
                    "message.text",
                    ValueLook {
                        placeholder: "Hi {{ customer.first_name }}, your parcel has left the depot.",
                        lines: Lines::Many,
                        left_to_right: false,
                    },
                )
            }),
            move || variable.get().then(|| when_empty(editor, "message.text".into())),
            html::label().attr("class", "wa-check").child((
                html::input()
                    .attr("type", "checkbox")
                    .prop("checked", move || on.get())
                    .on(leptos::ev::change, move |event| {
                        editor.send(Event::PreviewUrl(event_target_checked(&event)))
                    }),
                html::span().child("Show a preview of the first link"),
            )),
        ))
        .into_any()
}

fn media(editor: Editor, title: &'static str, help: &'static str, document: bool) -> AnyView {
    let placeholder = match title {
        "Image" => "https://cdn.shop.example/summer.jpg",
        "Video" => "https://cdn.shop.example/how-to.mp4",
        _ => "https://cdn.shop.example/{{ customer.order }}.pdf",
    };
    // What the chosen provider does with captions, before anybody is surprised by it.
    let captions = editor.part(|state| {
        let provider = state.integration().map(|item| item.provider.as_str());
        let schema = whatsapp_providers::SCHEMAS.iter().find(|schema| Some(schema.provider) == provider);
        schema.map_or("Stands under the media.", |schema| schema.captions).to_owned()
    });
    card_titled(
        title,
        (),
        (
            html::div().attr("class", "wa-stack-tight").child((
                field(props(editor, "message.url", "Address".into(), help.into(), false), |ids| {
                    let look = ValueLook { placeholder, lines: Lines::One, left_to_right: true };
                    value_control(editor, ids, "message.url", look)
                }),
                probe(editor, "message.url"),
            )),
            field(
                FieldProps {
                    beside: Some(counter(editor, "message.caption", limits::CAPTION_WHATSAPP_MAX)),
                    help: captions.into(),
                    ..props(editor, "message.caption", "Caption".into(), String::new(), true)
                },
                |ids| {
                    let look = ValueLook { placeholder: "", lines: Lines::Many, left_to_right: false };
                    value_control(editor, ids, "message.caption", look)
                },
            ),
            document.then(|| {
                let help = "The name on the phone. Left empty, it is taken from the address.";
                field(props(editor, "message.filename", "File name".into(), help.into(), true), |ids| {
                    let look =
                        ValueLook { placeholder: "invoice.pdf", lines: Lines::One, left_to_right: false };
                    value_control(editor, ids, "message.filename", look)
                })
            }),
        ),
    )
}
