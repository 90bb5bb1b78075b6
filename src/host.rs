//! What a console that embeds a component hands in, and what it is told.

use whatsapp_domain::{Node, ProfileSchema, SampleProfile};

/// What a host hands to the node editor.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NodeHost {
    /// The step as the host has it saved.
    pub value: Option<Node>,
    /// When it was saved, RFC 3339, if the host knows.
    pub saved_at: Option<String>,
    /// Profiles to see values with.
    pub profiles: Vec<SampleProfile>,
    /// The attributes that values can be filled from.
    pub schema: Option<ProfileSchema>,
}

/// What a host is told.
#[derive(Debug, Clone, PartialEq)]
pub enum HostEvent {
    /// The step was changed.
    NodeChanged {
        /// As it stands.
        node: Box<Node>,
        /// Does it differ from what the host has saved?
        unsaved: bool,
        /// Does nothing stop it for the chosen profile?
        valid: bool,
    },
    /// "Save step" was pressed: the host keeps this.
    NodeSaved {
        /// What to keep.
        node: Box<Node>,
        /// When it was pressed, RFC 3339.
        at: String,
    },
}
