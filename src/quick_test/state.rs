//! The quick test without a page.

mod country;
mod following;
mod invitation;
mod testers;

use serde_json::Value;
use whatsapp_domain::{
    Node, Problem, QuickTest, QuickTestInput, QuickTestPage, Reached, engine_api::*, two_way::RoundTrip,
};

pub use country::{Expected, GUARD_FIELD, Guard, Why};
pub use invitation::Invitation;
pub use testers::{Naming, TESTERS_KEY, Tester, Testers, tester_field};

use crate::{
    effect::{Effect, News},
    load::Load,
    shared::Shared,
};

/// The panel.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct State {
    /// The tester's number as typed.
    pub to: String,
    /// Whom it reaches, or why not.
    pub reading: Reading,
    /// Was a test tried with a number that can't be used? Then its finding is shown without waiting.
    pub insisted: bool,
    /// Numbers that were saved.
    pub testers: Testers,
    /// What is known of the step to be tested.
    pub step: Step,
    /// Why the last press did not send: the number is of another country than the expected one.
    pub guard: Option<Guard>,
    /// The test, on its way or done.
    pub current: Load<Shared<QuickTest>>,
    /// Which part of it is in view: `meaning`, `request` or `answer`.
    pub tab: String,
    /// Id of the account whose tests these are.
    account: String,
    /// Earlier tests, newest first.
    pub history: Load<Vec<Shared<QuickTest>>>,
    /// Is the line over which messages are followed lost at the moment?
    pub out_of_hearing: bool,
    /// The tester's invitation to write first, after a free message was stopped.
    pub invitation: Option<Invitation>,
    /// Was the step changed since the current test? Asked only of tests without a stamp.
    pub stale: bool,
    /// A country that was agreed to when another one was expected.
    agreed: Option<Reached>,
    /// The press whose country is being looked at.
    judging: Option<String>,
    revision: u64,
}

/// What the panel knows of the step as it stands.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Step {
    /// Its stamp; empty until it was filled once.
    pub stamp: String,
    /// Country of its numbers without one.
    pub region: Option<String>,
    /// Whom the profile's own number reaches.
    pub reached: Option<Reached>,
}

/// What is known of the tester's number.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Reading {
    /// Nothing typed.
    #[default]
    Empty,
    /// Not read yet.
    Open,
    /// It reaches somebody.
    Reaches(Reached),
    /// It can't be used.
    Refused(PhoneRejection),
}

/// "Send test" was pressed.
#[derive(Debug, Clone)]
pub struct Press {
    node: Node,
    context: Value,
    id: String,
}

/// What can happen to the panel.
#[derive(Debug, Clone)]
pub enum Event {
    /// An integration was chosen: its earlier tests are wanted.
    Opened(String),
    /// The numbers that were saved on earlier visits.
    TestersKept(Vec<Tester>),
    /// The tester's number was typed.
    ToTyped(String),
    /// The engine's verdict on a revision of the number.
    Read(u64, Box<EngineResponse>),
    /// A saved tester was chosen by number; none for the profile's own number.
    TesterPicked(Option<String>),
    /// "Save this tester" was pressed.
    NamingStarted,
    /// The tester's name was typed.
    Named(String),
    /// The name stands.
    NamingDone,
    /// No name after all.
    NamingDropped,
    /// A saved tester goes, by number.
    TesterRemoved(String),
    /// The removed tester comes back.
    TesterBack,
    /// The step was filled anew.
    StepFilled(Box<Step>),
    /// "Send test" was pressed, with the step as it stands and an id for this press.
    Send {
        /// The step.
        node: Box<Node>,
        /// What Jinja sees.
        context: Value,
        /// Recognises a repeat of the same press.
        id: String,
    },
    /// The engine compared the number's country with the expected one.
    Judged(Box<Press>, Box<EngineResponse>),
    /// The number's country is the one that is meant; another press of "Send test" follows.
    Agreed,
    /// "Change the number" was pressed.
    NumberWanted,
    /// The test ended.
    Sent(Result<Box<QuickTest>, Problem>),
    /// A part was chosen.
    TabChosen(String),
    /// Earlier tests of an account came, with its id.
    HistoryLoaded(String, Result<QuickTestPage, Problem>),
    /// An earlier test was chosen.
    Chosen(String),
    /// The step was changed.
    StepChanged,
    /// Something happened at the proxy.
    Heard(News),
    /// What is known by now of a test, by its id.
    Followed(String, Result<Box<QuickTest>, Problem>),
    /// "Let the tester write first" was pressed.
    InvitePressed,
    /// The invitation came.
    Invited(Result<Box<RoundTrip>, Problem>),
    /// Its link as a QR code, drawn.
    InvitationDrawn(Box<EngineResponse>),
    /// "Copy" was pressed.
    Copy(String),
}

