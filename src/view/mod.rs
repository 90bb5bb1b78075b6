//! How the page is drawn: a description of elements that is made anew whenever what it reads has changed, and is compared
//! with what stands in the document. Signals, effects and contexts are Leptos's; its own views are generic over every
//! child and attribute, and a page of this size is then three fifths drawing code. Here every element is the same type (ADR 0019).

mod attribute;
pub mod ev;
pub mod html;
mod into;
mod keyed;
mod made_of;
mod mount;
mod reference;
mod signal;
mod standing;

pub use attribute::{IntoAttribute, IntoProperty};
pub use html::Element;
pub use into::{CollectView, IntoView};
pub use keyed::keyed;
pub use made_of::made_of;
pub use mount::{MountedView, mount};
pub use reference::NodeRef;
pub use signal::{Callback, Memo, Part, RwSignal, Signal, StoredValue, WritePart, part};

use std::borrow::Cow;

/// Something to be drawn.
pub struct AnyView(pub(crate) Described);

/// What a view consists of.
pub(crate) enum Described {
    /// A place that is empty now.
    Nothing,
    Text(Cow<'static, str>),
    Element(Box<Element>),
    /// Several in a row.
    Many(Vec<AnyView>),
    /// Drawn again whenever a signal that it reads changes.
    Live(Box<dyn FnMut() -> AnyView>),
    /// A list whose rows are told apart by a key, and stay as they are while their key does.
    Keyed(keyed::Rows),
    /// Made of one value, and the same as long as that is.
    Made(Box<dyn made_of::Matter>),
}

/// What views are written with.
pub mod prelude {
    pub use leptos::prelude::{
        Effect, Owner, document, event_target_checked, event_target_value, expect_context, on_cleanup,
        provide_context, request_animation_frame, set_timeout, use_context, window,
        window_event_listener_untyped,
    };

    pub use super::{
        AnyView, Callback, CollectView, Element, IntoView, Memo, NodeRef, Part, RwSignal, Signal,
        StoredValue, made_of,
    };
}
