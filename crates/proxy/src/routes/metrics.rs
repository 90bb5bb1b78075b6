//! Figures for Prometheus.

use axum::{
    extract::State,
    http::header::CONTENT_TYPE,
    response::{IntoResponse, Response},
};

use crate::state::AppState;

/// All figures, in the text form of Prometheus. No label holds an id, a name or a number of anybody.
#[utoipa::path(get, path = "/metrics", tag = "proxy", responses((status = 200, description = "Figures as text", content_type = "text/plain")))]
pub(super) async fn metrics(State(state): State<AppState>) -> Response {
    const TEXT: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    // While the database does not answer, the rest is told all the same.
    let undelivered = state.store.outbox_numbers().await.map_or(0, |numbers| numbers.waiting);
    let text = state.store.metrics().text(state.store.waiting(), undelivered, state.outbox.counts());
    ([(CONTENT_TYPE, TEXT)], text).into_response()
}
