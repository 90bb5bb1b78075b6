//! What every provider would be sent for the step, what each would lose, and how to send it without us.

pub mod json;
pub mod shell;
pub mod state;

#[cfg(target_arch = "wasm32")]
mod request;
#[cfg(target_arch = "wasm32")]
mod view;
#[cfg(target_arch = "wasm32")]
mod webhook;

#[cfg(target_arch = "wasm32")]
pub use view::{Wires, payloads_card};
