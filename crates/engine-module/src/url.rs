//! The browser's `URL`, lent to the engine.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    type URL;

    #[wasm_bindgen(constructor, catch)]
    fn new(text: &str) -> Result<URL, wasm_bindgen::JsValue>;

    #[wasm_bindgen(method, getter)]
    fn href(this: &URL) -> String;
}

/// Lets the engine read URLs as this browser does.
pub fn lend() {
    whatsapp_engine::url::read_by(|text| URL::new(text).ok().map(|url| url.href()));
}
