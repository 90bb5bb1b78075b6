//! The messages, newest first.

use crate::view::{ev, html, keyed, prelude::*};
use wasm_bindgen::JsCast;
use whatsapp_domain::{ActivityMessage, ActivityStatus, Direction};

use super::state::{Event, State};
use crate::{
    components::*,
    load::Load,
    route::Route,
    runtime::Store,
    shared::Shared,
    texts::{Id, Texts, activity as say, texts, words},
};

/// Pixels from the top within which the list counts as not scrolled.
const TOP: i32 = 24;

/// A status in words.
pub fn status_name(status: ActivityStatus) -> Id {
    match status {
        ActivityStatus::Inbound => say::STATUS_INBOUND,
        ActivityStatus::Accepted => say::STATUS_ACCEPTED,
        ActivityStatus::Sent => say::STATUS_SENT,
        ActivityStatus::Delivered => say::STATUS_DELIVERED,
        ActivityStatus::Read => say::STATUS_READ,
        ActivityStatus::Failed => say::STATUS_FAILED,
        ActivityStatus::Unclear => say::STATUS_UNCLEAR,
    }
}

/// The tone of a status. Taken over is not arrived, so it is never the colour of success.
pub fn status_tone(status: ActivityStatus) -> &'static str {
    match status {
        ActivityStatus::Inbound => "",
        ActivityStatus::Accepted | ActivityStatus::Sent => "info",
        ActivityStatus::Delivered | ActivityStatus::Read => "good",
        ActivityStatus::Failed => "stop",
        ActivityStatus::Unclear => "look",
    }
}

/// A status as a badge.
pub fn status_badge(status: ActivityStatus) -> AnyView {
    badge(status_tone(status), texts().get(status_name(status)))
}

/// The list in its card.
pub fn list(store: Store<State, Event>) -> AnyView {
    let t = texts();
    let stage = store.part(|state| match &state.list {
        Load::Ready(items) if items.is_empty() => Stage::Empty(state.is_filtered()),
        Load::Ready(_) => Stage::Some,
        Load::Failed(problem) => Stage::Failed(problem.clone()),
        _ => Stage::Waiting,
    });
    let fresh = store.part(State::fresh);
    let lost = store.part(|state| state.out_of_hearing);
    html::div()
        .attr("class", "wa-stack-tight wa-activity-list")
        .attr("data-part", "activity-top")
        .child((
            html::div().attr("role", "status").child((
                move || {
                    lost.get().then(|| {
                        html::p()
                            .attr("class", "wa-small wa-muted wa-row")
                            .child((spinner(), t.get(say::LOST)))
                    })
                },
                move || {
                    let fresh = fresh.get();
                    (fresh > 0).then(|| {
                        html::div().attr("class", "wa-fresh").child(button(
                            ButtonKind::Primary,
                            t.say(say::fresh(fresh)),
                            Signal::stored(false),
                            move || store.send(Event::FreshPressed),
                        ))
                    })
                },
            )),
            move || match stage.get() {
                Stage::Some => rows(store),
                Stage::Empty(filtered) => card(empty(filtered, store)),
                Stage::Failed(problem) => html::div()
                    .attr("class", "wa-stack-tight")
                    .child((
                        problem_notice(&problem),
                        html::div().child(button(
                            ButtonKind::Secondary,
                            (icon(Icon::Refresh), t.get(words::TRY_AGAIN)),
                            Signal::stored(false),
                            move || store.send(Event::Opened),
                        )),
                    ))
                    .into_any(),
                Stage::Waiting => waiting(t.get(say::LOADING), "abcb"),
            },
        ))
        .into_any()
}

#[derive(Debug, Clone, PartialEq)]
enum Stage {
    Waiting,
    Some,
    Empty(bool),
    Failed(whatsapp_domain::Problem),
}

fn empty(filtered: bool, store: Store<State, Event>) -> AnyView {
    let t = texts();
    let (title, text) =
        if filtered { (say::NONE_FOUND, say::NONE_FOUND_HELP) } else { (say::EMPTY, say::EMPTY_HELP) };
    let way = if filtered {
        button(ButtonKind::Secondary, t.get(say::CLEAR), Signal::stored(false), move || {
            store.send(Event::Filtered(Box::default()))
        })
    } else {
        link_button(ButtonKind::Primary, Route::Node.href(), (icon(Icon::Message), t.get(words::EDIT_NODE)))
    };
    html::div()
        .attr("class", "wa-empty")
        .child((
            html::span().attr("class", "wa-empty-art").child(icon(Icon::Pulse)),
            html::h2().child(t.get(title)),
            html::p().child(t.get(text)),
            way,
        ))
        .into_any()
}

fn rows(store: Store<State, Event>) -> AnyView {
    let t = texts();
    let items = store.part(|state| state.list.ready().cloned().unwrap_or_default());
    let more = store.part(|state| state.next.is_some());
    let loading = store.part(|state| state.more.is_loading());
    let problem = store.part(|state| state.more.problem().cloned());
    let scrolled = move |event: ev::Event| {
        let list = event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let away = list.is_some_and(|list| list.scroll_top() > TOP);
        if away != store.peek(|state| state.scrolled) {
            store.send(Event::Scrolled(away));
        }
    };
    html::section()
        .attr("class", "wa-card wa-rows")
        .attr("aria-label", t.get(say::MESSAGES))
        .attr("tabindex", "0")
        .on(ev::scroll, scrolled)
        .child((
            html::ul().child(keyed(
                move || items.get(),
                |message| format!("{} {:?} {:?}", message.id, message.status, message.code),
                move |message| row(store, message),
            )),
            move || problem.get().map(|problem| problem_notice(&problem)),
            move || {
                more.get().then(|| {
                    html::div().attr("class", "wa-rows-foot").child(button(
                        ButtonKind::Secondary,
                        t.get(say::OLDER),
                        loading.into(),
                        move || store.send(Event::MorePressed),
                    ))
                })
            },
        ))
        .into_any()
}

