//! Which addresses an operator allows beyond what the providers own. The proxy tells the browser, so that both judge alike.

use serde::{Deserialize, Serialize};

/// The operator's exceptions.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct AddressPolicy {
    /// Origin of the sandbox while it is on, such as `http://127.0.0.1:8787`; base URLs below `<origin>/sandbox/` are allowed.
    pub sandbox: Option<String>,
    /// Host names that the operator allows as provider hosts.
    pub extra_hosts: Vec<String>,
}

impl AddressPolicy {
    /// Does this base URL lead into the sandbox?
    pub fn is_sandbox(&self, base_url: &str) -> bool {
        self.sandbox.as_deref().is_some_and(|origin| {
            base_url
                .strip_prefix(origin)
                .is_some_and(|path| path.starts_with("/sandbox/") && !path.contains(".."))
        })
    }

    /// Did the operator allow this host (lower case, no port)?
    pub fn allows_host(&self, host: &str) -> bool {
        self.extra_hosts.iter().any(|allowed| allowed.eq_ignore_ascii_case(host))
    }
}

/// What the proxy says of itself at `/api/v1/about`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct About {
    /// `whatsapp-proxy`
    pub name: String,
    /// Version of the proxy.
    pub version: String,
    /// Version of the API.
    pub api: u32,
    /// Addresses that are allowed beyond the providers' own.
    pub addresses: AddressPolicy,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_sandbox_path_of_the_sandbox_origin_counts() {
        let policy = AddressPolicy { sandbox: Some("http://127.0.0.1:8787".into()), ..Default::default() };
        assert!(policy.is_sandbox("http://127.0.0.1:8787/sandbox/infobip"));
        assert!(!policy.is_sandbox("http://127.0.0.1:8787/api"));
        assert!(!policy.is_sandbox("http://127.0.0.1:87870/sandbox/infobip"));
        assert!(!policy.is_sandbox("http://127.0.0.1:8787/sandbox/../api"));
        assert!(!AddressPolicy::default().is_sandbox("http://127.0.0.1:8787/sandbox/infobip"));
    }
}
