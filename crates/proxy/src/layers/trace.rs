//! A request id for every request and one log line for every answer.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request},
    http::{HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};
use tracing::Instrument;

use crate::ids;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Longest request id that is taken over from the caller.
const ID_MAX: usize = 64;

/// Gives the request an id (or takes a proper one over), logs its end, and answers the id. Of the path only the pattern
/// is logged, of headers and bodies nothing.
pub async fn trace(request: Request, next: Next) -> Response {
    let id = given(&request).unwrap_or_else(|| ids::new_id("req_").unwrap_or_else(|_| "req_unknown".into()));
    let path = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str).to_owned();
    let method = request.method().clone();
    let span = tracing::info_span!("request", id);
    let start = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    span.in_scope(|| {
        let status = response.status().as_u16();
        let duration_us = start.elapsed().as_micros();
        tracing::info!(%method, path, status, duration_us, "answered");
    });
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

fn given(request: &Request) -> Option<String> {
    let text = request.headers().get(REQUEST_ID)?.to_str().ok()?;
    let proper = (1..=ID_MAX).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    proper.then(|| text.to_owned())
}
