//! The name look-up of outgoing calls: every answer is judged, and only judged addresses reach the connector.

use std::{
    fmt::Debug,
    future::Future,
    net::{IpAddr, SocketAddr},
    pin::Pin,
    sync::Arc,
};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// Finds the addresses of a name.
pub trait Lookup: Debug + Send + Sync {
    /// The addresses, in order; a port of 0 leaves the URL's port.
    fn lookup(&self, name: &str) -> Pin<Box<dyn Future<Output = std::io::Result<Vec<SocketAddr>>> + Send>>;
}

/// The operating system's look-up.
#[derive(Debug, Clone, Copy)]
pub struct SystemLookup;

impl Lookup for SystemLookup {
    fn lookup(&self, name: &str) -> Pin<Box<dyn Future<Output = std::io::Result<Vec<SocketAddr>>> + Send>> {
        let name = name.to_owned();
        Box::pin(async move { Ok(tokio::net::lookup_host((name, 0)).await?.collect()) })
    }
}

/// The name was not found, or the look-up failed.
#[derive(Debug, thiserror::Error)]
#[error("the name was not found")]
pub struct NameNotFound;

/// All addresses of the name are off the public internet.
#[derive(Debug, thiserror::Error)]
#[error("the name leads to no public address")]
pub struct NotPublic;

/// Addresses that a connection tries at most.
const ADDRESSES_MAX: usize = 16;

/// Looks names up and lets only judged addresses through. The connector dials what it gets from here, so a name whose
/// answers change between check and use gains nothing.
#[derive(Debug, Clone)]
pub struct GuardedResolver {
    lookup: Arc<dyn Lookup>,
    may_dial: fn(IpAddr) -> bool,
}

impl GuardedResolver {
    /// A resolver with this look-up and this judgement of addresses.
    pub fn new(lookup: Arc<dyn Lookup>, may_dial: fn(IpAddr) -> bool) -> Self {
        Self { lookup, may_dial }
    }
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let found = self.lookup.lookup(name.as_str());
        let may_dial = self.may_dial;
        Box::pin(async move {
            let found = found.await.map_err(|_| NameNotFound)?;
            if found.is_empty() {
                return Err(NameNotFound.into());
            }
            let judged: Vec<_> =
                found.into_iter().filter(|address| may_dial(address.ip())).take(ADDRESSES_MAX).collect();
            if judged.is_empty() { Err(NotPublic.into()) } else { Ok(Box::new(judged.into_iter()) as Addrs) }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guard::is_public;

    #[derive(Debug)]
    struct Fixed(Vec<&'static str>);

    impl Lookup for Fixed {
        fn lookup(&self, _: &str) -> Pin<Box<dyn Future<Output = std::io::Result<Vec<SocketAddr>>> + Send>> {
            let found = self.0.iter().map(|text| SocketAddr::new(text.parse().unwrap(), 0)).collect();
            Box::pin(async { Ok(found) })
        }
    }

    async fn resolved(answers: &[&'static str]) -> Result<Vec<String>, String> {
        let resolver = GuardedResolver::new(Arc::new(Fixed(answers.to_vec())), is_public);
        let found =
            resolver.resolve("name.example".parse().unwrap()).await.map_err(|error| error.to_string())?;
        Ok(found.map(|address| address.ip().to_string()).collect())
    }

    #[tokio::test]
    async fn only_public_addresses_come_through() {
        let mixed =
            ["10.0.0.1", "93.184.216.34", "::1", "169.254.169.254", "2606:2800:220:1::1", "::ffff:10.0.0.1"];
        assert_eq!(resolved(&mixed).await.unwrap(), ["93.184.216.34", "2606:2800:220:1::1"]);
        assert_eq!(resolved(&["127.0.0.1", "fd00:ec2::254"]).await.unwrap_err(), NotPublic.to_string());
        assert_eq!(resolved(&[]).await.unwrap_err(), NameNotFound.to_string());
        assert_eq!(resolved(&["93.184.216.34"; 64]).await.unwrap().len(), ADDRESSES_MAX);
    }
}
