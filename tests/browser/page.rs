//! A mounted component, and the steps of somebody who uses it.

use std::{cell::RefCell, rc::Rc};

use serde_json::{Value, json};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlElement};
use whatsapp_domain::Problem;
use whatsapp_plugin::{
    client::{Answering, ProxyClient},
    drafts::DraftStore,
    effect::CallResult,
    runtime::Services,
    texts::{Spoken, english},
    view::{self, prelude::*},
};

/// One call that the component made.
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    pub method: &'static str,
    pub path: String,
    pub body: Option<Value>,
}

type Log = Rc<RefCell<Vec<Made>>>;
type Drafts = Rc<RefCell<std::collections::BTreeMap<String, Value>>>;

struct FakeProxy<F> {
    answer: Rc<F>,
    log: Log,
}

impl<F: Fn(&Made) -> CallResult + 'static> ProxyClient for FakeProxy<F> {
    fn call(&self, method: &'static str, path: String, body: Option<Value>) -> Answering {
        let made = Made { method, path, body };
        self.log.borrow_mut().push(made.clone());
        let answer = Rc::clone(&self.answer);
        Box::pin(async move { answer(&made) })
    }
}

struct FakeStore(Drafts);

impl DraftStore for FakeStore {
    fn read(&self, key: &str) -> Option<Value> {
        self.0.borrow().get(key).cloned()
    }
    fn write(&self, key: &str, value: &Value) {
        self.0.borrow_mut().insert(key.into(), value.clone());
    }
    fn remove(&self, key: &str) {
        self.0.borrow_mut().remove(key);
    }
}

/// A component on the page; gone when dropped.
pub struct Page {
    root: HtmlElement,
    pub log: Log,
    pub drafts: Drafts,
    _handle: view::MountedView,
}

impl Drop for Page {
    fn drop(&mut self) {
        self.root.remove();
    }
}

/// Mounts a component beside a proxy that answers like this.
pub fn mount(
    answer: impl Fn(&Made) -> CallResult + 'static,
    view: impl FnOnce() -> AnyView + 'static,
) -> Page {
    // Ten frames, the browser's own limit, do not reach from a panic to what it is about.
    let error = js_sys::Reflect::get(&js_sys::global(), &"Error".into()).unwrap();
    js_sys::Reflect::set(&error, &"stackTraceLimit".into(), &200.into()).unwrap();
    let document = web_sys::window().unwrap().document().unwrap();
    let root: HtmlElement = document.create_element("div").unwrap().unchecked_into();
    root.set_class_name("wa");
    document.body().unwrap().append_child(&root).unwrap();
    let (log, drafts) = (Log::default(), Drafts::default());
    let proxy = FakeProxy { answer: Rc::new(answer), log: Rc::clone(&log) };
    let store = FakeStore(Rc::clone(&drafts));
    let inside = Some(web_sys::Element::from(root.clone()));
    // As the engine's module does.
    whatsapp_engine::url::read_by(|text| web_sys::Url::new(text).ok().map(|url| url.href()));
    let handle = view::mount(&root, move || {
        Spoken::provide(english());
        provide_context(Services::new(
            proxy,
            whatsapp_providers::engine_api::dispatch,
            store,
            |_| (),
            |_| (),
            inside,
        ));
        view()
    });
    Page { root, log, drafts, _handle: handle }
}

/// A problem of the proxy.
pub fn problem(code: &str, text: &str) -> CallResult {
    Err(Problem::new(code, text))
}

/// Lets the page redraw.
pub async fn tick() {
    wait(0).await;
}

/// Lets the page draw: what asked for the focus has it now, and can't take it from the next test.
async fn frame() {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        web_sys::window().unwrap().request_animation_frame(&resolve).unwrap();
    });
    JsFuture::from(promise).await.unwrap();
}

async fn wait(ms: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        web_sys::window()
            .unwrap()
            .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms)
            .unwrap();
    });
    JsFuture::from(promise).await.unwrap();
}

impl Page {
    pub fn text(&self) -> String {
        self.root.inner_text()
    }

    pub fn find(&self, css: &str) -> Option<Element> {
        self.root.query_selector(css).unwrap()
    }

    #[track_caller]
    pub fn get(&self, css: &str) -> Element {
        self.find(css).unwrap_or_else(|| panic!("{css} is not there. The page says:\n{}", self.text()))
    }

    pub fn count(&self, css: &str) -> u32 {
        self.root.query_selector_all(css).unwrap().length()
    }

    pub fn nth(&self, css: &str, at: u32) -> Element {
        self.root.query_selector_all(css).unwrap().item(at).unwrap().unchecked_into()
    }

    /// Lets what was pressed take effect, the focus too.
    pub async fn settles(&self) {
        tick().await;
        frame().await;
        tick().await;
    }

