use serde_json::json;
use whatsapp_domain::CampaignEvent;

use super::*;

fn message(id: &str, status: &str) -> ActivityMessage {
    serde_json::from_value(json!({"id": id, "direction": "sent", "integration": "int_1", "provider": "acme",
        "at": "2026-01-01T00:00:00.000Z", "number": "447700900123", "type": "text", "text": "Hi", "status": status}))
    .unwrap()
}

fn page(ids: &[&str], next: Option<&str>) -> Result<ActivityPage, Problem> {
    let items = ids.iter().map(|id| message(id, "accepted")).collect();
    Ok(ActivityPage { items, next: next.map(str::to_owned) })
}

fn calls(effects: &[Effect<Event>]) -> Vec<&str> {
    let mut calls = Vec::new();
    for effect in effects {
        if let Effect::Call(call) = effect {
            calls.push(call.path.as_str());
        }
    }
    calls
}

fn drawn(state: &State) -> Vec<&str> {
    state.list.ready().unwrap().iter().map(|message| message.id.as_str()).collect()
}

fn opened(ids: &[&str]) -> State {
    let mut state = State::default();
    update(&mut state, Event::Opened);
    update(&mut state, Event::Loaded(1, page(ids, None)));
    state
}

fn heard() -> Event {
    let event: CampaignEvent =
        serde_json::from_value(json!({"status": "inbound", "type": "text", "integration": "int_1",
        "provider": "acme", "received_at": "2026-01-01T00:00:00.000Z", "raw": null}))
        .unwrap();
    Event::Heard(News::Event(event.into()))
}

#[test]
fn a_filter_goes_to_list_and_counts_and_older_answers_are_dropped() {
    let mut state = opened(&["a"]);
    let filter = Filter { customer: " +44 7700 ".into(), status: "failed".into(), ..Filter::default() };
    let effects = update(&mut state, Event::Filtered(Box::new(filter.clone())));
    assert_eq!(
        calls(&effects),
        [
            "/api/v1/messages?limit=50&customer=%2B44%207700&status=failed",
            "/api/v1/messages/counts?customer=%2B44%207700&status=failed"
        ]
    );
    update(&mut state, Event::Loaded(1, page(&["a", "b"], None)));
    assert!(state.list.is_loading(), "that was the answer to the other filter");
    assert!(update(&mut state, Event::Filtered(Box::new(filter))).is_empty(), "nothing changed");
}

#[test]
fn what_is_new_stands_on_top_at_once() {
    let mut state = opened(&["b", "a"]);
    assert!(matches!(&update(&mut state, heard())[..], [Effect::Settle { .. }]), "a burst is one look");
    assert_eq!(calls(&update(&mut state, Event::Refresh)).len(), 2);
    update(&mut state, Event::Loaded(1, page(&["c", "b", "a"], None)));
    assert_eq!(drawn(&state), ["c", "b", "a"]);
}

#[test]
fn what_is_new_waits_while_somebody_reads_further_down() {
    let mut state = opened(&["b", "a"]);
    update(&mut state, Event::Scrolled(true));
    update(&mut state, Event::Loaded(1, page(&["d", "c", "b", "a"], None)));
    assert_eq!((drawn(&state), state.fresh()), (vec!["b", "a"], 2));
    // How far the ones in view are is shown all the same.
    let now = ActivityPage { items: vec![message("b", "read")], next: None };
    update(&mut state, Event::Loaded(1, Ok(now)));
    assert_eq!(state.list.ready().unwrap()[0].status, ActivityStatus::Read);
    update(&mut state, Event::Loaded(1, page(&["d", "c", "b", "a"], None)));
    let effects = update(&mut state, Event::FreshPressed);
    assert!(matches!(&effects[..], [Effect::Reveal("activity-top")]));
    assert_eq!((drawn(&state), state.fresh()), (vec!["d", "c", "b", "a"], 0));
}

#[test]
fn so_much_that_nothing_meets_begins_anew() {
    let mut state = opened(&["b", "a"]);
    update(&mut state, Event::Loaded(1, page(&["z", "y"], Some("1.1"))));
    assert_eq!((drawn(&state), state.next.as_deref()), (vec!["z", "y"], Some("1.1")));
}

#[test]
fn older_ones_are_added_once() {
    let mut state = State::default();
    update(&mut state, Event::Opened);
    update(&mut state, Event::Loaded(1, page(&["c", "b"], Some("7.3"))));
    let effects = update(&mut state, Event::MorePressed);
    assert_eq!(calls(&effects), ["/api/v1/messages?limit=50&after=7.3"]);
    assert!(update(&mut state, Event::MorePressed).is_empty(), "they are on their way");
    update(&mut state, Event::MoreLoaded(1, page(&["b", "a"], None)));
    assert_eq!(drawn(&state), ["c", "b", "a"]);
    assert!(update(&mut state, Event::MorePressed).is_empty(), "all are there");
}

