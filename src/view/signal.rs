//! Values that views follow, as handles that are copied freely and end with the piece of the page that made them.
//!
//! Leptos's arena, triggers and memos do the work. What is kept in them is one type here ([`Cell`]), so that their code
//! is in the module once and not once for each type of value (ADR 0019).

mod callback;
mod read;
mod stored;
mod write;

pub use callback::Callback;
pub use read::{Memo, Part, Signal};
pub use stored::StoredValue;
pub use write::{RwSignal, WritePart, part};

use std::{any::Any, cell::RefCell, rc::Rc};

use leptos::{
    prelude::{ArcMemo, ArcTrigger, Get, GetUntracked, GetValue, LocalStorage, Notify, Track},
    reactive::owner::StoredValue as Arena,
};

/// A value of some type, and how its readers learn of a new one.
struct Cell {
    value: RefCell<Box<dyn Any>>,
    told: Told,
}

enum Told {
    /// It is the same forever, or its readers do not follow it.
    Never,
    /// Whoever changes it tells.
    By(ArcTrigger),
    /// It is worked out from others; the number goes up with each new value.
    When(ArcMemo<u32>),
}

/// What is said when a value is read that has left with its piece of the page; a mistake of ours that no input can cause.
const GONE: &str = "a value was read after its piece of the page had gone";

/// Where a cell is found. Not generic: what is below is in the module once.
#[derive(Clone, Copy)]
struct Handle(Arena<Rc<Cell>, LocalStorage>);

impl Handle {
    fn new(value: Box<dyn Any>, told: Told) -> Self {
        Self::of(Rc::new(Cell { value: RefCell::new(value), told }))
    }

    fn of(cell: Rc<Cell>) -> Self {
        Self(Arena::new_local(cell))
    }

    /// The cell, without following it.
    fn cell(self) -> Option<Rc<Cell>> {
        self.0.try_get_value()
    }

    /// The cell, brought up to date; whoever reads it now runs again when it changes.
    fn followed(self) -> Option<Rc<Cell>> {
        let cell = self.cell()?;
        match &cell.told {
            Told::Never => {}
            Told::By(trigger) => trigger.track(),
            Told::When(memo) => {
                memo.get();
            }
        }
        Some(cell)
    }

    /// The cell, brought up to date.
    fn peeked(self) -> Option<Rc<Cell>> {
        let cell = self.cell()?;
        if let Told::When(memo) = &cell.told {
            memo.get_untracked();
        }
        Some(cell)
    }
}

impl Cell {
    fn with<T: 'static, U>(&self, read: impl FnOnce(&T) -> U) -> Option<U> {
        self.value.borrow().downcast_ref().map(read)
    }

    fn update<T: 'static, U>(&self, change: impl FnOnce(&mut T) -> U) -> Option<U> {
        self.value.borrow_mut().downcast_mut().map(change)
    }

    fn notify(&self) {
        if let Told::By(trigger) = &self.told {
            trigger.notify();
        }
    }
}

/// Copies of a handle are free, whatever it leads to.
macro_rules! copied {
    ($($handle:ident),+) => {$(
        impl<T> Clone for $handle<T> {
            fn clone(&self) -> Self {
                *self
            }
        }
        impl<T> Copy for $handle<T> {}

        impl<T> std::fmt::Debug for $handle<T> {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(stringify!($handle))
            }
        }
    )+};
}
use copied;
