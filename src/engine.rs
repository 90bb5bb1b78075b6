//! The engine (phone numbers, Jinja, addresses, providers): a second module that is fetched when the page has nothing
//! better to do, or when the first question comes.

use std::{cell::RefCell, rc::Rc};

use wasm_bindgen::prelude::*;
use whatsapp_domain::engine_api::{EngineRequest, EngineResponse, RenderOutput};

/// Takes an answer.
pub type Then = Box<dyn FnOnce(EngineResponse)>;

/// Whatever answers the engine's questions.
pub trait Engine {
    /// Answers now when it can, else later; questions keep their order.
    fn ask(&self, request: EngineRequest, then: Then);
}

/// Any pure function is an engine: the tests link the real one.
impl<F: Fn(EngineRequest) -> EngineResponse> Engine for F {
    fn ask(&self, request: EngineRequest, then: Then) {
        then(self(request));
    }
}

#[wasm_bindgen(module = "/www/engine.js")]
extern "C" {
    /// Fetches the module once for each page; a failed fetch is forgotten, so that a repeat can succeed.
    #[wasm_bindgen(js_name = loadEngine, catch)]
    async fn load_engine() -> Result<JsValue, JsValue>;

    /// One question, one answer, both JSON.
    #[wasm_bindgen(js_name = callEngine)]
    fn call_engine(engine: &JsValue, json: &str) -> String;
}

enum Stage {
    Waiting(Vec<(EngineRequest, Then)>),
    Ready(JsValue),
}

/// The engine as a module of its own.
pub struct ModuleEngine {
    stage: Rc<RefCell<Stage>>,
}

impl ModuleEngine {
    /// Starts fetching. `failed` hears of a fetch that did not work, with the browser's words; then nothing is answered.
    pub fn load(failed: impl FnOnce(String) + 'static) -> Self {
        let stage = Rc::new(RefCell::new(Stage::Waiting(Vec::new())));
        let shared = Rc::clone(&stage);
        wasm_bindgen_futures::spawn_local(async move {
            match load_engine().await {
                Ok(module) => {
                    let waiting = shared.replace(Stage::Ready(module.clone()));
                    if let Stage::Waiting(questions) = waiting {
                        for (request, then) in questions {
                            then(answer(&module, &request));
                        }
                    }
                }
                Err(error) => failed(js_sys::Error::from(error).message().into()),
            }
        });
        Self { stage }
    }
}

impl Engine for ModuleEngine {
    fn ask(&self, request: EngineRequest, then: Then) {
        let module = match &mut *self.stage.borrow_mut() {
            Stage::Waiting(questions) => {
                questions.push((request, then));
                return;
            }
            Stage::Ready(module) => module.clone(),
        };
        then(answer(&module, &request));
    }
}

fn answer(module: &JsValue, request: &EngineRequest) -> EngineResponse {
    let json = serde_json::to_string(request).unwrap_or_default();
    let text = call_engine(module, &json);
    // The answer to each key press is read as what it is: through its tag, serde would take it apart twice.
    if text.starts_with(r#"{"op":"render","#)
        && let Ok(output) = serde_json::from_str::<RenderOutput>(&text)
    {
        return EngineResponse::Render(Box::new(output));
    }
    serde_json::from_str(&text).unwrap_or_else(|error| EngineResponse::Refused { text: error.to_string() })
}
