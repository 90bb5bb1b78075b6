//! The suppression list without a page: customers to whom nothing is sent.

use serde_json::{Value, json};
use whatsapp_domain::{
    Problem, Suppression, SuppressionPage,
    engine_api::{EngineRequest, EngineResponse, PhoneRejection},
};

use super::state::encoded;
use crate::{
    effect::{Effect, News},
    integrations::state::List as Accounts,
    load::Load,
};

/// The field of the number that is put on the list.
pub const NUMBER: &str = "suppression.customer";

/// Somebody is put on the list.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Adding {
    /// Id of the integration.
    pub integration: String,
    /// The number as typed.
    pub customer: String,
    /// Why the number can't be used.
    pub rejection: Option<PhoneRejection>,
    /// Is it on its way?
    pub sending: bool,
}

/// The list.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct State {
    /// Who is on it.
    pub items: Load<Vec<Suppression>>,
    /// Where older ones begin.
    pub next: Option<String>,
    /// The accounts by id, with their names.
    pub accounts: Vec<(String, String)>,
    /// Whose removal is to be confirmed: integration and customer.
    pub asking: Option<(String, String)>,
    /// The form, while it is open.
    pub adding: Option<Adding>,
    /// Why the last change did not work.
    pub problem: Option<Problem>,
}

/// What can happen to it.
#[derive(Debug, Clone)]
pub enum Event {
    /// It opens, or "Try again" was pressed.
    Opened,
    /// The accounts came.
    AccountsLoaded(Result<Accounts, Problem>),
    /// The list came; `true` when it goes on behind what is there.
    Loaded(bool, Result<SuppressionPage, Problem>),
    /// "Older ones" was pressed.
    MorePressed,
    /// "Remove" was pressed: integration and customer.
    AskRemove(String, String),
    /// "Keep" was pressed.
    Keep,
    /// The removal was confirmed.
    Remove,
    /// "Add somebody" was pressed.
    AddPressed,
    /// The account of the form was chosen.
    AccountChosen(String),
    /// The number was typed.
    NumberTyped(String),
    /// The form is not wanted after all.
    AddDropped,
    /// The form was sent.
    Add,
    /// The engine's verdict on the number.
    Read(Box<EngineResponse>),
    /// A change ended.
    Done(Result<Value, Problem>),
    /// Something happened at the proxy.
    Heard(News),
}

impl State {
    /// The name of an account; its id when it was deleted.
    pub fn account<'a>(&'a self, id: &'a str) -> &'a str {
        self.accounts.iter().find(|(known, _)| known == id).map_or(id, |(_, name)| name)
    }
}

/// The next state, and what is to be done outside of it.
pub fn update(state: &mut State, event: Event) -> Vec<Effect<Event>> {
    match event {
        Event::Opened => {
            state.items = Load::Loading;
            return vec![
                load(None),
                Effect::call("GET", "/api/v1/integrations", None, Event::AccountsLoaded),
                Effect::listen(Event::Heard),
            ];
        }
        Event::AccountsLoaded(result) => {
            let items = result.map(|list| list.items).unwrap_or_default();
            state.accounts = items.into_iter().map(|item| (item.id, item.name)).collect();
        }
        Event::Loaded(behind, result) => loaded(state, behind, result),
        Event::MorePressed => return state.next.take().map(|next| load(Some(&next))).into_iter().collect(),
        Event::AskRemove(integration, customer) => {
            state.asking = Some((integration, customer));
            state.problem = None;
            return vec![Effect::Focus("suppression.keep".into())];
        }
        Event::Keep => state.asking = None,
        Event::Remove => {
            if let Some((integration, customer)) = state.asking.take() {
                let (integration, customer) = (encoded(&integration), encoded(&customer));
                let path = format!("/api/v1/suppressions?integration={integration}&customer={customer}");
                return vec![Effect::call("DELETE", path, None, Event::Done)];
            }
        }
        Event::AddPressed => {
            let integration = state.accounts.first().map(|(id, _)| id.clone()).unwrap_or_default();
            state.adding = Some(Adding { integration, ..Adding::default() });
            return vec![Effect::Focus(NUMBER.into())];
        }
        Event::AccountChosen(id) => {
            if let Some(adding) = &mut state.adding {
                adding.integration = id;
            }
        }
        Event::NumberTyped(text) => {
            if let Some(adding) = &mut state.adding {
                (adding.customer, adding.rejection) = (text, None);
            }
        }
        Event::AddDropped => {
            state.adding = None;
            return vec![Effect::Focus("suppression.add".into())];
        }
        Event::Add => {
            if let Some(adding) = state.adding.as_ref().filter(|adding| !adding.sending) {
                let request = EngineRequest::Phone { input: adding.customer.clone(), region: None };
                return vec![Effect::ask_plainly(request, |read| Event::Read(Box::new(read)))];
            }
        }
        Event::Read(response) => return read(state, *response),
        Event::Done(Ok(_)) => {
            (state.adding, state.problem) = (None, None);
            return vec![load(None)];
        }
        Event::Done(Err(problem)) => {
            if let Some(adding) = &mut state.adding {
                adding.sending = false;
            }
            state.problem = Some(problem);
        }
        // An opt-out or an opt-in; other events change nothing here.
        Event::Heard(News::Event(event)) if event.status.as_str().starts_with("opted") => {
            return vec![load(None)];
        }
        Event::Heard(News::Open) if state.items.ready().is_some() => return vec![load(None)],
        Event::Heard(_) => {}
    }
    Vec::new()
}

