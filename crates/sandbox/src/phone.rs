//! The sandbox's own API: accounts, templates, the phone's inbox (also live) and the fault switches.

use crate::callbacks::{get_reports, look, set_reports};
use crate::faults::{Faults, MAX_SECONDS, MAX_TOKEN_SECONDS, ProviderFaults};
use crate::message::{Message, Provider};
use crate::recipients::{Fails, RULES};
use crate::state::{Change, State};
use crate::template_switches::{get_changes, reset_changes, set_changes};
use crate::templates::{Button, Header, Template};
use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, Request, State as Extracted};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use axum::{Extension, Json, Router};
use futures_util::stream::{self, Stream};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use tokio::sync::watch;

/// `http://host:port` with which addresses in the sandbox begin: the server's own, else as this machine called it.
#[derive(Debug, Clone)]
pub(crate) struct Origin(pub(crate) String);

/// Routes below `/sandbox/api`.
pub fn router(state: Arc<State>) -> Router {
    Router::new()
        .route("/accounts", get(accounts))
        .route("/templates", get(list_templates))
        .route("/template-changes", get(get_changes).put(set_changes).delete(reset_changes))
        .route("/recipients", get(recipients))
        .route("/media", get(media))
        .route("/messages", get(messages).delete(clear))
        .route("/messages/stream", get(live))
        .route("/messages/seen", post(seen))
        .route("/faults", put(set_faults).get(get_faults))
        .route("/reports", get(get_reports).post(set_reports).put(set_reports))
        .route("/inbound", post(crate::inbound::write))
        .route("/callbacks", get(crate::inbound::callbacks))
        .fallback(not_found)
        .method_not_allowed_fallback(|| async {
            error(
                StatusCode::METHOD_NOT_ALLOWED,
                "method-not-allowed",
                "the sandbox does not do that at this address",
            )
        })
        .layer(from_fn_with_state(state.clone(), this_machine_only))
        .with_state(state)
}

/// The proxy's error envelope.
pub fn error(status: StatusCode, code: &str, text: &str) -> Response {
    (status, Json(json!({"error": {"code": code, "text": text, "retry": "never"}}))).into_response()
}

pub(crate) async fn not_found() -> Response {
    error(StatusCode::NOT_FOUND, "not-found", "the sandbox has no such address")
}

async fn this_machine_only(
    Extracted(state): Extracted<Arc<State>>,
    mut request: Request,
    next: Next,
) -> Response {
    let Some(origin) = crate::host::loopback_origin(request.headers(), request.uri()) else {
        return error(
            StatusCode::FORBIDDEN,
            "host-not-loopback",
            "the sandbox answers this machine only; open it as localhost or 127.0.0.1",
        );
    };
    request.extensions_mut().insert(Origin(state.origin().map_or(origin, str::to_owned)));
    let mut response = next.run(request).await;
    response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    response
}

async fn accounts(Extension(Origin(origin)): Extension<Origin>) -> Json<Value> {
    Json(crate::accounts::accounts(&origin))
}

/// Files of the media host, each with what it is.
async fn media(Extension(Origin(origin)): Extension<Origin>) -> Json<Value> {
    Json(crate::samples::list(&origin))
}

async fn list_templates(Extracted(state): Extracted<Arc<State>>) -> Json<Value> {
    Json(state.templates().iter().map(describe).collect())
}

/// Numbers to try, each with what becomes of messages to it.
async fn recipients() -> Json<Value> {
    let fails = |fails| match fails {
        Fails::All => "all",
        Fails::FreeMessages => "freeMessages",
        Fails::Marketing => "marketing",
        Fails::Media => "media",
    };
    let ordinary = json!({"number": "447700900123", "fails": "none", "text": "receives everything"});
    let special = RULES.iter().map(|rule| {
        json!({"number": format!("4477009{}", rule.ending), "fails": fails(rule.fails), "text": rule.text})
    });
    Json(std::iter::once(ordinary).chain(special).collect())
}

fn describe(t: &Template) -> Value {
    let header = t.header.map(|header| match header {
        Header::Text { text, example } => json!({"type": "text", "text": text, "example": example}),
        Header::Media(kind) => json!({"type": kind.small_word()}),
    });
    let button = |(index, button): (usize, &Button)| {
        let takes_value = button.takes().is_some();
        let (kind, text, value) = match button {
            Button::QuickReply { text } => ("quickReply", *text, None),
            Button::Url { text, url, .. } => ("url", *text, Some(*url)),
            Button::Phone { text, number } => ("phone", *text, Some(*number)),
            Button::CopyCode { .. } => ("copyCode", "Copy offer code", None),
            Button::OneTimeCode { text } => ("oneTimeCode", *text, None),
        };
        json!({"index": index, "type": kind, "text": text, "value": value, "takesValue": takes_value})
    };
    json!({
        "name": t.name,
        "language": t.language,
        "category": t.category.word().to_lowercase(),
        "status": t.status.small_word(),
        "header": header,
        "body": t.body,
        "parameters": t.body_slots(),
        "examples": t.examples,
        "footer": t.footer,
        "buttons": t.buttons.iter().enumerate().map(button).collect::<Value>(),
    })
}

