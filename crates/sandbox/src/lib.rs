//! An emulated Infobip, an emulated Sinch and a phone, as one axum router: development, demonstrations and tests
//! need no account and no network.
//!
//! It was written from the providers' published descriptions alone and shares no code with our own provider
//! adapters, so that a test of the two against each other means something. It is as strict as the real services:
//!
//! - What a provider refuses **at once** (form of the request, credentials, unknown sender, app or project) is
//!   refused here with the provider's own status and error form.
//! - What a provider **accepts first** and reports later (values that do not fit the template, a closed 24-hour
//!   window, media that WhatsApp does not take) is accepted here too; the message then lies in the phone's log as
//!   failed, with the code and reason that the delivery report would carry. See [`infobip`] and [`sinch`] for
//!   what falls on which side, and [`recipients`] for numbers that fail on purpose.
//! - [`faults`] breaks things on demand.
//! - Callbacks that are registered with them hear of every message: it was sent, it arrived, it was read or failed; and
//!   of what the phone's owner writes ([`inbound`]). [`callbacks::Switches`] doubles, delays, loses and reorders them.
//!
//! A small media host ([`samples`]) has files to send and addresses that go wrong.
//!
//! All keys are made-up constants ([`accounts`]). Nothing is written to disk, nothing is fetched, and nobody but this
//! machine is called.

pub mod accounts;
pub mod callbacks;
pub mod faults;
mod host;
mod ids;
pub mod inbound;
pub mod infobip;
mod matching;
mod media;
pub mod message;
pub mod phone;
pub mod recipients;
pub mod samples;
mod shape;
pub mod sinch;
pub mod state;
mod surface;
mod template_switches;
pub mod templates;

pub use accounts::demo_key;

use axum::Router;
use state::State;
use std::sync::Arc;

/// The sandbox. A clone is another handle on the same state.
#[derive(Debug, Clone, Default)]
pub struct Sandbox {
    state: Arc<State>,
}

impl Sandbox {
    /// An empty inbox, no faults.
    pub fn new() -> Self {
        Self::default()
    }

    /// As [`Sandbox::new`], for a server that is called by this origin (scheme, host and port) whatever name a browser
    /// uses: the addresses that the sandbox hands out begin with it.
    pub fn at(origin: impl Into<String>) -> Self {
        Self { state: Arc::new(State::at(origin.into())) }
    }

    /// The routes, to be nested at `/sandbox`: `/infobip/…`, `/sinch/…`, `/media/…` and `/api/…`.
    pub fn router(&self) -> Router {
        Router::new()
            .nest("/infobip", infobip::router(self.state.clone()))
            .nest("/sinch", sinch::router(self.state.clone()))
            .nest("/api", phone::router(self.state.clone()))
            .nest("/media", samples::router())
            // Without a fallback of its own, axum would drop those of the four when this router is nested in turn.
            .fallback(phone::not_found)
    }

    /// The accounts as the form takes them. `origin` is scheme, host and port, such as `http://127.0.0.1:8080`.
    pub fn accounts(&self, origin: &str) -> serde_json::Value {
        accounts::accounts(origin)
    }

    /// Accounts, keys and templates in a few lines, to print at start.
    pub fn banner(&self, origin: &str) -> String {
        accounts::banner(origin)
    }

    /// The inbox, faults and tokens behind the routes, for tests that look or switch without HTTP.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Ends live views, so that a server that waits for open answers can stop.
    pub fn close(&self) {
        self.state.close();
    }
}
