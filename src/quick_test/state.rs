//! The quick test without a page.

use serde_json::Value;
use whatsapp_domain::{Node, Problem, QuickTest, QuickTestInput, QuickTestPage, Reached, engine_api::*};

use crate::{effect::Effect, load::Load};

/// The panel.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct State {
    /// The tester's number as typed.
    pub to: String,
    /// Whom it reaches, or why not.
    pub reading: Reading,
    /// The test, on its way or done.
    pub current: Load<QuickTest>,
    /// Which part of it is in view: `meaning`, `request` or `answer`.
    pub tab: String,
    /// Earlier tests, newest first.
    pub history: Load<Vec<QuickTest>>,
    /// Was the step changed since the current test?
    pub stale: bool,
    revision: u64,
}

/// What is known of the tester's number.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Reading {
    /// Nothing typed.
    #[default]
    Empty,
    /// It reaches somebody.
    Reaches(Reached),
    /// It can't be used.
    Refused(PhoneRejection),
}

/// What can happen to the panel.
#[derive(Debug, Clone)]
pub enum Event {
    /// An integration was chosen: its earlier tests are wanted.
    Opened(String),
    /// The tester's number was typed.
    ToTyped(String),
    /// The engine's verdict on a revision of the number.
    Read(u64, Box<EngineResponse>),
    /// "Send test" was pressed, with the step as it stands and an id for this press.
    Send {
        /// The step.
        node: Box<Node>,
        /// What Jinja sees.
        context: Value,
        /// Recognises a repeat of the same press.
        id: String,
    },
    /// The test ended.
    Sent(Result<Box<QuickTest>, Problem>),
    /// A part was chosen.
    TabChosen(String),
    /// Earlier tests came.
    HistoryLoaded(Result<QuickTestPage, Problem>),
    /// An earlier test was chosen.
    Chosen(String),
    /// The step was changed.
    StepChanged,
    /// "Copy" was pressed.
    Copy(String),
}

impl State {
    /// All tests that are known here, newest first.
    pub fn known(&self) -> impl Iterator<Item = &QuickTest> {
        let current = self.current.ready().filter(|test| {
            !self.history.ready().is_some_and(|tests| tests.iter().any(|known| known.id == test.id))
        });
        current.into_iter().chain(self.history.ready().into_iter().flatten())
    }
}

/// The next state, and what is to be done outside of it.
pub fn update(state: &mut State, event: Event) -> Vec<Effect<Event>> {
    match event {
        Event::Opened(integration) => {
            if integration.is_empty() {
                state.history = Load::Idle;
                return Vec::new();
            }
            state.history = Load::Loading;
            let path = format!("/api/v1/quick-tests?integration={integration}&limit=20");
            return vec![Effect::call("GET", path, None, Event::HistoryLoaded)];
        }
        Event::ToTyped(text) => return typed(state, text),
        Event::Read(revision, response) if revision == state.revision => state.reading = read(*response),
        Event::Read(..) => {}
        Event::Send { node, context, id } => return send(state, *node, context, id),
        Event::Sent(result) => {
            if let (Ok(test), Load::Ready(history)) = (&result, &mut state.history) {
                history.retain(|earlier| earlier.id != test.id);
                history.insert(0, (**test).clone());
            }
            state.current = result.map(|test| *test).into();
            state.tab = "meaning".into();
            state.stale = false;
            return vec![Effect::Reveal("test-result")];
        }
        Event::TabChosen(tab) => state.tab = tab,
        Event::HistoryLoaded(result) => state.history = result.map(|page| page.items).into(),
        Event::Chosen(id) => {
            let found =
                state.history.ready().and_then(|tests| tests.iter().find(|test| test.id == id)).cloned();
            if let Some(test) = found {
                state.current = Load::Ready(test);
                state.tab = "meaning".into();
                state.stale = true;
            }
        }
        Event::StepChanged => state.stale = state.current.ready().is_some(),
        Event::Copy(text) => return vec![Effect::Copy(text)],
    }
    Vec::new()
}

