//! What every provider folder needs, and nothing that only one of them knows.

pub mod base_url;
#[cfg(feature = "calls")]
pub mod body;
#[cfg(feature = "webhooks")]
pub mod callbacks;
pub mod fields;
#[cfg(feature = "calls")]
pub mod http_outcome;
#[cfg(feature = "calls")]
pub mod known;
pub mod paths;
#[cfg(feature = "calls")]
pub mod retry_after;
pub mod secrets;
pub mod sender;
#[cfg(feature = "calls")]
pub mod steps;
#[cfg(feature = "webhooks")]
pub mod time;
#[cfg(feature = "webhooks")]
pub mod webhook;
