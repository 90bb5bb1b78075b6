//! The webhooks of an app: at most five, each with an address of its own.

use super::{apps, errors, send::json_body};
use crate::accounts::{SINCH_APP, SINCH_BARE_APP};
use crate::callbacks::Webhook;
use crate::shape::{Object, Violations, length};
use crate::state::State;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State as Extracted};
use axum::response::{IntoResponse, Response};
use axum::{Json, http::StatusCode};
use serde_json::{Value, json};
use std::sync::Arc;

/// Most webhooks of one app.
const MAX: usize = 5;
/// Longest target.
const TARGET_MAX: usize = 742;

const TRIGGERS: [&str; 23] = [
    "MESSAGE_INBOUND",
    "MESSAGE_DELIVERY",
    "MESSAGE_SUBMIT",
    "MESSAGE_INBOUND_SMART_CONVERSATION_REDACTION",
    "EVENT_INBOUND",
    "EVENT_DELIVERY",
    "OPT_IN",
    "OPT_OUT",
    "CAPABILITY",
    "CHANNEL_EVENT",
    "CONTACT_CREATE",
    "CONTACT_DELETE",
    "CONTACT_MERGE",
    "CONTACT_UPDATE",
    "CONTACT_IDENTITIES_DUPLICATION",
    "CONVERSATION_START",
    "CONVERSATION_STOP",
    "CONVERSATION_DELETE",
    "RECORD_NOTIFICATION",
    "SMART_CONVERSATIONS",
    "BATCH_STATUS_UPDATE",
    "UNSUPPORTED",
    "UNSPECIFIED_TRIGGER",
];

fn is_app(app: &str) -> bool {
    app == SINCH_APP || app == SINCH_BARE_APP
}

/// The secret is not told again.
fn describe(webhook: &Webhook) -> Value {
    json!({"id": webhook.id, "app_id": webhook.app, "target": webhook.target, "target_type": "HTTP",
        "triggers": webhook.triggers})
}

/// `GET /v1/projects/{project}/apps/{app}/webhooks`
pub(super) async fn list(
    Extracted(state): Extracted<Arc<State>>,
    path: Result<Path<(String, String, String)>, PathRejection>,
) -> Response {
    let Ok(Path((region, project, app))) = path else { return errors::not_found("Not found") };
    if !apps::project_is_here(&region, &project) {
        return apps::project_not_found(&project);
    }
    if !is_app(&app) {
        return apps::app_not_found(&app);
    }
    let all: Value = state.callbacks().registry(|registry| {
        registry.webhooks.iter().filter(|webhook| webhook.app == app).map(describe).collect()
    });
    Json(json!({"webhooks": all})).into_response()
}

/// `POST /v1/projects/{project}/webhooks`
pub(super) async fn create(
    Extracted(state): Extracted<Arc<State>>,
    path: Result<Path<(String, String)>, PathRejection>,
    request: Request,
) -> Response {
    let Ok(Path((region, project))) = path else { return errors::not_found("Not found") };
    if !apps::project_is_here(&region, &project) {
        return apps::project_not_found(&project);
    }
    let (parts, body) = request.into_parts();
    let value = match json_body(&parts.headers, body).await {
        Ok(value) => value,
        Err(message) => return errors::invalid(message),
    };
    let violations = Violations::default();
    let read = Object::read(&value, "", &violations).and_then(read);
    if let Some(found) = violations.found() {
        return errors::invalid_fields(&found);
    }
    let Some(webhook) = read else { return errors::invalid("Request body is not valid") };
    if !is_app(&webhook.app) {
        return apps::app_not_found(&webhook.app);
    }
    state.callbacks().registry(|registry| {
        let of_app = registry.webhooks.iter().filter(|other| other.app == webhook.app);
        if of_app.clone().any(|other| other.target == webhook.target) {
            return errors::already_exists("A webhook with this target exists already for this app.");
        }
        if of_app.count() >= MAX {
            return errors::failed_precondition("An app has at most 5 webhooks.");
        }
        let answer = describe(&webhook);
        registry.webhooks.push(webhook);
        Json(answer).into_response()
    })
}

fn read(mut top: Object<'_>) -> Option<Webhook> {
    let app = top.required_text("app_id", length(1, 1000)).map(str::to_owned);
    let target = top.required_text("target", length(1, TARGET_MAX)).map(str::to_owned);
    if target.as_deref().is_some_and(|url| !crate::media::is_url(url)) {
        top.fault("target", "is not a valid url");
    }
    top.word("target_type", &["HTTP", "DISMISS"]);
    let listed = top.required_list("triggers");
    let mut triggers = Vec::new();
    for (n, trigger) in listed.unwrap_or_default().iter().enumerate() {
        match trigger.as_str().filter(|trigger| TRIGGERS.contains(trigger)) {
            Some(trigger) => triggers.push(trigger.to_owned()),
            None => top.fault(&format!("triggers[{n}]"), "is not a known trigger"),
        }
    }
    if listed.is_some_and(<[Value]>::is_empty) {
        top.fault("triggers", "must not be empty");
    }
    let secret = top.text("secret", length(0, 1000)).filter(|secret| !secret.is_empty()).map(str::to_owned);
    if let Some(mut credentials) = top.object("client_credentials") {
        for key in ["endpoint", "client_id", "client_secret"] {
            credentials.required_text(key, length(1, 1000));
        }
        credentials.close();
    }
    top.raw("id");
    top.close();
    Some(Webhook { id: crate::ids::ulid(), app: app?, target: target?, triggers, secret })
}

/// `DELETE /v1/projects/{project}/webhooks/{webhook}`
pub(super) async fn delete(
    Extracted(state): Extracted<Arc<State>>,
    path: Result<Path<(String, String, String)>, PathRejection>,
) -> Response {
    let Ok(Path((region, project, id))) = path else { return errors::not_found("Not found") };
    if !apps::project_is_here(&region, &project) {
        return apps::project_not_found(&project);
    }
    let found = state.callbacks().registry(|registry| {
        let at = registry.webhooks.iter().position(|webhook| webhook.id == id)?;
        Some(registry.webhooks.remove(at))
    });
    match found {
        Some(_) => (StatusCode::OK, Json(json!({}))).into_response(),
        None => errors::not_found(&format!("Webhook {id} not found")),
    }
}
