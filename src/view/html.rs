//! The elements, by their names: `html::p().attr("class", "wa-help").child("Words")`.

use wasm_bindgen::JsCast;

use super::{
    AnyView, IntoView, NodeRef, RwSignal,
    attribute::{IntoAttribute, IntoProperty, Set, Value, Words},
    ev::Happening,
};

/// What hears an event.
pub(crate) type Listener = Box<dyn Fn(web_sys::Event)>;

/// An element as described.
pub struct Element {
    pub(crate) tag: &'static str,
    /// Of an SVG drawing, which has a namespace of its own.
    pub(crate) drawing: bool,
    pub(crate) attributes: Vec<(&'static str, Value<Words>)>,
    pub(crate) properties: Vec<(&'static str, Value<Set>)>,
    pub(crate) listeners: Vec<(&'static str, Listener)>,
    pub(crate) children: Vec<AnyView>,
    pub(crate) holder: Option<RwSignal<Option<web_sys::Element>>>,
}

impl Element {
    fn new(tag: &'static str, drawing: bool) -> Self {
        Self {
            tag,
            drawing,
            attributes: Vec::new(),
            properties: Vec::new(),
            listeners: Vec::new(),
            children: Vec::new(),
            holder: None,
        }
    }

    /// With an attribute.
    #[must_use]
    pub fn attr(self, name: &'static str, value: impl IntoAttribute) -> Self {
        self.with_attribute(name, value.into_attribute())
    }

    /// With a property of the element's object, set after its attributes.
    #[must_use]
    pub fn prop(mut self, name: &'static str, value: impl IntoProperty) -> Self {
        self.properties.push((name, value.into_property()));
        self
    }

    /// With what hears an event.
    #[must_use]
    pub fn on<H: Happening>(mut self, _: H, hear: impl Fn(H::Event) + 'static) -> Self {
        self.listeners.push((H::NAME, Box::new(move |event| hear(event.unchecked_into()))));
        self
    }

    /// With children behind those that it has.
    #[must_use]
    pub fn child(mut self, children: impl IntoView) -> Self {
        children.push_into(&mut self.children);
        self
    }

    /// With a handle on the element itself.
    #[must_use]
    pub fn node_ref<T: JsCast>(mut self, node: NodeRef<T>) -> Self {
        self.holder = Some(node.holder());
        self
    }

    // Not generic, so that it is there once.
    fn with_attribute(mut self, name: &'static str, value: Value<Words>) -> Self {
        self.attributes.push((name, value));
        self
    }
}

macro_rules! elements {
    ($drawing:literal: $($name:ident)+) => {$(
        #[doc = concat!("`<", stringify!($name), ">`")]
        pub fn $name() -> Element {
            Element::new(stringify!($name), $drawing)
        }
    )+};
}

elements! {
    false: a aside audio b bdi blockquote br button caption code dd del details div dl dt fieldset figcaption figure form
    h1 h2 h3 h4 header i img input ins label legend li main mark nav ol option p pre s search section select span summary
    table tbody td textarea th thead tr ul video
}

/// Types for [`NodeRef`].
pub type Div = web_sys::HtmlDivElement;
/// See [`Div`].
pub type Input = web_sys::HtmlInputElement;
/// See [`Div`].
pub type Li = web_sys::HtmlLiElement;
/// See [`Div`].
pub type Textarea = web_sys::HtmlTextAreaElement;

/// Elements of drawings.
pub mod svg {
    use super::Element;

    elements! { true: svg path rect }
}
