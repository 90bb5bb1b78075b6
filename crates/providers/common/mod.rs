//! What every provider folder needs, and nothing that only one of them knows.

pub mod base_url;
pub mod body;
#[cfg(feature = "webhooks")]
pub mod callbacks;
pub mod fields;
pub mod http_outcome;
pub mod known;
pub mod paths;
pub mod retry_after;
pub mod secrets;
pub mod sender;
pub mod steps;
#[cfg(feature = "webhooks")]
pub mod time;
#[cfg(feature = "webhooks")]
pub mod webhook;
