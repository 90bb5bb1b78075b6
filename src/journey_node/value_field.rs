//! One value of the step: its text, and what happens when it comes out empty.

use std::sync::Arc;

use leptos::{html, prelude::*};
use whatsapp_domain::{Finding, WhenEmpty};

use super::{
    state::{Event, Row, State},
    view::Editor,
};
use crate::{
    components::*,
    value_editor::{Lend, Lines, ValueProps, label::label, value_input},
};

/// The finding in view at a field.
pub fn finding_at(editor: Editor, path: &str) -> Signal<Option<Finding>> {
    let path = path.to_owned();
    editor.part(move |state| state.finding(&path).cloned()).into()
}

/// Applies a repair.
pub fn fix(editor: Editor) -> Callback<Finding> {
    Callback::new(move |finding| editor.send(Event::FixPressed(Box::new(finding))))
}

/// A field around a value.
pub fn props(editor: Editor, path: &str, label: String, help: String, optional: bool) -> FieldProps {
    FieldProps {
        path: path.to_owned(),
        label: Signal::stored(label),
        beside: None,
        help: Signal::stored(help),
        optional,
        finding: finding_at(editor, path),
        fix: fix(editor),
    }
}

fn text_of(path: String) -> impl Fn(&State) -> String {
    move |state| match path.as_str() {
        "recipient.value" => state.draft.recipient.value.clone(),
        _ => state.binding(&path).map(|binding| binding.value.clone()).unwrap_or_default(),
    }
}

/// The control of a value.
pub fn text_props(editor: Editor, path: &str, placeholder: &str) -> TextProps {
    let (typed, left) = (path.to_owned(), path.to_owned());
    TextProps {
        kind: InputKind::Text,
        value: editor.part(text_of(path.to_owned())).into(),
        placeholder: placeholder.to_owned(),
        mono: false,
        input: Callback::new(move |text| editor.send(Event::Typed(typed.clone(), text))),
        leave: Callback::new(move |()| editor.send(Event::Left(left.clone()))),
    }
}

/// How a value is typed.
pub struct ValueLook {
    /// Shown while it is empty.
    pub placeholder: &'static str,
    /// One line or several.
    pub lines: Lines,
    /// Reads from left to right in every language: addresses and numbers.
    pub left_to_right: bool,
}

/// The control of a value with its variables: picked, completed, shown as chips.
pub fn value_control(editor: Editor, ids: FieldIds, path: &str, look: ValueLook) -> AnyView {
    let (typed, left, shown) = (path.to_owned(), path.to_owned(), path.to_owned());
    // What the host tells about its attributes, and the chosen profile.
    let lend: Lend = Arc::new(move |read| editor.peek(|state| read(state.schema(), &state.context())));
    value_input(
        ids,
        ValueProps {
            value: editor.part(text_of(path.to_owned())).into(),
            wrong: editor.part(move |state| state.finding(&shown).and_then(|found| found.at)).into(),
            placeholder: look.placeholder.to_owned(),
            lines: look.lines,
            left_to_right: look.left_to_right,
            lend,
            label: Arc::new(move |path| editor.with(|state| label(path, state.schema()))),
            input: Callback::new(move |text| editor.send(Event::Typed(typed.clone(), text))),
            leave: Callback::new(move |()| editor.send(Event::Left(left.clone()))),
        },
    )
}

/// Does a value have anything to be filled? Follows the value.
pub fn has_variable(editor: Editor, path: &str) -> Memo<bool> {
    let path = path.to_owned();
    editor.part(move |state| {
        state
            .binding(&path)
            .is_some_and(|binding| binding.value.contains("{{") || binding.value.contains("{%"))
    })
}

/// A row: what it is on the left, its value on the right.
pub fn value_row(editor: Editor, row: &Row) -> AnyView {
    let path = row.path.clone();
    let asks = !path.ends_with("filename") && !path.ends_with("url");
    let is_url = path.ends_with("url");
    let uses_variable = has_variable(editor, &path);
    let props = FieldProps {
        help: Signal::stored(row.hint.clone()),
        ..props(editor, &path, row.label.clone(), String::new(), row.optional)
    };
    let placeholder = match (is_url, row.optional) {
        (true, _) => "https://",
        (false, true) => "",
        (false, false) => "Text, or {{ for a variable",
    };
    let empty_path = path.clone();
    let look = ValueLook { placeholder, lines: Lines::One, left_to_right: is_url };
    html::div()
        .attr("class", "wa-value-row")
        .child((field(props, |ids| value_control(editor, ids, &path, look)), move || {
            (asks && uses_variable.get()).then(|| when_empty(editor, empty_path.clone()))
        }))
        .into_any()
}

/// What happens when the value comes out empty for a customer.
pub fn when_empty(editor: Editor, path: String) -> AnyView {
    let (read, read_fallback, write, write_fallback, leave) =
        (path.clone(), path.clone(), path.clone(), path.clone(), path.clone());
    let chosen = editor.part(move |state| {
        let when = state.binding(&read).map(|binding| binding.when_empty).unwrap_or_default();
        match when {
            WhenEmpty::Fallback => "fallback",
            WhenEmpty::Skip => "skip",
            WhenEmpty::Fail => "fail",
        }
        .to_owned()
    });
    let fallback = editor.part(move |state| {
        state.binding(&read_fallback).and_then(|binding| binding.fallback.clone()).unwrap_or_default()
    });
    let uses_fallback = Memo::new(move |_| chosen.with(|chosen| chosen == "fallback"));
    let use_label = move || match (uses_fallback.get(), fallback.get()) {
        (true, _) => "use".to_owned(),
        (false, text) if text.trim().is_empty() => "use another text".into(),
        (false, text) => format!("use “{text}”"),
    };
    let text = move || {
        let (write, leave) = (write_fallback.clone(), leave.clone());
        uses_fallback.get().then(|| {
            html::span().attr("class", "wa-fallback").child((
                "“",
                // Behind the input stands its text unseen: it gives the input its width.
                html::span().attr("class", "wa-fallback-text").child((
                    html::span().attr("aria-hidden", "true").child(move || {
                        fallback.with(|text| if text.is_empty() { "there".to_owned() } else { text.clone() })
                    }),
                    html::input()
                        .attr("type", "text")
                        .attr("dir", "auto")
                        .attr("size", "1")
                        .attr("aria-label", "Text to use instead")
                        .attr("placeholder", "there")
                        .prop("value", move || fallback.get())
                        .on(leptos::ev::input, move |event| {
                            editor.send(Event::FallbackTyped(write.clone(), event_target_value(&event)));
                        })
                        .on(leptos::ev::blur, move |_| editor.send(Event::Left(leave.clone()))),
                )),
                "”",
            ))
        })
    };
    let choices = vec![
        Choice { value: "fallback".into(), label: use_label.into_any(), behind: Some(text.into_any()) },
        Choice { value: "skip".into(), label: "skip customer".into_any(), behind: None },
        Choice { value: "fail".into(), label: "stop".into_any(), behind: None },
    ];
    html::div()
        .attr("class", "wa-when-empty")
        .child((
            html::span().attr("class", "wa-small wa-muted").attr("aria-hidden", "true").child("If empty"),
            choice_group(
                "If the value is empty",
                true,
                choices,
                chosen.into(),
                Callback::new(move |word: String| {
                    let when = match word.as_str() {
                        "fallback" => WhenEmpty::Fallback,
                        "skip" => WhenEmpty::Skip,
                        _ => WhenEmpty::Fail,
                    };
                    editor.send(Event::WhenEmptyChosen(write.clone(), when));
                }),
            ),
        ))
        .into_any()
}
