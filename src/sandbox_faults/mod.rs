//! The sandbox's switches: what goes wrong at the emulated providers.

pub mod state;
pub mod templates;

#[cfg(target_arch = "wasm32")]
mod templates_view;
#[cfg(target_arch = "wasm32")]
mod view;

#[cfg(target_arch = "wasm32")]
pub use view::sandbox_faults;
