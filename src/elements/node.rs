//! The node editor in an element.

use serde_json::Value;
use whatsapp_domain::AddressPolicy;

use super::{
    component::{Begun, Component},
    given::{self, Unreadable},
    inside::Inside,
};
use crate::{
    host::{HostChange, NodeHost},
    journey_node::{
        self, Editor,
        state::{DRAFT_KEY, Event, Kept, State},
    },
};

struct Node(Editor);

/// The editor with what the host gave.
///
/// # Errors
/// When the given value can't be read.
pub fn begin(inside: &Inside, policy: AddressPolicy) -> Result<Begun, Unreadable> {
    let given = inside.given.borrow().clone();
    let host = NodeHost {
        value: given::step(&given.value)?.map(|node| *node),
        integration: given.integration,
        saved_at: given.saved_at,
        profiles: given::profiles(&given.profiles).unwrap_or_default(),
        schema: given::schema(&given.profile_schema).unwrap_or_default(),
    };
    inside.restores::<Kept>(DRAFT_KEY);
    let (editor, view) = journey_node::with_editor(policy, host);
    Ok((Box::new(Node(editor)), view))
}

impl Node {
    fn change(&self, change: HostChange) {
        self.0.send(Event::HostGave(Box::new(change)));
    }
}

impl Component for Node {
    fn value(&self) -> Option<Value> {
        Some(whatsapp_domain::json::value(&self.0.peek(State::node)))
    }

    fn give(&self, value: &Value) -> Result<(), Unreadable> {
        self.change(HostChange::Value(given::step(value)?));
        Ok(())
    }

    fn set(&self, name: &str, value: &Value) {
        match name {
            "savedAt" => self.change(HostChange::SavedAt(value.as_str().map(str::to_owned))),
            "profiles" => self.change(HostChange::Profiles(given::profiles(value).unwrap_or_default())),
            "profileSchema" => self.change(HostChange::Schema(given::schema(value).unwrap_or_default())),
            _ => {}
        }
    }

    fn lock(&self, on: bool) {
        self.0.send(Event::Locked(on));
    }

    fn call(&self, name: &str) -> bool {
        match name {
            "reveal" | "go" => {
                self.0.send(Event::Revealed(name == "go"));
                true
            }
            "save" => {
                self.0.send(Event::SavePressed(crate::clock::now()));
                true
            }
            _ => false,
        }
    }
}
