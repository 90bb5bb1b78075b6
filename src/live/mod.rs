//! The proxy's events as they happen: one line for each proxy and log-in, shared by all components of the page, open while
//! somebody listens.

pub mod sse;

#[cfg(target_arch = "wasm32")]
mod line;

#[cfg(target_arch = "wasm32")]
pub use line::{Ear, listen};
