//! Template lists and sender quality.

use super::auth::Access;
use super::errors;
use crate::accounts::INFOBIP_SENDER;
use crate::state::State;
use crate::templates::{Button, Header, Status, Template};
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State as Extracted};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// `GET /whatsapp/2/senders/{sender}/templates`
pub(super) async fn of_sender(
    Extracted(state): Extracted<Arc<State>>,
    Extension(access): Extension<Access>,
    path: Result<Path<String>, PathRejection>,
) -> Response {
    let Ok(Path(sender)) = path else { return errors::not_found() };
    if !access.manage || sender != INFOBIP_SENDER {
        return errors::forbidden();
    }
    Json(json!({"templates": state.templates().iter().map(describe).collect::<Value>()})).into_response()
}

/// `GET /whatsapp/2/senders/{sender}/templates/{id}`
pub(super) async fn one(
    Extracted(state): Extracted<Arc<State>>,
    Extension(access): Extension<Access>,
    path: Result<Path<(String, String)>, PathRejection>,
) -> Response {
    let Ok(Path((sender, id))) = path else { return errors::not_found() };
    if !access.manage || sender != INFOBIP_SENDER {
        return errors::forbidden();
    }
    match state.templates().iter().find(|t| t.id.to_string() == id) {
        Some(template) => Json(describe(template)).into_response(),
        None => errors::not_found(),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Search {
    sender: Option<String>,
    status: Option<String>,
    name: Option<String>,
    language: Option<String>,
    category: Option<String>,
    page: Option<String>,
    size: Option<String>,
    order_by: Option<String>,
}

/// `GET /whatsapp/1/templates`, the newer call: paged, and with the newer error form. `orderBy` takes
/// `templateId,ASC` (the default) and `templateId,DESC`.
pub(super) async fn paged(
    Extracted(state): Extracted<Arc<State>>,
    Extension(access): Extension<Access>,
    query: Result<Query<Search>, QueryRejection>,
) -> Response {
    if !access.manage {
        return errors::newer_forbidden();
    }
    let Ok(Query(search)) = query else {
        return errors::newer_bad_request(&[("query", "must be a valid query".into())]);
    };
    let mut violations = Vec::new();
    let mut number = |key, text: &Option<String>, default: usize, least: usize, most: usize| {
        let Some(text) = text else { return default };
        match text.parse() {
            Ok(n) if (least..=most).contains(&n) => n,
            _ => {
                violations.push((key, format!("must be a number between {least} and {most}")));
                default
            }
        }
    };
    let page = number("page", &search.page, 0, 0, i32::MAX as usize);
    let size = number("size", &search.size, 10, 1, 100);
    let descending = match search.order_by.as_deref() {
        None | Some("templateId,ASC" | "templateId") => false,
        Some("templateId,DESC") => true,
        Some(_) => {
            violations.push(("orderBy", "must be templateId,ASC or templateId,DESC".into()));
            false
        }
    };
    const STATUSES: [&str; 11] = [
        "APPROVED",
        "IN_APPEAL",
        "PENDING",
        "REJECTED",
        "PENDING_DELETION",
        "DELETED",
        "REINSTATED",
        "FLAGGED",
        "FIRST_PAUSED",
        "SECOND_PAUSED",
        "DISABLED",
    ];
    for (key, value, words) in [
        ("status", &search.status, &STATUSES[..]),
        ("category", &search.category, &["MARKETING", "UTILITY", "AUTHENTICATION"][..]),
    ] {
        if value.as_deref().is_some_and(|v| !words.contains(&v)) {
            violations.push((key, format!("must be one of {}", words.join(", "))));
        }
    }
    if !violations.is_empty() {
        return errors::newer_bad_request(&violations);
    }
    let is = |asked: &Option<String>, value: &str| asked.as_deref().is_none_or(|a| a == value);
    let templates = state.templates();
    let mut found: Vec<_> = templates
        .iter()
        .filter(|t| {
            is(&search.sender, INFOBIP_SENDER)
                && is(&search.status, status(t.status))
                && is(&search.name, t.name)
                && is(&search.language, t.language)
                && is(&search.category, t.category.word())
        })
        .collect();
    found.sort_by_key(|t| t.id);
    if descending {
        found.reverse();
    }
    let total = found.len();
    let results: Vec<_> =
        found.into_iter().skip(page.saturating_mul(size)).take(size).map(describe).collect();
    let paging =
        json!({"page": page, "size": size, "totalPages": total.div_ceil(size), "totalResults": total});
    Json(json!({"results": results, "paging": paging})).into_response()
}

#[derive(Debug, Deserialize)]
pub(super) struct Senders {
    senders: String,
}

/// `GET /whatsapp/1/senders/quality?senders=…`. Senders of other accounts are left out of the answer.
pub(super) async fn quality(
    Extension(access): Extension<Access>,
    query: Result<Query<Senders>, QueryRejection>,
) -> Response {
    if !access.manage {
        return errors::forbidden();
    }
    let Ok(Query(Senders { senders })) = query else { return errors::bad_request(None) };
    let list: Vec<_> = senders.split(',').map(str::trim).filter(|s| !s.is_empty()).collect();
    if list.is_empty() || list.len() > 100 {
        return errors::bad_request(None);
    }
    let own = list.into_iter().filter(|s| *s == INFOBIP_SENDER);
    let results: Vec<_> = own
        .map(|sender| {
            json!({
                "sender": sender,
                "qualityRating": "HIGH",
                "status": "CONNECTED",
                "currentLimit": "LIMIT_10K",
                "lastUpdated": "2026-01-01T00:00:00.000Z",
            })
        })
        .collect();
    Json(json!({"results": results})).into_response()
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Approved => "APPROVED",
        Status::Pending => "PENDING",
        Status::Rejected => "REJECTED",
        Status::Paused => "FIRST_PAUSED",
    }
}

/// A template in the form of version 2. Sample values are write-only there and do not come back.
fn describe(t: &Template) -> Value {
    let mut structure = json!({"body": {"text": t.body}});
    match t.header {
        Some(Header::Text { text, .. }) => structure["header"] = json!({"format": "TEXT", "text": text}),
        Some(Header::Media(kind)) => structure["header"] = json!({"format": kind.word()}),
        None => {}
    }
    if let Some(footer) = t.footer {
        structure["footer"] = json!({"text": footer});
    }
    if !t.buttons.is_empty() {
        structure["buttons"] = t.buttons.iter().map(button).collect();
    }
    let plain = t.header.is_none() && t.buttons.is_empty() && t.footer.is_none();
    structure["type"] = if plain { "TEXT" } else { "MEDIA" }.into();
    let quality = match t.status {
        Status::Approved => "HIGH",
        Status::Paused => "LOW",
        Status::Pending | Status::Rejected => "UNKNOWN",
    };
    json!({
        "id": t.id.to_string(),
        "businessAccountId": 222,
        "name": t.name,
        "language": t.language,
        "status": status(t.status),
        "category": t.category.word(),
        "structure": structure,
        "quality": quality,
        "createdAt": "2026-01-01T00:00:00.000+0000",
        "lastUpdatedAt": "2026-01-01T00:00:00.000+0000",
    })
}

fn button(button: &Button) -> Value {
    match button {
        Button::QuickReply { text } => json!({"type": "QUICK_REPLY", "text": text}),
        Button::Url { text, url, example: Some(example) } => {
            json!({"type": "URL", "text": text, "url": url, "example": example})
        }
        Button::Url { text, url, example: None } => json!({"type": "URL", "text": text, "url": url}),
        Button::Phone { text, number } => {
            json!({"type": "PHONE_NUMBER", "text": text, "phoneNumber": number})
        }
        Button::CopyCode { example } => json!({"type": "COPY_CODE", "example": example}),
        Button::OneTimeCode { text } => json!({"otpType": "COPY_CODE", "text": text}),
    }
}
