//! The one place where tokens and rights are asked for, by the table of routes.

use std::{collections::HashMap, sync::Arc};

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use subtle::ConstantTimeEq;
use whatsapp_domain::{Retry, Secret, say};

use super::{Access, Caller, Right, token::Refused};
use crate::{clock, problem::ApiError, state::AppState};

/// What each path and method asks for.
pub(crate) type Asked = HashMap<&'static str, Vec<(Method, Access)>>;

/// Lets through who may, with whom they act for. A method that is not in the table is not there.
pub(crate) async fn enforce(
    State((state, asked)): State<(AppState, Arc<Asked>)>,
    mut request: Request,
    next: Next,
) -> Response {
    let path = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let method = if request.method() == Method::HEAD { &Method::GET } else { request.method() };
    let access = path
        .as_deref()
        .and_then(|path| asked.get(path))
        .and_then(|methods| methods.iter().find(|(one, _)| one == method))
        .map(|(_, access)| *access);
    let Some(access) = access else { return wrong_method().into_response() };
    match judge(&state, access, request.uri(), request.headers()) {
        Ok(caller) => {
            if let Some(caller) = caller {
                request.extensions_mut().insert(caller);
            }
            next.run(request).await
        }
        Err(error) => {
            let is_token = error.status == StatusCode::UNAUTHORIZED;
            let mut response = error.into_response();
            if is_token {
                let how = HeaderValue::from_static("Bearer");
                response.headers_mut().insert(header::WWW_AUTHENTICATE, how);
            }
            response
        }
    }
}

fn judge(
    state: &AppState,
    access: Access,
    uri: &Uri,
    headers: &HeaderMap,
) -> Result<Option<Caller>, ApiError> {
    let right = match access {
        Access::Free => return Ok(None),
        Access::Figures => return figures(state, headers).map(|()| None),
        Access::Token => None,
        Access::Ticketed(right) => {
            // Whoever holds a ticket holds it up; on an open proxy too, so that a page sees the same there.
            if let Some(ticket) = ticket(uri) {
                let read = state.tickets.caller(ticket, uri.path(), right, clock::now_ms() / 1000);
                return read.map(Some).map_err(|_| ticket_refused());
            }
            Some(right)
        }
        Access::Needs(right) => Some(right),
    };
    let Some(keys) = &state.config.tokens else { return Ok(Some(Caller::local())) };
    let token = bearer(headers).ok_or_else(missing)?;
    let caller = keys.caller(token, clock::now_ms() / 1000).map_err(|why| match why {
        Refused::Expired => expired(),
        Refused::Bad => refused(),
    })?;
    if let Some(right) = right {
        caller.must(right)?;
    }
    Ok(Some(caller))
}

/// The figures are about all tenants, so no tenant's token opens them.
fn figures(state: &AppState, headers: &HeaderMap) -> Result<(), ApiError> {
    let same = |given: &str, wanted: &Secret| bool::from(given.as_bytes().ct_eq(wanted.expose().as_bytes()));
    match (&state.config.metrics_token, bearer(headers)) {
        (Some(wanted), Some(given)) if same(given, wanted) => Ok(()),
        (Some(_), Some(_)) => Err(refused()),
        (Some(_), None) => Err(missing()),
        (None, _) if state.config.tokens.is_none() => Ok(()),
        (None, _) => Err(ApiError::new(
            StatusCode::FORBIDDEN,
            "metrics-closed",
            "Where tokens are asked for, the figures have one of their own. METRICS_TOKEN is the setting for that.",
        )),
    }
}

/// Never from the query or a cookie: the one ends up in logs, the other goes along with requests of foreign pages.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim()).filter(|token| !token.is_empty())
}

/// What `ticket` of the query says.
fn ticket(uri: &Uri) -> Option<&str> {
    uri.query()?.split('&').find_map(|part| part.strip_prefix("ticket="))
}

/// The answer for a path that does not take this method.
pub(crate) fn wrong_method() -> ApiError {
    ApiError::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "method-not-allowed",
        "This path does not take this method. /openapi.json lists which it takes.",
    )
}

fn missing() -> ApiError {
    let text =
        "The proxy asks for a token, and none came along. It belongs into the header Authorization: Bearer.";
    ApiError::new(StatusCode::UNAUTHORIZED, "token-missing", text)
}

fn refused() -> ApiError {
    let text = "The proxy does not take this token. Its key, its form or its time is not what was agreed on.";
    ApiError::new(StatusCode::UNAUTHORIZED, "token-refused", text)
}

fn ticket_refused() -> ApiError {
    let text = "The address of this file was for one file and some minutes. Ask for another one.";
    let mut error = ApiError::new(StatusCode::UNAUTHORIZED, "ticket-refused", text);
    error.problem.retry = Retry::Now;
    error
}

fn expired() -> ApiError {
    let text = "This token's time is over. Get a new one and ask again.";
    let mut error = ApiError::new(StatusCode::UNAUTHORIZED, "token-expired", text);
    error.problem.retry = Retry::Now;
    error
}

/// The answer to whom this right is missing.
pub(crate) fn right_missing(right: Right) -> ApiError {
    let text =
        say!("This needs the right \"{right}\", which your token does not give you.", right = right.as_str());
    ApiError::new(StatusCode::FORBIDDEN, "right-missing", text)
}
