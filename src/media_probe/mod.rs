//! "Check this file": the proxy looks at a media file as WhatsApp will, for the chosen profile.

pub mod state;

#[cfg(target_arch = "wasm32")]
mod view;

#[cfg(target_arch = "wasm32")]
pub use view::{ProbeProps, media_probe};