fn typed(state: &mut State, text: String) -> Vec<Effect<Event>> {
    state.to = text;
    state.revision += 1;
    if state.to.trim().is_empty() {
        state.reading = Reading::Empty;
        return Vec::new();
    }
    let revision = state.revision;
    let request = EngineRequest::Phone { input: state.to.clone(), region: None };
    vec![Effect::ask(request, move |response| Event::Read(revision, Box::new(response)))]
}

fn read(response: EngineResponse) -> Reading {
    match response {
        EngineResponse::Phone { reached: Some(reached), .. } => Reading::Reaches(reached),
        EngineResponse::Phone { rejection: Some(rejection), .. } => Reading::Refused(rejection),
        _ => Reading::Empty,
    }
}

fn send(state: &mut State, node: Node, context: Value, id: String) -> Vec<Effect<Event>> {
    if state.current.is_loading() {
        return Vec::new();
    }
    state.current = Load::Loading;
    let to = Some(state.to.trim().to_owned()).filter(|to| !to.is_empty());
    let input = QuickTestInput { node, context, to, id: Some(id), expected_region: None };
    let body = serde_json::to_value(input).unwrap_or(Value::Null);
    vec![Effect::call("POST", "/api/v1/quick-tests", Some(body), Event::Sent)]
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn test(id: &str) -> QuickTest {
        serde_json::from_value(json!({"id":id,"integration":"int_1","integrationName":"Shop","provider":"infobip",
            "createdAt":"2026-01-01T00:00:00Z",
            "reached":{"e164":"+447400123456","international":"+44 7400 123456","region":"GB","country":"United Kingdom"},
            "message":{"type":"text","text":"Hi","previewUrl":false},
            "request":{"method":"POST","url":"https://x","headers":{},"body":null},
            "outcome":{"verdict":"accepted","code":"accepted","cause":"Taken over.","retry":"never","safeToRepeat":false,"known":true},
            "durationMs":12}))
        .unwrap()
    }

    fn node() -> Box<Node> {
        Box::new(serde_json::from_value(json!({"message":{"type":"text","text":{"value":"Hi"}}})).unwrap())
    }

    #[test]
    fn a_second_press_while_sending_sends_nothing() {
        let mut state = State { to: " +447400123456 ".into(), ..State::default() };
        let press = || Event::Send { node: node(), context: json!({}), id: "a".into() };
        let first = update(&mut state, press());
        let [Effect::Call(call)] = &first[..] else { panic!("one call") };
        let body = call.body.as_ref().unwrap();
        assert_eq!((&body["to"], &body["id"]), (&json!("+447400123456"), &json!("a")));
        assert!(update(&mut state, press()).is_empty());
    }

    #[test]
    fn a_sent_test_stands_on_top_of_the_history_once() {
        let mut state = State { history: Load::Ready(vec![test("test_1")]), ..State::default() };
        update(&mut state, Event::Sent(Ok(Box::new(test("test_2")))));
        update(&mut state, Event::Sent(Ok(Box::new(test("test_2")))));
        let ids: Vec<_> = state.history.ready().unwrap().iter().map(|test| test.id.as_str()).collect();
        assert_eq!(ids, ["test_2", "test_1"]);
    }

    #[test]
    fn a_changed_step_makes_the_test_stale_until_the_next() {
        let mut state = State::default();
        update(&mut state, Event::StepChanged);
        assert!(!state.stale, "nothing was tested yet");
        update(&mut state, Event::Sent(Ok(Box::new(test("test_1")))));
        update(&mut state, Event::StepChanged);
        assert!(state.stale);
        update(&mut state, Event::Sent(Ok(Box::new(test("test_2")))));
        assert!(!state.stale);
    }

    #[test]
    fn an_old_reading_of_the_number_is_ignored() {
        let mut state = State::default();
        update(&mut state, Event::ToTyped("+44".into()));
        update(&mut state, Event::ToTyped(String::new()));
        let late = EngineResponse::Phone {
            reached: None,
            rejection: Some(PhoneRejection { code: "x".into(), text: "x".into(), fix: None }),
        };
        update(&mut state, Event::Read(1, Box::new(late)));
        assert_eq!(state.reading, Reading::Empty);
    }
}
