//! The providers: settings ⇄ form, message → request, answer → outcome. Pure mapping between the domain and each
//! provider's API. A new provider is one folder here and one line in [`ALL`].

pub mod provider;

pub use provider::{Probe, ProbeResult, Provider, SendIds, TemplatePage, Token};

/// Every provider, in the order in which the form offers them.
pub const ALL: &[&dyn Provider] = &[];

/// The provider with this id.
pub fn find(id: &str) -> Option<&'static dyn Provider> {
    ALL.iter().copied().find(|provider| provider.schema().provider == id)
}
