//! `whatsapp-proxy check webhook` and `check signature`: what a provider sent, read as the proxy reads it.
//!
//! Webhook, a line in: `{"integration":{…},"headers":{…},"body":"<text>","receivedAt":"…Z"}`; `headers` and `receivedAt` may be
//! left out. A line out: `{"events":[…]}`, campaign events in the body's order, what could not be read among them, or
//! `{"error":{"code","text"}}`. Signatures are not looked at here. Where elements belong to another account than the
//! integration's settings say, `foreign` tells how many; the proxy refuses those.
//!
//! Signature, a line in: `{"provider":"…","secret":"…","headers":{…},"body":"<text>","now":1700000000}`. A line out:
//! `{"accepted":true,"code":null}` or `{"accepted":false,"code":"signature-…","text":"…"}`. Whether a nonce was used before only
//! the proxy knows.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use whatsapp_domain::{AddressPolicy, CampaignEvent, EventSource, IntegrationInput, Secret, quote::quote};

use crate::{check_render::stored, common::time};

/// The answer to one line of `check webhook`; never panics. `now` is the time of events whose line gives none.
pub fn check_webhook_line(line: &Value, now: &str) -> Value {
    match webhook(line, now) {
        Ok(answer) => answer,
        Err(text) => json!({"error": {"code": "bad-line", "text": text}}),
    }
}

/// The answer to one line of `check signature`; never panics.
pub fn check_signature_line(line: &Value) -> Value {
    match signature(line) {
        Ok(answer) => answer,
        Err(text) => json!({"error": {"code": "bad-line", "text": text}}),
    }
}

fn webhook(line: &Value, now: &str) -> Result<Value, String> {
    let line = object(line, "integration, headers and body")?;
    let integration: IntegrationInput = stored(line, "integration")?;
    let body = body(line)?;
    headers(line)?;
    let received_at = match line.get("receivedAt") {
        None | Some(Value::Null) => now.to_owned(),
        Some(text) => text
            .as_str()
            .and_then(time::utc)
            .ok_or("receivedAt: this is not a time such as 2026-01-31T12:00:00Z.")?,
    };
    let Some(provider) = crate::find(&integration.provider) else {
        return Ok(json!({"error": unknown_provider(&integration.provider)}));
    };
    let batch = match provider.read_webhook(body.as_bytes()) {
        Ok(batch) => batch,
        Err(error) => return Ok(json!({"error": {"code": error.code, "text": error.text}})),
    };
    let settings = provider.normalise(&integration.settings, &AddressPolicy::default());
    let foreign = provider.take_foreign(&settings, &mut batch.clone()).len();
    let source = EventSource {
        integration: integration.id.as_deref().unwrap_or_default(),
        provider: provider.schema().provider,
        two_way: &integration.two_way,
    };
    let mut events: Vec<CampaignEvent> =
        batch.items.into_iter().map(|item| CampaignEvent::of(item, &source, &received_at)).collect();
    events.extend(
        batch.unreadable.into_iter().map(|item| CampaignEvent::unreadable(item, &source, &received_at)),
    );
    let mut answer = json!({"events": events});
    if foreign > 0 {
        answer["foreign"] = foreign.into();
    }
    Ok(answer)
}

fn signature(line: &Value) -> Result<Value, String> {
    let line = object(line, "provider, secret, headers, body and now")?;
    let text = |key: &str| match line.get(key) {
        Some(Value::String(text)) => Ok(text.as_str()),
        Some(_) => Err(format!("{key}: this is not a text.")),
        None => Err(format!("{key}: this key is missing.")),
    };
    let (provider, secret) = (text("provider")?, Secret::new(text("secret")?));
    let (headers, body) = (headers(line)?, body(line)?);
    let now = match line.get("now") {
        Some(Value::Number(now)) => whole(now).ok_or("now: this is not a number of seconds since 1970.")?,
        Some(_) => return Err("now: this is not a number of seconds since 1970.".into()),
        None => return Err("now: this key is missing.".into()),
    };
    let Some(provider) = crate::find(provider) else {
        let unknown = unknown_provider(provider);
        return Ok(json!({"accepted": false, "code": unknown["code"], "text": unknown["text"]}));
    };
    Ok(match provider.check_signature(&secret, &headers, body.as_bytes(), now) {
        Ok(_) => json!({"accepted": true, "code": null}),
        Err(code) => json!({"accepted": false, "code": code.as_str(), "text": code.text()}),
    })
}

/// Whole seconds of a number, which may have a fraction.
fn whole(number: &serde_json::Number) -> Option<i64> {
    let fraction = || number.as_f64().map(f64::floor).filter(|seconds| seconds.abs() < 9e15);
    number.as_i64().or_else(|| fraction().and_then(|seconds| format!("{seconds:.0}").parse().ok()))
}

fn object<'a>(line: &'a Value, keys: &str) -> Result<&'a Map<String, Value>, String> {
    line.as_object().ok_or_else(|| format!("The line is not a JSON object with the keys {keys}."))
}

fn body(line: &Map<String, Value>) -> Result<&str, String> {
    match line.get("body") {
        Some(Value::String(body)) => Ok(body),
        Some(_) => Err("body: this is not a text. Give the body as it came, as one JSON string.".into()),
        None => Err("body: this key is missing.".into()),
    }
}

/// Names and values.
fn headers(line: &Map<String, Value>) -> Result<BTreeMap<String, String>, String> {
    match line.get("headers") {
        None | Some(Value::Null) => Ok(BTreeMap::new()),
        Some(Value::Object(headers)) => headers
            .iter()
            .map(|(name, value)| match value {
                Value::String(text) => Ok((name.clone(), text.clone())),
                _ => Err(format!("headers.{name}: this is not a text.")),
            })
            .collect(),
        Some(_) => Err("headers: this is not an object of names and texts.".into()),
    }
}

fn unknown_provider(id: &str) -> Value {
    let known: Vec<&str> = crate::SCHEMAS.iter().map(|schema| schema.provider).collect();
    let text = format!("There is no provider {}; there is {}.", quote(id), known.join(", "));
    json!({"code": "provider-unknown", "text": text})
}

#[cfg(test)]
mod tests;
