//! Reading a webhook's body: at most so many bytes, in time, counted among what waits while it comes.

use axum::body::{Body, Bytes, HttpBody};
use futures_util::StreamExt;
use tokio::time::{Instant, timeout_at};

use super::BODY_MAX;
use crate::{metrics::Refusal, store::QueueBytes};

/// The whole body.
pub(super) async fn read(body: Body, deadline: Instant, counted: &mut QueueBytes) -> Result<Bytes, Refusal> {
    // What says that it is too large is not read.
    if body.size_hint().lower() > BODY_MAX as u64 {
        return Err(Refusal::TooLarge);
    }
    let mut chunks = body.into_data_stream();
    let mut whole: Option<Bytes> = None;
    let mut parts: Vec<u8> = Vec::new();
    loop {
        let chunk = match timeout_at(deadline, chunks.next()).await {
            Ok(Some(Ok(chunk))) => chunk,
            Ok(None) => break,
            Ok(Some(Err(_))) | Err(_) => return Err(Refusal::Body),
        };
        if chunk.is_empty() {
            continue;
        }
        let length = whole.as_ref().map_or(0, Bytes::len) + parts.len() + chunk.len();
        if length > BODY_MAX {
            return Err(Refusal::TooLarge);
        }
        if !counted.grow(chunk.len()) {
            return Err(Refusal::Busy);
        }
        // Nearly always all of it is one chunk, which is not copied.
        if parts.is_empty() && whole.is_none() {
            whole = Some(chunk);
        } else {
            if let Some(first) = whole.take() {
                parts.extend_from_slice(&first);
            }
            parts.extend_from_slice(&chunk);
        }
    }
    Ok(whole.unwrap_or_else(|| Bytes::from(parts)))
}
