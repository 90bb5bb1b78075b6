//! What each event makes of the form.

use serde_json::{Map, Value};
use whatsapp_domain::{
    Finding, Integration, Keywords, Problem, Secret,
    engine_api::{EngineIntegration, EngineRequest, EngineResponse},
    integration::{INTEGRATION_VERSION, check_name},
    order::gathered,
};
use whatsapp_providers::SCHEMAS;
use zeroize::Zeroizing;

use super::{CheckPane, Draft, Effects, Event, Mended, State, draft_key, hosting};
use crate::{
    effect::Effect,
    host::{Cause, HostEvent},
    load::Load,
    route::Route,
};

/// The next state, and what is to be done outside of it.
pub fn update(state: &mut State, event: Event) -> Effects {
    if (state.locked || state.other_version().is_some()) && edits(&event) {
        return Vec::new();
    }
    let typed = matches!(
        event,
        Event::NameTyped(_) | Event::SettingTyped(..) | Event::SecretTyped(..) | Event::LimitsChanged(_)
    );
    let effects = apply(state, event);
    if typed {
        state.cause = Cause::Typing;
    }
    effects
}

/// Does the event change the integration? Looking at it and checking the connection does not.
fn edits(event: &Event) -> bool {
    !matches!(
        event,
        Event::Opened { .. }
            | Event::Given(_)
            | Event::ProviderGiven(_)
            | Event::Emptied
            | Event::Locked(_)
            | Event::Revealed(_)
            | Event::Loaded(_)
            | Event::AccountsLoaded(_)
            | Event::Left(_)
            | Event::Judged(..)
            | Event::Saved(_)
            | Event::CheckPressed
            | Event::Checked(_)
    )
}

fn apply(state: &mut State, event: Event) -> Effects {
    match event {
        Event::Opened { id, policy, draft } => open(state, id, policy, draft),
        Event::DraftChosen(draft) => {
            draft.restore(state);
            state.secrets.clear();
            state.shown.clear();
            edited(state)
        }
        Event::Given(given) => hosting::given(state, given),
        Event::Emptied => {
            let effects = discard(state);
            state.cause = Cause::Opening;
            effects
        }
        Event::ProviderGiven(provider) => {
            if state.id.is_none() && SCHEMAS.iter().any(|schema| schema.provider == provider) {
                state.provider = provider;
            }
            judge(state)
        }
        Event::Locked(on) => {
            state.locked = on;
            Vec::new()
        }
        Event::Revealed(focus) => hosting::reveal(state, focus),
        Event::Loaded(result) => loaded(state, result),
        Event::AccountsLoaded(result) => {
            state.accounts = result.unwrap_or_default();
            Vec::new()
        }
        Event::NameTyped(name) => {
            state.name = name;
            edited(state)
        }
        Event::ProviderChosen(provider) => {
            state.provider = provider;
            state.shown.clear();
            edited(state)
        }
        Event::SettingTyped(key, text) => {
            state.settings.entry(state.provider.clone()).or_default().insert(key.to_owned(), text);
            edited(state)
        }
        Event::SecretTyped(key, text) => {
            state.secrets.entry(state.provider.clone()).or_default().insert(key.to_owned(), text);
            edited(state)
        }
        Event::Replace(key, on) => replace(state, key, on),
        Event::LimitsChanged(limits) => {
            state.limits = limits;
            edited(state)
        }
        Event::TwoWayChanged(two_way) => {
            state.two_way = *two_way;
            edited(state)
        }
        Event::WordsTyped { language, start, text } => {
            let words = text.split([',', '،', '\n']).map(str::trim).filter(|word| !word.is_empty());
            let words = words.map(str::to_owned).collect();
            let keywords = &mut state.two_way.keywords;
            let of = if start { &mut keywords.start } else { &mut keywords.stop };
            of.insert(language.clone(), words);
            state.words.insert((language, start), text);
            edited(state)
        }
        Event::WordsReset => {
            state.words.clear();
            state.two_way.keywords = Keywords::default();
            edited(state)
        }
        Event::Left(field) => {
            state.shown.leave(&field, &state.findings);
            Vec::new()
        }
        Event::Judged(revision, response) => judged(state, revision, *response),
        Event::FixPressed(finding) => fix(state, &finding),
        Event::RepairUndone => undo_repair(state),
        Event::FillSandbox => fill(state),
        Event::SavePressed => save(state),
        Event::Saved(result) => saved(state, result),
        Event::CheckPressed => check(state),
        Event::Checked(result) => {
            let told = Effect::Tell(Box::new(HostEvent::FormChecked(result.clone())));
            state.check = CheckPane { report: result.map(|report| *report).into(), stale: false };
            vec![told]
        }
        Event::Discarded => discard(state),
    }
}

