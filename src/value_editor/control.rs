//! The control: a real text area, and behind it a layer that draws its text with variables as pills.
//!
//! The layer stands in the same grid cell and has the same type, so it also gives the height. Since the text area is
//! what is typed in, the caret, input methods, spelling, selection and screen readers work as in any other.

use std::{ops::Range, sync::Arc, time::Duration};

use crate::view::{ev, html, prelude::*};
use serde_json::Value;
use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;
use whatsapp_domain::{ProfileSchema, TextSpan};

use super::{
    bar::bar,
    chips,
    complete::insert_variable,
    edit::{Edit, from_utf16, to_utf16},
    list::suggestion_list,
    marks::{self, Mark},
    paint::{Part, Run, lines},
    picker_view::variable_picker,
    suggest::{self, Event, Key},
    token::tokens,
};
use crate::{components::*, shared::Shared};

/// How long after the focus has left variables become chips.
const CHIPS_AFTER: Duration = Duration::from_millis(250);

/// One line or several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    /// Enter breaks no line; variables are chips while nobody types.
    One,
    /// A message, with a bar for its formatting.
    Many,
}

/// Lends the schema and the chosen profile's context.
pub type Lend = Arc<dyn Fn(&mut dyn FnMut(&ProfileSchema, &Value)) + Send + Sync>;

/// What the control needs.
pub struct ValueProps {
    /// What stands in it.
    pub value: Signal<String>,
    /// Where the error stands that is in view.
    pub wrong: Signal<Option<TextSpan>>,
    /// Shown while it is empty.
    pub placeholder: String,
    /// One line or several.
    pub lines: Lines,
    /// Reads from left to right in every language: addresses and numbers.
    pub left_to_right: bool,
    /// Schema and context, when they are needed.
    pub lend: Lend,
    /// What an attribute is called; follows the schema.
    pub label: Arc<dyn Fn(&str) -> String + Send + Sync>,
    /// Something was typed.
    pub input: Callback<String>,
    /// Something was picked, completed or formatted.
    pub replace: Callback<String>,
    /// The control and all that belongs to it was left.
    pub leave: Callback<()>,
}

/// A handle on the control for what stands around it.
#[derive(Clone, Copy)]
pub struct Handle {
    node: NodeRef<html::Textarea>,
    replace: Callback<String>,
}

impl Handle {
    /// Changes the text and gives the focus back, with the selection where the change puts it.
    pub fn apply(self, change: impl FnOnce(&str, Range<usize>) -> Edit) {
        let Some(control) = self.node.get_untracked() else { return };
        let text = control.value();
        let edit = change(&text, selection(&control, &text));
        let _ = control.focus();
        write(&control, &edit);
        self.replace.told(edit.text);
    }

    /// Puts a mark on what is selected, or takes it off.
    pub fn mark(self, mark: Mark) {
        self.apply(|text, selection| marks::toggle(text, selection, mark));
    }

    /// Puts a variable in place of the selection.
    pub fn variable(self, path: &str) {
        self.apply(|text, selection| insert_variable(&text.chars().collect::<Vec<_>>(), selection, path));
    }

    /// Puts characters in place of the selection.
    pub fn put(self, new: &str) {
        self.apply(|text, selection| super::edit::replace(&text.chars().collect::<Vec<_>>(), selection, new));
    }

    /// Gives the focus back.
    pub fn focus(self) {
        if let Some(control) = self.node.get_untracked() {
            let _ = control.focus();
        }
    }
}

/// What is selected, in characters.
fn selection(control: &HtmlTextAreaElement, text: &str) -> Range<usize> {
    let place = |units: Result<Option<u32>, _>| units.ok().flatten().unwrap_or(0) as usize;
    let (start, end) = (place(control.selection_start()), place(control.selection_end()));
    let first = from_utf16(text, start);
    // While somebody types there is only a caret.
    first..if end == start { first } else { from_utf16(text, end) }
}

fn write(control: &HtmlTextAreaElement, edit: &Edit) {
    control.set_value(&edit.text);
    select(control, &edit.text, &edit.selection);
}

