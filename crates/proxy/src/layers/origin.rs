//! Who may call: only by a name that is ours (so that no foreign name can be pointed at us), and from pages of our own
//! or an allowed origin.

use axum::{
    extract::{Request, State},
    http::{
        HeaderMap, HeaderName, HeaderValue, Method, StatusCode,
        header::{self, HOST, ORIGIN, VARY},
    },
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{problem::ApiError, state::AppState};

const FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Refuses foreign names and origins; answers preflights of allowed ones.
pub async fn check(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let config = &state.config;
    let Some(host) = host(&request).filter(|host| is_ours(host, &config.host_names)).map(str::to_owned)
    else {
        return ApiError::new(
            StatusCode::MISDIRECTED_REQUEST,
            "host-unknown",
            "The proxy does not go by this name. HOST_NAMES is the setting for further names.",
        )
        .into_response();
    };
    // What stands in front (Trunk, a TLS terminator) may put its own view of us into Host and the browser's here. A page
    // of a foreign origin can't add this header without a preflight, which it is refused.
    let forwarded = request.headers().get(FORWARDED_HOST).and_then(|value| value.to_str().ok());
    let forwarded = forwarded.filter(|host| is_ours(host, &config.host_names));
    let origin = request.headers().get(ORIGIN).cloned();
    let allowed = match origin.as_ref().map(HeaderValue::to_str) {
        None => is_sample(&request) || !is_foreign_fetch(&request),
        Some(Ok(origin)) => {
            is_own(origin, &host)
                || forwarded.is_some_and(|forwarded| is_own(origin, forwarded))
                || config.allowed_origins.iter().any(|allowed| allowed == origin)
        }
        Some(Err(_)) => false,
    };
    if !allowed {
        return ApiError::new(
            StatusCode::FORBIDDEN,
            "origin-not-allowed",
            "Pages of this origin may not call the proxy. ALLOWED_ORIGINS is the setting for that.",
        )
        .into_response();
    }
    let preflight = request.method() == Method::OPTIONS
        && origin.is_some()
        && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let mut response =
        if preflight { StatusCode::NO_CONTENT.into_response() } else { next.run(request).await };
    if let Some(origin) = origin {
        allow(response.headers_mut(), origin, preflight);
    }
    response
}

fn allow(headers: &mut HeaderMap, origin: HeaderValue, preflight: bool) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.append(VARY, HeaderValue::from_static("origin"));
    headers
        .insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("x-request-id, retry-after"));
    if preflight {
        let methods = HeaderValue::from_static("GET, POST, PUT, DELETE");
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, methods);
        let names =
            HeaderValue::from_static("authorization, content-type, if-match, last-event-id, x-request-id");
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, names);
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    }
}

/// The host that the request is for, with its port.
fn host(request: &Request) -> Option<&str> {
    // With an absolute request target the target counts (RFC 9112, section 3.2.2).
    match request.uri().authority() {
        Some(authority) => Some(authority.as_str()),
        None => request.headers().get(HOST)?.to_str().ok(),
    }
}

/// `localhost`, a plain address (no name, so nothing to point elsewhere), or a configured name.
fn is_ours(host: &str, names: &[String]) -> bool {
    let Ok(authority) = host.parse::<axum::http::uri::Authority>() else { return false };
    if authority.as_str().contains('@') {
        return false;
    }
    let name = authority.host().to_ascii_lowercase();
    let name = name.strip_suffix('.').unwrap_or(&name);
    let literal = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(name);
    name == "localhost"
        || literal.parse::<std::net::IpAddr>().is_ok()
        || names.iter().any(|ours| ours == name)
}

/// Is this origin the host that was called? Its scheme may be either: something in front may add TLS.
fn is_own(origin: &str, host: &str) -> bool {
    origin
        .strip_prefix("http://")
        .or_else(|| origin.strip_prefix("https://"))
        .is_some_and(|rest| rest.eq_ignore_ascii_case(host))
}

/// A sample of the sandbox's media host, which a page of any origin may show: it is the same for everybody.
fn is_sample(request: &Request) -> bool {
    request.method() == Method::GET && request.uri().path().starts_with("/sandbox/media/")
}

/// A page of another site that fetches without telling its origin (pictures, scripts), as browsers report it; following
/// a link is not that.
fn is_foreign_fetch(request: &Request) -> bool {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let foreign = header(FETCH_SITE.as_str()).is_some_and(|site| matches!(site, "cross-site" | "same-site"));
    foreign && header("sec-fetch-mode") != Some("navigate")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_ours() {
        let names = ["console.example.com".to_owned()];
        for ours in [
            "localhost",
            "localhost:8787",
            "LOCALHOST:1",
            "127.0.0.1:8787",
            "[::1]:8787",
            "192.168.1.5",
            "Console.Example.com:443",
            "localhost.",
        ] {
            assert!(is_ours(ours, &names), "{ours}");
        }
        for other in [
            "",
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.nip.io",
            "console.example.com.evil.example",
            "localhost@evil.example",
            "evil@localhost",
            "127.1",
            "0x7f000001",
        ] {
            assert!(!is_ours(other, &names), "{other}");
        }
    }

    #[test]
    fn an_origin_is_own_only_when_host_and_port_are_the_same() {
        assert!(is_own("http://127.0.0.1:8787", "127.0.0.1:8787"));
        assert!(is_own("https://console.example.com", "console.example.com"));
        for other in [
            "null",
            "",
            "http://127.0.0.1:8788",
            "http://127.0.0.1",
            "http://localhost:8787",
            "http://127.0.0.1:8787.evil.example",
            "ftp://127.0.0.1:8787",
        ] {
            assert!(!is_own(other, "127.0.0.1:8787"), "{other}");
        }
    }
}
