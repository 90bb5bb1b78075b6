//! What each event makes of the editor.

use serde_json::Value;
use whatsapp_domain::{
    Binding, Finding, Problem, WhenEmpty,
    engine_api::{EngineIntegration, EngineRequest, EngineResponse, RenderRequest},
};

use super::{Draft, Effects, Event, Kept, LineEntry, Profile, State, template::table};
use crate::{effect::Effect, integrations::state::List, load::Load, quick_test};

/// Name of the kept step in the page's store.
pub const DRAFT_KEY: &str = "node";

/// The next state, and what is to be done outside of it.
pub fn update(state: &mut State, event: Event) -> Effects {
    match event {
        Event::Opened { policy, kept } => open(state, policy, kept),
        Event::IntegrationsLoaded(result) => integrations_loaded(state, result),
        Event::IntegrationChosen(id) => {
            state.draft.integration = id;
            choose_integration(state)
        }
        Event::TemplatesLoaded(result) => {
            state.templates = result.into();
            if let Some(template) = state.template().cloned() {
                table(&mut state.draft.template, &template);
            }
            render(state)
        }
        Event::SyncPressed => load_templates(state, true),
        Event::Test(event) => {
            let typed = matches!(event, quick_test::state::Event::ToTyped(_));
            let mut effects = test(state, event);
            effects.extend(typed.then(|| keep(state)));
            effects
        }
        Event::SendPressed(id) => send(state, id),
        Event::Rendered(revision, response) => {
            if let (true, EngineResponse::Render(output)) = (revision == state.revision, *response) {
                state.output = *output;
            }
            Vec::new()
        }
        Event::Left(path) => {
            state.shown.leave(&path, &state.output.findings);
            Vec::new()
        }
        Event::FindingPressed(path) => vec![Effect::Focus(path)],
        Event::LineToggled => toggle_line(state),
        Event::LineTyped(text) => type_line(state, text),
        Event::LineRead(revision, response) if revision == state.line_revision => read_line(state, *response),
        Event::LineRead(..) => Vec::new(),
        Event::LineWritten(response) => {
            if let (EngineResponse::FormatCsv { text }, Some(line)) = (*response, &mut state.line) {
                line.text = text;
            }
            Vec::new()
        }
        Event::CopyPressed => {
            vec![Effect::Copy(serde_json::to_string_pretty(&state.node()).unwrap_or_default())]
        }
        other => {
            edit(state, other);
            edited(state)
        }
    }
}

/// Changes of the step itself.
fn edit(state: &mut State, event: Event) {
    let draft = &mut state.draft;
    match event {
        Event::KindChosen(kind) => {
            draft.kind = kind;
            state.shown.clear();
        }
        Event::TemplateChosen(name, language) => {
            draft.template.name = name;
            draft.template.language = language;
            state.shown.clear();
            reshape(state);
        }
        Event::TemplateNameTyped(name) => {
            draft.template.name = name;
            reshape(state);
        }
        Event::LanguageTyped(language) => {
            draft.template.language = language;
            reshape(state);
        }
        Event::HeaderChosen(kind) => draft.template.header = kind,
        Event::Typed(path, text) => match path.as_str() {
            "recipient.value" => draft.recipient.value = text,
            _ => {
                if let Some(binding) = draft.binding_mut(&path) {
                    binding.value = text;
                }
            }
        },
        Event::WhenEmptyChosen(path, when) => {
            if let Some(binding) = draft.binding_mut(&path) {
                binding.when_empty = when;
                if when == WhenEmpty::Fallback && binding.fallback.is_none() {
                    binding.fallback = Some(String::new());
                }
            }
        }
        Event::FallbackTyped(path, text) => {
            if let Some(binding) = draft.binding_mut(&path) {
                binding.fallback = Some(text);
            }
        }
        Event::AddValue => {
            draft.template.count += 1;
            while draft.template.body.len() < draft.template.count {
                draft.template.body.push(Binding::default());
            }
        }
        Event::RemoveValue => draft.template.count = draft.template.count.saturating_sub(1),
        Event::RegionChosen(region) => {
            draft.recipient.region = Some(region).filter(|region| !region.is_empty())
        }
        Event::PreviewUrl(on) => draft.preview_url = on,
        Event::ProfileTyped(text) => state.profile = Profile::new(text),
        Event::FixPressed(finding) => fix(draft, &finding),
        _ => {}
    }
}

