//! The quick test: one message to one tester, and what the provider answered.

pub mod state;

#[cfg(target_arch = "wasm32")]
mod result;
#[cfg(target_arch = "wasm32")]
mod view;

#[cfg(target_arch = "wasm32")]
pub use view::test_pane;
