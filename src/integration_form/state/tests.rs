use serde_json::json;

use super::*;

fn send(state: &mut State, event: Event) -> Vec<Effect<Event>> {
    crate::settle::send(update, state, event)
}

fn opened() -> State {
    let mut state = State::default();
    let policy = AddressPolicy { sandbox: Some("http://127.0.0.1:8787".into()), ..AddressPolicy::default() };
    send(&mut state, Event::Opened { id: None, policy, draft: None });
    state
}

fn account() -> SandboxAccount {
    serde_json::from_value(json!({"provider":"infobip","name":"Sandbox shop",
        "settings":{"baseUrl":"http://127.0.0.1:8787/sandbox/infobip","sender":"447860099299","authScheme":"apiKey"},
        "secrets":{"apiKey":"0123456789abcdef-sandbox"}}))
    .unwrap()
}

fn saved() -> Integration {
    serde_json::from_value(json!({"version":1,"id":"int_1","name":"Sandbox shop","provider":"infobip",
        "settings":{"baseUrl":"https://k3x9p.api.infobip.com","sender":"447860099299","authScheme":"apiKey"},
        "secrets":{"apiKey":{"set":true,"hint":"…7f31"}},"twoWay":{},"limits":{},
        "createdAt":"2026-01-01T00:00:00Z","updatedAt":"2026-01-01T00:00:00Z"}))
    .unwrap()
}

fn loaded() -> State {
    let mut state = State::default();
    let opened = Event::Opened { id: Some("int_1".into()), policy: AddressPolicy::default(), draft: None };
    send(&mut state, opened);
    send(&mut state, Event::Loaded(Ok(Box::new(saved()))));
    state
}

fn calls(effects: &[Effect<Event>]) -> Vec<(&'static str, &str)> {
    let mut calls = Vec::new();
    for effect in effects {
        if let Effect::Call(call) = effect {
            calls.push((call.method, call.path.as_str()));
        }
    }
    calls
}

#[test]
fn an_empty_form_is_not_saved_and_the_first_missing_field_gets_the_focus() {
    let mut state = opened();
    assert_eq!(state.finding("name"), None, "nothing is red before anything was done");
    let effects = send(&mut state, Event::SavePressed);
    assert!(matches!(&effects[..], [Effect::Focus(field)] if field == "name"));
    assert_eq!(state.finding("name").unwrap().code, "name-missing");
    assert!(state.finding("secrets.apiKey").is_some());
}

#[test]
fn the_sandbox_account_fills_the_form_and_saves_with_its_key() {
    let mut state = opened();
    send(&mut state, Event::AccountsLoaded(Ok(vec![account()])));
    send(&mut state, Event::FillSandbox);
    assert_eq!(state.errors(), 0, "{:?}", state.findings);
    let effects = send(&mut state, Event::SavePressed);
    let [Effect::Call(call)] = &effects[..] else { panic!("one call, not {}", effects.len()) };
    assert_eq!((call.method, call.path.as_str()), ("POST", "/api/v1/integrations"));
    let body = call.body.as_ref().unwrap();
    assert_eq!(body["secrets"]["apiKey"], "0123456789abcdef-sandbox");
    assert_eq!(body["settings"]["sender"], "447860099299");
    assert_eq!(body["version"], 1);
}

#[test]
fn switching_the_provider_and_back_loses_nothing_typed() {
    let mut state = opened();
    send(&mut state, Event::SettingTyped("sender", "447860099299".into()));
    send(&mut state, Event::SecretTyped("apiKey", Zeroizing::new("typed".into())));
    send(&mut state, Event::ProviderChosen("sinch".into()));
    assert_eq!((state.setting("sender").as_str(), state.secret("apiKey")), ("", ""));
    send(&mut state, Event::ProviderChosen("infobip".into()));
    assert_eq!((state.setting("sender").as_str(), state.secret("apiKey")), ("447860099299", "typed"));
}

