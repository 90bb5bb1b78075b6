//! What the JavaScript classes call.

use std::rc::Rc;

use leptos::mount::UnmountHandle;
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use whatsapp_domain::Problem;

use super::{Kind, frame::frame, given::Given, inside::Inside, origin, shell::Shell};
use crate::{fault, styles};

/// An element that is on the page.
#[wasm_bindgen]
pub struct Mounted {
    inside: Rc<Inside>,
    base: web_sys::HtmlElement,
    /// Dropped to take the component away.
    tree: Option<Box<dyn std::any::Any>>,
}

/// Puts a component into a shadow root. `kind` is the tag without `whatsapp-`, `props` the attributes and properties as
/// JSON, `shell` the element's other half.
///
/// # Errors
/// When there is no such component, the properties are no JSON, or the root can't take the sheet.
#[wasm_bindgen]
pub fn mount(kind: &str, root: web_sys::ShadowRoot, props: &str, shell: Shell) -> Result<Mounted, JsValue> {
    let kind = Kind::parse(kind).ok_or("no such element")?;
    let given: Given = serde_json::from_str(props).map_err(|error| JsValue::from(error.to_string()))?;
    styles::adopt_into(&root)?;
    let document = root.owner_document().ok_or("no document")?;
    let base: web_sys::HtmlElement = document.create_element("div")?.unchecked_into();
    base.set_class_name("wa");
    base.set_attribute("part", "base")?;
    root.append_child(&base)?;
    let (page, wanted) = (given.page_proxy.clone(), given.proxy_url.clone());
    let inside = Rc::new(Inside::new(kind, shell, given));
    let tree: Box<dyn std::any::Any> = match origin::fix(&page).and_then(|_| origin::fix(&wanted)) {
        Ok(address) => {
            let (inside, element) = (Rc::clone(&inside), base.clone().into());
            let handle: UnmountHandle<_> =
                leptos::mount::mount_to(base.clone(), move || frame(inside, element, address));
            Box::new(handle)
        }
        Err(fixed) => {
            let problem = Problem::new(
                "proxy-fixed",
                format!(
                    "This page’s elements call the proxy at {}, and this one names another. It calls nobody. Reload the page to use another proxy.",
                    if fixed.is_empty() { "the page’s own address" } else { &fixed }
                ),
            );
            inside.shell.fail(&problem);
            let handle: UnmountHandle<_> =
                leptos::mount::mount_to(base.clone(), move || crate::components::problem_notice(&problem));
            Box::new(handle)
        }
    };
    Ok(Mounted { inside, base, tree: Some(tree) })
}

/// Calls `hear` once, with the words for the console, when this module stops because of a fault of its own.
#[wasm_bindgen]
pub fn watch(hear: js_sys::Function) {
    fault::watch_with(move |words| {
        let _ = hear.call1(&JsValue::NULL, &words.into());
    });
}

#[wasm_bindgen]
impl Mounted {
    /// A property has another value, as JSON.
    pub fn set(&self, name: &str, json: &str) {
        self.inside.set(name, serde_json::from_str(json).unwrap_or(Value::Null));
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

    /// `reveal`, `go`, `save` or `testConnection`; false when something has to be mended first.
    pub fn call(&self, name: &str) -> bool {
        self.inside.call(name)
    }

    /// Takes the component off the page and frees all it had.
    pub fn unmount(mut self) {
        self.tree.take();
        self.base.remove();
    }
}