#[derive(Debug, Default, Deserialize)]
struct After {
    #[serde(default)]
    after: u64,
}

fn after_refused() -> Response {
    error(StatusCode::BAD_REQUEST, "after-not-a-number", "after has to be the number of a message")
}

async fn messages(
    Extracted(state): Extracted<Arc<State>>,
    query: Result<Query<After>, QueryRejection>,
) -> Response {
    let Ok(Query(After { after })) = query else { return after_refused() };
    let found = state.messages_after(after);
    if state.callbacks().switches().read_when_seen {
        look(&state, found.iter().map(|m| m.id.clone()));
    }
    Json(found.iter().map(|m| json!(**m)).collect::<Value>()).into_response()
}

/// The owner looks at all messages, whatever the switch says.
async fn seen(Extracted(state): Extracted<Arc<State>>) -> StatusCode {
    look(&state, state.messages_after(0).iter().map(|m| m.id.clone()));
    StatusCode::NO_CONTENT
}

async fn clear(Extracted(state): Extracted<Arc<State>>) -> StatusCode {
    state.clear_messages();
    StatusCode::NO_CONTENT
}

async fn live(
    Extracted(state): Extracted<Arc<State>>,
    headers: HeaderMap,
    query: Result<Query<After>, QueryRejection>,
) -> Response {
    let Ok(Query(After { after: asked })) = query else { return after_refused() };
    // A browser that reconnects says what it saw last; that is newer than the address it first opened.
    let last_seen = headers.get("last-event-id").and_then(|v| v.to_str().ok()?.parse().ok()).unwrap_or(0);
    let changes = state.watch();
    let cleared = changes.borrow().cleared;
    let feed = Feed { state, changes, seen: asked.max(last_seen), cleared, waiting: VecDeque::new() };
    Sse::new(feed.events()).keep_alive(KeepAlive::default()).into_response()
}

/// Where one live view stands.
struct Feed {
    state: Arc<State>,
    changes: watch::Receiver<Change>,
    seen: u64,
    cleared: u64,
    waiting: VecDeque<Arc<Message>>,
}

impl Feed {
    /// `event: message` with the message, its number as the event's id; `event: cleared` when the inbox was emptied.
    fn events(self) -> impl Stream<Item = Result<Event, Infallible>> {
        stream::unfold(self, |mut feed| async move {
            loop {
                if let Some(message) = feed.waiting.pop_front() {
                    feed.seen = message.seq;
                    if feed.state.callbacks().switches().read_when_seen {
                        look(&feed.state, [message.id.clone()]);
                    }
                    let event = Event::default().event("message").id(message.seq.to_string());
                    let Ok(event) = event.json_data(&*message) else { continue };
                    return Some((Ok(event), feed));
                }
                // Marked as seen before reading the inbox, so that a change in between wakes the loop again.
                let change = *feed.changes.borrow_and_update();
                if change.closed {
                    return None;
                }
                if change.cleared != feed.cleared {
                    feed.cleared = change.cleared;
                    return Some((Ok(Event::default().event("cleared").data("{}")), feed));
                }
                feed.waiting = feed.state.messages_after(feed.seen).into();
                if feed.waiting.is_empty() {
                    feed.changes.changed().await.ok()?;
                }
            }
        })
    }
}

async fn get_faults(Extracted(state): Extracted<Arc<State>>) -> Json<Faults> {
    Json(state.faults())
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NewFaults {
    infobip: Option<ProviderFaults>,
    sinch: Option<ProviderFaults>,
}

/// Sets the providers that are named; the others stay as they are.
async fn set_faults(Extracted(state): Extracted<Arc<State>>, body: Bytes) -> Response {
    let new: NewFaults = match serde_json::from_slice(&body) {
        Ok(new) => new,
        Err(cause) => return error(StatusCode::BAD_REQUEST, "faults-unreadable", &cause.to_string()),
    };
    let given = [(Provider::Infobip, new.infobip), (Provider::Sinch, new.sinch)];
    if given.iter().any(|(_, f)| f.as_ref().and_then(|f| f.seconds).is_some_and(|s| s > MAX_SECONDS)) {
        let text = format!("seconds has to be at most {MAX_SECONDS}");
        return error(StatusCode::BAD_REQUEST, "seconds-too-many", &text);
    }
    if given.iter().any(|(_, f)| f.as_ref().is_some_and(|f| f.token_seconds > MAX_TOKEN_SECONDS)) {
        let text = format!("tokenSeconds has to be at most {MAX_TOKEN_SECONDS}");
        return error(StatusCode::BAD_REQUEST, "token-seconds-too-many", &text);
    }
    for (provider, faults) in given {
        if let Some(faults) = faults {
            state.set_faults(provider, faults);
        }
    }
    Json(state.faults()).into_response()
}
