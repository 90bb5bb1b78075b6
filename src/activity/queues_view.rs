//! What needs a hand, on the page.

use crate::view::{html, prelude::*};
use whatsapp_domain::{
    CampaignEvent,
    outbox::{DeadLetter, OutboxState},
};

use super::{
    detail::pretty,
    list::{event_words, kind_words},
    queues::{Event, Queue, State, update},
};
use crate::{
    components::*,
    load::Load,
    runtime::Store,
    shared::Shared,
    texts::{Id, activity as say, texts, words},
};

/// One of the lists.
pub fn queue(which: Queue) -> AnyView {
    let t = texts();
    let store = Store::new(State::default(), update);
    store.send(Event::Opened(which));
    let problem = store.part(|state| state.problem.clone());
    let replayed = store.part(|state| state.replayed);
    html::div()
        .attr("class", "wa-stack")
        .child((
            move || problem.get().map(|problem| problem_notice(&problem)),
            html::div().attr("role", "status").child(move || {
                replayed.get().map(|count| notice(Tone::Info, html::p().child(t.say(say::replayed(count)))))
            }),
            match which {
                Queue::Unmatched => unmatched(store),
                Queue::Unreadable => unreadable(store),
                Queue::Outbox => outbox(store),
            },
        ))
        .into_any()
}

fn replay_all(store: Store<State, Event>) -> AnyView {
    let busy = store.part(|state| state.replaying);
    let content = (icon(Icon::Refresh), texts().get(say::REPLAY_ALL));
    let press = move || store.send(Event::Replay(None));
    needs("run", button(ButtonKind::Secondary, content, busy.into(), press))
}

fn failed(store: Store<State, Event>, problem: &whatsapp_domain::Problem) -> AnyView {
    html::div()
        .attr("class", "wa-stack-tight")
        .child((
            problem_notice(problem),
            html::div().child(button(
                ButtonKind::Secondary,
                (icon(Icon::Refresh), texts().get(words::TRY_AGAIN)),
                Signal::stored(false),
                move || store.send(Event::Opened(store.peek(|state| state.queue))),
            )),
        ))
        .into_any()
}

fn nothing(title: Id, help: Id) -> AnyView {
    let t = texts();
    html::div()
        .attr("class", "wa-empty")
        .child((
            html::span().attr("class", "wa-empty-art").child(icon(Icon::Check)),
            html::h2().child(t.get(title)),
            html::p().child(t.get(help)),
        ))
        .into_any()
}

fn unmatched(store: Store<State, Event>) -> AnyView {
    let t = texts();
    let items = store.part(|state| state.events.clone());
    let more = store.part(|state| state.more);
    (move || match items.get() {
        Load::Ready(items) if items.is_empty() => card(nothing(say::UNMATCHED_NONE, say::UNMATCHED_HELP)),
        Load::Ready(items) => card_titled(
            t.get(say::UNMATCHED),
            replay_all(store),
            (
                html::p().attr("class", "wa-help").child(t.get(say::UNMATCHED_HELP)),
                html::ul().attr("class", "wa-queue").child(items.into_iter().map(held).collect_view()),
                move || more.get().then(|| html::p().attr("class", "wa-help").child(t.get(say::MORE_BEHIND))),
            ),
        ),
        Load::Failed(problem) => failed(store, &problem),
        _ => waiting(t.get(say::LOADING), "abcb"),
    })
    .into_any()
}

fn held(event: Shared<CampaignEvent>) -> AnyView {
    let t = texts();
    let who = event.name.clone().or_else(|| event.user_id.clone());
    let who = who.unwrap_or_else(|| t.get(say::NOBODY_KNOWN).to_owned());
    let text = event.message.clone().unwrap_or_else(|| kind_words(t, &event.kind));
    html::li()
        .child((
            html::span().attr("class", "wa-message-words").child((
                html::span().attr("class", "wa-message-who").attr("dir", "auto").child(who),
                html::span().attr("class", "wa-message-text").attr("dir", "auto").child(text),
            )),
            html::span().attr("class", "wa-message-time").child(t.day_and_time(&event.received_at)),
        ))
        .into_any()
}

fn unreadable(store: Store<State, Event>) -> AnyView {
    let t = texts();
    let items = store.part(|state| state.events.clone());
    let more = store.part(|state| state.more);
    (move || match items.get() {
        Load::Ready(items) if items.is_empty() => card(nothing(say::UNREADABLE_NONE, say::UNREADABLE_HELP)),
        Load::Ready(items) => card_titled(
            t.get(say::UNREADABLE),
            (),
            (
                html::p().attr("class", "wa-help").child(t.get(say::UNREADABLE_HELP)),
                html::ul().attr("class", "wa-queue").child(items.into_iter().map(unread).collect_view()),
                move || more.get().then(|| html::p().attr("class", "wa-help").child(t.get(say::MORE_BEHIND))),
            ),
        ),
        Load::Failed(problem) => failed(store, &problem),
        _ => waiting(t.get(say::LOADING), "abcb"),
    })
    .into_any()
}

