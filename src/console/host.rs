//! The console as a host of the node editor: it hands in profiles and keeps the saved step in the page's storage.

use serde_json::{Value, json};
use whatsapp_domain::Node;

use crate::{
    StartOptions,
    drafts::{DraftStore, PageStore},
    host::{HostEvent, NodeHost},
};

/// Name of the saved step in the page's store.
const SAVED: &str = "saved-node";

/// What the node editor is handed: the saved step and the profiles of the start options.
pub fn node_host(options: StartOptions) -> NodeHost {
    let saved = PageStore.read(SAVED).unwrap_or(Value::Null);
    let value = saved.get("node").and_then(|node| serde_json::from_value::<Node>(node.clone()).ok());
    let saved_at = saved.get("at").and_then(Value::as_str).map(str::to_owned).filter(|_| value.is_some());
    NodeHost {
        value,
        saved_at,
        profiles: options.profiles,
        schema: options.profile_schema,
        integration: None,
    }
}

/// Keeps what is saved, for the editor's next visit and for the next start.
pub fn told(host: &mut NodeHost, event: HostEvent) {
    if let HostEvent::NodeSaved { node, at } = event {
        PageStore.write(SAVED, &json!({"node": node, "at": at}));
        host.value = Some(*node);
        host.saved_at = Some(at);
    }
}
