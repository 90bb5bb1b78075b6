//! Sinch's Conversation API: everything that is known about it. See `README.md` for sources and decisions.

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

    fn read_webhook(&self, body: &[u8]) -> Result<WebhookBatch, UnreadableBody> {
        webhook::read(body)
    }

    fn take_foreign(&self, settings: &Settings, batch: &mut WebhookBatch) -> Vec<WebhookItem> {
        match webhook::is_foreign(settings, batch.account.as_ref()) {
            true => std::mem::take(&mut batch.items),
            false => Vec::new(),
        }
    }

    fn webhook_auth(&self) -> WebhookAuth {
        WebhookAuth::Signature
    }

    fn check_signature(
        &self,
        secret: &Secret,
        headers: &BTreeMap<String, String>,
        body: &[u8],
        now: i64,
    ) -> Result<Signed, SignatureCode> {
        webhook::signature::check(secret, headers, body, now)
    }

    fn list_callbacks(&self, settings: &Settings) -> Vec<Probe> {
        callbacks::list(settings)
    }

    fn read_callbacks(&self, _settings: &Settings, own: &[&str], results: &[ProbeResult]) -> CallbackList {
        callbacks::read_list(own, results)
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
        callbacks::read_changed(results)
    }

    fn remove_callback(&self, settings: &Settings, target: &CallbackTarget) -> Vec<CallbackRequest> {
        callbacks::remove(settings, target)
    }

    fn read_removed(&self, results: &[ProbeResult]) -> Result<(), Box<Problem>> {
        callbacks::read_changed(results)
    }

    fn manual_steps(&self, settings: &Settings, url: &str, secret: Option<&str>) -> Vec<ManualStep> {
        callbacks::manual_steps(settings, url, secret)
    }

    fn media_request(&self, _settings: &Settings, url: &str) -> Option<MediaRequest> {
        webhook::media_request(url)
    }
}
