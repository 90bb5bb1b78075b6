//! "The template changed": what it was and what it is, where each value goes, and taking it over.

use leptos::{html, prelude::*};
use whatsapp_domain::{ChangedPart, TemplateChange, template::placeholders};

use super::{
    state::{Difference, Event, language_words, word_difference},
    view::Editor,
};
use crate::components::*;

/// A notice while the account's template differs from the one the step was set up with; opened, all differences.
pub fn difference_notice(editor: Editor) -> AnyView {
    let found = editor.part(|state| state.differences());
    let open = editor.part(|state| state.comparing);
    (move || {
        let found = found.get();
        (!found.is_empty()).then(|| {
            let parts = parts(&found);
            let content = (
                html::p().attr("class", "wa-strong").child("The template changed since this step was set up"),
                html::p().child(format!(
                    "Changed: {parts}. Values that still fit are kept in their places; look whether they belong there."
                )),
                html::div().attr("class", "wa-row").child((
                    small_button(
                        ButtonKind::Secondary,
                        move || if open.get() { "Hide the difference" } else { "See the difference" },
                        move || {
                            let open = editor.peek(|state| state.comparing);
                            editor.send(Event::Compared(!open));
                        },
                    ),
                    small_button(ButtonKind::Secondary, "Use the changed template", move || {
                        editor.send(Event::DifferenceAccepted);
                    }),
                )),
                move || open.get().then(|| all(&found)),
            );
            html::div().attr("data-part", "difference").child(notice(Tone::Look, content))
        })
    })
    .into_any()
}

fn parts(found: &[Difference]) -> String {
    let mut nouns: Vec<&str> = Vec::new();
    for change in found.iter().flat_map(|difference| &difference.changes) {
        if !nouns.contains(&change.part.noun()) {
            nouns.push(change.part.noun());
        }
    }
    nouns.join(", ")
}

fn all(found: &[Difference]) -> AnyView {
    let several = found.len() > 1;
    let one = |difference: &Difference| {
        let changes = difference.changes.iter().filter(|change| change.part != ChangedPart::Placeholders);
        html::div().attr("class", "wa-stack-tight").child((
            (several || difference.language.is_some())
                .then(|| html::h3().child(language_words(&difference.code).to_owned())),
            html::div().attr("class", "wa-difference").child(changes.map(change_view).collect_view()),
            moves(difference),
        ))
    };
    html::div().attr("class", "wa-stack").child(found.iter().map(one).collect_view()).into_any()
}

fn title(part: ChangedPart) -> &'static str {
    match part {
        ChangedPart::Category => "Category",
        ChangedPart::Status => "Status",
        ChangedPart::Header => "Header",
        ChangedPart::Body => "Text",
        ChangedPart::Footer => "Footer",
        ChangedPart::Buttons => "Buttons",
        ChangedPart::Placeholders => "Values",
    }
}

fn change_view(change: &TemplateChange) -> AnyView {
    let (before, after) = word_difference(&change.before, &change.after);
    let side = |word: &'static str, kind: &'static str, pieces: Vec<(bool, String)>| {
        let text = if pieces.iter().all(|(_, text)| text.is_empty()) {
            html::span().attr("class", "wa-muted").child("none").into_any()
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
            html::span().attr("class", "wa-strong").child(title(change.part)),
            side("When it was set up", "was", before),
            side("Now", "now", after),
        ))
        .into_any()
}

/// Where each value goes.
fn moves(difference: &Difference) -> AnyView {
    let body = difference.changes.iter().find(|change| change.part == ChangedPart::Body);
    if !body.is_some_and(|body| placeholders(&body.after) > 0 || !difference.dropped.is_empty()) {
        return ().into_any();
    }
    let line = |to: usize, from: Option<usize>| match from {
        Some(from) if from == to => format!("{{{{{}}}}} keeps its value.", to + 1),
        Some(from) => format!("{{{{{}}}}} takes the value that {{{{{}}}}} had.", to + 1, from + 1),
        None => format!("{{{{{}}}}} is new and has no value yet.", to + 1),
    };
    let kept = difference.carried.iter().enumerate().map(|(to, from)| line(to, *from));
    let gone = difference.dropped.iter().map(|from| {
        format!("The value that {{{{{}}}}} had is not used any more: its words are gone.", from + 1)
    });
    html::div()
        .attr("class", "wa-stack-tight")
        .child((
            html::p().attr("class", "wa-small wa-strong").child("With “Use the changed template”"),
            html::ul()
                .attr("class", "wa-small")
                .child(kept.chain(gone).map(|text| html::li().child(text)).collect_view()),
        ))
        .into_any()
}
