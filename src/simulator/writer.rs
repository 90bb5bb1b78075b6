//! Writing as the phone's owner, without a page. It goes the providers' way: over their callbacks, signed as theirs are.

use serde_json::{Map, Value, json};
use whatsapp_domain::Problem;

use crate::{effect::Effect, load::Load};

/// The number that writes until another one is typed; from the range that Ofcom keeps for films and examples.
pub const OWNER: &str = "+44 7700 900123";
/// The word of the button that opts out.
pub const STOP: &str = "STOP";

/// Kinds that can be written, by the sandbox's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)] // their names say it
pub enum Kind {
    #[default]
    Text,
    Button,
    Image,
    Document,
    Voice,
    Location,
}

impl Kind {
    /// All, in their order.
    pub const ALL: [Self; 6] =
        [Self::Text, Self::Button, Self::Image, Self::Document, Self::Voice, Self::Location];

    /// The sandbox's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Button => "button",
            Self::Image => "image",
            Self::Document => "document",
            Self::Voice => "voice",
            Self::Location => "location",
        }
    }

    /// The kind with this word; text for all others.
    pub fn read(word: &str) -> Self {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word).unwrap_or_default()
    }
}

/// What is being written.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct State {
    /// Id of the provider that carries it.
    pub provider: String,
    /// The owner's number; empty for [`OWNER`].
    pub from: String,
    /// Is the number hidden from the business?
    pub hidden: bool,
    /// What kind of message.
    pub kind: Kind,
    /// Its text, caption, button or place.
    pub text: String,
    /// What a button carries unseen.
    pub payload: String,
    /// Writing, and how it went: to how many callbacks.
    pub sent: Load<u64>,
}

/// A message that went out, for the chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrote {
    /// Id of the provider.
    pub provider: String,
    /// The owner's number, digits.
    pub from: String,
    /// What kind of message.
    pub kind: Kind,
    /// Its text; empty for none.
    pub text: String,
}

/// What can happen.
#[derive(Debug, Clone)]
pub enum Event {
    /// A provider was chosen.
    ProviderChosen(String),
    /// The number was typed.
    FromTyped(String),
    /// The number is hidden, or not.
    Hidden(bool),
    /// A kind was chosen.
    KindChosen(Kind),
    /// The text was typed.
    TextTyped(String),
    /// The payload was typed.
    PayloadTyped(String),
    /// "Write" was pressed.
    WritePressed,
    /// "STOP" was pressed.
    StopPressed,
    /// It went out.
    Written(Result<Value, Problem>),
}

impl State {
    /// Writing to the first provider.
    pub fn new(provider: &str) -> Self {
        Self { provider: provider.to_owned(), ..Self::default() }
    }

    /// The number that writes.
    pub fn number(&self) -> &str {
        if self.from.trim().is_empty() { OWNER } else { self.from.trim() }
    }

    /// What stands in the chat of what was written.
    pub fn wrote(&self, kind: Kind, text: &str) -> Wrote {
        Wrote {
            provider: self.provider.clone(),
            from: self.number().chars().filter(char::is_ascii_digit).collect(),
            kind,
            text: text.to_owned(),
        }
    }
}

/// The next state, and what is to be done outside of it.
pub fn update(state: &mut State, event: Event) -> Vec<Effect<Event>> {
    match event {
        Event::ProviderChosen(provider) => state.provider = provider,
        Event::FromTyped(text) => state.from = text,
        Event::Hidden(hidden) => state.hidden = hidden,
        Event::KindChosen(kind) => state.kind = kind,
        Event::TextTyped(text) => state.text = text,
        Event::PayloadTyped(text) => state.payload = text,
        Event::WritePressed => {
            let (kind, text) = (state.kind, state.text.clone());
            return write(state, kind, &text);
        }
        Event::StopPressed => return write(state, Kind::Text, STOP),
        Event::Written(Ok(value)) => {
            state.sent = Load::Ready(value.get("callbacks").and_then(Value::as_u64).unwrap_or_default());
            state.text.clear();
            return vec![Effect::Focus("simulator.text".into())];
        }
        Event::Written(Err(problem)) => state.sent = Load::Failed(problem),
    }
    Vec::new()
}

fn write(state: &mut State, kind: Kind, text: &str) -> Vec<Effect<Event>> {
    if state.sent.is_loading() {
        return Vec::new();
    }
    state.sent = Load::Loading;
    let mut body = Map::new();
    body.insert("provider".into(), json!(state.provider));
    body.insert("from".into(), json!(state.number()));
    body.insert("kind".into(), json!(kind.as_str()));
    // What is left out the sandbox fills in as people would.
    if !text.trim().is_empty() {
        body.insert("text".into(), json!(text));
    }
    if state.hidden {
        body.insert("hidden".into(), json!(true));
    }
    if kind == Kind::Button && !state.payload.trim().is_empty() {
        body.insert("payload".into(), json!(state.payload.trim()));
    }
    vec![Effect::call("POST", "/sandbox/api/inbound", Some(Value::Object(body)), Event::Written)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(effects: &[Effect<Event>]) -> &Value {
        let [Effect::Call(call)] = effects else { panic!("one call") };
        assert_eq!((call.method, call.path.as_str()), ("POST", "/sandbox/api/inbound"));
        call.body.as_ref().unwrap()
    }

    #[test]
    fn only_what_was_filled_in_is_sent() {
        let mut state = State::new("acme");
        assert_eq!(
            body(&update(&mut state, Event::WritePressed)),
            &json!({"provider": "acme", "from": OWNER, "kind": "text"})
        );
        assert!(update(&mut state, Event::WritePressed).is_empty(), "it is on its way");
        update(&mut state, Event::Written(Ok(json!({"callbacks": 1}))));
        update(&mut state, Event::KindChosen(Kind::Button));
        update(&mut state, Event::TextTyped("Yes".into()));
        update(&mut state, Event::PayloadTyped(" yes-1 ".into()));
        update(&mut state, Event::FromTyped("+44 7400 123456".into()));
        update(&mut state, Event::Hidden(true));
        assert_eq!(
            body(&update(&mut state, Event::WritePressed)),
            &json!({"provider": "acme", "from": "+44 7400 123456", "kind": "button", "text": "Yes", "payload": "yes-1", "hidden": true})
        );
    }

    #[test]
    fn stop_is_written_whatever_else_stands_there() {
        let mut state = State { kind: Kind::Image, text: "Look".into(), ..State::new("acme") };
        let effects = update(&mut state, Event::StopPressed);
        assert_eq!((&body(&effects)["kind"], &body(&effects)["text"]), (&json!("text"), &json!(STOP)));
        assert_eq!(state.kind, Kind::Image);
        update(&mut state, Event::Written(Err(Problem::new("no-callback", "Nobody was told."))));
        assert_eq!(state.text, "Look", "nothing typed is lost");
    }

    #[test]
    fn each_kind_reads_as_it_is_written() {
        for kind in Kind::ALL {
            assert_eq!(Kind::read(kind.as_str()), kind);
        }
    }
}
