//! The owner of the sandbox's phone: writes to the business, and decides how reports misbehave.

pub mod reports;
pub mod writer;

#[cfg(target_arch = "wasm32")]
mod reports_view;
#[cfg(target_arch = "wasm32")]
mod writer_view;

#[cfg(target_arch = "wasm32")]
pub use {
    reports_view::reports,
    writer_view::{kind_name, writer},
};
