//! The token exchange, and `Bearer` or `Basic` on API calls.

use super::errors;
use crate::accounts::{
    SINCH_KEY_ID, SINCH_KEY_SECRET, SINCH_SEND_ONLY_KEY_ID, SINCH_SEND_ONLY_KEY_SECRET, SINCH_STATIC_TOKEN,
};
use crate::message::Provider;
use crate::state::{State, TokenState};
use crate::surface::Surface;
use axum::Json;
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, Request, State as Extracted};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;

/// The access key behind a request.
#[derive(Debug, Clone, Copy)]
pub(super) struct Holder(&'static str);

impl Holder {
    /// Access to the Provisioning API is granted separately.
    pub(super) fn may_list_templates(self) -> bool {
        self.0 == SINCH_KEY_ID
    }
}

/// The words of an Authorization header: the scheme, whose case does not matter (RFC 9110), and the rest.
fn credentials(headers: &HeaderMap) -> Option<(String, &str)> {
    let (word, rest) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    Some((word.to_ascii_lowercase(), rest))
}

/// The access key of a Basic pair.
fn basic(pair: &str) -> Option<&'static str> {
    let given = BASE64_STANDARD.decode(pair).ok()?;
    [(SINCH_KEY_ID, SINCH_KEY_SECRET), (SINCH_SEND_ONLY_KEY_ID, SINCH_SEND_ONLY_KEY_SECRET)]
        .into_iter()
        .find(|(id, secret)| format!("{id}:{secret}").as_bytes() == given)
        .map(|(id, _)| id)
}

/// Middleware: lets no request through without credentials.
pub(super) async fn require(
    Extracted(state): Extracted<Arc<State>>,
    mut request: Request,
    next: Next,
) -> Response {
    let surface = Surface::of(Provider::Sinch, request.uri().path());
    let holder = match credentials(request.headers()) {
        Some((word, pair)) if word == "basic" => basic(pair),
        Some((word, SINCH_STATIC_TOKEN)) if word == "bearer" => Some(SINCH_KEY_ID),
        Some((word, token)) if word == "bearer" => match state.token(token) {
            TokenState::Good(holder) if [SINCH_KEY_ID, SINCH_SEND_ONLY_KEY_ID].contains(&holder) => {
                Some(holder)
            }
            TokenState::Expired => return surface.expired(),
            _ => None,
        },
        _ => None,
    };
    let Some(holder) = holder else { return surface.unauthorized() };
    request.extensions_mut().insert(Holder(holder));
    next.run(request).await
}

#[derive(Debug, Deserialize)]
pub(super) struct Grant {
    #[serde(default)]
    grant_type: String,
}

/// `POST /oauth2/token`: Basic with key id and secret, form body.
pub(super) async fn token(
    Extracted(state): Extracted<Arc<State>>,
    headers: HeaderMap,
    grant: Result<Form<Grant>, FormRejection>,
) -> Response {
    let holder = credentials(&headers).filter(|(word, _)| word == "basic").and_then(|(_, pair)| basic(pair));
    let Some(holder) = holder else { return errors::invalid_client() };
    let Ok(Form(grant)) = grant else {
        return errors::oauth_invalid(
            "invalid_request",
            "The body has to be application/x-www-form-urlencoded",
        );
    };
    match grant.grant_type.as_str() {
        "client_credentials" => {}
        "" => return errors::oauth_invalid("invalid_request", "grant_type is missing"),
        _ => {
            return errors::oauth_invalid(
                "unsupported_grant_type",
                "grant_type has to be client_credentials",
            );
        }
    }
    let (token, seconds) = state.issue_token(Provider::Sinch, holder);
    Json(json!({"access_token": token, "expires_in": seconds, "scope": "", "token_type": "bearer"}))
        .into_response()
}