fn open(
    state: &mut State,
    id: Option<String>,
    policy: whatsapp_domain::AddressPolicy,
    draft: Option<Box<Draft>>,
) -> Effects {
    let locked = state.locked;
    *state = State { id, policy, locked, provider: SCHEMAS[0].provider.to_owned(), ..State::default() };
    let mut effects = Vec::new();
    if state.policy.sandbox.is_some() {
        effects.push(Effect::call("GET", "/sandbox/api/accounts", None, Event::AccountsLoaded));
    }
    match &state.id {
        Some(id) => {
            state.saved = Load::Loading;
            state.kept = draft;
            effects.push(Effect::call("GET", format!("/api/v1/integrations/{id}"), None, Event::Loaded));
        }
        None => {
            if let Some(draft) = draft {
                draft.restore(state);
                state.restored = true;
                state.changed = true;
            }
            effects.extend(judge(state));
        }
    }
    effects
}

fn loaded(state: &mut State, result: Result<Box<Integration>, Problem>) -> Effects {
    match result {
        // It is shown as it is. A draft of it stays where it is kept: whoever can read the integration may want it.
        Ok(integration) if integration.version != INTEGRATION_VERSION => {
            state.name = integration.name.clone();
            state.saved = Load::Ready(*integration);
            Vec::new()
        }
        Ok(integration) => {
            let kept = state.kept.take();
            take(state, *integration);
            // Changes that were typed on an earlier visit and never saved; a draft that says the same is none.
            if let Some(kept) = kept.filter(|kept| **kept != Draft::from(&*state)) {
                kept.restore(state);
                state.restored = true;
                state.changed = true;
            }
            if let Some(given) = state.given.take() {
                hosting::lay(state, *given);
            }
            judge(state)
        }
        Err(problem) => {
            state.saved = Load::Failed(problem);
            Vec::new()
        }
    }
}

/// The form shows what is saved; everything typed into it is gone, secrets first of all.
fn take(state: &mut State, integration: Integration) {
    state.id = Some(integration.id.clone());
    state.name = integration.name.clone();
    state.provider = integration.provider.clone();
    state.settings = [(integration.provider.clone(), integration.settings.clone())].into();
    state.secrets.clear();
    state.replacing.clear();
    state.two_way = integration.two_way.clone();
    state.words.clear();
    state.limits = integration.limits;
    state.shown.clear();
    state.mended = None;
    state.changed = false;
    state.restored = false;
    if let Some(report) = integration.last_check.clone() {
        state.check = CheckPane { report: Load::Ready(report), stale: false };
    }
    state.saved = Load::Ready(integration);
}

/// Something was typed: keep it, judge it, and say that the last check is no longer about it.
fn edited(state: &mut State) -> Effects {
    state.changed = true;
    state.cause = Cause::Choice;
    // Whatever is done next is not the repair any more.
    state.mended = None;
    state.check.stale = state.check.report.ready().is_some();
    if state.save.problem().is_some() {
        state.save = Load::Idle;
    }
    let key = draft_key(state.id.as_deref());
    let mut effects = judge(state);
    let value = whatsapp_domain::json::value(&Draft::from(&*state));
    effects.push(Effect::SaveDraft { key, value });
    effects
}

