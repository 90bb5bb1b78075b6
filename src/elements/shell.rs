//! What the JavaScript class around an element offers, and the services that stand on it.

use std::{cell::RefCell, rc::Rc};

use crate::view::prelude::*;
use serde_json::{Map, Value, json};
use wasm_bindgen::prelude::*;
use whatsapp_domain::{About, Problem};

use crate::{
    client::{self, Answering, ProxyClient},
    drafts::DraftStore,
    effect::CallResult,
    login::{self, Keeper},
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

    /// What the proxy answered when the element asked what it allows, as JSON; nothing unless that went well, and nothing a
    /// second time.
    #[wasm_bindgen(method, catch)]
    async fn about(this: &Shell) -> Result<JsValue, JsValue>;

    /// Did the page's content policy forbid a call to this address?
    #[wasm_bindgen(method, catch)]
    async fn blocked(this: &Shell, url: &str) -> Result<JsValue, JsValue>;
}

impl Shell {
    /// What the proxy said while this module was on its way here.
    pub async fn heard(&self) -> Option<About> {
        let json = self.about().await.ok()?.as_string()?;
        whatsapp_domain::json::text(&json).ok()
    }

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

/// The log-in of an element: the host's token, and the host that is told when it is of no use.
pub fn keeper(shell: &Shell, language: RwSignal<Texts>) -> Rc<Keeper> {
    let (asked, told) = (shell.clone(), shell.clone());
    let ask = move |renew| -> login::Answer {
        let shell = asked.clone();
        Box::pin(async move { shell.token(renew).await.map(|token| token.as_string()).map_err(|_| ()) })
    };
    Rc::new(Keeper::new(ask, move || told.fail(&refused(language))))
}

fn refused(language: RwSignal<Texts>) -> Problem {
    let problem = crate::client::token_refused();
    let words = language.try_get_untracked().map(|texts| texts.get(say::REFUSED).to_owned());
    Problem { text: words.unwrap_or_default(), ..problem }
}

/// The proxy behind the page's fixed address, with the host's token. Whatever keeps it from answering is told.
#[derive(Clone)]
pub struct HostClient {
    /// The proxy's address.
    pub origin: String,
    /// Whom it is told.
    pub shell: Shell,
    /// Who has the token.
    pub keeper: Rc<Keeper>,
    /// What the element speaks.
    pub language: RwSignal<Texts>,
}

impl ProxyClient for HostClient {
    fn address(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    fn place(&self) -> Option<(String, Rc<Keeper>)> {
        Some((self.origin.clone(), Rc::clone(&self.keeper)))
    }

    fn call(&self, method: &'static str, path: String, body: Option<Value>) -> Answering {
        let Self { origin, shell, keeper, language } = self.clone();
        Box::pin(async move {
            let url = format!("{origin}{path}");
            let send = |token| client::send(&url, token, method, body.clone());
            let Ok(mut answer) = keeper.send(send, client::unaccepted).await else {
                return Err(refused(language));
            };
            if code(&answer) == Some("proxy-unreachable")
                && shell.blocked(&url).await.is_ok_and(|blocked| blocked.is_truthy())
            {
                answer = Err(Problem::new("proxy-blocked", ""));
            }
            answer.map_err(|mut problem| {
                let words = match problem.code.as_str() {
                    "proxy-unreachable" => Some(say::UNREACHABLE),
                    "proxy-blocked" => Some(say::BLOCKED),
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
