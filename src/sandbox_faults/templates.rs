//! The sandbox's switches for templates, without a page.

use serde::Deserialize;
use serde_json::json;
use whatsapp_domain::Problem;

use crate::{
    effect::Effect,
    load::Load,
    texts::{Text, sandbox_faults as say},
};

const PATH: &str = "/sandbox/api/template-changes";

/// What can be done to a template.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Change {
    /// The sandbox's word.
    pub id: String,
    /// Words for the switch, in English.
    pub label: String,
    /// What it brings about, in English.
    pub text: String,
}

impl Change {
    /// Words for the switch, and what it brings about; what a newer sandbox can do is told as it tells it.
    pub fn words(&self) -> (Text, Text) {
        let known = match self.id.as_str() {
            "marketing" => (say::DID_MARKETING, say::DID_MARKETING_HELP),
            "reworded" => (say::DID_REWORDED, say::DID_REWORDED_HELP),
            "placeholderAdded" => (say::DID_PLACEHOLDER_ADDED, say::DID_PLACEHOLDER_ADDED_HELP),
            "placeholderRemoved" => (say::DID_PLACEHOLDER_REMOVED, say::DID_PLACEHOLDER_REMOVED_HELP),
            "paused" => (say::DID_PAUSED, say::DID_PAUSED_HELP),
            "rejected" => (say::DID_REJECTED, say::DID_REJECTED_HELP),
            "deleted" => (say::DID_DELETED, say::DID_DELETED_HELP),
            _ => return (Text::words(self.label.as_str()), Text::words(self.text.as_str())),
        };
        (known.0.into(), known.1.into())
    }
}

/// A template, and what was done to it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Changed {
    /// Its name.
    pub name: String,
    /// Its language.
    pub language: String,
    /// `approved`, `pending`, `rejected`, `paused` or `deleted`.
    pub status: String,
    /// `marketing`, `utility` or `authentication`.
    pub category: String,
    /// Ids of the changes.
    pub changes: Vec<String>,
}

impl Changed {
    /// Name and language in one, to choose it by.
    pub fn key(&self) -> String {
        format!("{} {}", self.name, self.language)
    }

    /// Where it stands and what it is for, in a sentence.
    pub fn now(&self) -> Text {
        let status: Text = match self.status.as_str() {
            "approved" => say::STATUS_APPROVED.into(),
            "pending" => say::STATUS_PENDING.into(),
            "rejected" => say::STATUS_REJECTED.into(),
            "paused" => say::STATUS_PAUSED.into(),
            "deleted" => say::STATUS_DELETED.into(),
            other => Text::words(other),
        };
        let category: Text = match self.category.as_str() {
            "marketing" => say::CATEGORY_MARKETING.into(),
            "utility" => say::CATEGORY_UTILITY.into(),
            "authentication" => say::CATEGORY_AUTHENTICATION.into(),
            other => Text::words(other),
        };
        say::now(status, category)
    }
}

/// The switches as the sandbox tells them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Switches {
    /// All that can be done.
    pub changes: Vec<Change>,
    /// All templates, deleted ones too.
    pub templates: Vec<Changed>,
}

/// The part of the page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct State {
    /// The switches.
    pub switches: Load<Switches>,
    /// Key of the chosen template; the first one when there is none such.
    pub chosen: String,
    /// Why a change did not work.
    pub problem: Option<Problem>,
}

/// What can happen to it.
#[derive(Debug, Clone)]
pub enum Event {
    /// It opens.
    Opened,
    /// The switches came.
    Loaded(Result<Switches, Problem>),
    /// A template was chosen, by its key.
    Chosen(String),
    /// A switch of the chosen template was set: the change's id, and on or off.
    Switched(String, bool),
    /// All templates are to be what they were at first.
    Reset,
    /// A change ended.
    Stored(Result<Switches, Problem>),
}

impl State {
    /// The chosen template.
    pub fn template(&self) -> Option<&Changed> {
        let templates = &self.switches.ready()?.templates;
        templates.iter().find(|template| template.key() == self.chosen).or(templates.first())
    }

    fn chosen_mut(&mut self) -> Option<&mut Changed> {
        let key = self.template()?.key();
        let Load::Ready(switches) = &mut self.switches else { return None };
        switches.templates.iter_mut().find(|template| template.key() == key)
    }

    /// Is this done to the chosen template?
    pub fn is_on(&self, change: &str) -> bool {
        self.template().is_some_and(|template| template.changes.iter().any(|id| id == change))
    }

    /// Was anything done to any template?
    pub fn is_changed(&self) -> bool {
        self.switches
            .ready()
            .is_some_and(|switches| switches.templates.iter().any(|template| !template.changes.is_empty()))
    }

    /// Keys and names of all templates, and whether they were changed.
    pub fn options(&self) -> Vec<(String, String, bool)> {
        let templates =
            self.switches.ready().map(|switches| switches.templates.as_slice()).unwrap_or_default();
        let option = |template: &Changed| {
            let name = format!("{}, {}", template.name, template.language);
            (template.key(), name, !template.changes.is_empty())
        };
        templates.iter().map(option).collect()
    }
}

