//! One step in several languages: which there are, which is in view, and which has values of its own.

use whatsapp_domain::{Binding, Template, TemplateFingerprint};

use super::{State, draft::TranslationDraft};
use crate::texts::{Text, journey_node as say};

/// What can happen to the languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LanguageEvent {
    /// One more, by its code.
    Added(String),
    /// One goes.
    Removed(usize),
    /// It becomes the language of customers who have none of the others.
    MadeDefault(usize),
    /// It gets values of its own, or uses those of the default language again.
    Own(usize, bool),
}

/// How a customer's language is found unless something else is said.
const LANGUAGE_BY: &str = "{{ customer.language }}";

/// Do two languages of a template take the same values?
fn same_shape(one: &Template, other: &Template) -> bool {
    let takes = |template: &Template| template.buttons.iter().map(|button| button.takes).collect::<Vec<_>>();
    let mut shapes = [super::Values::default(), super::Values::default()];
    shapes[0].shape(one);
    shapes[1].shape(other);
    shapes[0].header == shapes[1].header && shapes[0].count == shapes[1].count && takes(one) == takes(other)
}

/// Carries it out; gives back words for undo, and the language to show.
pub(super) fn apply(state: &mut State, event: LanguageEvent) -> (Text, Option<usize>) {
    match event {
        LanguageEvent::Added(code) => add(state, code),
        LanguageEvent::Removed(at) => {
            let translations = &mut state.draft.template.translations;
            if at < translations.len() {
                translations.remove(at);
            }
            (say::DID_REMOVE_LANGUAGE.into(), None)
        }
        LanguageEvent::MadeDefault(at) => {
            make_default(state, at);
            (say::DID_DEFAULT_LANGUAGE.into(), None)
        }
        LanguageEvent::Own(at, own) => {
            let default = state.draft.template.values.clone();
            let now = state.template_of(Some(at)).cloned();
            if let Some(translation) = state.draft.template.translations.get_mut(at) {
                translation.own = own;
                if own && translation.values == super::Values::default() {
                    translation.values = default;
                }
                if let Some(now) = now {
                    translation.values.shape(&now);
                }
            }
            (say::DID_LANGUAGE_VALUES.into(), Some(at))
        }
    }
}

fn add(state: &mut State, code: String) -> (Text, Option<usize>) {
    let default = state.template_of(None).cloned();
    let now = state.find(&code).cloned();
    let mut translation = TranslationDraft {
        language: code,
        fingerprint: now.as_ref().map(TemplateFingerprint::of),
        ..Default::default()
    };
    if let Some(now) = &now {
        // Texts that take other values get rows of their own, filled with what fits.
        translation.own = default.is_some_and(|default| !same_shape(&default, now));
        if translation.own {
            translation.values = state.draft.template.values.clone();
            translation.values.shape(now);
        }
    }
    let template = &mut state.draft.template;
    template.translations.push(translation);
    if template.language_by.value.trim().is_empty() {
        template.language_by = Binding::new(LANGUAGE_BY);
    }
    (say::ADD_LANGUAGE.into(), Some(template.translations.len() - 1))
}

fn make_default(state: &mut State, at: usize) {
    let template = &mut state.draft.template;
    let Some(other) = template.translations.get_mut(at) else { return };
    if !other.own {
        other.values = template.values.clone();
    }
    let (was_own, old_values) = (other.own, std::mem::take(&mut template.values));
    template.values = std::mem::replace(&mut other.values, old_values);
    std::mem::swap(&mut template.language, &mut other.language);
    std::mem::swap(&mut template.fingerprint, &mut other.fingerprint);
    other.own = was_own;
}

impl State {
    /// Languages of the chosen template that the step does not have yet.
    pub fn further_languages(&self) -> Vec<&Template> {
        let used: Vec<&str> = self.draft.template.languages().collect();
        let list = self.templates.ready().map(|list| list.items.as_slice()).unwrap_or_default();
        list.iter()
            .filter(|item| item.name == self.draft.template.name && !used.contains(&item.language.as_str()))
            .collect()
    }
}
