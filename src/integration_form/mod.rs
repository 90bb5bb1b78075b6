//! The integration form: connect an account, check it, save it.

pub mod state;

#[cfg(target_arch = "wasm32")]
mod check_pane;
#[cfg(target_arch = "wasm32")]
mod provider_fields;
#[cfg(target_arch = "wasm32")]
mod reply_settings;
#[cfg(target_arch = "wasm32")]
mod two_way_card;
#[cfg(target_arch = "wasm32")]
mod view;

#[cfg(target_arch = "wasm32")]
pub use {
    reply_settings::reply_settings,
    view::{integration_form, with_store},
};
