//! The list on the page.

use crate::view::{html, prelude::*};
use whatsapp_domain::Integration;
use whatsapp_providers::SCHEMAS;

use super::state::{Event, State, update};
use crate::{
    components::*,
    load::Load,
    route::Route,
    runtime::Store,
    texts::{integrations as say, spoken, texts, words},
};

/// All integrations, or how to connect the first.
pub fn integrations() -> AnyView {
    let store = Store::new(State::default(), update);
    store.send(Event::Opened);
    spoken(move || list(store))
}

fn list(store: Store<State, Event>) -> AnyView {
    let t = texts();
    let state = store.part(State::clone);
    html::div()
        .attr("class", "wa-page")
        .child((
            html::header().attr("class", "wa-page-head").child((
                html::div().child((
                    html::h1().attr("tabindex", "-1").child(t.get(say::TITLE)),
                    html::p().child(t.get(say::SUBTITLE)),
                )),
                html::div().attr("class", "wa-row").child(move || {
                    let some = state.with(|state| state.items.ready().is_some_and(|items| !items.is_empty()));
                    some.then(connect_link)
                }),
            )),
            move || state.with(|state| state.problem.clone()).map(|problem| problem_notice(&problem)),
            move || match state.with(|state| state.items.clone()) {
                Load::Idle | Load::Loading => waiting(texts().get(say::LOADING), "abc"),
                Load::Failed(problem) => html::div()
                    .attr("class", "wa-stack")
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
                Load::Ready(items) if items.is_empty() => empty(),
                Load::Ready(items) => card(
                    html::ul()
                        .attr("class", "wa-list")
                        .child(items.into_iter().map(|item| row(store, item)).collect_view()),
                ),
            },
        ))
        .into_any()
}

fn connect_link() -> AnyView {
    link_button(
        ButtonKind::Primary,
        Route::NewIntegration.href(),
        (icon(Icon::Plus), texts().get(say::CONNECT)),
    )
}

fn empty() -> AnyView {
    let t = texts();
    card(html::div().attr("class", "wa-empty").child((
        html::span().attr("class", "wa-empty-art").child(icon(Icon::Plug)),
        html::h2().child(t.get(say::CONNECT_FIRST)),
        html::p().child(t.say(say::you_need(crate::words::any_provider(t)))),
        html::div().attr("class", "wa-row").child(connect_link()),
    )))
}

fn row(store: Store<State, Event>, item: Integration) -> AnyView {
    let t = texts();
    let id = StoredValue::new(item.id.clone());
    let schema = SCHEMAS.iter().find(|schema| schema.provider == item.provider);
    let provider = schema.map_or(item.provider.clone(), |schema| schema.name.to_owned());
    let told = ["sender", "appId", "baseUrl"].iter().find_map(|key| item.settings.get(*key));
    let detail = told.cloned().unwrap_or_default();
    let (tone, word) = match &item.last_check {
        None => ("", t.get(say::NOT_CHECKED)),
        Some(report) if report.ok => ("good", t.get(say::WORKS)),
        Some(_) => ("stop", t.get(say::FAILS)),
    };
    let name = item.name.clone();
    html::li()
        .attr("class", "wa-list-row")
        .child((
            html::a()
                .attr("class", "wa-list-main")
                .attr("href", Route::Integration(item.id.clone()).href())
                .child((
                    html::span()
                        .attr("class", "wa-list-art")
                        .attr("aria-hidden", "true")
                        .child(provider.chars().take(1).collect::<String>()),
                    html::span().attr("class", "wa-grow").child((
                        html::span().attr("class", "wa-strong").child(item.name.clone()),
                        html::br(),
                        html::span()
                            .attr("class", "wa-small wa-muted")
                            .child(format!("{provider} · {detail}")),
                    )),
                )),
            badge(tone, word),
            deletion(store, id, name),
        ))
        .into_any()
}

/// Deleting asks once, in place.
fn deletion(store: Store<State, Event>, id: StoredValue<String>, name: String) -> impl IntoView {
    let t = texts();
    let asking = store.part(move |state| id.with_value(|id| state.asking.as_ref() == Some(id)));
    let deleting = store.part(move |state| id.with_value(|id| state.deleting.as_ref() == Some(id)));
    move || {
        if asking.get() {
            html::div()
                .attr("class", "wa-row")
                .attr("role", "group")
                .attr("aria-label", t.say(say::delete_question(&name)))
                .child((
                    html::span().attr("class", "wa-small").child(t.get(say::DELETE_CONSEQUENCE)),
                    small_button(ButtonKind::Danger, t.get(words::DELETE), move || store.send(Event::Delete)),
                    small_button(ButtonKind::Secondary, t.get(say::KEEP), move || store.send(Event::Keep)),
                ))
                .into_any()
        } else if deleting.get() {
            spinner()
        } else {
            html::button()
                .attr("type", "button")
                .attr("class", "wa-button")
                .attr("data-kind", "plain")
                .attr("data-square", "")
                .attr("aria-label", t.say(say::delete_named(&name)))
                .attr("title", t.get(words::DELETE))
                .on(crate::view::ev::click, move |_| store.send(Event::AskDelete(id.get_value())))
                .child(icon(Icon::Trash))
                .into_any()
        }
    }
}
