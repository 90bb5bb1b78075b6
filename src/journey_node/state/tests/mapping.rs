//! How a step stays tied to its template: by hand, over changes, over reloads.

use super::*;

fn list(items: Value) -> TemplateList {
    serde_json::from_value(json!({"syncedAt":"2026-01-01T00:00:00Z","limit":300,"items":items})).unwrap()
}

fn order(language: &str, body: &str) -> Value {
    json!({"name":"order_update","language":language,"category":"utility","status":"approved","body":body,"buttons":[]})
}

/// A step in English with German beside it, which is filled with the English values.
fn two_languages() -> State {
    let mut state = ready();
    let items =
        json!([order("en_GB", "Hi {{1}}, order {{2}} left"), order("de", "Hallo {{1}}, Bestellung {{2}}")]);
    send(&mut state, Event::TemplatesLoaded("int_1".into(), Ok(list(items))));
    send(&mut state, Event::TemplateChosen("order_update".into(), "en_GB".into()));
    send(&mut state, Event::Typed("message.body[0]".into(), "name".into()));
    send(&mut state, Event::Typed("message.body[1]".into(), "order".into()));
    send(&mut state, Event::Language(LanguageEvent::Added("de".into())));
    state
}

#[test]
fn a_saved_step_without_a_fingerprint_is_not_changed_by_getting_one() {
    let mut node = chosen().node();
    let Message::Template { template, .. } = &mut node.message else { panic!("a template") };
    template.fingerprint = None;
    let host = crate::host::NodeHost { value: Some(node), ..Default::default() };
    let mut state = State::default();
    send(&mut state, Event::Opened { policy: AddressPolicy::default(), kept: None, host: Box::new(host) });
    let accounts = crate::integrations::state::List { items: vec![integration()] };
    send(&mut state, Event::IntegrationsLoaded(Ok(accounts)));
    send(&mut state, Event::TemplatesLoaded("int_1".into(), Ok(templates())));
    assert!(state.draft.template.fingerprint.is_some());
    assert!(!state.unsaved && !state.is_unsaved());
}

#[test]
fn another_template_leaves_the_languages_of_the_first_behind_until_undo() {
    let mut state = two_languages();
    assert_eq!(state.draft.template.translations.len(), 1);
    send(&mut state, Event::TemplateChosen("hello".into(), "en_GB".into()));
    assert!(state.draft.template.translations.is_empty());
    send(&mut state, Event::Undo);
    assert_eq!(state.draft.template.translations[0].language, "de");
}

#[test]
fn undo_of_a_language_shows_the_default_one_again() {
    let mut state = two_languages();
    assert_eq!(state.language, Some(0));
    send(&mut state, Event::Undo);
    assert_eq!((state.draft.template.translations.len(), state.language), (0, None));
}

#[test]
fn a_language_that_shares_its_values_still_gets_them_after_its_template_changed() {
    let mut state = two_languages();
    let items = json!([
        order("en_GB", "Hi {{1}}, order {{2}} left"),
        order("de", "Guten Tag {{1}}, Bestellung {{2}}")
    ]);
    send(&mut state, Event::TemplatesLoaded("int_1".into(), Ok(list(items))));
    assert_eq!(state.differences().len(), 1);
    send(&mut state, Event::DifferenceAccepted);
    assert_eq!(state.differences(), []);
    send(&mut state, Event::Language(LanguageEvent::Own(0, true)));
    assert_eq!(state.binding("message.translations[0].body[0]").unwrap().value, "name");
}

#[test]
fn what_can_t_be_sent_can_t_be_chosen_by_keys_either() {
    let mut state = ready();
    let mut rejected = order("en_GB", "Buy {{1}}");
    rejected["status"] = "rejected".into();
    send(&mut state, Event::TemplatesLoaded("int_1".into(), Ok(list(json!([rejected])))));
    send(&mut state, Event::Picker(PickerEvent::Toggled));
    send(&mut state, Event::Picker(PickerEvent::Entered));
    assert!(state.picker.is_some() && state.draft.template.name.is_empty());
}

#[test]
fn the_last_test_is_known_after_a_reload() {
    let tested = Tested {
        stamp: "0".repeat(64),
        test: "test_1".into(),
        at: "2026-01-01T00:00:00Z".into(),
        verdict: Verdict::Accepted,
        code: "accepted".into(),
    };
    let kept = Kept::new(Draft::default(), None, "", Some(tested));
    let mut state = State::default();
    send(&mut state, opened(Some(Box::new(kept))));
    assert_eq!(state.stamp(), Stamp::Changed, "tested, but not as it stands");
}

#[test]
fn without_a_template_there_is_one_thing_to_do() {
    let mut state = ready();
    send(&mut state, Event::Typed("recipient.value".into(), "{{ customer.phone }}".into()));
    let revision = state.revision;
    send(&mut state, Event::Paused(revision));
    assert_eq!(state.worst.len(), 4);
    let found: Vec<_> = state.todos().into_iter().map(|todo| todo.finding.code).collect();
    assert_eq!(found, ["template-name-missing"]);
    assert!(state.worst.iter().all(|worst| own_stops(worst, &state.output).next().is_none()));
}
