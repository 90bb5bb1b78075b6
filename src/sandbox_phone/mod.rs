//! The sandbox's phone: what arrived, as WhatsApp would show it.

pub mod state;

#[cfg(target_arch = "wasm32")]
mod view;

#[cfg(target_arch = "wasm32")]
pub use view::{sandbox_off, sandbox_phone};
