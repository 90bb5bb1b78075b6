use serde_json::json;
use whatsapp_domain::{Message, Said, Verdict};

use super::*;
use crate::texts::{Text, english};

mod mapping;
mod window;

fn send(state: &mut State, event: Event) -> Vec<Effect<Event>> {
    crate::settle::send(update, state, event)
}

fn opened(kept: Option<Box<Kept>>) -> Event {
    Event::Opened { policy: AddressPolicy::default(), kept, host: Box::default() }
}

fn integration() -> Integration {
    serde_json::from_value(json!({"version":1,"id":"int_1","name":"Shop","provider":"infobip",
        "settings":{"baseUrl":"https://k3x9p.api.infobip.com","sender":"447860099299","authScheme":"apiKey"},
        "secrets":{"apiKey":{"set":true,"hint":"…7f31"}},"twoWay":{},"limits":{},
        "createdAt":"2026-01-01T00:00:00Z","updatedAt":"2026-01-01T00:00:00Z"}))
    .unwrap()
}

fn templates() -> TemplateList {
    serde_json::from_value(json!({"syncedAt":"2026-01-01T00:00:00Z","limit":300,"items":[
        {"name":"order_update","language":"en_GB","category":"utility","status":"approved",
         "header":{"type":"media","kind":"image"},"body":"Hi {{1}}, your order {{2}} left the depot today.","footer":"Shop",
         "buttons":[{"text":"Track","takes":"url","url":"https://shop.example/t/{{1}}"},{"text":"Thanks","takes":"quickReply"}]},
        {"name":"hello","language":"en_GB","category":"utility","status":"approved","body":"Hello","buttons":[]}]}))
    .unwrap()
}

fn ready() -> State {
    let mut state = State::default();
    send(&mut state, opened(None));
    let list = crate::integrations::state::List { items: vec![integration()] };
    send(&mut state, Event::IntegrationsLoaded(Ok(list)));
    send(&mut state, Event::TemplatesLoaded("int_1".into(), Ok(templates())));
    state
}

fn chosen() -> State {
    let mut state = ready();
    send(&mut state, Event::TemplateChosen("order_update".into(), "en_GB".into()));
    state
}

fn codes(state: &State, field: &str) -> Vec<String> {
    state
        .output
        .findings
        .iter()
        .filter(|found| found.field == field)
        .map(|found| found.code.clone())
        .collect()
}

#[test]
fn the_only_account_is_chosen_and_its_templates_are_asked_for() {
    let mut state = State::default();
    send(&mut state, opened(None));
    let list = crate::integrations::state::List { items: vec![integration()] };
    let effects = send(&mut state, Event::IntegrationsLoaded(Ok(list)));
    assert_eq!(state.draft.integration, "int_1");
    let asked = effects.iter().any(
        |effect| matches!(effect, Effect::Call(call) if call.path == "/api/v1/integrations/int_1/templates"),
    );
    assert!(asked);
}

#[test]
fn a_template_asks_for_its_values_and_nothing_else() {
    let state = chosen();
    let rows = rows(state.draft.values(None), None, state.template(), None);
    let labels: Vec<_> = rows.iter().map(|row| (row.path.clone(), english().say(&row.label))).collect();
    assert_eq!(
        labels,
        [
            ("message.header.url", "Header image"),
            ("message.body[0]", "{{1}}"),
            ("message.body[1]", "{{2}}"),
            ("message.buttons[0].value", "Button “Track”"),
            ("message.buttons[1].value", "Button “Thanks”"),
        ]
        .map(|(path, label)| (path.to_owned(), label.to_owned()))
    );
    assert_eq!(rows[1].hint, Text::words("Hi {{1}}, your order {{2}}…"));
}

#[test]
fn choosing_another_template_and_back_keeps_the_values() {
    let mut state = chosen();
    send(&mut state, Event::Typed("message.body[0]".into(), "{{ customer.first_name }}".into()));
    send(&mut state, Event::TemplateChosen("hello".into(), "en_GB".into()));
    let Message::Template { body, header, .. } = state.node().message else { panic!("a template") };
    assert!(body.is_empty() && header.is_none(), "the other template takes nothing");
    send(&mut state, Event::TemplateChosen("order_update".into(), "en_GB".into()));
    assert_eq!(state.binding("message.body[0]").unwrap().value, "{{ customer.first_name }}");
}

