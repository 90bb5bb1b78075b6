//! The quick test: one message to one tester, and what the provider answered.

pub mod curl;
pub mod meaning;
pub mod state;
pub mod way;

#[cfg(target_arch = "wasm32")]
mod history;
#[cfg(target_arch = "wasm32")]
mod number;
#[cfg(target_arch = "wasm32")]
mod outcome;
#[cfg(target_arch = "wasm32")]
mod result;
#[cfg(target_arch = "wasm32")]
mod stopped;
#[cfg(target_arch = "wasm32")]
mod testers;
#[cfg(target_arch = "wasm32")]
mod view;

#[cfg(target_arch = "wasm32")]
pub use {
    outcome::way_list,
    view::{Wires, test_pane},
};