#[test]
fn a_draft_survives_and_has_no_secret() {
    let mut state = opened();
    send(&mut state, Event::SettingTyped("sender", "447860099299".into()));
    let effects = send(&mut state, Event::SecretTyped("apiKey", Zeroizing::new("planted-key".into())));
    let kept = effects.iter().find_map(|effect| match effect {
        Effect::SaveDraft { key, value } => Some((key.clone(), value.clone())),
        _ => None,
    });
    let (key, value) = kept.unwrap();
    assert_eq!(key, "integration:new");
    assert!(!value.to_string().contains("planted-key"));
    let mut again = State::default();
    let draft = Some(Box::new(serde_json::from_value(value).unwrap()));
    send(&mut again, Event::Opened { id: None, policy: AddressPolicy::default(), draft });
    assert_eq!(again.setting("sender"), "447860099299");
    assert!(again.restored);
}

#[test]
fn after_saving_no_secret_is_left_and_the_connection_is_checked() {
    let mut state = opened();
    send(&mut state, Event::AccountsLoaded(Ok(vec![account()])));
    send(&mut state, Event::FillSandbox);
    send(&mut state, Event::SavePressed);
    let effects = send(&mut state, Event::Saved(Ok(Box::new(saved()))));
    assert!(state.secrets.is_empty());
    assert_eq!(state.stored_hint("apiKey").as_deref(), Some("…7f31"));
    assert_eq!(calls(&effects), [("POST", "/api/v1/integrations/int_1/check")]);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::DropDraft { .. })));
}

#[test]
fn a_stored_key_is_kept_by_leaving_it_out() {
    let mut state = loaded();
    assert_eq!(state.errors(), 0, "a stored key is not missing: {:?}", state.findings);
    send(&mut state, Event::NameTyped("Shop 2".into()));
    let effects = send(&mut state, Event::SavePressed);
    let [Effect::Call(call)] = &effects[..] else { panic!("one call") };
    assert_eq!((call.method, call.path.as_str()), ("PUT", "/api/v1/integrations/int_1"));
    assert_eq!(call.body.as_ref().unwrap()["secrets"], json!({}));
}

#[test]
fn replacing_a_key_asks_for_it_and_keeping_it_does_not() {
    let mut state = loaded();
    send(&mut state, Event::Replace("apiKey", true));
    assert!(state.findings.iter().any(|finding| finding.field == "secrets.apiKey"));
    send(&mut state, Event::SecretTyped("apiKey", Zeroizing::new("half".into())));
    send(&mut state, Event::Replace("apiKey", false));
    assert_eq!(state.secret("apiKey"), "");
    assert!(!state.findings.iter().any(|finding| finding.field == "secrets.apiKey"));
}

#[test]
fn a_refused_save_keeps_everything_and_shows_the_proxy_s_findings() {
    let mut state = loaded();
    send(&mut state, Event::NameTyped("Shop 2".into()));
    send(&mut state, Event::SavePressed);
    let mut problem = Problem::new("invalid", "The sender is not right.");
    problem.findings = vec![Finding::error("sender-odd", "settings.sender", "Odd.")];
    let effects = send(&mut state, Event::Saved(Err(problem)));
    assert!(matches!(&effects[..], [Effect::Focus(field), Effect::Tell(_)] if field == "settings.sender"));
    assert_eq!(state.name, "Shop 2");
    assert_eq!(state.finding("settings.sender").unwrap().code, "sender-odd");
    assert!(state.changed);
}

#[test]
fn a_check_of_unsaved_changes_sends_them_and_a_later_change_makes_it_stale() {
    let mut state = loaded();
    let plain = send(&mut state, Event::CheckPressed);
    let [Effect::Call(call)] = &plain[..] else { panic!("one call") };
    assert_eq!(call.body, None, "as saved, so that the proxy keeps the result");
    let report = CheckReport { ok: true, steps: vec![], checked_at: "2026-01-01T00:00:00Z".into() };
    send(&mut state, Event::Checked(Ok(Box::new(report))));
    send(&mut state, Event::SettingTyped("sender", "447860099298".into()));
    assert!(state.check.stale);
    let changed = send(&mut state, Event::CheckPressed);
    let [Effect::Call(call)] = &changed[..] else { panic!("one call") };
    assert_eq!(call.body.as_ref().unwrap()["settings"]["sender"], "447860099298");
}

#[test]
fn discarding_goes_back_to_what_is_saved() {
    let mut state = loaded();
    send(&mut state, Event::NameTyped("Other".into()));
    send(&mut state, Event::Discarded);
    assert_eq!((state.name.as_str(), state.changed), ("Sandbox shop", false));
}

