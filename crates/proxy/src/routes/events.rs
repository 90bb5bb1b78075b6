//! Campaign events: listed from any one on, or live. Both read the same rows in the same order, so that nothing falls between
//! a list and the stream that goes on from it.

use std::{collections::VecDeque, convert::Infallible, sync::Arc, time::Duration};

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode, header::ACCEPT},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures_util::{Stream, StreamExt, stream};
use serde::Deserialize;
use tokio::{
    sync::{OwnedSemaphorePermit, watch},
    time::Instant,
};
use utoipa::IntoParams;
use whatsapp_domain::{CampaignEvent, ErrorEnvelope, EventPage, EventStatus};

use super::suppressions::tidy;
use crate::{
    access::Caller,
    clock,
    extract::QueryOf,
    ids,
    problem::ApiError,
    state::AppState,
    store::{EventFilter, EventOrder, StoredEvent},
};

/// Events on a page unless the caller says otherwise, and at most.
const PAGE: usize = 100;
const PAGE_MAX: usize = 500;
/// Bytes of events on a page: a few large ones make a short page.
const PAGE_BYTES: usize = 4 * 1024 * 1024;
/// Events that are read, and held by a stream, at a time.
const PORTION: u32 = 16;
/// A stream looks for more so often at most, so that a burst is read in portions and not one by one.
const BREATH: Duration = Duration::from_millis(25);
/// A silent stream says that it is there.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// Names the beginning.
const START: &str = "start";

/// Which events.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct EventsQuery {
    /// Only those after this one: an event's `id`, `last` of a page, or `start`. Left out, a list begins with the oldest
    /// and a stream with the next that comes in.
    after: Option<String>,
    /// How many on a page, 1 to 500; 100 when left out.
    limit: Option<usize>,
    /// Only those of this integration.
    integration: Option<String>,
    /// Only those about this customer: a number with or without plus, or the provider's id of one who hides theirs.
    customer: Option<String>,
    /// Only those with this status.
    status: Option<String>,
    /// Only those of this type.
    #[serde(rename = "type")]
    kind: Option<String>,
    /// Only those that belong to this quick test.
    test: Option<String>,
    /// `true`: instead of the events that are handed on, those that wait because their customer is not known.
    unmatched: Option<bool>,
}

/// Events from any one on, oldest first. With `Accept: text/event-stream` the same without an end: each new event comes as
/// a message whose `id` is the event's and whose `data` is its JSON. A stream that broke off goes on behind the
/// `Last-Event-ID` that the browser sends by itself.
#[utoipa::path(get, path = "/api/v1/events", tag = "events", params(EventsQuery,
    ("last-event-id" = Option<String>, Header, description = "Goes before `after`")), responses(
    (status = 200, content((EventPage = "application/json"), (String = "text/event-stream"))),
    (status = 400, body = ErrorEnvelope),
    (status = 410, body = ErrorEnvelope, description = "`after` names an event of another database: read from the start"),
    (status = 503, body = ErrorEnvelope, description = "As many streams as there may be"),
))]
pub(super) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    QueryOf(query): QueryOf<EventsQuery>,
) -> Result<Response, ApiError> {
    let is_live = headers
        .get_all(ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|value| value.contains("text/event-stream"));
    let resumed = headers.get("last-event-id").and_then(|value| value.to_str().ok()).filter(|_| is_live);
    let after = resumed.map(str::to_owned).or_else(|| query.after.clone()).filter(|text| !text.is_empty());
    let limit = query.limit.unwrap_or(PAGE);
    if !(1..=PAGE_MAX).contains(&limit) {
        let text = format!("The limit is {limit}; it has to be from 1 to {PAGE_MAX}.");
        return Err(ApiError::new(StatusCode::BAD_REQUEST, "bad-query", text));
    }
    let place = place(&state, &caller, after.as_deref()).await?;
    let status = query.status.as_deref().map(status).transpose()?;
    let unmatched = query.unmatched.unwrap_or(false);
    let filter = EventFilter {
        tenant: Some(caller.tenant.clone()),
        integration: query.integration,
        customer: query.customer.map(|customer| tidy(&customer)),
        status,
        kind: query.kind,
        test: query.test,
        only_known: !unmatched,
    };
    if is_live {
        if unmatched {
            let text = "Events that wait for their customer are only listed, not streamed.";
            return Err(ApiError::new(StatusCode::BAD_REQUEST, "bad-query", text));
        }
        let stream = live(state, filter, place, caller.until)?;
        // Some servers in front would hold messages back until there are enough of them.
        return Ok(([("x-accel-buffering", "no")], stream).into_response());
    }
    let (items, more) = page(&state, &filter, place.unwrap_or(0), limit, unmatched).await?;
    let last = items.last().and_then(|event| event.id.clone()).or(after.filter(|after| after != START));
    let next = last.clone().filter(|_| more);
    Ok(Json(EventPage { items, last, next }).into_response())
}

