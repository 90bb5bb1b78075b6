//! The emulated Infobip. Its base URL is `<origin>/sandbox/infobip`.
//!
//! Refused at once, with Infobip's 400 and `validationErrors`: everything that the published schema rules out
//! (missing, unknown, mistyped, blank and over-long fields; a header value with line breaks; a language outside
//! the published list). `to` with a plus or letters is refused here too, except for business-scoped user ids.
//!
//! Accepted with `PENDING_ENROUTE` and failed later: everything that needs the registered template or the media.
//! Infobip compares them after accepting, and reports `7008 EC_INVALID_TEMPLATE_ARGS`, `7009 EC_INVALID_TEMPLATE`,
//! `7037 EC_TEMPLATE_NOT_AVAILABLE` or `7022 EC_MEDIA_UNSUPPORTED` in delivery. The switch
//! `templateChecks: atOnce` turns these into a 400, in order to show one.
//!
//! Accepted with a refused status inside a 200: an id used before (23), no credit (12), and a number that no
//! country has (52).
//!
//! Messages of the phone's owner go where the number's inbound configuration says; without one, to every subscription
//! with `INBOUND_MESSAGE` for this sender. Reports go to subscriptions only.
//!
//! Where the published description is silent: a wrong `Content-Type` and an unreadable body are a 400 without
//! `validationErrors`; a wrong method is 405 and a wrong path 404 in the older error form; the sender is looked at
//! after the form of the request; the token exchange answers errors in the older form.

mod auth;
pub(crate) mod callback;
mod content;
pub(crate) mod errors;
mod forwards;
mod languages;
mod send;
mod subscriptions;
mod template_content;
mod templates;

use crate::faults::inject;
use crate::message::Provider;
use crate::state::State;
use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{delete, get, post};
use std::sync::Arc;

/// Routes below `/sandbox/infobip`.
pub fn router(state: Arc<State>) -> Router {
    let authorized = Router::new()
        .route("/whatsapp/1/message/template", post(send::template))
        .route("/whatsapp/1/message/text", post(send::text))
        .route("/whatsapp/1/message/image", post(send::image))
        .route("/whatsapp/1/message/video", post(send::video))
        .route("/whatsapp/1/message/document", post(send::document))
        .route("/whatsapp/2/senders/{sender}/templates", get(templates::of_sender))
        .route("/whatsapp/2/senders/{sender}/templates/{id}", get(templates::one))
        .route("/whatsapp/1/templates", get(templates::paged))
        .route("/whatsapp/1/senders/quality", get(templates::quality))
        .route("/whatsapp/1/senders/{sender}/media/{id}", get(crate::inbound::serve_media))
        .route(
            "/subscriptions/1/subscription/{channel}",
            get(subscriptions::list).post(subscriptions::create),
        )
        .route("/subscriptions/1/subscription/{channel}/{id}", delete(subscriptions::delete))
        .route("/subscriptions/1/profiles", get(subscriptions::profiles))
        .route("/subscriptions/1/profiles/{id}", delete(subscriptions::delete_profile))
        .route(
            "/resource-management/1/inbound-message-configurations",
            get(forwards::list).post(forwards::create),
        )
        .route("/resource-management/1/inbound-message-configurations/{key}", delete(forwards::delete))
        .fallback(|| async { errors::not_found() })
        .method_not_allowed_fallback(|| async { errors::method_not_allowed() })
        .layer(from_fn_with_state(state.clone(), auth::require));
    Router::new()
        .route("/auth/1/oauth2/token", post(auth::token))
        .merge(authorized)
        .layer(from_fn_with_state((state.clone(), Provider::Infobip), inject))
        .with_state(state)
}
