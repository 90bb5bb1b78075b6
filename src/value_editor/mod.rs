//! The editor of one value: text with variables that are picked, completed and shown as what they mean.

pub mod at;
pub mod complete;
pub mod count;
pub mod edit;
pub mod emoji;
pub mod filters;
pub mod label;
pub mod marks;
pub mod paint;
pub mod picker;
pub mod suggest;
pub mod token;

#[cfg(target_arch = "wasm32")]
mod bar;
#[cfg(target_arch = "wasm32")]
mod chips;
#[cfg(target_arch = "wasm32")]
mod control;
#[cfg(target_arch = "wasm32")]
mod emoji_view;
#[cfg(target_arch = "wasm32")]
mod list;
#[cfg(target_arch = "wasm32")]
mod picker_view;
#[cfg(target_arch = "wasm32")]
mod search_box;

#[cfg(target_arch = "wasm32")]
pub use control::{Lend, Lines, ValueProps, value_input};
