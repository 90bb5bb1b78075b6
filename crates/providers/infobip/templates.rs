//! The templates of a sender. Source: IB-OAS, `GET /whatsapp/2/senders/{sender}/templates` (one page holds all).

use serde_json::Value;
use whatsapp_domain::{
    Answer, MediaKind, Outcome, OutgoingRequest, Settings, Template, TemplateButton, TemplateHeader,
    TemplateStatus, node::ButtonKind, template::placeholders,
};

use super::{NAME, answer, settings::SCHEMA};
use crate::{
    common::{
        body::{self, Body},
        http_outcome::{self, text},
        paths::segment,
    },
    provider::TemplatePage,
};

pub fn request(settings: &Settings) -> OutgoingRequest {
    let (base, sender) = (SCHEMA.value(settings, "baseUrl"), SCHEMA.value(settings, "sender"));
    OutgoingRequest::get(format!("{base}/whatsapp/2/senders/{}/templates", segment(sender)))
}

pub fn read(answer: &Answer) -> Result<TemplatePage, Box<Outcome>> {
    if !http_outcome::is_success(answer) {
        return Err(Box::new(answer::read_listing(answer)));
    }
    let body = body::sort(answer);
    let list = match &body {
        Body::Json(value) => value.get("templates").and_then(Value::as_array),
        _ => None,
    };
    let Some(list) = list else {
        return Err(Box::new(http_outcome::unreadable_list(NAME, &body)));
    };
    Ok(TemplatePage { templates: list.iter().filter_map(one).collect(), next: None })
}

/// One template; none without a name or a language, by which it could not be sent.
fn one(value: &Value) -> Option<Template> {
    let structure = value.get("structure").unwrap_or(&Value::Null);
    let is_supported = text(structure, "type").as_deref() != Some("UNSUPPORTED");
    let status = text(value, "status").unwrap_or_default();
    Some(Template {
        name: text(value, "name")?,
        language: text(value, "language")?,
        category: text(value, "category").unwrap_or_default().to_lowercase(),
        status: if is_supported { self::status(&status) } else { TemplateStatus::Unavailable },
        reason: reason(value, &status, is_supported),
        header: structure.get("header").and_then(header),
        body: part(structure, "body").unwrap_or_default(),
        footer: part(structure, "footer"),
        buttons: structure
            .get("buttons")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .map(button)
            .collect(),
    })
}

/// REINSTATED and FLAGGED count as sendable (README, U20).
fn status(word: &str) -> TemplateStatus {
    match word {
        "APPROVED" | "REINSTATED" | "FLAGGED" => TemplateStatus::Approved,
        "PENDING" | "IN_APPEAL" => TemplateStatus::Pending,
        "REJECTED" => TemplateStatus::Rejected,
        "FIRST_PAUSED" | "SECOND_PAUSED" | "PAUSED" => TemplateStatus::Paused,
        _ => TemplateStatus::Unavailable,
    }
}

fn reason(value: &Value, status: &str, is_supported: bool) -> Option<String> {
    let given =
        text(value, "reason").or_else(|| text(value, "rejectionReason")).filter(|reason| reason != "NONE");
    // A status that says more than ours is worth showing as it is.
    let word = (!matches!(status, "APPROVED" | "PENDING" | "REJECTED" | "")).then(|| status.to_owned());
    let unsupported = (!is_supported).then(|| "UNSUPPORTED".to_owned());
    given.or(unsupported).or(word)
}

/// `{"text":"…"}`, or a plain string as the older version of the list has it.
fn part(structure: &Value, key: &str) -> Option<String> {
    match structure.get(key)? {
        Value::String(text) => Some(text.clone()),
        part => text(part, "text"),
    }
}

fn header(value: &Value) -> Option<TemplateHeader> {
    let format = text(value, "format")?;
    Some(match format.as_str() {
        "TEXT" => TemplateHeader::Text { text: text(value, "text").unwrap_or_default() },
        "IMAGE" => TemplateHeader::Media { kind: MediaKind::Image },
        "VIDEO" => TemplateHeader::Media { kind: MediaKind::Video },
        "DOCUMENT" => TemplateHeader::Media { kind: MediaKind::Document },
        _ => TemplateHeader::Other { name: format },
    })
}

fn button(value: &Value) -> TemplateButton {
    let url = text(value, "url");
    let kind = text(value, "type");
    let takes = match kind.as_deref() {
        Some("QUICK_REPLY") => Some(ButtonKind::QuickReply),
        Some("COPY_CODE") => Some(ButtonKind::CopyCode),
        Some("URL") if url.as_deref().is_some_and(|url| placeholders(url) > 0) => Some(ButtonKind::Url),
        // The one-time code of an authentication template goes out as the value of a URL button (IB-OAS).
        _ if value.get("otpType").is_some() => Some(ButtonKind::Url),
        _ => None,
    };
    let label =
        text(value, "text").or_else(|| (takes == Some(ButtonKind::CopyCode)).then(|| "Copy code".into()));
    TemplateButton { text: label.unwrap_or_default(), takes, url }
}
