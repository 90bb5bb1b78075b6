//! Who may do what. The host's backend mints short-lived tokens; [`token`] reads them, [`layer`] asks for one at each path as
//! the table of routes says, and handlers get the [`Caller`] that they act for. Without a key for tokens the proxy is open,
//! which it is on this machine alone.

pub(crate) mod layer;
mod signatures;
#[cfg(test)]
pub(crate) mod testing;
pub(crate) mod ticket;
pub mod token;

use axum::{extract::FromRequestParts, http::request::Parts};
use serde::{Deserialize, Serialize};

use crate::problem::ApiError;

/// The tenant of everything that was made without a token.
pub const LOCAL: &str = "local";

/// What a token may allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Right {
    /// See integrations, templates, activity and events.
    View,
    /// Make, change and delete integrations, set two-way up, keep the suppression list, forget customers.
    Edit,
    /// Put keys in, and see or change what proves a provider's calls. Keys come out for nobody.
    Secrets,
    /// Send quick tests, check connections and media, prove two-way by a message.
    Test,
    /// Hand events on again.
    Run,
}

impl Right {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::View, Self::Edit, Self::Secrets, Self::Test, Self::Run];

    /// As it stands in a token.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::View => "view",
            Self::Edit => "edit",
            Self::Secrets => "secrets",
            Self::Test => "test",
            Self::Run => "run",
        }
    }

    fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|right| right.as_str() == word)
    }
}

/// What a path asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Nothing: it tells nothing of anybody.
    Free,
    /// The token of the figures, where one is set.
    Figures,
    /// A good token, whatever it allows.
    Token,
    /// A token with this right.
    Needs(Right),
    /// The same, or a [`ticket`] for this very path.
    Ticketed(Right),
}

/// Whom a request acts for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Caller {
    /// Whose things it sees and changes.
    pub(crate) tenant: String,
    /// Who it is, for the audit trail; none without tokens.
    pub(crate) who: Option<String>,
    rights: Vec<Right>,
    /// Seconds since 1970 at which the token ends.
    pub(crate) until: Option<i64>,
}

impl Caller {
    /// Whoever is on this machine, where the proxy asks for no token.
    pub(crate) fn local() -> Self {
        Self { tenant: LOCAL.into(), who: None, rights: Right::ALL.into(), until: None }
    }

    pub(crate) fn may(&self, right: Right) -> bool {
        self.rights.contains(&right)
    }

    /// For what depends on more than the path.
    pub(crate) fn must(&self, right: Right) -> Result<(), ApiError> {
        if self.may(right) { Ok(()) } else { Err(layer::right_missing(right)) }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        // A path without the layer in front of it would be a mistake of ours, and must not be an open door.
        let caller = parts.extensions.get::<Self>().cloned();
        caller.ok_or_else(|| ApiError::internal(&"a path that asks for a caller stands outside the layer"))
    }
}
