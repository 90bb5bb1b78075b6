//! The sandbox's switches without a page.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use whatsapp_domain::Problem;

use crate::{effect::Effect, load::Load};

/// What can go wrong: the sandbox's word, a label, and what it shows.
pub const KINDS: [(&str, &str, &str); 13] = [
    ("none", "Nothing goes wrong", "Messages are accepted and appear on the phone."),
    (
        "slow",
        "Slow answer",
        "The answer takes as many seconds as you say. Above 30 the proxy gives up: nobody knows whether the message went out.",
    ),
    ("rateLimited", "Too many requests", "Status 429 with Retry-After."),
    ("serverError", "Server error", "Status 500 in the provider's own form."),
    ("cut", "Connection cut", "The message is taken, then the line goes dead before the answer."),
    ("garbage", "Half an answer", "The message is taken, and the answer's JSON breaks off."),
    ("html", "A gateway's page", "The message is taken, and a gateway answers 502 with a web page."),
    ("emptyBody", "Empty answer", "The message is taken, and the answer has no body."),
    ("xml", "XML instead of JSON", "The message is taken, and the answer is XML."),
    ("noCredit", "Credit used up", "Sending is refused because there is no money left."),
    (
        "unknownCode",
        "Unknown code",
        "Sending is refused with a code that is in no table of ours, so that all there is to show is the raw answer.",
    ),
    ("expiredToken", "Token expired", "Status 401: the token has run out."),
    ("unauthorized", "Key refused", "Status 401: the key is wrong."),
];

/// The switches of each emulated provider, as the sandbox tells them.
pub type Faults = BTreeMap<String, Map<String, Value>>;

/// The page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct State {
    /// The switches.
    pub faults: Load<Faults>,
    /// Why a change did not work.
    pub problem: Option<Problem>,
}

/// What can happen to the page.
#[derive(Debug, Clone)]
pub enum Event {
    /// It opens.
    Opened,
    /// The switches came.
    Loaded(Result<Faults, Problem>),
    /// A switch of a provider was set: key and value.
    Set(String, &'static str, Value),
    /// The change ended.
    Stored(Result<Faults, Problem>),
}

impl State {
    /// A switch's value as a word; empty for none.
    pub fn word(&self, provider: &str, key: &str) -> String {
        let value = self
            .faults
            .ready()
            .and_then(|faults| faults.get(provider))
            .and_then(|switches| switches.get(key));
        match value {
            Some(Value::String(word)) => word.clone(),
            Some(Value::Null) | None => String::new(),
            Some(other) => other.to_string(),
        }
    }
}

/// The next state, and what is to be done outside of it.
pub fn update(state: &mut State, event: Event) -> Vec<Effect<Event>> {
    match event {
        Event::Opened => {
            state.faults = Load::Loading;
            return vec![Effect::call("GET", "/sandbox/api/faults", None, Event::Loaded)];
        }
        Event::Loaded(result) => state.faults = result.into(),
        Event::Set(provider, key, value) => {
            let Load::Ready(faults) = &mut state.faults else { return Vec::new() };
            let Some(switches) = faults.get_mut(&provider) else { return Vec::new() };
            switches.insert(key.to_owned(), value);
            let body = serde_json::to_value(&*faults).unwrap_or(Value::Null);
            return vec![Effect::call("PUT", "/sandbox/api/faults", Some(body), Event::Stored)];
        }
        Event::Stored(Ok(faults)) => {
            state.faults = Load::Ready(faults);
            state.problem = None;
        }
        Event::Stored(Err(problem)) => state.problem = Some(problem),
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_switch_is_sent_with_all_others() {
        let faults: Faults = serde_json::from_value(
            json!({"infobip":{"kind":"none","seconds":null},"sinch":{"kind":"slow","seconds":5}}),
        )
        .unwrap();
        let mut state = State { faults: Load::Ready(faults), ..State::default() };
        let effects = update(&mut state, Event::Set("infobip".into(), "kind", json!("cut")));
        let [Effect::Call(call)] = &effects[..] else { panic!("one call") };
        assert_eq!(
            call.body,
            Some(json!({"infobip":{"kind":"cut","seconds":null},"sinch":{"kind":"slow","seconds":5}}))
        );
        assert_eq!(
            (state.word("sinch", "seconds").as_str(), state.word("infobip", "seconds").as_str()),
            ("5", "")
        );
    }
}
