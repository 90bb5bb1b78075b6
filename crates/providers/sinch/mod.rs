//! Sinch's Conversation API: everything that is known about it. See `README.md` for sources and decisions.

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
const NAME: &str = "Sinch";

/// Sinch's Conversation API with WhatsApp as the channel.
pub struct Sinch;

impl Provider for Sinch {
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
        auth::read_token(answer)
    }

    fn token_expired(&self, answer: &Answer) -> bool {
        auth::token_expired(answer)
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
        settings: &Settings,
        request: &OutgoingRequest,
        answer: &Answer,
    ) -> Result<TemplatePage, Box<Outcome>> {
        templates::read(settings, request, answer)
    }
}
