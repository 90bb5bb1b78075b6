//! One webhook, from its head to its answer.

use std::{collections::BTreeMap, sync::Arc, time::Instant as Monotonic};

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode},
    response::{IntoResponse, Response},
};
use tokio::time::{Instant, timeout_at};
use whatsapp_providers::{Provider, SignatureCode, WebhookAuth};

use super::{PATH, body, nonces, read, refusal};
use crate::{clock, metrics::Refusal, routes::Refused, state::AppState, store::Hook};

/// Longest wait for the disk. The provider has waited as well, and is better told to come again.
const DISK_LIMIT: std::time::Duration = std::time::Duration::from_secs(10);

/// Takes a webhook: on the disk before the 2xx, or not at all.
pub(crate) async fn receive(State(state): State<AppState>, request: Request) -> Response {
    match take(&state, request).await {
        Ok(()) => {
            state.store.metrics().accepted();
            StatusCode::OK.into_response()
        }
        Err(refused) => {
            state.store.metrics().refused(refused);
            tracing::debug!(reason = ?refused, "a webhook was not taken");
            refusal::answer(refused)
        }
    }
}

async fn take(state: &AppState, request: Request) -> Result<(), Refusal> {
    if request.method() != Method::POST {
        return Err(Refusal::Method);
    }
    let deadline = Instant::now() + state.config.client_timeout;
    let (parts, body) = request.into_parts();
    let (hook, callback) = find(state, parts.uri.path()).await?;
    let provider = whatsapp_providers::find(&hook.account.integration.provider).ok_or(Refusal::Token)?;
    let mut counted = state.store.queue_bytes();
    let body = body::read(body, deadline, &mut counted).await?;
    let nonce =
        check(provider, &hook, callback, &parts.headers, &body).map_err(|why| noted(state, &hook, why))?;
    if let Some(nonce) = nonce
        && lock(state).knows(nonce)
    {
        state.store.metrics().replayed();
        return Ok(());
    }
    let found = read::read(provider, &hook.account, &hook.source, &body);
    // Both are pieces of what was read from the connection, which would be held for as long as the disk takes.
    drop((parts, body));
    if found.foreign > 0 {
        if found.events.is_empty() {
            return Err(noted(state, &hook, Refusal::Crossed));
        }
        // What is ours is taken all the same.
        state.store.metrics().refused(Refusal::Crossed);
    }
    if found.events.is_empty() {
        return Ok(());
    }
    let answer = state.store.accept(&hook, found.events, counted).map_err(|_| Refusal::Busy)?;
    match timeout_at(Instant::now() + DISK_LIMIT, answer).await {
        Ok(Ok(Ok(_))) => {}
        // Not written, or nobody knows: it comes again, and is recognised if it was.
        Ok(Ok(Err(_)) | Err(_)) | Err(_) => return Err(Refusal::Storage),
    }
    if let Some(nonce) = nonce {
        lock(state).remember(nonce, Monotonic::now());
    }
    Ok(())
}

/// Tells a running proof of two-way why something was not taken that came to the right address.
fn noted(state: &AppState, hook: &Hook, why: Refusal) -> Refusal {
    let told = match why {
        Refusal::Signature | Refusal::Credentials => Refused::Unproven,
        Refusal::Stale => Refused::Stale,
        Refusal::Crossed => Refused::Crossed,
        other => return other,
    };
    state.two_ways.refused(&hook.account.integration.id, told);
    why
}

fn lock(state: &AppState) -> std::sync::MutexGuard<'_, nonces::Nonces> {
    state.webhooks.nonces.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// The integration that this address belongs to, and which of its addresses it is.
async fn find(state: &AppState, path: &str) -> Result<(Arc<Hook>, usize), Refusal> {
    let mut parts = path.strip_prefix(PATH).unwrap_or_default().split('/');
    let (Some(provider), Some(integration), Some(token), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(Refusal::Token);
    };
    let hook = match state.store.hook(integration).await {
        Ok(Some(hook)) => hook,
        Ok(None) => return Err(Refusal::Token),
        Err(error) => {
            tracing::error!(cause = %error, "an integration can't be read for a webhook");
            return Err(Refusal::Storage);
        }
    };
    let callback = hook.matching(token, clock::now_ms()).ok_or(Refusal::Token)?;
    if hook.account.integration.provider != provider {
        return Err(Refusal::Token);
    }
    if !hook.account.integration.two_way.enabled {
        return Err(Refusal::Off);
    }
    Ok((hook, callback))
}

/// Is it the provider's? Gives what is remembered of the nonce, where there is one.
fn check(
    provider: &dyn Provider,
    hook: &Hook,
    callback: usize,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Option<u128>, Refusal> {
    // Whatever a provider proves itself by stands in one of these.
    let proves = |name: &str| name.starts_with("x-") || name == "authorization";
    let texts: BTreeMap<String, String> = headers
        .iter()
        .filter(|(name, _)| proves(name.as_str()))
        .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
        .collect();
    let now = clock::now_ms() / 1000;
    let signed = provider.check_signature(&hook.callbacks[callback].secret, &texts, body, now);
    match signed {
        Ok(signed) => {
            let integration = &hook.account.integration.id;
            Ok(signed.nonce.map(|nonce| nonces::digest(integration, &nonce)))
        }
        Err(SignatureCode::Stale | SignatureCode::Early) => Err(Refusal::Stale),
        Err(_) => Err(match provider.webhook_auth() {
            WebhookAuth::Signature => Refusal::Signature,
            WebhookAuth::Password => Refusal::Credentials,
        }),
    }
}
