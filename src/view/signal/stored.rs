//! Values that are kept and not followed.

use std::marker::PhantomData;

use super::{GONE, Handle, Told, copied};

/// A value that several closures need; nobody follows it.
pub struct StoredValue<T>(Handle, PhantomData<fn() -> T>);

copied!(StoredValue);

impl<T: 'static> StoredValue<T> {
    /// Keeps a value.
    pub fn new(value: T) -> Self {
        Self(Handle::new(Box::new(value), Told::Never), PhantomData)
    }

    /// Reads it.
    #[cfg_attr(debug_assertions, track_caller)]
    pub fn with_value<U>(self, read: impl FnOnce(&T) -> U) -> U {
        self.0.cell().and_then(|cell| cell.with(read)).expect(GONE)
    }

    /// Changes it; none when it has gone.
    pub fn try_update_value<U>(self, change: impl FnOnce(&mut T) -> U) -> Option<U> {
        self.0.cell()?.update(change)
    }

    /// Changes it. What has gone stays as it is.
    pub fn update_value(self, change: impl FnOnce(&mut T)) {
        self.try_update_value(change);
    }

    /// Sets it. What has gone stays as it is.
    pub fn set_value(self, value: T) {
        self.update_value(|old| *old = value);
    }
}

impl<T: Clone + 'static> StoredValue<T> {
    /// A copy.
    #[cfg_attr(debug_assertions, track_caller)]
    pub fn get_value(self) -> T {
        self.with_value(T::clone)
    }

    /// A copy; none when it has gone.
    pub fn try_get_value(self) -> Option<T> {
        self.0.cell().and_then(|cell| cell.with(T::clone))
    }
}
