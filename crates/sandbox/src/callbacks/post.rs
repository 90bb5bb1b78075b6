//! One callback on its way: signed, sent, and sent again while the other side has trouble.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::body::{Body, to_bytes};
use axum::http::{Request, Uri, header};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use sha2::Sha256;

use super::Pushed;
use crate::message::Provider;
use crate::state::State;

/// What sends them; its connections are kept.
pub(super) type Client = hyper_util::client::legacy::Client<HttpConnector, Body>;

/// How long each answer is waited for.
const PATIENCE: Duration = Duration::from_secs(10);
/// The first wait after a failure; each next one is twice as long. Real ones wait minutes to hours.
const FIRST_WAIT: Duration = Duration::from_millis(200);
/// How often a callback is tried.
const TRIES: u32 = 8;

/// Where a callback goes, and what proves that it is ours.
#[derive(Clone, PartialEq, Eq)]
pub struct Target {
    /// The address.
    pub url: String,
    /// The `Authorization` header.
    pub authorization: Option<String>,
    /// What the body is signed with.
    pub secret: Option<String>,
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The address of a callback holds a token, so not even that is shown.
        f.debug_struct("Target").field("signed", &self.secret.is_some()).finish_non_exhaustive()
    }
}

/// Sends a body to a target until it is taken, refused, or given up. 5xx, 429 and a broken connection are tried again.
pub(crate) async fn push(
    state: &Arc<State>,
    provider: Provider,
    what: &'static str,
    message_id: &str,
    target: &Target,
    body: &str,
) -> bool {
    let Some(uri) = loopback(&target.url) else {
        tracing::warn!(
            ?provider,
            what,
            "the sandbox calls this machine only; a callback elsewhere is not called"
        );
        return false;
    };
    let client = state.callbacks().client.get_or_init(|| {
        hyper_util::client::legacy::Client::builder(TokioExecutor::new())
            .pool_idle_timeout(Duration::from_secs(30))
            .build_http()
    });
    let (mut tries, mut wait) = (0, FIRST_WAIT);
    let status = loop {
        tries += 1;
        let request = request(&uri, target, body);
        let status = match tokio::time::timeout(PATIENCE, send(client, request)).await {
            Ok(Some(answered)) => Some(answered),
            Ok(None) | Err(_) => None,
        };
        let again = status.is_none_or(|status: u16| status >= 500 || status == 429);
        if !again || tries == TRIES || state.watch().borrow().closed {
            break status;
        }
        tokio::time::sleep(wait).await;
        wait *= 2;
    };
    let taken = status.is_some_and(|status| (200..300).contains(&status));
    tracing::debug!(?provider, what, ?status, tries, "sandbox callback");
    state.callbacks().note(Pushed {
        seq: 0,
        provider,
        what,
        message_id: message_id.to_owned(),
        at: crate::ids::now(),
        status,
        tries,
        taken,
    });
    taken
}

/// The address, if it is on this machine and in plain HTTP: the sandbox has no certificates.
fn loopback(url: &str) -> Option<Uri> {
    let uri: Uri = url.parse().ok()?;
    let is_here = uri.scheme_str() == Some("http") && uri.host().is_some_and(crate::host::is_loopback);
    is_here.then_some(uri)
}

fn request(uri: &Uri, target: &Target, body: &str) -> Option<Request<Body>> {
    let mut request = Request::post(uri.clone())
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::CONTENT_LENGTH, body.len())
        .header(header::USER_AGENT, "whatsapp-sandbox");
    if let Some(authorization) = &target.authorization {
        request = request.header(header::AUTHORIZATION, authorization);
    }
    if let Some(secret) = &target.secret {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()).to_string();
        // Each try is signed anew, so that a late one is not stale.
        let nonce = crate::ids::ulid();
        request = request
            .header("x-sinch-webhook-signature", sign(secret, body, &nonce, &now)?)
            .header("x-sinch-webhook-signature-timestamp", now)
            .header("x-sinch-webhook-signature-nonce", nonce)
            .header("x-sinch-webhook-signature-algorithm", "HmacSHA256");
    }
    request.body(Body::from(body.to_owned())).ok()
}

/// Base64 of the HMAC-SHA256 over body, nonce and time with dots between.
fn sign(secret: &str, body: &str, nonce: &str, timestamp: &str) -> Option<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(format!("{body}.{nonce}.{timestamp}").as_bytes());
    Some(BASE64_STANDARD.encode(mac.finalize().into_bytes()))
}

async fn send(client: &Client, request: Option<Request<Body>>) -> Option<u16> {
    let response = client.request(request?).await.ok()?;
    let status = response.status().as_u16();
    // Read to its end, so that the connection can be used again; what it says does not matter.
    let _ = to_bytes(Body::new(response.into_body()), 64 * 1024).await;
    Some(status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_called() {
        for good in ["http://127.0.0.1:8787/webhooks/x", "http://localhost:1/", "http://[::1]:80/a?b=c"] {
            assert!(loopback(good).is_some(), "{good}");
        }
        for bad in [
            "https://127.0.0.1/",
            "http://example.com/",
            "http://127.0.0.1.example.com/",
            "http://user@10.0.0.1/",
            "ftp://127.0.0.1/",
            "/webhooks",
            "",
            "http://10.0.0.1/",
        ] {
            assert!(loopback(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn bodies_are_signed_as_published() {
        // The vector of SI-PY's test suite.
        let body = r#"{"app_id":"01EB37HMH1M6SV18BSNS3G135H","accepted_time":"2020-11-17T15:09:11.659Z","project_id":"c36f3d3d-1513-2edd-ae42-11995557ff61","message_delivery_report":{"message_id":"01EQBC1A3BEK731GY4YXEN0C2R","conversation_id":"01EPYATA64TMNZ1FV02JKF12JF","status":"QUEUED_ON_CHANNEL","contact_id":"01EXA07N79THJ20WSN6AS30TMW"}}"#;
        let signature = sign("foo_secret1234", body, "01FJA8B4A7BM43YGWSG9GBV067", "1634579353").unwrap();
        assert_eq!(signature, "Yc+3R1pIS78xLASybulhs8BsSo9BPB3Pr92QCUoczfk=");
    }

    #[test]
    fn debug_tells_neither_address_nor_secret() {
        let target =
            Target { url: "http://127.0.0.1/token".into(), authorization: None, secret: Some("shh".into()) };
        let text = format!("{target:?}");
        assert!(!text.contains("token") && !text.contains("shh"), "{text}");
    }
}
