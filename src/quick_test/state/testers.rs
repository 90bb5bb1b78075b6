//! Saved testers: a name for a number that tests go to again and again.

use serde::{Deserialize, Serialize};
use whatsapp_domain::Reached;

use super::{Event, Reading, State};
use crate::{
    effect::Effect,
    texts::{Text, quick_test as say},
};

/// Name of the saved testers in the page's store.
pub const TESTERS_KEY: &str = "testers";
/// Longest name, in characters.
const NAME_LIMIT: usize = 60;

/// Somebody who gets tests.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tester {
    /// As they were named.
    pub name: String,
    /// Their number and its country.
    pub reached: Reached,
}

/// The saved testers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Testers {
    /// In the order of their names.
    pub items: Vec<Tester>,
    /// Number (E.164) of the one that was chosen last.
    pub picked: Option<String>,
    /// The name for the number in the field, while it is being typed.
    pub naming: Option<Naming>,
    /// The one that was removed last; it can come back.
    pub removed: Option<Tester>,
}

/// A name that is being typed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Naming {
    /// As typed.
    pub name: String,
    /// Why it can't be used.
    pub problem: Option<Text>,
}

impl Testers {
    /// The tester with this number, in E.164.
    pub fn find(&self, number: &str) -> Option<&Tester> {
        self.items.iter().find(|tester| tester.reached.e164 == number)
    }

    fn insert(&mut self, tester: Tester) {
        self.items.retain(|known| known.reached.e164 != tester.reached.e164);
        self.items.push(tester);
        self.items.sort_by_key(|tester| tester.name.to_lowercase());
    }
}

impl State {
    /// The number in the field when it can be saved: it reaches somebody who is not saved yet.
    pub fn can_be_saved(&self) -> Option<&Reached> {
        match &self.reading {
            Reading::Reaches(reached) if self.testers.find(&reached.e164).is_none() => Some(reached),
            _ => None,
        }
    }
}

pub(super) fn update(state: &mut State, event: Event) -> Vec<Effect<Event>> {
    let testers = &mut state.testers;
    match event {
        Event::TestersKept(items) => {
            for tester in items {
                testers.insert(tester);
            }
            Vec::new()
        }
        Event::NamingStarted => {
            testers.naming = Some(Naming::default());
            testers.removed = None;
            vec![Effect::Focus("test.name".into())]
        }
        Event::Named(name) => {
            testers.naming = Some(Naming { name, problem: None });
            Vec::new()
        }
        Event::NamingDropped => {
            testers.naming = None;
            vec![Effect::Focus("test.to".into())]
        }
        Event::NamingDone => name(state),
        Event::TesterRemoved(number) => {
            let Some(at) = testers.items.iter().position(|tester| tester.reached.e164 == number) else {
                return Vec::new();
            };
            testers.removed = Some(testers.items.remove(at));
            vec![keep(&state.testers), Effect::Focus("test.back".into())]
        }
        Event::TesterBack => {
            let Some(tester) = testers.removed.take() else { return Vec::new() };
            let field = tester_field(&tester.reached.e164);
            testers.insert(tester);
            vec![keep(&state.testers), Effect::Focus(field)]
        }
        _ => Vec::new(),
    }
}

/// Where the focus goes to reach a saved tester.
pub fn tester_field(number: &str) -> String {
    format!("test.tester{number}")
}

fn name(state: &mut State) -> Vec<Effect<Event>> {
    let Some(reached) = state.can_be_saved().cloned() else {
        state.testers.naming = None;
        return Vec::new();
    };
    let testers = &mut state.testers;
    let Some(naming) = &mut testers.naming else { return Vec::new() };
    let name = naming.name.trim().to_owned();
    let same = testers.items.iter().find(|tester| tester.name.to_lowercase() == name.to_lowercase());
    naming.problem = if name.is_empty() {
        Some(say::GIVE_NAME.into())
    } else if name.chars().count() > NAME_LIMIT {
        Some(say::name_long(NAME_LIMIT, name.chars().count()))
    } else {
        same.map(|same| say::name_taken(&same.name, &same.reached.international))
    };
    if naming.problem.is_some() {
        return vec![Effect::Focus("test.name".into())];
    }
    let field = tester_field(&reached.e164);
    testers.picked = Some(reached.e164.clone());
    testers.naming = None;
    testers.insert(Tester { name, reached });
    vec![keep(&state.testers), Effect::Focus(field)]
}

fn keep(testers: &Testers) -> Effect<Event> {
    Effect::SaveDraft { key: TESTERS_KEY.into(), value: whatsapp_domain::json::value(&testers.items) }
}
