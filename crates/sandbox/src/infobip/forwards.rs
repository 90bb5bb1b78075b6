//! What a number does with messages, as the Resource Management API (IB-RES) has it. Needs `numbers:manage`.

use super::auth::Access;
use super::errors;
use super::send::json_body;
use crate::accounts::INFOBIP_SENDER;
use crate::callbacks::Forward;
use crate::shape::{Object, Violations, length};
use crate::state::State;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, Request, State as Extracted};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Filter {
    channel: String,
    number: String,
    configuration_key: String,
}

/// `GET /resource-management/1/inbound-message-configurations`
pub(super) async fn list(
    Extracted(state): Extracted<Arc<State>>,
    Extension(access): Extension<Access>,
    query: Result<Query<Filter>, QueryRejection>,
) -> Response {
    if !access.numbers {
        return errors::forbidden();
    }
    let Ok(Query(filter)) = query else { return errors::bad_request(None) };
    if filter.configuration_key.is_empty() && (filter.number.is_empty() || filter.channel.is_empty()) {
        return errors::bad_request(None);
    }
    // The document of this call has its 404 for a number that the account does not own.
    if !filter.number.is_empty() && filter.number != INFOBIP_SENDER {
        return errors::not_found();
    }
    let is_asked = |forward: &&Forward| match filter.configuration_key.as_str() {
        "" => filter.channel == "WHATSAPP" && forward.number == filter.number,
        key => forward.key == key,
    };
    let all: Value = state
        .callbacks()
        .registry(|registry| registry.forwards.iter().filter(is_asked).map(describe).collect());
    Json(all).into_response()
}

fn describe(forward: &Forward) -> Value {
    let mut value =
        json!({"configurationKey": forward.key, "channel": "WHATSAPP", "forwarding": forward.forwarding});
    if let Some(keyword) = &forward.keyword {
        value["keyword"] = keyword.clone().into();
    }
    value
}

/// `POST /resource-management/1/inbound-message-configurations`: one for each number and keyword; a second takes the place of
/// the first.
pub(super) async fn create(Extracted(state): Extracted<Arc<State>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    if !parts.extensions.get::<Access>().is_some_and(|access| access.numbers) {
        return errors::forbidden();
    }
    let Some(value) = json_body(&parts.headers, body).await else { return errors::bad_request(None) };
    let violations = Violations::default();
    let read = Object::read(&value, "", &violations).and_then(read);
    if let Some(found) = violations.found() {
        return errors::bad_request(Some(found));
    }
    let Some(forward) = read else { return errors::bad_request(None) };
    if forward.number != INFOBIP_SENDER {
        return errors::not_found();
    }
    let answer = describe(&forward);
    state.callbacks().registry(|registry| {
        let is_same = |other: &Forward| other.number == forward.number && other.keyword == forward.keyword;
        registry.forwards.retain(|other| !is_same(other));
        registry.forwards.push(forward.clone());
    });
    Json(answer).into_response()
}

fn read(mut top: Object<'_>) -> Option<Forward> {
    let channel = top.required_text("channel", length(1, 50));
    if channel.is_some_and(|channel| channel != "WHATSAPP") {
        top.fault("channel", "the sandbox has WHATSAPP only");
    }
    let number = top.required_text("number", length(1, 24)).map(str::to_owned);
    let keyword = top.text("keyword", length(0, 50)).filter(|keyword| !keyword.is_empty()).map(str::to_owned);
    for key in ["numberKey", "platform", "conversations", "autoResponse", "blockListConfiguration"] {
        top.raw(key);
    }
    let mut url = None;
    let forwarding = top.raw("forwarding").cloned();
    if let Some(mut action) = top.required_object("forwarding") {
        let kind = action.word("type", &["PULL", "HTTP_FORWARD", "SMPP_FORWARD", "MAIL_FORWARD"]);
        if kind == Some("HTTP_FORWARD") {
            url = action.required_text("url", length(1, 2048)).map(str::to_owned);
            if url.as_deref().is_some_and(|url| !crate::media::is_url(url)) {
                action.fault("url", "is not a valid url");
            }
            action.text("format", length(1, 50));
            action.close();
        }
    }
    top.close();
    Some(Forward {
        key: crate::ids::uuid().replace('-', "").to_uppercase(),
        number: number?,
        keyword,
        forwarding: forwarding?,
        url,
    })
}

/// `DELETE /resource-management/1/inbound-message-configurations/{configurationKey}`
pub(super) async fn delete(
    Extracted(state): Extracted<Arc<State>>,
    Extension(access): Extension<Access>,
    path: Result<Path<String>, PathRejection>,
) -> Response {
    if !access.numbers {
        return errors::forbidden();
    }
    let Ok(Path(key)) = path else { return errors::not_found() };
    let before_and_after = state.callbacks().registry(|registry| {
        let before = registry.forwards.len();
        registry.forwards.retain(|forward| forward.key != key);
        (before, registry.forwards.len())
    });
    match before_and_after {
        (before, after) if after < before => StatusCode::NO_CONTENT.into_response(),
        _ => errors::not_found(),
    }
}