/// Reads a page in portions, so that a page of large events ends at a length, and whether there is more.
async fn page(
    state: &AppState,
    filter: &EventFilter,
    mut after: i64,
    limit: usize,
    unmatched: bool,
) -> Result<(Vec<CampaignEvent>, bool), ApiError> {
    let (mut items, mut bytes) = (Vec::new(), 0);
    loop {
        let found = state.store.events(filter, EventOrder::After(after), PORTION).await?;
        let all = found.len() < PORTION as usize;
        for StoredEvent { place, held, event } in found {
            if unmatched && !held {
                after = place;
                continue;
            }
            if items.len() == limit || (bytes > PAGE_BYTES && !items.is_empty()) {
                return Ok((items, true));
            }
            bytes += event.raw.to_string().len();
            after = place;
            items.push(event);
        }
        if all {
            return Ok((items, false));
        }
    }
}

fn status(word: &str) -> Result<EventStatus, ApiError> {
    serde_json::from_value(word.into()).map_err(|_| {
        let text = format!("There is no status \"{word}\". docs/events.md lists them.");
        ApiError::new(StatusCode::BAD_REQUEST, "bad-query", text)
    })
}

/// The place that an `after` names; none when there is none.
pub(super) async fn place(
    state: &AppState,
    caller: &Caller,
    after: Option<&str>,
) -> Result<Option<i64>, ApiError> {
    let Some(after) = after else { return Ok(None) };
    if after == START {
        return Ok(Some(0));
    }
    if ids::event_place(after).is_none() {
        let text = "The events can't be read from here on: after has to be the id of an event, or start.";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, "bad-query", text));
    }
    let theirs = match state.store.event(after).await? {
        Some(found) => state.store.belongs(&found.event.integration, &caller.tenant),
        // What was removed can't be told from another tenant's, and tells nothing.
        None => true,
    };
    if let Some(place) = state.store.knows_event(after).await?.filter(|_| theirs) {
        return Ok(Some(place));
    }
    Err(ApiError::new(
        StatusCode::GONE,
        "event-unknown",
        "This event is not of this database; perhaps a backup was put back. Read from the start: after=start.",
    ))
}

/// A stream of what is behind a place, or of what comes in from now on.
fn live(
    state: AppState,
    filter: EventFilter,
    place: Option<i64>,
    until: Option<i64>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, ApiError> {
    let Ok(seat) = Arc::clone(&state.streams).try_acquire_owned() else {
        let text =
            "There are as many live streams as there may be. Close one, or read the list now and then.";
        return Err(ApiError::new(StatusCode::SERVICE_UNAVAILABLE, "too-many-streams", text).later(5));
    };
    let newest = state.store.newest_event();
    let after = place.unwrap_or_else(|| *newest.borrow());
    let ending = state.ending.subscribe();
    let live =
        Live { after, newest, ending, filter, ahead: VecDeque::new(), looked: None, state, _seat: seat };
    let events = stream::unfold(live, |mut live| async move {
        let event = live.next().await?;
        let mut message = Event::default();
        if let Some(id) = &event.id {
            message = message.id(id);
        }
        // An event comes from JSON, so it can be written as JSON.
        let message = message.json_data(&event).ok()?;
        Some((Ok(message), live))
    });
    // Whose token is over has to come with a new one.
    let over = async move {
        match until {
            Some(until) => {
                let left = until.saturating_mul(1000).saturating_sub(clock::now_ms());
                tokio::time::sleep(Duration::from_millis(u64::try_from(left).unwrap_or(0))).await;
            }
            None => std::future::pending().await,
        }
    };
    let events = events.take_until(Box::pin(over));
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

/// One reader of the stream. It reads on only when what it has was taken, so a slow one costs no memory; one that takes
/// nothing at all is cut by its connection.
struct Live {
    state: AppState,
    filter: EventFilter,
    after: i64,
    newest: watch::Receiver<i64>,
    ending: watch::Receiver<bool>,
    ahead: VecDeque<CampaignEvent>,
    looked: Option<Instant>,
    _seat: OwnedSemaphorePermit,
}

impl Live {
    /// The next event; none at the end of the proxy, or when the database does not answer: the reader comes again.
    async fn next(&mut self) -> Option<CampaignEvent> {
        loop {
            if let Some(event) = self.ahead.pop_front() {
                return Some(event);
            }
            let newest = *self.newest.borrow_and_update();
            if *self.ending.borrow() {
                return None;
            }
            if newest <= self.after {
                tokio::select! {
                    changed = self.newest.changed() => changed.ok()?,
                    _ = self.ending.changed() => {}
                }
                continue;
            }
            if let Some(looked) = self.looked {
                tokio::time::sleep_until(looked + BREATH).await;
            }
            match self.state.store.events(&self.filter, EventOrder::After(self.after), PORTION).await {
                Ok(found) => {
                    let all = found.len() < PORTION as usize;
                    let last = found.last().map_or(self.after, |last| last.place);
                    // `newest` was there before the look, so up to it there is nothing else.
                    self.after = if all { last.max(newest) } else { last };
                    // A backlog is read at once.
                    self.looked = all.then(Instant::now);
                    self.ahead = found.into_iter().map(|found| found.event).collect();
                }
                Err(error) => {
                    tracing::error!(cause = %error, "a live stream ends: events can't be read");
                    return None;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
