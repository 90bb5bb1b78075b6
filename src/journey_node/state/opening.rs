//! How the editor gets what it works with: the host's step, the accounts, an account's templates.

use whatsapp_domain::{Problem, TemplateList};

use super::{
    Effects, Event, Kept, Profiles, State,
    asking::render,
    mapping::reshape,
    update::{keep, refreshed, test},
};
use crate::{effect::Effect, host::NodeHost, integrations::state::List, load::Load, quick_test};

/// The editor opens: what the host has saved, and over it what was being edited.
pub(super) fn open(
    state: &mut State,
    policy: whatsapp_domain::AddressPolicy,
    kept: Option<Box<Kept>>,
    host: NodeHost,
) -> Effects {
    *state = State { policy, integrations: Load::Loading, ..State::default() };
    let mut effects = Vec::new();
    if let Some(node) = host.value {
        state.tested_before.clone_from(&node.tested);
        state.saved = Some(node.clone());
        state.saved_at = host.saved_at;
        state.draft.load(node);
    }
    if let Some(kept) = kept {
        // What was being edited is newer than what is saved.
        state.draft = kept.step;
        state.tested_before = kept.tested.or(state.tested_before.take());
        state.profiles = kept.profiles.map(Profiles::from).unwrap_or_default();
        effects.extend(test(state, quick_test::state::Event::ToTyped(kept.to)));
    }
    state.profiles = std::mem::take(&mut state.profiles).of_host(host.profiles, host.schema);
    effects.push(Effect::call("GET", "/api/v1/integrations", None, Event::IntegrationsLoaded));
    effects
}

/// What can be sent from is known.
pub(super) fn integrations_loaded(state: &mut State, result: Result<List, Problem>) -> Effects {
    state.integrations = result.map(|list| list.items).into();
    if state.integration().is_none() {
        // One that was deleted since gives way to the first there is; the step's content stays.
        let first = state.integrations.ready().and_then(|items| items.first());
        state.draft.integration = first.map(|item| item.id.clone()).unwrap_or_default();
    }
    choose_integration(state)
}

/// Another account sends it: its templates and tests are wanted.
pub(super) fn choose_integration(state: &mut State) -> Effects {
    let id = state.draft.integration.clone();
    state.templates = Load::Idle;
    state.syncing = false;
    let mut effects = load_templates(state, false);
    effects.extend(test(state, quick_test::state::Event::Opened(id)));
    effects.extend(refreshed(state));
    effects
}

/// Asks for the account's templates; with `refresh` the provider is asked, however new the proxy's list is.
pub(super) fn load_templates(state: &mut State, refresh: bool) -> Effects {
    let Some(id) = state.integration().map(|item| item.id.clone()) else { return Vec::new() };
    // A list that is there stays in view while the provider is asked again.
    match state.templates {
        Load::Ready(_) => state.syncing = true,
        _ => state.templates = Load::Loading,
    }
    let query = if refresh { "?refresh=true" } else { "" };
    let path = format!("/api/v1/integrations/{id}/templates{query}");
    vec![Effect::call("GET", path, None, move |result| Event::TemplatesLoaded(id, result))]
}

/// An account's templates came; those of an account that is not the chosen one any more count no more.
pub(super) fn templates_loaded(
    state: &mut State,
    account: &str,
    result: Result<TemplateList, Problem>,
) -> Effects {
    if account != state.draft.integration {
        return Vec::new();
    }
    state.syncing = false;
    match (result, &mut state.templates) {
        // A failed refresh leaves the earlier list, and says so.
        (Err(problem), Load::Ready(list)) => {
            list.attempt = Some(whatsapp_domain::SyncAttempt { at: String::new(), problem });
        }
        (result, templates) => *templates = result.into(),
    }
    let before = state.draft.clone();
    reshape(state);
    // The rows follow the account's template without being a change of the person's.
    let mut effects = if before == state.draft { Vec::new() } else { vec![keep(state)] };
    effects.extend(render(state));
    effects
}