/// Who it is about: name, number, or the id of somebody who hides their number. Each part keeps its own direction.
pub fn whom(message: &ActivityMessage) -> AnyView {
    let number = message.number.as_ref().map(|digits| number(format!("+{digits}")));
    match (message.name.clone(), number) {
        (Some(name), Some(number)) => (html::bdi().child(name), " · ", number).into_any(),
        (Some(name), None) => html::bdi().child(name).into_any(),
        (None, Some(number)) => number.into_any(),
        (None, None) => match message.user_id.clone() {
            Some(id) => html::bdi().child(id).into_any(),
            None => texts().get(say::NOBODY_KNOWN).into_any(),
        },
    }
}

/// What a message says, else of which kind it is.
pub fn said(message: &ActivityMessage) -> String {
    let kind = kind_words(texts(), &message.kind);
    match message.text.as_deref().filter(|text| !text.trim().is_empty()) {
        Some(text) if message.kind == "text" || message.kind == "button" || message.kind == "list" => {
            text.to_owned()
        }
        Some(text) => format!("{kind}: {text}"),
        None => kind,
    }
}

/// A kind of message in words; one that is not known here by the provider's.
pub fn kind_words(t: Texts, kind: &str) -> String {
    kind_name(kind).map_or_else(|| kind.to_owned(), |id| t.get(id).to_owned())
}

/// What happened, by an event's word for it; one that is not known here as it is.
pub fn event_words(t: Texts, status: &str) -> String {
    let id = match status {
        "opted_out" => say::SUPPRESSIONS,
        "opted_in" => say::OPTED_IN,
        "template" => say::KIND_TEMPLATE,
        "notice" => say::NOTICE,
        "unreadable" => say::UNREADABLE,
        other => match ActivityStatus::read(other) {
            Some(status) => status_name(status),
            None => return other.to_owned(),
        },
    };
    t.get(id).to_owned()
}

fn kind_name(kind: &str) -> Option<Id> {
    Some(match kind {
        "template" => say::KIND_TEMPLATE,
        "text" => say::KIND_TEXT,
        "image" => say::KIND_IMAGE,
        "video" => say::KIND_VIDEO,
        "document" => say::KIND_DOCUMENT,
        "audio" => say::KIND_AUDIO,
        "voice" => say::KIND_VOICE,
        "sticker" => say::KIND_STICKER,
        "location" => say::KIND_LOCATION,
        "contact" => say::KIND_CONTACT,
        "reaction" => say::KIND_REACTION,
        "order" => say::KIND_ORDER,
        "button" => say::KIND_BUTTON,
        "list" => say::KIND_LIST,
        "flow" => say::KIND_FLOW,
        "unsupported" => say::KIND_UNSUPPORTED,
        "unknown" => say::KIND_UNKNOWN,
        _ => return None,
    })
}

fn row(store: Store<State, Event>, message: Shared<ActivityMessage>) -> AnyView {
    let t = texts();
    let id = StoredValue::new(message.id.clone());
    let here = store.part(move |state| id.with_value(|id| state.chosen.as_ref() == Some(id)));
    let (way, direction) = match message.direction {
        Direction::Sent => (Icon::Send, say::DIRECTION_SENT),
        Direction::Received => (Icon::Reply, say::DIRECTION_RECEIVED),
    };
    let held = message.direction == Direction::Received && message.customer.is_none();
    // Which account it is matters only where there are several.
    let integration = message.integration.clone();
    let account =
        store.part(move |state| (state.accounts.len() > 1).then(|| state.account(&integration).to_owned()));
    html::li()
        .child(
            html::button()
                .attr("type", "button")
                .attr("class", "wa-message")
                .attr("data-field", State::row(&message.id))
                .attr(
                    "data-direction",
                    if message.direction == Direction::Sent { "sent" } else { "received" },
                )
                .attr("data-status", message.status.as_str())
                .attr("aria-current", move || here.get().then_some("true"))
                .on(ev::click, move |_| store.send(Event::Chosen(id.get_value())))
                .child((
                    html::span().attr("class", "wa-message-way").child((
                        icon(way),
                        html::span().attr("class", "wa-hidden-visually").child(t.get(direction)),
                    )),
                    html::span().attr("class", "wa-message-words").child((
                        html::span().attr("class", "wa-message-who").child(whom(&message)),
                        html::span()
                            .attr("class", "wa-message-text")
                            .attr("dir", "auto")
                            .child(said(&message)),
                    )),
                    html::span().attr("class", "wa-message-end").child((
                        html::span().attr("class", "wa-row").child((
                            held.then(|| badge("look", t.get(say::HELD))),
                            status_badge(message.status),
                        )),
                        html::span().attr("class", "wa-message-time").child((
                            move || account.get().map(|account| (html::bdi().child(account), " · ")),
                            html::bdi().child(t.day_and_time(&message.at)),
                        )),
                    )),
                )),
        )
        .into_any()
}
