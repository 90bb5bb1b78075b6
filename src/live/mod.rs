//! The proxy's events as they happen: one line for each proxy and log-in, shared by all components of the page, open while
//! somebody listens.

pub mod sse;

#[cfg(target_arch = "wasm32")]
mod line;

#[cfg(target_arch = "wasm32")]
pub use line::{Ear, listen};

thread_local! {
    /// Known once somebody listens: the lines are in the parts of the program that do.
    static PART_ALL: std::cell::Cell<Option<fn()>> = const { std::cell::Cell::new(None) };
}

/// Somebody's token speaks for somebody else from now on: their lines are to be others.
pub fn switched() {
    if let Some(part_all) = PART_ALL.get() {
        part_all();
    }
}