fn select(control: &HtmlTextAreaElement, text: &str, selection: &Range<usize>) {
    let place = |chars: usize| u32::try_from(to_utf16(text, chars)).unwrap_or(u32::MAX);
    let _ = control.set_selection_range(place(selection.start), place(selection.end));
}

/// Draws the control.
pub fn value_input(ids: FieldIds, props: ValueProps) -> AnyView {
    let ValueProps {
        value,
        wrong,
        placeholder,
        lines: kind,
        left_to_right,
        lend,
        label,
        input,
        replace,
        leave,
    } = props;
    let node = NodeRef::<html::Textarea>::new();
    let whole = NodeRef::<html::Div>::new();
    let layer = NodeRef::<html::Div>::new();
    let handle = Handle { node, replace };
    let id = ids.control.get_value();
    let focused = RwSignal::new(false);
    // The last text that came from the control itself: reading a long one back with each key takes its time.
    let typed = StoredValue::new(None::<String>);
    let (has_focus, pressed) = (StoredValue::new(false), StoredValue::new(false));
    let t = crate::texts::texts();
    let completion = RwSignal::new(suggest::State::default());
    let lend = StoredValue::new(lend);
    let one = kind == Lines::One;

    let span = move || wrong.get().map(|span| span.start..span.end);
    let mirror = Memo::new(move || {
        value.with(|text| {
            let chars: Vec<char> = text.chars().collect();
            lines(&chars, &tokens(&chars), span()).into_iter().map(Shared::from).collect::<Vec<_>>()
        })
    });
    let parts = Memo::new(move || match one && !focused.get() {
        true => value.with(|text| {
            let chars: Vec<char> = text.chars().collect();
            super::paint::chips(&chars, &tokens(&chars), span(), |path| label(path), t)
        }),
        false => Vec::new(),
    });

    // A change from elsewhere: a repair, an undo, a pasted line. What was typed here stands in the control already.
    Effect::new(move |_| {
        let Some(control) = node.get() else { return };
        value.with(|text| {
            if typed.with_value(|typed| typed.as_ref() != Some(text)) {
                typed.set_value(None);
                follow(&control, text);
            }
        });
    });

    let tell = move |event: Event| {
        let source = lend.get_value();
        let edit = completion.try_update(|state| suggest::update(state, t, event, &*source)).flatten();
        if let Some(edit) = edit {
            handle.apply(|_, _| edit);
        }
    };
    let hears = move |control: &HtmlTextAreaElement, text: String, event: fn(String, usize) -> Event| {
        let selection = selection(control, &text);
        // Most keys neither open nor change a list: nobody needs to hear of them.
        let chars: Vec<char> = text.chars().collect();
        let quiet = completion.with_untracked(|state| *state == suggest::State::default());
        if !(quiet && super::complete::place(&chars, selection.end).is_none()) {
            tell(event(text, selection.end));
        }
    };
    let listening = move |event: fn(String, usize) -> Event| {
        let Some(control) = node.get_untracked() else { return };
        let text = control.value();
        hears(&control, text, event);
    };
    let open = Signal::derive(move || completion.with(|state| state.open.is_some()));
    let list_id = format!("{id}-list");
    let active = {
        let list_id = list_id.clone();
        move || completion.with(|state| state.open.as_ref().map(|open| format!("{list_id}-{}", open.active)))
    };
    let controls = list_id.clone();

    let locked = crate::components::locked();
    let area = html::textarea()
        .node_ref(node)
        .attr("class", "wa-value-area")
        .attr("dir", if left_to_right { "ltr" } else { "auto" })
        .attr("rows", "1")
        .attr("spellcheck", if one { "false" } else { "true" })
        .attr("autocapitalize", if one { "off" } else { "sentences" })
        .attr("autocomplete", "off")
        .attr("readonly", move || locked.get().then_some(""))
        .attr("placeholder", placeholder)
        .attr("id", id.clone())
        .attr("data-field", ids.path.get_value())
        .attr("aria-describedby", move || ids.described.get())
        .attr("aria-invalid", move || (ids.invalid.get() == Some("error")).then_some("true"))
        // A text box all the time, as a text of several lines can be nothing else. That a list opened is told by its status.
        .attr("aria-autocomplete", "list")
        .attr("aria-haspopup", "listbox")
        .attr("aria-controls", move || open.get().then(|| controls.clone()))
        .attr("aria-activedescendant", active)
        .on(ev::input, move |event| {
            let Some(control) = node.get_untracked() else { return };
            let text = control.value();
            typed.set_value(Some(text.clone()));
            input.told(text.clone());
            let composing =
                event.dyn_ref::<web_sys::InputEvent>().is_some_and(web_sys::InputEvent::is_composing);
            if !composing {
                hears(&control, text, Event::Typed);
            }
        })
        .on(ev::keyup, move |event: ev::KeyboardEvent| {
            if matches!(event.key().as_str(), "ArrowLeft" | "ArrowRight" | "Home" | "End") {
                listening(Event::Moved);
            }
        })
        .on(ev::click, move |_| listening(Event::Moved))
        .on(ev::keydown, move |event: ev::KeyboardEvent| {
            if event.is_composing() {
                return;
            }
            let with = event.ctrl_key() || event.meta_key();
            let is_open = completion.with_untracked(|state| state.open.is_some());
            // Fetched once: each call brings the name from the browser as a new text.
            let name = event.key();
            let key = match name.as_str() {
                "ArrowUp" if is_open => Some(Key::Up),
                "ArrowDown" if is_open => Some(Key::Down),
                "Enter" if is_open && !with => Some(Key::Take),
                "Tab" if is_open && !event.shift_key() => Some(Key::Take),
                "Escape" if is_open => Some(Key::Escape),
                _ => None,
            };
            if let Some(key) = key {
                event.prevent_default();
                event.stop_propagation();
                tell(Event::Key(key));
            } else if with && event.ctrl_key() && name == " " {
                event.prevent_default();
                listening(Event::Asked);
            } else if one && name == "Enter" {
                event.prevent_default();
            } else if let (false, true, Some(mark)) = (one, with, Mark::of_key(&name, event.shift_key())) {
                event.prevent_default();
                handle.mark(mark);
            }
        })
        .on(ev::mousedown, move |event: ev::MouseEvent| {
            pressed.set_value(true);
            // Chips are narrower than what they stand for, so the browser can't know which character was meant.
            let pressed = parts.with_untracked(|parts| press(&event, layer, parts));
            if let (Some(place), Some(control)) = (pressed, node.get_untracked()) {
                event.prevent_default();
                let _ = control.focus();
                select(&control, &control.value(), &(place..place));
            }
        })
        .on(ev::focus, move |event: ev::FocusEvent| {
            has_focus.set_value(true);
            focused.set(true);
            // Whoever comes by the keyboard or from the list of findings stands at the error.
            let by_press = pressed.get_value() || within(whole, &event);
            pressed.set_value(false);
            if let (false, Some(whole)) = (by_press, whole.get_untracked()) {
                crate::components::show(&whole);
            }
            if let (false, Some(wrong), Some(control)) =
                (by_press, wrong.get_untracked(), node.get_untracked())
            {
                select(&control, &control.value(), &(wrong.start..wrong.end));
            }
        })
        .on(ev::blur, move |event: ev::FocusEvent| {
            // The last blur of a control that leaves the page comes when nobody listens any more.
            has_focus.set_value(false);
            pressed.set_value(false);
            // Chips take less room than what they stand for: a press that takes the focus away would miss its button
            // if that moved before the finger is lifted.
            let rest = move || {
                if has_focus.try_get_value() == Some(false) {
                    let _ = focused.try_set(false);
                }
            };
            set_timeout(rest, CHIPS_AFTER);
            if completion.try_with_untracked(|state| state.open.is_some()) == Some(true) {
                tell(Event::Left);
            }
            if !within(whole, &event) {
                leave.told(());
            }
        });

    let picker = variable_picker(handle, format!("{id}-variables"), lend, one);
    let (bar, bar_popover) = match kind {
        Lines::Many => {
            let (view, popover) = bar(handle, picker.button, format!("{id}-bar"));
            (Some(view), Some(popover))
        }
        Lines::One => (Some(html::div().attr("class", "wa-value-end").child(picker.button).into_any()), None),
    };
    let text = html::div().attr("class", "wa-value-text").child((
        html::div()
            .attr("class", "wa-value-layer")
            .attr("aria-hidden", "true")
            .attr("dir", if left_to_right { "ltr" } else { "auto" })
            .child(move || {
                mirror.with(|lines| lines.iter().map(|runs| made_of(runs.clone(), line)).collect_view())
            }),
        one.then(|| {
            html::div()
                .node_ref(layer)
                .attr("class", "wa-value-chips")
                .attr("aria-hidden", "true")
                .attr("dir", if left_to_right { "ltr" } else { "auto" })
                .child(move || parts.get().into_iter().map(chips::chip).collect::<Vec<_>>())
        }),
        area,
    ));
    let content = match kind {
        Lines::One => (text.into_any(), bar),
        Lines::Many => (bar.into_any(), Some(text.into_any())),
    };
    html::div()
        .node_ref(whole)
        .attr("class", "wa-value-box")
        // The picker's own fields belong to this one: it is left when the focus leaves all of them.
        .on(ev::focusout, move |event: ev::FocusEvent| {
            let from_area = event.target().and_then(|target| target.dyn_into::<HtmlTextAreaElement>().ok());
            if from_area.is_none() && !within(whole, &event) {
                leave.told(());
            }
        })
        .child((
            html::div()
                .attr("class", "wa-input wa-value")
                .attr("data-lines", if one { "one" } else { "many" })
                .attr("data-chips", move || parts.with(|parts| !parts.is_empty()).then_some(""))
                .attr("data-invalid", move || ids.invalid.get())
                .child(content),
            suggestion_list(
                list_id,
                Signal::derive(move || completion.with(|state| state.open.clone())),
                Callback::new(move |index| tell(Event::Chosen(index))),
            ),
            picker.popover,
            bar_popover,
        ))
        .into_any()
}

