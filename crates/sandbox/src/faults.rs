//! Faults on demand: slow, too many requests, broken answers and the like.
//!
//! A fault is asked for in one of three ways; the first that is present counts:
//! 1. the request's header `x-sandbox-fault: <kind>` or `<kind>:<seconds>`,
//! 2. the same in the request's query as `sandboxFault`,
//! 3. the provider's switch (`PUT /sandbox/api/faults`), for all requests or for the next `remaining` ones.
//!
//! `cut`, `garbage`, `emptyBody` and `xml` spoil the **answer** only: the request is carried out first, so a good
//! message reaches the phone although its sender cannot know. That is the case in which a repeat does harm.
//! `rateLimited`, `serverError`, `unauthorized` and `expiredToken` refuse before anything is done.

use crate::message::Provider;
use crate::state::State;
use crate::surface::Surface;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State as Extracted};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;

/// The longest time that `slow` waits and `Retry-After` names.
pub const MAX_SECONDS: u64 = 120;

/// The longest life of a token, in seconds: a day.
pub const MAX_TOKEN_SECONDS: u64 = 86_400;

/// What goes wrong.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// Nothing.
    #[default]
    None,
    /// The answer comes after so many seconds (5 if not said).
    Slow,
    /// 429 with `Retry-After` in seconds (2 if not said).
    RateLimited,
    /// 500 in the provider's form.
    ServerError,
    /// Carried out, then the connection is closed without an answer.
    Cut,
    /// Carried out, then 200 with half a JSON text.
    Garbage,
    /// Carried out, then 502 with a gateway's HTML page.
    Html,
    /// Carried out, then 200 with no body.
    EmptyBody,
    /// Carried out, then 200 with XML.
    Xml,
    /// No credit left. Infobip: 200 with a refused status; Sinch: 403. Counts for sending only.
    NoCredit,
    /// Refused with a code that no table has. Infobip: 200 with a refused status; Sinch: 400. Counts for sending only.
    UnknownCode,
    /// 401: the token has run out.
    ExpiredToken,
    /// 401: the key is wrong.
    Unauthorized,
}

/// A fault with its figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// What goes wrong.
    pub kind: Kind,
    /// Seconds to wait or to name, when given.
    pub seconds: Option<u64>,
}

/// Which requests a provider's switch reaches.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Reach {
    /// Everything but the token exchange.
    #[default]
    Api,
    /// Sending only.
    Send,
    /// The token exchange only.
    Token,
}

/// When an emulated Infobip compares a message with its template.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum TemplateChecks {
    /// After accepting it, as the real one does: the message fails in delivery.
    #[default]
    Later,
    /// At once, with a 400. Shows the form of a refusal.
    AtOnce,
}

/// The switches of one provider. What is left out of a `PUT` returns to its default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ProviderFaults {
    /// What goes wrong; `none` by default.
    pub kind: Kind,
    /// Seconds for `slow` and `rateLimited`, at most [`MAX_SECONDS`].
    pub seconds: Option<u64>,
    /// For how many more requests; `null` until changed.
    pub remaining: Option<u64>,
    /// For which requests.
    pub on: Reach,
    /// How many seconds tokens given out from now on last; 3600 by default, at most
    /// [`MAX_TOKEN_SECONDS`], 0 for tokens that have run out at once.
    pub token_seconds: u64,
    /// Infobip only.
    pub template_checks: TemplateChecks,
}

impl Default for ProviderFaults {
    fn default() -> Self {
        Self {
            kind: Kind::None,
            seconds: None,
            remaining: None,
            on: Reach::Api,
            token_seconds: 3600,
            template_checks: TemplateChecks::Later,
        }
    }
}

impl ProviderFaults {
    /// The fault for a request of this reach (`Api` stands for what is neither sending nor the token exchange).
    pub fn take(&mut self, request: Reach) -> Option<Fault> {
        let reached = match self.on {
            Reach::Api => request != Reach::Token,
            reach => request == reach,
        };
        let is_of_sending = matches!(self.kind, Kind::NoCredit | Kind::UnknownCode);
        let counts = self.kind != Kind::None && (!is_of_sending || request == Reach::Send);
        if !reached || !counts {
            return None;
        }
        let fault = Fault { kind: self.kind, seconds: self.seconds };
        if let Some(left) = self.remaining.as_mut() {
            *left = left.saturating_sub(1);
            if *left == 0 {
                (self.kind, self.remaining) = (Kind::None, None);
            }
        }
        Some(fault)
    }
}

/// The switches of both providers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Faults {
    infobip: ProviderFaults,
    sinch: ProviderFaults,
}

impl Faults {
    /// One provider's.
    pub fn of(&self, provider: Provider) -> &ProviderFaults {
        match provider {
            Provider::Infobip => &self.infobip,
            Provider::Sinch => &self.sinch,
        }
    }

    /// One provider's, to change.
    pub fn of_mut(&mut self, provider: Provider) -> &mut ProviderFaults {
        match provider {
            Provider::Infobip => &mut self.infobip,
            Provider::Sinch => &mut self.sinch,
        }
    }
}

/// Reads `<kind>` or `<kind>:<seconds>`.
fn parse(text: &str) -> Option<Fault> {
    let (word, seconds) = match text.split_once(':') {
        Some((word, seconds)) => (word, Some(seconds.trim().parse().ok()?)),
        None => (text, None),
    };
    let kind =
        Kind::deserialize(serde::de::value::StrDeserializer::<serde::de::value::Error>::new(word.trim()))
            .ok()?;
    Some(Fault { kind, seconds })
}

