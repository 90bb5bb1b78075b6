//! What the proxy says of itself.

use axum::{Json, extract::State};
use whatsapp_domain::{About, AccessMode};

use crate::{
    access::{Caller, Right},
    state::AppState,
};

/// Name and version of the proxy, whether it asks for tokens, what the caller may do, and the addresses that are allowed beyond the providers' own.
#[utoipa::path(get, path = "/api/v1/about", tag = "proxy", responses((status = 200, body = About)))]
pub(super) async fn about(State(state): State<AppState>, caller: Caller) -> Json<About> {
    Json(About {
        name: env!("CARGO_PKG_NAME").into(),
        version: env!("CARGO_PKG_VERSION").into(),
        api: 1,
        access: if state.config.tokens.is_some() { AccessMode::Token } else { AccessMode::Open },
        rights: Some(
            Right::ALL
                .into_iter()
                .filter(|right| caller.may(*right))
                .map(|right| right.as_str().into())
                .collect(),
        ),
        addresses: state.upstream.policy().clone(),
    })
}
