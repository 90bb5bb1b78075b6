//! What each event makes of the editor.

use whatsapp_domain::{EventStatus, Said, WhenEmpty, engine_api::EngineResponse};

use super::{
    Draft, Effects, Event, Kept, Picker, PickerEvent, State,
    asking::{ask_payloads, paused, render, rendered},
    draft::in_language,
    exchange, fixes, languages, line,
    mapping::{accept, choose_template, reshape},
    opening::{
        choose_integration, choose_kept, host_gave, integrations_loaded, load_templates, open,
        templates_loaded,
    },
    selectable, window,
};
use crate::{
    effect::{Effect, News},
    host::Cause,
    payloads, quick_test,
    texts::{Id, Text, journey_node as say},
};

/// Name of the kept step in the page's store.
pub const DRAFT_KEY: &str = "node";
/// Milliseconds after which what was typed is kept, if the field is not left before.
const KEEP_MS: u32 = 300;

/// The next state, and what is to be done outside of it.
pub fn update(state: &mut State, event: Event) -> Effects {
    if state.locked && edits(&event) {
        return Vec::new();
    }
    if !matches!(event, Event::Typed(..) | Event::Rendered(..)) {
        state.set_up += 1;
    }
    let mut effects = apply(state, event);
    if state.locked {
        // What stands there is the host's, and nothing that somebody typed.
        effects.retain(|effect| !matches!(effect, Effect::SaveDraft { key, .. } if key == DRAFT_KEY));
    }
    effects
}

fn apply(state: &mut State, event: Event) -> Effects {
    match event {
        Event::HostGave(change) => host_gave(state, *change),
        Event::Locked(on) => {
            state.locked = on;
            state.picker = None;
            state.import = None;
            Vec::new()
        }
        Event::Revealed(focus) => reveal(state, focus),
        Event::Opened { policy, kept, host } => open(state, policy, kept, *host),
        Event::KeptChosen(kept) => choose_kept(state, *kept),
        Event::IntegrationsLoaded(result) => integrations_loaded(state, result),
        Event::TemplatesLoaded(account, result) => templates_loaded(state, &account, result),
        Event::SyncPressed => load_templates(state, true),
        Event::Picker(event) => pick(state, event),
        Event::LanguageShown(language) => {
            state.language = language;
            state.line = None;
            Vec::new()
        }
        Event::Compared(on) => {
            state.comparing = on;
            if on { vec![Effect::Reveal("difference")] } else { Vec::new() }
        }
        Event::Payloads(event) => payloads_event(state, event),
        Event::Test(event) => test_event(state, event),
        Event::SendPressed(id) => send(state, id),
        Event::Rendered(revision, response) => rendered(state, revision, *response),
        Event::Paused(revision) if revision == state.revision => paused(state),
        Event::WorstRendered(revision, response) if revision == state.revision => {
            if let EngineResponse::WorstCases { cases } = *response {
                state.worst = cases;
            }
            Vec::new()
        }
        Event::Paused(_) | Event::WorstRendered(..) => Vec::new(),
        Event::CaseChosen(case) => {
            state.case = case;
            Vec::new()
        }
        Event::LastWroteMoved(place) => {
            state.window.move_to(place);
            Vec::new()
        }
        Event::WindowRead(customer, result) => window::read(state, &customer, result),
        Event::WindowOld => window::old(state),
        Event::Left(path) => {
            state.shown.leave(&path, &state.output.findings);
            state.history.pause();
            keep_now(state)
        }
        Event::KeepDue(typed) if typed == state.typed => {
            // What comes after a pause is another change: undo takes back some words, not all of them.
            state.history.pause();
            keep_now(state)
        }
        Event::KeepDue(_) => Vec::new(),
        Event::Leaving => keep_now(state),
        Event::FindingPressed(path) => go_to(state, &path),
        Event::Undo => go_back(state, true),
        Event::Redo => go_back(state, false),
        Event::LineToggled => line::toggle(state),
        Event::LineCopied => state.line.iter().map(|line| Effect::Copy(line.text.clone())).collect(),
        Event::LineTyped(text) => line::typed(state, text),
        Event::LineRead(revision, response) if revision == state.line_revision => {
            line::read(state, *response)
        }
        Event::LineRead(..) => Vec::new(),
        Event::LineWritten(response) => {
            if let (EngineResponse::FormatCsv { text }, Some(line)) = (*response, &mut state.line) {
                line.text = text;
            }
            Vec::new()
        }
        Event::PreviewPressed => vec![Effect::Reveal("preview")],
        Event::ImportToggled => {
            state.import = if state.import.is_some() { None } else { Some(Default::default()) };
            if state.import.is_some() { vec![Effect::Focus("import".into())] } else { Vec::new() }
        }
        Event::ImportTyped(text) => {
            state.import = Some(super::Import { text, problem: None });
            Vec::new()
        }
        Event::ImportPressed => exchange::import(state),
        Event::SavePressed(at) => exchange::save(state, at),
        Event::CopyPressed => {
            vec![Effect::Copy(whatsapp_domain::json::pretty(&state.node()))]
        }
        Event::ProfileChosen(_)
        | Event::ProfileTyped(_)
        | Event::ProfileNamed(_)
        | Event::ProfileAdded
        | Event::ProfileRemoved => profile(state, event),
        other => {
            let before = state.draft.clone();
            let (what, typing) = edit(state, other);
            let mut effects = edited(state, before.clone(), what, typing.as_deref());
            if before.integration != state.draft.integration {
                effects.extend(choose_integration(state));
            }
            effects
        }
    }
}

