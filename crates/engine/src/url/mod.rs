//! Outgoing addresses: may this URL be called at all, judged from its text alone?
//!
//! One parser, the WHATWG one (crate `url`; in a browser, its own), reads the text once; what it understood is judged, and what was judged is
//! what goes on ([`Judged`]), never the text as typed. Which hosts belong to a provider is not judged here, and a name
//! that passes is still looked up and its address judged again when the connection is made.

#[cfg(target_arch = "wasm32")]
mod browser;
mod names;
mod refusal;
mod text;
#[cfg(any(test, target_arch = "wasm32"))]
mod written;

#[cfg(test)]
mod tests;

use std::net::IpAddr;

use serde_json::{Value, json};
#[cfg(not(target_arch = "wasm32"))]
use url::{Host, Url};
#[cfg(target_arch = "wasm32")]
use written::{Host, Url};

#[cfg(target_arch = "wasm32")]
pub use browser::{Reader, read_by};
pub use refusal::UrlRefusal;
pub use text::MAX_CHARS;

use crate::{address, check};

/// What a URL is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The base URL of a provider's API. May be typed without a scheme, or with a `Base URL:` label.
    Provider,
    /// A file that a provider fetches. A full URL with a path or a query.
    Media,
}

/// A URL that may be called: `https`, port 443, no user info, no fragment, a public address or a name that is not
/// known to lead inside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    url: Url,
    host: Host<String>,
}

impl Judged {
    /// The URL as it is to be used: host in lower-case ASCII without a dot at its end, no port, path and query
    /// percent-encoded.
    pub fn as_str(&self) -> &str {
        self.url.as_str()
    }

    /// The parsed URL.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// The host: a lower-case ASCII name, or an address (IPv6 in square brackets).
    pub fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// The address, if the host is written as one.
    pub fn address(&self) -> Option<IpAddr> {
        match self.host {
            Host::Ipv4(ip) => Some(ip.into()),
            Host::Ipv6(ip) => Some(ip.into()),
            Host::Domain(_) => None,
        }
    }

    /// `https://` and the host, without path, query or slash at the end: a provider's base URL.
    pub fn base(&self) -> String {
        format!("https://{}", self.host())
    }
}

/// Reads and judges a URL.
///
/// # Errors
/// [`UrlRefusal`], whose documentation lists the codes.
pub fn judge(text: &str, purpose: Purpose) -> Result<Judged, UrlRefusal> {
    let text = text::prepare(text, purpose)?;
    let mut url = Url::parse(&text).map_err(|_| UrlRefusal::malformed())?;
    // `prepare` looked at the text; the parser has the last word on what it means.
    if url.scheme() != "https"
        || !url.username().is_empty()
        || url.password().is_some()
        || url.fragment().is_some()
    {
        return Err(UrlRefusal::malformed());
    }
    if let Some(port) = url.port() {
        return Err(UrlRefusal::port(port));
    }
    if url.path().contains('^') {
        // The WHATWG rules encode it in a path since 2024; the crate does not yet.
        let path = url.path().replace('^', "%5E");
        url.set_path(&path);
    }
    let host = judge_host(&mut url)?;
    if purpose == Purpose::Media && url.path() == "/" && url.query().unwrap_or_default().is_empty() {
        return Err(UrlRefusal::path_missing());
    }
    if url.as_str().chars().count() > MAX_CHARS {
        return Err(UrlRefusal::too_long());
    }
    Ok(Judged { url, host })
}

fn judge_host(url: &mut Url) -> Result<Host<String>, UrlRefusal> {
    let host = url.host().ok_or_else(UrlRefusal::malformed)?.to_owned();
    match host {
        Host::Ipv4(ip) if !address::is_public(ip.into()) => Err(UrlRefusal::address_not_public()),
        Host::Ipv6(ip) if !address::is_public(ip.into()) => Err(UrlRefusal::address_not_public()),
        Host::Ipv4(_) | Host::Ipv6(_) => Ok(host),
        Host::Domain(name) => {
            let name = name.strip_suffix('.').unwrap_or(&name);
            judge_name(name)?;
            url.set_host(Some(name)).map_err(|_| UrlRefusal::host_malformed())?;
            Ok(Host::Domain(name.to_owned()))
        }
    }
}

fn judge_name(name: &str) -> Result<(), UrlRefusal> {
    // RFC 1035, section 2.3.4. Underscores are no host names but stand in the names of storage buckets.
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    if name.len() > 253 || !name.split('.').all(is_label) {
        return Err(UrlRefusal::host_malformed());
    }
    if names::is_reserved(name) {
        return Err(UrlRefusal::reserved_name());
    }
    if !name.contains('.') {
        return Err(UrlRefusal::single_label());
    }
    if names::embeds_inside_address(name) {
        return Err(UrlRefusal::name_embeds_address());
    }
    Ok(())
}

/// `whatsapp-proxy check url`: `{"url":"…","purpose":"provider"|"media"}` becomes `{"allowed":bool,"code":…}`, where
/// `code` is `null` for a URL that is allowed.
pub fn check_line(line: &Value) -> Value {
    let (url, purpose) = match (check::text(line, "url"), check::text(line, "purpose")) {
        (Ok(url), Ok(purpose)) => (url, purpose),
        (Err(bad), _) | (_, Err(bad)) => return bad,
    };
    let purpose = match purpose {
        "provider" => Purpose::Provider,
        "media" => Purpose::Media,
        other => {
            return check::bad_line(&format!("The purpose is \"{other}\", not \"provider\" or \"media\"."));
        }
    };
    match judge(url, purpose) {
        Ok(_) => json!({ "allowed": true, "code": null }),
        Err(refusal) => json!({ "allowed": false, "code": refusal.code }),
    }
}
