//! "Before you send": one list of everything that was found, what stops a send first, each with its field and, where
//! one exists, its repair.

use leptos::{html, prelude::*};

use super::{
    state::{Event, State, Todo, case_words, in_language, language_words},
    view::Editor,
};
use crate::components::*;

/// Draws the card.
pub fn findings_card(editor: Editor) -> AnyView {
    let found = editor.part(State::todos);
    let skipped = editor.part(|state| state.output.skipped);
    let title = ("Before you send ", move || {
        let (stops, looks) = found.with(|found| {
            let stops = found.iter().filter(|todo| todo.finding.is_error()).count();
            (stops, found.len() - stops)
        });
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
            mended(editor),
            move || {
                skipped.get().then(|| {
                    notice(Tone::Info, html::p().child("For this profile nothing is sent: a value is empty and set to skip the customer."))
                })
            },
            move || {
                let found = found.get();
                let free = !found.iter().any(|todo| todo.finding.is_error());
                let free = free.then(|| {
                    html::p()
                        .attr("class", "wa-note wa-muted")
                        .child((disc("good"), "Nothing stops this step for the chosen profile."))
                });
                if found.is_empty() {
                    return free.into_any();
                }
                let list = html::ul().attr("class", "wa-findings").child(found.into_iter().map(|todo| row(editor, todo)).collect_view());
                (free, list).into_any()
            },
        )),
    )
}

/// What was just repaired, and how to take it back.
fn mended(editor: Editor) -> impl IntoView {
    let mended = editor.part(|state| state.mended.clone());
    move || {
        mended.get().map(|label| {
            html::p().attr("class", "wa-row wa-mended").child((
                disc("good"),
                html::span().attr("class", "wa-grow").child(format!("Done: {label}")),
                small_button(ButtonKind::Plain, (icon(Icon::Undo), "Undo"), move || editor.send(Event::Undo)),
            ))
        })
    }
}

fn row(editor: Editor, todo: Todo) -> AnyView {
    let Todo { finding: found, case } = todo;
    let (tone, word) =
        if found.is_error() { ("stop", "Stops the send: ") } else { ("look", "Look at this: ") };
    let path = found.field.clone();
    // In which language and in which case it was found, when that is not what is in view.
    let place = in_language(&path).0.map(|at| {
        editor.peek(|state| {
            let code =
                state.draft.template.translations.get(at).map(|translation| translation.language.clone());
            language_words(&code.unwrap_or_default()).to_owned()
        })
    });
    let lead =
        [place, case.map(|case| case_words(case).to_owned())].into_iter().flatten().collect::<Vec<_>>();
    let lead = (!lead.is_empty())
        .then(|| html::span().attr("class", "wa-strong").child(format!("{}: ", lead.join(", "))));
    let repair = if found.code == "template-changed" {
        Some(small_button(ButtonKind::Secondary, "See the difference", move || {
            editor.send(Event::Compared(true));
        }))
    } else {
        found.fix.clone().map(|fix| {
            let found = found.clone();
            small_button(ButtonKind::Secondary, fix.label, move || {
                editor.send(Event::FixPressed(Box::new(found.clone())))
            })
        })
    };
    html::li()
        .attr("data-code", found.code.clone())
        .child((
            disc(tone),
            html::button()
                .attr("type", "button")
                .attr("class", "wa-finding-text")
                .on(leptos::ev::click, move |_| editor.send(Event::FindingPressed(path.clone())))
                .child((html::span().attr("class", "wa-hidden-visually").child(word), lead, found.text)),
            repair,
        ))
        .into_any()
}
