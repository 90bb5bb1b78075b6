//! `App <key>`, `Basic` and `Bearer`, with scopes; and the token exchange. The word before the key has to be
//! exact: whether the real service minds its case is not known, so the sandbox does.

use super::errors;
use crate::accounts::{
    INFOBIP_CLIENT_ID, INFOBIP_CLIENT_SECRET, INFOBIP_KEY, INFOBIP_NO_SCOPE_KEY, INFOBIP_PASSWORD,
    INFOBIP_SEND_ONLY_KEY, INFOBIP_USER,
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

/// What the caller may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Access {
    /// `message:send`, `whatsapp:message:send` or `whatsapp:manage`.
    pub send: bool,
    /// `whatsapp:manage`.
    pub manage: bool,
    /// `subscriptions:manage`.
    pub subscriptions: bool,
    /// `numbers:manage`.
    pub numbers: bool,
}

const ALL: Access = Access { send: true, manage: true, subscriptions: true, numbers: true };
const NONE: Access = Access { send: false, manage: false, subscriptions: false, numbers: false };

enum Refused {
    Wrong,
    Expired,
}

/// Middleware: lets no request through without credentials, and notes what they allow.
pub(super) async fn require(
    Extracted(state): Extracted<Arc<State>>,
    mut request: Request,
    next: Next,
) -> Response {
    let surface = Surface::of(Provider::Infobip, request.uri().path());
    match access(&state, request.headers()) {
        Ok(access) => {
            request.extensions_mut().insert(access);
            next.run(request).await
        }
        Err(Refused::Wrong) => surface.unauthorized(),
        Err(Refused::Expired) => surface.expired(),
    }
}

fn access(state: &State, headers: &HeaderMap) -> Result<Access, Refused> {
    let value = headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok()).ok_or(Refused::Wrong)?;
    let (word, rest) = value.split_once(' ').ok_or(Refused::Wrong)?;
    match (word, rest) {
        ("App", INFOBIP_KEY) => Ok(ALL),
        ("App", INFOBIP_SEND_ONLY_KEY) => Ok(Access { send: true, ..NONE }),
        ("App", INFOBIP_NO_SCOPE_KEY) => Ok(NONE),
        ("Basic", pair) => {
            let good = format!("{INFOBIP_USER}:{INFOBIP_PASSWORD}");
            let given = BASE64_STANDARD.decode(pair).map_err(|_| Refused::Wrong)?;
            if given == good.as_bytes() { Ok(ALL) } else { Err(Refused::Wrong) }
        }
        ("Bearer", token) => match state.token(token) {
            TokenState::Good(holder) if holder == INFOBIP_CLIENT_ID => Ok(ALL),
            TokenState::Expired => Err(Refused::Expired),
            _ => Err(Refused::Wrong),
        },
        _ => Err(Refused::Wrong),
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Grant {
    #[serde(default)]
    client_id: String,
    #[serde(default)]
    client_secret: String,
    #[serde(default)]
    grant_type: String,
}

/// `POST /auth/1/oauth2/token`
pub(super) async fn token(
    Extracted(state): Extracted<Arc<State>>,
    grant: Result<Form<Grant>, FormRejection>,
) -> Response {
    let Ok(Form(grant)) = grant else { return errors::bad_request(None) };
    if grant.grant_type != "client_credentials" {
        return errors::bad_request(None);
    }
    if grant.client_id != INFOBIP_CLIENT_ID || grant.client_secret != INFOBIP_CLIENT_SECRET {
        return errors::unauthorized("Invalid login details");
    }
    let (token, seconds) = state.issue_token(Provider::Infobip, INFOBIP_CLIENT_ID);
    Json(json!({"access_token": token, "expires_in": seconds, "token_type": "Bearer"})).into_response()
}