#[test]
fn switching_the_kind_keeps_what_was_typed_into_each() {
    let mut state = chosen();
    send(&mut state, Event::KindChosen(Kind::Image));
    send(&mut state, Event::Typed("message.url".into(), "https://cdn.example.com/a.png".into()));
    send(&mut state, Event::KindChosen(Kind::Video));
    assert_eq!(state.binding("message.url").unwrap().value, "");
    send(&mut state, Event::KindChosen(Kind::Image));
    assert_eq!(state.binding("message.url").unwrap().value, "https://cdn.example.com/a.png");
}

#[test]
fn a_full_step_has_nothing_that_stops_it_and_sends_the_node() {
    let mut state = chosen();
    for (path, text) in [
        ("message.header.url", "https://cdn.example.com/{{ event.sku }}.jpg"),
        ("message.body[0]", "{{ customer.first_name }}"),
        ("message.body[1]", "{{ customer.order }}"),
        ("message.buttons[0].value", "{{ customer.order }}"),
    ] {
        send(&mut state, Event::Typed(path.into(), text.into()));
    }
    assert_eq!(state.counts().0, 0, "{:?}", state.output.findings);
    assert_eq!(state.output.reached.as_ref().unwrap().e164, "+447400123456");
    let effects = send(&mut state, Event::SendPressed("press-1".into()));
    let [Effect::Call(call)] = &effects[..] else { panic!("one call") };
    let body = call.body.as_ref().unwrap();
    assert_eq!(call.path, "/api/v1/quick-tests");
    assert_eq!(body["node"]["message"]["body"][0]["value"], "{{ customer.first_name }}");
    assert_eq!(body["context"]["customer"]["first_name"], "Ana");
    assert_eq!(
        body["node"]["message"]["buttons"][1]["value"]["value"], "Thanks",
        "an empty payload becomes the label"
    );
}

#[test]
fn an_empty_value_stops_the_send_and_gets_the_focus() {
    let mut state = chosen();
    send(&mut state, Event::Typed("message.header.url".into(), "https://cdn.example.com/a.jpg".into()));
    let effects = send(&mut state, Event::SendPressed("press-1".into()));
    assert!(matches!(&effects[..], [Effect::Focus(field)] if field.starts_with("message.")));
    assert!(state.finding("message.body[0]").is_some(), "everything is in view now");
    assert!(!state.test.current.is_loading());
}

#[test]
fn a_repair_changes_the_value_it_is_about() {
    let mut state = chosen();
    let found = Finding::error("x", "message.body[1]", "x").with_fix("Use it", "fixed");
    send(&mut state, Event::FixPressed(Box::new(found)));
    assert_eq!(state.binding("message.body[1]").unwrap().value, "fixed");
    let whole = Finding::error("x", "message.body[0]", "x")
        .with_fix("Add", json!({"value":"{{ customer.x }}","fallback":"there","whenEmpty":"fallback"}));
    send(&mut state, Event::FixPressed(Box::new(whole)));
    assert_eq!(state.binding("message.body[0]").unwrap().fallback.as_deref(), Some("there"));
}

/// The engine's own repairs, whose places are finer than the fields of findings.
#[test]
fn the_engines_repairs_arrive_where_they_belong() {
    let mut state = chosen();
    let repair = |state: &mut State, code: &str| {
        let found = state.output.findings.iter().find(|found| found.code == code);
        let found = found.unwrap_or_else(|| panic!("{code}: {:?}", state.output.findings)).clone();
        send(state, Event::FixPressed(Box::new(found)));
    };
    send(&mut state, Event::Typed("message.header.url".into(), "http://cdn.example.com/a.jpg".into()));
    repair(&mut state, "url-not-https");
    assert_eq!(state.binding("message.header.url").unwrap().value, "https://cdn.example.com/a.jpg");

    send(&mut state, Event::Typed("message.body[0]".into(), "Linen\nshirt".into()));
    repair(&mut state, "template-parameter-line-break");
    assert_eq!(state.binding("message.body[0]").unwrap().value, "Linen shirt");

    send(&mut state, Event::Typed("message.buttons[0].value".into(), "linen shirt".into()));
    repair(&mut state, "button-url-space");
    assert_eq!(state.binding("message.buttons[0].value").unwrap().value, "linen%20shirt");

    send(&mut state, Event::HeaderChosen(HeaderKind::Video));
    repair(&mut state, "template-header-kind");
    assert_eq!(state.draft.template.values.header, HeaderKind::Image);
    assert_eq!(codes(&state, "message.header"), [""; 0]);
}