fn open(state: &mut State, policy: whatsapp_domain::AddressPolicy, kept: Option<Box<Kept>>) -> Effects {
    *state = State { policy, integrations: Load::Loading, ..State::default() };
    let mut effects = Vec::new();
    if let Some(kept) = kept {
        state.draft = kept.step;
        state.profile = Profile::new(kept.profile);
        effects.extend(test(state, quick_test::state::Event::ToTyped(kept.to)));
    }
    effects.push(Effect::call("GET", "/api/v1/integrations", None, Event::IntegrationsLoaded));
    effects
}

/// Keeps the step, the profile and the tester's number across a reload.
fn keep(state: &State) -> Effect<Event> {
    let kept =
        Kept { step: state.draft.clone(), profile: state.profile.text.clone(), to: state.test.to.clone() };
    Effect::SaveDraft { key: DRAFT_KEY.into(), value: serde_json::to_value(kept).unwrap_or(Value::Null) }
}

fn integrations_loaded(state: &mut State, result: Result<List, Problem>) -> Effects {
    state.integrations = result.map(|list| list.items).into();
    if state.integration().is_none() {
        // One that was deleted since gives way to the first there is; the step's content stays.
        let first = state.integrations.ready().and_then(|items| items.first());
        state.draft.integration = first.map(|item| item.id.clone()).unwrap_or_default();
    }
    choose_integration(state)
}

fn choose_integration(state: &mut State) -> Effects {
    let id = state.draft.integration.clone();
    state.templates = Load::Idle;
    let mut effects = load_templates(state, false);
    effects.extend(test(state, quick_test::state::Event::Opened(id)));
    effects.extend(edited(state));
    effects
}

fn load_templates(state: &mut State, refresh: bool) -> Effects {
    let Some(id) = state.integration().map(|item| item.id.clone()) else { return Vec::new() };
    state.templates = Load::Loading;
    let query = if refresh { "?refresh=true" } else { "" };
    vec![Effect::call(
        "GET",
        format!("/api/v1/integrations/{id}/templates{query}"),
        None,
        Event::TemplatesLoaded,
    )]
}

/// A template of the account shapes the rows; another name leaves them as they are.
fn reshape(state: &mut State) {
    if let Some(template) = state.template().cloned() {
        table(&mut state.draft.template, &template);
    }
}

fn edited(state: &mut State) -> Effects {
    let mut effects = test(state, quick_test::state::Event::StepChanged);
    effects.push(keep(state));
    effects.extend(render(state));
    effects
}

fn context(state: &State) -> Value {
    state.profile.value.clone().unwrap_or(Value::Null)
}

fn render(state: &mut State) -> Effects {
    state.revision += 1;
    let revision = state.revision;
    let Some(integration) = state.integration() else { return Vec::new() };
    let request = RenderRequest {
        integration: EngineIntegration {
            provider: integration.provider.clone(),
            settings: integration.settings.clone(),
            secrets: Default::default(),
        },
        node: state.node(),
        context: context(state),
        to: None,
        templates: state.named_templates(),
        policy: state.policy.clone(),
    };
    vec![Effect::ask(EngineRequest::Render(Box::new(request)), move |response| {
        Event::Rendered(revision, Box::new(response))
    })]
}

