//! The history of quick tests.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use serde::Deserialize;
use utoipa::IntoParams;
use whatsapp_domain::{ErrorEnvelope, QuickTest, QuickTestPage, words};

use crate::{access::Caller, extract::QueryOf, problem::ApiError, state::AppState};

/// Quick tests on a page unless the caller says otherwise, and at most.
const PAGE: u32 = 20;
const PAGE_MAX: u32 = 200;

/// One quick test.
#[utoipa::path(get, path = "/api/v1/quick-tests/{id}", tag = "quick tests", params(("id" = String, Path, description = "`test_…`")), responses(
    (status = 200, body = QuickTest),
    (status = 404, body = ErrorEnvelope),
))]
pub(super) async fn read_one(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<QuickTest>, ApiError> {
    let test = state.store.quick_test(&id).await?;
    let test = test.filter(|test| state.store.belongs(&test.integration, &caller.tenant));
    test.map(Json).ok_or_else(|| ApiError::not_found(words!("quick test")))
}

/// Which quick tests.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ListQuery {
    /// Only those of this integration.
    integration: Option<String>,
    /// Only those older than this one: `next` of the page before.
    after: Option<String>,
    /// How many, 1 to 200; 20 when left out.
    limit: Option<u32>,
}

/// The history, newest first.
#[utoipa::path(get, path = "/api/v1/quick-tests", tag = "quick tests", params(ListQuery), responses(
    (status = 200, body = QuickTestPage),
    (status = 400, body = ErrorEnvelope),
))]
pub(super) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    QueryOf(query): QueryOf<ListQuery>,
) -> Result<Json<QuickTestPage>, ApiError> {
    let limit = query.limit.unwrap_or(PAGE);
    if !(1..=PAGE_MAX).contains(&limit) {
        let text = format!("The limit is {limit}; it has to be from 1 to {PAGE_MAX}.");
        return Err(ApiError::new(StatusCode::BAD_REQUEST, "bad-query", text));
    }
    let page = state
        .store
        .quick_tests(Some(&caller.tenant), query.integration.as_deref(), query.after.as_deref(), limit)
        .await?;
    Ok(Json(page))
}
