//! The switches for templates: `/sandbox/api/template-changes` changes what both emulated providers list and send, so
//! that it can be seen what becomes of messages made before.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State as Extracted;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::phone::error;
use crate::state::State;
use crate::templates::{
    self,
    changes::{ALL, Change},
};

/// What can be done, and what was done to each template. `status` and `category` are those of now; a deleted template
/// has the status `deleted`.
fn describe(state: &State) -> Value {
    let registered = state.registered();
    let now = registered.templates();
    let changes =
        ALL.iter().map(|change| json!({"id": change, "label": change.label(), "text": change.text()}));
    let one = |first: &templates::Template| {
        let now = now.iter().find(|template| template.id == first.id);
        json!({
            "name": first.name,
            "language": first.language,
            "status": now.map_or("deleted", |template| template.status.small_word()),
            "category": now.unwrap_or(first).category.word().to_lowercase(),
            "changes": registered.changes(first.id).collect::<Vec<_>>(),
        })
    };
    json!({"changes": changes.collect::<Vec<_>>(), "templates": templates::all().iter().map(one).collect::<Vec<_>>()})
}

pub(crate) async fn get_changes(Extracted(state): Extracted<Arc<State>>) -> Json<Value> {
    Json(describe(&state))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Switched {
    name: String,
    /// All languages when left out.
    language: Option<String>,
    /// Instead of those made before; none brings the template back to what it was at first.
    changes: BTreeSet<Change>,
}

/// `{"name":"order_update","language":"en_GB","changes":["marketing"]}`
pub(crate) async fn set_changes(Extracted(state): Extracted<Arc<State>>, body: Bytes) -> Response {
    let switched: Switched = match serde_json::from_slice(&body) {
        Ok(switched) => switched,
        Err(cause) => return error(StatusCode::BAD_REQUEST, "changes-unreadable", &cause.to_string()),
    };
    if !state.change_template(&switched.name, switched.language.as_deref(), &switched.changes) {
        return error(
            StatusCode::NOT_FOUND,
            "template-unknown",
            "there is no such template in this language",
        );
    }
    Json(describe(&state)).into_response()
}

/// Brings all templates back to what they were at first.
pub(crate) async fn reset_changes(Extracted(state): Extracted<Arc<State>>) -> Json<Value> {
    state.reset_templates();
    Json(describe(&state))
}
