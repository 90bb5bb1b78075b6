//! What the JavaScript classes call.

use std::rc::Rc;

use crate::view::{html, prelude::*};
use serde_json::{Value, json};
use wasm_bindgen::{JsCast, prelude::*};
use whatsapp_domain::Problem;

use super::{Kind, frame::frame, given::Given, inside::Inside, origin, shell::Shell};
use crate::{
    components::Tone,
    fault, styles,
    texts::{Texts, elements as say},
};

/// An element that is on the page.
#[wasm_bindgen]
pub struct Mounted {
    inside: Rc<Inside>,
    base: web_sys::HtmlElement,
    /// Dropped to take the component away.
    tree: Option<Box<dyn std::any::Any>>,
}

/// Texts that an element speaks.
#[wasm_bindgen]
pub struct Language(Texts);

/// Reads the texts of a language that were fetched for a reader of `tag` by `source`, the module `www/texts.js`.
///
/// # Errors
/// When they belong to another version of the page.
#[wasm_bindgen]
pub fn speak(
    language: &str,
    tag: &str,
    json: &str,
    source: &crate::texts::TextSource,
) -> Result<Language, JsValue> {
    crate::texts::sentences_from(source);
    Texts::keep(language, tag, json).map(Language).map_err(|_| "the texts belong to another version".into())
}

/// Fetches the sentences of the languages that are spoken, where they are not there yet.
#[wasm_bindgen]
pub async fn learn() {
    crate::texts::learn().await;
}

/// Calls `hear` once, with the words for the console, when this module stops because of a fault of its own.
#[wasm_bindgen]
pub fn watch(hear: js_sys::Function) {
    fault::watch_with(move |words| {
        let _ = hear.call1(&JsValue::NULL, &words.into());
    });
}

/// Puts a component into a shadow root. `kind` is the tag without `whatsapp-`, `props` the attributes and properties as
/// JSON, `shell` the element's other half, `texts` what it speaks.
///
/// # Errors
/// When there is no such component, the properties are no JSON, or the root can't take the sheet.
#[wasm_bindgen]
pub fn mount(
    kind: &str,
    root: web_sys::ShadowRoot,
    props: &str,
    shell: Shell,
    texts: &Language,
) -> Result<Mounted, JsValue> {
    let kind = Kind::parse(kind).ok_or("no such element")?;
    let given: Given =
        whatsapp_domain::json::text(props).map_err(|error| JsValue::from(error.to_string()))?;
    styles::adopt_into(&root)?;
    let document = root.owner_document().ok_or("no document")?;
    let base: web_sys::HtmlElement = document.create_element("div")?.unchecked_into();
    base.set_class_name("wa");
    base.set_attribute("part", "base")?;
    root.append_child(&base)?;
    let (page, wanted) = (given.page_proxy.clone(), given.proxy_url.clone());
    // What belongs to no owner would stay for as long as the page does.
    let owner = Owner::new();
    let (inside, tree) = owner.with(|| {
        let inside = Rc::new(Inside::new(kind, shell, given, texts.0));
        inside.heed();
        let (held, element) = (Rc::clone(&inside), base.clone());
        let inner = move || match origin::fix(&page).and_then(|_| origin::fix(&wanted)) {
            Ok(address) => frame(held, element.into(), address),
            Err(fixed) => other_proxy(&held, fixed),
        };
        let handle = crate::view::mount(&base, inner);
        (inside, handle)
    });
    let mounted = Mounted { inside, base, tree: Some(Box::new((tree, owner))) };
    mounted.speak_here();
    Ok(mounted)
}

/// The page's proxy is fixed, and the element names another.
fn other_proxy(inside: &Inside, fixed: String) -> AnyView {
    let texts = inside.language.get_untracked();
    let address = if fixed.is_empty() { texts.get(say::OWN_ADDRESS).to_owned() } else { fixed };
    let problem = Problem::new("proxy-fixed", texts.say(say::other_proxy(address)));
    inside.shell.fail(&problem);
    let words = html::p().attr("class", "wa-strong").child(problem.text);
    html::div().attr("part", "notice").child(crate::components::notice(Tone::Stop, words)).into_any()
}

#[wasm_bindgen]
impl Mounted {
    /// It speaks another language from now on.
    pub fn say(&self, texts: &Language) {
        let _ = self.inside.language.try_set(texts.0);
        self.speak_here();
    }

    /// A property has another value, as JSON.
    pub fn set(&self, name: &str, json: &str) {
        self.inside.set(name, whatsapp_domain::json::text(json).unwrap_or(Value::Null));
    }

    /// The property `value` or `draft`, as JSON.
    pub fn get(&self, name: &str) -> String {
        let value = match name {
            "value" => self.inside.value(),
            "draft" => {
                let drafts = self.inside.drafts.borrow();
                if drafts.is_empty() { Value::Null } else { json!(*drafts) }
            }
            _ => Value::Null,
        };
        value.to_string()
    }

    /// `reveal`, `go`, `save` or `testConnection`; false when something has to be mended first. `press` says that a person
    /// did something.
    pub fn call(&self, name: &str) -> bool {
        self.inside.call(name)
    }

    /// Takes the component off the page and frees all it had.
    pub fn unmount(mut self) {
        self.tree.take();
        self.base.remove();
    }
}

impl Mounted {
    /// Screen readers and the direction of the text follow the language.
    fn speak_here(&self) {
        if let Some(texts) = self.inside.language.try_get_untracked() {
            let _ = self.base.set_attribute("lang", texts.tag());
            let _ = self.base.set_attribute("dir", texts.direction());
        }
    }
}