#[test]
fn one_line_fills_the_rows_and_says_when_the_count_is_off() {
    let mut state = chosen();
    send(&mut state, Event::Typed("message.body[0]".into(), "Ana".into()));
    send(&mut state, Event::LineToggled);
    assert_eq!(state.line.as_ref().unwrap().text, "Ana,", "the rows come as a line first");
    send(&mut state, Event::LineTyped("Ana,\"Leeds, UK\"".into()));
    assert_eq!(state.binding("message.body[1]").unwrap().value, "Leeds, UK");
    assert_eq!(state.line.as_ref().unwrap().problem, None);
    send(&mut state, Event::LineTyped("only one".into()));
    let problem = state.line.as_ref().unwrap().problem.as_ref().unwrap();
    assert!(english().say(problem).contains("takes 2"));
    send(&mut state, Event::LineTyped("\"open".into()));
    assert!(state.line.as_ref().unwrap().problem.is_some());
    assert_eq!(
        state.binding("message.body[0]").unwrap().value,
        "only one",
        "an unreadable line changes nothing"
    );
}

#[test]
fn a_profile_that_is_not_json_keeps_the_text_and_judges_without_it() {
    let mut state = chosen();
    send(&mut state, Event::Typed("message.body[0]".into(), "{{ customer.nobody }}".into()));
    send(&mut state, Event::ProfileTyped("{\"customer\":".into()));
    assert!(state.profiles.current().value.is_err());
    assert_eq!(state.profiles.current().text, "{\"customer\":");
    assert!(!codes(&state, "message.body[0]").iter().any(|code| code == "jinja-undefined-name"));
}

#[test]
fn without_a_template_list_the_rows_are_the_marketer_s_own() {
    let mut state = State::default();
    send(&mut state, opened(None));
    let list = crate::integrations::state::List { items: vec![integration()] };
    send(&mut state, Event::IntegrationsLoaded(Ok(list)));
    send(&mut state, Event::TemplatesLoaded("int_1".into(), Err(Problem::new("provider-refused", "No."))));
    send(&mut state, Event::TemplateNameTyped("order_update".into()));
    send(&mut state, Event::LanguageTyped("en_GB".into()));
    send(&mut state, Event::HeaderChosen(HeaderKind::Document));
    send(&mut state, Event::AddValue);
    let paths: Vec<_> =
        rows(state.draft.values(None), None, None, None).into_iter().map(|row| row.path).collect();
    assert_eq!(paths, ["message.header.url", "message.header.filename", "message.body[0]"]);
    send(&mut state, Event::RemoveValue);
    assert_eq!(state.draft.template.values.count, 0);
}

#[test]
fn the_step_and_the_tester_survive_a_reload() {
    let mut state = chosen();
    send(&mut state, Event::Typed("message.body[0]".into(), "typed".into()));
    let effects = send(&mut state, Event::Test(quick_test::state::Event::ToTyped("+44 7400 123457".into())));
    let kept = effects.into_iter().find_map(|effect| match effect {
        Effect::SaveDraft { value, .. } => Some(value),
        _ => None,
    });
    let kept: Kept = serde_json::from_value(kept.unwrap()).unwrap();
    let mut again = State::default();
    send(&mut again, opened(Some(Box::new(kept))));
    assert_eq!(again.binding("message.body[0]").unwrap().value, "typed");
    assert_eq!(again.test.to, "+44 7400 123457");
    assert!(matches!(again.test.reading, quick_test::state::Reading::Reaches(_)));
}

