//! Pieces that one value says all about: while that stays the same, they are neither described nor compared again.

use std::any::Any;

use super::{AnyView, Described};

/// What a piece is made of.
pub(crate) trait Matter {
    /// Describes the piece.
    fn draw(&self) -> AnyView;
    /// Would it be the same piece?
    fn is(&self, other: &dyn Matter) -> bool;
    fn as_any(&self) -> &dyn Any;
}

struct Made<T: 'static> {
    of: T,
    draw: fn(&T) -> AnyView,
}

impl<T: PartialEq + 'static> Matter for Made<T> {
    fn draw(&self) -> AnyView {
        (self.draw)(&self.of)
    }

    fn is(&self, other: &dyn Matter) -> bool {
        let other = other.as_any().downcast_ref::<Self>();
        other.is_some_and(|other| std::ptr::fn_addr_eq(self.draw, other.draw) && self.of == other.of)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// A piece that is made of `of` alone. What it draws follows no signals: those would end when what is around it is drawn
/// again, and it would not.
pub fn made_of<T: PartialEq + 'static>(of: T, draw: fn(&T) -> AnyView) -> AnyView {
    AnyView(Described::Made(Box::new(Made { of, draw })))
}
