//! What needs a hand, without a page: messages whose customer is not known, what could not be read, and events that the
//! console did not take.

use serde_json::{Value, json};
use whatsapp_domain::{
    CampaignEvent, EventPage, Problem,
    outbox::{OutboxState, Replayed},
    two_way::Matched,
};

use crate::{
    effect::{Effect, News},
    load::Load,
    shared::Shared,
};

/// Milliseconds between two looks.
const EVERY_MS: u32 = 10_000;

/// Which of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Queue {
    /// Messages that wait for their customer to be known.
    #[default]
    Unmatched,
    /// What came in and could not be read.
    Unreadable,
    /// Events on their way to the console.
    Outbox,
}

/// One of them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct State {
    /// Which.
    pub queue: Queue,
    /// Messages that wait, or what could not be read.
    pub events: Load<Vec<Shared<CampaignEvent>>>,
    /// Are there more than these?
    pub more: bool,
    /// Events on their way.
    pub outbox: Load<OutboxState>,
    /// Is something being tried again?
    pub replaying: bool,
    /// How many were tried again the last time.
    pub replayed: Option<u64>,
    /// Why that did not work.
    pub problem: Option<Problem>,
}

/// What can happen to it.
#[derive(Debug, Clone)]
pub enum Event {
    /// It opens, or "Try again" was pressed.
    Opened(Queue),
    /// It is time to look again.
    Look,
    /// Messages that wait, or what could not be read.
    EventsLoaded(Result<EventPage, Problem>),
    /// Events on their way.
    OutboxLoaded(Result<Box<OutboxState>, Problem>),
    /// "Replay" was pressed: one by its id, or all.
    Replay(Option<String>),
    /// It was tried again.
    Done(Result<Value, Problem>),
    /// Something happened at the proxy.
    Heard(News),
    /// Nothing more happened for a moment.
    Refreshed,
}

/// The next state, and what is to be done outside of it.
pub fn update(state: &mut State, event: Event) -> Vec<Effect<Event>> {
    match event {
        Event::Opened(queue) => {
            *state = State { queue, events: Load::Loading, outbox: Load::Loading, ..State::default() };
            return vec![
                look(queue),
                Effect::After { ms: EVERY_MS, event: Event::Look },
                Effect::listen(Event::Heard),
            ];
        }
        Event::Look => {
            return vec![look(state.queue), Effect::After { ms: EVERY_MS, event: Event::Look }];
        }
        Event::EventsLoaded(Ok(page)) => {
            state.more = page.next.is_some();
            state.events = Load::Ready(page.items.into_iter().map(Shared::from).collect());
        }
        Event::OutboxLoaded(Ok(outbox)) => state.outbox = Load::Ready(*outbox),
        // One missed look is no news; without any there is nothing to show.
        Event::EventsLoaded(Err(problem)) => {
            if state.events.ready().is_none() {
                state.events = Load::Failed(problem);
            }
        }
        Event::OutboxLoaded(Err(problem)) => {
            if state.outbox.ready().is_none() {
                state.outbox = Load::Failed(problem);
            }
        }
        Event::Replay(id) => {
            if state.replaying {
                return Vec::new();
            }
            let (path, body) = match state.queue {
                // Read again it would be the same: it comes again from the provider, if at all.
                Queue::Unreadable => return Vec::new(),
                Queue::Unmatched => ("/api/v1/events/replay-unmatched", None),
                Queue::Outbox => {
                    ("/api/v1/outbox/replay", Some(id.map_or_else(|| json!({}), |id| json!({"ids": [id]}))))
                }
            };
            (state.replaying, state.replayed, state.problem) = (true, None, None);
            return vec![Effect::call("POST", path, body, Event::Done)];
        }
        Event::Done(result) => {
            state.replaying = false;
            match result {
                Ok(value) => {
                    state.replayed = match state.queue {
                        Queue::Unmatched | Queue::Unreadable => {
                            whatsapp_domain::json::read(&value).ok().map(|Matched { matched, .. }| matched)
                        }
                        Queue::Outbox => {
                            whatsapp_domain::json::read(&value).ok().map(|Replayed { events }| events)
                        }
                    };
                }
                Err(problem) => state.problem = Some(problem),
            }
            return vec![look(state.queue)];
        }
        Event::Heard(News::Event(_) | News::Open) => {
            return vec![Effect::Settle { name: "queue", ms: 300, event: Event::Refreshed }];
        }
        Event::Heard(News::Lost) => {}
        Event::Refreshed => return vec![look(state.queue)],
    }
    Vec::new()
}

fn look(queue: Queue) -> Effect<Event> {
    match queue {
        Queue::Unmatched => {
            Effect::call("GET", "/api/v1/events?unmatched=true&limit=100", None, Event::EventsLoaded)
        }
        Queue::Unreadable => {
            Effect::call("GET", "/api/v1/events?status=unreadable&limit=100", None, Event::EventsLoaded)
        }
        Queue::Outbox => Effect::call("GET", "/api/v1/outbox", None, Event::OutboxLoaded),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(effects: &[Effect<Event>]) -> (&'static str, &str, Option<&Value>) {
        let found = effects.iter().find_map(|effect| match effect {
            Effect::Call(call) => Some((call.method, call.path.as_str(), call.body.as_ref())),
            _ => None,
        });
        found.expect("a call")
    }

    fn opened(queue: Queue) -> State {
        let mut state = State::default();
        update(&mut state, Event::Opened(queue));
        state
    }

    #[test]
    fn all_or_one_dead_letter_is_sent_again_and_looked_at() {
        let mut state = opened(Queue::Outbox);
        let effects = update(&mut state, Event::Replay(Some("evt_1".into())));
        assert_eq!(call(&effects), ("POST", "/api/v1/outbox/replay", Some(&json!({"ids": ["evt_1"]}))));
        assert!(update(&mut state, Event::Replay(None)).is_empty(), "one thing at a time");
        let effects = update(&mut state, Event::Done(Ok(json!({"events": 1}))));
        assert_eq!((state.replayed, call(&effects).1), (Some(1), "/api/v1/outbox"));
        let effects = update(&mut state, Event::Replay(None));
        assert_eq!(call(&effects).2, Some(&json!({})));
    }

    #[test]
    fn what_could_not_be_read_is_looked_at_and_not_tried_again() {
        let mut state = State::default();
        let effects = update(&mut state, Event::Opened(Queue::Unreadable));
        assert_eq!(call(&effects).1, "/api/v1/events?status=unreadable&limit=100");
        assert!(update(&mut state, Event::Replay(None)).is_empty());
        assert!(!state.replaying, "nothing is on its way");
    }

    #[test]
    fn a_replay_of_unmatched_messages_that_fails_says_why() {
        let mut state = opened(Queue::Unmatched);
        let effects = update(&mut state, Event::Replay(None));
        assert_eq!(call(&effects).1, "/api/v1/events/replay-unmatched");
        update(&mut state, Event::Done(Err(Problem::new("busy", "Later."))));
        assert_eq!((state.problem.as_ref().unwrap().code.as_str(), state.replaying), ("busy", false));
    }
}
