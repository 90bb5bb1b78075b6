//! One value of the step: its text, and what happens when it comes out empty.

use leptos::{html, prelude::*};
use whatsapp_domain::{Finding, WhenEmpty};

use super::{
    state::{Event, Row, State},
    view::Editor,
};
use crate::components::*;

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

/// A row: what it is on the left, its value on the right.
pub fn value_row(editor: Editor, row: &Row) -> AnyView {
    let path = row.path.clone();
    let asks = !path.ends_with("filename") && !path.ends_with("url");
    let uses_variable = {
        let path = path.clone();
        editor.part(move |state| {
            state
                .binding(&path)
                .is_some_and(|binding| binding.value.contains("{{") || binding.value.contains("{%"))
        })
    };
    let props = FieldProps {
        help: Signal::stored(row.hint.clone()),
        ..props(editor, &path, row.label.clone(), String::new(), row.optional)
    };
    let placeholder = match (path.ends_with("url"), row.optional) {
        (true, _) => "https://",
        (false, true) => "",
        (false, false) => "Text or {{ customer.first_name }}",
    };
    let empty_path = path.clone();
    html::div()
        .attr("class", "wa-value-row")
        .child((
            field(props, |ids| text_input(ids, text_props(editor, &path, placeholder), None)),
            move || (asks && uses_variable.get()).then(|| when_empty(editor, empty_path.clone())),
        ))
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
    let choices = vec![
        Segment::new("fallback", "use another text"),
        Segment::new("skip", "skip customer"),
        Segment::new("fail", "stop"),
    ];
    html::div()
        .attr("class", "wa-when-empty")
        .child((
            html::span().attr("class", "wa-small wa-muted").attr("aria-hidden", "true").child("If empty"),
            segments(
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
            move || {
                let (write, leave) = (write_fallback.clone(), leave.clone());
                (chosen.get() == "fallback").then(|| {
                    html::div().attr("class", "wa-input wa-fallback").child(
                        html::input()
                            .attr("type", "text")
                            .attr("aria-label", "Text to use instead")
                            .attr("placeholder", "there")
                            .prop("value", move || fallback.get())
                            .on(leptos::ev::input, move |event| {
                                editor.send(Event::FallbackTyped(write.clone(), event_target_value(&event)));
                            })
                            .on(leptos::ev::blur, move |_| editor.send(Event::Left(leave.clone()))),
                    )
                })
            },
        ))
        .into_any()
}
