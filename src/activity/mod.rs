//! Activity: what was sent and received, live, and the lists of what needs somebody's hand.

pub mod queues;
pub mod state;
pub mod suppressions;

#[cfg(target_arch = "wasm32")]
mod charts;
#[cfg(target_arch = "wasm32")]
mod detail;
#[cfg(target_arch = "wasm32")]
mod filters;
#[cfg(target_arch = "wasm32")]
mod list;
#[cfg(target_arch = "wasm32")]
mod queues_view;
#[cfg(target_arch = "wasm32")]
mod suppressions_view;
#[cfg(target_arch = "wasm32")]
mod view;

#[cfg(target_arch = "wasm32")]
pub use view::activity;