#[test]
fn a_late_rendering_of_an_older_step_is_ignored() {
    let mut state = chosen();
    let mut first = update(&mut state, Event::Typed("message.body[0]".into(), "Ana".into()));
    send(&mut state, Event::Typed("message.body[0]".into(), "Zoe".into()));
    let question = first.pop();
    let Some(Effect::Ask { request, then, .. }) = question else { panic!("a question last") };
    let late = then(whatsapp_providers::engine_api::dispatch(*request));
    update(&mut state, late);
    let Some(whatsapp_domain::FilledMessage::Template { body, .. }) = &state.output.message else {
        panic!("a message")
    };
    assert_eq!(body[0], "Zoe");
}

#[test]
fn a_failed_refresh_leaves_the_list_and_says_so() {
    let mut state = chosen();
    send(&mut state, Event::SyncPressed);
    assert!(state.syncing && state.template().is_some(), "the list stays in view");
    send(&mut state, Event::TemplatesLoaded("int_1".into(), Err(Problem::new("provider-refused", "No."))));
    let list = state.templates.ready().unwrap();
    assert_eq!(list.attempt.as_ref().unwrap().problem.text, "No.");
    assert!(!state.syncing && state.template().is_some());
}

#[test]
fn what_was_formatted_and_what_came_after_a_pause_are_undone_alone() {
    let mut state = chosen();
    let body = |state: &State| state.binding("message.body[0]").map(|binding| binding.value.clone()).unwrap();
    send(&mut state, Event::Typed("message.body[0]".into(), "Hi".into()));
    let typed = state.typed;
    send(&mut state, Event::KeepDue(typed));
    send(&mut state, Event::Typed("message.body[0]".into(), "Hi you".into()));
    send(&mut state, Event::Replaced("message.body[0]".into(), "Hi *you*".into()));
    send(&mut state, Event::Typed("message.body[0]".into(), "Hi *you*!".into()));
    for earlier in ["Hi *you*", "Hi you", "Hi", ""] {
        send(&mut state, Event::Undo);
        assert_eq!(body(&state), earlier);
    }
}

#[test]
fn undo_and_redo_walk_through_everything() {
    let mut state = chosen();
    let body = |state: &State| state.binding("message.body[0]").map(|binding| binding.value.clone());
    send(&mut state, Event::Typed("message.body[0]".into(), "A".into()));
    send(&mut state, Event::Typed("message.body[0]".into(), "An".into()));
    send(&mut state, Event::Left("message.body[0]".into()));
    send(&mut state, Event::KindChosen(Kind::Text));
    send(&mut state, Event::Undo);
    assert_eq!((state.draft.kind, body(&state).as_deref()), (Kind::Template, Some("An")));
    send(&mut state, Event::Undo);
    assert_eq!(body(&state).as_deref(), Some(""), "a run of keystrokes is one step");
    assert!(english().say(state.said.as_ref().unwrap()).starts_with("Undone"));
    send(&mut state, Event::Undo);
    assert_eq!(state.draft.template.name, "", "the template was chosen before");
    for _ in 0..3 {
        send(&mut state, Event::Redo);
    }
    assert_eq!((state.draft.kind, body(&state).as_deref()), (Kind::Text, Some("An")));
    assert_eq!(state.history.forward(), None);
}

#[test]
fn a_repair_is_said_and_can_be_taken_back() {
    let mut state = chosen();
    send(&mut state, Event::Typed("message.body[0]".into(), "a\tb".into()));
    send(&mut state, Event::Left("message.body[0]".into()));
    let found = Finding::error("x", "message.body[0]", "x").with_fix("Use a space", "a b");
    send(&mut state, Event::FixPressed(Box::new(found)));
    assert_eq!(state.mended, Some(Text::from(Said::from("Use a space"))));
    assert_eq!(state.history.back(), Some(&Text::from(Said::from("Use a space"))));
    send(&mut state, Event::Undo);
    assert_eq!(state.binding("message.body[0]").unwrap().value, "a\tb");
    assert_eq!(state.mended, None);
}

