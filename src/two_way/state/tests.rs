use serde_json::json;
use whatsapp_domain::CampaignEvent;

use super::*;

fn account() -> Account {
    Account { id: "int_1".into(), provider: "acme".into(), name: "Acme".into(), sandbox: true }
}

fn send(state: &mut State, event: Event) -> Vec<Effect<Event>> {
    crate::settle::send(update, state, event)
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

fn told(verdict: &str, own: bool, other: bool) -> Event {
    let target = |own: bool| json!({"id": "s", "url": "https://x.example/…", "events": ["MO"], "own": own, "takesMessages": true});
    let targets: Vec<_> =
        [(own, true), (other, false)].iter().filter(|(on, _)| *on).map(|(_, own)| target(*own)).collect();
    let state = json!({"callbackUrl": "https://p.example/webhooks/acme/int_1/t", "reachable": "local",
        "registration": {"checkedAt": "2026-01-01T00:00:00.000Z", "state": "registered", "targets": targets},
        "manualSteps": [],
        "roundTrip": {"code": "KX7M-2PQ4", "link": "https://wa.me/447860099299?text=KX7M-2PQ4",
            "expiresAt": "2026-01-01T00:10:00.000Z",
            "steps": [{"step": "address", "verdict": verdict, "text": ""}]}});
    Event::Told(Ok(Box::new(serde_json::from_value(state).unwrap())))
}

fn opened() -> State {
    let mut state = State::default();
    let effects = send(&mut state, Event::Opened(account()));
    assert_eq!(calls(&effects), [("GET", "/api/v1/integrations/int_1/two-way")]);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Listen { .. })));
    let asked = send(&mut state, told("ok", false, false));
    assert_eq!(calls(&asked), [("GET", "/api/v1/integrations/int_1/two-way?refresh=true")]);
    state
}

#[test]
fn a_new_address_and_a_removal_are_asked_about_first() {
    for (act, call) in [
        (Act::Rotate, ("POST", "/api/v1/integrations/int_1/two-way/rotate")),
        (Act::Remove, ("DELETE", "/api/v1/integrations/int_1/two-way/register")),
    ] {
        let mut state = opened();
        send(&mut state, told("ok", true, false));
        let asked = send(&mut state, Event::Pressed(act));
        assert!(calls(&asked).is_empty(), "nothing is done unasked");
        assert!(matches!(&asked[..], [Effect::Focus(field)] if field == "two-way.agree"));
        let dropped = send(&mut state, Event::Dropped);
        assert!(matches!(&dropped[..], [Effect::Focus(field)] if field == field_of(act)));
        assert!(send(&mut state, Event::Agreed).is_empty(), "it was dropped");
        send(&mut state, Event::Pressed(act));
        assert_eq!(calls(&send(&mut state, Event::Agreed)), [call]);
        assert!(send(&mut state, Event::Pressed(Act::Register)).is_empty(), "one thing at a time");
    }
}

#[test]
fn what_is_registered_is_read_back_also_after_a_refusal() {
    let mut state = opened();
    send(&mut state, told("ok", false, false));
    assert_eq!(
        calls(&send(&mut state, Event::Pressed(Act::Register))),
        [("POST", "/api/v1/integrations/int_1/two-way/register")]
    );
    let problem = Problem::new("scope-missing", "The key may not do that.");
    let effects = send(&mut state, Event::Done(Act::Register, Err(problem)));
    assert_eq!(calls(&effects), [("GET", "/api/v1/integrations/int_1/two-way")]);
    assert_eq!(state.problem.as_ref().unwrap().code, "scope-missing");
    send(&mut state, told("ok", false, true));
    assert!(!state.is_registered() && state.taken_by_others().len() == 1);
    assert!(state.problem.is_some(), "reading back does not hide why it was refused");
    send(&mut state, told("ok", true, true));
    assert!(state.is_registered() && state.taken_by_others().len() == 1, "both are told");
}

#[test]
fn a_proof_is_drawn_and_looked_at_until_it_ends() {
    let mut state = opened();
    let effects = send(&mut state, told("waiting", true, false));
    assert!(matches!(&effects[..], [Effect::After { .. }]), "the message may fail without an event");
    assert_eq!(state.qr.as_ref().unwrap().0, "https://wa.me/447860099299?text=KX7M-2PQ4");
    assert!(send(&mut state, told("waiting", true, false)).is_empty(), "one look is on its way already");
    send(&mut state, Event::Look);
    assert!(matches!(&send(&mut state, told("waiting", true, false))[..], [Effect::After { .. }]));
    send(&mut state, Event::Look);
    assert!(send(&mut state, told("ok", true, false)).is_empty(), "proven");
    assert!(!state.awaits());
}

#[test]
fn a_message_of_this_account_is_looked_at_at_once() {
    let mut state = opened();
    send(&mut state, told("waiting", true, false));
    let heard = |integration: &str| {
        let event: CampaignEvent = serde_json::from_value(json!({"status": "inbound", "type": "text", "message": "KX7M-2PQ4",
            "integration": integration, "provider": "acme", "received_at": "2026-01-01T00:00:00.000Z", "raw": null}))
        .unwrap();
        Event::Heard(News::Event(event.into()))
    };
    assert!(send(&mut state, heard("int_2")).is_empty());
    assert_eq!(calls(&send(&mut state, heard("int_1"))).len(), 1);
}

#[test]
fn the_sandbox_phone_writes_the_code() {
    let mut state = opened();
    send(&mut state, told("waiting", true, false));
    let effects = send(&mut state, Event::Pressed(Act::Write));
    let [Effect::Call(call)] = &effects[..] else { panic!("one call") };
    assert_eq!((call.method, call.path.as_str()), ("POST", "/sandbox/api/inbound"));
    assert_eq!(call.body.as_ref().unwrap()["text"], "KX7M-2PQ4");
}

#[test]
fn one_missed_look_is_no_news() {
    let mut state = State::default();
    send(&mut state, Event::Opened(account()));
    send(&mut state, Event::Told(Err(Problem::new("proxy-unreachable", "No."))));
    assert!(state.told.problem().is_some());
    send(&mut state, told("ok", true, false));
    send(&mut state, Event::Told(Err(Problem::new("proxy-unreachable", "No."))));
    assert!(state.told.ready().is_some());
}