/// Why something could not be read, and the thing itself as it came.
fn unread(event: Shared<CampaignEvent>) -> AnyView {
    let t = texts();
    let why = t.told(event.message.as_deref().unwrap_or_default(), event.said.as_deref());
    let code = event.name.clone().map(|code| html::code().attr("dir", "ltr").child(code));
    html::li()
        .child((
            html::span().attr("class", "wa-message-words").child((
                html::span().attr("class", "wa-message-who").attr("dir", "auto").child(why),
                html::details().attr("class", "wa-details wa-small").child((
                    html::summary().child(t.get(say::AS_IT_CAME)),
                    html::pre()
                        .attr("class", "wa-code")
                        .attr("dir", "ltr")
                        .attr("tabindex", "0")
                        .child(pretty(&event.raw)),
                )),
            )),
            html::span().attr("class", "wa-message-time").child((
                code,
                " ",
                t.day_and_time(&event.received_at),
            )),
        ))
        .into_any()
}

fn outbox(store: Store<State, Event>) -> AnyView {
    let t = texts();
    let outbox = store.part(|state| state.outbox.clone());
    (move || match outbox.get() {
        Load::Ready(outbox) => (standing(&outbox), dead(store, outbox.dead_letters, outbox.dead)).into_any(),
        Load::Failed(problem) => failed(store, &problem),
        _ => waiting(t.get(say::LOADING), "abcb"),
    })
    .into_any()
}

/// How events get to the console at the moment.
fn standing(outbox: &OutboxState) -> AnyView {
    let t = texts();
    let Some(endpoint) = outbox.endpoint.clone() else {
        return card(nothing(say::NO_ENDPOINT, say::NO_ENDPOINT_HELP));
    };
    let fact = |name: Id, value: Option<String>| {
        value.map(|value| (html::dt().child(t.get(name)), html::dd().attr("dir", "auto").child(value)))
    };
    let number = |count: u64| t.number(i64::try_from(count).unwrap_or(i64::MAX));
    let tone = if outbox.dead > 0 {
        ("stop", say::OUTBOX_DEAD)
    } else if outbox.delayed_customers > 0 {
        ("look", say::OUTBOX_LATE)
    } else {
        ("good", say::OUTBOX_GOOD)
    };
    card_titled(
        t.get(say::OUTBOX),
        badge(tone.0, t.get(tone.1)),
        html::dl().attr("class", "wa-facts").child((
            fact(say::ENDPOINT, Some(endpoint)),
            fact(say::WAITING, Some(number(outbox.waiting))),
            fact(say::OLDEST, outbox.oldest_at.as_deref().map(|at| t.day_and_time(at))),
            fact(say::DELIVERED_AT, outbox.delivered_at.as_deref().map(|at| t.day_and_time(at))),
            fact(
                say::LAST_FAILURE,
                outbox.last_failure.as_ref().map(|failure| {
                    let text = t.told(&failure.text, None);
                    format!("{} · {text} ({})", t.day_and_time(&failure.at), failure.code)
                }),
            ),
        )),
    )
}

fn dead(store: Store<State, Event>, letters: Vec<DeadLetter>, all: u64) -> AnyView {
    let t = texts();
    if letters.is_empty() {
        return ().into_any();
    }
    let behind = all > letters.len() as u64;
    let row = |letter: DeadLetter| {
        let (id, label) = (letter.id.clone(), t.say(say::replay_named(letter.id.clone())));
        html::li().child((
            html::span().attr("class", "wa-message-words").child((
                html::span().attr("class", "wa-message-who").child((
                    html::code().attr("dir", "ltr").child(letter.id.clone()),
                    " ",
                    badge("", event_words(t, &letter.status)),
                )),
                html::span()
                    .attr("class", "wa-message-text")
                    .attr("dir", "auto")
                    .child(t.told(&letter.failure.text, None)),
            )),
            html::span()
                .attr("class", "wa-message-time")
                .child(t.say(say::tried(letter.tries, t.day_and_time(&letter.failure.at)))),
            html::button()
                .attr("type", "button")
                .attr("class", "wa-button")
                .attr("data-size", "small")
                .attr("data-kind", "secondary")
                .attr("aria-label", label)
                .attr("data-needs", "run")
                .on(crate::view::ev::click, move |_| store.send(Event::Replay(Some(id.clone()))))
                .child(t.get(say::REPLAY)),
        ))
    };
    card_titled(
        t.get(say::DEAD),
        replay_all(store),
        (
            html::p().attr("class", "wa-help").child(t.get(say::DEAD_HELP)),
            html::ul().attr("class", "wa-queue").child(letters.into_iter().map(row).collect_view()),
            behind.then(|| html::p().attr("class", "wa-help").child(t.get(say::MORE_BEHIND))),
        ),
    )
}
