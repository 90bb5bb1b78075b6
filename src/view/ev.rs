//! The events that views listen to, each with the type that the browser gives.

pub use web_sys::{Event, FocusEvent, KeyboardEvent, MouseEvent, SubmitEvent};

/// An event of a known name and type.
pub trait Happening {
    /// What the browser gives to a listener.
    type Event: wasm_bindgen::JsCast + 'static;
    /// As in `addEventListener`.
    const NAME: &'static str;
}

macro_rules! events {
    ($($name:ident: $event:ty,)+) => {$(
        #[doc = concat!("`", stringify!($name), "`")]
        #[allow(non_camel_case_types)]
        #[derive(Debug, Clone, Copy)]
        pub struct $name;

        impl Happening for $name {
            type Event = $event;
            const NAME: &'static str = stringify!($name);
        }
    )+};
}

events! {
    blur: FocusEvent,
    change: Event,
    click: MouseEvent,
    error: Event,
    focus: FocusEvent,
    focusout: FocusEvent,
    input: Event,
    keydown: KeyboardEvent,
    keyup: KeyboardEvent,
    load: Event,
    mousedown: MouseEvent,
    scroll: Event,
    submit: SubmitEvent,
}
