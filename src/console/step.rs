//! The node editor on the console, over the step that the page keeps.

use serde_json::Value;
use whatsapp_domain::AddressPolicy;

use super::host::Host;
use crate::{
    components::as_is,
    elements::given::{self, Unreadable},
    host::NodeHost,
    texts::{console as say, spoken, texts},
    view::{html, prelude::*},
};

/// The editor. While what is kept can't be edited here there is none, so that nothing is saved over it.
pub fn step_page(policy: AddressPolicy, host: &Host) -> AnyView {
    let node = host.saved.get("node").unwrap_or(&Value::Null);
    let value = match given::step(node) {
        Ok(value) => value.map(|node| *node),
        Err(why) => {
            let node = node.clone();
            return spoken(move || look_only(&why, &node));
        }
    };
    let saved_at =
        host.saved.get("at").and_then(Value::as_str).map(str::to_owned).filter(|_| value.is_some());
    let host = NodeHost {
        value,
        saved_at,
        profiles: host.profiles.clone(),
        schema: host.schema.clone(),
        integration: None,
    };
    crate::journey_node::journey_node(policy, host)
}

/// The saved step, where another version of this page saved it.
fn look_only(why: &Unreadable, value: &Value) -> AnyView {
    html::div()
        .attr("class", "wa-page")
        .child((
            html::h1().attr("tabindex", "-1").child(texts().get(say::JOURNEY_NODE)),
            as_is(&why.text, why.is_outdated(), value),
        ))
        .into_any()
}
