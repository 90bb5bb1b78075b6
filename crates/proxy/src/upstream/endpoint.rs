//! The console's endpoint for events: one address that the operator chose, called with a text and its signature.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use reqwest::{
    Client,
    header::{CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER},
};
use url::Url;
use whatsapp_engine::url::{self as engine_url, Purpose};

use super::{Failure, Network, SetUpError, call};
use crate::{config::CallLimits, outbox::retry_after};

/// Bytes of an answer that are taken off the line, so that the connection can be used again. They are not looked at.
const ANSWER_MAX: usize = 16 * 1024;

/// The endpoint, and a client that calls nothing else.
pub(crate) struct Endpoint {
    url: Url,
    client: Client,
}

/// What became of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Posted {
    /// The answer's status, or why there is none.
    pub(crate) result: Result<u16, Failure>,
    /// How long the endpoint wants to be left alone, if it said so.
    pub(crate) retry_after: Option<Duration>,
}

impl Endpoint {
    /// An endpoint at an address that [`judge`] let pass. With `private`, names may lead anywhere.
    ///
    /// # Errors
    /// The TLS library refuses its configuration.
    pub(crate) fn new(
        url: Url,
        private: bool,
        limits: CallLimits,
        mut network: Network,
    ) -> Result<Self, SetUpError> {
        if private {
            network.may_dial = |_| true;
        }
        Ok(Self { url, client: call::client(limits, network)? })
    }

    /// Scheme, host and port, for people. The path may hold a token.
    pub(crate) fn shown(&self) -> String {
        self.url.origin().ascii_serialization()
    }

    /// Sends a JSON text with these headers. Redirects are not followed.
    pub(crate) async fn post(&self, mut headers: HeaderMap, body: String) -> Posted {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let sent = self.client.post(self.url.clone()).headers(headers).body(body).send().await;
        let mut response = match sent {
            Ok(response) => response,
            Err(error) => return Posted { result: Err(Failure::of(&error)), retry_after: None },
        };
        let asked = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
        let retry_after = asked.and_then(|value| retry_after(value, now_s()));
        let mut left = ANSWER_MAX;
        // The status says all; an answer that breaks off changes nothing about it.
        while let Ok(Some(chunk)) = response.chunk().await {
            left = left.saturating_sub(chunk.len());
            if left == 0 {
                break;
            }
        }
        Posted { result: Ok(response.status().as_u16()), retry_after }
    }
}

/// Reads the address of an endpoint: `https` on port 443 at a host that is not known to lead inside. With `private` any
/// host and port, and `http` too.
///
/// # Errors
/// What stands against it, for the operator.
pub(crate) fn judge(text: &str, private: bool) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|_| {
        "it can't be read as an address such as https://console.example.com/events".to_owned()
    })?;
    if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
        return Err("it must have neither a user name nor a fragment".into());
    }
    if private {
        return if matches!(url.scheme(), "http" | "https") && url.has_host() {
            Ok(url)
        } else {
            Err("it has to begin with https:// or http://".into())
        };
    }
    if url.scheme() != "https" {
        return Err(
            "it has to begin with https:// (EVENTS_ALLOW_PRIVATE=on allows an address inside your network)"
                .into(),
        );
    }
    let judged = engine_url::judge(text, Purpose::Provider).map_err(|refusal| refusal.text.text)?;
    Ok(judged.url().clone())
}

fn now_s() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|now| i64::try_from(now.as_secs()).ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_public_https_address_passes_unless_private_ones_are_allowed() {
        for good in ["https://console.example.com/events?tenant=1", "https://console.example.com"] {
            assert!(judge(good, false).is_ok(), "{good}");
            assert!(judge(good, true).is_ok(), "{good}");
        }
        for private in [
            "http://127.0.0.1:9000/events",
            "http://console.example.com/events",
            "https://10.0.0.7/events",
            "https://console.internal/events",
            "https://console.example.com:8443/events",
        ] {
            assert!(judge(private, false).is_err(), "{private}");
            assert_eq!(judge(private, true).unwrap().as_str(), private);
        }
        for bad in [
            "",
            "console.example.com",
            "ftp://console.example.com/",
            "https://me:secret@console.example.com/",
            "https://console.example.com/#a",
            "file:///etc/passwd",
        ] {
            assert!(judge(bad, false).is_err() && judge(bad, true).is_err(), "{bad}");
        }
    }

    /// Every name leads to this address.
    #[derive(Debug)]
    struct Everywhere(std::net::SocketAddr);

    impl crate::guard::Lookup for Everywhere {
        fn lookup(
            &self,
            _: &str,
        ) -> std::pin::Pin<Box<dyn Future<Output = std::io::Result<Vec<std::net::SocketAddr>>> + Send>>
        {
            let found = vec![self.0];
            Box::pin(async { Ok(found) })
        }
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_is_not_called_unless_that_is_allowed() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let limits =
            CallLimits { connect: Duration::from_secs(2), whole: Duration::from_secs(2), answer: 1024 };
        let network = || Network {
            lookup: std::sync::Arc::new(Everywhere(address)),
            may_dial: crate::guard::is_public,
        };
        let url = judge("https://console.example.com/in", false).unwrap();
        let endpoint = Endpoint::new(url, false, limits, network()).unwrap();
        let posted = endpoint.post(HeaderMap::new(), "{}".into()).await;
        assert_eq!(posted.result, Err(Failure::Blocked));
        let none = tokio::time::timeout(Duration::from_millis(50), listener.accept()).await;
        assert!(none.is_err(), "nobody connected");

        let url = judge(&format!("http://console.internal:{}/in", address.port()), true).unwrap();
        let endpoint = Endpoint::new(url, true, limits, network()).unwrap();
        let calling = endpoint.post(HeaderMap::new(), "{}".into());
        let (_, accepted) = tokio::join!(calling, async {
            tokio::time::timeout(Duration::from_secs(1), listener.accept()).await.map(drop)
        });
        assert!(accepted.is_ok());
    }
}