/// The next state, and what is to be done outside of it.
pub fn update(state: &mut State, event: Event) -> Vec<Effect<Event>> {
    match event {
        Event::Opened => {
            state.switches = Load::Loading;
            return vec![Effect::call("GET", PATH, None, Event::Loaded)];
        }
        Event::Loaded(result) => state.switches = result.into(),
        Event::Chosen(key) => state.chosen = key,
        Event::Switched(change, on) => {
            let Some(template) = state.chosen_mut() else { return Vec::new() };
            template.changes.retain(|id| *id != change);
            if on {
                template.changes.push(change);
            }
            let body =
                json!({"name": template.name, "language": template.language, "changes": template.changes});
            return vec![Effect::call("PUT", PATH, Some(body), Event::Stored)];
        }
        Event::Reset => return vec![Effect::call("DELETE", PATH, None, Event::Stored)],
        Event::Stored(Ok(switches)) => {
            state.switches = Load::Ready(switches);
            state.problem = None;
        }
        Event::Stored(Err(problem)) => {
            state.problem = Some(problem);
            // The switch shows what was wanted; what is so only the sandbox can tell.
            return vec![Effect::call("GET", PATH, None, Event::Loaded)];
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn switches(changes: &[&str]) -> Switches {
        serde_json::from_value(json!({
            "changes": [{"id": "paused", "label": "Paused", "text": "Held back."},
                {"id": "deleted", "label": "Deleted", "text": "Gone."}],
            "templates": [
                {"name": "a", "language": "en", "status": "approved", "category": "utility", "changes": []},
                {"name": "a", "language": "de", "status": "paused", "category": "utility", "changes": changes},
            ],
        }))
        .unwrap()
    }

    fn ready(changes: &[&str]) -> State {
        State { switches: Load::Ready(switches(changes)), chosen: "a de".into(), ..State::default() }
    }

    fn body(effects: &[Effect<Event>]) -> (&'static str, Value) {
        let [Effect::Call(call)] = effects else { panic!("one call") };
        (call.method, call.body.clone().unwrap_or_default())
    }

    /// The sandbox tells all it can do in English; the page says each in the reader's language.
    #[test]
    fn everything_that_can_be_done_has_words_of_the_page() {
        let sandbox = include_str!("../../crates/sandbox/src/templates/changes.rs");
        let label =
            sandbox.split("pub fn label").nth(1).and_then(|rest| rest.split("pub fn text").next()).unwrap();
        let ids: Vec<String> = label
            .lines()
            .filter_map(|line| line.trim().strip_prefix("Self::")?.split_once(" => "))
            .map(|(name, _)| name[..1].to_lowercase() + &name[1..])
            .collect();
        assert_eq!(ids.len(), 7, "{ids:?}");
        for id in ids {
            let change = Change { id: id.clone(), label: "as told".into(), text: "as told".into() };
            let (label, text) = change.words();
            assert!(matches!((&label, &text), (Text::Said(..), Text::Said(..))), "{id}");
        }
        let newer = Change { id: "archived".into(), label: "Archived".into(), text: "Put away.".into() };
        assert_eq!(newer.words(), (Text::words("Archived"), Text::words("Put away.")));
    }

    #[test]
    fn where_a_template_stands_is_said_in_words() {
        let now = |status: &str, category: &str| {
            let template = Changed {
                name: "a".into(),
                language: "en".into(),
                status: status.into(),
                category: category.into(),
                changes: Vec::new(),
            };
            template.now()
        };
        let words = crate::texts::english().say(now("pending", "utility"));
        assert_eq!(words, "Now: waiting for WhatsApp, utility.");
        assert_eq!(crate::texts::english().say(now("archived", "service")), "Now: archived, service.");
    }

    #[test]
    fn a_switch_is_sent_with_the_others_of_its_template() {
        let mut state = ready(&["paused"]);
        let effects = update(&mut state, Event::Switched("deleted".into(), true));
        let all = json!({"name": "a", "language": "de", "changes": ["paused", "deleted"]});
        assert_eq!(body(&effects), ("PUT", all));
        assert!(state.is_on("paused") && state.is_on("deleted"));
        let effects = update(&mut state, Event::Switched("paused".into(), false));
        assert_eq!(body(&effects), ("PUT", json!({"name": "a", "language": "de", "changes": ["deleted"]})));
        assert_eq!(body(&update(&mut state, Event::Reset)), ("DELETE", Value::Null));
    }

    #[test]
    fn changed_templates_say_so_and_the_first_stands_for_an_unknown_one() {
        let mut state = ready(&["paused"]);
        assert_eq!(state.options()[1], ("a de".into(), "a, de".into(), true));
        assert!(state.is_changed() && state.is_on("paused"));
        update(&mut state, Event::Chosen("b fr".into()));
        assert_eq!(state.template().unwrap().key(), "a en");
        update(&mut state, Event::Stored(Ok(switches(&[]))));
        assert!(!state.is_changed());
    }

    #[test]
    fn a_failure_is_told_and_nothing_is_sent_without_templates() {
        let mut state = State::default();
        assert!(update(&mut state, Event::Switched("paused".into(), true)).is_empty());
        assert!(
            matches!(&update(&mut state, Event::Opened)[..], [Effect::Call(call)] if call.method == "GET")
        );
        update(&mut state, Event::Loaded(Err(Problem::new("x", "No."))));
        assert!(state.switches.problem().is_some() && state.options().is_empty());
        let mut state = ready(&["paused"]);
        update(&mut state, Event::Switched("deleted".into(), true));
        let effects = update(&mut state, Event::Stored(Err(Problem::new("x", "No."))));
        assert!(matches!(&effects[..], [Effect::Call(call)] if call.method == "GET"));
        update(&mut state, Event::Loaded(Ok(switches(&["paused"]))));
        assert!(state.problem.is_some() && state.is_on("paused") && !state.is_on("deleted"));
        update(&mut state, Event::Stored(Ok(switches(&[]))));
        assert!(state.problem.is_none());
    }
}