#[test]
fn a_lost_proxy_is_told_only_while_nothing_is_known() {
    let gone = || Err(Problem::new("proxy-unreachable", "No."));
    let mut state = State::default();
    update(&mut state, Event::Opened);
    update(&mut state, Event::Loaded(1, gone()));
    assert!(state.list.problem().is_some());
    let mut state = opened(&["a"]);
    update(&mut state, Event::Loaded(1, gone()));
    update(&mut state, Event::Heard(News::Lost));
    assert_eq!((drawn(&state), state.out_of_hearing), (vec!["a"], true));
    update(&mut state, Event::Heard(News::Open));
    assert!(!state.out_of_hearing);
}

#[test]
fn a_message_is_looked_at_and_left_with_the_focus_back_at_its_row() {
    let mut state = opened(&["a"]);
    let effects = update(&mut state, Event::Chosen("a".into()));
    assert_eq!(calls(&effects), ["/api/v1/messages/a"]);
    let late = Event::Detailed("b".into(), Err(Problem::new("not-found", "No.")));
    update(&mut state, late);
    assert!(state.detail.is_loading(), "that was another one");
    let detail =
        ActivityDetail { message: message("a", "read"), sent: None, received: None, reports: Vec::new() };
    update(&mut state, Event::Detailed("a".into(), Ok(Box::new(detail))));
    assert_eq!(calls(&update(&mut state, Event::Refresh)).len(), 2, "nothing more is to come of it");
    let effects = update(&mut state, Event::Closed);
    assert!(matches!(&effects[..], [Effect::Focus(field)] if field == "activity.a"));
}

fn ticket(path: &str) -> Result<MediaTicket, Problem> {
    Ok(MediaTicket { path: path.into(), seconds: 300 })
}

/// A message with a file is looked at, and its first address came.
fn with_file() -> State {
    let mut state = opened(&["a"]);
    update(&mut state, Event::Chosen("evt_1".into()));
    let detail: ActivityDetail = serde_json::from_value(json!({
        "message": {"id": "evt_1", "direction": "received", "integration": "int_1", "provider": "acme",
            "at": "2026-01-01T00:00:00.000Z", "type": "image", "status": "inbound", "hasMedia": true},
        "received": {"status": "inbound", "type": "image", "integration": "int_1", "provider": "acme",
            "received_at": "2026-01-01T00:00:00.000Z", "raw": null}}))
    .unwrap();
    let effects = update(&mut state, Event::Detailed("evt_1".into(), Ok(detail.clone().into())));
    assert_eq!(calls(&effects), ["/api/v1/messages/evt_1/media/ticket"]);
    let effects = update(&mut state, Event::Detailed("evt_1".into(), Ok(detail.into())));
    assert!(effects.is_empty(), "one address is enough");
    let effects = update(&mut state, Event::FileAddressed("evt_1".into(), ticket("first")));
    assert!(
        matches!(&effects[..], [Effect::After { ms: 240_000, event: Event::FileOld(path) }] if path == "first")
    );
    state
}

#[test]
fn a_file_has_a_new_address_before_the_old_one_ends() {
    let mut state = with_file();
    let effects = update(&mut state, Event::FileOld("first".into()));
    assert_eq!(calls(&effects), ["/api/v1/messages/evt_1/media/ticket"]);
    update(&mut state, Event::FileAddressed("evt_1".into(), ticket("second")));
    let File { shown, link, gone, .. } = &state.file;
    assert_eq!((shown.as_deref(), link.as_deref(), *gone), (Some("first"), Some("second"), false));
    assert!(update(&mut state, Event::FileOld("first".into())).is_empty(), "there is a newer one already");
    update(&mut state, Event::Closed);
    assert_eq!(state.file, File::default());
    assert!(update(&mut state, Event::FileOld("second".into())).is_empty(), "nobody looks at it");
    update(&mut state, Event::FileAddressed("evt_1".into(), ticket("third")));
    assert_eq!(state.file, File::default());
}

#[test]
fn a_file_that_can_t_be_shown_is_tried_with_one_more_address() {
    let mut state = with_file();
    assert_eq!(calls(&update(&mut state, Event::FileFailed)), ["/api/v1/messages/evt_1/media/ticket"]);
    assert_eq!(state.file.shown, None);
    update(&mut state, Event::FileAddressed("evt_1".into(), ticket("second")));
    assert_eq!(state.file.shown.as_deref(), Some("second"));
    assert!(update(&mut state, Event::FileFailed).is_empty());
    assert!(state.file.gone);
    let mut state = with_file();
    state.file = File::default();
    update(&mut state, Event::FileAddressed("evt_1".into(), Err(Problem::new("not-found", "Gone."))));
    assert!(state.file.gone);
}
