//! The outbox: what waits for the console's endpoint, what was given up, and another try.

use axum::{Json, extract::State, http::StatusCode};
use serde::Deserialize;
use utoipa::IntoParams;
use whatsapp_domain::{
    ErrorEnvelope,
    outbox::{OutboxReplay, OutboxState, Replayed},
};

use super::events;
use crate::{
    access::Caller,
    extract::{OptionalJsonBody, QueryOf},
    ids,
    outbox::Command,
    problem::ApiError,
    state::AppState,
};

/// Dead letters on a page unless the caller says otherwise, and at most.
const PAGE: u32 = 50;
const PAGE_MAX: u32 = 500;
/// Dead letters that one call may name.
const IDS_MAX: usize = 1000;

/// Which dead letters.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct OutboxQuery {
    /// Only dead letters after this one: `next` of the page before.
    after: Option<String>,
    /// How many, 1 to 500; 50 when left out.
    limit: Option<u32>,
}

/// What waits for the console's endpoint, and the dead letters: events that it did not take in all their tries.
#[utoipa::path(get, path = "/api/v1/outbox", tag = "events", params(OutboxQuery), responses(
    (status = 200, body = OutboxState),
    (status = 400, body = ErrorEnvelope),
))]
pub(super) async fn read(
    State(state): State<AppState>,
    caller: Caller,
    QueryOf(query): QueryOf<OutboxQuery>,
) -> Result<Json<OutboxState>, ApiError> {
    let limit = query.limit.unwrap_or(PAGE);
    if !(1..=PAGE_MAX).contains(&limit) {
        let text = format!("The limit is {limit}; it has to be from 1 to {PAGE_MAX}.");
        return Err(ApiError::new(StatusCode::BAD_REQUEST, "bad-query", text));
    }
    let after = match &query.after {
        None => 0,
        Some(id) => ids::event_place(id).ok_or_else(|| {
            ApiError::new(StatusCode::BAD_REQUEST, "bad-query", "after has to be the id of an event.")
        })?,
    };
    let numbers = match caller.until {
        Some(_) => state.store.outbox_numbers_of(&caller.tenant).await?,
        None => state.store.outbox_numbers().await?,
    };
    let (dead_letters, more) = state.store.dead_letters(Some(&caller.tenant), after, limit).await?;
    let (delivered_at, last_failure) = state.outbox.last();
    Ok(Json(OutboxState {
        endpoint: state.endpoint.as_ref().map(|endpoint| endpoint.shown()),
        waiting: numbers.waiting,
        delayed_customers: numbers.delayed,
        oldest_at: numbers.oldest_at,
        delivered_at,
        last_failure,
        dead: numbers.dead,
        next: dead_letters.last().filter(|_| more).map(|letter| letter.id.clone()),
        dead_letters,
    }))
}

/// Tries dead letters again: all of them, or those named by `ids`. With `after`, everything behind that event is sent again
/// instead, delivered or not, for a console that lost what it had got; its ids are the same as before.
#[utoipa::path(post, path = "/api/v1/outbox/replay", tag = "events", request_body = Option<OutboxReplay>, responses(
    (status = 200, body = Replayed),
    (status = 400, body = ErrorEnvelope),
    (status = 409, body = ErrorEnvelope, description = "There is no endpoint to send anything to"),
    (status = 410, body = ErrorEnvelope, description = "`after` names an event of another database"),
))]
pub(super) async fn replay(
    State(state): State<AppState>,
    caller: Caller,
    OptionalJsonBody(input): OptionalJsonBody<OutboxReplay>,
) -> Result<Json<Replayed>, ApiError> {
    let OutboxReplay { ids, after } = input.unwrap_or_default();
    let bad = |text: &str| ApiError::new(StatusCode::BAD_REQUEST, "bad-replay", text);
    if ids.is_some() && after.is_some() {
        return Err(bad("Name either ids or after, not both."));
    }
    if let Some(ids) = &ids
        && (ids.len() > IDS_MAX || ids.iter().any(|id| ids::event_place(id).is_none()))
    {
        return Err(bad("ids has to be a list of at most 1000 ids of events."));
    }
    // The outbox is one for all tenants: a tenant's token reaches their dead letters, and does not turn it back for others.
    let ids = match caller.until {
        Some(_) if after.is_some() => {
            let text = "The outbox is shared, so it can't be turned back for you. Read what is missing from the list: GET events with after.";
            return Err(ApiError::new(StatusCode::CONFLICT, "outbox-shared", text));
        }
        Some(_) => Some(own(&state, &caller, ids).await?),
        None => ids,
    };
    let done = match events::place(&state, &caller, after.as_deref()).await? {
        Some(place) => state.outbox.ask(|answer| Command::Rewind(place, answer)).await,
        None => state.outbox.ask(|answer| Command::Revive(ids, answer)).await,
    };
    match done {
        Some(Ok(events)) => Ok(Json(Replayed { events })),
        Some(Err(error)) => Err(error.into()),
        None => Err(ApiError::new(
            StatusCode::CONFLICT,
            "no-endpoint",
            "There is no endpoint to send events to. EVENTS_URL is the setting for that.",
        )),
    }
}

/// The ids of the caller's dead letters: those of these, or all.
async fn own(state: &AppState, caller: &Caller, ids: Option<Vec<String>>) -> Result<Vec<String>, ApiError> {
    let (mut found, mut after) = (Vec::new(), 0);
    loop {
        let (letters, more) = state.store.dead_letters(Some(&caller.tenant), after, PAGE_MAX).await?;
        let Some(last) = letters.last() else { break };
        after = ids::event_place(&last.id).unwrap_or(i64::MAX);
        found.extend(letters.into_iter().map(|letter| letter.id));
        if !more {
            break;
        }
    }
    if let Some(ids) = ids {
        found.retain(|id| ids.contains(id));
    }
    Ok(found)
}
