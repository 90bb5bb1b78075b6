//! Telling a callback that may be gone.

use leptos::prelude::*;

/// A control that leaves the page still sends its last `blur`; by then whoever listened has left too.
pub trait Told<T> {
    /// Calls it if it is still there.
    fn told(self, value: T);
}

impl<T: 'static> Told<T> for Callback<T> {
    fn told(self, value: T) {
        let _ = self.try_run(value);
    }
}
