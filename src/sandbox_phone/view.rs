//! The phone on the page.

use leptos::{html, prelude::*};

use super::state::{Event, PhoneMessage, State, update};
use crate::{
    clock,
    components::*,
    load::Load,
    preview::{Foot, bubble_view, chat},
    route::Route,
    runtime::Store,
};

/// The phone; without a sandbox it says how to get one.
pub fn sandbox_phone(on: bool) -> AnyView {
    let head = |beside: AnyView| {
        html::header().attr("class", "wa-page-head").child((
            html::div().child((
                html::h1().attr("tabindex", "-1").child("Sandbox phone"),
                html::p().child(format!(
                    "What the emulated {} delivered. No real phone gets anything.",
                    crate::words::providers("and")
                )),
            )),
            beside,
        ))
    };
    if !on {
        return html::div().attr("class", "wa-page").child((head(().into_any()), sandbox_off())).into_any();
    }
    let store = Store::new(State::default(), update);
    store.send(Event::Look);
    let messages = store.part(|state| state.messages.clone());
    let some = store.part(|state| state.messages.ready().is_some_and(|messages| !messages.is_empty()));
    let clear = move || {
        some.get().then(|| {
            button(
                ButtonKind::Secondary,
                (icon(Icon::Trash), "Empty the phone"),
                Signal::stored(false),
                move || store.send(Event::Clear),
            )
        })
    };
    html::div()
        .attr("class", "wa-page")
        .child((
            head(clear.into_any()),
            html::div().attr("class", "wa-phone").attr("aria-live", "polite").child(move || match messages.get() {
                Load::Failed(problem) => problem_notice(&problem),
                Load::Ready(messages) if messages.is_empty() => card(html::div().attr("class", "wa-empty").child((
                    html::span().attr("class", "wa-empty-art").child(icon(Icon::Phone)),
                    html::h2().child("Nothing arrived yet"),
                    html::p().child("Send a test from a step whose account is the sandbox's. It appears here within a second."),
                    link_button(ButtonKind::Primary, Route::Node.href(), (icon(Icon::Message), "Edit a journey node")),
                ))),
                Load::Ready(messages) => chats(messages),
                _ => html::p().attr("class", "wa-muted wa-row").child((spinner(), "Looking at the phone")).into_any(),
            }),
        ))
        .into_any()
}

/// Said on the sandbox's pages while it is off.
pub fn sandbox_off() -> AnyView {
    notice(
        Tone::Info,
        html::p().child((
            "The sandbox is off. Start the proxy with ",
            html::code().child("WHATSAPP_PROXY_SANDBOX=on"),
            " or with ",
            html::code().child("cargo xtask serve"),
            ".",
        )),
    )
}

/// One chat for each pair of numbers, the one with the newest message first.
fn chats(messages: Vec<PhoneMessage>) -> AnyView {
    let mut chats: Vec<(String, String, Vec<PhoneMessage>)> = Vec::new();
    for message in messages {
        match chats.iter_mut().find(|(from, to, _)| *from == message.from && *to == message.to) {
            Some((.., list)) => list.push(message),
            None => chats.push((message.from.clone(), message.to.clone(), vec![message])),
        }
    }
    chats.sort_by_key(|(.., list)| std::cmp::Reverse(list.last().map_or(0, |message| message.seq)));
    let draw = |(from, to, list): (String, String, Vec<PhoneMessage>)| {
        html::section()
            .attr("class", "wa-stack-tight")
            .attr("aria-label", format!("Chat on the phone +{}", to.trim_start_matches('+')))
            .child((
                html::p()
                    .attr("class", "wa-small wa-muted")
                    .child(format!("On the phone +{}", to.trim_start_matches('+'))),
                chat(
                    format!("+{}", from.trim_start_matches('+')),
                    list.into_iter().rev().map(entry).collect_view(),
                ),
            ))
    };
    html::div().attr("class", "wa-phone-chats").child(chats.into_iter().map(draw).collect_view()).into_any()
}

fn entry(message: PhoneMessage) -> AnyView {
    let time = clock::time_of_day(&message.received_at);
    let failure = message.failure.as_ref().map(|failure| {
        notice(
            Tone::Stop,
            (
                html::p().attr("class", "wa-strong").child("Accepted, but never delivered"),
                html::p().attr("class", "wa-small").child(format!("{}: {}", failure.code, failure.text)),
            ),
        )
    });
    html::div()
        .attr("class", "wa-stack-tight")
        .attr("data-status", message.status.clone())
        .child((failure, bubble_view(message.bubble(), time, Foot::Time)))
        .into_any()
}
