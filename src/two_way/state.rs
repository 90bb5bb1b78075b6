//! Two-way of a saved account without a page.

use serde_json::{Value, json};
use whatsapp_domain::{
    Problem,
    engine_api::{EngineRequest, EngineResponse, QrCode},
    two_way::{RoundTrip, RoundTripVerdict, TwoWayState},
};

use crate::{
    effect::{Effect, News},
    load::Load,
};

/// Milliseconds between two looks at a proof that is waited for: a message that fails the signature is no event.
const EVERY_MS: u32 = 1500;
/// Number of the sandbox's phone that writes the code; from the range that Ofcom keeps for films and examples.
pub const SANDBOX_PHONE: &str = "447700900123";

/// The account that is set up.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Account {
    /// `int_…`
    pub id: String,
    /// Id of the provider.
    pub provider: String,
    /// The provider's name.
    pub name: String,
    /// Does it lead into the sandbox?
    pub sandbox: bool,
}

/// Something that is done with one press.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Register the callback URL with the provider.
    Register,
    /// Remove it there.
    Remove,
    /// Make a new URL.
    Rotate,
    /// Begin a proof.
    Prove,
    /// Write the code from the sandbox's phone.
    Write,
}

/// The panel.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct State {
    /// The account.
    pub account: Account,
    /// What the proxy knows.
    pub told: Load<TwoWayState>,
    /// What is being done.
    pub doing: Option<Act>,
    /// What waits for a yes.
    pub asking: Option<Act>,
    /// Why the last thing did not work.
    pub problem: Option<Problem>,
    /// The link of the proof as a QR code, with the link that it was drawn from.
    pub qr: Option<(String, QrCode)>,
    /// Is the proof looked at again and again?
    watching: bool,
    /// Was the provider asked what is registered, since the panel opened?
    asked: bool,
}

/// What can happen to the panel.
#[derive(Debug, Clone)]
pub enum Event {
    /// It opens for an account, or "Try again" was pressed.
    Opened(Account),
    /// What the proxy knows.
    Told(Result<Box<TwoWayState>, Problem>),
    /// Something was pressed; some of it asks first.
    Pressed(Act),
    /// What was asked is wanted.
    Agreed,
    /// What was asked is not wanted.
    Dropped,
    /// Something was done.
    Done(Act, Result<Value, Problem>),
    /// The link's QR code, drawn.
    Drawn(String, Box<EngineResponse>),
    /// A proof is waited for: it is time to look again.
    Look,
    /// Something happened at the proxy.
    Heard(News),
    /// "Copy" was pressed.
    Copy(String),
}

impl State {
    /// The proof that is running or was the last.
    pub fn proof(&self) -> Option<&RoundTrip> {
        self.told.ready()?.round_trip.as_ref()
    }

    /// Is a message awaited?
    pub fn awaits(&self) -> bool {
        self.proof().is_some_and(|proof| {
            proof.steps.iter().any(|step| step.verdict == RoundTripVerdict::Waiting) && !proof.is_proven()
        })
    }

    /// Does somebody else get the messages?
    pub fn taken_by_others(&self) -> Vec<String> {
        let targets =
            self.told.ready().and_then(|told| told.registration.as_ref()).map(|known| &known.targets);
        let others = targets.into_iter().flatten().filter(|target| !target.own && target.takes_messages);
        others.map(|target| target.url.clone()).collect()
    }

    /// Does the provider send here?
    pub fn is_registered(&self) -> bool {
        let known = self.told.ready().and_then(|told| told.registration.as_ref());
        known.is_some_and(|known| known.targets.iter().any(|target| target.own && target.takes_messages))
    }

    fn path(&self, rest: &str) -> String {
        format!("/api/v1/integrations/{}/two-way{rest}", self.account.id)
    }
}

