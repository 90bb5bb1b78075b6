//! The components as custom elements of a host's page. The classes are JavaScript (`www/elements.js`) and hold nothing
//! but what a class has to; they call [`mount`] and the handle that it gives.

pub mod given;
pub mod origin;

#[cfg(target_arch = "wasm32")]
mod component;
#[cfg(target_arch = "wasm32")]
mod form;
#[cfg(target_arch = "wasm32")]
mod frame;
#[cfg(target_arch = "wasm32")]
mod handle;
#[cfg(target_arch = "wasm32")]
mod inside;
#[cfg(target_arch = "wasm32")]
pub mod node;
#[cfg(target_arch = "wasm32")]
mod shell;

#[cfg(target_arch = "wasm32")]
pub use {
    component::{Begun, Component},
    handle::{Mounted, mount},
    inside::Inside,
};

/// Which element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `<whatsapp-integration-form>`
    Form,
    /// `<whatsapp-journey-node>`
    Node,
    /// `<whatsapp-activity>`
    Activity,
}

impl Kind {
    /// From the part of the tag after `whatsapp-`.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "integration-form" => Some(Self::Form),
            "journey-node" => Some(Self::Node),
            "activity" => Some(Self::Activity),
            _ => None,
        }
    }
}
