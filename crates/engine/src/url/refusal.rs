//! Why a URL may not be called.

use std::fmt;
use whatsapp_domain::{Said, say};

use super::MAX_CHARS;

/// Why a URL may not be called.
///
/// | code | meaning |
/// | --- | --- |
/// | `url-empty` | nothing was typed |
/// | `url-too-long` | more than 2,048 characters, as typed or as sent |
/// | `url-control-character` | a tab, line break or other control character inside |
/// | `url-backslash` | a `\`, which some programs read as `/` |
/// | `url-scheme-missing` | a media URL without `https://` |
/// | `url-not-https` | `http://` |
/// | `url-scheme` | another scheme, such as `ftp:` |
/// | `url-malformed` | no URL by the WHATWG rules, or not exactly two slashes after `https:` |
/// | `url-user-info` | an `@` in front of the host |
/// | `url-hidden-character` | an invisible character in the host |
/// | `url-fragment` | a `#` |
/// | `url-port` | a port other than 443 |
/// | `url-host-malformed` | a host that can be no name: empty or over-long labels, characters that names don't have |
/// | `url-single-label` | a name without a dot |
/// | `url-reserved-name` | a name with an ending for private networks, such as `.local` or `.internal` |
/// | `url-name-embeds-address` | a name that spells an address of a private network, such as `127.0.0.1.nip.io` |
/// | `url-address-not-public` | an address that is not on the public internet, in whatever spelling |
/// | `url-path-missing` | a media URL with nothing behind the host: neither a path nor a query |
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UrlRefusal {
    /// Stable, kebab-case; see the table.
    pub code: String,
    /// One or two sentences for the person who typed the URL.
    pub text: Said,
}

impl fmt::Display for UrlRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text.text)
    }
}

impl std::error::Error for UrlRefusal {}

impl UrlRefusal {
    fn new(code: &str, text: impl Into<Said>) -> Self {
        Self { code: code.to_owned(), text: text.into() }
    }

    pub(super) fn empty() -> Self {
        Self::new("url-empty", "There is no address yet. Enter one that starts with https://.")
    }

    pub(super) fn too_long() -> Self {
        Self::new(
            "url-too-long",
            say!("The address has more than {most} characters. Use a shorter one.", most = MAX_CHARS),
        )
    }

    pub(super) fn control_character() -> Self {
        Self::new(
            "url-control-character",
            "There is a tab or line break inside the address. Copy it again in one piece.",
        )
    }

    pub(super) fn backslash() -> Self {
        Self::new("url-backslash", "There is a backslash (\\) in the address. Write / instead.")
    }

    pub(super) fn scheme_missing() -> Self {
        Self::new(
            "url-scheme-missing",
            "The address does not start with https://. Enter the full address of the file.",
        )
    }

    pub(super) fn not_https() -> Self {
        Self::new("url-not-https", "The address starts with http://, which is not encrypted. Use https://.")
    }

    /// Repeats the scheme only if it is a usual one: in front of a colon there may also stand a user name or a key.
    pub(super) fn scheme(found: &str) -> Self {
        const USUAL: [&str; 9] = ["blob", "data", "file", "ftp", "gs", "mailto", "s3", "ws", "wss"];
        let start: Said = if USUAL.contains(&found) {
            say!("The address starts with {found}:.", found = found)
        } else {
            "The address starts with something else than https://.".into()
        };
        Self::new("url-scheme", start.then("Enter one that starts with https://."))
    }

    pub(super) fn malformed() -> Self {
        Self::new(
            "url-malformed",
            "This can't be read as an address. Write it like https://cdn.example.com/picture.jpg.",
        )
    }

    pub(super) fn user_info() -> Self {
        Self::new("url-user-info", "There is an @ in front of the host. Remove the user name and password.")
    }

    pub(super) fn hidden_character() -> Self {
        Self::new(
            "url-hidden-character",
            "There is an invisible character in the host. Type the address by hand.",
        )
    }

    pub(super) fn fragment() -> Self {
        Self::new(
            "url-fragment",
            "There is a # in the address. Remove it and what follows, or write it as %23.",
        )
    }

    pub(super) fn port(found: u16) -> Self {
        Self::new(
            "url-port",
            say!("The address names port {found}. Only 443, the port of https, can be used.", found = found),
        )
    }

    pub(super) fn host_malformed() -> Self {
        Self::new(
            "url-host-malformed",
            "The host in this address can't be a name on the internet. Check its spelling.",
        )
    }

    pub(super) fn single_label() -> Self {
        Self::new(
            "url-single-label",
            "The host has no dot in it. Enter its full name, such as cdn.example.com.",
        )
    }

    pub(super) fn reserved_name() -> Self {
        Self::new(
            "url-reserved-name",
            "This name belongs to a private network. Enter one on the public internet.",
        )
    }

    pub(super) fn name_embeds_address() -> Self {
        Self::new(
            "url-name-embeds-address",
            "This name stands for an address on a private network. Enter one on the public internet.",
        )
    }

    pub(super) fn address_not_public() -> Self {
        Self::new("url-address-not-public", "This address is not on the public internet. Enter one that is.")
    }

    pub(super) fn path_missing() -> Self {
        Self::new("url-path-missing", "The address names no file. Add its path, such as /picture.jpg.")
    }
}
