//! One value of the step: its text, and what happens when it comes out empty.

use std::sync::Arc;

use crate::view::{html, prelude::*};
use whatsapp_domain::{Finding, Fix, MediaKind, MediaProbeInput, WhenEmpty, media::MediaPlace};

use super::{
    state::{Event, HeaderKind, Kind, Row, State, in_language},
    view::Editor,
};
use crate::{
    components::*,
    media_probe::{ProbeProps, media_probe, state::Target},
    runtime::Part,
    texts::{journey_node as say, texts},
    value_editor::{Lend, Lines, ValueProps, at::plainly_filled, label::label, value_input},
};

/// The finding in view at a field.
pub fn finding_at(editor: Editor, path: &str) -> Signal<Option<Finding>> {
    let path = path.to_owned();
    editor.part_by(State::found, move |state| state.finding(&path).cloned()).into()
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
    let (typed, replaced, left, shown) = (path.to_owned(), path.to_owned(), path.to_owned(), path.to_owned());
    let schema = editor.part_by(State::set_up, |state| state.profiles.schema.clone());
    // What the host tells about its attributes, and the chosen profile.
    let lend: Lend = Arc::new(move |read| editor.peek(|state| read(state.schema(), &state.context())));
    value_input(
        ids,
        ValueProps {
            value: editor.part(text_of(path.to_owned())).into(),
            wrong: editor
                .part_by(State::found, move |state| state.finding(&shown).and_then(|found| found.at))
                .into(),
            placeholder: look.placeholder.to_owned(),
            lines: look.lines,
            left_to_right: look.left_to_right,
            lend,
            label: Arc::new(move |path| schema.with(|schema| label(path, schema))),
            input: Callback::new(move |text| editor.send(Event::Typed(typed.clone(), text))),
            replace: Callback::new(move |text| editor.send(Event::Replaced(replaced.clone(), text))),
            leave: Callback::new(move |()| editor.send(Event::Left(left.clone()))),
        },
    )
}

/// Does a value have anything to be filled? Follows the value.
pub fn has_variable(editor: Editor, path: &str) -> Part<bool> {
    let path = path.to_owned();
    editor.part(move |state| {
        state
            .binding(&path)
            .is_some_and(|binding| binding.value.contains("{{") || binding.value.contains("{%"))
    })
}

/// What the proxy is to look at for an address of the step; none while the address is empty or can't be filled.
fn probe_target(state: &State, path: &str) -> Option<Target> {
    let (kind, place) = match (&state.draft.kind, path.ends_with("header.url")) {
        (Kind::Template, true) => {
            let (language, _) = in_language(path);
            let kind = match state.draft.values(language).header {
                HeaderKind::Image => MediaKind::Image,
                HeaderKind::Video => MediaKind::Video,
                HeaderKind::Document => MediaKind::Document,
                HeaderKind::None | HeaderKind::Text => return None,
            };
            (kind, MediaPlace::Header)
        }
        (Kind::Image, _) => (MediaKind::Image, MediaPlace::Message),
        (Kind::Video, _) => (MediaKind::Video, MediaPlace::Message),
        (Kind::Document, _) => (MediaKind::Document, MediaPlace::Message),
        _ => return None,
    };
    let typed = state.binding(path)?.value.as_str();
    let variable = typed.contains('{');
    // While other values can't be filled there is no message, but an address may be known all the same.
    let url = match state.filled(path) {
        Some(url) => url.to_owned(),
        None if variable => plainly_filled(typed, &state.context())?,
        None => typed.to_owned(),
    };
    if url.trim().is_empty() {
        return None;
    }
    // A fixed address is the same for everybody.
    let profile = if variable { state.profiles.current().name.clone() } else { String::new() };
    Some(Target { input: MediaProbeInput { url, kind, place }, profile })
}

/// "Check this file" under an address.
pub fn probe(editor: Editor, path: &str) -> AnyView {
    let aim = path.to_owned();
    // Which kind a template's header has, the template says; a message of its own can become another kind.
    let fix = (!path.ends_with("header.url")).then(|| {
        Callback::new(move |found: Finding| {
            let field = "message.type".to_owned();
            let fix = found.fix.clone().map(|fix| Fix { field: Some(field.clone()), ..fix });
            editor.send(Event::FixPressed(Box::new(Finding { fix, field, ..found })));
        })
    });
    media_probe(ProbeProps { target: editor.part(move |state| probe_target(state, &aim)).into(), fix })
}

