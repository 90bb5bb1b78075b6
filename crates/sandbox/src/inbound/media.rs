//! Files of customers' messages: Infobip keeps them behind its key, Sinch behind an address that everybody can open.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State as Extracted};
use axum::http::{HeaderMap, Method, Uri};
use axum::response::Response;

use crate::accounts::INFOBIP_SENDER;
use crate::infobip::errors;
use crate::message::Provider;
use crate::state::State;

/// Where a file is found. `name` is one of the sandbox's own files; an address stays what it is.
pub(super) fn url(provider: Provider, name: &str, sender: &str, origin: &str) -> String {
    if name.contains("://") {
        return name.to_owned();
    }
    match provider {
        // As Infobip has it, the id does not tell what kind of file it is.
        Provider::Infobip => {
            let id = name.replace('.', "~");
            format!("{origin}/sandbox/infobip/whatsapp/1/senders/{sender}/media/{id}")
        }
        Provider::Sinch => format!("{origin}/sandbox/media/{name}"),
    }
}

/// `GET` and `HEAD /whatsapp/1/senders/{sender}/media/{id}`
pub(crate) async fn of_infobip(
    Extracted(_state): Extracted<Arc<State>>,
    path: Result<Path<(String, String)>, PathRejection>,
    method: Method,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    let Ok(Path((sender, id))) = path else { return errors::not_found() };
    if sender != INFOBIP_SENDER {
        return errors::forbidden();
    }
    if method == Method::HEAD || method == Method::GET {
        return match crate::samples::serve_file(&id.replace('~', "."), uri, headers).await {
            Some(response) => response,
            None => errors::not_found(),
        };
    }
    errors::method_not_allowed()
}
