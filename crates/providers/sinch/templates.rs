//! The WhatsApp templates of a project. Sources: SI-MCP, SI-SK (`sinch-provisioning-api`). The names of the query's
//! parameters and the full list of states are not confirmed (README, U7).

use serde_json::Value;
use whatsapp_domain::{
    Answer, MediaKind, Outcome, OutgoingRequest, Settings, Template, TemplateButton, TemplateHeader,
    TemplateStatus, node::ButtonKind, template::placeholders,
};

use super::{NAME, address::Endpoints, answer, settings::SCHEMA};
use crate::{
    common::{
        body::{self, Body},
        http_outcome::{self, text},
        paths::segment,
    },
    provider::TemplatePage,
};

/// Templates asked for at once.
const PAGE_SIZE: u32 = 100;

pub fn request(settings: &Settings) -> OutgoingRequest {
    let url =
        Endpoints::new(SCHEMA.value(settings, "baseUrl")).templates(SCHEMA.value(settings, "projectId"));
    OutgoingRequest::get(format!("{url}?pageSize={PAGE_SIZE}"))
}

pub fn read(
    settings: &Settings,
    request: &OutgoingRequest,
    answer: &Answer,
) -> Result<TemplatePage, Box<Outcome>> {
    if !http_outcome::is_success(answer) {
        return Err(Box::new(answer::read_listing(answer)));
    }
    let body = body::sort(answer);
    let Some((value, list)) = (match &body {
        Body::Json(value) => value.get("templates").and_then(Value::as_array).map(|list| (value, list)),
        _ => None,
    }) else {
        return Err(Box::new(http_outcome::unreadable_list(NAME, &body)));
    };
    let next = text(value, "nextPageToken").map(|token| {
        let first = self::request(settings);
        OutgoingRequest { url: format!("{}&pageToken={}", first.url, segment(&token)), ..first }
    });
    Ok(TemplatePage {
        templates: list.iter().filter_map(one).collect(),
        // A token that leads to the page just read would lead round in a circle.
        next: next.filter(|next| next.url != request.url && !list.is_empty()),
    })
}

/// One template; none without a name or a language, by which it could not be sent.
fn one(value: &Value) -> Option<Template> {
    let components: Vec<&Value> =
        value.pointer("/details/components").and_then(Value::as_array).into_iter().flatten().collect();
    let component =
        |kind: &str| components.iter().copied().find(|part| text(part, "type").as_deref() == Some(kind));
    let state = text(value, "state").unwrap_or_default();
    // What a carousel's cards need cannot be filled in here, so it must not be offered as if it could.
    let is_carousel = component("CAROUSEL").is_some();
    let buttons = component("BUTTONS").and_then(|part| part.get("buttons")).and_then(Value::as_array);
    Some(Template {
        name: text(value, "name")?,
        language: language(&text(value, "language")?),
        category: text(value, "category").unwrap_or_default().to_lowercase(),
        status: if is_carousel { TemplateStatus::Unavailable } else { status(&state) },
        reason: reason(value, &state, is_carousel),
        header: component("HEADER").map(header),
        body: component("BODY").and_then(|part| text(part, "text")).unwrap_or_default(),
        footer: component("FOOTER").and_then(|part| text(part, "text")),
        buttons: buttons.into_iter().flatten().map(button).collect(),
    })
}

/// `EN_US` here, `en_US` for sending.
fn language(code: &str) -> String {
    match code.split_once(['_', '-']) {
        Some((language, region)) => format!("{}_{}", language.to_lowercase(), region.to_uppercase()),
        None => code.to_lowercase(),
    }
}

fn status(state: &str) -> TemplateStatus {
    match state {
        "APPROVED" => TemplateStatus::Approved,
        "REJECTED" => TemplateStatus::Rejected,
        "PAUSED" => TemplateStatus::Paused,
        "PENDING" | "IN_PROGRESS" | "SUBMITTED" | "IN_APPEAL" => TemplateStatus::Pending,
        _ => TemplateStatus::Unavailable,
    }
}

fn reason(value: &Value, state: &str, is_carousel: bool) -> Option<String> {
    let given = text(value, "rejectionCode").filter(|reason| reason != "NONE");
    let carousel = is_carousel.then(|| "CAROUSEL".to_owned());
    let word =
        (!matches!(state, "APPROVED" | "PENDING" | "REJECTED" | "PAUSED" | "")).then(|| state.to_owned());
    given.or(carousel).or(word)
}

/// The kind of a header has stood under several keys; the first that is there counts.
fn header(part: &Value) -> TemplateHeader {
    let format = ["format", "headerType", "mediaType", "subType"].iter().find_map(|key| text(part, key));
    match format.as_deref() {
        Some("IMAGE") => TemplateHeader::Media { kind: MediaKind::Image },
        Some("VIDEO") => TemplateHeader::Media { kind: MediaKind::Video },
        Some("DOCUMENT") => TemplateHeader::Media { kind: MediaKind::Document },
        Some("TEXT") | None => match text(part, "text") {
            Some(text) => TemplateHeader::Text { text },
            None => TemplateHeader::Other { name: format.unwrap_or_else(|| "HEADER".into()) },
        },
        Some(other) => TemplateHeader::Other { name: other.to_owned() },
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    const URL: &str = "https://provisioning.api.sinch.com/v1/projects/p/whatsapp/templates?pageSize=100";

    fn page(url: &str, body: &str) -> TemplatePage {
        let settings: Settings = [("baseUrl", "https://eu.conversation.api.sinch.com"), ("projectId", "p")]
            .map(|(key, value)| (key.into(), value.into()))
            .into();
        read(&settings, &OutgoingRequest::get(url), &Answer::new(200, body)).ok().unwrap()
    }

    #[test]
    fn languages_are_written_as_sending_wants_them() {
        assert_eq!(language("EN_US"), "en_US");
        assert_eq!(language("EN"), "en");
        assert_eq!(language("pt-br"), "pt_BR");
    }

    #[test]
    fn pages_follow_each_other_and_end() {
        let body = "{\"templates\":[{\"name\":\"a\",\"language\":\"EN\"}],\"nextPageToken\":\"a/b\"}";
        let next = page(URL, body).next.unwrap();
        assert_eq!(next.url, format!("{URL}&pageToken=a%2Fb"));
        assert!(page(&next.url, body).next.is_none(), "a page must not follow itself");
        assert!(page(URL, "{\"templates\":[],\"nextPageToken\":\"x\"}").next.is_none());
        assert!(page(URL, "{\"templates\":[],\"nextPageToken\":\"\"}").next.is_none());
    }
}
