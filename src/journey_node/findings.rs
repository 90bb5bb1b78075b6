//! "Before you send": one list of everything that was found, what stops a send first, each with its field and, where
//! one exists, its repair.

use crate::view::{html, prelude::*};

use super::{
    state::{Event, State, Todo, case_words, in_language},
    view::Editor,
};
use crate::{
    components::*,
    texts::{journey_node as say, texts, words},
};

/// Draws the card.
pub fn findings_card(editor: Editor) -> AnyView {
    let t = texts();
    let found = editor.part_by(State::found, State::todos);
    let skipped = editor.part(|state| state.output.skipped);
    let title = (t.get(say::BEFORE_YOU_SEND), " ", move || {
        let (stops, looks) = found.with(|found| {
            let stops = found.iter().filter(|todo| todo.finding.is_error()).count();
            (stops, found.len() - stops)
        });
        (
            (stops > 0).then(|| badge("stop", t.say(say::stops_the_send(stops)))),
            " ",
            (looks > 0).then(|| badge("look", t.say(say::to_look_at(looks)))),
        )
    });
    card_titled(
        title,
        (),
        html::div().attr("aria-live", "polite").attr("class", "wa-stack").child((
            mended(editor),
            move || skipped.get().then(|| notice(Tone::Info, html::p().child(t.get(say::SKIPPED)))),
            move || {
                let found = found.get();
                let free = !found.iter().any(|todo| todo.finding.is_error());
                let free = free.then(|| {
                    html::p()
                        .attr("class", "wa-note wa-muted")
                        .child((disc("good"), t.get(say::NOTHING_STOPS)))
                });
                if found.is_empty() {
                    return free.into_any();
                }
                let list = html::ul()
                    .attr("class", "wa-findings")
                    .child(found.into_iter().map(|todo| row(editor, todo)).collect_view());
                (free, list).into_any()
            },
        )),
    )
}

/// What was just repaired, and how to take it back.
fn mended(editor: Editor) -> impl IntoView {
    let t = texts();
    let mended = editor.part(|state| state.mended.clone());
    move || {
        mended.get().map(|label| {
            html::p().attr("class", "wa-row wa-mended").child((
                disc("good"),
                html::span().attr("class", "wa-grow").child(t.say(say::done_what(label))),
                edits(small_button(ButtonKind::Plain, (icon(Icon::Undo), t.get(words::UNDO)), move || {
                    editor.send(Event::Undo)
                })),
            ))
        })
    }
}

fn row(editor: Editor, todo: Todo) -> AnyView {
    let t = texts();
    let Todo { finding: found, case } = todo;
    let (tone, word) = if found.is_error() {
        ("stop", t.get(say::FINDING_STOPS))
    } else {
        ("look", t.get(say::FINDING_LOOK))
    };
    let path = found.field.clone();
    // In which language and in which case it was found, when that is not what is in view.
    let place = in_language(&path).0.map(|at| {
        editor.peek(|state| {
            let code =
                state.draft.template.translations.get(at).map(|translation| translation.language.clone());
            t.language_name(&code.unwrap_or_default())
        })
    });
    let lead = [place, case.map(|case| t.get(case_words(case)).to_owned())]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>();
    let lead = (!lead.is_empty())
        .then(|| html::span().attr("class", "wa-strong").child(t.say(say::lead(lead.join(", ")))));
    let repair = if found.code == "template-changed" {
        Some(small_button(ButtonKind::Secondary, t.get(say::SEE_DIFFERENCE), move || {
            editor.send(Event::Compared(true));
        }))
    } else {
        found.fix.clone().map(|fix| {
            let found = found.clone();
            edits(small_button(ButtonKind::Secondary, t.repair(&fix), move || {
                editor.send(Event::FixPressed(Box::new(found.clone())))
            }))
        })
    };
    html::li()
        .attr("data-code", found.code.clone())
        .child((
            disc(tone),
            html::button()
                .attr("type", "button")
                .attr("class", "wa-finding-text")
                .attr("dir", "auto")
                .on(crate::view::ev::click, move |_| editor.send(Event::FindingPressed(path.clone())))
                .child((
                    html::span().attr("class", "wa-hidden-visually").child(word),
                    lead,
                    with_numbers(t.finding(&found)),
                )),
            repair,
        ))
        .into_any()
}
