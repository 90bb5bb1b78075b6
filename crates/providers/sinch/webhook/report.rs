//! A delivery report in Sinch's form.

use serde_json::Value;
use whatsapp_domain::{
    Actor, DeliveryReport, DeliveryStatus, Outcome, Verdict, WebhookItem, quote::quote, say,
};

use super::{Identity, identity, inbound::elsewhere, notice, other_channel};
use crate::{
    common::webhook::{Why, first_time, id, missing, words},
    sinch::codes,
};

pub fn read(raw: Value) -> Result<WebhookItem, (Value, Why)> {
    let part = raw.get("message_delivery_report").unwrap_or(&Value::Null);
    if let Some(channel) = other_channel(part) {
        return Ok(elsewhere(raw, "message_delivery_report", &channel));
    }
    let Some(message_id) = id(part, "message_id") else {
        return Err((raw, missing("report-without-id", "message_delivery_report.message_id")));
    };
    let status = match part.get("status").and_then(Value::as_str) {
        Some("QUEUED") => DeliveryStatus::Accepted,
        Some("QUEUED_ON_CHANNEL") => DeliveryStatus::Sent,
        Some("DELIVERED") => DeliveryStatus::Delivered,
        Some("READ") => DeliveryStatus::Read,
        Some("FAILED") => DeliveryStatus::Failed,
        // On its way over another channel (SWITCHING_CHANNEL), or a word of tomorrow: it says nothing of an arrival.
        Some(_) => return Ok(notice::other(raw, "message_delivery_report")),
        None => return Err((raw, missing("report-without-status", "message_delivery_report.status"))),
    };
    let outcome = (status == DeliveryStatus::Failed).then(|| Outcome {
        message_id: Some(message_id.clone()),
        ..outcome(part.get("reason").unwrap_or(&Value::Null))
    });
    let own_id =
        id(&raw, "correlation_id").or_else(|| id(&raw, "message_metadata")).or_else(|| id(part, "metadata"));
    let Identity { number, user_id } = identity(part);
    let at = first_time(&raw, &["event_time", "accepted_time"]);
    Ok(WebhookItem::Report(DeliveryReport {
        message_id,
        own_id,
        status,
        at,
        to: number,
        user_id,
        outcome,
        raw,
    }))
}

/// The card of a failure.
fn outcome(reason: &Value) -> Outcome {
    let code = words(reason, "code");
    let mut outcome = Outcome::new(Verdict::Refused, "rejected", "");
    match code.as_deref().and_then(codes::reason) {
        Some(known) => known.describe(&mut outcome),
        None => {
            outcome.known = false;
            outcome.who = Some(Actor::Provider);
            outcome.set_fix("Ask Sinch's support with the message id.");
            outcome.set_cause(match &code {
                Some(code) => say!(
                    "The message failed for the reason {reason}, which is unknown to us: the raw report is all there is.",
                    reason = quote(code)
                ),
                None => "The message failed and Sinch does not say why.".into(),
            });
        }
    }
    if outcome.code == "delivery-unknown" {
        (outcome.verdict, outcome.safe_to_repeat) = (Verdict::Unclear, false);
    }
    outcome.field = match outcome.code.as_str() {
        "recipient-refused" => Some("recipient.value".into()),
        "app-unknown" => Some("settings.appId".into()),
        _ => None,
    };
    outcome.provider_code = code;
    outcome.provider_text = text(reason);
    outcome
}

/// The description with the finer codes behind it, where there are any.
fn text(reason: &Value) -> Option<String> {
    let sub_code = words(reason, "sub_code").filter(|code| code != "UNSPECIFIED_SUB_CODE");
    let channel = id(reason, "channel_code").map(|code| format!("WhatsApp's code {code}"));
    let finer: Vec<String> = sub_code.into_iter().chain(channel).collect();
    match (words(reason, "description"), finer.is_empty()) {
        (description, true) => description,
        (Some(description), false) => Some(format!("{description} ({})", finer.join(", "))),
        (None, false) => Some(finer.join(", ")),
    }
}
