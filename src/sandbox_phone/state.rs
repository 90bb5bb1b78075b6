//! The sandbox's phone without a page.

use serde::Deserialize;
use whatsapp_domain::{ButtonKind, MediaKind, Problem};

use crate::{
    effect::Effect,
    load::Load,
    preview::{
        bubble::{Bubble, BubbleButton, Top},
        format::lines,
    },
    simulator::writer::Wrote,
};

/// Milliseconds between two looks at the phone.
const EVERY_MS: u32 = 1000;

/// A message as the sandbox tells it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PhoneMessage {
    /// Counts up.
    pub seq: u64,
    /// Id of the provider.
    pub provider: String,
    /// RFC 3339 in UTC.
    pub received_at: String,
    /// The business's number.
    pub from: String,
    /// The customer's number.
    pub to: String,
    /// `delivered` or `failed`.
    pub status: String,
    /// Why it failed.
    pub failure: Option<Failure>,
    /// Above the text.
    pub header: Option<Header>,
    /// The text.
    pub body: String,
    /// Small print.
    pub footer: Option<String>,
    /// Buttons.
    pub buttons: Vec<PhoneButton>,
}

/// Why a message did not arrive.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Failure {
    /// The provider's code.
    pub code: String,
    /// Its words.
    pub text: String,
}

/// What stands above the text.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Header {
    /// A line.
    Text {
        /// The line.
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
        /// Its name.
        filename: Option<String>,
    },
}

/// A button on the phone.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PhoneButton {
    /// `quickReply`, `url`, `copyCode` or `phone`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Label.
    pub text: String,
    /// What it gives back, opens, copies or dials.
    pub value: String,
}

impl PhoneMessage {
    /// The message as a bubble.
    pub fn bubble(&self) -> Bubble {
        let media = |kind, url: &str, filename: Option<&String>| Top::Media {
            kind,
            url: url.to_owned(),
            filename: filename.cloned().unwrap_or_default(),
        };
        let top = self.header.as_ref().map(|header| match header {
            Header::Text { text } => Top::Text(lines(text)),
            Header::Image { url } => media(MediaKind::Image, url, None),
            Header::Video { url } => media(MediaKind::Video, url, None),
            Header::Document { url, filename } => media(MediaKind::Document, url, filename.as_ref()),
        });
        let buttons = self.buttons.iter().map(|button| BubbleButton {
            text: crate::texts::Text::words(&button.text),
            kind: match button.kind.as_str() {
                "quickReply" => Some(ButtonKind::QuickReply),
                "url" => Some(ButtonKind::Url),
                "copyCode" => Some(ButtonKind::CopyCode),
                _ => None,
            },
            leads_to: if button.kind == "phone" { String::new() } else { button.value.clone() },
        });
        Bubble {
            top,
            lines: if self.body.is_empty() { Vec::new() } else { lines(&self.body) },
            footer: self.footer.clone().unwrap_or_default(),
            buttons: buttons.collect(),
            note: None,
        }
    }
}

/// The phone.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct State {
    /// What arrived, oldest first.
    pub messages: Load<Vec<PhoneMessage>>,
    /// What the owner wrote here, oldest first, each with its time.
    pub wrote: Vec<(Wrote, String)>,
}

/// What can happen to the phone.
#[derive(Debug, Clone)]
pub enum Event {
    /// It is looked at, and again after a while.
    Look,
    /// What arrived since the last look.
    Arrived(Result<Vec<PhoneMessage>, Problem>),
    /// "Empty the phone" was pressed.
    Clear,
    /// The owner wrote, at this time.
    Wrote(Wrote, String),
    /// It was emptied.
    Cleared(Result<(), Problem>),
}

/// The next state, and what is to be done outside of it.
pub fn update(state: &mut State, event: Event) -> Vec<Effect<Event>> {
    match event {
        Event::Look => {
            let after =
                state.messages.ready().and_then(|messages| messages.last()).map_or(0, |last| last.seq);
            if matches!(state.messages, Load::Idle) {
                state.messages = Load::Loading;
            }
            vec![Effect::call("GET", format!("/sandbox/api/messages?after={after}"), None, Event::Arrived)]
        }
        Event::Arrived(result) => {
            match (result, &mut state.messages) {
                (Ok(new), Load::Ready(messages)) => {
                    let last = messages.last().map_or(0, |message| message.seq);
                    messages.extend(new.into_iter().filter(|message| message.seq > last));
                }
                (Ok(new), messages) => *messages = Load::Ready(new),
                // One missed look is no news; without any there is nothing to show.
                (Err(problem), messages) if messages.ready().is_none() => *messages = Load::Failed(problem),
                (Err(_), _) => {}
            }
            vec![Effect::After { ms: EVERY_MS, event: Event::Look }]
        }
        Event::Wrote(wrote, at) => {
            state.wrote.push((wrote, at));
            Vec::new()
        }
        Event::Clear => vec![Effect::call("DELETE", "/sandbox/api/messages", None, Event::Cleared)],
        Event::Cleared(result) => {
            if result.is_ok() {
                state.messages = Load::Ready(Vec::new());
                state.wrote.clear();
            }
            Vec::new()
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn message(seq: u64) -> PhoneMessage {
        serde_json::from_value(json!({"seq":seq,"id":"m","provider":"infobip","receivedAt":"2026-01-01T00:00:00Z",
            "from":"447860099299","to":"447400123456","status":"delivered","failure":null,"kind":"document",
            "header":{"type":"document","url":"https://cdn.example.com/a.pdf","filename":"a.pdf"},
            "body":"*Hi*","footer":null,"buttons":[{"type":"phone","text":"Call","value":"+44"}],"template":null}))
        .unwrap()
    }

    #[test]
    fn each_message_is_shown_once_and_the_look_goes_on() {
        let mut state = State::default();
        update(&mut state, Event::Arrived(Ok(vec![message(1)])));
        let next = update(&mut state, Event::Arrived(Ok(vec![message(1), message(2)])));
        assert_eq!(state.messages.ready().unwrap().len(), 2);
        assert!(matches!(next[..], [Effect::After { .. }]));
        let look = update(&mut state, Event::Look);
        let [Effect::Call(call)] = &look[..] else { panic!("one call") };
        assert!(call.path.ends_with("after=2"));
    }

    #[test]
    fn a_lost_sandbox_is_told_only_while_nothing_is_known() {
        let problem = || Problem::new("proxy-unreachable", "No.");
        let mut state = State::default();
        update(&mut state, Event::Arrived(Err(problem())));
        assert!(state.messages.problem().is_some());
        update(&mut state, Event::Arrived(Ok(vec![message(1)])));
        update(&mut state, Event::Arrived(Err(problem())));
        assert_eq!(state.messages.ready().unwrap().len(), 1);
    }

    #[test]
    fn a_phone_button_has_no_link() {
        let bubble = message(1).bubble();
        assert_eq!(bubble.buttons[0].leads_to, "");
        assert!(
            matches!(bubble.top, Some(Top::Media { kind: MediaKind::Document, ref filename, .. }) if filename == "a.pdf")
        );
    }
}