/// Set on a request to send whose message is to be refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// The account has no credit left.
    NoCredit,
    /// For a reason that no table has.
    UnknownCode,
}

/// Which provider and state a router's requests belong to.
pub type Context = (Arc<State>, Provider);

/// Middleware of both provider routers.
pub async fn inject(
    Extracted((state, provider)): Extracted<Context>,
    mut request: Request,
    next: Next,
) -> Response {
    let surface = Surface::of(provider, request.uri().path());
    let asked = request
        .headers()
        .get("x-sandbox-fault")
        .and_then(|v| v.to_str().ok().map(str::to_owned))
        .or_else(|| query_value(request.uri().query()?, "sandboxFault"));
    let fault = match asked {
        Some(text) => match parse(&text) {
            Some(fault) => Some(fault),
            None => return unknown_fault(&text),
        },
        None => state.take_fault(provider, surface.reach()),
    };
    let Some(Fault { kind, seconds }) = fault else { return next.run(request).await };
    let seconds = seconds.map(|s| s.min(MAX_SECONDS));
    tracing::debug!(?provider, ?kind, "sandbox fault");
    match kind {
        Kind::None => next.run(request).await,
        Kind::Slow => {
            tokio::time::sleep(Duration::from_secs(seconds.unwrap_or(5))).await;
            next.run(request).await
        }
        Kind::RateLimited => {
            let mut response = surface.rate_limited();
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds.unwrap_or(2)));
            response
        }
        Kind::ServerError => surface.server_error(),
        Kind::Unauthorized => surface.unauthorized(),
        Kind::ExpiredToken => surface.expired(),
        Kind::NoCredit => {
            request.extensions_mut().insert(Refused::NoCredit);
            next.run(request).await
        }
        Kind::UnknownCode => {
            request.extensions_mut().insert(Refused::UnknownCode);
            next.run(request).await
        }
        Kind::Cut | Kind::Garbage | Kind::Html | Kind::EmptyBody | Kind::Xml => {
            drop(next.run(request).await);
            spoiled(kind)
        }
    }
}

fn spoiled(kind: Kind) -> Response {
    let with_type =
        |kind: &'static str, body: &'static str| ([(header::CONTENT_TYPE, kind)], body).into_response();
    match kind {
        Kind::Cut => cut(),
        Kind::Garbage => with_type("application/json", "{\"messages\":[{\"to\":\"44"),
        Kind::Html => {
            let page = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n\
                        <center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n";
            (StatusCode::BAD_GATEWAY, with_type("text/html", page)).into_response()
        }
        Kind::Xml => with_type(
            "application/xml",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><answer><status>PENDING</status></answer>",
        ),
        _ => StatusCode::OK.into_response(),
    }
}

/// A body that fails before its first byte. The HTTP/1 server has not yet flushed the head then, so it closes the
/// connection without having sent anything.
fn cut() -> Response {
    let broken =
        std::io::Error::new(std::io::ErrorKind::ConnectionAborted, "sandbox: connection cut on request");
    Body::from_stream(futures_util::stream::iter([Err::<Bytes, _>(broken)])).into_response()
}

fn unknown_fault(text: &str) -> Response {
    crate::phone::error(
        StatusCode::BAD_REQUEST,
        "unknown-fault",
        &format!(
            "found the fault {text:?}, expected none, slow, rateLimited, serverError, cut, garbage, html, emptyBody, \
             xml, noCredit, unknownCode, expiredToken or unauthorized, perhaps with :<seconds>"
        ),
    )
}

/// The first value of a query key, as it stands; fault words need no decoding.
fn query_value(query: &str, key: &str) -> Option<String> {
    query.split('&').find_map(|pair| pair.strip_prefix(key)?.strip_prefix('=').map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_read_from_text() {
        assert_eq!(parse("slow:5"), Some(Fault { kind: Kind::Slow, seconds: Some(5) }));
        assert_eq!(parse("rateLimited"), Some(Fault { kind: Kind::RateLimited, seconds: None }));
        for bad in ["", "Slow", "slow:", "slow:x", "slow:-1", "boom"] {
            assert_eq!(parse(bad), None, "{bad}");
        }
        assert_eq!(query_value("a=1&sandboxFault=cut", "sandboxFault").as_deref(), Some("cut"));
        assert_eq!(query_value("sandboxFaults=cut", "sandboxFault"), None);
    }

    #[test]
    fn switches_reach_what_they_name_and_count_down() {
        let set = |kind, on, remaining| ProviderFaults { kind, on, remaining, ..ProviderFaults::default() };
        let mut api = set(Kind::ServerError, Reach::Api, Some(2));
        assert!(api.take(Reach::Token).is_none(), "the token exchange is spared and does not count");
        assert!(api.take(Reach::Send).is_some() && api.take(Reach::Api).is_some());
        assert!(api.take(Reach::Send).is_none());
        assert_eq!(api, ProviderFaults::default());
        let mut token = set(Kind::ServerError, Reach::Token, None);
        assert!(token.take(Reach::Send).is_none() && token.take(Reach::Token).is_some());
        let mut credit = set(Kind::NoCredit, Reach::Api, Some(1));
        assert!(credit.take(Reach::Api).is_none() && credit.take(Reach::Send).is_some());
    }
}