impl State {
    /// All tests that are known here, newest first.
    pub fn known(&self) -> impl Iterator<Item = &QuickTest> {
        let current = self.current.ready().filter(|test| {
            !self.history.ready().is_some_and(|tests| tests.iter().any(|known| known.id == test.id))
        });
        current.into_iter().chain(self.history.ready().into_iter().flatten()).map(|test| &**test)
    }

    /// Was this very step tested by it? None when the test has no stamp, or the step none yet.
    pub fn is_this_version(&self, test: &QuickTest) -> Option<bool> {
        let stamp = test.stamp.as_deref().filter(|_| !self.step.stamp.is_empty())?;
        Some(stamp == self.step.stamp)
    }

    /// As the page looks at it. The step's stamp is another one with each key, but all that matters is which of the known
    /// tests has the same: one that none of them has says only that there is one.
    pub fn in_view(&self) -> Self {
        let stamp = self.step.stamp.as_str();
        let known = self.known().any(|test| test.stamp.as_deref() == Some(stamp));
        let stamp = if known || stamp.is_empty() { stamp } else { "none of them" };
        Self { step: Step { stamp: stamp.to_owned(), ..self.step.clone() }, ..self.clone() }
    }

    /// Is the test in view one of another version of the step?
    pub fn shows_another_version(&self) -> bool {
        let Some(test) = self.current.ready() else { return false };
        self.is_this_version(test).map_or(self.stale, |this| !this)
    }

    /// Whom a test would reach, as far as it is known: the tester, else the profile's own number.
    pub fn reached(&self) -> Option<&Reached> {
        match &self.reading {
            Reading::Empty => self.step.reached.as_ref(),
            Reading::Reaches(reached) => Some(reached),
            Reading::Open | Reading::Refused(_) => None,
        }
    }
}

/// The next state, and what is to be done outside of it.
pub fn update(state: &mut State, event: Event) -> Vec<Effect<Event>> {
    match event {
        Event::Opened(integration) => return open(state, &integration),
        Event::ToTyped(text) => return typed(state, text),
        Event::Read(revision, response) if revision == state.revision => state.reading = read(*response),
        Event::Read(..) => {}
        Event::TestersKept(_)
        | Event::NamingStarted
        | Event::Named(_)
        | Event::NamingDone
        | Event::NamingDropped
        | Event::TesterRemoved(_)
        | Event::TesterBack => return testers::update(state, event),
        Event::TesterPicked(number) => return pick(state, number.as_deref()),
        Event::StepFilled(step) => return step_filled(state, *step),
        Event::Send { node, context, id } => return send(state, Press { node: *node, context, id }),
        Event::Judged(press, response) => return country::judged(state, *press, *response),
        Event::Agreed => country::agree(state),
        Event::NumberWanted => {
            state.guard = None;
            return vec![Effect::Focus("test.to".into())];
        }
        Event::Sent(result) => {
            let result = result.map(|test| Shared::from(*test));
            if let (Ok(test), Load::Ready(history)) = (&result, &mut state.history)
                && test.integration == state.account
            {
                history.retain(|earlier| earlier.id != test.id);
                history.insert(0, test.clone());
            }
            state.current = result.into();
            state.tab = "meaning".into();
            state.stale = false;
            state.invitation = None;
            // Reports may have come before the answer did.
            return following::look(state).into_iter().chain([Effect::Reveal("test-result")]).collect();
        }
        Event::TabChosen(tab) => state.tab = tab,
        // Those of an account that was left count no more.
        Event::HistoryLoaded(account, result) if account == state.account => {
            let shared = |page: QuickTestPage| page.items.into_iter().map(Shared::from).collect::<Vec<_>>();
            state.history = result.map(shared).into();
        }
        Event::HistoryLoaded(..) => {}
        Event::Chosen(id) => {
            let found =
                state.history.ready().and_then(|tests| tests.iter().find(|test| test.id == id)).cloned();
            if let Some(test) = found {
                state.current = Load::Ready(test);
                state.tab = "meaning".into();
                state.stale = true;
                return vec![Effect::Reveal("test-result")];
            }
        }
        Event::StepChanged => state.stale = state.current.ready().is_some(),
        Event::Heard(_) | Event::Followed(..) => return following::update(state, event),
        Event::InvitePressed | Event::Invited(_) | Event::InvitationDrawn(_) => {
            return invitation::update(state, event);
        }
        Event::Copy(text) => return vec![Effect::Copy(text)],
    }
    Vec::new()
}

