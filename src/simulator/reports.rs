//! How the sandbox's reports misbehave, without a page.

use serde_json::{Map, Value};
use whatsapp_domain::Problem;

use crate::{effect::Effect, load::Load};

/// The switches, as the sandbox tells them.
pub type Switches = Map<String, Value>;

/// The switches on the page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct State {
    /// The switches.
    pub switches: Load<Switches>,
    /// Why a change did not work.
    pub problem: Option<Problem>,
}

/// What can happen to them.
#[derive(Debug, Clone)]
pub enum Event {
    /// The page opens.
    Opened,
    /// The switches came.
    Loaded(Result<Switches, Problem>),
    /// One was set.
    Set(&'static str, Value),
    /// The change ended.
    Stored(Result<Switches, Problem>),
}

impl State {
    /// A switch's value.
    pub fn value(&self, key: &str) -> Option<&Value> {
        self.switches.ready()?.get(key)
    }

    /// A number's switch as text; empty while it is not known.
    pub fn number(&self, key: &str) -> String {
        self.value(key).and_then(Value::as_u64).map(|number| number.to_string()).unwrap_or_default()
    }

    /// Is this switch on?
    pub fn on(&self, key: &str) -> bool {
        self.value(key).and_then(Value::as_bool).unwrap_or_default()
    }

    /// Which reports are lost: `none`, `all`, or the word of one stage.
    pub fn lost(&self) -> String {
        match self.value("lose") {
            Some(Value::Bool(true)) => "all".into(),
            Some(Value::Array(stages)) => stages.first().and_then(Value::as_str).unwrap_or("none").to_owned(),
            _ => "none".into(),
        }
    }
}

/// The next state, and what is to be done outside of it.
pub fn update(state: &mut State, event: Event) -> Vec<Effect<Event>> {
    match event {
        Event::Opened => {
            state.switches = Load::Loading;
            return vec![Effect::call("GET", "/sandbox/api/reports", None, Event::Loaded)];
        }
        Event::Loaded(result) => state.switches = result.into(),
        Event::Set(key, value) => {
            let Load::Ready(switches) = &mut state.switches else { return Vec::new() };
            switches.insert(key.to_owned(), value);
            // What is left out would return to its default, so all of them go.
            let body = Value::Object(switches.clone());
            return vec![Effect::call("PUT", "/sandbox/api/reports", Some(body), Event::Stored)];
        }
        Event::Stored(Ok(switches)) => (state.switches, state.problem) = (Load::Ready(switches), None),
        Event::Stored(Err(problem)) => state.problem = Some(problem),
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_switch_goes_out_with_all_others() {
        let mut state = State::default();
        let all: Switches =
            serde_json::from_value(json!({"duplicates": 0, "lose": false, "burst": 1, "reorder": false}))
                .unwrap();
        update(&mut state, Event::Loaded(Ok(all)));
        let effects = update(&mut state, Event::Set("duplicates", json!(2)));
        let [Effect::Call(call)] = &effects[..] else { panic!("one call") };
        assert_eq!(call.body, Some(json!({"duplicates": 2, "lose": false, "burst": 1, "reorder": false})));
        assert_eq!((state.number("duplicates").as_str(), state.on("reorder")), ("2", false));
    }

    #[test]
    fn what_is_lost_is_one_word() {
        let with = |lose: Value| {
            let switches = Load::Ready([("lose".to_owned(), lose)].into_iter().collect());
            State { switches, problem: None }.lost()
        };
        assert_eq!([with(json!(false)), with(json!(true)), with(json!(["read"]))], ["none", "all", "read"]);
    }
}
