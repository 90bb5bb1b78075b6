//! The browser's own reading of URLs.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    type URL;

    #[wasm_bindgen(constructor, catch)]
    fn new(text: &str) -> Result<URL, wasm_bindgen::JsValue>;

    #[wasm_bindgen(method, getter)]
    fn href(this: &URL) -> String;
}

/// The URL as the browser writes it; none for what it can't read.
pub(super) fn parse(text: &str) -> Option<String> {
    URL::new(text).ok().map(|url| url.href())
}
