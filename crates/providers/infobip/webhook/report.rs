//! Delivery and seen reports in Infobip's form.

use serde_json::Value;
use whatsapp_domain::{Actor, DeliveryReport, DeliveryStatus, Outcome, Retry, quote::quote, say};

use super::inbound::writer;
use crate::{
    common::webhook::{Why, digits, first_time, id, missing, words},
    infobip::{
        answer,
        codes::{self, Group},
    },
};

/// Status 2: with WhatsApp, not yet on the phone.
const DELIVERED_TO_OPERATOR: i64 = 2;

/// `seenAt` makes it a seen report (IB-WEB).
pub fn seen(raw: Value) -> Result<DeliveryReport, (Value, Why)> {
    let at = first_time(&raw, &["seenAt"]);
    report(raw, DeliveryStatus::Read, at, None)
}

/// The status' group decides; its id only where a group holds several stages.
pub fn delivery(raw: Value) -> Result<DeliveryReport, (Value, Why)> {
    let at = first_time(&raw, &["doneAt", "sentAt"]);
    let status = raw.get("status").unwrap_or(&Value::Null);
    let number = |value: &Value, key: &str| value.get(key).and_then(Value::as_i64);
    let (status_id, group) = (number(status, "id"), number(status, "groupId"));
    let Some(group) = group.or_else(|| by_name(status)) else {
        return Err((raw, missing("report-without-status", "status.groupId")));
    };
    let stage = match (codes::group(group), status_id) {
        (Group::Taken, Some(DELIVERED_TO_OPERATOR)) => DeliveryStatus::Sent,
        (Group::Taken, _) if group == 3 => DeliveryStatus::Delivered,
        (Group::Taken | Group::Unknown, _) => DeliveryStatus::Accepted,
        (Group::Refused | Group::Expired, _) => DeliveryStatus::Failed,
    };
    let outcome = (stage == DeliveryStatus::Failed).then(|| outcome(&raw, status_id, codes::group(group)));
    report(raw, stage, at, outcome)
}

/// Groups by their names, for a report without numbers.
fn by_name(status: &Value) -> Option<i64> {
    Some(match status.get("groupName")?.as_str()? {
        "ACCEPTED" => 0,
        "PENDING" => 1,
        "UNDELIVERABLE" => 2,
        "DELIVERED" => 3,
        "EXPIRED" => 4,
        "REJECTED" => 5,
        _ => return None,
    })
}

fn report(
    raw: Value,
    status: DeliveryStatus,
    at: Option<String>,
    mut outcome: Option<Outcome>,
) -> Result<DeliveryReport, (Value, Why)> {
    let Some(message_id) = id(&raw, "messageId") else {
        return Err((raw, missing("report-without-id", "messageId")));
    };
    if let Some(outcome) = &mut outcome {
        outcome.message_id = Some(message_id.clone());
    }
    // In reports `to` is the customer, and the contact is too.
    let (number, user_id) = match id(&raw, "to") {
        Some(to) => match digits(&to) {
            Some(number) => (Some(number), raw.get("contact").and_then(|contact| id(contact, "userId"))),
            None => (None, Some(to)),
        },
        None => writer(&raw),
    };
    // The message id is ours: we chose it when we sent.
    Ok(DeliveryReport {
        own_id: Some(message_id.clone()),
        message_id,
        status,
        at,
        to: number,
        user_id,
        outcome,
        raw,
    })
}

/// The card of a failure: what the channel's error says where it is known, else what the status says.
fn outcome(raw: &Value, status_id: Option<i64>, group: Group) -> Outcome {
    let status = raw.get("status").unwrap_or(&Value::Null);
    let error = raw.get("error").unwrap_or(&Value::Null);
    let error_id = error.get("id").and_then(Value::as_i64).filter(|id| *id != 0);
    let mut outcome = answer::failed(status_id, words(status, "name").as_deref(), group);
    match (error_id, error_id.and_then(codes::error)) {
        (_, Some(known)) => {
            known.describe(&mut outcome);
            answer::blame(&mut outcome);
        }
        (Some(id), None) => {
            outcome.known = false;
            outcome.who = Some(Actor::Provider);
            outcome.set_fix("Ask Infobip's support with the message id.");
            let name = words(error, "name").unwrap_or_default();
            outcome.set_cause(say!("The message failed with the error {error}, which is unknown to us: the raw report is all there is.", error = quote(format!("{id} {name}").trim_end())));
        }
        (None, None) => {}
    }
    // The report's own word outweighs what the table says.
    match error.get("permanent").and_then(Value::as_bool).filter(|_| error_id.is_some()) {
        Some(true) => outcome.retry = Retry::Never,
        Some(false) => outcome.retry = Retry::Later,
        None => {}
    }
    let of_error = error_id.is_some();
    let name = words(error, "name").filter(|_| of_error).or_else(|| words(status, "name"));
    outcome.provider_code = match (error_id, name) {
        (Some(id), Some(name)) => Some(format!("{id} {name}")),
        (Some(id), None) => Some(id.to_string()),
        (None, Some(name)) => Some(name),
        (None, None) => status_id.map(|id| id.to_string()),
    };
    outcome.provider_text =
        words(error, "description").filter(|_| of_error).or_else(|| words(status, "description"));
    outcome
}
