//! Who did what with an integration, and when.

use serde::{Deserialize, Serialize};

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum AuditAction {
    /// It was made.
    Created,
    /// It was changed; `fields` says what.
    Updated,
    /// Keys were put in or changed; `fields` says which.
    SecretsReplaced,
    /// It was deleted.
    Deleted,
    /// Its connection was checked.
    Checked,
    /// A quick test was sent.
    QuickTested,
    /// Its callback was registered with the provider.
    CallbackRegistered,
    /// Its callback was removed from the provider.
    CallbackRemoved,
    /// Its callback got a new token and a new secret.
    CallbackRotated,
    /// A customer was put on its suppression list.
    Suppressed,
    /// A customer was taken off its suppression list.
    Unsuppressed,
    /// A customer was forgotten, in this integration and all others of the tenant.
    CustomerErased,
}

/// One entry of an audit trail. It holds no values, no secrets and no customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct AuditEntry {
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// Who: `sub` of the token. Left out where the proxy asked for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// What was done.
    pub action: AuditAction,
    /// Names of what was changed, such as `settings.sender`; never values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
}

/// A page of an audit trail, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct AuditPage {
    /// The entries.
    pub items: Vec<AuditEntry>,
    /// `after` of the next page, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}