fn list_with(body: &str, category: &str) -> TemplateList {
    serde_json::from_value(json!({"syncedAt":"2026-01-01T00:00:00Z","limit":300,"items":[
        {"name":"order_update","language":"en_GB","category":category,"status":"approved","body":body,"buttons":[]},
        {"name":"order_update","language":"de","category":category,"status":"approved","body":"Hallo {{1}}","buttons":[]}]}))
    .unwrap()
}

#[test]
fn a_changed_template_is_compared_and_taken_over() {
    let mut state = ready();
    send(
        &mut state,
        Event::TemplatesLoaded("int_1".into(), Ok(list_with("Hi {{1}}, order {{2}} left", "utility"))),
    );
    send(&mut state, Event::TemplateChosen("order_update".into(), "en_GB".into()));
    send(&mut state, Event::Typed("message.body[0]".into(), "name".into()));
    send(&mut state, Event::Typed("message.body[1]".into(), "order".into()));
    assert_eq!(state.differences(), []);

    send(
        &mut state,
        Event::TemplatesLoaded(
            "int_1".into(),
            Ok(list_with("Order {{1}} left. Hi {{2}}. {{3}}", "marketing")),
        ),
    );
    let found = state.differences();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].carried, [Some(1), Some(0), None]);
    let rows = rows(state.draft.values(None), None, state.template(), state.fingerprint(None));
    let changed = |at: usize| english().say(rows[at].changed.as_ref().unwrap());
    assert!(changed(0).contains("Hi {{1}}, order"), "{:?}", rows[0]);
    assert_eq!(changed(2), "New in this template.");
    assert!(codes(&state, "message.template.name").iter().any(|code| code.starts_with("template-")));

    send(&mut state, Event::DifferenceAccepted);
    let value = |state: &State, at| state.binding(&format!("message.body[{at}]")).unwrap().value.clone();
    assert_eq!(
        (value(&state, 0), value(&state, 1), value(&state, 2)),
        ("order".into(), "name".into(), String::new())
    );
    assert_eq!(state.differences(), []);
    send(&mut state, Event::Undo);
    assert_eq!(value(&state, 0), "name");
    assert_eq!(state.differences().len(), 1, "the difference is back as well");
}

#[test]
fn a_language_with_other_values_gets_rows_of_its_own() {
    let mut state = ready();
    send(
        &mut state,
        Event::TemplatesLoaded("int_1".into(), Ok(list_with("Hi {{1}}, order {{2}} left", "utility"))),
    );
    send(&mut state, Event::TemplateChosen("order_update".into(), "en_GB".into()));
    send(&mut state, Event::Typed("message.body[0]".into(), "{{ customer.first_name }}".into()));
    assert_eq!(state.further_languages().len(), 1);
    send(&mut state, Event::Language(LanguageEvent::Added("de".into())));
    assert_eq!(state.language, Some(0));
    assert!(state.draft.template.translations[0].own, "it takes one value, the default takes two");
    assert_eq!(state.binding("message.translations[0].body[0]").unwrap().value, "{{ customer.first_name }}");
    assert_eq!(state.draft.values(Some(0)).count, 1);
    assert_eq!(state.draft.template.language_by.value, "{{ customer.language }}");
    send(&mut state, Event::ProfileChosen(1));
    assert_eq!(state.output.language.as_deref(), Some("de"), "this customer reads German");
    send(&mut state, Event::FindingPressed("message.body[1]".into()));
    assert_eq!(state.language, None, "a finding leads to the language it is in");
    send(&mut state, Event::Language(LanguageEvent::MadeDefault(0)));
    assert_eq!(state.draft.template.language, "de");
    assert_eq!(state.draft.values(None).count, 1);
    send(&mut state, Event::Language(LanguageEvent::Removed(0)));
    assert!(state.draft.template.translations.is_empty());
    send(&mut state, Event::Undo);
    send(&mut state, Event::Undo);
    assert_eq!(state.draft.template.language, "en_GB");
}

