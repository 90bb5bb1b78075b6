//! The suppression list on the page.

use crate::view::{html, prelude::*};
use whatsapp_domain::{Finding, SuppressedBy, Suppression};

use super::suppressions::{Event, NUMBER, State, update};
use crate::{
    components::*,
    load::Load,
    runtime::Store,
    texts::{activity as say, texts},
};

/// Who gets no messages, and how to change that.
pub fn suppressions() -> AnyView {
    let t = texts();
    let store = Store::new(State::default(), update);
    store.send(Event::Opened);
    let items = store.part(|state| state.items.clone());
    let next = store.part(|state| state.next.is_some());
    let problem = store.part(|state| state.problem.clone());
    let adding = store.part(|state| state.adding.is_some());
    let add = move || {
        (!adding.get()).then(|| {
            html::button()
                .attr("type", "button")
                .attr("class", "wa-button")
                .attr("data-kind", "secondary")
                .attr("data-field", "suppression.add")
                .attr("data-needs", "edit")
                .on(crate::view::ev::click, move |_| store.send(Event::AddPressed))
                .child((icon(Icon::Plus), t.get(say::ADD)))
        })
    };
    card_titled(
        t.get(say::SUPPRESSIONS),
        add,
        (
            html::p().attr("class", "wa-help").child(t.get(say::SUPPRESSIONS_HELP)),
            move || problem.get().map(|problem| problem_notice(&problem)),
            move || adding.get().then(|| form(store)),
            move || match items.get() {
                Load::Ready(items) if items.is_empty() => {
                    html::p().attr("class", "wa-muted").child(t.get(say::SUPPRESSIONS_NONE)).into_any()
                }
                Load::Ready(items) => html::ul()
                    .attr("class", "wa-queue")
                    .child(items.into_iter().map(|item| row(store, item)).collect_view())
                    .into_any(),
                Load::Failed(problem) => problem_notice(&problem),
                _ => waiting(t.get(say::LOADING), "abcb"),
            },
            move || {
                next.get().then(|| {
                    html::div().child(small_button(ButtonKind::Secondary, t.get(say::OLDER), move || {
                        store.send(Event::MorePressed)
                    }))
                })
            },
        ),
    )
}

fn form(store: Store<State, Event>) -> AnyView {
    let t = texts();
    let accounts = store.part(|state| state.accounts.clone());
    let account = store
        .part(|state| state.adding.as_ref().map(|adding| adding.integration.clone()).unwrap_or_default());
    let number =
        store.part(|state| state.adding.as_ref().map(|adding| adding.customer.clone()).unwrap_or_default());
    let sending = store.part(|state| state.adding.as_ref().is_some_and(|adding| adding.sending));
    let finding = store.part(|state| {
        let rejection = state.adding.as_ref().and_then(|adding| adding.rejection.as_ref());
        rejection.map(|found| Finding::error(&found.code, NUMBER, found.told()))
    });
    let props = |path: &str, label: &str, finding: Signal<Option<Finding>>| FieldProps {
        path: path.into(),
        label: Signal::stored(label.to_owned()),
        beside: None,
        help: Signal::stored(String::new()),
        optional: false,
        finding,
        fix: Callback::new(|_| ()),
    };
    html::form()
        .attr("class", "wa-tester-form")
        .attr("novalidate", "")
        .on(crate::view::ev::submit, move |event| {
            event.prevent_default();
            store.send(Event::Add);
        })
        .child((
            html::div().attr("class", "wa-pair").child((
                field(props(NUMBER, t.get(say::NUMBER_TO_STOP), finding.into()), |ids| {
                    text_input(
                        ids,
                        TextProps {
                            kind: InputKind::Phone,
                            value: number.into(),
                            placeholder: "+44 7700 900123".into(),
                            mono: false,
                            input: Callback::new(move |text| store.send(Event::NumberTyped(text))),
                            leave: Callback::new(|()| ()),
                        },
                        None,
                    )
                }),
                field(props("suppression.integration", t.get(say::ACCOUNT), Signal::stored(None)), |ids| {
                    select_input(
                        ids,
                        accounts.into(),
                        account.into(),
                        Callback::new(move |id| store.send(Event::AccountChosen(id))),
                    )
                }),
            )),
            html::div().attr("class", "wa-row").child((
                button(ButtonKind::Primary, t.get(say::ADD_YES), sending.into(), move || {
                    store.send(Event::Add)
                }),
                button(ButtonKind::Plain, t.get(say::CANCEL), Signal::stored(false), move || {
                    store.send(Event::AddDropped)
                }),
            )),
        ))
        .into_any()
}

fn row(store: Store<State, Event>, item: Suppression) -> AnyView {
    let t = texts();
    let key = StoredValue::new((item.integration.clone(), item.customer.clone()));
    let asking = store.part(move |state| key.with_value(|key| state.asking.as_ref() == Some(key)));
    let digits = item.customer.bytes().all(|byte| byte.is_ascii_digit());
    let who = if digits { format!("+{}", item.customer) } else { item.customer.clone() };
    let name = StoredValue::new(who.clone());
    let why = match item.by {
        SuppressedBy::Keyword => match &item.text {
            Some(text) => t.say(say::by_keyword(text)),
            None => t.say(say::by_keyword("STOP")),
        },
        SuppressedBy::Provider => t.get(say::BY_PROVIDER).to_owned(),
        SuppressedBy::Person => t.get(say::BY_PERSON).to_owned(),
    };
    let integration = item.integration.clone();
    let account =
        store.part(move |state| (state.accounts.len() > 1).then(|| state.account(&integration).to_owned()));
    html::li()
        .attr("data-customer", item.customer.clone())
        .child((
            html::span().attr("class", "wa-message-words").child((
                html::span().attr("class", "wa-message-who").child((
                    if digits { number(who) } else { html::bdi().child(who).into_any() },
                    item.marketing_only.then(|| (" ", badge("", t.get(say::MARKETING_ONLY)))),
                )),
                html::span().attr("class", "wa-message-text").attr("dir", "auto").child(why),
            )),
            html::span().attr("class", "wa-message-time").child((
                move || account.get().map(|account| (html::bdi().child(account), " · ")),
                html::bdi().child(t.day_and_time(&item.since)),
            )),
            move || {
                if !asking.get() {
                    return html::button()
                        .attr("type", "button")
                        .attr("class", "wa-button")
                        .attr("data-kind", "plain")
                        .attr("data-square", "")
                        .attr("data-needs", "edit")
                        .attr("aria-label", t.say(say::remove_named(name.get_value())))
                        .attr("title", t.get(say::REMOVE))
                        .on(crate::view::ev::click, move |_| {
                            let (integration, customer) = key.get_value();
                            store.send(Event::AskRemove(integration, customer))
                        })
                        .child(icon(Icon::Trash))
                        .into_any();
                }
                html::div()
                    .attr("class", "wa-row wa-queue-ask")
                    .attr("role", "group")
                    .attr("aria-label", t.say(say::remove_named(name.get_value())))
                    .child((
                        html::span().attr("class", "wa-small").child(t.get(say::REMOVE_ASK)),
                        small_button(ButtonKind::Danger, t.get(say::REMOVE), move || {
                            store.send(Event::Remove)
                        }),
                        html::button()
                            .attr("type", "button")
                            .attr("class", "wa-button")
                            .attr("data-size", "small")
                            .attr("data-kind", "secondary")
                            .attr("data-field", "suppression.keep")
                            .on(crate::view::ev::click, move |_| store.send(Event::Keep))
                            .child(t.get(say::KEEP)),
                    ))
                    .into_any()
            },
        ))
        .into_any()
}
