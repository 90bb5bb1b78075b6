//! Requests and answers as plain values: built and read by pure code, sent by the proxy.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{order, secret::Secret};

/// A request that the proxy is to send. It holds no secret: the authorisation is added while sending.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct OutgoingRequest {
    /// `GET` or `POST`.
    pub method: String,
    /// Absolute.
    pub url: String,
    /// Without `Authorization`.
    pub headers: BTreeMap<String, String>,
    /// JSON, or a form's text as a JSON string; null for none.
    pub body: Value,
}

impl OutgoingRequest {
    /// A request with a JSON body.
    pub fn post_json(url: impl Into<String>, body: Value) -> Self {
        let headers = [("Content-Type", "application/json"), ("Accept", "application/json")];
        Self { method: "POST".into(), url: url.into(), headers: order::map(&headers, str::to_owned), body }
    }

    /// A request without a body.
    pub fn get(url: impl Into<String>) -> Self {
        Self {
            method: "GET".into(),
            url: url.into(),
            headers: order::map(&[("Accept", "application/json")], str::to_owned),
            body: Value::Null,
        }
    }
}

/// How a request is authorised.
#[derive(Debug, Clone, PartialEq)]
pub enum Authorization {
    /// `Authorization: <scheme> <credentials>`.
    Header {
        /// `App`, `Basic`, `Bearer`.
        scheme: &'static str,
        /// What follows it.
        credentials: Secret,
    },
    /// A bearer token that another request has to fetch first.
    Token {
        /// The request that fetches it.
        request: OutgoingRequest,
        /// Its own `Authorization`, as scheme and credentials.
        scheme: &'static str,
        /// What follows the scheme.
        credentials: Secret,
        /// Tokens are kept under this key; it holds no secret.
        cache_key: String,
    },
}

impl Authorization {
    /// The header as it may be shown: `App ***`.
    pub fn masked(&self) -> String {
        match self {
            Self::Header { scheme, .. } => format!("{scheme} ***"),
            Self::Token { .. } => "Bearer ***".into(),
        }
    }
}

/// A provider's answer as it came, cut to a length.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Headers with lower-case names.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// The body as text, invalid UTF-8 replaced.
    #[serde(default)]
    pub body: String,
}

impl Answer {
    /// An answer with a status and a body.
    pub fn new(status: u16, body: impl Into<String>) -> Self {
        Self { status, headers: BTreeMap::new(), body: body.into() }
    }

    /// The body as JSON, if it is that.
    pub fn json(&self) -> Option<Value> {
        serde_json::from_str(&self.body).ok()
    }
}
