//! What ties a step to its template: choosing one, following its shape, and taking a changed one over.

use whatsapp_domain::TemplateFingerprint;

use super::{State, review};

/// Chooses a template of the list, and maps the step to it.
pub(super) fn choose_template(state: &mut State, name: String, language: String) {
    let template = &mut state.draft.template;
    if template.name != name {
        // The other languages belonged to the other template; undo brings them back.
        template.translations.clear();
    }
    template.translations.retain(|translation| translation.language != language);
    (template.name, template.language) = (name, language);
    state.language = None;
    state.comparing = false;
    state.picker = None;
    state.line = None;
    state.shown.clear();
    let now = state.template().map(TemplateFingerprint::of);
    state.draft.template.fingerprint = now;
    reshape(state);
}

/// Templates of the account shape the rows; what the account does not have leaves them as they are.
pub(super) fn reshape(state: &mut State) {
    if let Some(template) = state.template().cloned() {
        state.draft.template.values.shape(&template);
        // What is mapped for the first time is mapped to the template as it is now.
        let first = &mut state.draft.template.fingerprint;
        first.get_or_insert_with(|| TemplateFingerprint::of(&template));
    }
    for at in 0..state.draft.template.translations.len() {
        let Some(template) = state.template_of(Some(at)).cloned() else { continue };
        let translation = &mut state.draft.template.translations[at];
        if translation.own {
            translation.values.shape(&template);
        }
        translation.fingerprint.get_or_insert_with(|| TemplateFingerprint::of(&template));
    }
}

/// The changed template is taken over: values go where they belong in it.
pub(super) fn accept(state: &mut State) {
    for difference in state.differences() {
        let Some(now) = state.template_of(difference.language).cloned() else { continue };
        let Some(seen) = state.fingerprint(difference.language).cloned() else { continue };
        let own = match difference.language {
            None => true,
            Some(at) => state.draft.template.translations.get(at).is_some_and(|translation| translation.own),
        };
        if own && let Some(values) = state.draft.values_mut(difference.language) {
            review::adopt(values, &seen, &now);
        }
        let fingerprint = Some(TemplateFingerprint::of(&now));
        match difference.language {
            None => state.draft.template.fingerprint = fingerprint,
            Some(at) => {
                if let Some(translation) = state.draft.template.translations.get_mut(at) {
                    translation.fingerprint = fingerprint;
                }
            }
        }
    }
    state.comparing = false;
}
