//! What the console gets: one event for each thing that happened. The first five keys are the console's own.
//!
//! Keys are snake_case, as consoles already know them. `raw` is the provider's element as it came.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::{
    inbound::{
        DeliveryReport, DeliveryStatus, InboundMedia, InboundMessage, OtherNotice, ProviderOptChange,
        TemplateAspect, TemplateNotice, UnreadableItem, WebhookItem,
    },
    integration::{NumberFormat, TwoWay},
    opt_out::Wish,
    outcome::{Outcome, Retry},
    said::Phrase,
};

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EventStatus {
    /// A customer wrote.
    Inbound,
    /// The provider took a message over.
    Accepted,
    /// A message is with WhatsApp.
    Sent,
    /// A message is on the phone.
    Delivered,
    /// A message was seen.
    Read,
    /// A message did not arrive.
    Failed,
    /// A customer wants no more messages.
    OptedOut,
    /// A customer wants messages again.
    OptedIn,
    /// A template changed.
    Template,
    /// Something about the account.
    Notice,
    /// Something came that could not be read.
    Unreadable,
}

impl EventStatus {
    /// The word in JSON: `opted_out`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Inbound => "inbound",
            Self::Accepted => "accepted",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::Failed => "failed",
            Self::OptedOut => "opted_out",
            Self::OptedIn => "opted_in",
            Self::Template => "template",
            Self::Notice => "notice",
            Self::Unreadable => "unreadable",
        }
    }
}

impl From<DeliveryStatus> for EventStatus {
    fn from(status: DeliveryStatus) -> Self {
        match status {
            DeliveryStatus::Accepted => Self::Accepted,
            DeliveryStatus::Sent => Self::Sent,
            DeliveryStatus::Delivered => Self::Delivered,
            DeliveryStatus::Read => Self::Read,
            DeliveryStatus::Failed => Self::Failed,
        }
    }
}

/// The customer, by the id that the console knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventCustomer {
    /// Name of the id, such as `phone`.
    pub key: String,
    /// Its value, such as `+44123456789`.
    pub value: String,
}

/// Why a message failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventError {
    /// Our stable code, listed in `docs/outcomes.md`.
    pub code: String,
    /// Does sending it again make sense?
    pub retry: bool,
    /// What happened and why, in plain words.
    pub cause: String,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
    /// The provider's own code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_code: Option<String>,
    /// The provider's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_text: Option<String>,
}

impl From<&Outcome> for EventError {
    fn from(outcome: &Outcome) -> Self {
        Self {
            code: outcome.code.clone(),
            retry: outcome.retry != Retry::Never,
            cause: outcome.cause.clone(),
            fix: outcome.fix.clone(),
            provider_code: outcome.provider_code.clone(),
            provider_text: outcome.provider_text.clone(),
        }
    }
}

/// The integration that an event belongs to.
#[derive(Debug, Clone, Copy)]
pub struct EventSource<'a> {
    /// `int_…`
    pub integration: &'a str,
    /// Id of the provider.
    pub provider: &'a str,
    /// How its customers are found.
    pub two_way: &'a TwoWay,
}

/// One event for the console.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CampaignEvent {
    /// What happened.
    pub status: EventStatus,
    /// Kept for the console; always null.
    #[serde(default)]
    pub action_type: Option<String>,
    /// The provider's id of the message; null when it is about none.
    #[serde(default)]
    pub message_id: Option<String>,
    /// What a person would read: the customer's words, or what happened. Null when there are no words.
    #[serde(default)]
    pub message: Option<String>,
    /// Kind of an inbound message, such as `text`; `delivery`, `template`, `preference`,
    /// `marketing_preference`, `notice` or `unreadable` for others.
    #[serde(rename = "type")]
    pub kind: String,
    /// `evt_…`, to recognise an event that comes twice; given when it is stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The customer; null when none is known.
    #[serde(default)]
    pub customer: Option<EventCustomer>,
    /// `int_…`
    pub integration: String,
    /// Id of the provider.
    pub provider: String,
    /// When it reached us, RFC 3339 in UTC with milliseconds.
    pub received_at: String,
    /// Why a message failed; null on other reports of delivery, absent on everything else.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "null_is_something")]
    pub error: Option<Option<EventError>>,
    /// When it happened, by the provider's clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// The customer's id at this business.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// The name that the customer gave themselves; the template's name for `template`; the notice's for `notice`; the code of
    /// the reason for `unreadable`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What a button or a list row carries unseen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<String>,
    /// Id of the message that was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    /// The file that came along; it is fetched through the proxy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media: Option<InboundMedia>,
    /// `test_…`, when it is about a quick test.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub test: Option<String>,
    /// What a translation of `message` needs, where that is a sentence of ours that something was filled into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<Box<Phrase>>,
    /// The provider's element as it came.
    pub raw: Value,
}

/// Tells `"error": null` from no `error` at all.
fn null_is_something<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<EventError>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

