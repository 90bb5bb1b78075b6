//! Infobip: everything that is known about it. See `README.md` for sources and decisions.

mod address;
#[cfg(feature = "calls")]
mod answer;
mod auth;
#[cfg(feature = "webhooks")]
mod callbacks;
#[cfg(feature = "calls")]
mod calls;
mod checks;
#[cfg(feature = "calls")]
pub mod codes;
mod losses;
#[cfg(feature = "calls")]
mod probes;
mod request;
pub mod settings;
#[cfg(feature = "calls")]
mod templates;
#[cfg(feature = "webhooks")]
mod two_way;
#[cfg(feature = "webhooks")]
mod webhook;

use whatsapp_domain::{
    AddressPolicy, Authorization, FilledMessage, Finding, OutgoingRequest, Reached, Secrets, Settings,
    SettingsSchema,
};

use crate::provider::{Login, Provider, SendIds};

/// Its name in sentences.
const NAME: &str = "Infobip";

/// Infobip's WhatsApp API.
pub struct Infobip;

impl Provider for Infobip {
    fn schema(&self) -> &'static SettingsSchema {
        &settings::SCHEMA
    }

    fn normalise(&self, settings: &Settings, policy: &AddressPolicy) -> Settings {
        address::normalise(settings, policy)
    }

    fn check_settings(
        &self,
        settings: &Settings,
        secrets: &Secrets,
        stored: &dyn Fn(&str) -> bool,
        policy: &AddressPolicy,
    ) -> Vec<Finding> {
        checks::settings(settings, secrets, stored, policy)
    }

    fn habits(&self, typed: &Settings, normalised: &Settings) -> Vec<Finding> {
        checks::habits(typed, normalised)
    }

    fn owns_host(&self, host: &str) -> bool {
        address::owns_host(host)
    }

    fn authorization(&self, settings: &Settings, secrets: &Secrets) -> Result<Authorization, Box<Finding>> {
        auth::authorization(settings, secrets)
    }

    fn check_message(&self, message: &FilledMessage) -> Vec<Finding> {
        checks::message(message)
    }

    fn losses(&self, message: &FilledMessage) -> Vec<Finding> {
        losses::of(message)
    }

    fn placeholder_settings(&self) -> Settings {
        settings::placeholders()
    }

    fn login(&self, settings: &Settings) -> Login {
        auth::login(settings)
    }

    fn send(
        &self,
        settings: &Settings,
        to: &Reached,
        message: &FilledMessage,
        ids: SendIds<'_>,
    ) -> OutgoingRequest {
        request::send(settings, to, message, ids)
    }
}
