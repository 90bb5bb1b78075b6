//! App data: which WhatsApp number is bound to an app.

use super::errors;
use crate::accounts::{SINCH_APP, SINCH_BARE_APP, SINCH_PROJECT, SINCH_REGION, SINCH_SENDER};
use axum::Json;
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// True when the project can be reached under this region's address.
pub(super) fn project_is_here(region: &str, project: &str) -> bool {
    region == SINCH_REGION && project == SINCH_PROJECT
}

pub(super) fn project_not_found(project: &str) -> Response {
    errors::not_found(&format!("Project {project} not found"))
}

pub(super) fn app_not_found(app: &str) -> Response {
    errors::not_found(&format!("App {app} not found"))
}

/// `GET /v1/projects/{project}/apps`
pub(super) async fn list(path: Result<Path<(String, String)>, PathRejection>) -> Response {
    let Ok(Path((region, project))) = path else { return errors::not_found("Not found") };
    if !project_is_here(&region, &project) {
        return project_not_found(&project);
    }
    Json(json!({"apps": [describe(SINCH_APP), describe(SINCH_BARE_APP)]})).into_response()
}

/// `GET /v1/projects/{project}/apps/{app}`
pub(super) async fn one(path: Result<Path<(String, String, String)>, PathRejection>) -> Response {
    let Ok(Path((region, project, app))) = path else { return errors::not_found("Not found") };
    if !project_is_here(&region, &project) {
        return project_not_found(&project);
    }
    match app.as_str() {
        SINCH_APP | SINCH_BARE_APP => Json(describe(&app)).into_response(),
        _ => app_not_found(&app),
    }
}

fn describe(app: &str) -> Value {
    let (name, credentials) = if app == SINCH_APP {
        let bearer = json!({"claimed_identity": SINCH_SENDER, "token": "sandbox-whatsapp-token"});
        ("Sandbox shop", json!([{"channel": "WHATSAPP", "static_bearer": bearer}]))
    } else {
        ("Sandbox app without a sender", json!([]))
    };
    json!({"id": app, "display_name": name, "processing_mode": "DISPATCH", "channel_credentials": credentials})
}
