//! Cards, badges and marks.

use crate::view::{html, prelude::*};

use super::{Icon, icon};

/// One question, one card: a title, what belongs beside the title, and the content.
pub fn card_titled(
    title: impl IntoView + 'static,
    beside: impl IntoView + 'static,
    content: impl IntoView + 'static,
) -> AnyView {
    card((
        html::div().attr("class", "wa-card-head").child((
            html::h2().child(title.into_any()),
            html::div().attr("class", "wa-row").child(beside.into_any()),
        )),
        html::div().attr("class", "wa-card-body").child(content.into_any()),
    ))
}

/// A bare card.
pub fn card(content: impl IntoView + 'static) -> AnyView {
    html::section().attr("class", "wa-card").child(content.into_any()).into_any()
}

/// A short word about a state; `tone` is `good`, `look`, `stop`, `info` or empty.
pub fn badge(tone: &'static str, text: impl IntoView + 'static) -> AnyView {
    html::span().attr("class", "wa-badge").attr("data-tone", tone).child(text.into_any()).into_any()
}

/// A round mark in front of a line.
pub fn disc(tone: &'static str) -> AnyView {
    let which = match tone {
        "good" => Icon::Check,
        "look" => Icon::Alert,
        "stop" => Icon::Cross,
        _ => Icon::Dash,
    };
    html::span().attr("class", "wa-disc").attr("data-tone", tone).child(icon(which)).into_any()
}