pub(super) fn judge(state: &mut State) -> Effects {
    state.revision += 1;
    let revision = state.revision;
    let typed = state.secrets.get(&state.provider).into_iter().flatten();
    let integration = EngineIntegration {
        provider: state.provider.clone(),
        settings: state.chosen(),
        secrets: gathered(typed.map(|(key, text)| (key.clone(), Secret::new(text.as_str())))),
    };
    let stored = state.schema().fields.iter().filter(|field| field.is_secret());
    let stored =
        stored.filter(|field| state.stored_hint(field.key).is_some() && !state.replacing.contains(field.key));
    let stored = stored.map(|field| field.key.to_owned()).collect();
    let policy = state.policy.clone();
    vec![Effect::ask_plainly(
        EngineRequest::CheckIntegration { integration, stored, policy },
        move |response| Event::Judged(revision, Box::new(response)),
    )]
}

fn judged(state: &mut State, revision: u64, response: EngineResponse) -> Effects {
    if revision != state.revision {
        return Vec::new();
    }
    if let EngineResponse::CheckIntegration { findings, .. } = response {
        // A list of words is one field here.
        let replies = state.two_way.check().into_iter().map(|found| match found.field.find('[') {
            Some(at) => Finding { field: found.field[..at].to_owned(), ..found },
            None => found,
        });
        state.findings = check_name(&state.name)
            .into_iter()
            .chain(findings)
            .chain(replies)
            .chain(state.limits.check())
            .collect();
        return hosting::tell_changed(state);
    }
    Vec::new()
}

fn replace(state: &mut State, key: &'static str, on: bool) -> Effects {
    if on {
        state.replacing.insert(key.to_owned());
        return std::iter::once(Effect::Focus(format!("secrets.{key}"))).chain(judge(state)).collect();
    }
    state.replacing.remove(key);
    if let Some(secrets) = state.secrets.get_mut(&state.provider) {
        secrets.remove(key);
    }
    judge(state)
}

fn fix(state: &mut State, finding: &Finding) -> Effects {
    let Some(fix) = &finding.fix else { return Vec::new() };
    let field = fix.field.as_deref().unwrap_or(&finding.field);
    let (Some(key), Some(text)) = (field.strip_prefix("settings."), fix.value.as_str()) else {
        return Vec::new();
    };
    let before = state.setting(key);
    state.settings.entry(state.provider.clone()).or_default().insert(key.to_owned(), text.to_owned());
    let focus = Effect::Focus(field.to_owned());
    let effects = edited(state);
    state.mended = Some(Mended { key: key.to_owned(), before });
    effects.into_iter().chain([focus]).collect()
}

fn undo_repair(state: &mut State) -> Effects {
    let Some(Mended { key, before }) = state.mended.take() else { return Vec::new() };
    let focus = Effect::Focus(format!("settings.{key}"));
    state.settings.entry(state.provider.clone()).or_default().insert(key, before);
    edited(state).into_iter().chain([focus]).collect()
}

fn fill(state: &mut State) -> Effects {
    let Some(account) = state.account().cloned() else { return Vec::new() };
    if state.name.trim().is_empty() {
        state.name = account.name;
    }
    state.settings.insert(account.provider.clone(), account.settings);
    let secrets = account.secrets.into_iter().map(|(key, text)| (key, Zeroizing::new(text)));
    state.secrets.insert(account.provider, gathered(secrets));
    state.replacing =
        gathered(state.schema().fields.iter().filter(|field| field.is_secret()).map(|f| f.key.to_owned()));
    state.shown.clear();
    edited(state)
}

