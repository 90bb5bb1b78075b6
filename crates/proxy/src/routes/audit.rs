//! Who did what with an integration: noted where it was done, and listed.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use serde::Deserialize;
use utoipa::IntoParams;
use whatsapp_domain::{
    ErrorEnvelope, Integration,
    audit::{AuditAction, AuditPage},
    words,
};

use super::save::Draft;
use crate::{
    access::Caller,
    extract::QueryOf,
    problem::ApiError,
    state::AppState,
    store::{Account, Noted},
};

/// Entries on a page unless the caller says otherwise, and at most.
const PAGE: usize = 50;
const PAGE_MAX: usize = 200;

/// Which entries.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct AuditQuery {
    /// Only those older than these: `next` of the page before.
    after: Option<String>,
    /// How many, 1 to 200; 50 when left out.
    limit: Option<usize>,
}

/// Who did what with an integration, newest first; also of one that was deleted. There are no values, no secrets and no
/// customers in it.
#[utoipa::path(get, path = "/api/v1/integrations/{id}/audit", tag = "integrations",
    params(("id" = String, Path, description = "`int_…`"), AuditQuery), responses(
    (status = 200, body = AuditPage),
    (status = 400, body = ErrorEnvelope),
    (status = 404, body = ErrorEnvelope),
))]
pub(super) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    QueryOf(query): QueryOf<AuditQuery>,
) -> Result<Json<AuditPage>, ApiError> {
    let bad = |text: String| ApiError::new(StatusCode::BAD_REQUEST, "bad-query", text);
    let limit = query.limit.unwrap_or(PAGE);
    if !(1..=PAGE_MAX).contains(&limit) {
        return Err(bad(format!("The limit is {limit}; it has to be from 1 to {PAGE_MAX}.")));
    }
    let before = match &query.after {
        None => i64::MAX,
        Some(text) => text.parse().map_err(|_| bad("after has to be next of the page before.".to_owned()))?,
    };
    if !state.store.belongs(&id, &caller.tenant) {
        return Err(ApiError::not_found(words!("integration")));
    }
    let mut found = state.store.audit(&id, before, limit + 1).await?;
    if found.is_empty() && query.after.is_none() && state.store.account(&id).await?.is_none() {
        return Err(ApiError::not_found(words!("integration")));
    }
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more).map(|(place, _)| place.to_string());
    Ok(Json(AuditPage { items: found.into_iter().map(|(_, entry)| entry).collect(), next }))
}

/// What is written down in one commit with what is done.
pub(super) fn by(caller: &Caller, integration: &str, action: AuditAction) -> Noted {
    Noted::new(integration, caller.who.clone(), action)
}

/// The same for several, with the names of what was changed.
pub(super) fn by_all(
    caller: &Caller,
    integrations: Vec<String>,
    done: Vec<(AuditAction, Vec<String>)>,
) -> Noted {
    Noted::all(integrations, caller.who.clone(), done)
}

/// What a change changes: names of fields, and of keys that are put in.
pub(super) fn changes(stored: &Account, draft: &Draft) -> Vec<(AuditAction, Vec<String>)> {
    let Integration { name, provider, settings, two_way, limits, .. } = &stored.integration;
    let mut fields = Vec::new();
    for (field, same) in [
        ("name", *name == draft.name),
        ("provider", provider == draft.provider.schema().provider),
        ("twoWay", *two_way == draft.two_way),
        ("limits", *limits == draft.limits),
    ] {
        if !same {
            fields.push(field.to_owned());
        }
    }
    let keys: std::collections::BTreeSet<_> = settings.keys().chain(draft.settings.keys()).collect();
    let changed = keys.into_iter().filter(|key| settings.get(*key) != draft.settings.get(*key));
    fields.extend(changed.map(|key| format!("settings.{key}")));
    let secrets = draft.secrets.iter().filter(|(key, secret)| stored.secrets.get(*key) != Some(secret));
    let secrets: Vec<_> = secrets.map(|(key, _)| format!("secrets.{key}")).collect();
    let mut done = vec![(AuditAction::Updated, fields)];
    if !secrets.is_empty() {
        done.push((AuditAction::SecretsReplaced, secrets));
    }
    done.retain(|(_, fields)| !fields.is_empty());
    done
}
