//! Setting two-way up: the address that the provider is to call, its registration, and the proof by a message.

mod register;
mod trip;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use serde::Deserialize;
use utoipa::IntoParams;
use whatsapp_domain::{
    ErrorEnvelope, FieldKind, ManualStep, Reachable, Registration, RoundTrip, Secret, TwoWayState,
    audit::AuditAction, words,
};
use whatsapp_providers::Provider;

use super::{audit, integrations};
use crate::{
    access::Caller, clock, extract::QueryOf, problem::ApiError, state::AppState, store::Account,
    upstream::Login,
};
pub(crate) use trip::Refused;
use trip::Trip;

/// How long an address is still taken after another one took its place.
const OVERLAP_MS: i64 = 24 * 60 * 60 * 1000;

/// What is known about integrations' set-up and not kept in the database: what providers said last, and running proofs.
#[derive(Default)]
pub(crate) struct TwoWays {
    known: Mutex<HashMap<String, Known>>,
    changing: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Known {
    registration: Option<Registration>,
    trip: Option<Trip>,
}

impl TwoWays {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Something came to an integration's address and was not taken. Only a running proof wants to know.
    pub(crate) fn refused(&self, integration: &str, why: Refused) {
        if let Some(trip) = self.lock().get_mut(integration).and_then(|known| known.trip.as_mut()) {
            trip.refused = Some((why, clock::now()));
        }
    }

    /// An integration is gone.
    pub(super) fn forget(&self, integration: &str) {
        self.lock().remove(integration);
    }
}

/// An integration's address, and what is needed to speak with its provider about it.
pub(super) struct SetUp {
    account: Arc<Account>,
    provider: &'static dyn Provider,
    url: String,
    /// The address in use and those before it that are still taken.
    own: Vec<String>,
    secret: Secret,
    reachable: Reachable,
    old_until: Option<String>,
}

impl SetUp {
    async fn of(state: &AppState, caller: &Caller, id: &str) -> Result<Self, ApiError> {
        let account = integrations::find(state, caller, id).await?;
        let provider = whatsapp_providers::find(&account.integration.provider)
            .ok_or_else(|| ApiError::internal(&"an integration of an unknown provider"))?;
        let callback =
            state.store.callback(id).await?.ok_or_else(|| ApiError::not_found(words!("integration")))?;
        let (base, reachable) = base(state, provider, &account);
        let at = |token: &str| format!("{base}/webhooks/{}/{id}/{token}", account.integration.provider);
        let url = at(callback.token.expose());
        let tokens = state.store.callback_tokens(id).await?;
        let own = tokens.iter().map(|token| at(token.expose())).collect();
        let old_until = callback.old_until;
        Ok(Self { account, provider, url, own, secret: callback.secret, reachable, old_until })
    }

    fn login(&self) -> Login<'_> {
        Login {
            provider: self.provider,
            settings: &self.account.integration.settings,
            secrets: &self.account.secrets,
        }
    }
}

/// Where the provider finds the proxy: an account of the sandbox on this machine, any other at the public address.
fn base(state: &AppState, provider: &dyn Provider, account: &Account) -> (String, Reachable) {
    let fields = provider.schema().fields.iter();
    let mut urls = fields
        .filter(|field| field.kind == FieldKind::Url)
        .filter_map(|field| account.integration.settings.get(field.key));
    if urls.any(|url| state.upstream.policy().is_sandbox(url)) {
        return (state.origin.clone(), Reachable::Local);
    }
    match &state.config.public_url {
        Some(url) => (url.as_str().trim_end_matches('/').to_owned(), Reachable::Public),
        None => (state.origin.clone(), Reachable::Unknown),
    }
}

/// Which look.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ReadQuery {
    /// `true`: ask the provider anew what is registered.
    refresh: Option<bool>,
}

/// How two-way of an integration stands: its callback URL (with its token, so keep it to yourself), what is registered with
/// the provider, the steps by hand where the key may not register, and the last proof by a message.
#[utoipa::path(get, path = "/api/v1/integrations/{id}/two-way", tag = "two-way", params(("id" = String, Path, description = "`int_…`"), ReadQuery), responses(
    (status = 200, body = TwoWayState),
    (status = 404, body = ErrorEnvelope),
))]
pub(super) async fn read(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    QueryOf(query): QueryOf<ReadQuery>,
) -> Result<Json<TwoWayState>, ApiError> {
    let set_up = SetUp::of(&state, &caller, &id).await?;
    if query.refresh.unwrap_or(false) {
        let list = register::look(&state, &set_up).await?;
        register::note(&state, &set_up, list, None);
    }
    told(&state, &set_up).await.map(Json)
}

