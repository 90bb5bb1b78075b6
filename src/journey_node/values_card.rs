//! The values of a template, one row for each, by language.

use crate::view::{html, prelude::*};

use super::{
    difference::difference_notice,
    languages::language_tabs,
    state::{Event, LanguageEvent, State, rows},
    value_field::value_row,
    view::Editor,
};
use crate::{
    components::*,
    texts::{journey_node as say, texts, words},
};

/// The rows in view, with the template's words.
fn rows_in_view(state: &State) -> Vec<super::state::Row> {
    rows(
        state.draft.values(state.language),
        state.language,
        state.template_of(state.language),
        state.fingerprint(state.language),
    )
}

/// Does the language in view use the values of the default one?
fn shares(state: &State) -> Option<usize> {
    state
        .language
        .filter(|at| state.draft.template.translations.get(*at).is_some_and(|translation| !translation.own))
}

/// Draws the card.
pub fn values_card(editor: Editor) -> AnyView {
    let t = texts();
    let rows = editor.part_by(State::set_up, rows_in_view);
    let shared = editor.part_by(State::set_up, shares);
    let filled = editor.part(|state| state.draft.values(state.language).filled());
    let known = editor.part_by(State::set_up, |state| state.template_of(state.language).is_some());
    let chosen = editor.part_by(State::set_up, |state| !state.draft.template.name.is_empty());
    let line_open = editor.part_by(State::set_up, |state| state.line.is_some());
    let takes = editor.part_by(State::set_up, |state| {
        shares(state).is_none()
            && (state.draft.values(state.language).count > 0 || state.template_of(state.language).is_none())
    });
    let beside = move || {
        (chosen.get() && takes.get()).then(|| {
            button(
                ButtonKind::Plain,
                move || t.get(if line_open.get() { say::CLOSE_LINE } else { say::PASTE_LINE }),
                Signal::stored(false),
                move || editor.send(Event::LineToggled),
            )
        })
    };
    let title = (t.get(say::VALUES), " ", move || {
        let (done, all) = filled.get();
        (all > 0 && shared.get().is_none()).then(|| badge("", t.say(say::filled(done, all))))
    });
    card_titled(
        title,
        beside,
        (
            difference_notice(editor),
            language_tabs(editor),
            move || line_open.get().then(|| line_entry(editor)),
            move || {
                if !chosen.get() {
                    return html::p().attr("class", "wa-muted").child(t.get(say::CHOOSE_FIRST)).into_any();
                }
                if let Some(at) = shared.get() {
                    return shared_values(editor, at);
                }
                let rows = rows.get();
                if rows.is_empty() && known.get() {
                    return html::p().attr("class", "wa-muted").child(t.get(say::NO_VALUES)).into_any();
                }
                html::div()
                    .attr("class", "wa-value-rows")
                    .child((
                        rows.iter().map(|row| value_row(editor, row)).collect_view(),
                        (!known.get()).then(|| count_buttons(editor)),
                        own_values(editor),
                    ))
                    .into_any()
            },
        ),
    )
}

/// A language that takes what the default one takes.
fn shared_values(editor: Editor, at: usize) -> AnyView {
    let t = texts();
    let default = editor.part_by(State::set_up, move |state| t.language_name(&state.draft.template.language));
    html::div()
        .attr("class", "wa-stack-tight")
        .child((
            html::p().child(move || t.say(say::shared_values(default.get()))),
            html::div().attr("data-needs", "edit").child(small_button(
                ButtonKind::Secondary,
                t.get(say::OWN_VALUES),
                move || {
                    editor.send(Event::Language(LanguageEvent::Own(at, true)));
                },
            )),
        ))
        .into_any()
}

/// Back to the values of the default language, where this one has its own.
fn own_values(editor: Editor) -> impl IntoView {
    let t = texts();
    let own = editor.part_by(State::set_up, |state| state.language.filter(|_| shares(state).is_none()));
    let default = editor.part_by(State::set_up, move |state| t.language_name(&state.draft.template.language));
    move || {
        own.get().map(|at| {
            html::div().attr("class", "wa-row").attr("data-needs", "edit").child((
                small_button(
                    ButtonKind::Plain,
                    move || t.say(say::use_values_of(default.get())),
                    move || {
                        editor.send(Event::Language(LanguageEvent::Own(at, false)));
                    },
                ),
                small_button(ButtonKind::Plain, t.get(say::MAKE_DEFAULT), move || {
                    editor.send(Event::Language(LanguageEvent::MadeDefault(at)));
                }),
            ))
        })
    }
}

fn count_buttons(editor: Editor) -> AnyView {
    let t = texts();
    let some = editor.part_by(State::set_up, |state| state.draft.template.values.count > 0);
    html::div()
        .attr("class", "wa-row")
        .attr("data-needs", "edit")
        .child((
            small_button(ButtonKind::Secondary, (icon(Icon::Plus), t.get(say::ADD_VALUE)), move || {
                editor.send(Event::AddValue)
            }),
            move || {
                some.get().then(|| {
                    small_button(ButtonKind::Plain, t.get(say::REMOVE_LAST), move || {
                        editor.send(Event::RemoveValue)
                    })
                })
            },
        ))
        .into_any()
}

fn line_entry(editor: Editor) -> AnyView {
    let t = texts();
    let text = editor.part_by(State::set_up, |state| {
        state.line.as_ref().map(|line| line.text.clone()).unwrap_or_default()
    });
    let finding = editor.part_by(State::set_up, move |state| {
        let problem = state.line.as_ref()?.problem.clone()?;
        Some(whatsapp_domain::Finding::warning("line", "message.body", t.say(problem)))
    });
    let props = FieldProps {
        path: "message.body".into(),
        label: Signal::stored(t.get(say::LINE_LABEL).into()),
        beside: None,
        help: Signal::stored(t.get(say::LINE_HELP).into()),
        optional: false,
        finding: finding.into(),
        fix: Callback::new(|_| ()),
    };
    let copy = small_button(ButtonKind::Plain, (icon(Icon::Copy), t.get(words::COPY)), move || {
        editor.send(Event::LineCopied);
    });
    field(props, |ids| {
        text_input(
            ids,
            TextProps {
                kind: InputKind::Text,
                value: text.into(),
                placeholder: "{{ customer.first_name }},{{ customer.order }}".into(),
                mono: true,
                input: Callback::new(move |text| editor.send(Event::LineTyped(text))),
                leave: Callback::new(|()| ()),
            },
            Some(copy),
        )
    })
}
