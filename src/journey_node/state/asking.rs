//! What the engine is asked, and what its answers change.

use whatsapp_domain::{
    FilledHeader, FilledMessage,
    engine_api::{EngineIntegration, EngineRequest, EngineResponse, RenderRequest},
};

use super::{
    Effects, Event, State, exchange,
    update::{payloads_event, test},
    window,
};
use crate::{effect::Effect, payloads, quick_test};

/// Milliseconds without a keystroke after which the worst cases are filled.
const PAUSE_MS: u32 = 250;

/// What the engine is asked to fill.
fn render_request(state: &State) -> Option<RenderRequest> {
    let integration = state.integration()?;
    let templates = state.templates.ready().map(|list| {
        list.items.iter().filter(|item| item.name == state.draft.template.name).cloned().collect()
    });
    Some(RenderRequest {
        integration: EngineIntegration {
            provider: integration.provider.clone(),
            settings: integration.settings.clone(),
            secrets: Default::default(),
        },
        node: state.draft.node(|language| state.find(language)),
        context: state.context(),
        to: None,
        templates,
        policy: state.policy.clone(),
        without_request: true,
    })
}

/// Asks the engine to fill the step for the chosen profile.
pub(super) fn render(state: &mut State) -> Effects {
    state.revision += 1;
    let revision = state.revision;
    let Some(request) = render_request(state) else {
        state.unsaved = state.is_unsaved();
        return Vec::new();
    };
    state.unsaved = state.saved.as_ref().is_none_or(|saved| !exchange::same(saved, &request.node));
    vec![Effect::ask(EngineRequest::Render(Box::new(request)), move |response| {
        Event::Rendered(revision, Box::new(response))
    })]
}

/// The engine filled a revision of the step; one that is not the last any more counts no more.
pub(super) fn rendered(state: &mut State, revision: u64, response: EngineResponse) -> Effects {
    let EngineResponse::Render(output) = response else { return Vec::new() };
    if revision != state.revision {
        return Vec::new();
    }
    state.found += u64::from(output.findings != state.output.findings);
    state.output = *output;
    if let Some(message) = &state.output.message {
        state.last_message = Some(message.clone());
    }
    let step = quick_test::state::Step {
        stamp: state.output.stamp.clone(),
        region: state.draft.recipient.region.clone(),
        reached: state.output.reached.clone(),
    };
    let mut effects = test(state, quick_test::state::Event::StepFilled(Box::new(step)));
    effects.extend([
        exchange::tell_changed(state),
        Effect::Settle { name: "pause", ms: PAUSE_MS, event: Event::Paused(revision) },
    ]);
    effects
}

/// The address of a message's media.
fn media_url(message: &FilledMessage) -> Option<&str> {
    match message {
        FilledMessage::Template { header: Some(FilledHeader::Media { url, .. }), .. }
        | FilledMessage::Media { url, .. } => Some(url),
        _ => None,
    }
}

/// Typing has paused: now what costs more than a key press may.
pub(super) fn paused(state: &mut State) -> Effects {
    state.settled_media = state.output.message.as_ref().and_then(media_url).map(str::to_owned);
    let mut effects = ask_worst(state);
    effects.extend(ask_payloads(state));
    effects.extend(window::follow(state));
    effects
}

/// The step filled for the profiles that break steps.
fn ask_worst(state: &State) -> Effects {
    let Some(render) = render_request(state).filter(|request| !request.context.is_null()) else {
        return Vec::new();
    };
    let revision = state.revision;
    let request = EngineRequest::WorstCases {
        render: Box::new(render),
        schema: state.schema().clone(),
        profiles: state.profiles.readable(),
    };
    vec![Effect::ask(request, move |response| Event::WorstRendered(revision, Box::new(response)))]
}

/// What is sent, while somebody looks at it.
pub(super) fn ask_payloads(state: &mut State) -> Effects {
    if !state.payloads.open {
        return Vec::new();
    }
    let Some(render) = render_request(state) else { return Vec::new() };
    payloads_event(state, payloads::state::Event::Wanted(Box::new(render)))
}
