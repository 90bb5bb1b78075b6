use serde_json::json;

use super::*;
use crate::{
    settle,
    texts::{Arg, english, quick_test as say},
};

const BRITISH: &str = "+44 7400 123456";
const SWISS: &str = "+41 78 123 45 67";

fn test(id: &str) -> QuickTest {
    serde_json::from_value(json!({"id":id,"integration":"int_1","integrationName":"Shop","provider":"infobip",
        "createdAt":"2026-01-01T00:00:00Z",
        "reached":{"e164":"+447400123456","international":"+44 7400 123456","region":"GB","country":"United Kingdom"},
        "message":{"type":"text","text":"Hi","previewUrl":false},
        "request":{"method":"POST","url":"https://x","headers":{},"body":null},
        "outcome":{"verdict":"accepted","code":"accepted","cause":"Taken over.","retry":"never","safeToRepeat":false,"known":true},
        "durationMs":12}))
    .unwrap()
}

fn node() -> Box<Node> {
    Box::new(serde_json::from_value(json!({"message":{"type":"text","text":{"value":"Hi"}}})).unwrap())
}

fn press(id: &str) -> Event {
    Event::Send { node: node(), context: json!({}), id: id.into() }
}

fn typed(to: &str) -> State {
    let mut state = State::default();
    send(&mut state, Event::ToTyped(to.into()));
    state
}

/// Sends an event, lets the engine answer, and gives back what is left to do.
fn send(state: &mut State, event: Event) -> Vec<Effect<Event>> {
    settle::send(update, state, event)
}

fn region(state: &mut State, region: &str) {
    let step = Step { region: Some(region.into()), ..state.step.clone() };
    send(state, Event::StepFilled(Box::new(step)));
}

/// The body of the one call among the effects.
#[track_caller]
fn sent(effects: &[Effect<Event>]) -> &Value {
    let bodies: Vec<_> = effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Call(call) => call.body.as_ref(),
            _ => None,
        })
        .collect();
    assert_eq!(bodies.len(), 1, "one call");
    bodies[0]
}

fn focused(effects: &[Effect<Event>]) -> Vec<&str> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Focus(field) => Some(field.as_str()),
            _ => None,
        })
        .collect()
}

fn saved(effects: &[Effect<Event>]) -> &Value {
    let found = effects.iter().find_map(|effect| match effect {
        Effect::SaveDraft { key, value } if key == TESTERS_KEY => Some(value),
        _ => None,
    });
    found.expect("the testers are kept")
}

fn save_as(state: &mut State, name: &str) -> Vec<Effect<Event>> {
    send(state, Event::NamingStarted);
    send(state, Event::Named(name.into()));
    send(state, Event::NamingDone)
}

#[test]
fn a_second_press_while_sending_sends_nothing() {
    let mut state = typed(" +447400123456 ");
    let first = send(&mut state, press("a"));
    let body = sent(&first);
    assert_eq!((&body["to"], &body["id"]), (&json!("+447400123456"), &json!("a")));
    assert_eq!(body.get("expectedRegion"), None, "nothing tells which country is expected");
    assert!(send(&mut state, press("b")).is_empty());
}

#[test]
fn a_second_press_while_the_engine_is_on_its_way_sends_nothing() {
    let mut state = typed(BRITISH);
    region(&mut state, "GB");
    let waiting = update(&mut state, press("a"));
    assert!(matches!(waiting[..], [Effect::Ask { .. }]));
    assert!(update(&mut state, press("b")).is_empty());
    for effect in waiting {
        let Effect::Ask { request, then, .. } = effect else { panic!("a question") };
        let answer = then(whatsapp_providers::engine_api::dispatch(*request));
        assert_eq!(sent(&update(&mut state, answer.clone()))["id"], "a");
        assert!(update(&mut state, answer).is_empty(), "an answer counts once");
    }
}

#[test]
fn a_sent_test_stands_on_top_of_the_history_once() {
    let mut state = State {
        account: "int_1".into(),
        history: Load::Ready(vec![test("test_1").into()]),
        ..State::default()
    };
    update(&mut state, Event::Sent(Ok(Box::new(test("test_2")))));
    update(&mut state, Event::Sent(Ok(Box::new(test("test_2")))));
    let ids: Vec<_> = state.history.ready().unwrap().iter().map(|test| test.id.clone()).collect();
    assert_eq!(ids, ["test_2", "test_1"]);
    assert_eq!(state.known().count(), 2);
}

#[test]
fn a_changed_step_makes_a_test_without_a_stamp_stale_until_the_next() {
    let mut state = State::default();
    update(&mut state, Event::StepChanged);
    assert!(!state.shows_another_version(), "nothing was tested yet");
    update(&mut state, Event::Sent(Ok(Box::new(test("test_1")))));
    update(&mut state, Event::StepChanged);
    assert!(state.shows_another_version());
    update(&mut state, Event::Sent(Ok(Box::new(test("test_2")))));
    assert!(!state.shows_another_version());
}

