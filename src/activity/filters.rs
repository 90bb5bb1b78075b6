//! Which messages are wanted.

use crate::view::{ev, html, prelude::*};
use whatsapp_domain::ActivityStatus;

use super::{
    list::status_name,
    state::{Event, Filter, State},
};
use crate::{
    clock,
    components::*,
    runtime::Store,
    texts::{activity as say, texts},
};

/// How far back, in hours, and its words.
const PERIODS: [(&str, crate::texts::Id); 5] = [
    ("", say::PERIOD_ALL),
    ("1", say::PERIOD_HOUR),
    ("24", say::PERIOD_DAY),
    ("168", say::PERIOD_WEEK),
    ("720", say::PERIOD_MONTH),
];

/// The filters, in one row.
pub fn filters(store: Store<State, Event>) -> AnyView {
    let t = texts();
    let filter = store.part(|state| state.filter.clone());
    let accounts = store.part(|state| state.accounts.clone());
    let filtered = store.part(State::is_filtered);
    let all = (String::new(), t.get(say::ALL).to_owned());
    let statuses: Vec<_> = std::iter::once(all.clone())
        .chain(
            ActivityStatus::ALL
                .map(|status| (status.as_str().to_owned(), t.get(status_name(status)).to_owned())),
        )
        .collect();
    let periods: Vec<_> =
        PERIODS.iter().map(|(hours, words)| ((*hours).to_owned(), t.get(*words).to_owned())).collect();
    let integrations =
        Signal::derive(move || std::iter::once(all.clone()).chain(accounts.get()).collect::<Vec<_>>());
    html::search()
        .attr("class", "wa-filters")
        .attr("aria-label", t.get(say::FILTERS))
        .child((
            html::label().attr("class", "wa-filter").attr("data-wide", "").child((
                html::span().child(t.get(say::CUSTOMER)),
                html::div().attr("class", "wa-input").child(
                    html::input()
                        .attr("type", "search")
                        .attr("dir", "ltr")
                        .attr("autocomplete", "off")
                        .attr("spellcheck", "false")
                        .attr("placeholder", "+44 7700 900123")
                        .attr("data-field", "activity.customer")
                        .prop("value", move || filter.with(|filter| filter.customer.clone()))
                        .on(ev::change, move |event| {
                            let text = event_target_value(&event);
                            change(store, |filter| filter.customer = text)
                        }),
                ),
            )),
            chooser(
                t.get(say::STATUS),
                "activity.status",
                Signal::stored(statuses),
                filter,
                |filter| &filter.status,
                move |value| change(store, |filter| filter.status = value),
            ),
            chooser(
                t.get(say::ACCOUNT),
                "activity.integration",
                integrations,
                filter,
                |filter| &filter.integration,
                move |value| change(store, |filter| filter.integration = value),
            ),
            chooser(
                t.get(say::PERIOD),
                "activity.period",
                Signal::stored(periods),
                filter,
                |filter| &filter.hours,
                move |value| {
                    change(store, |filter| {
                        filter.from = value.parse::<u32>().ok().map(clock::hours_ago);
                        filter.hours = value;
                    })
                },
            ),
            move || {
                filtered.get().then(|| {
                    small_button(ButtonKind::Plain, (icon(Icon::Cross), t.get(say::CLEAR)), move || {
                        store.send(Event::Filtered(Box::default()))
                    })
                })
            },
        ))
        .into_any()
}

fn change(store: Store<State, Event>, write: impl FnOnce(&mut Filter)) {
    let mut filter = store.peek(|state| state.filter.clone());
    write(&mut filter);
    store.send(Event::Filtered(Box::new(filter)));
}

fn chooser(
    label: &'static str,
    field: &'static str,
    options: Signal<Vec<(String, String)>>,
    filter: crate::runtime::Part<Filter>,
    read: fn(&Filter) -> &String,
    choose: impl Fn(String) + 'static,
) -> AnyView {
    html::label()
        .attr("class", "wa-filter")
        .child((
            html::span().child(label),
            html::div().attr("class", "wa-input").child(
                html::select()
                    .attr("data-field", field)
                    .on(ev::change, move |event| choose(event_target_value(&event)))
                    .child(move || {
                        let chosen = filter.with(|filter| read(filter).clone());
                        let option = |(value, label): (String, String)| {
                            let selected = value == chosen;
                            html::option().attr("value", value).prop("selected", selected).child(label)
                        };
                        options.get().into_iter().map(option).collect_view()
                    }),
            ),
        ))
        .into_any()
}