/// Does the event change the step? Looking at it in other ways, testing it and copying it does not.
fn edits(event: &Event) -> bool {
    match event {
        Event::KindChosen(_)
        | Event::KeptChosen(_)
        | Event::IntegrationChosen(_)
        | Event::TemplateChosen(..)
        | Event::TemplateNameTyped(_)
        | Event::LanguageTyped(_)
        | Event::HeaderChosen(_)
        | Event::Language(_)
        | Event::DifferenceAccepted
        | Event::Typed(..)
        | Event::Replaced(..)
        | Event::WhenEmptyChosen(..)
        | Event::FallbackTyped(..)
        | Event::AddValue
        | Event::RemoveValue
        | Event::LineTyped(_)
        | Event::LineRead(..)
        | Event::RegionChosen(_)
        | Event::PreviewUrl(_)
        | Event::FixPressed(_)
        | Event::Undo
        | Event::Redo
        | Event::SavePressed(_)
        | Event::ImportToggled
        | Event::ImportPressed => true,
        Event::Picker(event) => matches!(event, PickerEvent::Toggled | PickerEvent::Entered),
        _ => false,
    }
}

/// Everything that stops the step comes into view.
fn reveal(state: &mut State, focus: bool) -> Effects {
    state.shown.reveal();
    let first = state.output.findings.iter().find(|finding| finding.is_error() && focus);
    match first.map(|finding| finding.field.clone()) {
        Some(field) => go_to(state, &field),
        None => Vec::new(),
    }
}

fn write(draft: &mut Draft, path: &str, text: String) {
    match path {
        "recipient.value" => draft.recipient.value = text,
        _ => {
            if let Some(binding) = draft.binding_mut(path) {
                binding.value = text;
            }
        }
    }
}

/// Changes of the step itself: gives back what it was, in words for undo, and the field that was typed into.
fn edit(state: &mut State, event: Event) -> (Text, Option<String>) {
    let draft = &mut state.draft;
    let mut typing = None;
    let what: Id = match event {
        Event::IntegrationChosen(id) => {
            draft.integration = id;
            say::DID_ACCOUNT
        }
        Event::KindChosen(kind) => {
            draft.kind = kind;
            state.shown.clear();
            say::DID_KIND
        }
        Event::TemplateChosen(name, language) => {
            choose_template(state, name, language);
            say::CHOOSE_TEMPLATE
        }
        Event::TemplateNameTyped(name) => {
            draft.template.name = name;
            draft.template.fingerprint = None;
            reshape(state);
            typing = Some("message.template.name".to_owned());
            say::DID_TEMPLATE_NAME
        }
        Event::LanguageTyped(language) => {
            draft.template.language = language;
            draft.template.fingerprint = None;
            reshape(state);
            typing = Some("message.template.language".to_owned());
            say::DID_TEMPLATE_LANGUAGE
        }
        Event::HeaderChosen(kind) => {
            draft.template.values.header = kind;
            say::DID_HEADER
        }
        Event::Language(event) => {
            let (what, shown) = languages::apply(state, event);
            state.language = shown;
            return (what, None);
        }
        Event::DifferenceAccepted => {
            accept(state);
            say::DID_CHANGED_TEMPLATE
        }
        Event::Typed(path, text) => {
            write(draft, &path, text);
            typing = Some(path);
            say::DID_TYPE
        }
        Event::Replaced(path, text) => {
            write(draft, &path, text);
            say::DID_VALUE
        }
        Event::WhenEmptyChosen(path, when) => {
            if let Some(binding) = draft.binding_mut(&path) {
                binding.when_empty = when;
                if when == WhenEmpty::Fallback && binding.fallback.is_none() {
                    binding.fallback = Some(String::new());
                }
            }
            say::DID_WHEN_EMPTY
        }
        Event::FallbackTyped(path, text) => {
            if let Some(binding) = draft.binding_mut(&path) {
                binding.fallback = Some(text);
            }
            typing = Some(format!("{path}.fallback"));
            say::DID_FALLBACK
        }
        Event::AddValue => {
            let count = draft.template.values.count + 1;
            draft.template.values.resize(count);
            say::ADD_VALUE
        }
        Event::RemoveValue => {
            draft.template.values.count = draft.template.values.count.saturating_sub(1);
            say::DID_REMOVE_VALUE
        }
        Event::RegionChosen(region) => {
            draft.recipient.region = Some(region).filter(|region| !region.is_empty());
            say::DID_REGION
        }
        Event::PreviewUrl(on) => {
            draft.preview_url = on;
            say::DID_PREVIEW
        }
        Event::FixPressed(finding) => {
            fixes::apply(draft, &finding);
            let label = finding.fix.map(|fix| Said::told(fix.label, fix.said)).unwrap_or_default();
            let label = Text::from(label);
            reshape(state);
            state.mended = Some(label.clone());
            return (label, None);
        }
        _ => return (Text::words(""), None),
    };
    state.mended = None;
    (what.into(), typing)
}