fn fix(draft: &mut Draft, finding: &Finding) {
    let Some(fix) = &finding.fix else { return };
    let path = fix.field.as_deref().unwrap_or(&finding.field);
    if let Some(text) = fix.value.as_str() {
        match path {
            "recipient.value" => draft.recipient.value = text.to_owned(),
            "recipient.region" => draft.recipient.region = Some(text.to_owned()),
            "message.template.name" => draft.template.name = text.to_owned(),
            "message.template.language" => draft.template.language = text.to_owned(),
            "message.type" => draft.kind = super::Kind::parse(text).unwrap_or(draft.kind),
            "message.header.type" => {
                draft.template.header = super::HeaderKind::parse(text).unwrap_or(draft.template.header);
            }
            _ => fix_text(draft, path, text),
        }
    } else if let (Ok(value), Some(binding)) =
        (serde_json::from_value(fix.value.clone()), draft.binding_mut(path))
    {
        *binding = value;
    }
}

/// Repairs name the exact place in the step's JSON: `message.body[0].value`, `message.body[0].fallback`.
fn fix_text(draft: &mut Draft, path: &str, text: &str) {
    if let Some(binding) = path.strip_suffix(".fallback").and_then(|owner| draft.binding_mut(owner)) {
        binding.fallback = Some(text.to_owned());
        return;
    }
    let owner = path.strip_suffix(".value").unwrap_or(path);
    if let Some(binding) = draft.binding_mut(owner) {
        binding.value = text.to_owned();
    }
}

fn toggle_line(state: &mut State) -> Effects {
    if state.line.take().is_some() {
        return Vec::new();
    }
    state.line = Some(LineEntry::default());
    let template = &state.draft.template;
    let values = template.body.iter().take(template.count).map(|binding| binding.value.clone()).collect();
    let write =
        Effect::ask(EngineRequest::FormatCsv { values }, |response| Event::LineWritten(Box::new(response)));
    vec![write, Effect::Focus("message.body".into())]
}

fn type_line(state: &mut State, text: String) -> Effects {
    state.line = Some(LineEntry { text: text.clone(), problem: None });
    state.line_revision += 1;
    let revision = state.line_revision;
    vec![Effect::ask(EngineRequest::ParseCsv { input: text }, move |response| {
        Event::LineRead(revision, Box::new(response))
    })]
}

/// The line fills the rows; what the rows do when a value is empty stays.
fn read_line(state: &mut State, response: EngineResponse) -> Effects {
    let EngineResponse::ParseCsv { values, error } = response else { return Vec::new() };
    let Some(line) = &mut state.line else { return Vec::new() };
    if let Some(error) = error {
        line.problem = Some(error.text);
        return Vec::new();
    }
    let values = if line.text.trim().is_empty() { Vec::new() } else { values.unwrap_or_default() };
    let known = state.template().map(whatsapp_domain::Template::body_placeholders);
    if let (Some(wanted), Some(line)) = (known, &mut state.line) {
        line.problem = (values.len() != wanted).then(|| {
            format!(
                "The template takes {wanted}, the line has {}.",
                crate::words::count(values.len(), "value")
            )
        });
    }
    let template = &mut state.draft.template;
    for (index, value) in values.iter().enumerate() {
        if index == template.body.len() {
            template.body.push(Binding::default());
        }
        template.body[index].value = value.clone();
    }
    template.count = known.unwrap_or(values.len());
    for binding in template.body.iter_mut().take(template.count).skip(values.len()) {
        binding.value = String::new();
    }
    edited(state)
}

fn send(state: &mut State, id: String) -> Effects {
    state.shown.reveal();
    let blocking = state.output.findings.iter().find(|finding| {
        // The tester's own number replaces the recipient's.
        finding.is_error() && (state.test.to.trim().is_empty() || !finding.field.starts_with("recipient"))
    });
    if let Some(first) = blocking {
        return vec![Effect::Focus(first.field.clone())];
    }
    let event = quick_test::state::Event::Send { node: Box::new(state.node()), context: context(state), id };
    test(state, event)
}

fn test(state: &mut State, event: quick_test::state::Event) -> Effects {
    quick_test::state::update(&mut state.test, event)
        .into_iter()
        .map(|effect| effect.lift(Event::Test))
        .collect()
}
