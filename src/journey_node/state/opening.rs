//! How the editor gets what it works with: the host's step, the accounts, an account's templates.

use whatsapp_domain::{Problem, TemplateList};

use super::{
    Effects, Event, Kept, Profiles, State,
    asking::render,
    mapping::reshape,
    update::{edited, keep, refreshed, test},
};
use crate::{
    effect::Effect,
    host::{HostChange, NodeHost},
    integrations::state::List,
    load::Load,
    quick_test,
    texts::journey_node as say,
};

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
    if state.draft.integration.is_empty() {
        state.draft.integration = host.integration.unwrap_or_default();
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

/// Another draft that was kept is wanted. It is a change like any other, so undo brings back what was there.
pub(super) fn choose_kept(state: &mut State, kept: Kept) -> Effects {
    let before = std::mem::replace(&mut state.draft, kept.step);
    if state.integration().is_none() {
        // An account that is gone since is not taken over.
        state.draft.integration.clone_from(&before.integration);
    }
    let other_account = before.integration != state.draft.integration;
    (state.language, state.line, state.case, state.mended) = (None, None, None, None);
    state.shown.clear();
    state.tested_before = kept.tested.or(state.tested_before.take());
    if let Some(profiles) = kept.profiles.filter(|_| !state.profiles.from_host) {
        state.profiles = Profiles::from(profiles);
    }
    reshape(state);
    let mut effects = edited(state, before, say::DID_KEPT.into(), None);
    if other_account {
        effects.extend(choose_integration(state));
    }
    effects
}

/// The host hands in something else while the editor is open.
pub(super) fn host_gave(state: &mut State, change: HostChange) -> Effects {
    match change {
        HostChange::Value(node) => {
            let chosen = state.draft.integration.clone();
            state.draft = super::Draft::default();
            state.history = super::History::default();
            state.tested_before = node.as_ref().and_then(|node| node.tested.clone());
            state.saved = node.as_deref().cloned();
            state.saved_at = None;
            (state.language, state.line, state.case, state.mended) = (None, None, None, None);
            state.shown.clear();
            match node {
                Some(node) => state.draft.load(*node),
                None => state.draft.integration.clone_from(&chosen),
            }
            if state.integrations.ready().is_some() {
                if state.integration().is_none() {
                    state.draft.integration.clone_from(&chosen);
                }
                if state.draft.integration != chosen {
                    return choose_integration(state);
                }
            }
            reshape(state);
            let mut effects = test(state, quick_test::state::Event::StepChanged);
            // What was being edited gives way to what the host has.
            effects.push(Effect::DropDraft { key: super::update::DRAFT_KEY.into() });
            effects.extend(render(state));
            effects
        }
        HostChange::SavedAt(at) => {
            state.saved_at = at;
            Vec::new()
        }
        HostChange::Profiles(profiles) => {
            state.profiles = std::mem::take(&mut state.profiles).of_host(profiles, None);
            state.case = None;
            render(state)
        }
        HostChange::Schema(schema) => {
            state.profiles = std::mem::take(&mut state.profiles).of_host(Vec::new(), schema);
            render(state)
        }
    }
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
