//! Reading requests: JSON bodies and queries, with refusals in the one envelope.

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Query, Request},
    http::{HeaderMap, StatusCode, header::CONTENT_TYPE, request::Parts},
};
use serde::de::DeserializeOwned;
use serde_json::Value;
use whatsapp_domain::{Retry, Stored};

use crate::{layers::slow, problem::ApiError};

/// A JSON body.
#[derive(Debug)]
pub struct JsonBody<T>(pub T);

/// A JSON body that may be left out.
#[derive(Debug)]
pub struct OptionalJsonBody<T>(pub Option<T>);

/// A JSON body that is kept somewhere, of any version that is known.
#[derive(Debug)]
pub struct StoredBody<T>(pub T);

/// The same that may be left out.
#[derive(Debug)]
pub struct OptionalStoredBody<T>(pub Option<T>);

/// The query.
#[derive(Debug)]
pub struct QueryOf<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for JsonBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        parse(&json(request, state).await?).map(Self)
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for OptionalJsonBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        optional_json(request, state).await?.as_deref().map(parse).transpose().map(Self)
    }
}

impl<T: Stored, S: Send + Sync> FromRequest<S> for StoredBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        parse_stored(&json(request, state).await?).map(Self)
    }
}

impl<T: Stored, S: Send + Sync> FromRequest<S> for OptionalStoredBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        optional_json(request, state).await?.as_deref().map(parse_stored).transpose().map(Self)
    }
}

/// A body that says that it is JSON.
async fn json<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, ApiError> {
    let is_json = is_json(request.headers());
    let bytes = bytes(request, state).await?;
    if is_json { Ok(bytes) } else { Err(not_json()) }
}

/// The same, or no body at all.
async fn optional_json<S: Send + Sync>(request: Request, state: &S) -> Result<Option<Bytes>, ApiError> {
    let is_json = is_json(request.headers());
    let bytes = bytes(request, state).await?;
    match (bytes.is_empty(), is_json) {
        (true, _) => Ok(None),
        (false, false) => Err(not_json()),
        (false, true) => Ok(Some(bytes)),
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for QueryOf<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        Query::from_request_parts(parts, state).await.map(|Query(value)| Self(value)).map_err(|rejection| {
            ApiError::new(
                StatusCode::BAD_REQUEST,
                "bad-query",
                format!("The query can't be read: {}.", rejection.body_text()),
            )
        })
    }
}

async fn bytes<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, ApiError> {
    Bytes::from_request(request, state).await.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "body-too-large",
            "The request is longer than the proxy takes. BODY_LIMIT_KIB is the setting for that.",
        ),
        _ if slow::is_behind(&rejection) => {
            let text = "The request's body did not come in time. CLIENT_TIMEOUT_S is the setting for that.";
            let mut error = ApiError::new(StatusCode::REQUEST_TIMEOUT, "body-too-slow", text);
            error.problem.retry = Retry::Later;
            error
        }
        _ => ApiError::new(
            StatusCode::BAD_REQUEST,
            "body-unreadable",
            "The request ended before its body was complete.",
        ),
    })
}

/// A page of another origin can send simple content types without asking first; JSON it can't.
fn is_json(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).is_some_and(|value| {
        value.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
    })
}

fn not_json() -> ApiError {
    ApiError::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "content-type",
        "The body has to be JSON, and the header Content-Type has to say so: application/json.",
    )
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    serde_json::from_slice(bytes).map_err(|error| unreadable(&error))
}

/// One of an unknown version is let through where it can be read at all, with its `version`: whoever looks at it refuses it in
/// its own words.
fn parse_stored<T: Stored>(bytes: &[u8]) -> Result<T, ApiError> {
    let mut value = parse::<Value>(bytes)?;
    let unknown = T::VERSIONS.migrate(&mut value).err();
    T::deserialize(value).map_err(|error| match unknown {
        Some(unknown) => unreadable(&unknown),
        // Read as it was sent, the place of what is wrong is known.
        None => parse::<T>(bytes).err().unwrap_or_else(|| unreadable(&error)),
    })
}

fn unreadable(why: &impl std::fmt::Display) -> ApiError {
    let text = format!("The JSON can't be read: {}.", without_values(&why.to_string()));
    ApiError::new(StatusCode::BAD_REQUEST, "bad-json", text)
}

/// The parser's words without the text values that it quotes: one of them may be a key in the wrong place.
fn without_values(text: &str) -> String {
    match (text.find('"'), text.rfind('"')) {
        (Some(from), Some(to)) if from < to => format!("{}\"…\"{}", &text[..from], &text[to + 1..]),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use whatsapp_domain::IntegrationInput;

    use super::*;

    #[test]
    fn a_bad_body_tells_the_place_and_no_value() {
        let error =
            parse::<IntegrationInput>(b"{\"provider\":\"infobip\",\n\"secrets\":\"planted \\\"key\"}")
                .unwrap_err();
        let text = error.problem.text;
        assert!(text.contains("line 2 column") && text.contains("expected a map"), "{text}");
        assert!(!text.contains("planted"), "{text}");
        let text = parse::<IntegrationInput>(b"{").unwrap_err().problem.text;
        assert!(text.contains("line 1 column 1"), "{text}");
    }

    #[test]
    fn parameters_of_the_content_type_do_not_matter() {
        let of = |text: &'static str| HeaderMap::from_iter([(CONTENT_TYPE, text.parse().unwrap())]);
        assert!(is_json(&of("application/json")) && is_json(&of("Application/JSON; charset=utf-8")));
        for other in [
            "text/plain",
            "application/x-www-form-urlencoded",
            "application/jsonp",
            "text/plain;application/json",
        ] {
            assert!(!is_json(&of(other)), "{other}");
        }
        assert!(!is_json(&HeaderMap::new()));
    }
}
