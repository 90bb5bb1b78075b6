//! Phone numbers: one look for all, by themselves and within sentences.

use crate::{
    texts::{Piece, pieces},
    view::{html, prelude::*},
};

/// A number by itself: in one line, and from left to right whatever stands around it.
pub fn number(text: impl Into<String>) -> AnyView {
    html::bdi().attr("class", "wa-number").attr("dir", "ltr").child(text.into()).into_any()
}

/// A sentence with the numbers in it.
pub fn with_numbers(text: impl Into<String>) -> AnyView {
    let text = text.into();
    match pieces(&text)[..] {
        [] | [Piece::Words(_)] => {}
        ref several => {
            let draw = |piece: &Piece<'_>| match piece {
                Piece::Words(words) => (*words).to_owned().into_any(),
                Piece::Number(digits) => number(*digits),
            };
            return several.iter().map(draw).collect_view().into_any();
        }
    }
    text.into_any()
}