#[test]
fn a_stamp_tells_the_version_also_after_a_change_was_taken_back() {
    let mut state = State::default();
    let fill = |state: &mut State, stamp: &str| {
        let step = Step { stamp: stamp.into(), ..Step::default() };
        update(state, Event::StepChanged);
        update(state, Event::StepFilled(Box::new(step)));
    };
    let tested = QuickTest { stamp: Some("aa".into()), ..test("test_1") };
    assert_eq!(state.is_this_version(&tested), None, "the step has no stamp yet");
    fill(&mut state, "aa");
    update(&mut state, Event::Sent(Ok(Box::new(tested.clone()))));
    fill(&mut state, "bb");
    assert!(state.shows_another_version());
    fill(&mut state, "aa");
    assert!(!state.shows_another_version());
    assert_eq!(state.is_this_version(&tested), Some(true));
    assert_eq!(state.is_this_version(&test("test_2")), None, "older tests have no stamp");
}

#[test]
fn an_old_reading_of_the_number_is_ignored() {
    let mut state = State::default();
    update(&mut state, Event::ToTyped("+44".into()));
    assert_eq!(state.reading, Reading::Open);
    update(&mut state, Event::ToTyped(String::new()));
    let late = EngineResponse::Phone {
        reached: None,
        rejection: Some(PhoneRejection { code: "x".into(), text: "x".into(), said: None, fix: None }),
    };
    update(&mut state, Event::Read(1, Box::new(late)));
    assert_eq!(state.reading, Reading::Empty);
}

#[test]
fn a_number_that_can_t_be_used_is_not_sent_but_shown() {
    let mut state = typed("+1201555XXXX");
    let effects = send(&mut state, press("a"));
    assert_eq!(focused(&effects), ["test.to"]);
    assert!(state.insisted && state.current == Load::Idle);
    send(&mut state, Event::ToTyped(BRITISH.into()));
    assert!(!state.insisted);
}

#[test]
fn a_number_without_a_country_is_of_the_step_s() {
    let mut state = typed("07400 123456");
    assert!(matches!(state.reading, Reading::Refused(_)));
    region(&mut state, "GB");
    assert_eq!(state.reached().unwrap().e164, "+447400123456");
}

#[test]
fn another_country_than_the_step_s_stops_the_test_until_it_is_agreed_to() {
    let mut state = typed(SWISS);
    region(&mut state, "GB");
    let effects = send(&mut state, press("a"));
    assert_eq!(focused(&effects), [country::GUARD_FIELD]);
    assert_eq!(state.current, Load::Idle, "nothing was sent");
    let guard = state.guard.clone().unwrap();
    assert_eq!(
        english().say(guard.title()),
        "This would go to Switzerland; you expected the United Kingdom."
    );
    assert_eq!(english().say(guard.agree_label()), "Send it to Switzerland");
    let reason = english().say(guard.reason());
    assert!(reason.contains("in this step") && reason.contains(SWISS), "{reason}");

    update(&mut state, Event::Agreed);
    assert_eq!(sent(&send(&mut state, press("b")))["expectedRegion"], "CH");
    update(&mut state, Event::Sent(Ok(Box::new(test("test_1")))));
    assert_eq!(sent(&send(&mut state, press("c")))["expectedRegion"], "CH", "it is not asked again");
    // What was agreed to is what is expected from now on, and a new number is judged by it.
    update(&mut state, Event::Sent(Ok(Box::new(test("test_2")))));
    send(&mut state, Event::ToTyped(BRITISH.into()));
    send(&mut state, press("d"));
    assert_eq!(state.guard.as_ref().unwrap().expected, Arg::Country("CH".into(), "Switzerland".into()));
}

#[test]
fn the_same_country_goes_out_with_the_expectation() {
    let mut state = typed(BRITISH);
    region(&mut state, "GB");
    assert_eq!(sent(&send(&mut state, press("a")))["expectedRegion"], "GB");
}

#[test]
fn an_empty_field_is_judged_by_the_profile_s_own_number() {
    let mut state = State::default();
    let reached = typed(SWISS).reached().cloned();
    let step = Step { reached, region: Some("GB".into()), ..Step::default() };
    send(&mut state, Event::StepFilled(Box::new(step.clone())));
    send(&mut state, press("a"));
    assert!(state.guard.is_some());
    // Another profile: what was said of the first one's number is gone.
    send(&mut state, Event::StepFilled(Box::new(Step { reached: None, ..step })));
    assert_eq!(state.guard, None);
    // A number that is not known here is left to the proxy to compare.
    assert_eq!(sent(&send(&mut state, press("b")))["expectedRegion"], "GB");
}

