//! The other direction: what Infobip sends to us, and where it is told to.

use std::collections::BTreeMap;

use whatsapp_domain::{
    CallbackTarget, ManualStep, Problem, Secret, Settings, UnreadableBody, WebhookBatch, WebhookItem,
};

use super::{Infobip, callbacks, webhook};
use crate::provider::{
    Callback, CallbackList, CallbackRequest, MediaRequest, Probe, ProbeResult, SignatureCode, Signed,
    WebhookAuth, Webhooks,
};

impl Webhooks for Infobip {
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
