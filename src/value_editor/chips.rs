//! Chips on the page: drawing them, and finding what a press means.

use crate::view::{html, prelude::*};

use super::paint::{Look, Part};

/// One part of a value while nobody types in it.
pub fn chip(part: Part) -> impl IntoView {
    html::span().attr("data-look", part.look.as_str()).attr("data-wrong", part.wrong.then_some("")).child((
        part.text,
        (!part.suffix.is_empty()).then(|| html::span().attr("class", "wa-chip-suffix").child(part.suffix)),
    ))
}

/// Which character of the value is meant by a press at this point: behind a chip, at a letter of a text, or the end.
pub fn place(layer: &web_sys::HtmlDivElement, parts: &[Part], x: f64, y: f64) -> Option<usize> {
    let drawn = layer.children();
    for (index, part) in parts.iter().enumerate() {
        let Some(element) = drawn.item(u32::try_from(index).ok()?) else { continue };
        if !holds(&element.get_bounding_client_rect(), x, y) {
            continue;
        }
        if part.look == Look::Variable {
            return Some(part.at.end);
        }
        if let Some(place) = letter(&element, &part.text, x, y) {
            return Some(part.at.start + place);
        }
    }
    parts.last().map(|part| part.at.end)
}

fn holds(rect: &web_sys::DomRect, x: f64, y: f64) -> bool {
    (rect.left()..=rect.right()).contains(&x) && (rect.top()..=rect.bottom()).contains(&y)
}

/// The place between two letters that is nearest to the point.
fn letter(element: &web_sys::Element, text: &str, x: f64, y: f64) -> Option<usize> {
    let node = element.first_child()?;
    let range = document().create_range().ok()?;
    let mut units = 0_u32;
    for (index, c) in text.chars().enumerate() {
        let next = units + c.len_utf16() as u32;
        range.set_start(&node, units).ok()?;
        range.set_end(&node, next).ok()?;
        let rect = range.get_bounding_client_rect();
        if holds(&rect, x, y) {
            let right_half = x > (rect.left() + rect.right()) / 2.0;
            return Some(index + usize::from(right_half != is_right_to_left(c)));
        }
        units = next;
    }
    None
}

/// Hebrew, Arabic and their neighbours.
fn is_right_to_left(c: char) -> bool {
    matches!(c as u32, 0x0590..=0x08ff | 0xfb1d..=0xfdff | 0xfe70..=0xfeff | 0x10800..=0x10fff)
}
