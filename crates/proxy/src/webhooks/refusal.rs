//! What a webhook that is not taken is told.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use crate::{app::harden_now, metrics::Refusal, problem::ApiError};

/// Seconds after which a webhook may come again when too many wait, or when it came too slowly.
const BUSY_RETRY_S: u64 = 2;
/// Seconds after which it may when the database does not take it.
const STORAGE_RETRY_S: u64 = 5;

/// The answer to a webhook that is not taken.
pub(super) fn answer(refusal: Refusal) -> Response {
    let (status, code, text) = match refusal {
        // The same whatever is wrong about the address, so that nobody learns which integrations there are.
        Refusal::Token | Refusal::Off => {
            (StatusCode::NOT_FOUND, "no-such-callback", "Nothing is received at this address.")
        }
        Refusal::Signature => (
            StatusCode::UNAUTHORIZED,
            "signature-wrong",
            "The signature does not fit the body and this address's secret.",
        ),
        Refusal::Stale => (
            StatusCode::UNAUTHORIZED,
            "signature-stale",
            "The signature's time is more than five minutes from the proxy's.",
        ),
        Refusal::Credentials => {
            (StatusCode::UNAUTHORIZED, "credentials-wrong", "The agreed authorization header is not there.")
        }
        Refusal::Crossed => (
            StatusCode::FORBIDDEN,
            "another-account",
            "What was sent is about another account than this address.",
        ),
        Refusal::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "body-too-large", "A webhook may hold 256 KiB."),
        // Not 408: of the refusals that lie in the request, some providers repeat none, and this one lies in the network.
        Refusal::Body => (
            StatusCode::SERVICE_UNAVAILABLE,
            "body-too-slow",
            "The body did not come completely and in time. Nothing was taken. Send it again.",
        ),
        Refusal::Method => {
            (StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", "Webhooks are sent with POST.")
        }
        Refusal::Busy => (
            StatusCode::SERVICE_UNAVAILABLE,
            "webhooks-busy",
            "As many webhooks are waiting as may wait. Nothing was taken. Send it again.",
        ),
        Refusal::Storage => (
            StatusCode::SERVICE_UNAVAILABLE,
            "storage-unavailable",
            "The proxy can't write to its database now. Nothing was taken. Send it again.",
        ),
    };
    let error = ApiError::new(status, code, text);
    let error = match refusal {
        Refusal::Busy | Refusal::Body => error.later(BUSY_RETRY_S),
        Refusal::Storage => error.later(STORAGE_RETRY_S),
        _ => error,
    };
    harden_now(error.into_response())
}