/// A row: what it is on the left, its value on the right.
pub fn value_row(editor: Editor, row: &Row) -> AnyView {
    let t = texts();
    let path = row.path.clone();
    let asks = !path.ends_with("filename") && !path.ends_with("url");
    let is_url = path.ends_with("url");
    let uses_variable = has_variable(editor, &path);
    let props = FieldProps {
        help: Signal::stored(t.say(&row.hint)),
        ..props(editor, &path, t.say(&row.label), String::new(), row.optional)
    };
    let placeholder = match (is_url, row.optional) {
        (true, _) => "https://",
        (false, true) => "",
        (false, false) => t.get(say::VALUE_PLACEHOLDER),
    };
    let empty_path = path.clone();
    let look = ValueLook { placeholder, lines: Lines::One, left_to_right: is_url };
    html::div()
        .attr("class", "wa-value-row")
        .child((
            field(props, |ids| value_control(editor, ids, &path, look)),
            row.changed.as_ref().map(|changed| {
                html::p()
                    .attr("class", "wa-small wa-look wa-value-changed")
                    .attr("dir", "auto")
                    .child(t.say(changed))
            }),
            move || (asks && uses_variable.get()).then(|| when_empty(editor, empty_path.clone())),
            is_url.then(|| probe(editor, &path)),
        ))
        .into_any()
}

/// What happens when the value comes out empty for a customer.
pub fn when_empty(editor: Editor, path: String) -> AnyView {
    let locked = locked();
    let t = texts();
    let (read, read_fallback, write, write_fallback, leave) =
        (path.clone(), path.clone(), path.clone(), path.clone(), path.clone());
    let chosen = editor.part_by(State::set_up, move |state| {
        let when = state.binding(&read).map(|binding| binding.when_empty).unwrap_or_default();
        match when {
            WhenEmpty::Fallback => "fallback",
            WhenEmpty::Skip => "skip",
            WhenEmpty::Fail => "fail",
        }
        .to_owned()
    });
    let fallback = editor.part_by(State::set_up, move |state| {
        state.binding(&read_fallback).and_then(|binding| binding.fallback.clone()).unwrap_or_default()
    });
    let uses_fallback = Memo::new(move || chosen.with(|chosen| chosen == "fallback"));
    let by_press = StoredValue::new(false);
    let use_label = move || match (uses_fallback.get(), fallback.get()) {
        (true, _) => t.get(say::USE).to_owned(),
        (false, text) if text.trim().is_empty() => t.get(say::USE_ANOTHER).into(),
        (false, text) => t.say(say::use_text(text)),
    };
    let text = move || {
        let (write, leave) = (write_fallback.clone(), leave.clone());
        uses_fallback.get().then(|| {
            let node = NodeRef::<html::Input>::new();
            // Who presses "use another text" wants to type it; arrow keys only pass by.
            node.on_load(move |input| {
                if by_press.get_value() && input.value().is_empty() {
                    let _ = input.focus();
                }
            });
            html::span().attr("class", "wa-fallback").child((
                t.get(say::OPEN_QUOTE),
                // Behind the input stands its text unseen: it gives the input its width.
                html::span().attr("class", "wa-fallback-text").child((
                    html::span().attr("aria-hidden", "true").child(move || {
                        fallback.with(|text| {
                            if text.is_empty() {
                                t.get(say::FALLBACK_EXAMPLE).to_owned()
                            } else {
                                text.clone()
                            }
                        })
                    }),
                    html::input()
                        .node_ref(node)
                        .attr("type", "text")
                        .attr("dir", "auto")
                        .attr("size", "1")
                        .attr("readonly", move || locked.get().then_some(""))
                        .attr("aria-label", t.get(say::FALLBACK_LABEL))
                        .attr("placeholder", t.get(say::FALLBACK_EXAMPLE))
                        .prop("value", move || fallback.get())
                        .on(crate::view::ev::input, move |event| {
                            editor.send(Event::FallbackTyped(write.clone(), event_target_value(&event)));
                        })
                        .on(crate::view::ev::blur, move |_| editor.send(Event::Left(leave.clone()))),
                )),
                t.get(say::CLOSE_QUOTE),
            ))
        })
    };
    let choices = vec![
        Choice { value: "fallback".into(), label: use_label.into_any(), behind: Some(text.into_any()) },
        Choice { value: "skip".into(), label: t.get(say::SKIP_CUSTOMER).into_any(), behind: None },
        Choice { value: "fail".into(), label: t.get(say::STOP).into_any(), behind: None },
    ];
    let filled_path = path;
    let filled = editor.part(move |state| {
        // What a whole message gives, the preview shows.
        if filled_path == "message.text" {
            return None;
        }
        let text = state.filled(&filled_path).filter(|text| !text.trim().is_empty())?;
        Some(whatsapp_domain::quote::quote(text))
    });
    html::div()
        .attr("class", "wa-when-empty")
        .on(crate::view::ev::mousedown, move |_| by_press.set_value(true))
        .on(crate::view::ev::keydown, move |_| by_press.set_value(false))
        .child((
            html::span()
                .attr("class", "wa-small wa-muted")
                .attr("aria-hidden", "true")
                .child(t.get(say::WHEN_EMPTY)),
            choice_group(
                t.get(say::WHEN_EMPTY_LABEL),
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
                filled.get().map(|text| {
                    html::span().attr("class", "wa-filled wa-small").child((
                        html::span().attr("class", "wa-muted").child((t.get(say::FOR_THIS_PROFILE), " ")),
                        html::span().attr("dir", "auto").child(text),
                    ))
                })
            },
        ))
        .into_any()
}
