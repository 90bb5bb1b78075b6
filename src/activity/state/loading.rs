//! Asking for messages, and putting what came into the list without pulling it from under somebody who reads.

use whatsapp_domain::{ActivityMessage, ActivityPage, Problem};

use super::{Event, Filter, PAGE, PAGE_MAX, State};
use crate::{effect::Effect, load::Load, shared::Shared};

/// The filter was set: from the top.
pub(super) fn anew(state: &mut State) -> Vec<Effect<Event>> {
    state.revision += 1;
    state.list = Load::Loading;
    state.counts = Load::Loading;
    state.more = Load::Idle;
    state.next = None;
    state.waiting.clear();
    newest(state)
}

/// The newest messages and all counts, as many as are drawn.
pub(super) fn newest(state: &State) -> Vec<Effect<Event>> {
    let revision = state.revision;
    let drawn = state.list.ready().map_or(PAGE, Vec::len);
    let filter = query(&state.filter);
    let list = format!("/api/v1/messages?limit={}{filter}", drawn.clamp(PAGE, PAGE_MAX));
    let counts = match filter.strip_prefix('&') {
        Some(filter) => format!("/api/v1/messages/counts?{filter}"),
        None => "/api/v1/messages/counts".to_owned(),
    };
    vec![
        Effect::call("GET", list, None, move |result| Event::Loaded(revision, result)),
        Effect::call("GET", counts, None, move |result| Event::Counted(revision, result)),
    ]
}

fn query(filter: &Filter) -> String {
    let parts = [
        ("customer", Some(filter.customer.trim())),
        ("status", Some(filter.status.as_str())),
        ("integration", Some(filter.integration.as_str())),
        ("from", filter.from.as_deref()),
    ];
    let set =
        parts.into_iter().filter_map(|(name, value)| Some((name, value.filter(|value| !value.is_empty())?)));
    set.map(|(name, value)| format!("&{name}={}", encoded(value))).collect()
}

/// As in a query: all but letters, digits and `-._~` by their bytes (RFC 3986).
pub(crate) fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

pub(super) fn loaded(state: &mut State, result: Result<ActivityPage, Problem>) {
    let page = match result {
        Ok(page) => page,
        Err(problem) => {
            // One missed look is no news; without any there is nothing to show.
            if state.list.ready().is_none() {
                state.list = Load::Failed(problem);
            }
            return;
        }
    };
    let new: Vec<Shared<ActivityMessage>> = page.items.into_iter().map(Shared::from).collect();
    let Load::Ready(drawn) = &mut state.list else {
        state.list = Load::Ready(new);
        state.next = page.next;
        return;
    };
    // What is drawn stays where it is, and shows how far it is by now.
    for known in drawn.iter_mut() {
        if let Some(now) = new.iter().find(|now| now.id == known.id) {
            *known = now.clone();
        }
    }
    let first = drawn.first().map(|first| first.id.clone());
    let above = first.and_then(|first| new.iter().position(|message| message.id == first));
    match above {
        Some(above) => state.waiting = new[..above].to_vec(),
        // So much is new that the two don't meet: from the top, once nobody reads.
        None if !state.scrolled || drawn.is_empty() => {
            *drawn = new;
            state.next = page.next;
            state.waiting.clear();
            return;
        }
        None => state.waiting = new,
    }
    if !state.scrolled {
        draw_waiting(state);
    }
}

/// What waited stands on top now.
pub(super) fn draw_waiting(state: &mut State) {
    if let Load::Ready(drawn) = &mut state.list {
        let known = state.waiting.iter().any(|new| drawn.iter().any(|old| old.id == new.id));
        if !known {
            drawn.splice(..0, state.waiting.drain(..));
        }
        state.waiting.clear();
    }
}

pub(super) fn more(state: &mut State) -> Option<Effect<Event>> {
    let next = state.next.clone().filter(|_| !state.more.is_loading())?;
    state.more = Load::Loading;
    let revision = state.revision;
    let path = format!("/api/v1/messages?limit={PAGE}&after={}{}", encoded(&next), query(&state.filter));
    Some(Effect::call("GET", path, None, move |result| Event::MoreLoaded(revision, result)))
}

pub(super) fn more_loaded(state: &mut State, result: Result<ActivityPage, Problem>) {
    match result {
        Ok(page) => {
            state.more = Load::Idle;
            state.next = page.next;
            if let Load::Ready(drawn) = &mut state.list {
                let new = page.items.into_iter().filter(|new| drawn.iter().all(|known| known.id != new.id));
                let new: Vec<_> = new.map(Shared::from).collect();
                drawn.extend(new);
            }
        }
        Err(problem) => state.more = Load::Failed(problem),
    }
}
