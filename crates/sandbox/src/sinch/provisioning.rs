//! The template list of the Provisioning API. `pageSize` (10 if absent, at most 100), `pageToken` and
//! `filterStates` (repeatable or comma-separated) are known from Sinch's own tools only.

use super::auth::Holder;
use super::errors;
use crate::accounts::SINCH_PROJECT;
use crate::state::State;
use crate::templates::{Button, Header, Status, Template};
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State as Extracted};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde_json::{Value, json};
use std::sync::Arc;

/// `GET /v1/projects/{project}/whatsapp/templates`
pub(super) async fn list(
    Extracted(app): Extracted<Arc<State>>,
    Extension(holder): Extension<Holder>,
    path: Result<Path<String>, PathRejection>,
    query: Result<Query<Vec<(String, String)>>, QueryRejection>,
) -> Response {
    if !holder.may_list_templates() {
        return errors::provisioning_forbidden();
    }
    if !path.is_ok_and(|Path(project)| project == SINCH_PROJECT) {
        return errors::provisioning_not_found();
    }
    let Ok(Query(query)) = query else { return errors::provisioning_invalid("The query could not be read.") };
    let (mut size, mut start, mut states) = (10, 0, Vec::new());
    for (key, value) in &query {
        match key.as_str() {
            "pageSize" => match value.parse() {
                Ok(n) if (1..=100).contains(&n) => size = n,
                _ => return errors::provisioning_invalid("pageSize has to be between 1 and 100."),
            },
            // A page's token is opaque to callers; here it holds where the page starts.
            "pageToken" if value.is_empty() => {}
            "pageToken" => match value.strip_prefix("page-").and_then(|n| n.parse().ok()) {
                Some(n) => start = n,
                None => return errors::provisioning_invalid("pageToken is not valid."),
            },
            "filterStates" => states.extend(value.split(',').map(str::to_owned)),
            _ => {}
        }
    }
    let templates = app.templates();
    let found: Vec<_> = templates
        .iter()
        .filter(|t| states.is_empty() || states.iter().any(|s| s == state(t.status)))
        .collect();
    let page: Vec<_> = found.iter().skip(start).take(size).map(|t| describe(t)).collect();
    let end = start.saturating_add(page.len());
    let mut answer = json!({"totalSize": found.len(), "pageSize": size, "templates": page});
    if end < found.len() {
        answer["nextPageToken"] = format!("page-{end}").into();
    }
    Json(answer).into_response()
}

fn state(status: Status) -> &'static str {
    match status {
        Status::Approved => "APPROVED",
        Status::Pending => "PENDING",
        Status::Rejected => "REJECTED",
        Status::Paused => "PAUSED",
    }
}

fn describe(t: &Template) -> Value {
    let mut components = Vec::new();
    match t.header {
        Some(Header::Text { text, example: Some(example) }) => {
            components.push(json!({"type": "HEADER", "format": "TEXT", "text": text, "example": example}));
        }
        Some(Header::Text { text, example: None }) => {
            components.push(json!({"type": "HEADER", "format": "TEXT", "text": text}));
        }
        Some(Header::Media(kind)) => components.push(json!({"type": "HEADER", "format": kind.word()})),
        None => {}
    }
    let mut body = json!({"type": "BODY", "text": t.body});
    if !t.examples.is_empty() {
        body["examples"] = json!(t.examples);
    }
    components.push(body);
    if let Some(footer) = t.footer {
        components.push(json!({"type": "FOOTER", "text": footer}));
    }
    if !t.buttons.is_empty() {
        let buttons: Vec<_> = t.buttons.iter().map(button).collect();
        components.push(json!({"type": "BUTTONS", "buttons": buttons}));
    }
    let mut out = json!({
        "name": t.name,
        // Management writes codes in capitals; sending wants `en_GB`.
        "language": t.language.to_uppercase(),
        "category": t.category.word(),
        "state": state(t.status),
        "qualityScore": match t.status {
            Status::Approved => "QUALITY_SCORE_GREEN",
            Status::Paused => "QUALITY_SCORE_RED",
            Status::Pending | Status::Rejected => "QUALITY_SCORE_UNKNOWN",
        },
        "whatsappId": t.id.to_string(),
        "details": {"components": components},
        "analytics": [],
        "isMetaGenerated": false,
    });
    if let Some(reason) = t.reason {
        out["rejectionCode"] = reason.into();
    }
    out
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
        Button::OneTimeCode { text } => json!({"type": "OTP", "otpType": "COPY_CODE", "text": text}),
    }
}
