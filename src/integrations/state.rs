//! The list of integrations without a page.

use whatsapp_domain::{Integration, Problem};

use crate::{effect::Effect, load::Load};

/// The list.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct State {
    /// What is saved.
    pub items: Load<Vec<Integration>>,
    /// Id of the one whose deletion is to be confirmed.
    pub asking: Option<String>,
    /// Id of the one that is being deleted.
    pub deleting: Option<String>,
    /// Why a deletion failed.
    pub problem: Option<Problem>,
}

/// What can happen to the list.
#[derive(Debug, Clone)]
pub enum Event {
    /// It opens, or "Try again" was pressed.
    Opened,
    /// The list came.
    Loaded(Result<List, Problem>),
    /// "Delete" was pressed.
    AskDelete(String),
    /// "Keep" was pressed.
    Keep,
    /// The deletion was confirmed.
    Delete,
    /// The deletion ended.
    Deleted(Result<(), Problem>),
}

/// The proxy's list.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
pub struct List {
    /// The integrations, in order of their names.
    pub items: Vec<Integration>,
}

/// The next state, and what is to be done outside of it.
pub fn update(state: &mut State, event: Event) -> Vec<Effect<Event>> {
    match event {
        Event::Opened => {
            state.items = Load::Loading;
            return vec![Effect::call("GET", "/api/v1/integrations", None, Event::Loaded)];
        }
        Event::Loaded(result) => state.items = result.map(|list| list.items).into(),
        Event::AskDelete(id) => {
            state.asking = Some(id);
            state.problem = None;
        }
        Event::Keep => state.asking = None,
        Event::Delete => {
            if let Some(id) = state.asking.take() {
                let path = format!("/api/v1/integrations/{id}");
                state.deleting = Some(id);
                return vec![Effect::call("DELETE", path, None, Event::Deleted)];
            }
        }
        Event::Deleted(Ok(())) => {
            let gone = state.deleting.take();
            if let Load::Ready(items) = &mut state.items {
                items.retain(|item| Some(&item.id) != gone.as_ref());
            }
        }
        Event::Deleted(Err(problem)) => {
            state.deleting = None;
            state.problem = Some(problem);
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn item(id: &str) -> Integration {
        serde_json::from_value(
            json!({"version":1,"id":id,"name":id,"provider":"infobip","settings":{},"secrets":{},
            "twoWay":{},"limits":{},"createdAt":"2026-01-01T00:00:00Z","updatedAt":"2026-01-01T00:00:00Z"}),
        )
        .unwrap()
    }

    #[test]
    fn deleting_asks_first_and_keeps_the_rest() {
        let mut state = State { items: Load::Ready(vec![item("a"), item("b")]), ..State::default() };
        assert!(update(&mut state, Event::Delete).is_empty(), "nothing is deleted unasked");
        update(&mut state, Event::AskDelete("a".into()));
        let effects = update(&mut state, Event::Delete);
        let [Effect::Call(call)] = &effects[..] else { panic!("one call") };
        assert_eq!((call.method, call.path.as_str()), ("DELETE", "/api/v1/integrations/a"));
        update(&mut state, Event::Deleted(Ok(())));
        assert_eq!(state.items.ready().unwrap().len(), 1);
    }

    #[test]
    fn a_refused_deletion_keeps_the_integration_and_says_why() {
        let mut state = State { items: Load::Ready(vec![item("a")]), ..State::default() };
        update(&mut state, Event::AskDelete("a".into()));
        update(&mut state, Event::Delete);
        update(&mut state, Event::Deleted(Err(Problem::new("proxy-unreachable", "No."))));
        assert_eq!(state.items.ready().unwrap().len(), 1);
        assert_eq!(state.problem.as_ref().unwrap().code, "proxy-unreachable");
    }

    #[test]
    fn an_empty_answer_counts_as_deleted() {
        let mut state =
            State { items: Load::Ready(vec![item("a")]), asking: Some("a".into()), ..State::default() };
        let mut effects = update(&mut state, Event::Delete);
        let Some(Effect::Call(call)) = effects.pop() else { panic!("one call") };
        let event = (call.then)(Ok(Value::Null));
        update(&mut state, event);
        assert_eq!(state.items.ready().unwrap().len(), 0);
    }
}
