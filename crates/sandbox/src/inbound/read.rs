//! What the phone's owner wrote, as the sandbox's own API takes it.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde::Deserialize;
use serde_json::json;

use super::{Content, Written};
use crate::callbacks::MAX_BURST;
use crate::message::{Kind, Provider};
use crate::state::State;

/// A message to write. All but `provider` may be left out.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct New {
    pub(super) provider: Provider,
    /// The owner's number; a plus, spaces and dashes are passed over.
    #[serde(default = "anybody")]
    pub(super) from: String,
    /// Hide the number: only the user id is told.
    #[serde(default)]
    hidden: bool,
    #[serde(default)]
    user_id: Option<String>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    kind: What,
    #[serde(default)]
    pub(super) text: Option<String>,
    /// What a button or row carries.
    #[serde(default)]
    payload: Option<String>,
    /// Id of the message that is answered; for a button the last one to this number.
    #[serde(default)]
    reply_to: Option<String>,
    /// Name of a file of the sandbox's media host, or an address.
    #[serde(default)]
    media: Option<String>,
    #[serde(default)]
    filename: Option<String>,
    #[serde(default)]
    latitude: Option<f64>,
    #[serde(default)]
    longitude: Option<f64>,
    #[serde(default)]
    address: Option<String>,
    /// As how many messages it comes, instead of the switch `burst`.
    #[serde(default)]
    pub(super) count: Option<u32>,
}

/// Kinds of messages, as our own API calls them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum What {
    #[default]
    Text,
    Image,
    Video,
    Document,
    Audio,
    Voice,
    Sticker,
    Location,
    Contact,
    Button,
    List,
    Reaction,
    Order,
    Flow,
    Unsupported,
    Unknown,
}

fn anybody() -> String {
    "447700900123".into()
}

pub(super) fn read(body: &[u8]) -> Result<New, (&'static str, String)> {
    let mut new: New =
        serde_json::from_slice(body).map_err(|cause| ("inbound-unreadable", cause.to_string()))?;
    new.from.retain(|c| !matches!(c, '+' | ' ' | '-' | '(' | ')'));
    if !(7..=15).contains(&new.from.len()) || !new.from.bytes().all(|b| b.is_ascii_digit()) {
        return Err(("from-not-a-number", "from has to be a number with its country code".into()));
    }
    if let Some(count) = new.count.filter(|count| !(1..=MAX_BURST).contains(count)) {
        let text = format!("count is {count}; it has to be from 1 to {}", MAX_BURST);
        return Err(("count-out-of-range", text));
    }
    if new.text.as_ref().is_some_and(|text| text.chars().count() > 4096) {
        return Err(("text-too-long", "text has to have at most 4096 characters".into()));
    }
    let in_range = |degrees: Option<f64>, most: f64| degrees.is_none_or(|degrees| degrees.abs() <= most);
    if !in_range(new.latitude, 90.0) || !in_range(new.longitude, 180.0) {
        return Err(("location-out-of-range", "latitude and longitude are degrees".into()));
    }
    Ok(new)
}

impl New {
    /// The message as it goes out, with an id of its own.
    pub(super) fn written(&self, state: &State, to: &str, origin: &str) -> Written {
        let id = match self.provider {
            Provider::Infobip => format!("wamid.{}", crate::ids::uuid().replace('-', "").to_uppercase()),
            Provider::Sinch => crate::ids::ulid(),
        };
        let is_choice = matches!(self.kind, What::Button | What::List | What::Reaction);
        let answered = self.reply_to.clone().or_else(|| {
            is_choice
                .then(|| state.last_to(self.provider, &self.from).map(|message| message.id.clone()))
                .flatten()
        });
        Written {
            number: (!self.hidden).then(|| self.from.clone()),
            user_id: self.user_id.clone().unwrap_or_else(|| user_id(&self.from)),
            name: self.name.clone().unwrap_or_else(|| "Ana Lind".into()),
            to: to.to_owned(),
            text: self.words(),
            content: self.content(state, answered.as_deref(), to, origin),
            reply_to: answered,
            id,
        }
    }

