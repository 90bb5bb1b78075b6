//! Buttons. One that can't act now stays focusable and says so (`aria-disabled`), and a press does nothing.

use crate::view::{ev, html, prelude::*};

/// How loud a button is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing to do here.
    Primary,
    /// Something to do here.
    Secondary,
    /// Something on the side.
    Plain,
    /// Something that can't be undone.
    Danger,
}

impl ButtonKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Secondary => "secondary",
            Self::Plain => "plain",
            Self::Danger => "danger",
        }
    }
}

/// A button with its content. While `busy` it shows that it works and ignores presses.
pub fn button(
    kind: ButtonKind,
    content: impl IntoView + 'static,
    busy: Signal<bool>,
    press: impl Fn() + 'static,
) -> AnyView {
    html::button()
        .attr("type", "button")
        .attr("class", "wa-button")
        .attr("data-kind", kind.as_str())
        .attr("aria-disabled", move || busy.get().then_some("true"))
        .on(ev::click, move |_| {
            if !busy.get_untracked() {
                press();
            }
        })
        .child((move || busy.get().then(super::spinner), content.into_any()))
        .into_any()
}

/// A small button beside or under something.
pub fn small_button(
    kind: ButtonKind,
    content: impl IntoView + 'static,
    press: impl Fn() + 'static,
) -> AnyView {
    html::button()
        .attr("type", "button")
        .attr("class", "wa-button")
        .attr("data-size", "small")
        .attr("data-kind", kind.as_str())
        .on(ev::click, move |_| press())
        .child(content.into_any())
        .into_any()
}

/// A link that looks like a button, because it leads to a page.
pub fn link_button(kind: ButtonKind, href: String, content: impl IntoView + 'static) -> AnyView {
    html::a()
        .attr("class", "wa-button")
        .attr("data-kind", kind.as_str())
        .attr("href", href)
        .child(content.into_any())
        .into_any()
}
