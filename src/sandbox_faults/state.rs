//! The sandbox's switches without a page.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use whatsapp_domain::Problem;

use crate::{
    effect::Effect,
    load::Load,
    texts::{Id, sandbox_faults as say},
};

/// What can go wrong: the sandbox's word, a label, and what it shows.
pub const KINDS: [(&str, Id, Id); 13] = [
    ("none", say::NONE, say::NONE_HELP),
    ("slow", say::SLOW, say::SLOW_HELP),
    ("rateLimited", say::RATE_LIMITED, say::RATE_LIMITED_HELP),
    ("serverError", say::SERVER_ERROR, say::SERVER_ERROR_HELP),
    ("cut", say::CUT, say::CUT_HELP),
    ("garbage", say::GARBAGE, say::GARBAGE_HELP),
    ("html", say::HTML, say::HTML_HELP),
    ("emptyBody", say::EMPTY_BODY, say::EMPTY_BODY_HELP),
    ("xml", say::XML, say::XML_HELP),
    ("noCredit", say::NO_CREDIT, say::NO_CREDIT_HELP),
    ("unknownCode", say::UNKNOWN_CODE, say::UNKNOWN_CODE_HELP),
    ("expiredToken", say::EXPIRED_TOKEN, say::EXPIRED_TOKEN_HELP),
    ("unauthorized", say::UNAUTHORIZED, say::UNAUTHORIZED_HELP),
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
            let body = whatsapp_domain::json::value(&*faults);
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
