//! When the customer wrote last: asked of the proxy, shown, and played with.

use serde_json::Value;

use super::*;

const PATH: &str = "/api/v1/windows/447400123456?integration=int_1";

/// An editor whose account has two-way on or off, after the typing has paused, and what the proxy was asked.
fn two_way(enabled: bool) -> (State, Vec<String>) {
    let mut state = State::default();
    send(&mut state, opened(None));
    let mut account = integration();
    account.two_way.enabled = enabled;
    let list = crate::integrations::state::List { items: vec![account] };
    send(&mut state, Event::IntegrationsLoaded(Ok(list)));
    send(&mut state, Event::TemplatesLoaded("int_1".into(), Ok(templates())));
    let asked = asked(&pause(&mut state));
    (state, asked)
}

fn pause(state: &mut State) -> Effects {
    let event = Event::Paused(state.revision);
    send(state, event)
}

fn asked(effects: &Effects) -> Vec<String> {
    let paths = effects.iter().filter_map(|effect| match effect {
        Effect::Call(call) if call.path.starts_with("/api/v1/windows/") => Some(call.path.clone()),
        _ => None,
    });
    paths.collect()
}

/// The proxy answers what it was asked.
fn told(state: &mut State, effects: Effects, answer: Result<Value, Problem>) {
    let call = effects.into_iter().find_map(|effect| match effect {
        Effect::Call(call) if call.path.starts_with("/api/v1/windows/") => Some(call),
        _ => None,
    });
    let event = (call.unwrap().then)(answer);
    send(state, event);
}

fn ago(hours: u64) -> Result<Value, Problem> {
    Ok(json!({"known": true, "open": hours < 24, "lastInboundAgoS": hours * 3600 + 59}))
}

fn known(state: &State) -> String {
    state.window.known_words().map(|words| english().say(words)).unwrap_or_default()
}

#[test]
fn the_slider_starts_at_what_the_proxy_knows_and_stays_where_it_is_put() {
    let (mut state, first) = two_way(true);
    assert_eq!(first, [PATH]);
    assert!(asked(&pause(&mut state)).is_empty(), "it was asked");
    let effects = send(&mut state, Event::WindowOld);
    told(&mut state, effects, ago(5));
    assert_eq!((state.window.stop, state.window.place()), (LastWrote::Ago(5), 1));
    assert_eq!(known(&state), "Last wrote 5 h ago, as far as the proxy knows.");
    send(&mut state, Event::LastWroteMoved(4));
    assert_eq!(state.window.stop, LastWrote::Never);
    assert_eq!(known(&state), "Last wrote 5 h ago, as far as the proxy knows.", "what is known stays told");
    // The customer writes: what is known follows, the slider does not.
    let heard = json!({"status": "inbound", "type": "text", "integration": "int_1", "provider": "infobip",
        "received_at": "2026-01-01T00:00:00.000Z", "raw": null});
    let heard: whatsapp_domain::CampaignEvent = serde_json::from_value(heard).unwrap();
    let news = quick_test::state::Event::Heard(crate::effect::News::Event(heard.into()));
    let effects = send(&mut state, Event::Test(news));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Settle { event: Event::WindowOld, .. })));
    let effects = send(&mut state, Event::WindowOld);
    told(&mut state, effects, ago(0));
    assert_eq!(known(&state), "Last wrote less than an hour ago, as far as the proxy knows.");
    assert_eq!(state.window.stop, LastWrote::Never);
}

#[test]
fn another_customer_is_asked_about_and_a_late_answer_is_nobody_s() {
    let (mut state, _) = two_way(true);
    let first = send(&mut state, Event::WindowOld);
    send(&mut state, Event::LastWroteMoved(2));
    send(&mut state, Event::ProfileChosen(1));
    let second = pause(&mut state);
    assert_eq!(asked(&second), ["/api/v1/windows/4915123456789?integration=int_1"]);
    assert_eq!(state.window.stop, LastWrote::default(), "it was moved for somebody else");
    told(&mut state, first, ago(7));
    assert_eq!(known(&state), "", "that was about the first");
    told(&mut state, second, Ok(json!({"known": true, "open": false})));
    assert_eq!(
        (state.window.stop, known(&state).as_str()),
        (LastWrote::Never, "Never wrote, as far as the proxy knows.")
    );
}

#[test]
fn where_nothing_is_known_the_slider_is_there_to_be_played_with() {
    let (_, asked) = two_way(false);
    assert!(asked.is_empty(), "without replies nobody knows");
    let (mut state, _) = two_way(true);
    for answer in [
        Ok(json!({"known": false, "open": false})),
        Err(Problem::new("proxy-unreachable", "No proxy answers.")),
        Ok(json!("odd")),
    ] {
        let effects = send(&mut state, Event::WindowOld);
        told(&mut state, effects, answer);
        assert_eq!((state.window.known, state.window.stop), (None, LastWrote::default()));
        assert_eq!(state.window.stops().len(), 4);
    }
}
