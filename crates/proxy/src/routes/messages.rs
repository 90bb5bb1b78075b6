//! Activity: what was sent and received in one list, one message in full, and counts.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use serde::Deserialize;
use utoipa::IntoParams;
use whatsapp_domain::{
    ActivityCounts, ActivityDetail, ActivityMessage, ActivityPage, ActivityStatus, CampaignEvent, CodeCount,
    Direction, ErrorEnvelope, EventStatus, FilledMessage, MediaKind, QuickTest, StatusCount, Verdict, words,
};

use super::suppressions::tidy;
use crate::{
    access::Caller,
    clock,
    extract::QueryOf,
    problem::ApiError,
    state::AppState,
    store::{ActivityFilter, StoredEvent},
};

/// Messages on a page unless the caller says otherwise, and at most.
const PAGE: usize = 50;
const PAGE_MAX: usize = 200;
/// Inbound messages that are counted.
const COUNTED_MAX: u32 = 1_000_000;
/// Characters of a message in the list.
const TEXT_MAX: usize = 200;

/// Which messages.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct MessagesQuery {
    /// Only those of this integration.
    integration: Option<String>,
    /// Only those with this customer: a number with or without plus, or the provider's id of one who hides theirs.
    customer: Option<String>,
    /// Only those of this status: `inbound`, `accepted`, `sent`, `delivered`, `read`, `failed` or `unclear`.
    status: Option<String>,
    /// Not before this time, RFC 3339.
    from: Option<String>,
    /// Before this time, RFC 3339.
    to: Option<String>,
    /// Only those older than these: `next` of the page before.
    after: Option<String>,
    /// How many, 1 to 200; 50 when left out.
    limit: Option<usize>,
}

impl MessagesQuery {
    fn filter(&self, caller: &Caller) -> Result<ActivityFilter, ApiError> {
        let bad = |text: String| ApiError::new(StatusCode::BAD_REQUEST, "bad-query", text);
        let time = |name: &str, text: &Option<String>| match text {
            Some(text) => clock::to_ms(text)
                .map(Some)
                .ok_or_else(|| bad(format!("{name} has to be a time such as 2026-03-01T09:30:00Z."))),
            None => Ok(None),
        };
        let status = match &self.status {
            Some(word) => Some(
                ActivityStatus::read(word).ok_or_else(|| bad(format!("There is no status \"{word}\".")))?,
            ),
            None => None,
        };
        Ok(ActivityFilter {
            tenant: Some(caller.tenant.clone()),
            integration: self.integration.clone(),
            customer: self.customer.as_deref().map(tidy).filter(|text| !text.is_empty()),
            status,
            from: time("from", &self.from)?,
            to: time("to", &self.to)?,
        })
    }
}

/// Where a page ends in each of the two lists that it is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cursor {
    sent: i64,
    received: i64,
}

impl Cursor {
    const START: Self = Self { sent: i64::MAX, received: i64::MAX };

    fn read(text: &str) -> Option<Self> {
        let (sent, received) = text.split_once('.')?;
        Some(Self { sent: sent.parse().ok()?, received: received.parse().ok()? })
    }

    fn text(self) -> String {
        format!("{}.{}", self.sent, self.received)
    }
}

/// What was sent and received, newest first.
#[utoipa::path(get, path = "/api/v1/messages", tag = "activity", params(MessagesQuery), responses(
    (status = 200, body = ActivityPage),
    (status = 400, body = ErrorEnvelope),
))]
pub(super) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    QueryOf(query): QueryOf<MessagesQuery>,
) -> Result<Json<ActivityPage>, ApiError> {
    let limit = query.limit.unwrap_or(PAGE);
    if !(1..=PAGE_MAX).contains(&limit) {
        let text = format!("The limit is {limit}; it has to be from 1 to {PAGE_MAX}.");
        return Err(ApiError::new(StatusCode::BAD_REQUEST, "bad-query", text));
    }
    let start = match &query.after {
        None => Cursor::START,
        Some(text) => Cursor::read(text).ok_or_else(|| {
            ApiError::new(StatusCode::BAD_REQUEST, "bad-query", "after has to be next of the page before.")
        })?,
    };
    let filter = query.filter(&caller)?;
    let sent = state.store.sent(&filter, start.sent, limit + 1).await?;
    let received = state.store.received(&filter, start.received, limit + 1).await?;
    let (items, end) = merge(sent, received, start, limit);
    Ok(Json(ActivityPage { items, next: end.map(Cursor::text) }))
}

/// The newest `limit` of both lists, and where the next page begins if there is one.
fn merge(
    sent: Vec<(i64, QuickTest)>,
    received: Vec<StoredEvent>,
    mut at: Cursor,
    limit: usize,
) -> (Vec<ActivityMessage>, Option<Cursor>) {
    let (mut sent, mut received) = (sent.into_iter().peekable(), received.into_iter().peekable());
    let mut items = Vec::new();
    while items.len() < limit {
        // All times have one form, so they compare as texts.
        let from_sent = match (sent.peek(), received.peek()) {
            (Some((_, test)), Some(found)) => test.created_at >= found.event.received_at,
            (Some(_), None) => true,
            (None, Some(_)) => false,
            (None, None) => return (items, None),
        };
        if from_sent {
            let Some((place, test)) = sent.next() else { break };
            at.sent = place;
            items.push(of_test(&test));
        } else {
            let Some(found) = received.next() else { break };
            at.received = found.place;
            items.push(of_event(&found.event));
        }
    }
    let more = sent.peek().is_some() || received.peek().is_some();
    (items, more.then_some(at))
}