/// After each change of the step: noted for undo, kept, told to the host, filled anew.
pub(super) fn edited(state: &mut State, before: Draft, what: Text, typing: Option<&str>) -> Effects {
    state.cause = if typing.is_some() { Cause::Typing } else { Cause::Choice };
    if before != state.draft {
        state.history.note(before, what, typing);
    }
    let mut effects = test(state, quick_test::state::Event::StepChanged);
    if typing.is_some() {
        // Writing to the page's store takes longer than all else that follows a key, so it waits for a pause.
        state.unkept = true;
        state.typed += 1;
        effects.push(Effect::Settle { name: "keep", ms: KEEP_MS, event: Event::KeepDue(state.typed) });
        effects.extend(render(state));
    } else {
        effects.push(keep(state));
        effects.extend(render(state));
    }
    effects
}

pub(super) fn refreshed(state: &mut State) -> Effects {
    let mut effects = test(state, quick_test::state::Event::StepChanged);
    effects.push(keep(state));
    effects.extend(render(state));
    effects
}

/// Keeps what was typed and not kept yet.
fn keep_now(state: &mut State) -> Effects {
    if std::mem::take(&mut state.unkept) { vec![keep(state)] } else { Vec::new() }
}

fn go_back(state: &mut State, back: bool) -> Effects {
    let moved = if back { state.history.undo(&state.draft) } else { state.history.redo(&state.draft) };
    let Some((draft, what)) = moved else { return Vec::new() };
    let other_account = draft.integration != state.draft.integration;
    state.draft = draft;
    state.cause = Cause::Choice;
    state.mended = None;
    state.said = Some(if back { say::undone(what) } else { say::done_again(what) });
    let count = state.draft.template.translations.len();
    state.language = state.language.filter(|at| *at < count);
    state.line = None;
    let mut effects = refreshed(state);
    if other_account {
        effects.extend(choose_integration(state));
    }
    effects
}

fn profile(state: &mut State, event: Event) -> Effects {
    match event {
        Event::ProfileChosen(at) => state.profiles.choose(at),
        Event::ProfileTyped(text) => state.profiles.typed(text),
        Event::ProfileNamed(name) => state.profiles.named(name),
        Event::ProfileAdded => state.profiles.add(),
        Event::ProfileRemoved => state.profiles.remove(),
        _ => {}
    }
    state.case = None;
    let mut effects = vec![keep(state)];
    effects.extend(render(state));
    effects
}

/// Keeps the step, the profiles and the tester's number across a reload.
pub(super) fn keep(state: &State) -> Effect<Event> {
    let profiles = (!state.profiles.from_host).then(|| state.profiles.kept());
    let kept = Kept::new(state.draft.clone(), profiles, state.test.to.clone(), state.tested_before.clone());
    Effect::SaveDraft { key: DRAFT_KEY.into(), value: whatsapp_domain::json::value(&kept) }
}

