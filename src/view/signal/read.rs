//! Values that are read.

use std::{
    cell::RefCell,
    marker::PhantomData,
    rc::{Rc, Weak},
};

use leptos::prelude::ArcMemo;
use send_wrapper::SendWrapper;

use super::{Cell, GONE, Handle, RwSignal, Told, copied};

/// Something to read, whatever it is made of: a part of a state, a signal, a memo, a closure, or what never changes.
pub struct Signal<T>(Handle, PhantomData<fn() -> T>);

/// A part of a state; see [`Store::part`](crate::runtime::Store::part).
pub struct Part<T>(pub(super) Handle, pub(super) PhantomData<fn() -> T>);

/// A value worked out from others, once for each change of them; its readers learn only of other values.
pub struct Memo<T>(Handle, PhantomData<fn() -> T>);

copied!(Signal, Part, Memo);

/// What [`Signal::derive`] keeps.
type Derived<T> = Rc<dyn Fn() -> T>;

impl<T: 'static> Signal<T> {
    /// What never changes.
    pub fn stored(value: T) -> Self {
        Self(Handle::new(Box::new(value), Told::Never), PhantomData)
    }

    /// What a closure gives, each time it is read. Its reader follows what the closure reads.
    pub fn derive(value: impl Fn() -> T + 'static) -> Self {
        let derived: Derived<T> = Rc::new(value);
        Self(Handle::new(Box::new(derived), Told::Never), PhantomData)
    }
}

/// Reads a cell that holds the value or the closure that gives it.
fn look<T: 'static, U>(cell: &Cell, read: impl FnOnce(&T) -> U) -> Option<U> {
    let value = cell.value.borrow();
    if let Some(value) = value.downcast_ref::<T>() {
        return Some(read(value));
    }
    let derived = value.downcast_ref::<Derived<T>>().map(Rc::clone)?;
    // Not held while the closure runs.
    drop(value);
    Some(read(&derived()))
}

/// The same, and whoever reads does not follow what a closure reads.
fn peek<T: 'static, U>(cell: &Cell, read: impl FnOnce(&T) -> U) -> Option<U> {
    leptos::prelude::untrack(|| look(cell, read))
}

/// Ways to read a handle, by how its cell is read and read in passing.
macro_rules! readable {
    ($look:expr, $peek:expr, $($signal:ident),+) => {$(
        impl<T: 'static> $signal<T> {
            /// Follows it without reading it.
            pub fn track(self) {
                self.0.followed();
            }

            /// Reads it; whoever does runs again when it changes.
            #[cfg_attr(debug_assertions, track_caller)]
            pub fn with<U>(self, read: impl FnOnce(&T) -> U) -> U {
                self.0.followed().and_then(|cell| $look(&cell, read)).expect(GONE)
            }

            /// Reads it as it is now.
            #[cfg_attr(debug_assertions, track_caller)]
            pub fn with_untracked<U>(self, read: impl FnOnce(&T) -> U) -> U {
                self.try_with_untracked(read).expect(GONE)
            }

            /// Reads it as it is now; none when it has gone.
            pub fn try_with_untracked<U>(self, read: impl FnOnce(&T) -> U) -> Option<U> {
                self.0.peeked().and_then(|cell| $peek(&cell, read))
            }
        }

        impl<T: Clone + 'static> $signal<T> {
            /// A copy; whoever reads it runs again when it changes.
            #[cfg_attr(debug_assertions, track_caller)]
            pub fn get(self) -> T {
                self.with(T::clone)
            }

            /// A copy as it is now.
            #[cfg_attr(debug_assertions, track_caller)]
            pub fn get_untracked(self) -> T {
                self.with_untracked(T::clone)
            }

            /// A copy as it is now; none when it has gone.
            pub fn try_get_untracked(self) -> Option<T> {
                self.try_with_untracked(T::clone)
            }
        }
    )+};
}
readable!(look, peek, Signal);
readable!(Cell::with, Cell::with, Part, Memo, RwSignal);

macro_rules! signals {
    ($($signal:ident),+) => {$(
        impl<T> From<$signal<T>> for Signal<T> {
            fn from(signal: $signal<T>) -> Self {
                Self(signal.0, PhantomData)
            }
        }
    )+};
}
signals!(Part, Memo, RwSignal);

impl<T: PartialEq + 'static> Memo<T> {
    /// The value of a closure, which runs when it is read for the first time.
    pub fn new(value: impl Fn() -> T + 'static) -> Self {
        let again = move |cell: &Cell| {
            let new = value();
            let changed = cell.with(|last: &T| *last != new).unwrap_or(true);
            if changed {
                cell.value.replace(Box::new(new));
            }
            changed
        };
        Self(memo(Box::new(again)), PhantomData)
    }
}

/// A cell that is brought up to date by `again`, which says whether it changed.
fn memo(again: Box<dyn Fn(&Cell) -> bool>) -> Handle {
    let cell = Rc::new_cyclic(|cell: &Weak<Cell>| {
        // There is one thread; Leptos's memos could be read from any.
        let held = SendWrapper::new((cell.clone(), again));
        let number = move |last: Option<&u32>| {
            let last = last.copied().unwrap_or_default();
            let (cell, again) = &*held;
            match cell.upgrade() {
                Some(cell) if again(&cell) => last.wrapping_add(1),
                _ => last,
            }
        };
        // Until it is read there is nothing, which is no value of any type that is asked for.
        Cell { value: RefCell::new(Box::new(Nothing)), told: Told::When(ArcMemo::new(number)) }
    });
    Handle::of(cell)
}

/// The value of a memo that was not read yet.
struct Nothing;
