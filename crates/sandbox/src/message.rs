//! A message as the phone shows it.

use crate::matching::{HeaderValue, Values, fill};
use crate::templates::{Button, Header as TemplateHeader, MediaKind, Template};
use serde::{Deserialize, Serialize};

/// Which emulated service took a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Provider {
    /// The emulated Infobip.
    Infobip,
    /// The emulated Sinch.
    Sinch,
}

/// One entry of the phone's inbox.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    /// Counts up from 1 and never starts again, not even after the inbox was emptied.
    pub seq: u64,
    /// The provider's message id.
    pub id: String,
    /// Who carried it.
    pub provider: Provider,
    /// RFC 3339, UTC, milliseconds.
    pub received_at: String,
    /// The business's number, digits.
    pub from: String,
    /// The customer's number, as it was given.
    pub to: String,
    /// Whether it reached the phone.
    pub status: Status,
    /// Why it did not.
    pub failure: Option<Failure>,
    /// What was sent.
    pub kind: Kind,
    /// Above the text.
    pub header: Option<Header>,
    /// The text, or a medium's caption; placeholders filled. Empty when there is none.
    pub body: String,
    /// Small print under the text.
    pub footer: Option<String>,
    /// In the template's order.
    pub buttons: Vec<PhoneButton>,
    /// Name and language, for a template message.
    pub template: Option<TemplateRef>,
}

/// Whether a message reached the phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// On the phone.
    Delivered,
    /// Accepted by the provider, then given up; the provider would say so in a delivery report.
    Failed,
}

/// What the provider's delivery report would say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// Infobip: `7008 EC_INVALID_TEMPLATE_ARGS` and the like. Sinch: the reason's `code`.
    pub code: String,
    /// Description.
    pub text: String,
}

/// What was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A registered template.
    Template,
    /// Free text.
    Text,
    /// A picture.
    Image,
    /// A video.
    Video,
    /// Any other file.
    Document,
}

impl From<MediaKind> for Kind {
    fn from(kind: MediaKind) -> Self {
        match kind {
            MediaKind::Image => Self::Image,
            MediaKind::Video => Self::Video,
            MediaKind::Document => Self::Document,
        }
    }
}

/// Above the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Header {
    /// A line.
    Text {
        /// The line, filled.
        text: String,
    },
    /// A picture.
    Image {
        /// Its address.
        url: String,
    },
    /// A video.
    Video {
        /// Its address.
        url: String,
    },
    /// A file.
    Document {
        /// Its address.
        url: String,
        /// The name shown.
        filename: Option<String>,
    },
}

impl Header {
    /// A medium; a document without a name shows the last part of its address.
    pub fn media(kind: MediaKind, url: &str, filename: Option<&str>) -> Self {
        let url = url.to_owned();
        match kind {
            MediaKind::Image => Self::Image { url },
            MediaKind::Video => Self::Video { url },
            MediaKind::Document => {
                let filename = filename.map(str::to_owned).or_else(|| crate::media::file_name(&url));
                Self::Document { url, filename }
            }
        }
    }
}

/// A button as the phone shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PhoneButton {
    /// `quickReply`, `url`, `copyCode` or `phone`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Label.
    pub text: String,
    /// Payload, whole address, code or number.
    pub value: String,
}

/// Which template a message was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TemplateRef {
    /// Name.
    pub name: String,
    /// Language code as sent.
    pub language: String,
}

/// What the phone shows of a message, without the envelope.
#[derive(Debug, Clone)]
pub struct Shown {
    /// What was sent.
    pub kind: Kind,
    /// Above the text.
    pub header: Option<Header>,
    /// Text or caption.
    pub body: String,
    /// Small print.
    pub footer: Option<String>,
    /// Buttons.
    pub buttons: Vec<PhoneButton>,
    /// For a template message.
    pub template: Option<TemplateRef>,
}

impl Shown {
    /// Free text.
    pub fn text(text: &str) -> Self {
        Self::bare(Kind::Text, None, text)
    }

    /// A medium with an optional caption.
    pub fn media(kind: MediaKind, url: &str, filename: Option<&str>, caption: Option<&str>) -> Self {
        Self::bare(kind.into(), Some(Header::media(kind, url, filename)), caption.unwrap_or_default())
    }

    fn bare(kind: Kind, header: Option<Header>, body: &str) -> Self {
        Self { kind, header, body: body.to_owned(), footer: None, buttons: Vec::new(), template: None }
    }

