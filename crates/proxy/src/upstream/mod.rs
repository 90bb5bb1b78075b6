//! The only module that makes outgoing calls: to judged addresses, within limits, without redirects but for a look at a
//! media file, where each is judged. Headers are never
//! logged, and of a URL only its host.

mod call;
pub(crate) mod endpoint;
mod failure;
mod hiding;
mod inbound_media;
mod media;
mod tokens;

use std::sync::Arc;

use whatsapp_domain::{
    AddressPolicy, Authorization, Finding, Outcome, OutgoingRequest, Said, Secret, Secrets, Settings,
};
use whatsapp_providers::{Provider, Token};

pub use call::{Exchange, Network};
pub(crate) use endpoint::{Endpoint, Posted};
pub use failure::Failure;
pub(crate) use inbound_media::NoFile;
pub use media::{File, Judged, Look};

use crate::{config::CallLimits, guard::Guard};
use call::Caller;
use tokens::{TokenKey, Tokens};

/// Bytes that are read of one page of a list.
const LIST_LIMIT: usize = 8 * 1024 * 1024;

/// Makes the calls to providers.
pub struct Upstream {
    caller: Caller,
    tokens: Tokens,
}

/// An account, as far as calls need it.
#[derive(Clone, Copy)]
pub struct Login<'a> {
    /// Its provider.
    pub provider: &'static dyn Provider,
    /// Its normalised settings.
    pub settings: &'a Settings,
    /// Its secrets.
    pub secrets: &'a Secrets,
}

/// What became of a request.
#[derive(Debug)]
pub enum Sent {
    /// It was called.
    Called(Exchange),
    /// It was not, because no bearer token could be had.
    NoToken {
        /// Why, as the provider's answer to the token request reads.
        outcome: Box<Outcome>,
        /// The call for the token.
        exchange: Exchange,
    },
}

impl Sent {
    /// The call that was made last.
    pub fn exchange(&self) -> &Exchange {
        match self {
            Self::Called(exchange) | Self::NoToken { exchange, .. } => exchange,
        }
    }
}

/// The client for outgoing calls could not be set up.
#[derive(Debug, thiserror::Error)]
#[error("outgoing calls can't be set up: {0}")]
pub struct SetUpError(pub(crate) String);

impl Upstream {
    /// Sets the client up.
    ///
    /// # Errors
    /// The TLS library refuses its configuration.
    pub fn new(policy: AddressPolicy, limits: CallLimits, network: Network) -> Result<Self, SetUpError> {
        Ok(Self { caller: Caller::new(Guard::new(policy), limits, network)?, tokens: Tokens::default() })
    }

    /// The operator's exceptions for addresses.
    pub fn policy(&self) -> &AddressPolicy {
        self.caller.guard().policy()
    }

    /// May this address be called for this provider, as far as its text tells?
    pub fn may_call(&self, provider: &dyn Provider, url: &str) -> bool {
        self.caller.guard().judge(url, &|host| provider.owns_host(host)).is_ok()
    }

    /// Calls an address without any key, to see whether somebody answers.
    pub async fn reach(&self, provider: &dyn Provider, url: &str) -> Exchange {
        let request = OutgoingRequest { method: "HEAD".into(), ..OutgoingRequest::get(url) };
        self.caller.call(provider, &request, None).await
    }

    /// Sends a request with the account's authorisation. A bearer token is fetched when needed (always with `fresh`,
    /// which proves the credentials), and once more when the provider says that it has expired.
    ///
    /// # Errors
    /// A finding when a secret is missing.
    pub async fn send(
        &self,
        login: Login<'_>,
        request: &OutgoingRequest,
        fresh: bool,
    ) -> Result<Sent, Box<Finding>> {
        self.send_within(login, request, fresh, self.caller.answer_limit()).await
    }

    /// As [`Upstream::send`], for a list: its answer may be longer than that to a message, since one page may hold all
    /// templates of an account.
    ///
    /// # Errors
    /// A finding when a secret is missing.
    pub async fn list(&self, login: Login<'_>, request: &OutgoingRequest) -> Result<Sent, Box<Finding>> {
        let limit = self.caller.answer_limit().max(LIST_LIMIT);
        self.send_within(login, request, false, limit).await
    }

    async fn send_within(
        &self,
        login: Login<'_>,
        request: &OutgoingRequest,
        fresh: bool,
        limit: usize,
    ) -> Result<Sent, Box<Finding>> {
        let (token_request, scheme, credentials, cache_key) =
            match login.provider.authorization(login.settings, login.secrets)? {
                Authorization::Header { scheme, credentials } => {
                    let exchange = self
                        .caller
                        .call_within(login.provider, request, Some((scheme, &credentials)), limit)
                        .await;
                    return Ok(Sent::Called(exchange));
                }
                Authorization::Token { request, scheme, credentials, cache_key } => {
                    (request, scheme, credentials, cache_key)
                }
            };
        let key = TokenKey::new(&cache_key, &credentials);
        let fetch = || self.fetch_token(login.provider, &token_request, scheme, &credentials);

        let mut worn: Option<Secret> = None;
        if fresh {
            // Whatever is kept counts as worn, so that the credentials are proved now.
            self.tokens.forget(&key);
        }
        loop {
            let (token, new) = match self.tokens.get(&key, worn.as_ref(), fetch).await {
                Ok(found) => found,
                Err(stopped) => return Ok(*stopped),
            };
            let authorization = Some(("Bearer", &token));
            let exchange = self.caller.call_within(login.provider, request, authorization, limit).await;
            let expired = exchange.answer.as_ref().is_some_and(|answer| login.provider.token_expired(answer));
            // A token that is just out of the provider's hand is not asked for again, and one retry is enough.
            if !expired || new || worn.is_some() {
                return Ok(Sent::Called(exchange));
            }
            worn = Some(token);
        }
    }

    async fn fetch_token(
        &self,
        provider: &dyn Provider,
        request: &OutgoingRequest,
        scheme: &'static str,
        credentials: &Secret,
    ) -> Result<Token, Box<Sent>> {
        let exchange = self.caller.call(provider, request, Some((scheme, credentials))).await;
        let outcome = match (exchange.failure, &exchange.answer) {
            (Some(failure), _) => {
                // No message was in this call, so whatever happened to it, a repeat is safe.
                let mut outcome = Outcome { safe_to_repeat: true, ..failure.outcome() };
                outcome.verdict = whatsapp_domain::Verdict::Refused;
                outcome.set_cause(
                    Said::from(failure.cause())
                        .then("This was the request for an access token; no message was sent."),
                );
                outcome
            }
            (None, Some(answer)) => match provider.read_token(answer) {
                Ok(token) => return Ok(token),
                Err(outcome) => *outcome,
            },
            (None, None) => Failure::Cut.outcome(),
        };
        let answer = exchange.answer.map(hiding::of_token_request);
        Err(Box::new(Sent::NoToken { outcome: Box::new(outcome), exchange: Exchange { answer, ..exchange } }))
    }
}

/// The request as it may be shown: with its authorisation masked.
///
/// # Errors
/// A finding when a secret is missing.
pub fn masked(login: Login<'_>, request: &OutgoingRequest) -> Result<OutgoingRequest, Box<Finding>> {
    let authorization = login.provider.authorization(login.settings, login.secrets)?;
    let mut shown = request.clone();
    shown.headers.insert("Authorization".into(), authorization.masked());
    Ok(shown)
}

/// The network of the operating system.
pub fn system_network() -> Network {
    Network { lookup: Arc::new(crate::guard::SystemLookup), may_dial: crate::guard::is_public }
}
