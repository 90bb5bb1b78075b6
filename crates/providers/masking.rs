//! Requests as they may be shown: with the `Authorization` header that they will carry, its secret hidden.

use whatsapp_domain::{Authorization, OutgoingRequest, Secret, Secrets, Settings, order};

use crate::provider::Provider;

/// What stands for a secret.
pub(crate) const MASK: &str = "***";

/// Secrets that are all [`MASK`]: enough for a provider to say how a request is authorised.
fn masked_secrets(provider: &dyn Provider, settings: &Settings) -> Secrets {
    let secrets = provider.schema().shown(settings).filter(|field| field.is_secret());
    let secrets: Vec<(&str, &str)> = secrets.map(|field| (field.key, MASK)).collect();
    order::map(&secrets, |text| Secret::new(text))
}

/// The request with a masked header, such as `App ***`.
pub(crate) fn masked(
    provider: &dyn Provider,
    settings: &Settings,
    request: OutgoingRequest,
) -> OutgoingRequest {
    let authorization = provider.authorization(settings, &masked_secrets(provider, settings));
    with_header(request, authorization.ok().map(|authorization| authorization.masked()))
}

/// The request with its secret in the open; `Bearer ***` where a token would have to be fetched first.
pub(crate) fn revealed(
    provider: &dyn Provider,
    settings: &Settings,
    secrets: &Secrets,
    request: OutgoingRequest,
) -> OutgoingRequest {
    match provider.authorization(settings, secrets) {
        Ok(Authorization::Header { scheme, credentials }) => {
            with_header(request, Some(format!("{scheme} {}", credentials.expose())))
        }
        _ => masked(provider, settings, request),
    }
}

fn with_header(mut request: OutgoingRequest, value: Option<String>) -> OutgoingRequest {
    if let Some(value) = value {
        request.headers.insert("Authorization".into(), value);
    }
    request
}
