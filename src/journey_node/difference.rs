//! "The template changed": what it was and what it is, where each value goes, and taking it over.

use crate::view::{html, prelude::*};
use whatsapp_domain::{ChangedPart, template::placeholders};

use super::{
    state::{Difference, Event, State, side, word_difference},
    view::Editor,
};
use crate::{
    components::*,
    texts::{Id, Text, Texts, journey_node as say, texts, words},
};

/// A notice while the account's template differs from the one the step was set up with; opened, all differences.
pub fn difference_notice(editor: Editor) -> AnyView {
    let t = texts();
    let found = editor.part_by(State::set_up, |state| state.differences());
    let open = editor.part_by(State::set_up, |state| state.comparing);
    (move || {
        let found = found.get();
        (!found.is_empty()).then(|| {
            let parts = parts(t, &found);
            let content = (
                html::p().attr("class", "wa-strong").child(t.get(say::TEMPLATE_CHANGED)),
                html::p().child(t.say(say::template_changed_parts(parts))),
                html::div().attr("class", "wa-row").child((
                    small_button(
                        ButtonKind::Secondary,
                        move || t.get(if open.get() { say::HIDE_DIFFERENCE } else { say::SEE_DIFFERENCE }),
                        move || {
                            let open = editor.peek(|state| state.comparing);
                            editor.send(Event::Compared(!open));
                        },
                    ),
                    edits(small_button(ButtonKind::Secondary, t.get(say::USE_CHANGED_TEMPLATE), move || {
                        editor.send(Event::DifferenceAccepted);
                    })),
                )),
                move || open.get().then(|| all(&found)),
            );
            html::div().attr("data-part", "difference").child(notice(Tone::Look, content))
        })
    })
    .into_any()
}

fn parts(t: Texts, found: &[Difference]) -> String {
    let mut nouns: Vec<&str> = Vec::new();
    for part in found.iter().flat_map(|difference| &difference.parts) {
        let noun = t.get(title(*part));
        if !nouns.contains(&noun) {
            nouns.push(noun);
        }
    }
    t.all_of(&nouns)
}

fn all(found: &[Difference]) -> AnyView {
    let t = texts();
    let several = found.len() > 1;
    let one = |difference: &Difference| {
        let parts = difference.parts.iter().filter(|part| **part != ChangedPart::Placeholders);
        let parts = parts.map(|part| part_view(*part, difference));
        html::div().attr("class", "wa-stack-tight").child((
            (several || difference.language.is_some())
                .then(|| html::h3().child(t.language_name(&difference.code))),
            html::div().attr("class", "wa-difference").child(parts.collect_view()),
            moves(difference),
        ))
    };
    html::div().attr("class", "wa-stack").child(found.iter().map(one).collect_view()).into_any()
}

fn title(part: ChangedPart) -> Id {
    match part {
        ChangedPart::Category => say::CATEGORY,
        ChangedPart::Status => say::STATUS,
        ChangedPart::Header => say::HEADER,
        ChangedPart::Body => words::TEXT,
        ChangedPart::Footer => say::FOOTER,
        ChangedPart::Buttons => say::BUTTONS,
        ChangedPart::Placeholders => say::VALUES,
    }
}

fn part_view(part: ChangedPart, difference: &Difference) -> AnyView {
    let t = texts();
    let (before, after) =
        word_difference(&side(t, part, &difference.before), &side(t, part, &difference.after));
    let column = |word: &'static str, kind: &'static str, pieces: Vec<(bool, String)>| {
        let text = if pieces.iter().all(|(_, text)| text.is_empty()) {
            html::span().attr("class", "wa-muted").child(t.get(words::NONE)).into_any()
        } else {
            pieces
                .into_iter()
                .map(|(changed, text)| match (changed, kind) {
                    (true, "was") => html::del().child(text).into_any(),
                    (true, _) => html::ins().child(text).into_any(),
                    (false, _) => text.into_any(),
                })
                .collect_view()
                .into_any()
        };
        html::div().attr("class", "wa-difference-side").attr("data-side", kind).child((
            html::span().attr("class", "wa-small wa-muted").child(word),
            html::p().attr("dir", "auto").child(text),
        ))
    };
    html::div()
        .attr("class", "wa-difference-row")
        .child((
            html::span().attr("class", "wa-strong").child(t.get(title(part))),
            column(t.get(say::WHEN_SET_UP), "was", before),
            column(t.get(say::NOW), "now", after),
        ))
        .into_any()
}

/// Where each value goes.
fn moves(difference: &Difference) -> AnyView {
    let t = texts();
    let takes_values = placeholders(&difference.after.body) > 0 || !difference.dropped.is_empty();
    if !(difference.parts.contains(&ChangedPart::Body) && takes_values) {
        return ().into_any();
    }
    // The number of a place is code, the same in every language.
    let place = |at: usize| (at + 1).to_string();
    let line = |to: usize, from: Option<usize>| -> Text {
        match from {
            Some(from) if from == to => say::value_keeps(place(to)),
            Some(from) => say::value_takes(place(to), place(from)),
            None => say::value_new(place(to)),
        }
    };
    let kept = difference.carried.iter().enumerate().map(|(to, from)| line(to, *from));
    let gone = difference.dropped.iter().map(|from| say::value_gone(place(*from)));
    html::div()
        .attr("class", "wa-stack-tight")
        .child((
            html::p().attr("class", "wa-small wa-strong").child(t.get(say::WITH_CHANGED_TEMPLATE)),
            html::ul()
                .attr("class", "wa-small")
                .child(kept.chain(gone).map(|text| html::li().child(t.say(text))).collect_view()),
        ))
        .into_any()
}