#[test]
fn without_a_tester_and_a_country_of_the_step_the_last_test_tells() {
    let mut state = State { history: Load::Ready(vec![test("test_1").into()]), ..typed(SWISS) };
    send(&mut state, press("a"));
    assert_eq!(state.guard.as_ref().unwrap().why, Why::LastTest);
    assert_eq!(focused(&send(&mut state, Event::NumberWanted)), ["test.to"]);
    assert_eq!(state.guard, None);
}

#[test]
fn a_country_that_does_not_exist_is_not_expected() {
    let mut state = typed(SWISS);
    region(&mut state, "England");
    assert_eq!(sent(&send(&mut state, press("a"))).get("expectedRegion"), None);
}

#[test]
fn a_number_of_no_country_can_be_agreed_to_by_itself() {
    let mut state = typed("+800 1234 5678");
    region(&mut state, "GB");
    assert_eq!(state.reached().unwrap().region, None);
    send(&mut state, press("a"));
    assert_eq!(state.guard.as_ref().unwrap().agree_label(), say::SEND_ANYWAY.into());
    update(&mut state, Event::Agreed);
    assert_eq!(sent(&send(&mut state, press("b"))).get("expectedRegion"), None);
    update(&mut state, Event::Sent(Ok(Box::new(test("test_1")))));
    send(&mut state, Event::ToTyped(SWISS.into()));
    send(&mut state, press("c"));
    assert!(state.guard.is_some(), "it held for that number alone");
}

#[test]
fn a_saved_tester_is_kept_picked_and_tells_its_country() {
    let mut state = typed(BRITISH);
    assert!(state.can_be_saved().is_some());
    let effects = save_as(&mut state, " Ana’s phone ");
    let kept = saved(&effects).clone();
    assert_eq!(kept[0]["name"], "Ana’s phone");
    assert_eq!(kept[0]["reached"]["e164"], "+447400123456");
    assert!(state.can_be_saved().is_none(), "it is saved");

    // A later visit.
    let mut state = State::default();
    update(&mut state, Event::TestersKept(serde_json::from_value(kept).unwrap()));
    send(&mut state, Event::TesterPicked(Some("+447400123456".into())));
    assert_eq!(state.to, BRITISH);
    assert_eq!(state.expected().unwrap().why, Why::Tester("Ana’s phone".into()));
    // The number is edited: the tester still tells what is expected.
    region(&mut state, "CH");
    send(&mut state, Event::ToTyped(SWISS.into()));
    send(&mut state, press("a"));
    let guard = state.guard.clone().unwrap();
    let reason = english().say(guard.reason());
    assert!(reason.contains("“Ana’s phone”"), "{reason}");
    // Back to the profile's own number: the tester does not count any more.
    send(&mut state, Event::TesterPicked(None));
    assert_eq!((state.to.as_str(), state.expected().unwrap().why), ("", Why::Step));
}

#[test]
fn a_name_is_needed_and_names_one_number() {
    let mut state = typed(BRITISH);
    assert_eq!(focused(&save_as(&mut state, "  ")), ["test.name"]);
    assert!(state.testers.naming.as_ref().unwrap().problem.is_some() && state.testers.items.is_empty());
    save_as(&mut state, "Ana");
    send(&mut state, Event::ToTyped(SWISS.into()));
    save_as(&mut state, "ana");
    let problem = english().say(state.testers.naming.clone().unwrap().problem.unwrap());
    assert!(problem.contains(BRITISH), "{problem}");
    assert!(save_as(&mut state, &"x".repeat(61)).iter().all(|effect| matches!(effect, Effect::Focus(_))));
    save_as(&mut state, "Beat");
    let names: Vec<_> = state.testers.items.iter().map(|tester| tester.name.as_str()).collect();
    assert_eq!(names, ["Ana", "Beat"]);
    // A number that reaches nobody has nothing to save.
    send(&mut state, Event::ToTyped("+44".into()));
    assert!(state.can_be_saved().is_none());
    assert!(save_as(&mut state, "Nobody").is_empty());
}

#[test]
fn a_removed_tester_comes_back() {
    let mut state = typed(BRITISH);
    save_as(&mut state, "Ana");
    let effects = send(&mut state, Event::TesterRemoved("+447400123456".into()));
    assert_eq!((saved(&effects), focused(&effects)), (&json!([]), vec!["test.back"]));
    assert!(state.tester().is_none());
    let effects = send(&mut state, Event::TesterBack);
    assert_eq!(saved(&effects)[0]["name"], "Ana");
    assert!(state.tester().is_some());
    assert!(send(&mut state, Event::TesterBack).is_empty());
}

