//! Forgetting a customer, and trying again to find the customers of events that wait for theirs.

use axum::{
    Json,
    extract::{Path, State},
};
use serde::Deserialize;
use utoipa::IntoParams;
use whatsapp_domain::{Erased, ErrorEnvelope, Matched, audit::AuditAction};

use super::{audit, suppressions::tidy};
use crate::{access::Caller, extract::QueryOf, outbox::Command, problem::ApiError, state::AppState};

/// Forgets who a customer is: their number, name, words, files and everything the provider sent about them, in events, in
/// bodies that could not be read, and in quick tests, which are removed. That something happened, and when, stays. An entry on
/// the suppression list stays too: it is what keeps them from being written to. What was not delivered to the console yet
/// goes there without anything personal, or not at all.
#[utoipa::path(delete, path = "/api/v1/customers/{value}", tag = "activity", params(("value" = String, Path, description = "A number with or without plus, or the provider's id of one who hides theirs")), responses(
    (status = 200, body = Erased),
))]
pub(super) async fn erase(
    State(state): State<AppState>,
    caller: Caller,
    Path(value): Path<String>,
) -> Result<Json<Erased>, ApiError> {
    let customer = tidy(&value);
    let theirs = Some(caller.tenant.as_str());
    // Who it was stands nowhere, so it stands with all of them.
    let all = state.store.integrations(&caller.tenant).await?;
    let all = all.into_iter().map(|integration| integration.id).collect();
    let noted = audit::by_all(&caller, all, vec![(AuditAction::CustomerErased, Vec::new())]);
    let events = state.store.erase_customer(&customer, theirs, noted).await?;
    let unread = state.store.erase_unreadable(&customer, theirs).await?;
    let quick_tests = state.store.remove_tests_to(&customer, theirs).await?;
    // What was overwritten still stands in the log until that is folded into the database.
    state.store.fold_log().await?;
    state.outbox.ask(Command::Forget).await;
    tracing::info!(events = events + unread, quick_tests, "a customer was erased");
    Ok(Json(Erased { events: events + unread, quick_tests }))
}

/// Which events.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ReplayQuery {
    /// Only those of this integration.
    integration: Option<String>,
}

/// Looks again whether the customers are known whom events wait for (`events?unmatched=true`), after the settings were changed
/// or a customer showed their number. Found ones are handed on from now, in their order, with a new id.
#[utoipa::path(post, path = "/api/v1/events/replay-unmatched", tag = "events", params(ReplayQuery), responses(
    (status = 200, body = Matched),
    (status = 404, body = ErrorEnvelope),
))]
pub(super) async fn replay_unmatched(
    State(state): State<AppState>,
    caller: Caller,
    QueryOf(query): QueryOf<ReplayQuery>,
) -> Result<Json<Matched>, ApiError> {
    let integrations = match query.integration {
        Some(id) => {
            let account = super::integrations::find(&state, &caller, &id).await?;
            vec![(id, account.integration.two_way.clone())]
        }
        None => {
            let all = state.store.integrations(&caller.tenant).await?;
            all.into_iter().map(|integration| (integration.id, integration.two_way)).collect()
        }
    };
    let mut all = Matched { matched: 0, waiting: 0 };
    for (id, two_way) in integrations {
        let (matched, waiting) = state.store.match_held(&id, &two_way).await?;
        all.matched += matched;
        all.waiting += waiting;
    }
    Ok(Json(all))
}

#[cfg(test)]
mod tests;
