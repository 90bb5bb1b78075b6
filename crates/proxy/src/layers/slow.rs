//! A request's body has to come in time: all of it, so that a byte now and then gains nothing.

use std::error::Error;

use axum::{
    BoxError,
    body::{Body, HttpBody},
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use futures_util::{StreamExt, stream};
use tokio::time::{Instant, timeout_at};

use crate::state::AppState;

/// The body was not complete in time.
#[derive(Debug, thiserror::Error)]
#[error("the body did not come in time")]
pub struct BodyTooSlow;

/// Gives the body a deadline; what reads it after that gets [`BodyTooSlow`].
pub async fn limit(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let deadline = Instant::now() + state.config.client_timeout;
    let in_time = |body: Body| {
        let chunks = stream::unfold(Some(body.into_data_stream()), move |left| async move {
            let mut left = left?;
            match timeout_at(deadline, left.next()).await {
                Ok(Some(Ok(chunk))) => Some((Ok(chunk), Some(left))),
                Ok(Some(Err(error))) => Some((Err(BoxError::from(error)), None)),
                Ok(None) => None,
                Err(_) => Some((Err(BodyTooSlow.into()), None)),
            }
        });
        Body::from_stream(chunks)
    };
    next.run(request.map(in_time)).await
}

/// Is this what lies behind an error?
pub fn is_behind(error: &(dyn Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        if error.is::<BodyTooSlow>() {
            return true;
        }
        next = error.source();
    }
    false
}
