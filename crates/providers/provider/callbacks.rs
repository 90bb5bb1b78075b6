//! Registering a callback with a provider: the requests as plain values, and what their answers mean.

use serde_json::Value;
use whatsapp_domain::{CallbackTarget, OutgoingRequest, Problem, RegistrationState, Secret};

/// A callback to register.
#[derive(Debug, Clone, Copy)]
pub struct Callback<'a> {
    /// Where messages and reports are to be sent to.
    pub url: &'a str,
}

/// A request about callbacks.
#[derive(Debug, Clone, PartialEq)]
pub struct CallbackRequest {
    /// Names the request to the method that reads its answer.
    pub id: &'static str,
    /// The request. Where it carries a secret, `***` stands for it.
    pub request: OutgoingRequest,
    /// Where in the body the secret belongs, as a JSON pointer.
    pub secret_at: Option<&'static str>,
}

impl CallbackRequest {
    /// The request as it is to be sent, with the secret in its place. What is stored and shown is the one without.
    pub fn with_secret(&self, secret: &Secret) -> OutgoingRequest {
        let mut request = self.request.clone();
        if let Some(place) = self.secret_at.and_then(|at| request.body.pointer_mut(at)) {
            *place = Value::String(secret.expose().to_owned());
        }
        request
    }
}

/// What is registered with a provider.
#[derive(Debug, Clone, PartialEq)]
pub struct CallbackList {
    /// What it means for this integration.
    pub state: RegistrationState,
    /// Every target that concerns this account. Addresses of others are cut to their host: they may hold a token.
    pub targets: Vec<CallbackTarget>,
    /// Why it could not be read, or not all of it.
    pub problem: Option<Problem>,
}
