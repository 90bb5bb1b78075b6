//! "Before you send": everything that was found, what stops a send first.

use leptos::{html, prelude::*};
use whatsapp_domain::Finding;

use super::{
    state::{Event, State},
    view::Editor,
};
use crate::components::*;

/// Draws the card.
pub fn findings_card(editor: Editor) -> AnyView {
    let found = editor.part(|state| state.output.findings.clone());
    let counts = editor.part(State::counts);
    let skipped = editor.part(|state| state.output.skipped);
    let title = ("Before you send ", move || {
        let (stops, looks) = counts.get();
        (
            (stops > 0).then(|| {
                badge("stop", format!("{stops} {} the send", if stops == 1 { "stops" } else { "stop" }))
            }),
            " ",
            (looks > 0).then(|| badge("look", format!("{looks} to look at"))),
        )
    });
    card_titled(
        title,
        (),
        html::div().attr("aria-live", "polite").attr("class", "wa-stack").child((
            move || {
                skipped.get().then(|| {
                    notice(Tone::Info, html::p().child("For this profile nothing is sent: a value is empty and set to skip the customer."))
                })
            },
            move || {
                let found = found.get();
                if found.is_empty() {
                    return html::p()
                        .attr("class", "wa-note wa-muted")
                        .child((disc("good"), "Nothing stops this step for the chosen profile."))
                        .into_any();
                }
                html::ul().attr("class", "wa-findings").child(found.into_iter().map(|found| row(editor, found)).collect_view()).into_any()
            },
        )),
    )
}

fn row(editor: Editor, found: Finding) -> AnyView {
    let (tone, word) =
        if found.is_error() { ("stop", "Stops the send: ") } else { ("look", "Look at this: ") };
    let path = found.field.clone();
    let repair = found.fix.clone().map(|fix| {
        let found = found.clone();
        small_button(ButtonKind::Secondary, fix.label, move || {
            editor.send(Event::FixPressed(Box::new(found.clone())))
        })
    });
    html::li()
        .attr("data-code", found.code.clone())
        .child((
            disc(tone),
            html::button()
                .attr("type", "button")
                .attr("class", "wa-finding-text")
                .on(leptos::ev::click, move |_| editor.send(Event::FindingPressed(path.clone())))
                .child((html::span().attr("class", "wa-hidden-visually").child(word), found.text)),
            repair,
        ))
        .into_any()
}
