//! A panic in a handler is one answer of 500 and a log line; the rest goes on.

use std::any::Any;

use axum::response::{IntoResponse, Response};

use crate::problem::ApiError;

/// The answer to a request whose handler panicked. The panic's own words may hold what was being worked on; they are
/// not repeated.
pub fn answer(_: Box<dyn Any + Send + 'static>) -> Response {
    ApiError::internal(&"a handler panicked").into_response()
}
