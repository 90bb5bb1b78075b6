//! Every path of the proxy with its methods and what each asks for. Anything else is not there.

use axum::{
    handler::Handler,
    http::Method,
    routing::{MethodFilter, MethodRouter, on},
};

use super::{
    about, audit, check, customers, events, health, inbound_media, integrations, media, messages, metrics,
    openapi, outbox, quick_test_history, quick_tests, suppressions, templates, two_way, windows,
};
use crate::{
    access::{
        Access::{self, Figures, Free, Needs, Ticketed, Token},
        Right::{Edit, Run, Secrets, Test, View},
    },
    state::AppState,
};

/// A path.
pub(crate) struct Route {
    pub(crate) path: &'static str,
    /// What each of its methods asks for.
    pub(crate) methods: Vec<(Method, Access)>,
    pub(crate) handlers: MethodRouter<AppState>,
}

fn at(path: &'static str) -> Route {
    Route { path, methods: Vec::new(), handlers: MethodRouter::new() }
}

impl Route {
    fn with<H, T>(mut self, method: Method, filter: MethodFilter, access: Access, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        self.methods.push((method, access));
        self.handlers = self.handlers.merge(on(filter, handler));
        self
    }

    fn get<H: Handler<T, AppState>, T: 'static>(self, access: Access, handler: H) -> Self {
        self.with(Method::GET, MethodFilter::GET, access, handler)
    }

    fn post<H: Handler<T, AppState>, T: 'static>(self, access: Access, handler: H) -> Self {
        self.with(Method::POST, MethodFilter::POST, access, handler)
    }

    fn put<H: Handler<T, AppState>, T: 'static>(self, access: Access, handler: H) -> Self {
        self.with(Method::PUT, MethodFilter::PUT, access, handler)
    }

    fn delete<H: Handler<T, AppState>, T: 'static>(self, access: Access, handler: H) -> Self {
        self.with(Method::DELETE, MethodFilter::DELETE, access, handler)
    }
}

/// Static files, the sandbox and what providers call aside; these ask for no token.
pub(crate) fn table() -> Vec<Route> {
    vec![
        at("/healthz").get(Free, health::health),
        at("/metrics").get(Figures, metrics::metrics),
        at("/openapi.json").get(Free, openapi::document),
        at("/api/v1/about").get(Token, about::about),
        at("/api/v1/customers/{value}").delete(Needs(Edit), customers::erase),
        at("/api/v1/events").get(Needs(View), events::list),
        at("/api/v1/events/replay-unmatched").post(Needs(Run), customers::replay_unmatched),
        // Keys that come along ask for the right `secrets` besides.
        at("/api/v1/integrations")
            .get(Needs(View), integrations::list)
            .post(Needs(Edit), integrations::create),
        at("/api/v1/integrations/check").post(Needs(Test), check::unsaved),
        at("/api/v1/integrations/{id}")
            .get(Needs(View), integrations::read)
            .put(Needs(Edit), integrations::update)
            .delete(Needs(Edit), integrations::delete),
        at("/api/v1/integrations/{id}/audit").get(Needs(View), audit::list),
        at("/api/v1/integrations/{id}/check").post(Needs(Test), check::saved),
        at("/api/v1/integrations/{id}/templates").get(Needs(View), templates::list),
        // The answers hold the token of the callback's address.
        at("/api/v1/integrations/{id}/two-way").get(Needs(Edit), two_way::read),
        at("/api/v1/integrations/{id}/two-way/register")
            .post(Needs(Edit), two_way::register)
            .delete(Needs(Edit), two_way::unregister),
        at("/api/v1/integrations/{id}/two-way/rotate").post(Needs(Secrets), two_way::rotate),
        at("/api/v1/integrations/{id}/two-way/round-trip").post(Needs(Test), two_way::round_trip),
        at("/api/v1/media/probe").post(Needs(Test), media::probe),
        at("/api/v1/messages").get(Needs(View), messages::list),
        at("/api/v1/messages/counts").get(Needs(View), messages::counts),
        at("/api/v1/messages/{id}").get(Needs(View), messages::read),
        at("/api/v1/messages/{id}/media").get(Ticketed(View), inbound_media::read),
        at("/api/v1/messages/{id}/media/ticket").post(Needs(View), inbound_media::ticket),
        at("/api/v1/outbox").get(Needs(View), outbox::read),
        at("/api/v1/outbox/replay").post(Needs(Run), outbox::replay),
        at("/api/v1/quick-tests")
            .get(Needs(View), quick_test_history::list)
            .post(Needs(Test), quick_tests::create),
        at("/api/v1/suppressions")
            .get(Needs(View), suppressions::list)
            .post(Needs(Edit), suppressions::add)
            .delete(Needs(Edit), suppressions::remove),
        at("/api/v1/quick-tests/{id}").get(Needs(View), quick_test_history::read_one),
        at("/api/v1/windows/{customer}").get(Needs(View), windows::read),
    ]
}
