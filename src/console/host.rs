//! The console as a host of the node editor: it hands in profiles and keeps the saved step in the page's storage.

use serde_json::{Value, json};

use crate::{
    StartOptions,
    drafts::{DraftStore, PageStore},
    elements::{
        Kind,
        given::{Read, Unreadable, read},
    },
    host::{HostEvent, NodeHost},
};

/// Name of the saved step in the page's store.
const SAVED: &str = "saved-node";

/// What the console has for the editor.
#[derive(Debug, Clone)]
pub struct Host {
    /// What it is handed.
    pub node: NodeHost,
    /// A saved step that can't be edited here, and why. While there is one, there is no editor that could save over it.
    pub unreadable: Option<(Unreadable, Value)>,
}

/// What the node editor is handed: the saved step and the profiles of the start options.
pub fn node_host(options: StartOptions) -> Host {
    let saved = PageStore.read(SAVED).unwrap_or(Value::Null);
    let node = saved.get("node").unwrap_or(&Value::Null);
    let (value, unreadable) = match read(Kind::Node, node) {
        Ok(Read::Node(node)) => (Some(*node), None),
        Ok(_) => (None, None),
        Err(why) => (None, Some((why, node.clone()))),
    };
    let saved_at = saved.get("at").and_then(Value::as_str).map(str::to_owned).filter(|_| value.is_some());
    let node = NodeHost {
        value,
        saved_at,
        profiles: options.profiles,
        schema: options.profile_schema,
        integration: None,
    };
    Host { node, unreadable }
}

/// Keeps what is saved, for the editor's next visit and for the next start.
pub fn told(host: &mut Host, event: HostEvent) {
    if let HostEvent::NodeSaved { node, at } = event {
        PageStore.write(SAVED, &json!({"node": node, "at": at}));
        host.node.value = Some(*node);
        host.node.saved_at = Some(at);
    }
}
