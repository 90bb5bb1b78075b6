//! Whether the proxy can work.

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{problem::ApiError, state::AppState};

/// The proxy can work.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Health {
    /// `ok`
    status: &'static str,
}

/// Tells whether the database answers and takes writes.
#[utoipa::path(get, path = "/healthz", tag = "proxy", responses(
    (status = 200, body = Health),
    (status = 503, body = whatsapp_domain::ErrorEnvelope, description = "The database does not answer, or takes no writes"),
))]
pub(super) async fn health(State(state): State<AppState>) -> Result<Json<Health>, ApiError> {
    state.store.ping().await?;
    Ok(Json(Health { status: "ok" }))
}
