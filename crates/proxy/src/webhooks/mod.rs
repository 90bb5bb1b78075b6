//! Receiving what providers send: `/webhooks/{provider}/{integration}/{token}`.
//!
//! A webhook is answered once what is in it is on the disk, and only then: a provider that got a 2xx does not come again, and
//! one that got a 4xx may not either. So a 4xx is for what can never be taken (wrong address, wrong signature, another account,
//! too large), everything that may pass is a 503, and what can't be read is kept as it came.
//!
//! This path goes around the layers of the API: nobody's page calls it, it has its own limits, and it is counted, not logged.

mod body;
mod nonces;
mod read;
mod receive;
mod refusal;

use std::sync::Mutex;

pub(crate) use receive::receive;

/// What receiving keeps in memory.
#[derive(Default)]
pub(crate) struct Webhooks {
    nonces: Mutex<nonces::Nonces>,
}

/// What the path of every webhook begins with.
pub(crate) const PATH: &str = "/webhooks/";

/// Longest body of a webhook, in bytes.
pub(crate) const BODY_MAX: usize = 256 * 1024;
