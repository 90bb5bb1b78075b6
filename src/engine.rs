//! The engine (phone numbers, Jinja, addresses, providers): a second module that is fetched when the page has nothing
//! better to do, or when the first question comes.

use std::{cell::RefCell, rc::Rc, time::Duration};

use wasm_bindgen::prelude::*;
use whatsapp_domain::{
    engine_api::{EngineRequest, EngineResponse},
    engine_session::{Asking, Talk},
};

/// Takes an answer.
pub type Then = Box<dyn FnOnce(EngineResponse)>;

/// Whatever answers the engine's questions.
pub trait Engine {
    /// Answers now when it can, else later; questions keep their order.
    fn ask(&self, request: EngineRequest, talk: &'static dyn Talk, then: Then);
}

/// Any pure function is an engine: the tests link the real one.
impl<F: Fn(EngineRequest) -> EngineResponse> Engine for F {
    fn ask(&self, request: EngineRequest, _: &'static dyn Talk, then: Then) {
        then(self(request));
    }
}

// By the path that it has beside the page, which the page can then fetch ahead: a file that wasm-bindgen copies has another
// with each build.
#[wasm_bindgen(raw_module = "./glue/engine.js")]
extern "C" {
    /// Fetches the module once for each page; a failed fetch is forgotten, so that a repeat can succeed.
    #[wasm_bindgen(js_name = loadEngine, catch)]
    async fn load_engine() -> Result<JsValue, JsValue>;

    /// Opens a session of our own.
    #[wasm_bindgen(js_name = openSession)]
    fn open_session(engine: &JsValue) -> JsValue;

    /// One question, one answer, both JSON.
    #[wasm_bindgen(js_name = askEngine)]
    fn ask_engine(session: &JsValue, question: &[u8]) -> Vec<u8>;

    /// Gives back what the engine's module holds for a session; else it would wait for the page's garbage collector.
    #[wasm_bindgen(js_name = closeSession)]
    fn close_session(session: &JsValue);
}

/// Our session; closed with its component.
struct Session(JsValue);

impl Drop for Session {
    fn drop(&mut self) {
        close_session(&self.0);
    }
}

enum Stage {
    Waiting(Vec<(EngineRequest, &'static dyn Talk, Then)>),
    Ready(Session, Asking),
}

/// How long nobody has to ask before it is fetched all the same.
const IDLE_MS: u64 = 500;

/// The engine as a module of its own.
pub struct ModuleEngine {
    stage: Rc<RefCell<Stage>>,
    /// Fetches it, the first time.
    begin: Rc<dyn Fn()>,
}

impl ModuleEngine {
    /// An engine that is fetched with the first question, or when what is drawn first has been drawn. `failed` hears of a fetch that
    /// did not work, with the browser's words; then nothing is answered.
    pub fn load(failed: impl FnOnce(String) + 'static) -> Self {
        let stage = Rc::new(RefCell::new(Stage::Waiting(Vec::new())));
        let once = RefCell::new(Some((Rc::clone(&stage), failed)));
        let begin: Rc<dyn Fn()> = Rc::new(move || {
            if let Some((stage, failed)) = once.take() {
                Self::fetch(stage, failed);
            }
        });
        let idle = Rc::clone(&begin);
        leptos::prelude::set_timeout(move || idle(), Duration::from_millis(IDLE_MS));
        Self { stage, begin }
    }

    fn fetch(shared: Rc<RefCell<Stage>>, failed: impl FnOnce(String) + 'static) {
        wasm_bindgen_futures::spawn_local(async move {
            match load_engine().await {
                Ok(module) => {
                    // What it says is to be said in the reader's language from the first word on.
                    crate::texts::learn().await;
                    let waiting =
                        shared.replace(Stage::Ready(Session(open_session(&module)), Asking::default()));
                    if let Stage::Waiting(questions) = waiting {
                        for (request, talk, then) in questions {
                            then(answer(&shared, request, talk));
                        }
                    }
                }
                Err(error) => failed(js_sys::Error::from(error).message().into()),
            }
        });
    }
}

impl Engine for ModuleEngine {
    fn ask(&self, request: EngineRequest, talk: &'static dyn Talk, then: Then) {
        if let Stage::Waiting(questions) = &mut *self.stage.borrow_mut() {
            questions.push((request, talk, then));
            (self.begin)();
            return;
        }
        then(answer(&self.stage, request, talk));
    }
}

/// What the fetched engine says. The stage is free again before anybody hears of it: an answer may bring the next question.
fn answer(stage: &RefCell<Stage>, request: EngineRequest, talk: &dyn Talk) -> EngineResponse {
    match &mut *stage.borrow_mut() {
        Stage::Ready(session, asking) => talk.read(&ask_engine(&session.0, &talk.written(request, asking))),
        Stage::Waiting(_) => EngineResponse::Refused { text: "The engine is not there yet.".into() },
    }
}