fn load(after: Option<&str>) -> Effect<Event> {
    let behind = after.is_some();
    let path = match after {
        Some(after) => format!("/api/v1/suppressions?after={}", encoded(after)),
        None => "/api/v1/suppressions".to_owned(),
    };
    Effect::call("GET", path, None, move |result| Event::Loaded(behind, result))
}

fn loaded(state: &mut State, behind: bool, result: Result<SuppressionPage, Problem>) {
    match (result, &mut state.items) {
        (Ok(page), Load::Ready(items)) if behind => {
            items.extend(page.items);
            state.next = page.next;
        }
        (Ok(page), items) => {
            *items = Load::Ready(page.items);
            state.next = page.next;
        }
        // One missed look is no news; without any there is nothing to show.
        (Err(problem), items) if items.ready().is_none() => *items = Load::Failed(problem),
        (Err(problem), _) => state.problem = Some(problem),
    }
}

/// A number that reaches nobody is not put on a list where nobody would ever find it.
fn read(state: &mut State, response: EngineResponse) -> Vec<Effect<Event>> {
    let Some(adding) = &mut state.adding else { return Vec::new() };
    match response {
        EngineResponse::Phone { reached: Some(reached), .. } => {
            adding.sending = true;
            let customer = reached.e164.trim_start_matches('+');
            let body = json!({"integration": adding.integration, "customer": customer});
            vec![Effect::call("POST", "/api/v1/suppressions", Some(body), Event::Done)]
        }
        EngineResponse::Phone { rejection: Some(rejection), .. } => {
            adding.rejection = Some(rejection);
            vec![Effect::Focus(NUMBER.into())]
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn send(state: &mut State, event: Event) -> Vec<Effect<Event>> {
        crate::settle::send(update, state, event)
    }

    fn list(customers: &[&str]) -> SuppressionPage {
        let item = |customer: &&str| json!({"integration": "int_1", "customer": customer, "since": "2026-01-01T00:00:00.000Z", "by": "keyword", "text": "STOP"});
        serde_json::from_value(json!({"items": customers.iter().map(item).collect::<Vec<_>>()})).unwrap()
    }

    fn call(effects: &[Effect<Event>]) -> Option<(&'static str, &str, Option<&Value>)> {
        effects.iter().find_map(|effect| match effect {
            Effect::Call(call) => Some((call.method, call.path.as_str(), call.body.as_ref())),
            _ => None,
        })
    }

    #[test]
    fn nobody_is_removed_unasked() {
        let mut state = State::default();
        send(&mut state, Event::Loaded(false, Ok(list(&["447700900123"]))));
        assert!(send(&mut state, Event::Remove).is_empty());
        let asked = send(&mut state, Event::AskRemove("int_1".into(), "447700900123".into()));
        assert!(matches!(&asked[..], [Effect::Focus(field)] if field == "suppression.keep"));
        let effects = send(&mut state, Event::Remove);
        assert_eq!(
            call(&effects),
            Some(("DELETE", "/api/v1/suppressions?integration=int_1&customer=447700900123", None))
        );
    }

    #[test]
    fn a_number_that_reaches_nobody_is_not_added() {
        let mut state = State { accounts: vec![("int_1".into(), "Shop".into())], ..State::default() };
        send(&mut state, Event::AddPressed);
        send(&mut state, Event::NumberTyped("+44".into()));
        let effects = send(&mut state, Event::Add);
        assert_eq!(call(&effects), None);
        assert!(state.adding.as_ref().unwrap().rejection.is_some());
        send(&mut state, Event::NumberTyped("+44 7400 123456".into()));
        let effects = send(&mut state, Event::Add);
        let body = json!({"integration": "int_1", "customer": "447400123456"});
        assert_eq!(call(&effects), Some(("POST", "/api/v1/suppressions", Some(&body))));
        assert!(send(&mut state, Event::Add).is_empty(), "it is on its way");
        send(&mut state, Event::Done(Ok(Value::Null)));
        assert_eq!(state.adding, None);
    }

    #[test]
    fn a_refused_change_keeps_what_was_typed() {
        let mut state = State { accounts: vec![("int_1".into(), "Shop".into())], ..State::default() };
        send(&mut state, Event::AddPressed);
        send(&mut state, Event::NumberTyped("+44 7400 123456".into()));
        send(&mut state, Event::Add);
        send(&mut state, Event::Done(Err(Problem::new("proxy-unreachable", "No."))));
        let adding = state.adding.as_ref().unwrap();
        assert_eq!((adding.customer.as_str(), adding.sending), ("+44 7400 123456", false));
    }
}
