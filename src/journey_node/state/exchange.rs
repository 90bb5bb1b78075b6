//! The step as JSON: brought in, and handed to the host.

use whatsapp_domain::{Message, Node, Unread, version};

use super::{Effects, Event, State, update::edited};
use crate::{
    effect::Effect,
    host::HostEvent,
    texts::{Text, journey_node as say},
};

/// JSON that is to become the step.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Import {
    /// As pasted.
    pub text: String,
    /// Why it can't be used.
    pub problem: Option<Text>,
}

/// Reads a step from JSON.
///
/// # Errors
/// In words for the person who pasted it, with the place where it breaks.
pub fn read_node(text: &str) -> Result<Node, Text> {
    if text.trim().is_empty() {
        return Err(say::IMPORT_EMPTY.into());
    }
    let value: serde_json::Value =
        whatsapp_domain::json::text(text).map_err(|error| say::not_json(error.to_string()))?;
    version::read(value).map_err(|why| match why {
        Unread::Version(unknown) => say::other_version(unknown.found, unknown.known),
        Unread::Form(error) => say::not_a_step(error.to_string()),
    })
}

/// "Use this step" was pressed.
pub(super) fn import(state: &mut State) -> Effects {
    let Some(import) = &mut state.import else { return Vec::new() };
    let node = match read_node(&import.text) {
        Ok(node) => node,
        Err(problem) => {
            import.problem = Some(problem);
            return Vec::new();
        }
    };
    state.import = None;
    let before = state.draft.clone();
    let chosen = state.draft.integration.clone();
    let tested = node.tested.clone();
    state.draft.load(node);
    state.tested_before = tested;
    state.language = None;
    // An account of another console is not there: the step stays with the one that is chosen.
    if state.integration().is_none() {
        state.draft.integration.clone_from(&chosen);
    }
    let other_account = state.draft.integration != chosen;
    state.shown.reveal();
    let mut effects = edited(state, before, say::DID_IMPORT.into(), None);
    if other_account {
        effects.extend(super::opening::choose_integration(state));
    }
    effects
}

/// "Save step" was pressed: the host keeps it.
pub(super) fn save(state: &mut State, at: String) -> Effects {
    // What is typed next is a change of its own, so that undo leads back to what was saved.
    state.history.pause();
    let node = state.node();
    state.saved = Some(node.clone());
    state.saved_at = Some(at.clone());
    state.unsaved = false;
    let node = whatsapp_domain::json::value(&node);
    vec![Effect::Tell(Box::new(HostEvent::NodeSaved { node, at })), tell_changed(state)]
}

/// Tells the host how the step stands now, and who changed it.
pub(super) fn tell_changed(state: &mut State) -> Effect<Event> {
    let cause = std::mem::take(&mut state.cause);
    let stop = state.output.findings.iter().find(|finding| finding.is_error());
    let stop = stop.map(|finding| finding.told());
    Effect::Tell(Box::new(HostEvent::NodeChanged { unsaved: state.unsaved, stop, cause }))
}

/// Are they the same step? A test is no change of it, and neither is a fingerprint that an older step did not have.
pub(super) fn same(saved: &Node, now: &Node) -> bool {
    saved.integration == now.integration
        && saved.recipient == now.recipient
        && match (&saved.message, &now.message) {
            (
                Message::Template { template: one, header, body, buttons, language_by, translations },
                Message::Template {
                    template: other,
                    header: other_header,
                    body: other_body,
                    buttons: other_buttons,
                    language_by: other_by,
                    translations: other_translations,
                },
            ) => {
                (&one.name, &one.language) == (&other.name, &other.language)
                    && (one.fingerprint.is_none() || one.fingerprint == other.fingerprint)
                    && (header, body, buttons, language_by)
                        == (other_header, other_body, other_buttons, other_by)
                    && translations.len() == other_translations.len()
                    && translations.iter().zip(other_translations).all(|(one, other)| {
                        (&one.language, &one.values) == (&other.language, &other.values)
                            && (one.fingerprint.is_none() || one.fingerprint == other.fingerprint)
                    })
            }
            (saved, now) => saved == now,
        }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::english;

    #[test]
    fn what_is_pasted_is_read_or_refused_in_words() {
        for (text, words) in [
            ("", "Paste the JSON"),
            ("{\"message\":", "not JSON"),
            ("[1]", "not a WhatsApp step"),
            ("{\"version\":9,\"message\":{\"type\":\"text\"}}", "version 9"),
            ("{\"version\":\"1\",\"message\":{\"type\":\"text\"}}", "version \"1\""),
            ("{\"message\":{\"type\":\"carousel\"}}", "carousel"),
        ] {
            let problem = english().say(read_node(text).unwrap_err());
            assert!(problem.contains(words), "{text}: {problem}");
        }
        assert!(read_node("{\"message\":{\"type\":\"text\",\"text\":{\"value\":\"Hi\"}}}").is_ok());
    }
}
