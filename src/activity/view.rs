//! The activity page: its lists behind tabs, one of them on the page at a time.

use crate::view::{html, prelude::*};

use super::{
    charts::charts,
    detail::detail,
    filters::filters,
    list::list,
    queues::Queue,
    queues_view::queue,
    state::{Event, State, update},
    suppressions_view::suppressions,
};
use crate::{
    components::*,
    runtime::Store,
    texts::{activity as say, spoken, texts},
};

/// What was sent and received. `open` is the list to begin with: `messages`, `unmatched`, `unreadable`, `outbox` or `suppressions`.
pub fn activity(open: Option<String>) -> AnyView {
    let chosen = RwSignal::new(open.unwrap_or_else(|| "messages".into()));
    spoken(move || page(chosen))
}

fn page(chosen: RwSignal<String>) -> AnyView {
    let t = texts();
    let choices = [
        ("messages", t.get(say::MESSAGES)),
        ("unmatched", t.get(say::UNMATCHED)),
        ("unreadable", t.get(say::UNREADABLE)),
        ("outbox", t.get(say::OUTBOX)),
        ("suppressions", t.get(say::SUPPRESSIONS)),
    ];
    html::div()
        .attr("class", "wa-page wa-activity")
        .child((
            html::header().attr("class", "wa-page-head").child(html::div().child((
                html::h1().attr("tabindex", "-1").child(t.get(say::TITLE)),
                html::p().child(t.get(say::SUBTITLE)),
            ))),
            tabs(
                "wa-activity",
                t.get(say::LISTS),
                &choices,
                chosen.into(),
                Callback::new(move |tab| chosen.set(tab)),
            ),
            html::div()
                .attr("role", "tabpanel")
                .attr("id", "wa-activity-panel")
                .attr("class", "wa-stack")
                .attr("aria-labelledby", move || format!("wa-activity-{}", chosen.get()))
                .child(move || match chosen.get().as_str() {
                    "unmatched" => queue(Queue::Unmatched),
                    "unreadable" => queue(Queue::Unreadable),
                    "outbox" => queue(Queue::Outbox),
                    "suppressions" => suppressions(),
                    _ => messages(),
                }),
        ))
        .into_any()
}

fn messages() -> AnyView {
    let store = Store::new(State::default(), update);
    store.send(Event::Opened);
    let looked_at = store.part(|state| state.chosen.is_some());
    (
        filters(store),
        html::div()
            .attr("class", "wa-columns wa-activity-columns")
            .attr("data-looked-at", move || looked_at.get().then_some(""))
            .child((
                list(store),
                html::aside()
                    .attr("class", "wa-stack")
                    .child(move || if looked_at.get() { detail(store) } else { charts(store) }),
            )),
    )
        .into_any()
}