/// Registers the callback URL with the provider and reads back what is registered then. A target of somebody else is told, and
/// never taken over. What the provider refused is in `registration.problem`, with the steps by hand.
#[utoipa::path(post, path = "/api/v1/integrations/{id}/two-way/register", tag = "two-way", params(("id" = String, Path, description = "`int_…`")), responses(
    (status = 200, body = TwoWayState),
    (status = 404, body = ErrorEnvelope),
    (status = 409, body = ErrorEnvelope, description = "Two-way is off, or the proxy has no public address; nothing was called"),
))]
pub(super) async fn register(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<TwoWayState>, ApiError> {
    let _turn = state.two_ways.changing.lock().await;
    let set_up = SetUp::of(&state, &caller, &id).await?;
    may_register(&set_up)?;
    // Before it is done: what can't be written down is not done with the provider either.
    state.store.note(audit::by(&caller, &id, AuditAction::CallbackRegistered)).await?;
    register::register(&state, &set_up).await?;
    told(&state, &set_up).await.map(Json)
}

/// Removes our callback URLs from the provider, and reads back what is registered then.
#[utoipa::path(delete, path = "/api/v1/integrations/{id}/two-way/register", tag = "two-way", params(("id" = String, Path, description = "`int_…`")), responses(
    (status = 200, body = TwoWayState),
    (status = 404, body = ErrorEnvelope),
))]
pub(super) async fn unregister(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<TwoWayState>, ApiError> {
    let _turn = state.two_ways.changing.lock().await;
    let set_up = SetUp::of(&state, &caller, &id).await?;
    state.store.note(audit::by(&caller, &id, AuditAction::CallbackRemoved)).await?;
    register::remove(&state, &set_up).await?;
    told(&state, &set_up).await.map(Json)
}

/// Gives the callback URL a new token, and what the provider signs with a new secret. The ones before are taken for 24 hours
/// more. If the one before was registered, the new one takes its place with the provider at once.
#[utoipa::path(post, path = "/api/v1/integrations/{id}/two-way/rotate", tag = "two-way", params(("id" = String, Path, description = "`int_…`")), responses(
    (status = 200, body = TwoWayState),
    (status = 404, body = ErrorEnvelope),
))]
pub(super) async fn rotate(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<TwoWayState>, ApiError> {
    let _turn = state.two_ways.changing.lock().await;
    let before = SetUp::of(&state, &caller, &id).await?;
    let list = register::look(&state, &before).await?;
    let was_registered = list.targets.iter().any(|target| target.own);
    let noted = audit::by(&caller, &id, AuditAction::CallbackRotated);
    state.store.rotate_callback(&id, OVERLAP_MS, noted).await?;
    let set_up = SetUp::of(&state, &caller, &id).await?;
    if was_registered && may_register(&set_up).is_ok() {
        register::register(&state, &set_up).await?;
    } else {
        register::note(&state, &set_up, list, None);
    }
    told(&state, &set_up).await.map(Json)
}

/// Starts a proof by a message: somebody writes the code to the sender within a quarter of an hour, and its arrival proves
/// address, signature, sender and customer. It also opens the 24 hours in which that phone may be written to freely.
#[utoipa::path(post, path = "/api/v1/integrations/{id}/two-way/round-trip", tag = "two-way", params(("id" = String, Path, description = "`int_…`")), responses(
    (status = 201, body = RoundTrip),
    (status = 404, body = ErrorEnvelope),
    (status = 409, body = ErrorEnvelope, description = "Two-way is off"),
))]
pub(super) async fn round_trip(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<(StatusCode, Json<RoundTrip>), ApiError> {
    let set_up = SetUp::of(&state, &caller, &id).await?;
    may_prove(&set_up)?;
    let trip = Trip::start(register::sender(&state, &set_up).await.as_deref())?;
    let told = trip.told(&state, &set_up).await?;
    state.two_ways.lock().entry(id).or_default().trip = Some(trip);
    Ok((StatusCode::CREATED, Json(told)))
}

fn may_prove(set_up: &SetUp) -> Result<(), ApiError> {
    if set_up.account.integration.two_way.enabled {
        return Ok(());
    }
    let text = "Two-way is off for this integration. Switch it on and save, then come back.";
    Err(ApiError::new(StatusCode::CONFLICT, "two-way-off", text))
}

fn may_register(set_up: &SetUp) -> Result<(), ApiError> {
    may_prove(set_up)?;
    if set_up.reachable != Reachable::Unknown {
        return Ok(());
    }
    let text = "Nobody has told the proxy under which address the provider reaches it. PUBLIC_URL is the setting for that.";
    Err(ApiError::new(StatusCode::CONFLICT, "public-url-missing", text))
}

async fn told(state: &AppState, set_up: &SetUp) -> Result<TwoWayState, ApiError> {
    let id = &set_up.account.integration.id;
    let (registration, trip) = {
        let known = state.two_ways.lock();
        let known = known.get(id);
        (known.and_then(|known| known.registration.clone()), known.and_then(|known| known.trip.clone()))
    };
    let round_trip = match &trip {
        Some(trip) => Some(trip.told(state, set_up).await?),
        None => None,
    };
    let stuck = registration.as_ref().is_some_and(|registration| registration.problem.is_some());
    Ok(TwoWayState {
        callback_url: set_up.url.clone(),
        reachable: set_up.reachable,
        old_token_until: set_up.old_until.clone(),
        manual_steps: if stuck { manual_steps(set_up) } else { Vec::new() },
        registration,
        round_trip,
        last_inbound_at: state.store.heard(id).await?.inbound_at.map(clock::at_ms),
    })
}

/// Only when they are needed: one of them may hold what the provider signs with.
fn manual_steps(set_up: &SetUp) -> Vec<ManualStep> {
    let settings = &set_up.account.integration.settings;
    set_up.provider.manual_steps(settings, &set_up.url, Some(set_up.secret.expose()))
}
