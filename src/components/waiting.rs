//! Lines that stand for what is on its way.

use super::card;
use crate::view::{html, prelude::*};

/// A card of such lines; `words` say to screen readers what comes, `widths` is a letter for each line (`a` short, `b` long, `c`
/// between).
pub fn waiting(words: &'static str, widths: &str) -> AnyView {
    let lines = widths
        .chars()
        .map(|width| html::div().attr("class", "wa-skeleton").attr("data-width", width.to_string()));
    card(html::div().attr("class", "wa-card-body").attr("aria-busy", "true").child((
        html::p().attr("class", "wa-hidden-visually").attr("role", "status").child(words),
        lines.collect_view(),
    )))
}

/// The same as a page.
pub fn waiting_page(words: &'static str, widths: &str) -> AnyView {
    html::div().attr("class", "wa-page").child(waiting(words, widths)).into_any()
}
