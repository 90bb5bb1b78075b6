//! The sandbox's own API hands out (made-up) keys and switches, so it answers this machine only: a page elsewhere
//! that points its own name at the loopback address must not read it.

use axum::http::uri::Authority;
use axum::http::{HeaderMap, Uri, header};
use std::net::IpAddr;

/// `http://<Host>` when the Host header names this machine, else `None`.
pub fn loopback_origin(headers: &HeaderMap, uri: &Uri) -> Option<String> {
    let text = match headers.get(header::HOST) {
        Some(value) => value.to_str().ok()?,
        None => uri.authority()?.as_str(),
    };
    let authority: Authority = text.parse().ok()?;
    if text.contains('@') {
        return None;
    }
    let host = authority.host();
    is_loopback(host).then(|| format!("http://{authority}"))
}

/// Is this host (an IPv6 address in square brackets) this machine?
pub fn is_loopback(host: &str) -> bool {
    let bare = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).unwrap_or(host);
    host.eq_ignore_ascii_case("localhost") || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn origin(host: &'static str) -> Option<String> {
        let headers = HeaderMap::from_iter([(header::HOST, HeaderValue::from_static(host))]);
        loopback_origin(&headers, &Uri::from_static("/"))
    }

    #[test]
    fn only_this_machine() {
        for good in ["localhost", "localhost:8080", "LocalHost:1", "127.0.0.1:80", "127.8.8.8", "[::1]:8080"]
        {
            assert_eq!(origin(good), Some(format!("http://{good}")));
        }
        for bad in [
            "example.com",
            "localhost.example.com",
            "10.0.0.1",
            "0.0.0.0",
            "user@localhost",
            "[::2]",
            "",
            "2130706433",
        ] {
            assert_eq!(origin(bad), None, "{bad}");
        }
        assert_eq!(loopback_origin(&HeaderMap::new(), &Uri::from_static("/")), None);
    }
}
