//! One of a few, all in sight: a radio group that arrow keys walk through.

use crate::view::{ev, html, prelude::*};

use super::{locked, with_numbers};
use wasm_bindgen::JsCast;

use crate::texts::{components as say, texts};

/// One choice.
#[derive(Debug, Clone)]
pub struct Segment {
    /// What is chosen.
    pub value: String,
    /// Its label.
    pub label: String,
    /// Is there something to look at in it?
    pub marked: Signal<bool>,
}

impl Segment {
    /// A choice with its label.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self::marked(value, label, Signal::stored(false))
    }

    /// A choice that shows a mark while there is something to look at in it.
    pub fn marked(value: impl Into<String>, label: impl Into<String>, marked: Signal<bool>) -> Self {
        Self { value: value.into(), label: label.into(), marked }
    }
}

/// A choice whose label may change, or that has a control of its own behind it.
pub struct Choice {
    /// What is chosen.
    pub value: String,
    /// Its label.
    pub label: AnyView,
    /// What stands behind it inside the group, such as a text that belongs to this choice.
    pub behind: Option<AnyView>,
}

/// Draws the choices. `label` names the group for screen readers.
pub fn segments(
    label: &str,
    small: bool,
    choices: Vec<Segment>,
    chosen: Signal<String>,
    choose: Callback<String>,
) -> AnyView {
    group(label, small, plain(choices), chosen, choose, locked())
}

/// The same for what is only looked at in one way or another: whoever may change nothing may still choose.
pub fn looks(
    label: &str,
    small: bool,
    choices: Vec<Segment>,
    chosen: Signal<String>,
    choose: Callback<String>,
) -> AnyView {
    group(label, small, plain(choices), chosen, choose, Signal::stored(false))
}

fn plain(choices: Vec<Segment>) -> Vec<Choice> {
    let looked = texts().get(say::TO_LOOK_AT);
    let content = |label: String, marked: Signal<bool>| {
        let mark = move || {
            marked.get().then(|| {
                html::span()
                    .attr("class", "wa-segment-mark")
                    .child(html::span().attr("class", "wa-hidden-visually").child(looked))
            })
        };
        (with_numbers(label), mark).into_any()
    };
    choices
        .into_iter()
        .map(|Segment { value, label, marked }| Choice { value, label: content(label, marked), behind: None })
        .collect()
}

/// Draws choices with contents of their own.
pub fn choice_group(
    label: &str,
    small: bool,
    choices: Vec<Choice>,
    chosen: Signal<String>,
    choose: Callback<String>,
) -> AnyView {
    group(label, small, choices, chosen, choose, locked())
}

fn group(
    label: &str,
    small: bool,
    choices: Vec<Choice>,
    chosen: Signal<String>,
    choose: Callback<String>,
    locked: Signal<bool>,
) -> AnyView {
    let first = choices.first().map(|choice| choice.value.clone()).unwrap_or_default();
    let known: Vec<String> = choices.iter().map(|choice| choice.value.clone()).collect();
    let buttons = choices
        .into_iter()
        .map(|Choice { value, label, behind }| {
            let (is, tab, press) = (value.clone(), value.clone(), value);
            let first = first.clone();
            let known = known.clone();
            let button = html::button()
                .attr("type", "button")
                .attr("class", "wa-segment")
                .attr("role", "radio")
                .attr("data-value", press.clone())
                .attr("aria-disabled", move || locked.get().then_some("true"))
                .attr("aria-checked", move || if chosen.get() == is { "true" } else { "false" })
                .attr("tabindex", move || {
                    let chosen = chosen.get();
                    // Exactly one is in the tab order, also while nothing is chosen.
                    if chosen == tab || (tab == first && !known.contains(&chosen)) { "0" } else { "-1" }
                })
                .on(ev::click, move |_| {
                    if !locked.get_untracked() {
                        choose.told(press.clone());
                    }
                })
                .child(label);
            (button, behind)
        })
        .collect_view();
    html::div()
        .attr("class", "wa-segments")
        .attr("role", "radiogroup")
        .attr("aria-label", label.to_owned())
        .attr("data-size", small.then_some("small"))
        .on(ev::keydown, walk)
        .child(buttons)
        .into_any()
}

/// Arrow keys move the choice, as in any radio group; Home and End jump.
fn walk(event: ev::KeyboardEvent) {
    let step = match event.key().as_str() {
        "ArrowRight" | "ArrowDown" => 1,
        "ArrowLeft" | "ArrowUp" => -1,
        "Home" => i32::MIN,
        "End" => i32::MAX,
        _ => return,
    };
    let Some(group) = event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok())
    else {
        return;
    };
    let from = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let all = group.children();
    let buttons: Vec<web_sys::Element> = (0..all.length())
        .filter_map(|index| all.item(index))
        .filter(|child| child.get_attribute("role").as_deref() == Some("radio"))
        .collect();
    let count = buttons.len() as i32;
    // In a text that stands among the choices, arrow keys move its caret.
    let Some(at) = buttons.iter().position(|button| Some(button) == from.as_ref()) else { return };
    let at = at as i32;
    let next = match step {
        i32::MIN => 0,
        i32::MAX => count - 1,
        step => (at + step).rem_euclid(count.max(1)),
    };
    event.prevent_default();
    if let Some(button) = buttons.get(next as usize).and_then(|item| item.dyn_ref::<web_sys::HtmlElement>()) {
        let _ = button.focus();
        button.click();
    }
}
