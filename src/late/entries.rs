//! The ways into late parts. What is reached from here alone is in the part; what others reach too is in the first.

use std::rc::Rc;

use whatsapp_domain::AddressPolicy;

use super::{Missing, entry};
use crate::{
    console::Host,
    elements::{Begun, Inside, given::Unreadable},
    integration_form::state as form,
    runtime::Store,
    styles,
    two_way::Account,
    view::prelude::*,
};

entry! {
    editor, EDITOR,
    /// The node editor of the standalone console, over the step as the page keeps it.
    fn node_page(policy: AddressPolicy, host: Host) -> AnyView {
        crate::console::step_page(policy, &host)
    }
}

entry! {
    editor, EDITOR,
    /// The node editor of an element.
    fn node_element(inside: Rc<Inside>, policy: AddressPolicy) -> Result<Begun, Unreadable> {
        crate::elements::node::begin(&inside, policy)
    }
}

entry! {
    replies, REPLIES,
    /// How replies are matched with customers, and which words stop and start messages.
    fn reply_settings(store: Store<form::State, form::Event>) -> AnyView {
        crate::integration_form::reply_settings(store)
    }
}

entry! {
    replies, REPLIES,
    /// Callback, registration and proof of a saved account.
    fn replies(account: Account) -> AnyView {
        crate::two_way::connection(account)
    }
}

entry! {
    activity, ACTIVITY,
    /// What was sent and received.
    fn activity(list: Option<String>) -> AnyView {
        crate::activity::activity(list)
    }
}

entry! {
    sandbox, SANDBOX,
    /// The sandbox's phone.
    fn phone(on: bool) -> AnyView {
        crate::sandbox_phone::sandbox_phone(on)
    }
}

entry! {
    sandbox, SANDBOX,
    /// The sandbox's switches.
    fn faults(on: bool) -> AnyView {
        crate::sandbox_faults::sandbox_faults(on)
    }
}
