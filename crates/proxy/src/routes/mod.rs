//! The HTTP API: one table of paths, one file per resource.

mod about;
mod check;
mod customers;
mod events;
mod health;
mod inbound_media;
mod integrations;
mod media;
mod messages;
mod metrics;
mod openapi;
mod outbox;
mod pace;
mod quick_test_history;
mod quick_tests;
mod save;
mod static_files;
mod suppressions;
mod templates;
#[cfg(test)]
pub(crate) mod testing;
mod two_way;
mod windows;

use axum::{
    Router,
    http::StatusCode,
    routing::{MethodRouter, delete, get, post},
};

pub(crate) use pace::Pace;
pub(crate) use quick_tests::CallerIds;
pub(crate) use static_files::service as static_files;
pub(crate) use templates::Syncs;
pub(crate) use two_way::{Refused, TwoWays};

use crate::{problem::ApiError, state::AppState};

/// Every path of the proxy, static files and the sandbox aside; anything else is not there.
fn table() -> Vec<(&'static str, MethodRouter<AppState>)> {
    vec![
        ("/healthz", get(health::health)),
        ("/metrics", get(metrics::metrics)),
        ("/openapi.json", get(openapi::document)),
        ("/api/v1/about", get(about::about)),
        ("/api/v1/customers/{value}", delete(customers::erase)),
        ("/api/v1/events", get(events::list)),
        ("/api/v1/events/replay-unmatched", post(customers::replay_unmatched)),
        ("/api/v1/integrations", get(integrations::list).post(integrations::create)),
        ("/api/v1/integrations/check", post(check::unsaved)),
        (
            "/api/v1/integrations/{id}",
            get(integrations::read).put(integrations::update).delete(integrations::delete),
        ),
        ("/api/v1/integrations/{id}/check", post(check::saved)),
        ("/api/v1/integrations/{id}/templates", get(templates::list)),
        ("/api/v1/integrations/{id}/two-way", get(two_way::read)),
        ("/api/v1/integrations/{id}/two-way/register", post(two_way::register).delete(two_way::unregister)),
        ("/api/v1/integrations/{id}/two-way/rotate", post(two_way::rotate)),
        ("/api/v1/integrations/{id}/two-way/round-trip", post(two_way::round_trip)),
        ("/api/v1/media/probe", post(media::probe)),
        ("/api/v1/messages", get(messages::list)),
        ("/api/v1/messages/counts", get(messages::counts)),
        ("/api/v1/messages/{id}", get(messages::read)),
        ("/api/v1/messages/{id}/media", get(inbound_media::read)),
        ("/api/v1/outbox", get(outbox::read)),
        ("/api/v1/outbox/replay", post(outbox::replay)),
        ("/api/v1/quick-tests", get(quick_test_history::list).post(quick_tests::create)),
        (
            "/api/v1/suppressions",
            get(suppressions::list).post(suppressions::add).delete(suppressions::remove),
        ),
        ("/api/v1/quick-tests/{id}", get(quick_test_history::read_one)),
        ("/api/v1/windows/{customer}", get(windows::read)),
    ]
}

/// The API as a router.
pub(crate) fn router() -> Router<AppState> {
    table()
        .into_iter()
        .fold(Router::new(), |router, (path, methods)| router.route(path, methods))
        .method_not_allowed_fallback(wrong_method)
}

/// The answer for a path that is not there.
pub(crate) async fn no_such_path() -> ApiError {
    ApiError::new(
        StatusCode::NOT_FOUND,
        "no-such-path",
        "There is nothing at this path. /openapi.json lists what there is.",
    )
}

async fn wrong_method() -> ApiError {
    ApiError::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "method-not-allowed",
        "This path does not take this method. /openapi.json lists which it takes.",
    )
}