#[test]
fn tests_of_an_account_that_was_left_are_not_shown() {
    let page = |id: &str| QuickTestPage { items: vec![test(id)], next: None };
    let mut state = State::default();
    update(&mut state, Event::Opened("int_2".into()));
    update(&mut state, Event::Opened("int_1".into()));
    update(&mut state, Event::HistoryLoaded("int_2".into(), Ok(page("test_9"))));
    assert!(state.history.is_loading(), "the answer was about the other account");
    update(&mut state, Event::HistoryLoaded("int_1".into(), Ok(page("test_1"))));
    update(&mut state, Event::Opened("int_2".into()));
    update(&mut state, Event::HistoryLoaded("int_2".into(), Ok(page("test_9"))));
    update(&mut state, Event::Sent(Ok(Box::new(test("test_2")))));
    let ids: Vec<_> = state.history.ready().unwrap().iter().map(|test| test.id.clone()).collect();
    assert_eq!(ids, ["test_9"], "a test that ends after its account was left is not among the other's");
}

fn followed(id: &str, status: &str) -> QuickTest {
    let following = serde_json::from_value(json!({"messageId": "m", "status": status})).unwrap();
    let mut test = QuickTest { following: Some(following), ..test(id) };
    test.outcome.message_id = Some("m".into());
    test
}

fn heard(status: &str, message: &str) -> Event {
    let event = json!({"status": status, "type": "delivery", "message_id": "m", "message": message,
        "integration": "int_1", "provider": "infobip", "received_at": "2026-01-01T00:00:00.000Z", "raw": null});
    Event::Heard(News::Event(serde_json::from_value::<whatsapp_domain::CampaignEvent>(event).unwrap().into()))
}

fn asked(effects: &[Effect<Event>]) -> Vec<&str> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Call(call) => Some(call.path.as_str()),
            _ => None,
        })
        .collect()
}

#[test]
fn a_report_brings_the_test_in_view_and_the_list_up_to_date() {
    let mut state = State { account: "int_1".into(), history: Load::Ready(Vec::new()), ..State::default() };
    let effects = update(&mut state, Event::Sent(Ok(Box::new(followed("test_1", "accepted")))));
    assert_eq!(asked(&effects), ["/api/v1/quick-tests/test_1"], "reports may have come before the answer");
    assert_eq!(asked(&update(&mut state, heard("sent", ""))), ["/api/v1/quick-tests/test_1"]);
    let now = |status| Event::Followed("test_1".into(), Ok(Box::new(followed("test_1", status))));
    update(&mut state, now("delivered"));
    update(&mut state, now("sent"));
    let status = |test: &QuickTest| test.following.as_ref().unwrap().status;
    use whatsapp_domain::DeliveryStatus::Delivered;
    assert_eq!(status(state.current.ready().unwrap()), Delivered, "an older answer takes nothing back");
    assert_eq!(status(&state.history.ready().unwrap()[0]), Delivered);
    update(&mut state, now("read"));
    assert!(update(&mut state, Event::Heard(News::Open)).is_empty(), "nothing more is to come");
}

#[test]
fn reports_of_other_messages_ask_nothing() {
    let mut state = State::default();
    update(&mut state, Event::Sent(Ok(Box::new(test("test_1")))));
    assert!(update(&mut state, heard("sent", "")).is_empty(), "this test has no id of a message");
}

#[test]
fn a_lost_line_is_said_and_made_up_for() {
    let mut state = State::default();
    update(&mut state, Event::Sent(Ok(Box::new(followed("test_1", "sent")))));
    update(&mut state, Event::Heard(News::Lost));
    assert!(state.out_of_hearing);
    assert_eq!(asked(&update(&mut state, Event::Heard(News::Open))), ["/api/v1/quick-tests/test_1"]);
    assert!(!state.out_of_hearing);
}

#[test]
fn an_invited_tester_is_noticed_by_the_code() {
    let mut state = State { account: "int_1".into(), ..State::default() };
    let effects = send(&mut state, Event::InvitePressed);
    assert_eq!(asked(&effects), ["/api/v1/integrations/int_1/two-way/round-trip"]);
    assert!(send(&mut state, Event::InvitePressed).is_empty(), "one code is enough");
    let trip = json!({"code": "KX7M-2PQ4", "link": "https://wa.me/447860099299?text=KX7M-2PQ4",
        "expiresAt": "2026-01-01T00:10:00.000Z", "steps": []});
    send(&mut state, Event::Invited(Ok(Box::new(serde_json::from_value(trip).unwrap()))));
    assert!(state.invitation.as_ref().unwrap().qr.is_some());
    send(&mut state, heard("inbound", "Hello"));
    assert!(!state.invitation.as_ref().unwrap().arrived);
    send(&mut state, heard("inbound", "KX7M-2PQ4"));
    assert!(state.invitation.as_ref().unwrap().arrived);
    update(&mut state, Event::Sent(Ok(Box::new(test("test_1")))));
    assert_eq!(state.invitation, None, "the next test begins without it");
}
