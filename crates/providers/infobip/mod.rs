//! Infobip: everything that is known about it. See `README.md` for sources and decisions.

mod address;
mod answer;
mod auth;
#[cfg(feature = "webhooks")]
mod callbacks;
mod checks;
pub mod codes;
mod losses;
mod probes;
mod request;
pub mod settings;
mod templates;
#[cfg(feature = "webhooks")]
mod two_way;
#[cfg(feature = "webhooks")]
mod webhook;

use whatsapp_domain::{
    AddressPolicy, Answer, Authorization, CheckStep, FilledMessage, Finding, Outcome, OutgoingRequest,
    Reached, Secrets, Settings, SettingsSchema,
};

use crate::provider::{Login, Probe, ProbeResult, Provider, SendIds, TemplatePage, Token};

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

    fn read_token(&self, answer: &Answer) -> Result<Token, Box<Outcome>> {
        // No scheme here asks for a token exchange, so this is never the answer to one.
        Err(Box::new(answer::read(answer)))
    }

    fn token_expired(&self, _answer: &Answer) -> bool {
        false
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

    fn read_answer(&self, answer: &Answer) -> Outcome {
        answer::read(answer)
    }

    fn probes(&self, settings: &Settings) -> Vec<Probe> {
        probes::requests(settings)
    }

    fn read_probes(
        &self,
        settings: &Settings,
        token: Option<&Outcome>,
        results: &[ProbeResult],
    ) -> Vec<CheckStep> {
        probes::read(settings, token, results)
    }

    fn list_templates(&self, settings: &Settings) -> OutgoingRequest {
        templates::request(settings)
    }

    fn read_templates(
        &self,
        _settings: &Settings,
        _request: &OutgoingRequest,
        answer: &Answer,
    ) -> Result<TemplatePage, Box<Outcome>> {
        templates::read(answer)
    }
}
