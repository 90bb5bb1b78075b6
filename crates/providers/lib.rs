//! The providers: settings ⇄ form, message → request, answer → outcome. Pure mapping between the domain and each
//! provider's API. A new provider is one folder here and one line in each of [`ALL`] and [`SCHEMAS`].

pub mod check_render;
#[cfg(feature = "webhooks")]
pub mod check_webhook;
mod common;
pub mod engine_api;
pub mod infobip;
mod masking;
mod node_texts;
pub mod payloads;
pub mod provider;
pub mod render;
pub mod sinch;
pub mod worst_cases;

#[cfg(feature = "webhooks")]
pub use provider::{
    Callback, CallbackList, CallbackRequest, MediaRequest, SignatureCode, Signed, WebhookAuth,
};
pub use provider::{Calls, Login, Provider, SendIds, Webhooks};
#[cfg(feature = "calls")]
pub use provider::{Probe, ProbeResult, TemplatePage, Token};
use whatsapp_domain::SettingsSchema;

/// Every provider, in the order in which the form offers them.
pub const ALL: &[&dyn Provider] = &[&infobip::Infobip, &sinch::Sinch];

/// The forms alone, in the same order: plain data, for the part of the page that is loaded first. Whoever uses only this
/// links nothing else of this crate.
pub const SCHEMAS: &[&SettingsSchema] = &[&infobip::settings::SCHEMA, &sinch::settings::SCHEMA];

/// The provider with this id.
pub fn find(id: &str) -> Option<&'static dyn Provider> {
    ALL.iter().copied().find(|provider| provider.schema().provider == id)
}
