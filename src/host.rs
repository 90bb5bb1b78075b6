//! What a console that embeds a component hands in, and what it is told.

use serde_json::Value;
use whatsapp_domain::{CheckReport, Node, Problem, ProfileSchema, Said, SampleProfile};

/// What a host hands to the node editor.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NodeHost {
    /// The step as the host has it saved.
    pub value: Option<Node>,
    /// The account of a step that has none yet, by id.
    pub integration: Option<String>,
    /// When it was saved, RFC 3339, if the host knows.
    pub saved_at: Option<String>,
    /// Profiles to see values with.
    pub profiles: Vec<SampleProfile>,
    /// The attributes that values can be filled from.
    pub schema: Option<ProfileSchema>,
}

/// What a host hands in later.
#[derive(Debug, Clone, PartialEq)]
pub enum HostChange {
    /// Another step, or none.
    Value(Option<Box<Node>>),
    /// When the step was saved, RFC 3339.
    SavedAt(Option<String>),
    /// Other profiles.
    Profiles(Vec<SampleProfile>),
    /// Other attributes.
    Schema(Option<ProfileSchema>),
}

/// What brought a change about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Cause {
    /// Not the person: what is edited was opened, or came from the host.
    #[default]
    Opening,
    /// A key press in a field; more may follow.
    Typing,
    /// Anything else that the person did.
    Choice,
}

/// What a host is told.
#[derive(Debug, Clone, PartialEq)]
pub enum HostEvent {
    /// The step was changed.
    NodeChanged {
        /// Does it differ from what the host has saved?
        unsaved: bool,
        /// What stops it for the chosen profile, in words; none when nothing does.
        stop: Option<Said>,
        /// What brought it about.
        cause: Cause,
    },
    /// "Save step" was pressed: the host keeps this.
    NodeSaved {
        /// What to keep.
        node: Value,
        /// When it was pressed, RFC 3339.
        at: String,
    },
    /// The integration in the form was changed.
    FormChanged {
        /// As it stands, without secrets.
        value: Value,
        /// Does it differ from what is saved?
        unsaved: bool,
        /// What stops a save, in words; none when nothing does.
        stop: Option<Said>,
        /// What brought it about.
        cause: Cause,
    },
    /// The integration was saved by the proxy, under this id.
    FormSaved {
        /// `int_…`
        id: String,
        /// As it is saved, without secrets.
        value: Value,
    },
    /// It could not be saved.
    FormNotSaved(Problem),
    /// A connection check ended: its report, or why there is none.
    FormChecked(Result<Box<CheckReport>, Problem>),
}