/// One line of the layer. It stays as it is while its runs do, so a key draws one of them.
fn line(runs: &Shared<Vec<Run>>) -> AnyView {
    html::div()
        .attr("class", "wa-value-line")
        .child(
            runs.iter()
                .map(|run| {
                    html::span()
                        .attr("data-look", run.look.as_str())
                        .attr("data-wrong", run.wrong.then_some(""))
                        .child(run.text.clone())
                })
                .collect_view(),
        )
        .into_any()
}

/// Shows a text that was changed elsewhere; somebody who stands in it finds the caret behind the change.
fn follow(control: &HtmlTextAreaElement, text: &str) {
    let shown = control.value();
    // Nearly always: it was typed here.
    if shown == text {
        return;
    }
    let wanted = text.replace("\r\n", "\n").replace('\r', "\n");
    if shown == wanted {
        return;
    }
    let same = |a: &mut dyn Iterator<Item = char>, b: &mut dyn Iterator<Item = char>| {
        a.zip(b).take_while(|(a, b)| a == b).count()
    };
    let (shown_length, length) = (shown.chars().count(), wanted.chars().count());
    let head = same(&mut shown.chars(), &mut wanted.chars());
    let tail = same(&mut shown.chars().rev(), &mut wanted.chars().rev()).min(shown_length.min(length) - head);
    control.set_value(&wanted);
    // Setting a selection would take the focus in some browsers, so it is set only where the focus is.
    let root = control.get_root_node();
    let active = match root.dyn_ref::<web_sys::ShadowRoot>() {
        Some(root) => root.active_element(),
        None => document().active_element(),
    };
    if active.as_ref() == Some(control.unchecked_ref()) {
        let caret = length - tail;
        select(control, &wanted, &(caret..caret));
    }
}

/// Does the focus stay within?
fn within(whole: NodeRef<html::Div>, event: &ev::FocusEvent) -> bool {
    let next = event.related_target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
    let whole = whole.get_untracked();
    next.is_some_and(|next| whole.is_some_and(|whole| whole.contains(Some(&next))))
}

/// Which character of the value a press on its chips means; none while there are no chips.
fn press(event: &ev::MouseEvent, layer: NodeRef<html::Div>, parts: &[Part]) -> Option<usize> {
    if parts.is_empty() || event.button() != 0 {
        return None;
    }
    chips::place(&layer.get_untracked()?, parts, f64::from(event.client_x()), f64::from(event.client_y()))
}