/// The next state, and what is to be done outside of it.
pub fn update(state: &mut State, event: Event) -> Vec<Effect<Event>> {
    match event {
        Event::Opened(account) => {
            *state = State { account, told: Load::Loading, ..State::default() };
            return vec![look(state), Effect::listen(Event::Heard)];
        }
        Event::Told(result) => return told(state, result.map(|told| *told)),
        Event::Pressed(act) => {
            if state.doing.is_some() {
                return Vec::new();
            }
            // What takes something away asks first.
            if matches!(act, Act::Rotate | Act::Remove) {
                state.asking = Some(act);
                return vec![Effect::Focus("two-way.agree".into())];
            }
            return act_now(state, act);
        }
        Event::Agreed => {
            if let Some(act) = state.asking.take() {
                return act_now(state, act);
            }
        }
        Event::Dropped => {
            if let Some(act) = state.asking.take() {
                return vec![Effect::Focus(field_of(act).into())];
            }
        }
        Event::Done(act, result) => return done(state, act, result),
        Event::Drawn(link, response) => {
            if let EngineResponse::Qr { code: Some(code) } = *response {
                state.qr = Some((link, code));
            }
        }
        Event::Look => {
            state.watching = false;
            return vec![look(state)];
        }
        // A message of this account may be the one that is waited for; after a gap anything may have happened.
        Event::Heard(News::Event(event)) if event.integration == state.account.id => {
            return vec![look(state)];
        }
        Event::Heard(News::Open) if state.told.ready().is_some() => return vec![look(state)],
        Event::Heard(_) => {}
        Event::Copy(text) => return vec![Effect::Copy(text)],
    }
    Vec::new()
}

fn look(state: &State) -> Effect<Event> {
    Effect::call("GET", state.path(""), None, Event::Told)
}

/// The control that starts something, by its finding path.
pub fn field_of(act: Act) -> &'static str {
    match act {
        Act::Register => "two-way.register",
        Act::Remove => "two-way.remove",
        Act::Rotate => "two-way.rotate",
        Act::Prove => "two-way.prove",
        Act::Write => "two-way.write",
    }
}

fn told(state: &mut State, result: Result<TwoWayState, Problem>) -> Vec<Effect<Event>> {
    match result {
        Ok(told) => state.told = Load::Ready(told),
        // One missed look is no news; without any there is nothing to show.
        Err(problem) if state.told.ready().is_none() => state.told = Load::Failed(problem),
        Err(_) => {}
    }
    let mut effects = Vec::new();
    // The address is shown at once; what the provider has to say may take a while.
    if state.told.ready().is_some() && !std::mem::replace(&mut state.asked, true) {
        effects.push(Effect::call("GET", state.path("?refresh=true"), None, Event::Told));
    }
    let link = state.proof().and_then(|proof| proof.link.clone());
    if let Some(link) = link.filter(|link| state.qr.as_ref().is_none_or(|(known, _)| known != link)) {
        let request = EngineRequest::Qr { text: link.clone() };
        effects.push(Effect::ask_plainly(request, move |response| Event::Drawn(link, Box::new(response))));
    }
    if state.awaits() && !state.watching {
        state.watching = true;
        effects.push(Effect::After { ms: EVERY_MS, event: Event::Look });
    }
    effects
}

fn act_now(state: &mut State, act: Act) -> Vec<Effect<Event>> {
    state.doing = Some(act);
    state.problem = None;
    let (method, path) = match act {
        Act::Register => ("POST", state.path("/register")),
        Act::Remove => ("DELETE", state.path("/register")),
        Act::Rotate => ("POST", state.path("/rotate")),
        Act::Prove => ("POST", state.path("/round-trip")),
        Act::Write => ("POST", "/sandbox/api/inbound".into()),
    };
    let body = (act == Act::Write).then(|| {
        let code = state.proof().map_or_else(String::new, |proof| proof.code.clone());
        json!({"provider": state.account.provider, "from": SANDBOX_PHONE, "kind": "text", "text": code})
    });
    vec![Effect::call(method, path, body, move |result| Event::Done(act, result))]
}

fn done(state: &mut State, act: Act, result: Result<Value, Problem>) -> Vec<Effect<Event>> {
    state.doing = None;
    if let Err(problem) = result {
        state.problem = Some(problem);
    }
    // Also after a failure: the provider may have done a part of it, and the proxy notes what it said.
    let focus = (act == Act::Prove).then_some(Effect::Reveal("two-way-proof"));
    std::iter::once(look(state)).chain(focus).collect()
}

#[cfg(test)]
mod tests;