impl CampaignEvent {
    /// The event for one thing that a provider told.
    pub fn of(item: WebhookItem, source: &EventSource<'_>, received_at: &str) -> Self {
        match item {
            WebhookItem::Inbound(item) => Self::inbound(item, source, received_at),
            WebhookItem::Report(item) => Self::report(item, source, received_at),
            WebhookItem::Template(item) => Self::template(item, source, received_at),
            WebhookItem::OptChange(item) => Self::preference(item, source, received_at),
            WebhookItem::Other(item) => Self::notice(item, source, received_at),
        }
    }

    /// The event for something that could not be read.
    pub fn unreadable(item: UnreadableItem, source: &EventSource<'_>, received_at: &str) -> Self {
        let UnreadableItem { raw, code, why, said } = item;
        Self {
            message: Some(why),
            name: Some(code),
            said,
            ..Self::bare(EventStatus::Unreadable, "unreadable", source, received_at, raw)
        }
    }

    /// The event for a customer's wish, heard in an inbound message; it comes after the message's own.
    pub fn wish(wish: Wish, heard: &Self) -> Self {
        let status = match wish {
            Wish::Stop => EventStatus::OptedOut,
            Wish::Start => EventStatus::OptedIn,
        };
        Self { status, id: None, media: None, ..heard.clone() }
    }

    fn bare(
        status: EventStatus,
        kind: &str,
        source: &EventSource<'_>,
        received_at: &str,
        raw: Value,
    ) -> Self {
        Self {
            status,
            action_type: None,
            message_id: None,
            message: None,
            kind: kind.into(),
            id: None,
            customer: None,
            integration: source.integration.into(),
            provider: source.provider.into(),
            received_at: received_at.into(),
            error: None,
            at: None,
            user_id: None,
            name: None,
            payload: None,
            reply_to: None,
            media: None,
            test: None,
            said: None,
            raw,
        }
    }

    fn inbound(item: InboundMessage, source: &EventSource<'_>, received_at: &str) -> Self {
        Self {
            message_id: Some(item.message_id),
            message: item.text,
            customer: customer(item.from.as_deref(), source.two_way),
            at: item.at,
            user_id: item.user_id,
            name: item.name,
            payload: item.payload,
            reply_to: item.reply_to,
            media: item.media,
            ..Self::bare(EventStatus::Inbound, item.kind.as_str(), source, received_at, item.raw)
        }
    }

    fn report(item: DeliveryReport, source: &EventSource<'_>, received_at: &str) -> Self {
        Self {
            message_id: Some(item.message_id),
            customer: customer(item.to.as_deref(), source.two_way),
            error: Some(item.outcome.as_ref().map(EventError::from)),
            at: item.at,
            user_id: item.user_id,
            ..Self::bare(item.status.into(), "delivery", source, received_at, item.raw)
        }
    }

    fn template(item: TemplateNotice, source: &EventSource<'_>, received_at: &str) -> Self {
        let message = template_words(&item);
        Self {
            message: Some(message),
            name: Some(item.name),
            at: item.at,
            ..Self::bare(EventStatus::Template, "template", source, received_at, item.raw)
        }
    }

    fn preference(item: ProviderOptChange, source: &EventSource<'_>, received_at: &str) -> Self {
        let status = if item.opted_in { EventStatus::OptedIn } else { EventStatus::OptedOut };
        // Of the two only one says that no message at all is wanted.
        let kind = if item.marketing_only { "marketing_preference" } else { "preference" };
        Self {
            message: item.text,
            customer: customer(item.from.as_deref(), source.two_way),
            at: item.at,
            user_id: item.user_id,
            ..Self::bare(status, kind, source, received_at, item.raw)
        }
    }

    fn notice(item: OtherNotice, source: &EventSource<'_>, received_at: &str) -> Self {
        Self {
            message_id: item.message_id,
            message: item.text,
            customer: customer(item.from.as_deref(), source.two_way),
            name: Some(item.name),
            at: item.at,
            ..Self::bare(EventStatus::Notice, "notice", source, received_at, item.raw)
        }
    }
}

/// The customer with this number (digits, no plus), in the form in which the console holds numbers.
pub fn customer(digits: Option<&str>, two_way: &TwoWay) -> Option<EventCustomer> {
    let value = match two_way.number_format {
        NumberFormat::Plus => format!("+{}", digits?),
        NumberFormat::Digits => digits?.to_owned(),
    };
    Some(EventCustomer { key: two_way.customer_id_key.clone(), value })
}

fn template_words(item: &TemplateNotice) -> String {
    let what = match item.change {
        TemplateAspect::Status => "status",
        TemplateAspect::Category => "category",
        TemplateAspect::Quality => "quality",
    };
    let mut words = format!("The {what} of the template {} changed", item.name);
    if let Some(before) = &item.before {
        words.push_str(&format!(" from {before}"));
    }
    if let Some(after) = &item.after {
        words.push_str(&format!(" to {after}"));
    }
    if let Some(reason) = &item.reason {
        words.push_str(&format!(" ({reason})"));
    }
    words.push('.');
    words
}

#[cfg(test)]
mod tests;
