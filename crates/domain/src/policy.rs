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
    /// Does this base URL lead into the sandbox, whoever reads it? Behind the origin, letter for letter, stands `/sandbox/`
    /// and a path of letters, digits, `.`, `_`, `~` and `-`: nothing that a URL parser would read as something else (a
    /// step up in any spelling, a backslash, a percent sign), no query and no fragment.
    pub fn is_sandbox(&self, base_url: &str) -> bool {
        let path = self.sandbox.as_deref().and_then(|origin| base_url.strip_prefix(origin));
        path.and_then(|path| path.strip_prefix("/sandbox/"))
            .is_some_and(|rest| rest.split('/').all(is_plain_segment))
    }

    /// Does this media URL lead to the sandbox's own samples: an address as [`AddressPolicy::is_sandbox`] takes it, below
    /// `/sandbox/media/`, perhaps with a query (signed links have one) in which nothing stands that ends a URL's query or
    /// is read in two ways?
    pub fn is_sandbox_media(&self, url: &str) -> bool {
        let (address, query) = url.split_once('?').unwrap_or((url, ""));
        let file = self
            .sandbox
            .as_deref()
            .and_then(|origin| address.strip_prefix(origin))
            .and_then(|path| path.strip_prefix("/sandbox/media/"));
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~%&=+:/".contains(&byte);
        file.is_some_and(|file| !file.is_empty()) && self.is_sandbox(address) && query.bytes().all(plain)
    }

    /// Did the operator allow this host (lower case, no port)?
    pub fn allows_host(&self, host: &str) -> bool {
        self.extra_hosts.iter().any(|allowed| allowed.eq_ignore_ascii_case(host))
    }
}

/// One part of a path that every parser reads as it stands; an empty one is a slash at the end, or a doubled one.
fn is_plain_segment(segment: &str) -> bool {
    !matches!(segment, "." | "..")
        && segment
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'~' | b'-'))
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
    /// Whom the proxy lets in.
    #[serde(default)]
    pub access: AccessMode,
    /// What the caller may do: `view`, `edit`, `secrets`, `test`, `run`. Absent from a proxy that does not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rights: Option<Vec<String>>,
    /// Addresses that are allowed beyond the providers' own.
    pub addresses: AddressPolicy,
}

/// Whom the proxy lets in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum AccessMode {
    /// Whoever is on the proxy's machine.
    Open,
    /// Who has a token of the host. Taken to be so by a page that is not told.
    #[default]
    Token,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_paths_of_the_sandbox_s_origin_count() {
        let policy = AddressPolicy { sandbox: Some("http://127.0.0.1:8787".into()), ..Default::default() };
        for good in ["infobip", "infobip/", "sinch/eu", "a.b_c~d-9/...", ".well-known", ""] {
            assert!(policy.is_sandbox(&format!("http://127.0.0.1:8787/sandbox/{good}")), "{good}");
        }
        for bad in [
            "..",
            "../api",
            "infobip/../../api",
            ".",
            "./infobip",
            "%2e%2e/api",
            ".%2E/api",
            "%252e%252e/api",
            "infobip%2fapi",
            "infobip\\..\\..\\api",
            "infobip?to=/api",
            "infobip?",
            "infobip#/api",
            "infobip#",
            "infobip;a=b",
            "info bip",
            "infobip\t",
            ".\t./api",
            "\n../api",
            "infobip\0",
            "inf\u{f6}bip",
            "\u{ff0e}\u{ff0e}/api",
            "@evil.example",
            "a:b",
        ] {
            assert!(!policy.is_sandbox(&format!("http://127.0.0.1:8787/sandbox/{bad}")), "{bad:?}");
        }
        for bad in [
            "",
            "http://127.0.0.1:8787",
            "http://127.0.0.1:8787/",
            "http://127.0.0.1:8787/sandbox",
            "http://127.0.0.1:8787/api",
            "http://127.0.0.1:8787/Sandbox/infobip",
            "http://127.0.0.1:8787//sandbox/infobip",
            "http://127.0.0.1:87870/sandbox/infobip",
            "http://127.0.0.1:8787@evil.example/sandbox/infobip",
            "http://127.0.0.1:8787.evil.example/sandbox/infobip",
            "https://127.0.0.1:8787/sandbox/infobip",
            "HTTP://127.0.0.1:8787/sandbox/infobip",
            "http://localhost:8787/sandbox/infobip",
        ] {
            assert!(!policy.is_sandbox(bad), "{bad}");
        }
        assert!(!AddressPolicy::default().is_sandbox("http://127.0.0.1:8787/sandbox/infobip"));
        assert!(!AddressPolicy::default().is_sandbox("/sandbox/infobip"));
    }

    #[test]
    fn media_of_the_sandbox_may_have_a_query_and_base_urls_still_may_not() {
        let policy = AddressPolicy { sandbox: Some("http://127.0.0.1:8787".into()), ..Default::default() };
        let signed =
            "http://127.0.0.1:8787/sandbox/media/a.jpg?X-Amz-Date=20260101T000000Z&X-Amz-Credential=a%2Fb";
        for good in ["http://127.0.0.1:8787/sandbox/media/a.jpg", signed] {
            assert!(policy.is_sandbox_media(good), "{good}");
            assert!(!AddressPolicy::default().is_sandbox_media(good), "{good}");
        }
        assert!(!policy.is_sandbox(signed));
        for bad in [
            "http://127.0.0.1:8787/sandbox/media/",
            "http://127.0.0.1:8787/sandbox/media/?a.jpg",
            "http://127.0.0.1:8787/sandbox/mediator/a.jpg",
            "http://127.0.0.1:8787/sandbox/infobip/whatsapp",
            "http://127.0.0.1:8787/sandbox/media/../api/faults",
            "http://127.0.0.1:8787/sandbox/media/%2e%2e/api",
            "http://127.0.0.1:8787/api/v1/about?/sandbox/media/a.jpg",
            "http://127.0.0.1:8787/sandbox/media/a.jpg?a#b",
            "http://127.0.0.1:8787/sandbox/media/a.jpg?a b",
            "http://127.0.0.1:8787/sandbox/media/a.jpg?a\\b",
            "http://127.0.0.1:8787/sandbox/media/a.jpg?\n",
            "http://127.0.0.1:8788/sandbox/media/a.jpg",
            "http://127.0.0.1:8787@evil.example/sandbox/media/a.jpg",
            "https://127.0.0.1:8787/sandbox/media/a.jpg",
        ] {
            assert!(!policy.is_sandbox_media(bad), "{bad:?}");
        }
    }
}
