//! The engine and the providers as a Wasm module that the page fetches when it first needs them. No logic of its own:
//! questions in and answers out, JSON as [`whatsapp_domain::engine_api`] describes. They go from one module's memory to the
//! other's as bytes; as text each would be made into a string of the browser's on the way.

#[cfg(target_arch = "wasm32")]
mod url;

use wasm_bindgen::prelude::wasm_bindgen;

/// Memory that is given back is wiped: questions about an integration hold the keys that are being typed.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);

/// One component's questions: what does not change between two of them is asked once.
#[wasm_bindgen]
#[derive(Default)]
pub struct Session(whatsapp_providers::engine_api::Session);

#[wasm_bindgen]
impl Session {
    /// Opens a session.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        #[cfg(target_arch = "wasm32")]
        url::lend();
        Self::default()
    }

    /// Answers one question of [`whatsapp_domain::engine_session::Asking`]. Never throws.
    pub fn answer(&mut self, question: &[u8]) -> Vec<u8> {
        self.0.answer(question)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_question_is_answered_and_nonsense_is_refused() {
        let mut session = super::Session::new();
        let answer = session.answer(br#"{"op":"parseCsv","input":"Ana,\"a, b\""}"#);
        assert_eq!(String::from_utf8(answer).unwrap(), r#"{"op":"parseCsv","values":["Ana","a, b"]}"#);
        assert!(String::from_utf8(session.answer(b"nonsense")).unwrap().contains(r#""op":"refused""#));
    }
}
