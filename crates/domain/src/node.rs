//! A WhatsApp step of a customer journey: whom it is for and what it says.

use serde::{Deserialize, Serialize};

use crate::{
    drift::TemplateFingerprint,
    translation::{Tested, Translation},
};

/// The version that this build writes for a node.
pub const NODE_VERSION: u32 = crate::version::NODE.newest();

/// What happens when a value comes out empty for a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum WhenEmpty {
    /// Use the binding's fallback.
    Fallback,
    /// Leave this customer out.
    Skip,
    /// Count it as an error of this customer.
    #[default]
    Fail,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// A value that is filled from the customer's profile.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Binding {
    /// Jinja text; sees `customer`, `event` and `journey`.
    #[serde(default)]
    pub value: String,
    /// Used instead of an empty value, with [`WhenEmpty::Fallback`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fallback: Option<String>,
    /// What to do when the value comes out empty.
    #[serde(default, skip_serializing_if = "is_default")]
    pub when_empty: WhenEmpty,
}

impl Binding {
    /// A binding of just this text.
    pub fn new(value: impl Into<String>) -> Self {
        Self { value: value.into(), ..Self::default() }
    }

    /// Nothing typed, and no fallback?
    pub fn is_blank(&self) -> bool {
        self.value.trim().is_empty() && self.fallback.as_deref().is_none_or(|text| text.trim().is_empty())
    }
}

/// Whom the message is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Recipient {
    /// Jinja text that gives the phone number.
    pub value: String,
    /// Country (ISO 3166, `GB`) of numbers written without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
}

impl Default for Recipient {
    fn default() -> Self {
        Self { value: "{{ customer.phone }}".into(), region: None }
    }
}

/// Name and language of a registered template.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateRef {
    /// Lower case letters, digits and underscores.
    pub name: String,
    /// Code such as `en_GB`; with translations, the language of customers who have none of theirs.
    pub language: String,
    /// What the step's rows were made for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<TemplateFingerprint>,
}

crate::tagged! { "type", "Header",
/// What stands above a template's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Header {
    /// A text with one placeholder.
    Text {
        /// Value of that placeholder.
        #[serde(default)]
        text: Binding,
    },
    /// A picture.
    Image {
        /// Where WhatsApp fetches it.
        #[serde(default)]
        url: Binding,
    },
    /// A video.
    Video {
        /// Where WhatsApp fetches it.
        #[serde(default)]
        url: Binding,
    },
    /// A PDF.
    Document {
        /// Where WhatsApp fetches it.
        #[serde(default)]
        url: Binding,
        /// Its name on the phone; derived from the URL when left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        filename: Option<Binding>,
    },
}
}

/// Kinds of template buttons that take a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum ButtonKind {
    /// The value comes back when the customer taps it.
    QuickReply,
    /// The value ends the registered URL.
    Url,
    /// The value is copied to the clipboard.
    CopyCode,
}

/// The value of one template button.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Button {
    /// Place among all buttons of the template, from 0.
    pub index: u8,
    /// Its kind.
    #[serde(rename = "type")]
    pub kind: ButtonKind,
    /// Its value.
    pub value: Binding,
}

/// A picture, video or document.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Media {
    /// Where WhatsApp fetches it.
    #[serde(default)]
    pub url: Binding,
    /// Text under it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<Binding>,
    /// Its name on the phone; documents only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filename: Option<Binding>,
}

crate::tagged! { "type", "Message",
/// What the step says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "camelCase")]
// Templates are by far the most frequent, and only a few nodes are ever held at a time.
#[allow(clippy::large_enum_variant)]
pub enum Message {
    /// A template registered with WhatsApp; allowed at any time.
    #[serde(rename_all = "camelCase")]
    Template {
        /// Which template.
        template: TemplateRef,
        /// Value of its header, if the header takes one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        header: Option<Header>,
        /// Values of the body's placeholders, in order.
        #[serde(default)]
        body: Vec<Binding>,
        /// Values of its buttons.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        buttons: Vec<Button>,
        /// Jinja text that gives a customer's language; none for the default language alone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        language_by: Option<Binding>,
        /// Further languages of the same template.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        translations: Vec<Translation>,
    },
    /// Free text; allowed within 24 hours of the customer's last message.
    #[serde(rename_all = "camelCase")]
    Text {
        /// The text.
        #[serde(default)]
        text: Binding,
        /// Show a preview of the first link?
        #[serde(default)]
        preview_url: bool,
    },
    /// A picture; the same 24 hours.
    Image(Media),
    /// A video; the same 24 hours.
    Video(Media),
    /// A file; the same 24 hours.
    Document(Media),
}
}

fn version() -> u32 {
    NODE_VERSION
}

/// A WhatsApp step of a journey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Node {
    /// Version of this shape.
    #[serde(default = "version")]
    pub version: u32,
    /// Id of the integration that sends it; empty until one is chosen.
    #[serde(default)]
    pub integration: String,
    /// Whom it is for.
    #[serde(default)]
    pub recipient: Recipient,
    /// What it says.
    pub message: Message,
    /// The last test of exactly this step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tested: Option<Tested>,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// The example of the design document, byte for byte in meaning.
    #[test]
    fn the_documented_node_survives_a_round_trip() {
        let text = json!({"version":1,"integration":"int_1",
            "recipient":{"value":"{{ customer.phone }}","region":"GB"},
            "message":{"type":"template","template":{"name":"order_update","language":"en_GB"},
              "header":{"type":"document","url":{"value":"https://cdn.example.com/{{ customer.order }}.pdf"},"filename":{"value":"invoice.pdf"}},
              "body":[{"value":"{{ customer.first_name }}","fallback":"there","whenEmpty":"fallback"}],
              "buttons":[{"index":0,"type":"url","value":{"value":"{{ customer.order }}"}}]}});
        let node: Node = serde_json::from_value(text.clone()).unwrap();
        assert_eq!(serde_json::to_value(&node).unwrap(), text);
    }

    #[test]
    fn free_messages_have_the_documented_keys() {
        for text in [
            json!({"type":"text","text":{"value":"Hi"},"previewUrl":false}),
            json!({"type":"image","url":{"value":"https://e.example/a.png"},"caption":{"value":"A"}}),
            json!({"type":"document","url":{"value":"u"},"filename":{"value":"f.pdf"}}),
        ] {
            let message: Message = serde_json::from_value(text.clone()).unwrap();
            assert_eq!(serde_json::to_value(&message).unwrap(), text);
        }
        let unknown: Result<Message, _> = serde_json::from_value::<Message>(json!({"type":"carousel"}));
        assert!(unknown.is_err());
        let _: Value = json!(null);
    }
}