    /// Waits until the page says this.
    pub async fn reads(&self, text: &str) {
        for _ in 0..100 {
            if self.text().contains(text) {
                return;
            }
            wait(20).await;
        }
        panic!("“{text}” did not appear. The page says:\n{}", self.text());
    }

    /// Waits until the page has this.
    pub async fn appears(&self, css: &str) {
        for _ in 0..100 {
            if self.find(css).is_some() {
                return;
            }
            wait(20).await;
        }
        panic!("{css} did not appear. The page says:\n{}", self.text());
    }

    /// Types into a field by its finding path.
    pub async fn types(&self, field: &str, text: &str) {
        let control = self.get(&format!("[data-field=\"{field}\"]"));
        control.unchecked_ref::<HtmlElement>().focus().unwrap();
        js_sys::Reflect::set(&control, &"value".into(), &JsValue::from(text)).unwrap();
        let bubbling = web_sys::EventInit::new();
        bubbling.set_bubbles(true);
        let kind = if control.tag_name() == "SELECT" { "change" } else { "input" };
        let event = web_sys::Event::new_with_event_init_dict(kind, &bubbling).unwrap();
        control.dispatch_event(&event).unwrap();
        tick().await;
    }

    /// Leaves a field.
    pub async fn leaves(&self, field: &str) {
        let control = self.get(&format!("[data-field=\"{field}\"]"));
        control.dispatch_event(&web_sys::Event::new("blur").unwrap()).unwrap();
        tick().await;
    }

    /// What stands in a field.
    pub fn value(&self, field: &str) -> String {
        let control = self.get(&format!("[data-field=\"{field}\"]"));
        js_sys::Reflect::get(&control, &"value".into()).unwrap().as_string().unwrap_or_default()
    }

    /// Presses the first button or link with this text.
    pub async fn presses(&self, text: &str) {
        let all = self.root.query_selector_all("button, a").unwrap();
        let found = (0..all.length())
            .filter_map(|index| all.item(index))
            .find(|node| node.text_content().unwrap_or_default().trim() == text);
        let Some(button) = found else { panic!("no button “{text}”. The page says:\n{}", self.text()) };
        button.unchecked_ref::<HtmlElement>().click();
        tick().await;
        frame().await;
        tick().await;
    }

    /// Presses the button with this finding path.
    pub async fn presses_field(&self, field: &str) {
        self.get(&format!("[data-field=\"{field}\"]")).unchecked_ref::<HtmlElement>().click();
        tick().await;
        frame().await;
        tick().await;
    }

    /// Presses an entry of the open picker: name and language.
    pub async fn chooses(&self, template: &str) {
        self.get(&format!("[data-template=\"{template}\"]")).unchecked_ref::<HtmlElement>().click();
        tick().await;
        frame().await;
    }

    /// Opens the picker and chooses a template: name and language.
    pub async fn chooses_template(&self, template: &str) {
        self.presses_field("message.template.name").await;
        self.chooses(template).await;
    }

    /// Presses a key in the control with this finding path.
    pub async fn keys(&self, field: &str, key: &str) {
        let how = web_sys::KeyboardEventInit::new();
        how.set_key(key);
        how.set_bubbles(true);
        how.set_cancelable(true);
        let event = web_sys::KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &how).unwrap();
        self.get(&format!("[data-field=\"{field}\"]")).dispatch_event(&event).unwrap();
        tick().await;
        frame().await;
    }

    /// Chooses a segment by its value.
    pub async fn picks(&self, value: &str) {
        self.get(&format!("[role=radio][data-value=\"{value}\"]")).unchecked_ref::<HtmlElement>().click();
        tick().await;
    }

    /// The finding path of the control that has the focus; empty for none.
    pub fn focused(&self) -> String {
        let active = web_sys::window().unwrap().document().unwrap().active_element();
        active.and_then(|element| element.get_attribute("data-field")).unwrap_or_default()
    }

    /// The calls with this method.
    pub fn calls(&self, method: &str) -> Vec<Made> {
        self.log.borrow().iter().filter(|made| made.method == method).cloned().collect()
    }
}

/// An Infobip account as the proxy tells it.
pub fn integration() -> Value {
    json!({"version":1,"id":"int_1","name":"Shop","provider":"infobip",
        "settings":{"baseUrl":"https://k3x9p.api.infobip.com","sender":"447860099299","authScheme":"apiKey"},
        "secrets":{"apiKey":{"set":true,"hint":"…7f31"}},
        "twoWay":{"enabled":false,"customerIdKey":"phone","numberFormat":"plus"},
        "limits":{"messagesPerSecond":20,"templates":300},
        "createdAt":"2026-01-01T00:00:00Z","updatedAt":"2026-01-01T00:00:00Z"})
}