fn open(state: &mut State, integration: &str) -> Vec<Effect<Event>> {
    (state.guard, state.agreed, state.invitation) = (None, None, None);
    state.account = integration.to_owned();
    if integration.is_empty() {
        state.history = Load::Idle;
        return Vec::new();
    }
    state.history = Load::Loading;
    let path = format!("/api/v1/quick-tests?integration={integration}&limit=20");
    let account = state.account.clone();
    vec![
        Effect::call("GET", path, None, move |result| Event::HistoryLoaded(account, result)),
        Effect::listen(Event::Heard),
    ]
}

fn typed(state: &mut State, text: String) -> Vec<Effect<Event>> {
    state.to = text;
    (state.insisted, state.guard, state.testers.naming) = (false, None, None);
    if state.to.trim().is_empty() {
        state.agreed = None;
        state.testers.picked = None;
    }
    ask_whom(state)
}

/// Asks the engine whom the number reaches; read as the proxy reads it, with the step's country.
fn ask_whom(state: &mut State) -> Vec<Effect<Event>> {
    state.revision += 1;
    if state.to.trim().is_empty() {
        state.reading = Reading::Empty;
        return Vec::new();
    }
    state.reading = Reading::Open;
    let revision = state.revision;
    let request = EngineRequest::Phone { input: state.to.clone(), region: state.step.region.clone() };
    vec![Effect::ask(request, move |response| Event::Read(revision, Box::new(response)))]
}

fn read(response: EngineResponse) -> Reading {
    match response {
        EngineResponse::Phone { reached: Some(reached), .. } => Reading::Reaches(reached),
        EngineResponse::Phone { rejection: Some(rejection), .. } => Reading::Refused(rejection),
        _ => Reading::Open,
    }
}

fn pick(state: &mut State, number: Option<&str>) -> Vec<Effect<Event>> {
    let found = number.and_then(|number| state.testers.find(number)).cloned();
    let effects =
        typed(state, found.as_ref().map(|tester| tester.reached.international.clone()).unwrap_or_default());
    state.agreed = None;
    state.testers.picked = found.map(|tester| tester.reached.e164);
    effects
}

fn step_filled(state: &mut State, step: Step) -> Vec<Effect<Event>> {
    let other_country = state.step.region != step.region;
    if other_country || state.step.reached != step.reached {
        // What was said about the number before may not hold any more.
        state.guard = None;
    }
    state.step = step;
    if !other_country {
        return Vec::new();
    }
    state.agreed = None;
    ask_whom(state)
}

fn send(state: &mut State, press: Press) -> Vec<Effect<Event>> {
    if state.current.is_loading() || state.judging.is_some() {
        return Vec::new();
    }
    if let Reading::Refused(_) = state.reading {
        state.insisted = true;
        return vec![Effect::Focus("test.to".into())];
    }
    let expected = state.expected().map(|expected| expected.region);
    match (state.reached().cloned(), expected) {
        (Some(reached), Some(expected)) => {
            state.judging = Some(press.id.clone());
            let request = EngineRequest::Country { reached, expected };
            vec![Effect::ask(request, move |response| Event::Judged(Box::new(press), Box::new(response)))]
        }
        (_, expected) => post(state, press, expected),
    }
}

/// The proxy compares the country again: it alone knows for sure whom the number reaches.
fn post(state: &mut State, press: Press, expected_region: Option<String>) -> Vec<Effect<Event>> {
    (state.current, state.guard) = (Load::Loading, None);
    let to = Some(state.to.trim().to_owned()).filter(|to| !to.is_empty());
    let Press { node, context, id } = press;
    let input = QuickTestInput { node, context, to, id: Some(id), expected_region };
    let body = whatsapp_domain::json::value(&input);
    vec![Effect::call("POST", "/api/v1/quick-tests", Some(body), Event::Sent)]
}

#[cfg(test)]
mod tests;
