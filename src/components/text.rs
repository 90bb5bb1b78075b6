//! Text controls inside a field.

use crate::view::{ev, html, prelude::*};

use super::{FieldIds, locked};

/// What is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputKind {
    /// Words.
    Text,
    /// A key, token or password: not shown, not remembered.
    Secret,
    /// A phone number.
    Phone,
    /// An address.
    Url,
    /// A number.
    Number,
}

/// A text control.
pub struct TextProps {
    /// What is typed.
    pub kind: InputKind,
    /// What stands in it.
    pub value: Signal<String>,
    /// Shown while it is empty.
    pub placeholder: String,
    /// A fixed-width type for code and ids?
    pub mono: bool,
    /// A key was pressed.
    pub input: Callback<String>,
    /// The control was left.
    pub leave: Callback<()>,
}

/// One line.
pub fn text_input(ids: FieldIds, props: TextProps, end: Option<AnyView>) -> AnyView {
    line(ids, props, end, locked())
}

/// One line that is no part of what is edited, such as a tester's number: whoever may change nothing may still type it.
pub fn own_input(ids: FieldIds, props: TextProps, end: Option<AnyView>) -> AnyView {
    line(ids, props, end, Signal::stored(false))
}

fn line(ids: FieldIds, props: TextProps, end: Option<AnyView>, locked: Signal<bool>) -> AnyView {
    let TextProps { kind, value, placeholder, mono, input, leave } = props;
    let (word, mode) = match kind {
        InputKind::Text => ("text", None),
        InputKind::Secret => ("password", None),
        InputKind::Phone => ("text", Some("tel")),
        InputKind::Url => ("text", Some("url")),
        InputKind::Number => ("text", Some("numeric")),
    };
    // `new-password` keeps password managers from filling in the visitor's own password as a provider's key.
    let complete = if kind == InputKind::Secret { "new-password" } else { "off" };
    // Code, numbers and addresses read from left to right in every language; other text by what it says.
    let direction = if kind == InputKind::Text && !mono { "auto" } else { "ltr" };
    let control = html::input()
        .attr("type", word)
        .attr("dir", direction)
        .attr("inputmode", mode)
        .attr("autocomplete", complete)
        .attr("autocapitalize", "off")
        .attr("spellcheck", "false")
        .attr("placeholder", placeholder)
        .attr("id", ids.control.get_value())
        .attr("data-field", ids.path.get_value())
        .attr("aria-describedby", move || ids.described.get())
        .attr("aria-invalid", move || (ids.invalid.get() == Some("error")).then_some("true"))
        .attr("readonly", move || locked.get().then_some(""))
        .prop("value", move || value.get())
        .on(ev::input, move |event| input.told(event_target_value(&event)))
        .on(ev::blur, move |_| leave.told(()));
    html::div()
        .attr("class", "wa-input")
        .attr("data-mono", mono.then_some(""))
        .attr("data-invalid", move || ids.invalid.get())
        .child((control, end.map(|end| html::div().attr("class", "wa-input-end").child(end))))
        .into_any()
}

/// Several lines.
pub fn text_area(ids: FieldIds, props: TextProps, rows: u8) -> AnyView {
    let TextProps { value, placeholder, mono, input, leave, .. } = props;
    let locked = locked();
    let node = NodeRef::<html::Textarea>::new();
    let control = html::textarea()
        .node_ref(node)
        .attr("dir", if mono { "ltr" } else { "auto" })
        .attr("rows", rows.to_string())
        .attr("spellcheck", if mono { "false" } else { "true" })
        .attr("placeholder", placeholder)
        .attr("id", ids.control.get_value())
        .attr("data-field", ids.path.get_value())
        .attr("aria-describedby", move || ids.described.get())
        .attr("aria-invalid", move || (ids.invalid.get() == Some("error")).then_some("true"))
        .attr("readonly", move || locked.get().then_some(""))
        .prop("value", move || value.get())
        .on(ev::input, move |event| input.told(event_target_value(&event)))
        .on(ev::focus, move |_| {
            if let Some(control) = node.get_untracked() {
                super::show(&control);
            }
        })
        .on(ev::blur, move |_| leave.told(()));
    html::div()
        .attr("class", "wa-input")
        .attr("data-mono", mono.then_some(""))
        .attr("data-invalid", move || ids.invalid.get())
        .child(control)
        .into_any()
}

/// One of many: pairs of value and label.
pub fn select_input(
    ids: FieldIds,
    options: Signal<Vec<(String, String)>>,
    value: Signal<String>,
    change: Callback<String>,
) -> AnyView {
    let locked = locked();
    let control = html::select()
        .attr("id", ids.control.get_value())
        .attr("data-field", ids.path.get_value())
        .attr("aria-describedby", move || ids.described.get())
        .attr("aria-invalid", move || (ids.invalid.get() == Some("error")).then_some("true"))
        .attr("disabled", move || locked.get().then_some(""))
        .on(ev::change, move |event| change.told(event_target_value(&event)))
        .child(move || {
            let chosen = value.get();
            options
                .get()
                .into_iter()
                .map(|(value, label)| {
                    let selected = value == chosen;
                    html::option().attr("value", value).prop("selected", selected).child(label)
                })
                .collect_view()
        });
    html::div()
        .attr("class", "wa-input")
        .attr("data-invalid", move || ids.invalid.get())
        .child(control)
        .into_any()
}
