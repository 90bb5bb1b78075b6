//! Event streams have no end of their own; when the proxy ends, they do.

use axum::{body::Body, extract::State, http::header::CONTENT_TYPE, response::Response};
use futures_util::StreamExt;

use crate::state::AppState;

/// Ends an event stream when the proxy is asked to end, so that an open page does not hold it up.
pub async fn end_with_proxy(State(state): State<AppState>, response: Response) -> Response {
    let is_stream = response
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.starts_with("text/event-stream"));
    if !is_stream {
        return response;
    }
    let mut ending = state.ending.subscribe();
    let ended = Box::pin(async move {
        // An error means that the proxy is gone already.
        let _ = ending.wait_for(|ending| *ending).await;
    });
    response.map(|body| Body::from_stream(body.into_data_stream().take_until(ended)))
}
