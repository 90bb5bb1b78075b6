//! Values that are changed.

use std::{marker::PhantomData, rc::Rc};

use leptos::prelude::ArcTrigger;

use super::{Cell, GONE, Handle, Part, Told, copied};

/// A value that is read and changed.
pub struct RwSignal<T>(pub(super) Handle, pub(super) PhantomData<fn() -> T>);

copied!(RwSignal);

impl<T: 'static> RwSignal<T> {
    /// A signal with its first value.
    pub fn new(value: T) -> Self {
        Self(Handle::new(Box::new(value), Told::By(ArcTrigger::new())), PhantomData)
    }

    /// Sets it. What has gone stays as it is.
    pub fn set(self, value: T) {
        self.update(|old| *old = value);
    }

    /// As [`set`](Self::set); none when it has gone.
    pub fn try_set(self, value: T) -> Option<()> {
        self.try_update(|old| *old = value)
    }

    /// Changes it. What has gone stays as it is.
    pub fn update(self, change: impl FnOnce(&mut T)) {
        self.try_update(change);
    }

    /// Changes it; none when it has gone.
    pub fn try_update<U>(self, change: impl FnOnce(&mut T) -> U) -> Option<U> {
        let cell = self.0.cell()?;
        let given = cell.update(change);
        cell.notify();
        given
    }

    /// Changes it and tells nobody; none when it has gone.
    pub fn try_update_untracked<U>(self, change: impl FnOnce(&mut T) -> U) -> Option<U> {
        self.0.cell()?.update(change)
    }

    /// Tells its readers that it has changed.
    pub fn notify(self) {
        if let Some(cell) = self.0.cell() {
            cell.notify();
        }
    }
}

/// Changes a [`Part`].
pub struct WritePart<T>(Rc<Cell>, PhantomData<fn() -> T>);

/// A value to read, and what changes it.
pub fn part<T: 'static>(first: T) -> (Part<T>, WritePart<T>) {
    let handle = Handle::new(Box::new(first), Told::By(ArcTrigger::new()));
    (Part(handle, PhantomData), WritePart(handle.cell().expect(GONE), PhantomData))
}

impl<T: PartialEq + 'static> WritePart<T> {
    /// Sets it; its readers are told when it is another value. Gives back whether it is.
    pub fn set(&self, value: T) -> bool {
        // Looked up once: nearly all parts are the same after a key, and there are a hundred of them.
        let other = self.0.update(|old: &mut T| {
            let other = *old != value;
            if other {
                *old = value;
            }
            other
        });
        let other = other == Some(true);
        if other {
            self.0.notify();
        }
        other
    }
}
