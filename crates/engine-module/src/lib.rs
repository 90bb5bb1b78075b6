//! The engine and the providers as a Wasm module that the page fetches when it first needs them. No logic of its own:
//! one function, JSON in and JSON out, as [`whatsapp_domain::engine_api`] describes.

use wasm_bindgen::prelude::wasm_bindgen;

/// Answers one question: the text of an `EngineRequest` in, the text of an `EngineResponse` out. Never throws.
#[wasm_bindgen]
pub fn call(json: &str) -> String {
    whatsapp_providers::engine_api::dispatch_json(json)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_question_is_answered_and_nonsense_is_refused() {
        let answer = super::call(r#"{"op":"parseCsv","input":"Ana,\"a, b\""}"#);
        assert_eq!(answer, r#"{"op":"parseCsv","values":["Ana","a, b"]}"#);
        assert!(super::call("nonsense").contains(r#""op":"refused""#));
    }
}
