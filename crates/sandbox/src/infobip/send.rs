//! The five send calls.

use super::auth::Access;
use super::content::{Draft, Endpoint, read};
use super::errors;
use crate::accounts::INFOBIP_SENDER;
use crate::callbacks::{Sent, follow};
use crate::faults::{Refused, TemplateChecks};
use crate::message::Provider;
use crate::recipients::fate;
use crate::samples;
use crate::shape::{MAX_BODY_BYTES, Object, Violations, length};
use crate::state::{Delivery, State};
use crate::templates::{MediaKind, Template};
use axum::extract::{Request, State as Extracted};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, body};
use serde::Serialize;
use serde_json::Value;
use std::sync::Arc;

pub(super) async fn template(Extracted(state): Extracted<Arc<State>>, request: Request) -> Response {
    send(&state, Endpoint::Template, request).await
}

pub(super) async fn text(Extracted(state): Extracted<Arc<State>>, request: Request) -> Response {
    send(&state, Endpoint::Text, request).await
}

pub(super) async fn image(Extracted(state): Extracted<Arc<State>>, request: Request) -> Response {
    send(&state, Endpoint::Media(MediaKind::Image), request).await
}

pub(super) async fn video(Extracted(state): Extracted<Arc<State>>, request: Request) -> Response {
    send(&state, Endpoint::Media(MediaKind::Video), request).await
}

pub(super) async fn document(Extracted(state): Extracted<Arc<State>>, request: Request) -> Response {
    send(&state, Endpoint::Media(MediaKind::Document), request).await
}

async fn send(state: &Arc<State>, endpoint: Endpoint, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    if !parts.extensions.get::<Access>().is_some_and(|a| a.send) {
        return errors::forbidden();
    }
    let Some(value) = json_body(&parts.headers, body).await else { return errors::bad_request(None) };
    let violations = Violations::default();
    let (drafts, bulk_id) = drafts(endpoint, &value, &state.templates(), &violations);
    if state.faults().of(Provider::Infobip).template_checks == TemplateChecks::AtOnce {
        for (path, text) in drafts.iter().flat_map(|d| &d.content.mismatches) {
            violations.add(path, text.clone());
        }
    }
    if let Some(found) = violations.found() {
        return errors::bad_request(Some(found));
    }
    // One foreign sender refuses the whole request: nothing is half sent.
    if drafts.iter().any(|d| d.from != INFOBIP_SENDER) {
        return errors::forbidden();
    }
    let refused = parts.extensions.get::<Refused>().copied();
    let mut answers: Vec<Answer> = drafts.into_iter().map(|draft| accept(state, draft, refused)).collect();
    match endpoint {
        // The published sample has a bulkId for a single message too.
        Endpoint::Template => {
            let bulk_id = bulk_id.unwrap_or_else(crate::ids::bulk_id);
            Json(BulkAnswer { messages: answers, bulk_id }).into_response()
        }
        _ => Json(answers.pop()).into_response(),
    }
}

/// The body as JSON; `None` for a wrong Content-Type, a body that is too long or no JSON.
pub(super) async fn json_body(headers: &HeaderMap, body: body::Body) -> Option<Value> {
    let content_type = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/json") {
        return None;
    }
    let bytes = body::to_bytes(body, MAX_BODY_BYTES).await.ok()?;
    serde_json::from_slice(&bytes).ok()
}

/// The messages of a request. The published error samples have no `messages[0]` in front of a path, so neither has this.
fn drafts(
    endpoint: Endpoint,
    value: &Value,
    templates: &[Template],
    violations: &Violations,
) -> (Vec<Draft>, Option<String>) {
    let Some(mut top) = Object::read(value, "", violations) else { return (Vec::new(), None) };
    if endpoint != Endpoint::Template {
        return (read(endpoint, top, templates).into_iter().collect(), None);
    }
    let bulk_id = top.text("bulkId", length(0, 100)).filter(|id| !id.is_empty()).map(str::to_owned);
    let list = top.required_list("messages").unwrap_or_default();
    if list.is_empty() && top.present(&["messages"]).len() == 1 {
        top.fault("messages", "must not be empty");
    }
    let drafts = list
        .iter()
        .filter_map(|message| Object::read(message, "", violations))
        .filter_map(|message| read(endpoint, message, templates))
        .collect();
    top.close();
    (drafts, bulk_id)
}

/// A status of Infobip's table, in the order of its published samples.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
struct Status {
    group_id: u8,
    group_name: &'static str,
    id: u16,
    name: &'static str,
    description: &'static str,
}

/// The answer for one message.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    to: String,
    message_count: u8,
    message_id: String,
    status: Status,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct BulkAnswer {
    messages: Vec<Answer>,
    bulk_id: String,
}

const fn status(
    group_id: u8,
    group_name: &'static str,
    id: u16,
    name: &'static str,
    description: &'static str,
) -> Status {
    Status { group_id, group_name, id, name, description }
}

const ENROUTE: Status = status(1, "PENDING", 7, "PENDING_ENROUTE", "Message sent to next instance");
const NO_CREDIT: Status = status(5, "REJECTED", 12, "REJECTED_NOT_ENOUGH_CREDITS", "Not enough credits");
/// In no table of Infobip's: its ids end long before.
const UNKNOWN: Status =
    status(5, "REJECTED", 9171, "REJECTED_SANDBOX_RULE", "Message violates a rule of the sandbox");
const DUPLICATE: Status = status(5, "REJECTED", 23, "REJECTED_DUPLICATE_MESSAGE_ID", "Duplicate message id");
const DESTINATION: Status =
    status(5, "REJECTED", 52, "REJECTED_DESTINATION", "Destination number is not valid");

fn accept(state: &Arc<State>, draft: Draft, refused: Option<Refused>) -> Answer {
    let Draft { from, to, id, callback_data, content } = draft;
    let own_id = id.is_some();
    let id = id.unwrap_or_else(crate::ids::uuid);
    let status = if let Some(refused) = refused {
        match refused {
            Refused::NoCredit => NO_CREDIT,
            Refused::UnknownCode => UNKNOWN,
        }
    } else if impossible(&to) {
        DESTINATION
    } else if own_id && !state.claim_id(&id) {
        DUPLICATE
    } else {
        let failure =
            content.failure.or_else(|| samples::fate(Provider::Infobip, &content.shown)).or_else(|| {
                let has_written = state.callbacks().has_written(&to);
                fate(Provider::Infobip, &to, &content.shown, content.category, has_written)
            });
        let sent = Sent {
            id: id.clone(),
            provider: Provider::Infobip,
            account: from.clone(),
            from: from.clone(),
            to: to.clone(),
            at: crate::ids::now(),
            metadata: callback_data,
            correlation: String::new(),
            failure: failure.clone(),
        };
        let delivery = Delivery {
            id: id.clone(),
            provider: Provider::Infobip,
            from,
            to: to.clone(),
            shown: content.shown,
            failure,
        };
        state.record(delivery);
        follow(state, sent);
        ENROUTE
    };
    Answer { to, message_count: 1, message_id: id, status }
}

/// Digits that no country's plan can hold: a leading zero, fewer than seven or more than fifteen.
fn impossible(to: &str) -> bool {
    to.bytes().all(|b| b.is_ascii_digit()) && (to.starts_with('0') || !(7..=15).contains(&to.len()))
}
