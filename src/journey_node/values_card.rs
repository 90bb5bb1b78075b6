//! The values of a template.

use leptos::{html, prelude::*};

use super::{
    state::{Event, rows},
    value_field::value_row,
    view::Editor,
};
use crate::components::*;

/// Draws the card.
pub fn values_card(editor: Editor) -> AnyView {
    let rows = editor.part(|state| rows(&state.draft.template, state.template()));
    let filled = editor.part(|state| {
        let template = &state.draft.template;
        let all = super::state::rows(template, state.template());
        let asked = all
            .iter()
            .filter(|row| !row.path.ends_with("filename") && !row.path.starts_with("message.buttons"));
        let asked: Vec<_> = asked.collect();
        let done = asked
            .iter()
            .filter(|row| state.binding(&row.path).is_some_and(|binding| !binding.is_blank()))
            .count();
        (done, asked.len())
    });
    let known = editor.part(|state| state.template().is_some());
    let chosen = editor.part(|state| !state.draft.template.name.is_empty());
    let line_open = editor.part(|state| state.line.is_some());
    let takes = editor.part(|state| state.draft.template.count > 0 || state.template().is_none());
    let beside = move || {
        (chosen.get() && takes.get()).then(|| {
            button(
                ButtonKind::Plain,
                move || if line_open.get() { "Close the line" } else { "Paste as one line" },
                Signal::stored(false),
                move || editor.send(Event::LineToggled),
            )
        })
    };
    let title = ("Values ", move || {
        let (done, all) = filled.get();
        (all > 0).then(|| badge("", format!("{done} of {all} filled")))
    });
    card_titled(
        title,
        beside,
        (
            move || line_open.get().then(|| line_entry(editor)),
            move || {
                if !chosen.get() {
                    return html::p()
                        .attr("class", "wa-muted")
                        .child("Choose a template first: it tells which values it takes.")
                        .into_any();
                }
                let rows = rows.get();
                if rows.is_empty() && known.get() {
                    return html::p()
                        .attr("class", "wa-muted")
                        .child("This template takes no values. It is sent as it stands.")
                        .into_any();
                }
                html::div()
                    .attr("class", "wa-value-rows")
                    .child((
                        rows.iter().map(|row| value_row(editor, row)).collect_view(),
                        (!known.get()).then(|| count_buttons(editor)),
                    ))
                    .into_any()
            },
        ),
    )
}

fn count_buttons(editor: Editor) -> AnyView {
    let some = editor.part(|state| state.draft.template.count > 0);
    html::div()
        .attr("class", "wa-row")
        .child((
            small_button(ButtonKind::Secondary, (icon(Icon::Plus), "Add a value"), move || {
                editor.send(Event::AddValue)
            }),
            move || {
                some.get().then(|| {
                    small_button(ButtonKind::Plain, "Remove the last", move || {
                        editor.send(Event::RemoveValue)
                    })
                })
            },
        ))
        .into_any()
}

fn line_entry(editor: Editor) -> AnyView {
    let text = editor.part(|state| state.line.as_ref().map(|line| line.text.clone()).unwrap_or_default());
    let finding = editor.part(|state| {
        let problem = state.line.as_ref()?.problem.clone()?;
        Some(whatsapp_domain::Finding::warning("line", "message.body", problem))
    });
    let props = FieldProps {
        path: "message.body".into(),
        label: Signal::stored("All body values, separated by commas".into()),
        beside: None,
        help: Signal::stored("A value with a comma stands in double quotes: Ana,\"Leeds, UK\",4711".into()),
        optional: false,
        finding: finding.into(),
        fix: Callback::new(|_| ()),
    };
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
            None,
        )
    })
}
