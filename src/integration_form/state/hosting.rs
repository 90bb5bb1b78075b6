//! The form as a host sees it: a value that goes in and comes out, with secrets going one way only.

use serde_json::{Map, Value, json};
use whatsapp_domain::{IntegrationInput, integration::INTEGRATION_VERSION, order::gathered};
use zeroize::Zeroizing;

use super::{Draft, Effects, State, update::judge};
use crate::{effect::Effect, host::HostEvent, load::Load};

/// An integration that a host hands in.
pub type Given = IntegrationInput;

/// What stands in the form, as a host keeps it: what the proxy would be sent, without secrets.
pub fn value(state: &State) -> Value {
    let schema = state.schema();
    let settings = state.chosen();
    let known = schema.fields.iter().filter(|field| !field.is_secret()).filter_map(|field| {
        let text = schema.value(&settings, field.key);
        (schema.is_shown(field, &settings) && !text.is_empty())
            .then(|| (field.key.to_owned(), Value::from(text)))
    });
    let mut value = json!({
        "version": INTEGRATION_VERSION,
        "name": state.name.trim(),
        "provider": state.provider,
        "settings": known.collect::<Map<_, _>>(),
        "twoWay": state.two_way,
        "limits": state.limits,
    });
    if let (Some(id), Some(value)) = (&state.id, value.as_object_mut()) {
        value.insert("id".into(), id.as_str().into());
    }
    value
}

/// The host hands in what is to stand in the form. While the saved integration is on its way, it waits.
pub(super) fn given(state: &mut State, given: Box<Given>) -> Effects {
    if state.saved.is_loading() {
        state.given = Some(given);
        return Vec::new();
    }
    lay(state, *given);
    judge(state)
}

/// Puts it into the form, over whatever stands there.
pub(super) fn lay(state: &mut State, given: Given) {
    let before = Draft::from(&*state);
    state.name = given.name;
    state.provider = given.provider;
    state.settings.insert(state.provider.clone(), given.settings);
    (state.two_way, state.limits) = (given.two_way, given.limits);
    state.secrets.clear();
    state.replacing.clear();
    let typed = given.secrets.iter();
    let typed: std::collections::BTreeMap<_, _> =
        gathered(typed.map(|(key, secret)| (key.clone(), Zeroizing::new(secret.expose().to_owned()))));
    state.replacing.extend(typed.keys().cloned());
    state.changed |= before != Draft::from(&*state) || !typed.is_empty();
    if !typed.is_empty() {
        state.secrets.insert(state.provider.clone(), typed);
    }
    state.check.stale = state.check.report.ready().is_some();
    state.save = Load::Idle;
    state.shown.clear();
}

/// Everything that stops a save comes into view.
pub(super) fn reveal(state: &mut State, focus: bool) -> Effects {
    state.shown.reveal();
    let first = state.findings.iter().find(|finding| finding.is_error() && focus);
    first.map(|finding| Effect::Focus(finding.field.clone())).into_iter().collect()
}

/// Tells the host how the form stands now, and who changed it.
pub(super) fn tell_changed(state: &mut State) -> Effects {
    let cause = std::mem::take(&mut state.cause);
    let stop = state.findings.iter().find(|finding| finding.is_error()).map(|finding| finding.told());
    let event = HostEvent::FormChanged { value: value(state), unsaved: state.changed, stop, cause };
    vec![Effect::Tell(Box::new(event))]
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use whatsapp_domain::{AddressPolicy, Integration};

    use super::{super::Event, *};
    use crate::host::Cause;

    fn send(state: &mut State, event: Event) -> Vec<(bool, Cause)> {
        let effects = crate::settle::send(super::super::update, state, event);
        let told = effects.iter().filter_map(|effect| match effect {
            Effect::Tell(event) => match &**event {
                HostEvent::FormChanged { unsaved, cause, .. } => Some((*unsaved, *cause)),
                _ => None,
            },
            _ => None,
        });
        told.collect()
    }

    fn opened(id: Option<&str>) -> State {
        let mut state = State::default();
        let id = id.map(str::to_owned);
        send(&mut state, Event::Opened { id, policy: AddressPolicy::default(), draft: None });
        state
    }

    fn handed() -> Event {
        let given = json!({"name":"Shop","provider":"sinch","settings":{"projectId":"p"},"secrets":{"keySecret":"planted"}});
        Event::Given(Box::new(serde_json::from_value(given).unwrap()))
    }

    #[test]
    fn what_the_host_hands_in_comes_out_without_its_secrets() {
        let mut state = opened(None);
        assert_eq!(send(&mut state, handed()), [(true, Cause::Opening)], "not the person's change");
        assert_eq!(state.secret("keySecret"), "planted");
        let value = value(&state);
        assert_eq!(
            (value["name"].as_str(), value["settings"]["projectId"].as_str()),
            (Some("Shop"), Some("p"))
        );
        assert!(!value.to_string().contains("planted") && value.get("secrets").is_none());
    }

    #[test]
    fn it_waits_for_the_saved_integration_and_lies_over_it() {
        let mut state = opened(Some("int_1"));
        assert_eq!(send(&mut state, handed()), []);
        let saved: Integration = serde_json::from_value(json!({"version":1,"id":"int_1","name":"Old","provider":"sinch",
            "settings":{},"secrets":{},"twoWay":{},"limits":{},"createdAt":"2026-01-01T00:00:00Z","updatedAt":"2026-01-01T00:00:00Z"}))
        .unwrap();
        send(&mut state, Event::Loaded(Ok(Box::new(saved))));
        assert_eq!((state.name.as_str(), state.changed), ("Shop", true));
        assert_eq!(value(&state)["id"], "int_1");
        send(&mut state, Event::Emptied);
        assert_eq!((state.name.as_str(), state.changed), ("Old", false), "nothing handed in: what is saved");
        assert_eq!(state.secret("keySecret"), "");
    }

    #[test]
    fn typing_choosing_and_looking_are_told_apart() {
        let mut state = opened(None);
        assert_eq!(send(&mut state, Event::NameTyped("S".into())), [(true, Cause::Typing)]);
        assert_eq!(send(&mut state, Event::ProviderChosen("sinch".into())), [(true, Cause::Choice)]);
        send(&mut state, Event::Locked(true));
        assert_eq!(send(&mut state, Event::NameTyped("Other".into())), []);
        assert_eq!(send(&mut state, Event::Discarded), []);
        assert_eq!((state.name.as_str(), state.provider.as_str()), ("S", "sinch"), "only to be looked at");
        send(&mut state, Event::Locked(false));
        assert_eq!(send(&mut state, Event::NameTyped("Other".into())), [(true, Cause::Typing)]);
    }
}