#[test]
fn the_host_is_told_what_changed_and_what_is_to_be_saved() {
    let told = |effects: &[Effect<Event>]| {
        effects.iter().find_map(|effect| match effect {
            Effect::Tell(event) => match &**event {
                crate::host::HostEvent::NodeChanged { unsaved, stop, .. } => Some((*unsaved, stop.is_none())),
                _ => None,
            },
            _ => None,
        })
    };
    let mut state = chosen();
    let effects = send(&mut state, Event::Typed("message.body[0]".into(), "Ana".into()));
    assert_eq!(told(&effects), Some((true, false)));
    let effects = send(&mut state, Event::SavePressed("2026-01-01T10:00:00Z".into()));
    let saved = effects.iter().any(|effect| {
        matches!(effect, Effect::Tell(event) if matches!(&**event, crate::host::HostEvent::NodeSaved { .. }))
    });
    assert!(saved && !state.is_unsaved());
    assert_eq!(told(&effects), Some((false, false)));
    send(&mut state, Event::Typed("message.body[0]".into(), "Zoe".into()));
    assert!(state.is_unsaved());
    send(&mut state, Event::Undo);
    assert!(!state.is_unsaved(), "back to what is saved");
}

#[test]
fn the_host_s_step_is_edited_and_a_newer_draft_wins() {
    let node: Node = serde_json::from_value(json!({"version":1,"integration":"int_1",
        "message":{"type":"text","text":{"value":"Hi"}}}))
    .unwrap();
    let host = crate::host::NodeHost { value: Some(node), ..Default::default() };
    let mut state = State::default();
    let event = Event::Opened { policy: AddressPolicy::default(), kept: None, host: Box::new(host.clone()) };
    send(&mut state, event);
    assert_eq!(state.binding("message.text").unwrap().value, "Hi");
    assert!(!state.is_unsaved());
    let mut step = state.draft.clone();
    step.text.value = "Hi there".into();
    let kept = Kept::new(step, None, "", None);
    let event =
        Event::Opened { policy: AddressPolicy::default(), kept: Some(Box::new(kept)), host: Box::new(host) };
    send(&mut state, event);
    assert_eq!(state.binding("message.text").unwrap().value, "Hi there");
    assert!(state.is_unsaved());
}

#[test]
fn a_draft_that_was_kept_beside_takes_the_place_of_the_step_and_can_be_taken_back() {
    let mut state = chosen();
    let mut step =
        super::Draft { kind: Kind::Text, integration: "int_gone".into(), ..super::Draft::default() };
    step.text.value = "Typed elsewhere".into();
    let kept = Kept::new(step, None, "", None);
    let effects = send(&mut state, Event::KeptChosen(Box::new(kept.clone())));
    assert_eq!((state.draft.kind, state.draft.text.value.as_str()), (Kind::Text, "Typed elsewhere"));
    assert_eq!(state.draft.integration, "int_1", "an account that is not here is not taken over");
    assert!(effects.iter().any(|effect| matches!(effect, Effect::SaveDraft { key, .. } if key == DRAFT_KEY)));
    send(&mut state, Event::Undo);
    assert_eq!((state.draft.kind, state.draft.template.name.as_str()), (Kind::Template, "order_update"));
    state.locked = true;
    send(&mut state, Event::KeptChosen(Box::new(kept)));
    assert_eq!(state.draft.kind, Kind::Template, "only to be looked at");
}

#[test]
fn json_becomes_the_step_and_can_be_taken_back() {
    let mut state = chosen();
    send(&mut state, Event::ImportToggled);
    send(&mut state, Event::ImportTyped("{".into()));
    send(&mut state, Event::ImportPressed);
    assert!(state.import.as_ref().unwrap().problem.is_some());
    assert_eq!(state.draft.template.name, "order_update", "nothing was changed");
    let text = json!({"version":1,"integration":"int_elsewhere","recipient":{"value":"{{ customer.phone }}"},
        "message":{"type":"text","text":{"value":"Hi"}}});
    send(&mut state, Event::ImportTyped(text.to_string()));
    send(&mut state, Event::ImportPressed);
    assert_eq!((state.draft.kind, state.import.is_some()), (Kind::Text, false));
    assert_eq!(state.draft.integration, "int_1", "an account that is not here is not taken over");
    send(&mut state, Event::Undo);
    assert_eq!(state.draft.kind, Kind::Template);
}