fn pick(state: &mut State, event: PickerEvent) -> Effects {
    let Some(list) = state.templates.ready() else { return Vec::new() };
    match (event, &mut state.picker) {
        (PickerEvent::Toggled, None) => {
            let draft = &state.draft.template;
            let mut picker = Picker::default();
            let at = picker
                .entries(&list.items)
                .iter()
                .position(|item| item.name == draft.name && item.language == draft.language);
            picker.active = at.unwrap_or(0);
            state.picker = Some(picker);
            return vec![Effect::Focus("template-search".into())];
        }
        (PickerEvent::Toggled | PickerEvent::Closed, _) => {
            state.picker = None;
            return vec![Effect::Focus("message.template.name".into())];
        }
        (PickerEvent::Searched(text), Some(picker)) => (picker.search, picker.active) = (text, 0),
        (PickerEvent::Category(category), Some(picker)) => (picker.category, picker.active) = (category, 0),
        (PickerEvent::Language(language), Some(picker)) => (picker.language, picker.active) = (language, 0),
        (PickerEvent::Status(status), Some(picker)) => (picker.status, picker.active) = (status, 0),
        (PickerEvent::Moved(by), Some(picker)) => {
            let count = picker.entries(&list.items).len();
            picker.step(by, count);
        }
        (PickerEvent::Entered, Some(picker)) => {
            let active = picker.entries(&list.items).get(picker.active).copied();
            if let Some(template) = active.filter(|template| selectable(template)) {
                let event = Event::TemplateChosen(template.name.clone(), template.language.clone());
                let mut effects = update(state, event);
                effects.push(Effect::Focus("message.template.name".into()));
                return effects;
            }
        }
        (_, None) => {}
    }
    Vec::new()
}

/// A finding leads to its field: the language it is in comes into view, and groups lead to their first field.
fn go_to(state: &mut State, path: &str) -> Effects {
    let (language, tail) = in_language(path);
    if language.is_some() || matches!(tail, "header" | "body" | "buttons") || state.binding(path).is_some() {
        let count = state.draft.template.translations.len();
        if path.starts_with("message.") && state.language != language && language.is_none_or(|at| at < count)
        {
            state.language = language;
            state.line = None;
        }
    }
    let first = |group: &str| {
        let rows = super::rows(state.draft.values(language), language, None, None);
        rows.into_iter().map(|row| row.path).find(|path| in_language(path).1.starts_with(group))
    };
    let field = match tail {
        "header" | "body" | "buttons" => first(tail).unwrap_or_else(|| "message.template.name".into()),
        "template.language" | "template" => "message.template.name".into(),
        "language" => format!("language-{}", language.map_or(0, |at| at + 1)),
        _ if path == "to" => "test.to".into(),
        _ => path.to_owned(),
    };
    vec![Effect::Focus(field)]
}

pub(super) fn payloads_event(state: &mut State, event: payloads::state::Event) -> Effects {
    let toggled = matches!(event, payloads::state::Event::Toggled);
    let mut effects: Effects = payloads::state::update(&mut state.payloads, event)
        .into_iter()
        .map(|effect| effect.lift(Event::Payloads))
        .collect();
    if toggled {
        effects.extend(ask_payloads(state));
    }
    effects
}

fn send(state: &mut State, id: String) -> Effects {
    state.shown.reveal();
    let blocking = state.output.findings.iter().find(|finding| {
        // The tester's own number replaces the recipient's.
        finding.is_error() && (state.test.to.trim().is_empty() || !finding.field.starts_with("recipient"))
    });
    if let Some(first) = blocking {
        let field = first.field.clone();
        return go_to(state, &field);
    }
    let node = Box::new(state.draft.node(|language| state.find(language)));
    let event = quick_test::state::Event::Send { node, context: state.context(), id };
    test(state, event)
}

fn test_event(state: &mut State, event: quick_test::state::Event) -> Effects {
    let number = state.test.to.clone();
    let mut ended = false;
    let heard = match &event {
        quick_test::state::Event::Heard(News::Open) => true,
        quick_test::state::Event::Heard(News::Event(event)) => event.status == EventStatus::Inbound,
        _ => false,
    };
    if let (quick_test::state::Event::Sent(Ok(sent)), false) = (&event, state.locked) {
        state.tested_before = super::tested(sent).or(state.tested_before.take());
        state.cause = Cause::Choice; // the step now says that it was tested
        ended = true;
    }
    let mut effects = test(state, event);
    effects.extend((number != state.test.to || ended).then(|| keep(state)));
    effects.extend(ended.then(|| exchange::tell_changed(state)));
    if heard {
        effects.extend(window::heard(state));
    }
    effects
}

pub(super) fn test(state: &mut State, event: quick_test::state::Event) -> Effects {
    quick_test::state::update(&mut state.test, event)
        .into_iter()
        .map(|effect| effect.lift(Event::Test))
        .collect()
}
