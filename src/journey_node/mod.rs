//! The journey-node editor: what the step says, to whom, and how it looks for a customer.

pub mod state;

#[cfg(target_arch = "wasm32")]
mod aside;
#[cfg(target_arch = "wasm32")]
mod difference;
#[cfg(target_arch = "wasm32")]
mod findings;
#[cfg(target_arch = "wasm32")]
mod free_card;
#[cfg(target_arch = "wasm32")]
mod import;
#[cfg(target_arch = "wasm32")]
mod languages;
#[cfg(target_arch = "wasm32")]
mod message_card;
#[cfg(target_arch = "wasm32")]
mod picker;
#[cfg(target_arch = "wasm32")]
mod preview_card;
#[cfg(target_arch = "wasm32")]
mod profile_card;
#[cfg(target_arch = "wasm32")]
mod template_fields;
#[cfg(target_arch = "wasm32")]
mod value_field;
#[cfg(target_arch = "wasm32")]
mod values_card;
#[cfg(target_arch = "wasm32")]
mod view;

#[cfg(target_arch = "wasm32")]
pub use view::{Editor, journey_node, with_editor};
