//! Integrations: list, create, read, change, delete. Secrets go in and never come out.

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, HeaderName, StatusCode, header},
    response::IntoResponse,
};
use serde::Serialize;
use utoipa::ToSchema;
use whatsapp_domain::{ErrorEnvelope, Finding, Integration, IntegrationInput, audit::AuditAction, words};

use super::{audit, save::Draft};
use crate::{
    access::{Caller, Right},
    clock,
    extract::StoredBody,
    ids,
    problem::ApiError,
    state::AppState,
    store::Account,
};

/// All integrations.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct IntegrationList {
    /// By name.
    items: Vec<Integration>,
}

/// All integrations, by name.
#[utoipa::path(get, path = "/api/v1/integrations", tag = "integrations", responses((status = 200, body = IntegrationList)))]
pub(super) async fn list(
    State(state): State<AppState>,
    caller: Caller,
) -> Result<Json<IntegrationList>, ApiError> {
    Ok(Json(IntegrationList { items: state.store.integrations(&caller.tenant).await? }))
}

/// Saves a new integration.
#[utoipa::path(post, path = "/api/v1/integrations", tag = "integrations", request_body = IntegrationInput, responses(
    (status = 201, body = Integration, headers(("location" = String, description = "Its path"))),
    (status = 422, body = ErrorEnvelope, description = "Something is missing or wrong; nothing is saved"),
))]
pub(super) async fn create(
    State(state): State<AppState>,
    caller: Caller,
    StoredBody(input): StoredBody<IntegrationInput>,
) -> Result<impl IntoResponse, ApiError> {
    may_bring(&caller, &input)?;
    let policy = state.upstream.policy();
    let draft = Draft::read(input, None, policy)?;
    refuse_errors(draft.check(policy))?;
    let id = ids::new_id("int_")?;
    let keys: Vec<_> = draft.secrets.keys().map(|key| format!("secrets.{key}")).collect();
    let mut done = vec![(AuditAction::Created, Vec::new()), (AuditAction::SecretsReplaced, keys)];
    done.retain(|(action, keys)| *action == AuditAction::Created || !keys.is_empty());
    let noted = audit::by_all(&caller, vec![id.clone()], done);
    state.store.create_integration(&id, &draft.to_save(), &clock::now(), &caller.tenant, noted).await?;
    let account = find(&state, &caller, &id).await?;
    let location = [(header::LOCATION, format!("/api/v1/integrations/{id}"))];
    Ok((StatusCode::CREATED, location, Json(account.integration.clone())))
}

/// One integration.
#[utoipa::path(get, path = "/api/v1/integrations/{id}", tag = "integrations", params(("id" = String, Path, description = "`int_…`")), responses(
    (status = 200, body = Integration, headers(("etag" = String, description = "Its state, for If-Match"))),
    (status = 404, body = ErrorEnvelope),
))]
pub(super) async fn read(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<impl IntoResponse, ApiError> {
    if !state.store.belongs(&id, &caller.tenant) {
        return Err(ApiError::not_found("integration"));
    }
    // One that a newer proxy saved can be looked at too, and nothing else.
    let integration =
        state.store.integration(&id).await?.ok_or_else(|| ApiError::not_found("integration"))?;
    Ok(with_tag(&integration))
}

/// Changes an integration. Secrets that are left out keep their value; a change of the provider drops all stored ones.
/// With `If-Match` it is refused when somebody else came first.
#[utoipa::path(put, path = "/api/v1/integrations/{id}", tag = "integrations", request_body = IntegrationInput,
    params(("id" = String, Path, description = "`int_…`"), ("if-match" = Option<String>, Header, description = "The etag that was read")),
    responses(
        (status = 200, body = Integration),
        (status = 404, body = ErrorEnvelope),
        (status = 409, body = ErrorEnvelope, description = "Changed by somebody else at the same moment, or saved by a newer proxy"),
        (status = 412, body = ErrorEnvelope, description = "Changed by somebody else since it was read"),
        (status = 422, body = ErrorEnvelope, description = "Something is missing or wrong; nothing is saved"),
    ))]
pub(super) async fn update(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    StoredBody(input): StoredBody<IntegrationInput>,
) -> Result<impl IntoResponse, ApiError> {
    may_bring(&caller, &input)?;
    let stored = find(&state, &caller, &id).await?;
    if headers.get(header::IF_MATCH).is_some_and(|tag| *tag != *tag_of(&stored.integration) && *tag != *"*") {
        return Err(changed(StatusCode::PRECONDITION_FAILED));
    }
    let policy = state.upstream.policy();
    let draft = Draft::read(input, Some(&stored), policy)?;
    refuse_errors(draft.check(policy))?;
    let seen = &stored.integration.updated_at;
    let same = draft.is_same_account(&stored);
    let noted = audit::by_all(&caller, vec![id.clone()], audit::changes(&stored, &draft));
    if !state.store.update_integration(&id, &draft.to_save(), seen, &later_than(seen), same, noted).await? {
        // Gone, or changed by somebody else in this very moment.
        find(&state, &caller, &id).await?;
        return Err(changed(StatusCode::CONFLICT));
    }
    Ok(with_tag(&find(&state, &caller, &id).await?.integration))
}

/// Deletes an integration and its secrets. Its quick tests stay in the history.
#[utoipa::path(delete, path = "/api/v1/integrations/{id}", tag = "integrations", params(("id" = String, Path, description = "`int_…`")), responses(
    (status = 204),
    (status = 404, body = ErrorEnvelope),
))]
pub(super) async fn delete(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    if !state.store.belongs(&id, &caller.tenant) {
        return Err(ApiError::not_found(words!("integration")));
    }
    state.syncs.forget(&id);
    state.two_ways.forget(&id);
    if state.store.delete_integration(&id, audit::by(&caller, &id, AuditAction::Deleted)).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ApiError::not_found(words!("integration")))
    }
}

/// The integration with this id and its secrets. Another tenant's is as good as none.
pub(super) async fn find(
    state: &AppState,
    caller: &Caller,
    id: &str,
) -> Result<std::sync::Arc<Account>, ApiError> {
    if !state.store.belongs(id, &caller.tenant) {
        return Err(ApiError::not_found(words!("integration")));
    }
    state.store.account(id).await?.ok_or_else(|| ApiError::not_found(words!("integration")))
}

/// Putting keys in asks for a right of its own.
fn may_bring(caller: &Caller, input: &IntegrationInput) -> Result<(), ApiError> {
    if input.secrets.values().all(whatsapp_domain::Secret::is_empty) {
        Ok(())
    } else {
        caller.must(Right::Secrets)
    }
}

pub(super) fn refuse_errors(findings: Vec<Finding>) -> Result<(), ApiError> {
    if findings.iter().any(Finding::is_error) { Err(ApiError::invalid(findings)) } else { Ok(()) }
}

fn changed(status: StatusCode) -> ApiError {
    ApiError::new(
        status,
        "changed-meanwhile",
        "Somebody else has changed this integration since you opened it. Open it anew and make your change again.",
    )
}

fn tag_of(integration: &Integration) -> String {
    format!("\"{}\"", integration.updated_at)
}

fn with_tag(integration: &Integration) -> ([(HeaderName, String); 1], Json<Integration>) {
    ([(header::ETAG, tag_of(integration))], Json(integration.clone()))
}

/// Now, or a millisecond after the seen state when the clock has not moved on since (or was set back): each state has a
/// time of its own.
fn later_than(seen: &str) -> String {
    let now = clock::now();
    if now.as_str() > seen { now } else { clock::just_after(seen).unwrap_or(now) }
}
