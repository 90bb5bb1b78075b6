//! The body's values as one comma-separated line: pasted into the rows, and copied out of them.

use whatsapp_domain::Said;
use whatsapp_domain::engine_api::{EngineRequest, EngineResponse};

use super::{Effects, Event, State, update::edited};
use crate::{
    effect::Effect,
    texts::{Text, journey_node as say},
};

/// The line while it is open.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LineEntry {
    /// The line as typed.
    pub text: String,
    /// Why it can't be read.
    pub problem: Option<Text>,
}

/// Opens the line with what the rows hold, or closes it.
pub(super) fn toggle(state: &mut State) -> Effects {
    if state.line.take().is_some() {
        return Vec::new();
    }
    state.line = Some(LineEntry::default());
    let rows = state.draft.values(state.language);
    let values = rows.body.iter().take(rows.count).map(|binding| binding.value.clone()).collect();
    let write =
        Effect::ask(EngineRequest::FormatCsv { values }, |response| Event::LineWritten(Box::new(response)));
    vec![write, Effect::Focus("message.body".into())]
}

/// The line was typed: the engine reads it.
pub(super) fn typed(state: &mut State, text: String) -> Effects {
    state.line = Some(LineEntry { text: text.clone(), problem: None });
    state.line_revision += 1;
    let revision = state.line_revision;
    vec![Effect::ask(EngineRequest::ParseCsv { input: text }, move |response| {
        Event::LineRead(revision, Box::new(response))
    })]
}

/// The line fills the rows; what the rows do when a value is empty stays.
pub(super) fn read(state: &mut State, response: EngineResponse) -> Effects {
    let EngineResponse::ParseCsv { values, error } = response else { return Vec::new() };
    let Some(line) = &mut state.line else { return Vec::new() };
    if let Some(error) = error {
        line.problem = Some(Said::told(error.text, error.said).into());
        return Vec::new();
    }
    let values = if line.text.trim().is_empty() { Vec::new() } else { values.unwrap_or_default() };
    let known = state.template_of(state.language).map(whatsapp_domain::Template::body_placeholders);
    if let (Some(wanted), Some(line)) = (known, &mut state.line) {
        line.problem = (values.len() != wanted).then(|| say::line_counts(values.len(), wanted));
    }
    let before = state.draft.clone();
    let language = state
        .language
        .filter(|at| state.draft.template.translations.get(*at).is_some_and(|translation| translation.own));
    let Some(rows) = state.draft.values_mut(language) else { return Vec::new() };
    let count = known.unwrap_or(values.len());
    rows.resize(count.max(values.len()));
    for (at, binding) in rows.body.iter_mut().take(count.max(values.len())).enumerate() {
        binding.value = values.get(at).cloned().unwrap_or_default();
    }
    rows.count = count;
    edited(state, before, say::PASTE_LINE.into(), Some("message.body"))
}
