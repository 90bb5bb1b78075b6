//! Infobip: everything that is known about it. See `README.md` for sources and decisions.

mod address;
mod answer;
mod auth;
mod callbacks;
mod checks;
pub mod codes;
mod losses;
mod probes;
mod request;
pub mod settings;
mod templates;
mod webhook;

use std::collections::BTreeMap;

use whatsapp_domain::{
    AddressPolicy, Answer, Authorization, CallbackTarget, CheckStep, FilledMessage, Finding, ManualStep,
    Outcome, OutgoingRequest, Problem, Reached, Secret, Secrets, Settings, SettingsSchema, UnreadableBody,
    WebhookBatch, WebhookItem,
};

use crate::provider::{
    Callback, CallbackList, CallbackRequest, Login, MediaRequest, Probe, ProbeResult, Provider, SendIds,
    SignatureCode, Signed, TemplatePage, Token, WebhookAuth,
};

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

    fn read_webhook(&self, body: &[u8]) -> Result<WebhookBatch, UnreadableBody> {
        webhook::read(body)
    }

    fn take_foreign(&self, settings: &Settings, batch: &mut WebhookBatch) -> Vec<WebhookItem> {
        batch.items.extract_if(.., |item| webhook::is_foreign(settings, item)).collect()
    }

    fn webhook_auth(&self) -> WebhookAuth {
        WebhookAuth::Password
    }

    fn check_signature(
        &self,
        secret: &Secret,
        headers: &BTreeMap<String, String>,
        _body: &[u8],
        _now: i64,
    ) -> Result<Signed, SignatureCode> {
        webhook::password::check(secret, headers)
    }

    fn list_callbacks(&self, settings: &Settings) -> Vec<Probe> {
        callbacks::list(settings)
    }

    fn read_callbacks(&self, settings: &Settings, own: &[&str], results: &[ProbeResult]) -> CallbackList {
        callbacks::read_list(settings, own, results)
    }

    fn register_callback(
        &self,
        settings: &Settings,
        callback: &Callback<'_>,
        list: &CallbackList,
    ) -> Result<Vec<CallbackRequest>, Box<Problem>> {
        callbacks::register(settings, callback, list)
    }

    fn read_registered(&self, results: &[ProbeResult]) -> Result<(), Box<Problem>> {
        callbacks::read_registered(results)
    }

    fn remove_callback(&self, settings: &Settings, target: &CallbackTarget) -> Vec<CallbackRequest> {
        callbacks::remove(settings, target)
    }

    fn read_removed(&self, results: &[ProbeResult]) -> Result<(), Box<Problem>> {
        callbacks::read_removed(results)
    }

    fn manual_steps(&self, settings: &Settings, url: &str, _secret: Option<&str>) -> Vec<ManualStep> {
        callbacks::manual_steps(settings, url)
    }

    fn media_request(&self, settings: &Settings, url: &str) -> Option<MediaRequest> {
        webhook::media_request(settings, url)
    }
}