    /// A template message that names no template known here: there is nothing to show but its name.
    pub fn unknown_template(name: &str, language: &str) -> Self {
        let template = Some(TemplateRef { name: name.to_owned(), language: language.to_owned() });
        Self { template, ..Self::bare(Kind::Template, None, "") }
    }

    /// A template with its values. Values that do not fit leave their placeholder standing, so that the reader
    /// sees which one was wrong.
    pub fn template(template: &Template, values: &Values) -> Self {
        let header = match (template.header, &values.header) {
            (Some(TemplateHeader::Text { text, .. }), given) => {
                let value = match given {
                    Some(HeaderValue::Text(value)) => vec![Some(value.clone())],
                    _ => Vec::new(),
                };
                Some(Header::Text { text: fill(text, &value) })
            }
            (Some(TemplateHeader::Media(_)), Some(HeaderValue::Media { kind, url, filename })) => {
                Some(Header::media(*kind, url, filename.as_deref()))
            }
            _ => None,
        };
        Self {
            kind: Kind::Template,
            header,
            body: fill(&template.body, &values.body),
            footer: template.footer.map(str::to_owned),
            buttons: buttons(template, values),
            template: Some(TemplateRef { name: template.name.into(), language: template.language.into() }),
        }
    }
}

fn buttons(template: &Template, values: &Values) -> Vec<PhoneButton> {
    let mut in_order = values.buttons.iter().filter(|v| v.index.is_none());
    let show = |(index, button): (usize, &Button)| {
        let given = button.takes().and_then(|_| {
            let by_index = values.buttons.iter().find(|v| v.index == Some(index));
            by_index.or_else(|| in_order.next()).map(|v| v.value.clone())
        });
        match button {
            Button::QuickReply { text } => phone_button("quickReply", text, given.unwrap_or_default()),
            Button::Url { text, url, .. } => phone_button("url", text, fill(url, &[given])),
            Button::Phone { text, number } => phone_button("phone", text, (*number).to_owned()),
            Button::CopyCode { .. } => phone_button("copyCode", "Copy offer code", given.unwrap_or_default()),
            Button::OneTimeCode { text } => phone_button("copyCode", text, given.unwrap_or_default()),
        }
    };
    template.buttons.iter().enumerate().map(show).collect()
}

fn phone_button(kind: &'static str, text: &str, value: String) -> PhoneButton {
    PhoneButton { kind, text: text.to_owned(), value }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::{ButtonValue, find};
    use crate::templates::{ButtonKind, all};

    #[test]
    fn a_template_is_shown_filled() {
        let given = |kind, value: &str| ButtonValue { index: None, kind, value: value.into() };
        let values = Values {
            header: None,
            body: vec![Some("Ana".into())],
            buttons: vec![
                given(ButtonKind::QuickReply, "yes"),
                given(ButtonKind::QuickReply, "no"),
                given(ButtonKind::Url, "parcels/991"),
            ],
        };
        let shown = Shown::template(find(all(), "survey_request", "en_US").unwrap(), &values);
        assert_eq!(shown.body, "Hi Ana, your package has arrived. Are you happy with your order?");
        let seen: Vec<_> =
            shown.buttons.iter().map(|b| (b.kind, b.text.as_str(), b.value.as_str())).collect();
        assert_eq!(
            seen,
            [
                ("quickReply", "Yes, I am", "yes"),
                ("quickReply", "Not quite", "no"),
                ("url", "Open the order", "https://shop.example.com/parcels/991"),
            ]
        );
    }

    #[test]
    fn static_buttons_take_no_value_from_their_neighbours() {
        let shown = Shown::template(find(all(), "store_visit", "en_GB").unwrap(), &Values::default());
        let seen: Vec<_> = shown.buttons.iter().map(|b| (b.kind, b.value.as_str())).collect();
        assert_eq!(seen, [("url", "https://shop.example.com/shops"), ("phone", "+441134960900")]);
        assert!(shown.body.contains("{{1}}"), "a missing value stays visible");
    }

    #[test]
    fn a_document_without_a_name_shows_the_end_of_its_address() {
        let header = Header::media(MediaKind::Document, "https://cdn.example.com/a/guide.pdf?x=1", None);
        let expected = "guide.pdf".to_owned();
        assert!(matches!(header, Header::Document { filename: Some(name), .. } if name == expected));
    }
}
