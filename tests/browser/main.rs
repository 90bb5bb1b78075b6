//! Every component in a real browser, with the real engine linked and a proxy that answers as the test says.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used)] // a panic is how a test fails

mod activity;
mod drawing;
mod faults;
mod form;
mod list;
mod node;
mod page;
mod payloads;
mod phone;
mod quick_test;
mod templates;
mod value;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
