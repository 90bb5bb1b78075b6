//! The country that a test is expected to reach, and what happens when the number is of another one: a slip in a
//! number must not send the message to a stranger abroad.

use whatsapp_domain::{Reached, engine_api::EngineResponse};

use super::{Event, Press, Reading, State, Tester, post};
use crate::{
    effect::Effect,
    texts::{Arg, Text, quick_test as say},
};

/// The field that takes the focus when a test is stopped.
pub const GUARD_FIELD: &str = "test.country";

/// Which country is expected, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// `GB`
    pub region: String,
    /// Why it is expected.
    pub why: Why,
}

/// Why a country is expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It was agreed to before.
    Agreed,
    /// It is the country of the saved tester with this name.
    Tester(String),
    /// It is the step's country for numbers without one.
    Step,
    /// The last test went there.
    LastTest,
}

/// A test that was stopped, because its number is of another country than the expected one.
#[derive(Debug, Clone, PartialEq)]
pub struct Guard {
    /// Whom the number reaches.
    pub reached: Reached,
    /// Its country; none when it has none.
    pub found: Option<Arg>,
    /// The expected country.
    pub expected: Arg,
    /// Why it was expected.
    pub why: Why,
}

impl Guard {
    /// What was found and what was expected.
    pub fn title(&self) -> Text {
        let expected = self.expected.clone();
        match self.found.clone() {
            Some(found) => say::goes_to(found, expected),
            None => say::no_country(expected),
        }
    }

    /// Where the expectation comes from.
    pub fn reason(&self) -> Text {
        let expected = self.expected.clone();
        let why = match &self.why {
            Why::Agreed => say::why_agreed(expected),
            Why::Tester(name) => say::why_tester(name, expected),
            Why::Step => say::why_step(expected),
            Why::LastTest => say::why_last(expected),
        };
        say::why_number(why, &self.reached.international)
    }

    /// Words for the button that sends it all the same.
    pub fn agree_label(&self) -> Text {
        self.found.clone().map_or(say::SEND_ANYWAY.into(), say::send_to)
    }
}

impl State {
    /// The saved tester behind the number: the one whose number it is, else the one whose number was edited since.
    pub fn tester(&self) -> Option<&Tester> {
        let same = match &self.reading {
            Reading::Reaches(reached) => self.testers.find(&reached.e164),
            _ => None,
        };
        same.or_else(|| self.testers.find(self.testers.picked.as_deref()?))
    }

    /// Which country the test is expected to reach; none when nothing tells.
    pub fn expected(&self) -> Option<Expected> {
        let of = |region: Option<&str>, why: Why| {
            let region = region.map(str::trim).filter(|region| !region.is_empty())?.to_ascii_uppercase();
            Some(Expected { region, why })
        };
        if let Some(agreed) = &self.agreed {
            if let Some(expected) = of(agreed.region.as_deref(), Why::Agreed) {
                return Some(expected);
            }
            // A number of no country was agreed to: that holds for this one number.
            if self.reached() == Some(agreed) {
                return None;
            }
        }
        let tester = self.tester();
        tester
            .and_then(|tester| of(tester.reached.region.as_deref(), Why::Tester(tester.name.clone())))
            .or_else(|| of(self.step.region.as_deref(), Why::Step))
            .or_else(|| of(self.known().next()?.reached.region.as_deref(), Why::LastTest))
    }
}

/// The engine compared the countries: the test goes out, or it is stopped with an explanation.
pub(super) fn judged(state: &mut State, press: Press, response: EngineResponse) -> Vec<Effect<Event>> {
    if state.judging.take().is_none_or(|id| id != press.id) {
        return Vec::new();
    }
    let expected = state.expected();
    let EngineResponse::Country { finding, found, expected: name } = response else {
        // An engine that does not know the question; the proxy does.
        return post(state, press, expected.map(|expected| expected.region));
    };
    // What is no country (a step may come with any text) can't be expected.
    let (Some(expected), Some(name)) = (expected, name) else { return post(state, press, None) };
    match (finding, state.reached().cloned()) {
        (Some(_), Some(reached)) => {
            let found = found.map(|found| Arg::Country(reached.region.clone().unwrap_or_default(), found));
            let name = Arg::Country(expected.region, name);
            state.guard = Some(Guard { reached, found, expected: name, why: expected.why });
            vec![Effect::Focus(GUARD_FIELD.into()), Effect::Reveal("test-guard")]
        }
        _ => post(state, press, Some(expected.region)),
    }
}

pub(super) fn agree(state: &mut State) {
    state.agreed = state.guard.take().map(|guard| guard.reached);
}
