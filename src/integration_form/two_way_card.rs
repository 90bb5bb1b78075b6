//! Replies from customers: whether they are taken. What else there is to say of them comes late.

use crate::view::{html, prelude::*};
use whatsapp_domain::TwoWay;

use super::state::{Event, State};
use crate::{
    components::*,
    late,
    runtime::Store,
    texts::{integration_form as say, texts},
};

/// The card. What the proxy knows of the connection stands below, once replies are switched on and saved.
pub fn two_way_card(store: Store<State, Event>) -> AnyView {
    let t = texts();
    let on = store.part(|state| state.two_way.enabled);
    let connection = store.part(State::connection);
    let badge_of = move || if on.get() { badge("good", t.get(say::ON)) } else { badge("", t.get(say::OFF)) };
    html::div()
        .attr("data-part", "two-way")
        .child(card_titled(
            t.get(say::REPLIES),
            badge_of,
            (
                switch(
                    "twoWay.enabled",
                    (
                        html::span().attr("class", "wa-strong").child(t.get(say::REPLIES_SWITCH)),
                        html::br(),
                        html::span().attr("class", "wa-help").child(t.get(say::REPLIES_HELP)),
                    ),
                    on.into(),
                    Callback::new(move |on| change(store, |two_way| two_way.enabled = on)),
                ),
                move || {
                    on.get().then(|| {
                        late::view(
                            late::lines,
                            late::reply_settings::load,
                            move || late::reply_settings::enter(store),
                            || (),
                        )
                    })
                },
                move || {
                    on.get().then(|| match connection.get() {
                        Some(account) => late::view(
                            late::lines,
                            late::replies::load,
                            move || late::replies::enter(account.clone()),
                            || (),
                        ),
                        None => html::p()
                            .attr("class", "wa-note wa-muted")
                            .child((icon(Icon::Info), t.get(say::SAVE_FIRST)))
                            .into_any(),
                    })
                },
            ),
        ))
        .into_any()
}

pub(super) fn change(store: Store<State, Event>, write: impl FnOnce(&mut TwoWay)) {
    let mut two_way = store.peek(|state| state.two_way.clone());
    write(&mut two_way);
    store.send(Event::TwoWayChanged(Box::new(two_way)));
}
