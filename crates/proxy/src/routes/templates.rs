//! The account's templates, as the provider lists them now or did within the last minute.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use axum::{
    Json,
    extract::{Path, State},
};
use serde::Deserialize;
use utoipa::IntoParams;
use whatsapp_domain::{ErrorEnvelope, Template, TemplateList};

use super::integrations::find;
use crate::{
    clock,
    extract::QueryOf,
    problem::ApiError,
    state::AppState,
    store::Account,
    upstream::{Failure, Login, Sent},
};

/// How long a list is kept.
const KEPT: Duration = Duration::from_secs(60);
/// Lists kept at a time; beyond it all are dropped and read again.
const LISTS_MAX: usize = 64;
/// Pages read of one list; more than any account may have, a bound for a provider that never ends.
const PAGES_MAX: usize = 100;

/// Lists by integration.
#[derive(Default)]
pub(crate) struct TemplateCache(Mutex<HashMap<String, Kept>>);

struct Kept {
    at: Instant,
    /// Time of the integration's state that the list was read with.
    state: String,
    list: Arc<TemplateList>,
}

impl TemplateCache {
    /// The list of this state of the integration, unless it is too old.
    fn get(&self, account: &Account) -> Option<Arc<TemplateList>> {
        let lists = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = lists.get(&account.integration.id)?;
        let good = kept.at.elapsed() < KEPT && kept.state == account.integration.updated_at;
        good.then(|| Arc::clone(&kept.list))
    }

    /// The templates of this name in all their languages, if a list is kept and has any: one that was made since the
    /// list was read must not be refused because of it.
    pub(super) fn named(&self, account: &Account, name: &str) -> Option<Vec<Template>> {
        let list = self.get(account)?;
        let found: Vec<Template> = list.items.iter().filter(|item| item.name == name).cloned().collect();
        (!found.is_empty()).then_some(found)
    }

    fn put(&self, account: &Account, list: &Arc<TemplateList>) {
        let mut lists = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if lists.len() >= LISTS_MAX {
            lists.clear();
        }
        let (state, list) = (account.integration.updated_at.clone(), Arc::clone(list));
        lists.insert(account.integration.id.clone(), Kept { at: Instant::now(), state, list });
    }

    pub(super) fn forget(&self, id: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(id);
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

/// The account's templates; kept for a minute.
#[utoipa::path(get, path = "/api/v1/integrations/{id}/templates", tag = "integrations",
    params(("id" = String, Path, description = "`int_…`"), TemplatesQuery), responses(
    (status = 200, body = TemplateList),
    (status = 404, body = ErrorEnvelope),
    (status = 502, body = ErrorEnvelope, description = "The provider refused or could not be reached; `provider` is its answer"),
))]
pub(super) async fn list(
    State(state): State<AppState>,
    Path(id): Path<String>,
    QueryOf(query): QueryOf<TemplatesQuery>,
) -> Result<Json<Arc<TemplateList>>, ApiError> {
    let account = find(&state, &id).await?;
    if let Some(list) = state.templates.get(&account).filter(|_| !query.refresh) {
        return Ok(Json(list));
    }
    let list = Arc::new(TemplateList {
        items: fetch(&state, &account).await?,
        synced_at: clock::now(),
        limit: account.integration.limits.templates,
        attempt: None,
    });
    state.templates.put(&account, &list);
    Ok(Json(list))
}

async fn fetch(state: &AppState, account: &Account) -> Result<Vec<Template>, ApiError> {
    let settings = &account.integration.settings;
    let provider = whatsapp_providers::find(&account.integration.provider)
        .ok_or_else(|| ApiError::internal(&"an integration of an unknown provider"))?;
    let login = Login { provider, settings, secrets: &account.secrets };
    let mut templates = Vec::new();
    let mut next = Some(provider.list_templates(settings));
    for _ in 0..PAGES_MAX {
        let Some(request) = next.take() else { break };
        let sent = state
            .upstream
            .send(login, &request, false)
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
                outcome.cause = if failure.was_sent() {
                    "The provider did not send its list of templates in time, or not all of it.".into()
                } else {
                    failure.cause().into()
                };
                outcome.fix =
                    Some("Try again in a while.".into()).filter(|_| failure.was_sent()).or(outcome.fix);
                outcome.retry = whatsapp_domain::Retry::Later;
                return Err(ApiError::provider(&outcome, &exchange));
            }
        };
        let page = provider
            .read_templates(settings, &request, answer)
            .map_err(|outcome| ApiError::provider(&outcome, &exchange))?;
        templates.extend(page.templates);
        next = page.next;
    }
    Ok(templates)
}
