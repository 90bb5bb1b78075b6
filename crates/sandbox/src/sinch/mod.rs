//! The emulated Sinch: Conversation (`<origin>/sandbox/sinch/{us|eu|br}`), token exchange
//! (`<origin>/sandbox/sinch/auth`) and Provisioning (`<origin>/sandbox/sinch/provisioning`).
//!
//! Refused at once: credentials; an unknown project or app, also in the wrong region (404); everything about the
//! form of the request (missing, unknown and mistyped fields, over-long metadata, more or less than one message
//! kind, template values that are no strings, a language written with a hyphen).
//!
//! Accepted and failed later, because Sinch does not look at a template before handing it on: unknown template
//! (`TEMPLATE_NOT_FOUND`), other language (`TEMPLATE_NON_EXISTING_LANGUAGE_OR_VERSION`), missing or empty values
//! (`TEMPLATE_INSUFFICIENT_PARAMETERS`), and what WhatsApp itself refuses (`CHANNEL_FAILURE` with WhatsApp's number).
//! A key that is not understood, such as a bare `"1"`, fails as `UNKNOWN` without a clear text. Texts above WhatsApp's
//! 4096 characters (`BAD_REQUEST`), media that WhatsApp does not take (`MEDIA_TYPE_UNSUPPORTED`), an identity that is
//! no number (`RECIPIENT_INVALID_CHANNEL_IDENTITY`) and channels without a sender (`CHANNEL_CONFIGURATION_MISSING`)
//! fail later too.
//!
//! Where the published description is silent: a wrong `Content-Type` or an unreadable body is a 400; field faults
//! are listed in `details` as a `google.rpc.BadRequest`; a number may carry a plus; without `language_code` the
//! language is `en_US`; a card's title and description become the caption on two lines; message kinds that our
//! product does not send are answered 501. The app works in DISPATCH mode, so a `contact_id` is refused.
//! An app has at most five webhooks, with different targets; a second with the same is a 409, a sixth a 400
//! (`FAILED_PRECONDITION`), and a secret is not told again.
//! Basic credentials are taken on API calls without the rate limit that the real service puts on them.

mod apps;
mod auth;
pub(crate) mod callback;
pub(crate) mod errors;
mod message;
mod parameters;
mod provisioning;
mod send;
mod webhooks;

use crate::faults::inject;
use crate::message::Provider;
use crate::state::State;
use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{delete, get, post};
use std::sync::Arc;

/// Routes below `/sandbox/sinch`.
pub fn router(state: Arc<State>) -> Router {
    let authorized = Router::new()
        .route("/{region}/v1/projects/{project}/messages:send", post(send::send))
        .route("/{region}/v1/projects/{project}/apps", get(apps::list))
        .route("/{region}/v1/projects/{project}/apps/{app}", get(apps::one))
        .route("/{region}/v1/projects/{project}/apps/{app}/webhooks", get(webhooks::list))
        .route("/{region}/v1/projects/{project}/webhooks", post(webhooks::create))
        .route("/{region}/v1/projects/{project}/webhooks/{webhook}", delete(webhooks::delete))
        .route("/provisioning/v1/projects/{project}/whatsapp/templates", get(provisioning::list))
        .fallback(|| async { errors::not_found("Not found") })
        .method_not_allowed_fallback(|| async { errors::method_not_allowed() })
        .layer(from_fn_with_state(state.clone(), auth::require));
    Router::new()
        .route("/auth/oauth2/token", post(auth::token))
        .merge(authorized)
        .layer(from_fn_with_state((state.clone(), Provider::Sinch), inject))
        .with_state(state)
}
