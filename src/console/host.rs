//! The console as a host of the node editor: it hands in profiles and keeps the saved step in the page's storage.

use serde_json::{Value, json};
use whatsapp_domain::{ProfileSchema, SampleProfile};

use crate::{
    StartOptions,
    drafts::{DraftStore, PageStore},
    host::HostEvent,
};

/// Name of the saved step in the page's store.
const SAVED: &str = "saved-node";

/// What the console has for the editor.
#[derive(Debug, Clone)]
pub struct Host {
    /// The step as it was saved: `{node, at}`, or null. Of any version; the editor reads it.
    pub saved: Value,
    /// The profiles of the start options.
    pub profiles: Vec<SampleProfile>,
    /// The attributes of the start options.
    pub schema: Option<ProfileSchema>,
}

/// What there is when the console starts.
pub fn kept(options: StartOptions) -> Host {
    let saved = PageStore.read(SAVED).unwrap_or(Value::Null);
    Host { saved, profiles: options.profiles, schema: options.profile_schema }
}

/// Keeps what is saved, for the editor's next visit and for the next start.
pub fn told(host: &mut Host, event: HostEvent) {
    if let HostEvent::NodeSaved { node, at } = event {
        host.saved = json!({"node": node, "at": at});
        PageStore.write(SAVED, &host.saved);
    }
}
