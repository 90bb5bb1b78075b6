//! The payload view without a page. It asks only while it is open, and the editor asks for it only when typing pauses:
//! nobody reads a request between two key presses.

use std::collections::BTreeSet;

use whatsapp_domain::engine_api::{EngineRequest, EngineResponse, Payload, RenderRequest};

use super::json::scalars;
use crate::{effect::Effect, shared::Shared};

/// In which form the requests are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Form {
    /// As they go out for the chosen profile.
    #[default]
    Request,
    /// As a plain webhook of a console, with Jinja in the body.
    Webhook,
}

/// The view.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct State {
    /// Is it open?
    pub open: bool,
    /// What every provider would be sent; none until the engine has answered.
    pub items: Option<Shared<Vec<Payload>>>,
    /// Why the engine did not answer.
    pub refused: Option<String>,
    /// Id of the provider in view where there is room for one only; empty for the step's own.
    pub chosen: String,
    /// In which form they are shown.
    pub form: Form,
    revision: u64,
}

/// What can happen to the view.
#[derive(Debug, Clone)]
pub enum Event {
    /// It was opened or closed.
    Toggled,
    /// The step as it stands is to be shown.
    Wanted(Box<RenderRequest>),
    /// The engine's answer to a revision.
    Answered(u64, Box<EngineResponse>),
    /// A provider was chosen.
    Chosen(String),
    /// A form was chosen.
    FormChosen(Form),
    /// "Copy" was pressed.
    Copy(String),
}

impl State {
    /// Id of the provider in view where there is room for one only.
    pub fn in_view(&self) -> String {
        let items = self.items.as_ref().map(|items| items.as_slice()).unwrap_or_default();
        let chosen = items.iter().find(|item| item.provider == self.chosen);
        let shown = chosen.or_else(|| items.iter().find(|item| item.own)).or(items.first());
        shown.map(|item| item.provider.clone()).unwrap_or_default()
    }
}

/// The next state, and what is to be done outside of it.
pub fn update(state: &mut State, event: Event) -> Vec<Effect<Event>> {
    match event {
        Event::Toggled => {
            state.open = !state.open;
            // What was asked before it was closed is of an older step.
            state.revision += 1;
        }
        Event::Wanted(render) if state.open => {
            state.revision += 1;
            let revision = state.revision;
            let request = EngineRequest::Payloads { render };
            return vec![Effect::ask(request, move |response| Event::Answered(revision, Box::new(response)))];
        }
        Event::Answered(revision, response) if revision == state.revision => match *response {
            EngineResponse::Payloads { items } => {
                (state.items, state.refused) = (Some(items.into()), None);
            }
            EngineResponse::Refused { text } => (state.items, state.refused) = (None, Some(text)),
            _ => {}
        },
        Event::Wanted(_) | Event::Answered(..) => {}
        Event::Chosen(provider) => state.chosen = provider,
        Event::FormChosen(form) => state.form = form,
        Event::Copy(text) => return vec![Effect::Copy(text)],
    }
    Vec::new()
}

/// Single values that the other requests hold; none when there is no other one to compare with.
pub fn elsewhere(items: &[Payload], provider: &str) -> Option<BTreeSet<String>> {
    let others = items.iter().filter(|item| item.provider != provider);
    let bodies: Vec<_> =
        others.filter_map(|item| item.request.as_ref()).map(|request| &request.body).collect();
    (!bodies.is_empty()).then(|| bodies.into_iter().flat_map(scalars).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn render() -> Box<RenderRequest> {
        let text = json!({"integration":{"provider":"b","settings":{}},
            "node":{"message":{"type":"text","text":{"value":"Hi"}}}});
        Box::new(serde_json::from_value(text).unwrap())
    }

    fn payload(provider: &str, own: bool, body: Option<Value>) -> Payload {
        let request = body.map(|body| whatsapp_domain::OutgoingRequest::post_json("https://x.example", body));
        Payload { provider: provider.into(), own, request, ..Payload::default() }
    }

    /// Answers the one question among the effects.
    fn answer(state: &mut State, effects: Vec<Effect<Event>>, items: Vec<Payload>) {
        for effect in effects {
            let Effect::Ask { request, then, .. } = effect else { panic!("a question") };
            assert!(matches!(*request, EngineRequest::Payloads { .. }));
            update(state, then(EngineResponse::Payloads { items: items.clone() }));
        }
    }

    #[test]
    fn nothing_is_asked_while_it_is_closed() {
        let mut state = State::default();
        assert!(update(&mut state, Event::Wanted(render())).is_empty());
        update(&mut state, Event::Toggled);
        assert_eq!(update(&mut state, Event::Wanted(render())).len(), 1);
        update(&mut state, Event::Toggled);
        assert!(update(&mut state, Event::Wanted(render())).is_empty());
    }

    #[test]
    fn only_the_newest_answer_counts() {
        let mut state = State::default();
        update(&mut state, Event::Toggled);
        let first = update(&mut state, Event::Wanted(render()));
        let second = update(&mut state, Event::Wanted(render()));
        answer(&mut state, second, vec![payload("b", true, None)]);
        answer(&mut state, first, vec![payload("a", true, None)]);
        assert_eq!(state.items.as_ref().unwrap()[0].provider, "b");
        // One that comes after closing is of no use either.
        let late = update(&mut state, Event::Wanted(render()));
        update(&mut state, Event::Toggled);
        answer(&mut state, late, vec![payload("c", true, None)]);
        assert_eq!(state.items.as_ref().unwrap()[0].provider, "b");
    }

    #[test]
    fn an_engine_that_can_t_answer_is_told() {
        let mut state = State::default();
        update(&mut state, Event::Toggled);
        for effect in update(&mut state, Event::Wanted(render())) {
            let Effect::Ask { then, .. } = effect else { panic!("a question") };
            update(&mut state, then(EngineResponse::Refused { text: "No.".into() }));
        }
        assert_eq!((state.refused.as_deref(), &state.items), (Some("No."), &None));
    }

    #[test]
    fn the_step_s_own_provider_is_in_view_until_another_is_chosen() {
        let mut state = State { open: true, ..State::default() };
        assert_eq!(state.in_view(), "");
        state.items = Some(vec![payload("a", false, None), payload("b", true, None)].into());
        assert_eq!(state.in_view(), "b");
        update(&mut state, Event::Chosen("a".into()));
        assert_eq!(state.in_view(), "a");
        state.items = Some(vec![payload("b", true, None)].into());
        assert_eq!(state.in_view(), "b", "what is gone is not in view");
    }

    #[test]
    fn values_are_compared_with_those_of_the_others_alone() {
        let items = [
            payload("a", true, Some(json!({"to": "44", "name": ["Ana"]}))),
            payload("b", false, Some(json!({"to": "+44", "x": {"y": "Ana"}, "n": 1}))),
            payload("c", false, None),
        ];
        let known = elsewhere(&items, "a").unwrap();
        assert!(known.contains("\"Ana\"") && known.contains("1") && !known.contains("\"44\""));
        assert_eq!(elsewhere(&items[..1], "a"), None, "there is nothing to compare with");
        assert_eq!(elsewhere(&[payload("a", true, None), payload("c", false, None)], "a"), None);
    }
}