/// One message: of a sent one the request and the answer word for word, of a received one the provider's own words, and
/// everything that was reported about it.
#[utoipa::path(get, path = "/api/v1/messages/{id}", tag = "activity", params(("id" = String, Path, description = "`test_…` or `evt_…`")), responses(
    (status = 200, body = ActivityDetail),
    (status = 404, body = ErrorEnvelope),
))]
pub(super) async fn read(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<ActivityDetail>, ApiError> {
    let test = state.store.sent_one(&id).await?;
    if let Some(test) = test.filter(|test| state.store.belongs(&test.integration, &caller.tenant)) {
        let reports = state.store.reports_of_test(&id).await?;
        let message = of_test(&test);
        return Ok(Json(ActivityDetail { message, sent: Some(test), received: None, reports }));
    }
    let event = inbound(&state, &caller, &id).await?;
    let reports = match &event.message_id {
        Some(message_id) => state.store.events_of_message(&event.integration, message_id).await?,
        None => Vec::new(),
    };
    let reports = reports.into_iter().filter(|report| report.id != event.id).collect();
    Ok(Json(ActivityDetail { message: of_event(&event), sent: None, received: Some(event), reports }))
}

/// The inbound message with this id.
pub(super) async fn inbound(state: &AppState, caller: &Caller, id: &str) -> Result<CampaignEvent, ApiError> {
    let found = state.store.event(id).await?.map(|found| found.event);
    let found = found.filter(|event| state.store.belongs(&event.integration, &caller.tenant));
    found
        .filter(|event| event.status == EventStatus::Inbound)
        .ok_or_else(|| ApiError::not_found(words!("message")))
}

/// How many messages there are by status, and of the failed ones by code.
#[utoipa::path(get, path = "/api/v1/messages/counts", tag = "activity", params(MessagesQuery), responses(
    (status = 200, body = ActivityCounts),
    (status = 400, body = ErrorEnvelope),
))]
pub(super) async fn counts(
    State(state): State<AppState>,
    caller: Caller,
    QueryOf(query): QueryOf<MessagesQuery>,
) -> Result<Json<ActivityCounts>, ApiError> {
    let (found, partial) = state.store.count_activity(&query.filter(&caller)?, COUNTED_MAX).await?;
    let statuses = ActivityStatus::ALL
        .into_iter()
        .map(|status| StatusCount {
            status,
            count: found.iter().filter(|one| one.status == status).map(|one| one.count).sum(),
        })
        .filter(|one| one.count > 0)
        .collect();
    let mut codes: Vec<_> = found
        .into_iter()
        .filter_map(|one| one.code.map(|code| CodeCount { code, count: one.count }))
        .collect();
    codes.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.code.cmp(&b.code)));
    Ok(Json(ActivityCounts { statuses, codes, partial }))
}

fn of_test(test: &QuickTest) -> ActivityMessage {
    let (status, code) = match (&test.following, test.outcome.verdict) {
        (Some(following), _) => {
            let code = following.outcome.as_ref().map(|outcome| outcome.code.clone());
            (following.status.into(), code)
        }
        (None, Verdict::Accepted) => (ActivityStatus::Accepted, None),
        (None, Verdict::Unclear) => (ActivityStatus::Unclear, Some(test.outcome.code.clone())),
        (None, Verdict::Refused) => (ActivityStatus::Failed, Some(test.outcome.code.clone())),
    };
    let (kind, text) = words(&test.message);
    ActivityMessage {
        id: test.id.clone(),
        direction: Direction::Sent,
        integration: test.integration.clone(),
        provider: test.provider.clone(),
        at: test.created_at.clone(),
        number: Some(test.reached.e164.trim_start_matches('+').to_owned()),
        customer: None,
        user_id: None,
        name: None,
        kind: kind.to_owned(),
        text: text.map(cut),
        status,
        code,
        has_media: false,
    }
}

/// Kind and first words of a message.
fn words(message: &FilledMessage) -> (&'static str, Option<&str>) {
    match message {
        FilledMessage::Template { name, .. } => ("template", Some(name)),
        FilledMessage::Text { text, .. } => ("text", Some(text)),
        FilledMessage::Media { kind, caption, filename, .. } => {
            let kind = match kind {
                MediaKind::Image => "image",
                MediaKind::Video => "video",
                MediaKind::Document => "document",
            };
            (kind, caption.as_deref().or(filename.as_deref()))
        }
    }
}

fn of_event(event: &CampaignEvent) -> ActivityMessage {
    ActivityMessage {
        id: event.id.clone().unwrap_or_default(),
        direction: Direction::Received,
        integration: event.integration.clone(),
        provider: event.provider.clone(),
        at: event.received_at.clone(),
        number: event.customer.as_ref().map(|customer| customer.value.trim_start_matches('+').to_owned()),
        customer: event.customer.clone(),
        user_id: event.user_id.clone(),
        name: event.name.clone(),
        kind: event.kind.clone(),
        text: event.message.as_deref().map(cut),
        status: ActivityStatus::Inbound,
        code: None,
        has_media: event.media.is_some(),
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(TEXT_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back() {
        for cursor in [Cursor::START, Cursor { sent: 7, received: 0 }] {
            assert_eq!(Cursor::read(&cursor.text()), Some(cursor));
        }
        for bad in ["", "1", "a.b", "1.2.3"] {
            assert_eq!(Cursor::read(bad), None, "{bad}");
        }
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(cut("short"), "short");
        let long = "ü".repeat(TEXT_MAX + 1);
        assert_eq!(cut(&long), format!("{}…", "ü".repeat(TEXT_MAX)));
    }
}