#[test]
fn a_late_verdict_on_an_older_form_is_ignored() {
    let mut state = opened();
    let missing = |state: &State| state.findings.iter().any(|found| found.field == "settings.sender");
    assert!(missing(&state));
    let mut first = update(&mut state, Event::SettingTyped("sender", "447860099299".into()));
    update(&mut state, Event::SettingTyped("sender", String::new()));
    let Effect::Ask { request, then, .. } = first.remove(0) else { panic!("a question first") };
    let late = then(whatsapp_providers::engine_api::dispatch(*request));
    update(&mut state, late);
    assert!(missing(&state), "the verdict on the filled sender came after it was emptied");
}

#[test]
fn a_limit_of_nothing_stops_the_save() {
    let mut state = loaded();
    send(&mut state, Event::LimitsChanged(Limits { messages_per_second: 0, templates: 300 }));
    let effects = send(&mut state, Event::SavePressed);
    assert!(matches!(&effects[..], [Effect::Focus(field)] if field == "limits.messagesPerSecond"));
    assert_eq!(
        state.finding("limits.messagesPerSecond").map(|found| found.code.as_str()),
        Some("limit-out-of-range")
    );
}

#[test]
fn unsaved_changes_of_a_saved_integration_survive_a_reload() {
    let mut state = loaded();
    let effects = send(&mut state, Event::NameTyped("Shop, renamed".into()));
    let kept = effects.into_iter().find_map(|effect| match effect {
        Effect::SaveDraft { key, value } => Some((key, value)),
        _ => None,
    });
    let (key, value) = kept.unwrap();
    assert_eq!(key, "integration:int_1");
    let mut again = State::default();
    let draft = Some(Box::new(serde_json::from_value(value).unwrap()));
    let opened = Event::Opened { id: Some("int_1".into()), policy: AddressPolicy::default(), draft };
    send(&mut again, opened);
    send(&mut again, Event::Loaded(Ok(Box::new(saved()))));
    assert_eq!((again.name.as_str(), again.changed, again.restored), ("Shop, renamed", true, true));
    let discarded = send(&mut again, Event::Discarded);
    assert!(
        discarded
            .iter()
            .any(|effect| matches!(effect, Effect::DropDraft { key } if *key == "integration:int_1"))
    );
    assert_eq!((again.name.as_str(), again.restored), ("Sandbox shop", false));
}

#[test]
fn a_draft_that_says_what_is_saved_is_none() {
    let mut state = loaded();
    let draft = Some(Box::new(Draft::from(&state)));
    let opened = Event::Opened { id: Some("int_1".into()), policy: AddressPolicy::default(), draft };
    send(&mut state, opened);
    send(&mut state, Event::Loaded(Ok(Box::new(saved()))));
    assert!(!state.restored && !state.changed);
}

#[test]
fn a_dropped_plus_can_be_put_back_until_something_else_is_typed() {
    let mut state = loaded();
    send(&mut state, Event::SettingTyped("sender", "+44 7860 099299".into()));
    send(&mut state, Event::Left("settings.sender".into()));
    let found =
        Finding::warning("sender-plus", "settings.sender", "…").with_fix("Drop the plus", "447860099299");
    let press = |state: &mut State| send(state, Event::FixPressed(Box::new(found.clone())));
    press(&mut state);
    assert_eq!(state.setting("sender"), "447860099299");
    let effects = send(&mut state, Event::RepairUndone);
    assert_eq!((state.setting("sender").as_str(), &state.mended), ("+44 7860 099299", &None));
    assert!(
        effects.iter().any(|effect| matches!(effect, Effect::Focus(field) if field == "settings.sender"))
    );

    press(&mut state);
    assert!(state.mended.is_some());
    send(&mut state, Event::SettingTyped("sender", "4478600992990".into()));
    assert_eq!(state.mended, None, "what was typed since would be lost");
    send(&mut state, Event::RepairUndone);
    assert_eq!(state.setting("sender"), "4478600992990");
}

