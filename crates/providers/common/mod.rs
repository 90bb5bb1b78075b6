//! What every provider folder needs, and nothing that only one of them knows.

pub mod base_url;
pub mod body;
pub mod callbacks;
pub mod fields;
pub mod http_outcome;
pub mod known;
pub mod paths;
pub mod retry_after;
pub mod secrets;
pub mod sender;
pub mod steps;
pub mod time;
pub mod webhook;
