//! The other direction: what Sinch sends to us, and where it is told to.

use std::collections::BTreeMap;

use whatsapp_domain::{
    CallbackTarget, ManualStep, Problem, Secret, Settings, UnreadableBody, WebhookBatch, WebhookItem,
};

use super::{Sinch, callbacks, probes, webhook};
use crate::provider::{
    Callback, CallbackList, CallbackRequest, MediaRequest, Probe, ProbeResult, SignatureCode, Signed,
    WebhookAuth, Webhooks,
};

impl Webhooks for Sinch {
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

    fn sender_request(&self, settings: &Settings) -> Option<Probe> {
        Some(probes::app_request(settings))
    }

    fn read_sender(&self, result: &ProbeResult) -> Option<String> {
        probes::bound_sender(result.answer.as_ref()?)
    }

    fn media_request(&self, _settings: &Settings, url: &str) -> Option<MediaRequest> {
        webhook::media_request(url)
    }
}
