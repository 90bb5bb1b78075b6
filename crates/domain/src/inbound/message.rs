//! A message that a customer wrote.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What kind of message it is. Kinds that we don't know are `unknown`, never an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum InboundKind {
    /// Written words.
    Text,
    /// A picture.
    Image,
    /// A video.
    Video,
    /// A file.
    Document,
    /// A sound file.
    Audio,
    /// A voice message, recorded in the chat.
    Voice,
    /// A sticker.
    Sticker,
    /// A place.
    Location,
    /// One or several contact cards.
    Contact,
    /// A tap on a button: a template's quick reply, or a reply button of a message.
    Button,
    /// A choice from a list.
    List,
    /// An emoji put on a message.
    Reaction,
    /// An order from a catalogue.
    Order,
    /// A filled-in form.
    Flow,
    /// Something that WhatsApp itself can't hand over.
    Unsupported,
    /// A kind that we don't know yet; `raw` tells.
    #[serde(other)]
    Unknown,
}

impl InboundKind {
    /// The word in JSON: `text`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Image => "image",
            Self::Video => "video",
            Self::Document => "document",
            Self::Audio => "audio",
            Self::Voice => "voice",
            Self::Sticker => "sticker",
            Self::Location => "location",
            Self::Contact => "contact",
            Self::Button => "button",
            Self::List => "list",
            Self::Reaction => "reaction",
            Self::Order => "order",
            Self::Flow => "flow",
            Self::Unsupported => "unsupported",
            Self::Unknown => "unknown",
        }
    }
}

/// A file that came with a message. It stays with the provider and is fetched when it is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct InboundMedia {
    /// Where the provider keeps it. Some want the account's key there, and none keeps it for long.
    pub url: String,
    /// Its name, where the provider tells one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filename: Option<String>,
}

/// A place that a customer sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct InboundLocation {
    /// Degrees, north is positive.
    pub latitude: f64,
    /// Degrees, east is positive.
    pub longitude: f64,
    /// What the place is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// A page about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// A message that a customer wrote, read from the provider's form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct InboundMessage {
    /// The provider's id. A message that comes again has the same one.
    pub message_id: String,
    /// The customer's number: digits with country code, no plus. Absent when the customer hides it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The customer's id at this business, such as `SE.900100200`; where numbers are hidden it is all there is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// Our sender that it was written to: digits, no plus.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The name that the customer gave themselves on WhatsApp.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// When the customer sent it, RFC 3339 in UTC with milliseconds; absent when the provider told no time that can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// What kind of message it is.
    pub kind: InboundKind,
    /// What a person would read: the text, the caption, the title of the button, the emoji.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What a button or a list row carries unseen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<String>,
    /// Id of the message that this one answers or reacts to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    /// The file, for kinds that have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media: Option<InboundMedia>,
    /// The place, for `location`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<InboundLocation>,
    /// The provider's element as it came.
    pub raw: Value,
}