#[test]
fn worst_cases_wait_for_a_pause_and_old_ones_are_dropped() {
    let mut state = chosen();
    let effects =
        send(&mut state, Event::Typed("message.body[0]".into(), "{{ customer.first_name }}".into()));
    let paused = effects.into_iter().find_map(|effect| match effect {
        Effect::Settle { event, .. } => Some(event),
        _ => None,
    });
    assert!(state.worst.is_empty(), "not while typing");
    send(&mut state, Event::Typed("message.body[1]".into(), "x".into()));
    send(&mut state, paused.unwrap());
    assert!(state.worst.is_empty(), "typing went on");
    let revision = state.revision;
    send(&mut state, Event::Paused(revision));
    assert_eq!(state.worst.len(), 4);
    let empty = state.todos().into_iter().find(|todo| todo.case == Some(WorstCaseKind::Empty));
    assert_eq!(empty.unwrap().finding.field, "message.body[0]");
}

#[test]
fn a_test_leaves_its_stamp_on_this_very_step() {
    let mut state = ready();
    send(&mut state, Event::KindChosen(Kind::Text));
    send(&mut state, Event::Typed("message.text".into(), "Hi".into()));
    assert_eq!(state.stamp(), Stamp::Never);
    let test: QuickTest = serde_json::from_value(json!({"id":"test_1","integration":"int_1","integrationName":"Shop",
        "provider":"infobip","createdAt":"2026-01-01T00:00:00Z","stamp":state.output.stamp,
        "reached":{"e164":"+447400123456","international":"+44 7400 123456","region":"GB","country":"United Kingdom"},
        "message":{"type":"text","text":"Hi","previewUrl":false},
        "request":{"method":"POST","url":"https://x","headers":{},"body":null},
        "outcome":{"verdict":"accepted","code":"accepted","cause":"x","retry":"never","safeToRepeat":false,"known":true},
        "durationMs":12}))
    .unwrap();
    assert!(!state.output.stamp.is_empty());
    let mut locked = state.clone();
    send(&mut locked, Event::Locked(true));
    let effects = send(&mut locked, Event::Test(quick_test::state::Event::Sent(Ok(Box::new(test.clone())))));
    assert!(matches!(locked.stamp(), Stamp::This(_)), "who may only look sees how their test went");
    assert_eq!(locked.node(), state.node(), "and changes nothing by it");
    let told = |effect: &Effect<Event>| matches!(effect, Effect::SaveDraft { .. } | Effect::Tell(_));
    assert!(!effects.iter().any(told));
    let effects = send(&mut state, Event::Test(quick_test::state::Event::Sent(Ok(Box::new(test)))));
    assert!(matches!(state.stamp(), Stamp::This(tested) if tested.test == "test_1"));
    assert_eq!(state.node().tested.unwrap().verdict, Verdict::Accepted, "the host may ask for it");
    let kept = effects.into_iter().find_map(|effect| match effect {
        Effect::SaveDraft { value, .. } => serde_json::from_value::<Kept>(value).ok(),
        _ => None,
    });
    assert_eq!(kept.unwrap().tested.unwrap().test, "test_1", "it survives a reload");
    send(&mut state, Event::Typed("message.text".into(), "Hi there".into()));
    assert_eq!(state.stamp(), Stamp::Changed);
    assert_eq!(state.node().tested, None);
    send(&mut state, Event::Typed("message.text".into(), "Hi".into()));
    assert!(matches!(state.stamp(), Stamp::This(_)), "back to what was tested");
}

#[test]
fn what_is_typed_is_kept_after_a_pause_on_leaving_the_field_and_with_the_page() {
    let kept =
        |effects: &[Effect<Event>]| effects.iter().any(|effect| matches!(effect, Effect::SaveDraft { .. }));
    let mut state = chosen();
    let typed =
        |state: &mut State, text: &str| send(state, Event::Typed("message.body[0]".into(), text.into()));
    assert!(!kept(&typed(&mut state, "A")), "not with each key");
    assert!(kept(&send(&mut state, Event::Left("message.body[0]".into()))));
    assert!(!kept(&send(&mut state, Event::Left("message.body[0]".into()))), "there is nothing new");
    typed(&mut state, "An");
    let first = state.typed;
    typed(&mut state, "Ana");
    assert!(!kept(&send(&mut state, Event::KeepDue(first))), "typing went on");
    let last = state.typed;
    assert!(kept(&send(&mut state, Event::KeepDue(last))));
    typed(&mut state, "Ana!");
    assert!(kept(&send(&mut state, Event::Leaving)));
}

