//! What all requests share.

use std::{net::SocketAddr, ops::Deref, sync::Arc};

use tokio::sync::{Semaphore, watch};
use whatsapp_domain::AddressPolicy;
use whatsapp_sandbox::Sandbox;

use crate::{
    access::ticket::Tickets,
    config::{CallLimits, Config},
    ids::NoRandomness,
    outbox::Outbox,
    routes::{CallerIds, Pace, Syncs, TwoWays},
    store::{Lock, Store, StoreError},
    upstream::{Endpoint, Network, SetUpError, Upstream, system_network},
    vault::{
        Vault,
        key::{Key, KeyError},
    },
    webhooks::Webhooks,
};

/// The proxy's parts.
pub struct Parts {
    /// The settings.
    pub config: Config,
    /// The database.
    pub store: Store,
    /// Outgoing calls.
    pub upstream: Upstream,
    /// The emulated providers, while they are on.
    pub sandbox: Option<Sandbox>,
    /// Turns true when the proxy is asked to end.
    pub ending: watch::Sender<bool>,
    /// Where the proxy answers on this machine.
    pub(crate) origin: String,
    /// Set-ups of two-way.
    pub(crate) two_ways: TwoWays,
    /// The console's endpoint for events, if there is one.
    pub(crate) endpoint: Option<Arc<Endpoint>>,
    /// What goes to it.
    pub(crate) outbox: Outbox,
    /// Live streams that there may be.
    pub(crate) streams: Arc<Semaphore>,
    /// What receiving keeps in memory.
    pub(crate) webhooks: Webhooks,
    /// How asking for templates went last.
    pub(crate) syncs: Syncs,
    /// Quick tests that are on their way, by the caller's id.
    pub(crate) caller_ids: CallerIds,
    /// Quick tests that were sent within the last minute.
    pub(crate) pace: Pace,
    /// Looks at media files within the last minute.
    pub(crate) media_pace: Pace,
    /// Addresses that pages show by themselves.
    pub(crate) tickets: Tickets,
}

/// The proxy's parts, shared.
#[derive(Clone)]
pub struct AppState(Arc<Parts>);

impl Deref for AppState {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// Why the proxy does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Outgoing calls.
    #[error(transparent)]
    Upstream(#[from] SetUpError),
    /// Nothing that nobody can guess.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
}

impl AppState {
    /// Opens everything that the settings name. `listening` is the address that the listener got; the sandbox is
    /// called there.
    ///
    /// # Errors
    /// [`StartError`].
    pub async fn open(config: Config, listening: SocketAddr) -> Result<Self, StartError> {
        Self::open_with(config, listening, system_network()).await
    }

    /// As [`AppState::open`], with another network.
    ///
    /// # Errors
    /// [`StartError`].
    pub async fn open_with(
        config: Config,
        listening: SocketAddr,
        network: Network,
    ) -> Result<Self, StartError> {
        // First the lock: a second proxy must not touch the key file either.
        let lock = Lock::take(&config.data_dir)?;
        let vault = Vault::new(&Key::load(&config.key)?);
        let store = Store::open(&config.data_dir, vault, lock, config.webhook_queue).await?;
        let policy = AddressPolicy {
            sandbox: config.sandbox.then(|| sandbox_origin(listening)),
            extra_hosts: config.extra_hosts.clone(),
        };
        // What the sandbox hands out has to be what the policy allows, also to a page that calls it `localhost`.
        let sandbox = policy.sandbox.clone().map(Sandbox::at);
        let endpoint = match &config.events {
            Some(events) => {
                // Before anything can come in: what comes in from now on is to be delivered.
                store.outbox_begin().await?;
                let limits = CallLimits { whole: events.timeout, ..config.calls };
                let endpoint = Endpoint::new(events.url.clone(), events.private, limits, network.clone())?;
                Some(Arc::new(endpoint))
            }
            None => None,
        };
        // The other half is for everything else.
        let streams = Arc::new(Semaphore::new((config.connections / 2).max(1)));
        let upstream = Upstream::new(policy, config.calls, network)?;
        let pace = Pace::new(config.quick_tests_per_minute);
        let tickets = Tickets::new()?;
        let media_pace = Pace::new(config.media_probes_per_minute);
        Ok(Self(Arc::new(Parts {
            config,
            store,
            upstream,
            sandbox,
            ending: watch::Sender::new(false),
            origin: sandbox_origin(listening),
            two_ways: TwoWays::default(),
            endpoint,
            outbox: Outbox::default(),
            streams,
            webhooks: Webhooks::default(),
            syncs: Syncs::default(),
            caller_ids: CallerIds::default(),
            pace,
            media_pace,
            tickets,
        })))
    }
}

/// Where the sandbox answers on this machine; "every address" is reached by the loopback one.
fn sandbox_origin(listening: SocketAddr) -> String {
    let mut address = listening;
    if address.ip().is_unspecified() {
        address.set_ip(if address.is_ipv4() {
            std::net::Ipv4Addr::LOCALHOST.into()
        } else {
            std::net::Ipv6Addr::LOCALHOST.into()
        });
    }
    format!("http://{address}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sandbox_is_called_by_loopback() {
        assert_eq!(sandbox_origin("127.0.0.1:8787".parse().unwrap()), "http://127.0.0.1:8787");
        assert_eq!(sandbox_origin("0.0.0.0:80".parse().unwrap()), "http://127.0.0.1:80");
        assert_eq!(sandbox_origin("[::]:8787".parse().unwrap()), "http://[::1]:8787");
    }
}