#[test]
fn words_stay_as_typed_and_are_saved_as_a_list() {
    let mut state = loaded();
    send(
        &mut state,
        Event::WordsTyped { language: "en".into(), start: false, text: "stop,  no more ,".into() },
    );
    assert_eq!(state.words("en", false), "stop,  no more ,", "the comma is not taken from under the cursor");
    assert_eq!(state.two_way.keywords.stop["en"], ["stop", "no more"]);
    let effects = send(&mut state, Event::SavePressed);
    let Some(Effect::Call(call)) = effects.first() else { panic!("one call") };
    assert_eq!(call.body.as_ref().unwrap()["twoWay"]["keywords"]["stop"]["en"], json!(["stop", "no more"]));
    send(&mut state, Event::WordsReset);
    assert_eq!(state.two_way, TwoWay::default());
    assert!(state.words("en", false).contains("stop"));
}

#[test]
fn a_word_for_both_wishes_and_a_missing_id_stop_the_save_at_their_fields() {
    let mut state = loaded();
    send(&mut state, Event::WordsTyped { language: "en".into(), start: true, text: "stop".into() });
    let effects = send(&mut state, Event::SavePressed);
    assert!(
        matches!(&effects[..], [Effect::Focus(field)] if field.starts_with("twoWay.keywords.") && !field.contains('['))
    );
    send(&mut state, Event::WordsReset);
    let two_way = TwoWay { enabled: true, customer_id_key: " ".into(), ..TwoWay::default() };
    send(&mut state, Event::TwoWayChanged(Box::new(two_way)));
    let effects = send(&mut state, Event::SavePressed);
    assert!(matches!(&effects[..], [Effect::Focus(field)] if field == "twoWay.customerIdKey"));
}

#[test]
fn the_connection_is_set_up_once_replies_are_saved() {
    let mut state = loaded();
    let two_way = TwoWay { enabled: true, ..TwoWay::default() };
    send(&mut state, Event::TwoWayChanged(Box::new(two_way.clone())));
    assert_eq!(state.connection(), None, "it is not saved yet");
    send(&mut state, Event::Saved(Ok(Box::new(Integration { two_way, ..saved() }))));
    let account = state.connection().unwrap();
    assert_eq!((account.id.as_str(), account.sandbox), ("int_1", false));
    send(&mut state, Event::TwoWayChanged(Box::default()));
    assert_eq!(state.connection(), None);
}

#[test]
fn an_integration_of_a_newer_version_is_looked_at_only() {
    let saved = json!({"version": 2, "id": "int_1", "name": "Shop", "provider": "infobip", "settings": {}, "secrets": {},
        "twoWay": {}, "limits": {}, "createdAt": "2026-01-01T00:00:00Z", "updatedAt": "2026-01-01T00:00:00Z"});
    let draft: Draft =
        serde_json::from_value(json!({"name": "Typed earlier", "provider": "infobip", "settings": {}}))
            .unwrap();
    let mut state = State::default();
    let opened = Event::Opened {
        id: Some("int_1".into()),
        policy: AddressPolicy::default(),
        draft: Some(Box::new(draft)),
    };
    update(&mut state, opened);
    let effects = update(&mut state, Event::Loaded(Ok(Box::new(serde_json::from_value(saved).unwrap()))));
    assert!(effects.is_empty(), "neither judged nor told nor kept");
    assert_eq!((state.other_version(), state.name.as_str()), (Some(2), "Shop"));
    for event in [Event::NameTyped("Mine".into()), Event::SavePressed, Event::Discarded, Event::FillSandbox] {
        let effects = update(&mut state, event.clone());
        assert!(effects.is_empty(), "{event:?} does something");
    }
    assert_eq!((state.name.as_str(), state.changed), ("Shop", false));
}

#[test]
fn a_draft_that_was_kept_beside_takes_the_place_of_what_was_typed() {
    let mut state = opened();
    send(&mut state, Event::NameTyped("Here".into()));
    send(&mut state, Event::SecretTyped("apiKey", "planted".to_owned().into()));
    let mut other = State::default();
    send(&mut other, Event::NameTyped("Elsewhere".into()));
    let effects = send(&mut state, Event::DraftChosen(Box::new(Draft::from(&other))));
    assert_eq!(
        (state.name.as_str(), state.secret("apiKey")),
        ("Elsewhere", ""),
        "a key belongs to what it was typed for"
    );
    let kept = effects.iter().find_map(|effect| match effect {
        Effect::SaveDraft { key, value } => Some((key.as_str(), value["name"].clone())),
        _ => None,
    });
    assert_eq!(kept, Some(("integration:new", "Elsewhere".into())));
}
