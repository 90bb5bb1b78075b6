//! The message as the customer will see it.

pub mod bubble;
pub mod format;

#[cfg(target_arch = "wasm32")]
mod view;

#[cfg(target_arch = "wasm32")]
pub use view::{Foot, bubble_view, chat};
