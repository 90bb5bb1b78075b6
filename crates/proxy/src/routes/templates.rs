//! The account's templates: kept in the database with the time of the last successful sync, asked for anew when they
//! are old or on demand. A kept list never looks newer than it is: a later try that failed is told beside it.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use serde::Deserialize;
use utoipa::IntoParams;
use whatsapp_domain::{ErrorEnvelope, Retry, SyncAttempt, Template, TemplateList, say};

use super::integrations::find;
use crate::{
    access::Caller,
    clock,
    extract::QueryOf,
    problem::ApiError,
    state::AppState,
    store::{Account, KeptTemplates},
    upstream::{Failure, Login, Sent},
};

/// Seconds for which a list counts as new.
const NEW_FOR_S: u64 = 300;
/// Pages read of one list; more than any account may have, a bound for a provider that never ends.
const PAGES_MAX: usize = 100;

/// How asking the provider went last, by integration. Of several who ask at once one does, and all get what came of it.
#[derive(Default)]
pub(crate) struct Syncs(Mutex<HashMap<String, Arc<SyncState>>>);

#[derive(Default)]
struct SyncState {
    /// Held by the one who asks.
    turn: tokio::sync::Mutex<()>,
    last: Mutex<Option<Last>>,
}

/// A call that has ended.
#[derive(Clone)]
struct Last {
    ended: Instant,
    at: String,
    /// Time of the integration's state that it was made with.
    state: String,
    result: Result<Arc<KeptTemplates>, ApiError>,
}

impl Syncs {
    fn of(&self, id: &str) -> Arc<SyncState> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(all.entry(id.to_owned()).or_default())
    }

    /// Forgets a deleted integration.
    pub(super) fn forget(&self, id: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(id);
    }
}

impl SyncState {
    fn last(&self) -> Option<Last> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The list with what has to be said about it: the last try, if that was later and failed.
    fn told(&self, kept: &KeptTemplates, account: &Account) -> TemplateList {
        let attempt = self.last().and_then(|last| {
            let problem = last.result.err().map(|error| *error.problem)?;
            let counts = last.state == account.integration.updated_at && last.at >= kept.synced_at;
            counts.then_some(SyncAttempt { at: last.at, problem })
        });
        TemplateList {
            items: kept.items.clone(),
            synced_at: kept.synced_at.clone(),
            limit: account.integration.limits.templates,
            attempt,
        }
    }
}

/// How to list templates.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct TemplatesQuery {
    /// Ask the provider, however new the kept list is.
    #[serde(default)]
    refresh: bool,
}

/// The account's templates. A list of the last five minutes is answered at once, an older one is asked for anew. When
/// that fails, the older one is answered with the `attempt` that failed.
#[utoipa::path(get, path = "/api/v1/integrations/{id}/templates", tag = "integrations",
    params(("id" = String, Path, description = "`int_…`"), TemplatesQuery), responses(
    (status = 200, body = TemplateList),
    (status = 404, body = ErrorEnvelope),
    (status = 502, body = ErrorEnvelope, description = "The provider refused or could not be reached, and no older list is there; `provider` is its answer"),
))]
pub(super) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    QueryOf(query): QueryOf<TemplatesQuery>,
) -> Result<Json<TemplateList>, ApiError> {
    let account = find(&state, &caller, &id).await?;
    let sync = state.syncs.of(&id);
    if let Some(kept) = state.store.templates(&id).await?.filter(|kept| !query.refresh && is_new(kept)) {
        return Ok(Json(sync.told(&kept, &account)));
    }
    let asked = Instant::now();
    let turn = sync.turn.lock().await;
    // The integration may have been changed, or deleted, while another call was awaited.
    let account = find(&state, &caller, &id).await?;
    let shared = sync
        .last()
        .filter(|last| last.ended >= asked && last.state == account.integration.updated_at)
        .map(|last| last.result);
    let result = match shared {
        Some(result) => result,
        None => ask(&state, &sync, &account).await,
    };
    drop(turn);
    match result {
        Ok(kept) => Ok(Json(sync.told(&kept, &account))),
        Err(error) => match state.store.templates(&id).await? {
            Some(kept) => Ok(Json(sync.told(&kept, &account))),
            None => Err(error),
        },
    }
}

fn is_new(kept: &KeptTemplates) -> bool {
    // A clock that was set back makes nothing newer.
    clock::seconds_since(&kept.synced_at).is_some_and(|age| age < NEW_FOR_S)
}

/// Asks the provider, keeps what it gives, and remembers how it went.
async fn ask(state: &AppState, sync: &SyncState, account: &Account) -> Result<Arc<KeptTemplates>, ApiError> {
    let at = clock::now();
    let seen = &account.integration.updated_at;
    let result = match fetch(state, account).await {
        Ok(items) => {
            let list = Arc::new(KeptTemplates { items, synced_at: at.clone() });
            // It is good to be shown even if it can't be kept: the next one will be asked for again.
            if let Err(error) = state.store.keep_templates(&account.integration.id, seen, &list).await {
                tracing::error!(cause = %error, integration = account.integration.id, "templates could not be kept");
            }
            Ok(list)
        }
        Err(error) => Err(error),
    };
    let last = Last { ended: Instant::now(), at, state: seen.clone(), result: result.clone() };
    *sync.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(last);
    result
}

async fn fetch(state: &AppState, account: &Account) -> Result<Vec<Template>, ApiError> {
    let settings = &account.integration.settings;
    let provider = whatsapp_providers::find(&account.integration.provider)
        .ok_or_else(|| ApiError::internal(&"an integration of an unknown provider"))?;
    let login = Login { provider, settings, secrets: &account.secrets };
    let mut templates = Vec::new();
    let mut next = Some(provider.list_templates(settings));
    for _ in 0..PAGES_MAX {
        let Some(request) = next.take() else { return Ok(templates) };
        let sent = state
            .upstream
            .list(login, &request)
            .await
            .map_err(|finding| ApiError::invalid(vec![*finding]))?;
        let exchange = match sent {
            Sent::NoToken { outcome, exchange } => return Err(ApiError::provider(&outcome, &exchange)),
            Sent::Called(exchange) => exchange,
        };
        let answer = match (&exchange.answer, exchange.failure) {
            (Some(answer), None) => answer,
            (_, failure) => {
                let failure = failure.unwrap_or(Failure::Cut);
                let mut outcome = failure.outcome();
                outcome.set_cause(if failure.was_sent() {
                    "The provider did not send its list of templates in time, or not all of it."
                } else {
                    failure.cause()
                });
                if failure.was_sent() {
                    outcome.set_fix("Try again in a while.");
                }
                outcome.retry = Retry::Later;
                return Err(ApiError::provider(&outcome, &exchange));
            }
        };
        let page = provider
            .read_templates(settings, &request, answer)
            .map_err(|outcome| ApiError::provider(&outcome, &exchange))?;
        templates.extend(page.templates);
        next = page.next;
    }
    if next.is_none() {
        return Ok(templates);
    }
    // Half a list would make templates look deleted that are there.
    Err(ApiError::new(
        StatusCode::BAD_GATEWAY,
        "templates-without-end",
        say!(
            "The provider's list of templates did not end after {count} pages, so it was not taken.",
            count = PAGES_MAX
        ),
    ))
}
