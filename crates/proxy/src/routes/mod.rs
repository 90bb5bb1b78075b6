//! The HTTP API: one table of paths ([`table`]), one file per resource.

mod about;
mod audit;
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
mod table;
mod templates;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod two_way;
mod windows;

use std::sync::Arc;

use axum::{Router, http::StatusCode, middleware};

pub(crate) use pace::Pace;
pub(crate) use quick_tests::CallerIds;
pub(crate) use static_files::service as static_files;
pub(crate) use templates::Syncs;
pub(crate) use two_way::{Refused, TwoWays};

use crate::{access::layer, problem::ApiError, state::AppState};
use table::Route;

/// The API as a router, with what each path asks for in front of it.
pub(crate) fn router(state: &AppState) -> Router<AppState> {
    let mut asked = layer::Asked::new();
    let mut router = Router::new();
    for Route { path, methods, handlers } in table::table() {
        asked.insert(path, methods);
        router = router.route(path, handlers);
    }
    let ask = middleware::from_fn_with_state((state.clone(), Arc::new(asked)), layer::enforce);
    router.method_not_allowed_fallback(async || layer::wrong_method()).route_layer(ask)
}

/// The answer for a path that is not there.
pub(crate) async fn no_such_path() -> ApiError {
    ApiError::new(
        StatusCode::NOT_FOUND,
        "no-such-path",
        "There is nothing at this path. /openapi.json lists what there is.",
    )
}
