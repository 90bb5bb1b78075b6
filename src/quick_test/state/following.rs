//! Tests are followed: when something is heard of one, the proxy is asked how far it is.

use whatsapp_domain::QuickTest;

use super::{Event, State};
use crate::{
    effect::{Effect, News},
    load::Load,
    quick_test::way::{is_at_its_end, knows_more},
    shared::Shared,
};

pub(super) fn update(state: &mut State, event: Event) -> Vec<Effect<Event>> {
    match event {
        Event::Heard(News::Lost) => state.out_of_hearing = true,
        Event::Heard(News::Open) => {
            state.out_of_hearing = false;
            // What happened while nobody listened.
            return look(state).into_iter().collect();
        }
        Event::Heard(News::Event(event)) => {
            super::invitation::heard(state, &event);
            let about = |test: &&QuickTest| {
                let id = event.message_id.as_ref();
                event.test.as_ref() == Some(&test.id)
                    || (id.is_some() && test.outcome.message_id.as_ref() == id)
            };
            return state.known().find(about).map(|test| ask(&test.id)).into_iter().collect();
        }
        Event::Followed(id, Ok(test)) if id == test.id => put(state, *test),
        // One missed look is no news; the next report asks again.
        _ => {}
    }
    Vec::new()
}

/// Asks how far the test in view is, unless nothing more is to come.
pub(super) fn look(state: &State) -> Option<Effect<Event>> {
    state.current.ready().filter(|test| !is_at_its_end(test)).map(|test| ask(&test.id))
}

fn ask(id: &str) -> Effect<Event> {
    let asked = id.to_owned();
    Effect::call("GET", format!("/api/v1/quick-tests/{id}"), None, move |result| {
        Event::Followed(asked, result)
    })
}

/// The test as it is known now takes the place of itself, wherever it is shown.
fn put(state: &mut State, test: QuickTest) {
    let new = Shared::from(test);
    let history = match &mut state.history {
        Load::Ready(tests) => tests.as_mut_slice(),
        _ => &mut [],
    };
    let current = match &mut state.current {
        Load::Ready(test) => std::slice::from_mut(test),
        _ => &mut [],
    };
    for known in history.iter_mut().chain(current) {
        if known.id == new.id && knows_more(&new, known) {
            *known = new.clone();
        }
    }
}
