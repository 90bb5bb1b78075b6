//! What the JavaScript class around an element offers, and the services that stand on it.

use std::{any::Any, cell::RefCell, rc::Rc};

use leptos::prelude::*;
use serde_json::{Map, Value, json};
use wasm_bindgen::prelude::*;
use whatsapp_domain::Problem;

use crate::{
    client::{Answering, Ear, FetchClient, ProxyClient},
    drafts::DraftStore,
    effect::CallResult,
    texts::{Texts, elements as say},
};

#[wasm_bindgen]
extern "C" {
    /// The element's other half, see `www/elements.js`.
    #[derive(Clone)]
    pub type Shell;

    /// Something for the host, with its detail as JSON.
    #[wasm_bindgen(method)]
    fn emit(this: &Shell, name: &str, json: &str);

    /// The host's token, or a promise of it; with `renew` the last one was refused.
    #[wasm_bindgen(method, catch)]
    async fn token(this: &Shell, renew: bool) -> Result<JsValue, JsValue>;

    /// Has the host given a token, or a way to one?
    #[wasm_bindgen(method, js_name = hasToken)]
    fn has_token(this: &Shell) -> bool;

    /// Did the page's content policy forbid a call to this address?
    #[wasm_bindgen(method, catch)]
    async fn blocked(this: &Shell, url: &str) -> Result<JsValue, JsValue>;
}

impl Shell {
    /// Tells the host.
    pub fn tell(&self, name: &str, detail: &Value) {
        self.emit(name, &detail.to_string());
    }

    /// Tells the host that something does not work.
    pub fn fail(&self, problem: &Problem) {
        let mut detail = json!({"code": problem.code, "text": problem.text, "retry": problem.retry});
        if let (Some(field), Some(detail)) = (&problem.field, detail.as_object_mut()) {
            detail.insert("field".into(), field.as_str().into());
        }
        self.tell("error", &detail);
    }
}

/// The proxy behind the page's fixed address, with the host's token. Whatever keeps it from answering is told.
#[derive(Clone)]
pub struct HostClient {
    /// The proxy's address.
    pub origin: String,
    /// Who has the token.
    pub shell: Shell,
    /// What the element speaks.
    pub language: RwSignal<Texts>,
}

impl HostClient {
    fn plain(&self) -> FetchClient {
        FetchClient { origin: self.origin.clone(), bearer: None }
    }
}

impl ProxyClient for HostClient {
    fn address(&self, path: &str) -> String {
        self.plain().address(path)
    }

    fn listen(&self, ear: Ear) -> Option<Box<dyn Any>> {
        // The browser's way to listen can't send a token: without one the proxy would refuse it again and again.
        if self.shell.has_token() {
            return None;
        }
        self.plain().listen(ear)
    }

    fn call(&self, method: &'static str, path: String, body: Option<Value>) -> Answering {
        let Self { origin, shell, language } = self.clone();
        Box::pin(async move {
            let url = format!("{origin}{path}");
            let mut answer = send(&origin, &shell, false, method, path.clone(), body.clone()).await;
            if code(&answer) == Some("token-refused") {
                answer = send(&origin, &shell, true, method, path, body).await;
            }
            if code(&answer) == Some("proxy-unreachable")
                && shell.blocked(&url).await.is_ok_and(|blocked| blocked.is_truthy())
            {
                answer = Err(Problem::new("proxy-blocked", ""));
            }
            answer.map_err(|mut problem| {
                let words = match problem.code.as_str() {
                    "proxy-unreachable" => Some(say::UNREACHABLE),
                    "proxy-blocked" => Some(say::BLOCKED),
                    "token-refused" => Some(say::REFUSED),
                    _ => None,
                };
                if let (Some(words), Some(texts)) = (words, language.try_get_untracked()) {
                    problem.text = texts.get(words).to_owned();
                }
                if words.is_some() || problem.code == "proxy-unexpected" {
                    shell.fail(&problem);
                }
                problem
            })
        })
    }
}

fn code(answer: &CallResult) -> Option<&str> {
    answer.as_ref().err().map(|problem| problem.code.as_str())
}

async fn send(
    origin: &str,
    shell: &Shell,
    renew: bool,
    method: &'static str,
    path: String,
    body: Option<Value>,
) -> CallResult {
    let token = shell.token(renew).await.map_err(|_| crate::client::token_refused())?;
    let client = FetchClient { origin: origin.to_owned(), bearer: token.as_string() };
    client.call(method, path, body).await
}

/// Drafts are the host's to keep: each change is offered as an event.
pub struct HostStore {
    /// Who hears of it.
    pub shell: Shell,
    /// What there is.
    pub kept: Rc<RefCell<Map<String, Value>>>,
}

impl HostStore {
    fn offer(&self) {
        let kept = self.kept.borrow();
        let draft = if kept.is_empty() { Value::Null } else { kept.clone().into() };
        drop(kept);
        self.shell.tell("draft", &json!({"draft": draft}));
    }
}

impl DraftStore for HostStore {
    fn read(&self, key: &str) -> Option<Value> {
        self.kept.borrow().get(key).cloned()
    }

    fn write(&self, key: &str, value: &Value) {
        let before = self.kept.borrow_mut().insert(key.to_owned(), value.clone());
        if before.as_ref() != Some(value) {
            self.offer();
        }
    }

    fn remove(&self, key: &str) {
        let before = self.kept.borrow_mut().remove(key);
        if before.is_some() {
            self.offer();
        }
    }
}
