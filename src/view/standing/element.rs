//! An element that stands in the document.

use std::{cell::RefCell, rc::Rc};

use leptos::prelude::{RenderEffect, document};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};

use super::Standing;
use crate::view::{
    Element as Described,
    attribute::{Set, Value, Words},
    html::Listener,
    reference::drawn,
};

/// The namespace of drawings.
const SVG: &str = "http://www.w3.org/2000/svg";

pub(crate) struct StandingElement {
    pub(super) element: web_sys::Element,
    tag: &'static str,
    drawing: bool,
    attributes: Vec<(&'static str, Kept<Words>)>,
    properties: Vec<(&'static str, Kept<Set>)>,
    listeners: Vec<Listening>,
    children: Vec<Standing>,
}

/// An attribute or property that was set.
enum Kept<T: 'static> {
    Fixed(T),
    Live(RenderEffect<T>),
}

/// What is called with an event.
type Hear = Rc<dyn Fn(web_sys::Event)>;

/// Somebody who hears an event of the element, until dropped.
struct Listening {
    element: web_sys::Element,
    name: &'static str,
    /// Whom it tells; exchanged with each new description, without a word to the browser.
    hear: Rc<RefCell<Hear>>,
    called: Closure<dyn Fn(web_sys::Event)>,
}

impl Listening {
    fn new(element: &web_sys::Element, name: &'static str, hear: Listener) -> Self {
        let hear = Rc::new(RefCell::new(Hear::from(hear)));
        let told = Rc::clone(&hear);
        // Taken out before it is called: what it does may exchange it.
        let call: Listener = Box::new(move |event| {
            let hear = Hear::clone(&told.borrow());
            hear(event);
        });
        let called = Closure::wrap(call);
        let _ = element.add_event_listener_with_callback(name, called.as_ref().unchecked_ref());
        Self { element: element.clone(), name, hear, called }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let called = self.called.as_ref().unchecked_ref();
        let _ = self.element.remove_event_listener_with_callback(self.name, called);
    }
}

impl StandingElement {
    pub(super) fn build(described: Described) -> Self {
        let Described { tag, drawing, attributes, properties, listeners, children, holder } = described;
        let made = match drawing {
            true => document().create_element_ns(Some(SVG), tag),
            false => document().create_element(tag),
        };
        // Names of elements are those of `html.rs`, which every browser can make.
        let element = made.unwrap_or_else(|_| unreachable!("an element that can't be made: {tag}"));
        let attributes =
            attributes.into_iter().map(|(name, value)| (name, attribute(&element, name, value, None)));
        let attributes = attributes.collect();
        let children = children
            .into_iter()
            .map(|child| {
                let mut child = Standing::build(child);
                child.enter(&element, None);
                child
            })
            .collect();
        // Behind the children: what a list shows as chosen has to be in it.
        let properties =
            properties.into_iter().map(|(name, value)| (name, property(&element, name, value, None)));
        let properties = properties.collect();
        let listeners =
            listeners.into_iter().map(|(name, hear)| Listening::new(&element, name, hear)).collect();
        if let Some(holder) = holder {
            drawn(holder, &element);
        }
        Self { element, tag, drawing, attributes, properties, listeners, children }
    }

    /// Can it become what is described? It can if everything that is said about it has the same name.
    pub(super) fn fits(&self, described: &Described) -> bool {
        self.tag == described.tag
            && self.drawing == described.drawing
            && self.children.len() == described.children.len()
            && same(&self.attributes, &described.attributes)
            && same(&self.properties, &described.properties)
            && self.listeners.len() == described.listeners.len()
            && self.listeners.iter().zip(&described.listeners).all(|(one, (name, _))| one.name == *name)
    }

    /// Becomes what is described and [fits](Self::fits).
    pub(super) fn turn_into(&mut self, described: Described) {
        for ((name, kept), (_, value)) in self.attributes.iter_mut().zip(described.attributes) {
            again(kept, value, |value, last| attribute(&self.element, name, value, last));
        }
        for (standing, child) in self.children.iter_mut().zip(described.children) {
            standing.turn_into(child);
        }
        for ((name, kept), (_, value)) in self.properties.iter_mut().zip(described.properties) {
            again(kept, value, |value, last| property(&self.element, name, value, last));
        }
        for (listening, (_, hear)) in self.listeners.iter().zip(described.listeners) {
            listening.hear.replace(Hear::from(hear));
        }
        if let Some(holder) = described.holder {
            drawn(holder, &self.element);
        }
    }
}

fn same<A, B>(one: &[(&'static str, A)], other: &[(&'static str, B)]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one.0 == other.0)
}

/// Sets `kept` anew, knowing what was set last.
fn again<T>(kept: &mut Kept<T>, value: Value<T>, set: impl FnOnce(Value<T>, Option<T>) -> Kept<T>)
where
    T: Clone + PartialEq + 'static,
{
    let last = match kept {
        Kept::Fixed(last) => {
            if matches!(&value, Value::Fixed(new) if new == last) {
                return;
            }
            Some(last.clone())
        }
        Kept::Live(effect) => effect.take_value(),
    };
    *kept = set(value, last);
}

fn attribute(
    element: &web_sys::Element,
    name: &'static str,
    value: Value<Words>,
    last: Option<Words>,
) -> Kept<Words> {
    let element = element.clone();
    // A new element has no attribute yet.
    keep(value, Some(last.flatten()), move |words| {
        let _ = match words {
            Some(words) => element.set_attribute(name, words),
            None => element.remove_attribute(name),
        };
    })
}

fn property(
    element: &web_sys::Element,
    name: &'static str,
    value: Value<Set>,
    last: Option<Set>,
) -> Kept<Set> {
    let element = element.clone();
    keep(value, last, move |value| {
        let _ = js_sys::Reflect::set(&element, &JsValue::from_str(name), &value.into());
    })
}

/// Sets a value where it differs from the last, now and whenever it changes.
fn keep<T: PartialEq + 'static>(value: Value<T>, last: Option<T>, set: impl Fn(&T) + 'static) -> Kept<T> {
    match value {
        Value::Fixed(value) => {
            if last.as_ref() != Some(&value) {
                set(&value);
            }
            Kept::Fixed(value)
        }
        Value::Live(mut value) => {
            let run = move |last: Option<T>| {
                let value = value();
                if last.as_ref() != Some(&value) {
                    set(&value);
                }
                value
            };
            Kept::Live(RenderEffect::new_with_value(run, last))
        }
    }
}
