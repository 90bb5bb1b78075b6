//! The plugin: integration form, journey-node editor and quick test for the page of a console. Thin views over pure
//! states; what is right or wrong is decided by the engine, what is sent by the proxy.

pub mod effect;
pub mod integration_form;
pub mod integrations;
pub mod journey_node;
pub mod load;
pub mod preview;
pub mod quick_test;
pub mod route;
pub mod sandbox_faults;
pub mod sandbox_phone;
pub mod shown;
pub mod words;

#[cfg(target_arch = "wasm32")]
pub mod client;
#[cfg(target_arch = "wasm32")]
mod clock;
#[cfg(target_arch = "wasm32")]
mod components;
#[cfg(target_arch = "wasm32")]
mod console;
#[cfg(target_arch = "wasm32")]
pub mod drafts;
#[cfg(target_arch = "wasm32")]
pub mod engine;
#[cfg(target_arch = "wasm32")]
mod fault;
#[cfg(target_arch = "wasm32")]
pub mod runtime;
#[cfg(target_arch = "wasm32")]
pub mod styles;

/// Starts the standalone console; called by `www/start.js`.
///
/// # Errors
/// When the page can't take the style sheet, which only very old browsers can't.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn start() -> Result<(), wasm_bindgen::JsValue> {
    fault::watch();
    styles::adopt()?;
    leptos::mount::mount_to_body(console::console);
    Ok(())
}
