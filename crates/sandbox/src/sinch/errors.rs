//! Sinch's error forms: Conversation's, Provisioning's, and plain OAuth of the token exchange. The RPC words
//! beside each HTTP status are the usual ones.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Members in the order of the published samples.
#[derive(Debug, Serialize)]
struct RpcError<'a> {
    code: u16,
    message: &'a str,
    status: &'a str,
    details: &'a [Value],
}

#[derive(Debug, Serialize)]
struct Envelope<'a> {
    error: RpcError<'a>,
}

fn rpc(status: StatusCode, word: &str, message: &str, details: &[Value]) -> Response {
    let error = RpcError { code: status.as_u16(), message, status: word, details };
    (status, Json(Envelope { error })).into_response()
}

fn with_challenge(mut response: Response, challenge: &'static str) -> Response {
    response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    response
}

const INVALID_TOKEN: &str = "Bearer error=\"invalid_token\"";
const EXPIRED_TOKEN: &str = "Bearer error=\"invalid_token\", error_description=\"token is expired\"";

/// 400 for a body that cannot be read at all.
pub(crate) fn invalid(message: &str) -> Response {
    rpc(StatusCode::BAD_REQUEST, "INVALID_ARGUMENT", message, &[])
}

/// 400 with a word that is in no list of Sinch's.
pub(crate) fn unknown_code() -> Response {
    let message = "Message violates a rule of the sandbox.";
    rpc(StatusCode::BAD_REQUEST, "SANDBOX_RULE_VIOLATED", message, &[])
}

/// 400 with the fields at fault; the message names the first.
pub(crate) fn invalid_fields(found: &BTreeMap<String, Vec<String>>) -> Response {
    let list: Vec<_> = found
        .iter()
        .flat_map(|(field, texts)| texts.iter().map(move |text| json!({"field": field, "description": text})))
        .collect();
    let first = found.iter().next().and_then(|(field, texts)| Some(format!("{field}: {}", texts.first()?)));
    let details = json!({"@type": "type.googleapis.com/google.rpc.BadRequest", "field_violations": list});
    rpc(StatusCode::BAD_REQUEST, "INVALID_ARGUMENT", &first.unwrap_or_default(), &[details])
}

pub(crate) fn unauthenticated() -> Response {
    let message = "Request had invalid credentials.";
    with_challenge(rpc(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", message, &[]), INVALID_TOKEN)
}

pub(crate) fn expired() -> Response {
    let message = "Request had invalid credentials.";
    with_challenge(rpc(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", message, &[]), EXPIRED_TOKEN)
}

pub(crate) fn billing() -> Response {
    let message = "The billing limit of the project has been reached.";
    rpc(StatusCode::FORBIDDEN, "PERMISSION_DENIED", message, &[])
}

pub(crate) fn not_found(message: &str) -> Response {
    rpc(StatusCode::NOT_FOUND, "NOT_FOUND", message, &[])
}

pub(crate) fn already_exists(message: &str) -> Response {
    rpc(StatusCode::CONFLICT, "ALREADY_EXISTS", message, &[])
}

pub(crate) fn failed_precondition(message: &str) -> Response {
    rpc(StatusCode::BAD_REQUEST, "FAILED_PRECONDITION", message, &[])
}

pub(crate) fn method_not_allowed() -> Response {
    rpc(StatusCode::METHOD_NOT_ALLOWED, "UNIMPLEMENTED", "Method not allowed", &[])
}

pub(crate) fn unimplemented(message: &str) -> Response {
    rpc(StatusCode::NOT_IMPLEMENTED, "UNIMPLEMENTED", message, &[])
}

pub(crate) fn rate_limited() -> Response {
    rpc(StatusCode::TOO_MANY_REQUESTS, "RESOURCE_EXHAUSTED", "Too many requests.", &[])
}

pub(crate) fn internal() -> Response {
    rpc(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", "Internal error.", &[])
}

fn provisioning(status: StatusCode, code: &str, message: &str, resolution: &str) -> Response {
    let body =
        json!({"errorCode": code, "message": message, "resolution": resolution, "additionalInformation": {}});
    (status, Json(body)).into_response()
}

pub(crate) fn provisioning_unauthorized(expired: bool) -> Response {
    let response = provisioning(
        StatusCode::UNAUTHORIZED,
        "unauthorized",
        "The credentials are not valid.",
        "Check the access key, or fetch a new token.",
    );
    with_challenge(response, if expired { EXPIRED_TOKEN } else { INVALID_TOKEN })
}

pub(crate) fn provisioning_forbidden() -> Response {
    let text = "The access key has no access to the Provisioning API.";
    provisioning(StatusCode::FORBIDDEN, "forbidden", text, "Ask your account manager for access.")
}

pub(crate) fn provisioning_not_found() -> Response {
    let text = "The project was not found.";
    provisioning(StatusCode::NOT_FOUND, "project_not_found", text, "Check the project id.")
}

pub(crate) fn provisioning_invalid(message: &str) -> Response {
    provisioning(StatusCode::BAD_REQUEST, "invalid_request", message, "Correct the request.")
}

pub(crate) fn provisioning_rate_limited() -> Response {
    let text = "Too many requests.";
    provisioning(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", text, "Send fewer requests at a time.")
}

pub(crate) fn provisioning_internal() -> Response {
    let text = "Internal error.";
    provisioning(StatusCode::INTERNAL_SERVER_ERROR, "internal_error", text, "Try again later.")
}

fn oauth(status: StatusCode, error: &str, description: &str) -> Response {
    (status, Json(json!({"error": error, "error_description": description}))).into_response()
}

pub(crate) fn invalid_client() -> Response {
    oauth(StatusCode::UNAUTHORIZED, "invalid_client", "Client authentication failed")
}

pub(crate) fn oauth_invalid(error: &str, description: &str) -> Response {
    oauth(StatusCode::BAD_REQUEST, error, description)
}

pub(crate) fn oauth_rate_limited() -> Response {
    oauth(StatusCode::TOO_MANY_REQUESTS, "temporarily_unavailable", "Too many requests")
}

pub(crate) fn oauth_server_error() -> Response {
    oauth(StatusCode::INTERNAL_SERVER_ERROR, "server_error", "Internal error")
}
