//! Infobip's two error forms: the older `requestError`, and the newer flat one of some list calls.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn older(
    status: StatusCode,
    id: &str,
    text: &str,
    validation: Option<BTreeMap<String, Vec<String>>>,
) -> Response {
    let mut exception = json!({"messageId": id, "text": text});
    if let Some(errors) = validation {
        exception["validationErrors"] = json!(errors);
    }
    (status, Json(json!({"requestError": {"serviceException": exception}}))).into_response()
}

fn newer(status: StatusCode, description: &str, action: &str, violations: &[Value]) -> Response {
    let code = format!("E{}", status.as_u16());
    let body = json!({
        "errorCode": code, "description": description, "action": action, "violations": violations, "resources": [],
    });
    (status, Json(body)).into_response()
}

pub(crate) fn bad_request(validation: Option<BTreeMap<String, Vec<String>>>) -> Response {
    older(StatusCode::BAD_REQUEST, "BAD_REQUEST", "Bad request", validation)
}

pub(crate) fn unauthorized(text: &str) -> Response {
    older(StatusCode::UNAUTHORIZED, "UNAUTHORIZED", text, None)
}

pub(crate) fn forbidden() -> Response {
    older(StatusCode::FORBIDDEN, "FORBIDDEN", "Forbidden", None)
}

pub(crate) fn not_found() -> Response {
    older(StatusCode::NOT_FOUND, "NOT_FOUND", "Not found", None)
}

pub(crate) fn method_not_allowed() -> Response {
    older(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", "Method not allowed", None)
}

pub(crate) fn rate_limited() -> Response {
    older(StatusCode::TOO_MANY_REQUESTS, "TOO_MANY_REQUESTS", "Too many requests", None)
}

pub(crate) fn general() -> Response {
    let text = "Something went wrong. Please contact support.";
    older(StatusCode::INTERNAL_SERVER_ERROR, "GENERAL_ERROR", text, None)
}

/// `(property, violation)` pairs.
pub(crate) fn newer_bad_request(violations: &[(&str, String)]) -> Response {
    let list: Vec<_> = violations.iter().map(|(p, v)| json!({"property": p, "violation": v})).collect();
    let action = "Check the syntax, violations and adjust the request.";
    newer(StatusCode::BAD_REQUEST, "Request cannot be processed.", action, &list)
}

pub(crate) fn newer_unauthorized() -> Response {
    let action = "Check your credentials and try again.";
    newer(StatusCode::UNAUTHORIZED, "The request lacks valid authentication credentials.", action, &[])
}

pub(crate) fn newer_forbidden() -> Response {
    let action = "Check the scopes of your key, or contact your account manager.";
    newer(StatusCode::FORBIDDEN, "You are not authorized to access this resource.", action, &[])
}

pub(crate) fn newer_rate_limited() -> Response {
    let action = "Wait a moment before sending the next request.";
    newer(StatusCode::TOO_MANY_REQUESTS, "Too many requests.", action, &[])
}

pub(crate) fn newer_general() -> Response {
    let text = "Something went wrong on our side.";
    newer(StatusCode::INTERNAL_SERVER_ERROR, text, "Contact support if it happens again.", &[])
}
