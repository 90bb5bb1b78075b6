//! One call: judge, connect, write, read within limits.

use std::{
    net::IpAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use reqwest::{
    Client, Method,
    header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue},
};
use serde_json::Value;
use whatsapp_domain::{Answer, OutgoingRequest, Secret};
use whatsapp_providers::Provider;
use zeroize::Zeroizing;

use super::{Failure, SetUpError, hiding};
use crate::{
    config::CallLimits,
    guard::{Guard, GuardedResolver, Lookup},
};

/// Headers that an answer may have.
const HEADERS_MAX: usize = 100;

/// What stands between the proxy and other machines; tests bring their own.
#[derive(Debug, Clone)]
pub struct Network {
    /// Finds the addresses of names.
    pub lookup: Arc<dyn Lookup>,
    /// May a name lead to this address?
    pub may_dial: fn(IpAddr) -> bool,
}

/// A call and what came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// The answer; with [`Failure::BodyCut`] as much of it as came.
    pub answer: Option<Answer>,
    /// Why there is no whole answer.
    pub failure: Option<Failure>,
    /// From the first byte out to the last byte in.
    pub duration: Duration,
}

impl Exchange {
    /// Milliseconds, rounded up, so that nothing takes none.
    pub fn duration_ms(&self) -> u64 {
        u64::try_from(self.duration.as_micros().div_ceil(1000)).unwrap_or(u64::MAX)
    }
}

/// Makes single calls.
pub(super) struct Caller {
    guard: Guard,
    pub(super) client: Client,
    answer_limit: usize,
    /// Time for a whole call.
    pub(super) whole: Duration,
}

impl Caller {
    pub(super) fn new(guard: Guard, limits: CallLimits, network: Network) -> Result<Self, SetUpError> {
        let client = client(limits, network)?;
        Ok(Self { guard, client, answer_limit: limits.answer, whole: limits.whole })
    }

    pub(super) fn guard(&self) -> &Guard {
        &self.guard
    }

    /// Calls, if the address may be called.
    pub(super) async fn call(
        &self,
        provider: &dyn Provider,
        request: &OutgoingRequest,
        authorization: Option<(&str, &Secret)>,
    ) -> Exchange {
        self.call_within(provider, request, authorization, self.answer_limit).await
    }

    /// Bytes that are read of an answer, unless the call says otherwise.
    pub(super) fn answer_limit(&self) -> usize {
        self.answer_limit
    }

    /// As [`Caller::call`], reading so many bytes of the answer.
    pub(super) async fn call_within(
        &self,
        provider: &dyn Provider,
        request: &OutgoingRequest,
        authorization: Option<(&str, &Secret)>,
        limit: usize,
    ) -> Exchange {
        let start = Instant::now();
        let Ok(url) = self.guard.judge(&request.url, &|host| provider.owns_host(host)) else {
            return Exchange { answer: None, failure: Some(Failure::Blocked), duration: start.elapsed() };
        };
        let host = url.host_str().unwrap_or_default().to_owned();
        let (answer, failure) = match self.exchange(url, request, authorization, limit).await {
            Ok((answer, whole)) => {
                let answer = match authorization {
                    Some((_, credentials)) => hiding::credentials(answer, credentials),
                    None => answer,
                };
                (Some(answer), (!whole).then_some(Failure::BodyCut))
            }
            Err(failure) => (None, Some(failure)),
        };
        let duration = start.elapsed();
        tracing::debug!(
            host,
            method = request.method,
            status = answer.as_ref().map(|answer| answer.status),
            failure = failure.map(Failure::code),
            duration_us = duration.as_micros(),
            "called"
        );
        Exchange { answer, failure, duration }
    }

    async fn exchange(
        &self,
        url: url::Url,
        request: &OutgoingRequest,
        authorization: Option<(&str, &Secret)>,
        limit: usize,
    ) -> Result<(Answer, bool), Failure> {
        let method = Method::from_bytes(request.method.as_bytes()).map_err(|_| Failure::Unsendable)?;
        let headers = headers(request, authorization).ok_or(Failure::Unsendable)?;
        let mut builder = self.client.request(method, url).headers(headers);
        if let Some(body) = body(request)? {
            builder = builder.body(body);
        }
        let mut response = builder.send().await.map_err(|error| Failure::of(&error))?;

        let mut answer = Answer { status: response.status().as_u16(), ..Answer::default() };
        for (name, value) in response.headers() {
            let value = String::from_utf8_lossy(value.as_bytes());
            answer
                .headers
                .entry(name.as_str().to_owned())
                .and_modify(|all| *all = format!("{all}, {value}"))
                .or_insert_with(|| value.clone().into_owned());
        }
        let mut bytes = Vec::new();
        // No compression is asked for, so these are the body's own bytes; what is compressed all the same stays so.
        let whole = loop {
            match response.chunk().await {
                Ok(Some(chunk)) => {
                    let room = limit - bytes.len();
                    bytes.extend_from_slice(&chunk[..chunk.len().min(room)]);
                    if bytes.len() == limit {
                        break true;
                    }
                }
                Ok(None) => break true,
                Err(_) => break false,
            }
        };
        answer.body = String::from_utf8_lossy(&bytes).into_owned();
        Ok((answer, whole))
    }
}

/// A client that dials only what the network's look-up and judgement let through, follows nothing and asks nobody for a way.
pub(super) fn client(limits: CallLimits, network: Network) -> Result<Client, SetUpError> {
    Client::builder()
        .tls_backend_preconfigured(tls()?)
        .dns_resolver(GuardedResolver::new(network.lookup, network.may_dial))
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .no_proxy()
        .referer(false)
        .http1_only()
        .http1_max_headers(HEADERS_MAX)
        .connect_timeout(limits.connect)
        .timeout(limits.whole)
        .pool_idle_timeout(Duration::from_secs(60))
        .pool_max_idle_per_host(32)
        .user_agent(concat!("whatsapp-proxy/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|error| SetUpError(error.to_string()))
}

fn headers(request: &OutgoingRequest, authorization: Option<(&str, &Secret)>) -> Option<HeaderMap> {
    let mut headers = HeaderMap::new();
    for (name, value) in &request.headers {
        headers.insert(HeaderName::from_bytes(name.as_bytes()).ok()?, HeaderValue::from_str(value).ok()?);
    }
    if let Some((scheme, credentials)) = authorization {
        let text = Zeroizing::new(format!("{scheme} {}", credentials.expose()));
        let mut value = HeaderValue::from_str(&text).ok()?;
        value.set_sensitive(true);
        headers.insert(AUTHORIZATION, value);
    }
    Some(headers)
}

fn body(request: &OutgoingRequest) -> Result<Option<Vec<u8>>, Failure> {
    let is_form = request.headers.iter().any(|(name, value)| {
        name.eq_ignore_ascii_case(CONTENT_TYPE.as_str())
            && value.starts_with("application/x-www-form-urlencoded")
    });
    match &request.body {
        Value::Null => Ok(None),
        Value::String(text) if is_form => Ok(Some(text.clone().into_bytes())),
        body => serde_json::to_vec(body).map(Some).map_err(|_| Failure::Unsendable),
    }
}

/// TLS 1.2 and 1.3 with Mozilla's certificate authorities built in: the same on every machine, no package needed.
fn tls() -> Result<rustls::ClientConfig, SetUpError> {
    let roots = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect::<rustls::RootCertStore>();
    let config =
        rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| SetUpError(error.to_string()))?
            .with_root_certificates(roots)
            .with_no_client_auth();
    Ok(config)
}