#[test]
fn the_preview_stays_while_a_value_is_half_typed() {
    let mut state = chosen();
    send(&mut state, Event::Typed("message.body[0]".into(), "Ana".into()));
    assert!(matches!(state.previewed_message(), Some((_, false))));
    send(&mut state, Event::Typed("message.body[0]".into(), "{{ cust".into()));
    assert!(matches!(state.previewed_message(), Some((_, true))), "the last one that could be filled");
    send(&mut state, Event::KindChosen(Kind::Text));
    assert!(!matches!(state.previewed_message(), Some((_, true))), "but not that of another kind");
}

#[test]
fn an_address_is_not_fetched_while_it_is_typed() {
    let mut state = chosen();
    let url = "https://cdn.example.com/a.jpg";
    send(&mut state, Event::Typed("message.header.url".into(), url.into()));
    assert!(!state.is_settled(url));
    let revision = state.revision;
    send(&mut state, Event::Paused(revision));
    assert!(state.is_settled(url));
    send(&mut state, Event::Typed("message.header.url".into(), "https://cdn.example.com/ab.jpg".into()));
    assert!(!state.is_settled("https://cdn.example.com/ab.jpg"));
}

#[test]
fn templates_of_an_account_that_was_left_are_not_shown_as_the_new_one_s() {
    let mut state = State::default();
    send(&mut state, opened(None));
    let other = Integration { id: "int_2".into(), ..integration() };
    let list = crate::integrations::state::List { items: vec![integration(), other] };
    send(&mut state, Event::IntegrationsLoaded(Ok(list)));
    send(&mut state, Event::IntegrationChosen("int_2".into()));
    send(&mut state, Event::TemplatesLoaded("int_1".into(), Ok(templates())));
    assert!(state.templates.is_loading(), "the answer was about the other account");
    send(&mut state, Event::TemplatesLoaded("int_2".into(), Ok(templates())));
    assert!(state.templates.ready().is_some());
}

#[test]
fn a_step_that_the_host_hands_in_later_takes_the_place_of_the_one_in_hand() {
    use crate::host::{Cause, HostChange, HostEvent};
    let causes = |effects: &[Effect<Event>]| {
        let told = effects.iter().filter_map(|effect| match effect {
            Effect::Tell(event) => match &**event {
                HostEvent::NodeChanged { cause, .. } => Some(*cause),
                _ => None,
            },
            _ => None,
        });
        told.collect::<Vec<_>>()
    };
    let mut state = chosen();
    let node: Node = serde_json::from_value(json!({"version":1,"integration":"int_1",
        "message":{"type":"text","text":{"value":"Hi"}}}))
    .unwrap();
    let effects =
        send(&mut state, Event::HostGave(Box::new(HostChange::Value(Some(Box::new(node.clone()))))));
    assert_eq!(causes(&effects), [Cause::Opening], "not the person's change");
    assert!(effects.iter().any(|effect| matches!(effect, Effect::DropDraft { key } if key == DRAFT_KEY)));
    assert_eq!((state.draft.kind, state.is_unsaved()), (Kind::Text, false));
    assert_eq!(send(&mut state, Event::Undo).len(), 0, "there is nothing to take back");
    let typed = send(&mut state, Event::Typed("message.text".into(), "Hi there".into()));
    assert_eq!(causes(&typed), [Cause::Typing]);
    assert_eq!(causes(&send(&mut state, Event::Undo)), [Cause::Choice]);
    // Only to be looked at.
    send(&mut state, Event::Locked(true));
    for event in [
        Event::Typed("message.text".into(), "Other".into()),
        Event::KindChosen(Kind::Template),
        Event::Redo,
        Event::SavePressed("2026-01-01T00:00:00Z".into()),
    ] {
        assert_eq!(send(&mut state, event.clone()).len(), 0, "{event:?}");
    }
    assert_eq!(state.node(), node);
}