/// The form as the proxy takes it. A secret that was not typed is left out, which keeps the stored one.
fn body(state: &State) -> Value {
    let schema = state.schema();
    let settings = state.chosen();
    let typed = schema.shown(&settings).filter(|field| field.is_secret()).filter_map(|field| {
        let text = state.secret(field.key);
        (!text.trim().is_empty()).then(|| (field.key.to_owned(), Value::from(text)))
    });
    let mut body = hosting::value(state);
    if let Some(body) = body.as_object_mut() {
        body.remove("id");
        body.insert("secrets".into(), typed.collect::<Map<_, _>>().into());
    }
    body
}

fn save(state: &mut State) -> Effects {
    if state.save.is_loading() {
        return Vec::new();
    }
    state.shown.reveal();
    if let Some(first) = state.findings.iter().find(|finding| finding.is_error()) {
        return vec![Effect::Focus(first.field.clone())];
    }
    state.save = Load::Loading;
    let body = Some(body(state));
    vec![match &state.id {
        Some(id) => Effect::call("PUT", format!("/api/v1/integrations/{id}"), body, Event::Saved),
        None => Effect::call("POST", "/api/v1/integrations", body, Event::Saved),
    }]
}

fn saved(state: &mut State, result: Result<Box<Integration>, Problem>) -> Effects {
    match result {
        Ok(integration) => {
            let mut effects = vec![Effect::DropDraft { key: draft_key(state.id.as_deref()) }];
            if state.id.is_none() {
                effects.push(Effect::Rename(Route::Integration(integration.id.clone())));
            }
            let id = integration.id.clone();
            take(state, *integration);
            state.save = Load::Ready(());
            let value = hosting::value(state);
            effects.push(Effect::Tell(Box::new(HostEvent::FormSaved { id, value })));
            // A key that does not work is found out now, not when a journey runs.
            let passed = state.check.report.ready().is_some_and(|report| report.ok) && !state.check.stale;
            if !passed {
                effects.extend(check(state));
            }
            effects.extend(judge(state));
            effects
        }
        Err(problem) => {
            let focus =
                problem.field.clone().or_else(|| problem.findings.first().map(|found| found.field.clone()));
            merge(state, &problem);
            let told = Effect::Tell(Box::new(HostEvent::FormNotSaved(problem.clone())));
            state.save = Load::Failed(problem);
            focus.map(Effect::Focus).into_iter().chain([told]).collect()
        }
    }
}

/// The proxy's findings stand beside their fields too, until the next key press.
fn merge(state: &mut State, problem: &Problem) {
    for finding in &problem.findings {
        if !state.findings.contains(finding) {
            state.findings.push(finding.clone());
        }
    }
}

fn check(state: &mut State) -> Effects {
    if state.check.report.is_loading() {
        return Vec::new();
    }
    state.shown.reveal();
    if let Some(first) = state.findings.iter().find(|found| found.is_error() && found.field != "name") {
        return vec![Effect::Focus(first.field.clone())];
    }
    state.check = CheckPane { report: Load::Loading, stale: false };
    let path = match &state.id {
        Some(id) => format!("/api/v1/integrations/{id}/check"),
        None => "/api/v1/integrations/check".into(),
    };
    // As saved, the check is kept with the integration; with changes it is about what stands in the form.
    let body = (state.changed || state.id.is_none()).then(|| body(state));
    vec![Effect::call("POST", path, body, Event::Checked)]
}

fn discard(state: &mut State) -> Effects {
    let key = draft_key(state.id.as_deref());
    match state.saved.ready().cloned() {
        Some(saved) => take(state, saved),
        None => {
            let (policy, accounts) = (state.policy.clone(), std::mem::take(&mut state.accounts));
            *state = State { policy, accounts, provider: SCHEMAS[0].provider.to_owned(), ..State::default() };
        }
    }
    state.save = Load::Idle;
    state.cause = Cause::Choice;
    std::iter::once(Effect::DropDraft { key }).chain(judge(state)).collect()
}
