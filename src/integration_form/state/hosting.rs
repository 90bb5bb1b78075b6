//! The form as a host sees it: a value that goes in and comes out, with secrets going one way only.

use serde_json::{Map, Value, json};
use whatsapp_domain::{IntegrationInput, integration::INTEGRATION_VERSION};
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
    let typed: std::collections::BTreeMap<_, _> = given
        .secrets
        .iter()
        .map(|(key, secret)| (key.clone(), Zeroizing::new(secret.expose().to_owned())))
        .collect();
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
    let stop = state.findings.iter().find(|finding| finding.is_error()).map(|finding| finding.text.clone());
    let event = HostEvent::FormChanged { value: value(state), unsaved: state.changed, stop, cause };
    vec![Effect::Tell(Box::new(event))]
}
