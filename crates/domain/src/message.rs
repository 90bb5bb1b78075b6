//! A message with its values filled in, before any provider's form: what is sent and what the preview shows.

use serde::{Deserialize, Serialize};

use crate::node::ButtonKind;

/// Kinds of media.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum MediaKind {
    /// JPEG or PNG, up to 5 MB.
    Image,
    /// MP4 or 3GPP, up to 16 MB.
    Video,
    /// Any file up to 100 MB; in a template header PDF only.
    Document,
}

crate::tagged! { "type", "FilledHeader",
/// A filled template header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum FilledHeader {
    /// Value of its placeholder.
    Text {
        /// The value.
        text: String,
    },
    /// Media.
    Media {
        /// What it is.
        kind: MediaKind,
        /// Where WhatsApp fetches it.
        url: String,
        /// Its name; documents only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        filename: Option<String>,
    },
}
}

/// A filled template button.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FilledButton {
    /// Place among all buttons of the template, from 0.
    pub index: u8,
    /// Its kind.
    #[serde(rename = "type")]
    pub kind: ButtonKind,
    /// Its value.
    pub value: String,
}

crate::tagged! { "type", "FilledMessage",
/// A message with its values filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum FilledMessage {
    /// A template.
    Template {
        /// Its name.
        name: String,
        /// Its language.
        language: String,
        /// Its header, if that takes a value.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        header: Option<FilledHeader>,
        /// Values of the body, in order.
        body: Vec<String>,
        /// Values of the buttons, by index.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        buttons: Vec<FilledButton>,
    },
    /// Free text.
    #[serde(rename_all = "camelCase")]
    Text {
        /// The text.
        text: String,
        /// Preview of its first link?
        preview_url: bool,
    },
    /// Free media.
    Media {
        /// What it is.
        kind: MediaKind,
        /// Where WhatsApp fetches it.
        url: String,
        /// Text under it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        caption: Option<String>,
        /// Its name; documents only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        filename: Option<String>,
    },
}
}

/// Whom a message reaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Reached {
    /// `+447400123456`
    pub e164: String,
    /// `+44 7400 123456`
    pub international: String,
    /// `GB`; none for numbers of no country.
    pub region: Option<String>,
    /// `United Kingdom`; empty when there is no region.
    pub country: String,
}
