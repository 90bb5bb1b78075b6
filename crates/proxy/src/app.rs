//! The whole proxy as one function from request to answer; no listener in it.

use std::{convert::Infallible, pin::Pin};

use axum::{
    Router,
    body::Body,
    extract::{DefaultBodyLimit, Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware,
    response::Response,
    routing::any,
};
use hyper::{body::Incoming, service::Service};
use tower::ServiceExt;
use tower_http::catch_panic::CatchPanicLayer;

use crate::{
    layers::{origin, panics, slow, streams, trace},
    problem::ApiError,
    routes,
    state::AppState,
    webhooks,
};

/// What the requests of a connection go to. Webhooks go straight to where they are received: there are many of them, and the way through
/// the layers costs as much as their signature.
#[derive(Clone)]
pub(crate) struct Front {
    webhooks: Option<AppState>,
    rest: Router,
}

impl Front {
    /// The whole proxy.
    pub(crate) fn whole(state: &AppState) -> Self {
        Self { webhooks: Some(state.clone()), rest: app(state.clone()) }
    }

    /// What a connection beyond the limit gets, whatever it asks for.
    pub(crate) fn busy() -> Self {
        Self { webhooks: None, rest: busy() }
    }
}

impl Service<Request<Incoming>> for Front {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn call(&self, request: Request<Incoming>) -> Self::Future {
        let request = request.map(Body::new);
        match &self.webhooks {
            Some(state) if request.uri().path().starts_with(webhooks::PATH) => {
                let state = state.clone();
                Box::pin(async move { Ok(webhooks::receive(State(state), request).await) })
            }
            _ => Box::pin(self.rest.clone().oneshot(request)),
        }
    }
}

/// The API, the page and the sandbox.
pub fn app(state: AppState) -> Router {
    let api = routes::router(&state)
        .layer(DefaultBodyLimit::max(state.config.body_limit))
        .with_state(state.clone());
    let mut router = match &state.config.static_dir {
        Some(folder) => {
            api.fallback_service(routes::static_files(folder, state.upstream.policy().sandbox.as_deref()))
        }
        None => api.fallback(routes::no_such_path),
    };
    router = router.layer(middleware::map_response(harden));
    // Behind no such layer: what emulates a provider answers with that provider's headers.
    if let Some(sandbox) = &state.sandbox {
        let ending = middleware::map_response_with_state(state.clone(), streams::end_with_proxy);
        router = router.nest("/sandbox", sandbox.router().layer(ending));
    }
    router
        .layer(middleware::from_fn_with_state(state.clone(), slow::limit))
        .layer(CatchPanicLayer::custom(panics::answer))
        .layer(middleware::from_fn_with_state(state.clone(), origin::check))
        .layer(middleware::from_fn(trace::trace))
        // Around all layers: providers are no pages, and there are many of their calls.
        .route("/webhooks/{*address}", any(webhooks::receive).with_state(state))
}

/// What a connection beyond the limit gets.
fn busy() -> Router {
    let answer = async || {
        let error = ApiError::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "too-many-connections",
            "The proxy has as many connections as it takes. Nothing was done. Try again in a moment.",
        );
        ([(header::CONNECTION, "close")], error.later(1))
    };
    Router::new()
        .fallback(answer)
        .layer(middleware::map_response(harden))
        .layer(middleware::from_fn(trace::trace))
}

/// Headers of every answer of ours. What has no policy of its own (all but the page) may load nothing and stand nowhere, and
/// what does not say otherwise is not kept.
async fn harden(response: Response) -> Response {
    harden_now(response)
}

/// The same, for what goes around the layers.
pub(crate) fn harden_now(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
    response
}