    /// The text, or what people would send of this kind without one.
    fn words(&self) -> Option<String> {
        let given = self.text.clone().filter(|text| !text.is_empty());
        given.or_else(|| {
            let text = match self.kind {
                What::Text => "Hello",
                What::Button => "Yes",
                What::List => "Tuesday",
                What::Reaction => "👍",
                What::Contact => "Bo Ek",
                What::Location => "Main station",
                What::Order => "Two, please",
                What::Flow => "Sent",
                _ => return None,
            };
            Some(text.to_owned())
        })
    }

    fn content(&self, state: &State, answered: Option<&str>, to: &str, origin: &str) -> Content {
        let media = |kind: &'static str, sample: &str| {
            let name = self.media.as_deref().unwrap_or(sample);
            Content::Media {
                kind,
                url: super::media::url(self.provider, name, to, origin),
                filename: self.filename.clone().or_else(|| (kind == "document").then(|| name.to_owned())),
            }
        };
        match self.kind {
            What::Text => Content::Text,
            What::Image => media("image", "picture.jpg"),
            What::Video => media("video", "video.mp4"),
            What::Document => media("document", "document.pdf"),
            What::Audio => media("audio", "silence.mp3"),
            What::Voice => media("voice", "silence.mp3"),
            What::Sticker => media("sticker", "picture.webp"),
            What::Location => Content::Location {
                latitude: self.latitude.unwrap_or(59.3303),
                longitude: self.longitude.unwrap_or(18.0592),
                address: self.address.clone(),
            },
            What::Contact => Content::Contact,
            What::Button => Content::Button {
                payload: self.payload.clone(),
                of_template: answered
                    .and_then(|id| state.message(id))
                    .is_none_or(|message| message.kind == Kind::Template),
            },
            What::List => Content::List { payload: self.payload.clone() },
            What::Reaction => Content::Reaction,
            What::Order => Content::Order,
            What::Flow => Content::Flow { response: json!({"size": "M"}) },
            What::Unsupported => Content::Unsupported,
            What::Unknown => Content::Unknown,
        }
    }
}

/// An id that stays the same for a number, as a business would see it.
fn user_id(number: &str) -> String {
    let mut hasher = DefaultHasher::new();
    number.hash(&mut hasher);
    format!("GB.{:09}", hasher.finish() % 1_000_000_000)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn code(body: Value) -> Option<&'static str> {
        read(body.to_string().as_bytes()).err().map(|(code, _)| code)
    }

    #[test]
    fn what_cannot_be_written_is_refused() {
        assert_eq!(code(json!({"provider": "infobip"})), None);
        assert_eq!(code(json!({"provider": "sinch", "from": "+44 7700-900123", "kind": "sticker"})), None);
        assert_eq!(code(json!({"provider": "acme"})), Some("inbound-unreadable"));
        assert_eq!(code(json!({"provider": "sinch", "kind": "hologram"})), Some("inbound-unreadable"));
        assert_eq!(code(json!({"provider": "sinch", "oops": 1})), Some("inbound-unreadable"));
        assert_eq!(code(json!({"provider": "sinch", "from": "Ana"})), Some("from-not-a-number"));
        assert_eq!(code(json!({"provider": "sinch", "count": 0})), Some("count-out-of-range"));
        assert_eq!(code(json!({"provider": "sinch", "latitude": 91})), Some("location-out-of-range"));
        assert_eq!(code(json!({"provider": "sinch", "text": "x".repeat(4097)})), Some("text-too-long"));
    }

    #[test]
    fn a_user_id_stays_the_same() {
        assert_eq!(user_id("447700900123"), user_id("447700900123"));
        assert_ne!(user_id("447700900123"), user_id("447700900124"));
        assert!(user_id("447700900123").starts_with("GB."));
    }
}
