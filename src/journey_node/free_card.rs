//! A free message: its text, or its media and what stands under it.

use leptos::{html, prelude::*};
use whatsapp_domain::limits;

use super::{
    state::{Event, Kind},
    value_field::{props, text_props, when_empty},
    view::Editor,
};
use crate::components::*;

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

fn counter(editor: Editor, path: &'static str, max: usize) -> AnyView {
    let count =
        editor.part(move |state| state.binding(path).map_or(0, |binding| binding.value.chars().count()));
    html::span()
        .attr("class", "wa-small wa-muted wa-counter")
        .attr("data-over", move || (count.get() > max).then_some(""))
        .child(move || format!("{} of {max}", count.get()))
        .into_any()
}

fn has_variable(editor: Editor, path: &'static str) -> Memo<bool> {
    editor.part(move |state| {
        state
            .binding(path)
            .is_some_and(|binding| binding.value.contains("{{") || binding.value.contains("{%"))
    })
}

fn text(editor: Editor) -> AnyView {
    let variable = has_variable(editor, "message.text");
    let on = editor.part(|state| state.draft.preview_url);
    let help = "*bold*, _italic_, ~struck~ and ```mono``` look on the phone as in the preview. Attributes: {{ customer.first_name }}";
    html::div()
        .attr("class", "wa-stack")
        .child((
            field(props(editor, "message.text", "Message".into(), help.into(), false), |ids| {
                text_area(
                    ids,
                    text_props(
                        editor,
                        "message.text",
                        "Hi {{ customer.first_name }}, your parcel has left the depot.",
                    ),
                    5,
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
    card_titled(
        title,
        (),
        (
            field(props(editor, "message.url", "Address".into(), help.into(), false), |ids| {
                text_input(
                    ids,
                    TextProps { kind: InputKind::Url, ..text_props(editor, "message.url", placeholder) },
                    None,
                )
            }),
            field(
                FieldProps {
                    beside: Some(counter(editor, "message.caption", limits::CAPTION_WHATSAPP_MAX)),
                    ..props(editor, "message.caption", "Caption".into(), "Stands under it.".into(), true)
                },
                |ids| text_area(ids, text_props(editor, "message.caption", ""), 2),
            ),
            document.then(|| {
                let help = "The name on the phone. Left empty, it is taken from the address.";
                field(props(editor, "message.filename", "File name".into(), help.into(), true), |ids| {
                    text_input(ids, text_props(editor, "message.filename", "invoice.pdf"), None)
                })
            }),
        ),
    )
}
