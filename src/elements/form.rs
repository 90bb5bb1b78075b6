//! The integration form in an element.

use serde_json::Value;
use whatsapp_domain::AddressPolicy;

use super::{
    component::{Begun, Component},
    given::{self, Unreadable},
    inside::Inside,
};
use crate::{
    integration_form::{
        self,
        state::{Draft, Event, State, draft_key, value},
    },
    runtime::Store,
};

struct Form(Store<State, Event>);

/// The form with what the host gave.
///
/// # Errors
/// When the given value can't be read.
pub fn begin(inside: &Inside, policy: AddressPolicy) -> Result<Begun, Unreadable> {
    let given = inside.given.borrow().clone();
    let input = given::integration(&given.value)?;
    let id = given.integration.or_else(|| input.as_ref().and_then(|input| input.id.clone()));
    let has_draft = inside.restores::<Draft>(&draft_key(id.as_deref()));
    let (store, view) = integration_form::with_store(id, policy);
    match (input, given.provider) {
        // What was being edited is newer than what is saved.
        (Some(input), _) if !has_draft => store.send(Event::Given(input)),
        (None, Some(provider)) if !has_draft => store.send(Event::ProviderGiven(provider)),
        _ => {}
    }
    Ok((Box::new(Form(store)), view))
}

impl Component for Form {
    fn value(&self) -> Option<Value> {
        // A saved integration that is on its way is not in the form yet.
        self.0.peek(|state| (!state.saved.is_loading()).then(|| value(state)))
    }

    fn give(&self, value: &Value) -> Result<(), Unreadable> {
        self.0.send(given::integration(value)?.map_or(Event::Emptied, Event::Given));
        Ok(())
    }

    fn lock(&self, on: bool) {
        self.0.send(Event::Locked(on));
    }

    fn call(&self, name: &str) -> bool {
        match name {
            "reveal" | "go" => {
                self.0.send(Event::Revealed(name == "go"));
                true
            }
            "save" => {
                self.0.send(Event::SavePressed);
                self.0.peek(|state| state.save.is_loading())
            }
            "testConnection" => {
                self.0.send(Event::CheckPressed);
                self.0.peek(|state| state.check.report.is_loading())
            }
            _ => false,
        }
    }
}
