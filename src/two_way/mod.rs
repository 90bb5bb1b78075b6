//! Two-way of a saved account: its callback URL, its registration with the provider, and the proof by a message.

pub mod state;

#[cfg(target_arch = "wasm32")]
mod proof;
#[cfg(target_arch = "wasm32")]
mod qr;
#[cfg(target_arch = "wasm32")]
mod registration;
#[cfg(target_arch = "wasm32")]
mod view;

pub use state::Account;
#[cfg(target_arch = "wasm32")]
pub use {qr::qr_view, view::connection};
