//! The standalone console: navigation around the components, for development, demos and trying things out. A host
//! page has its own.

use crate::view::{html, prelude::*};
use wasm_bindgen::JsCast;
use whatsapp_domain::{About, AddressPolicy, Problem};

mod host;
mod language;
mod step;

pub use {host::Host, step::step_page};

use crate::{
    StartOptions,
    client::{FetchClient, ProxyClient, unreachable_proxy},
    components::*,
    drafts::PageStore,
    engine::ModuleEngine,
    integration_form::integration_form,
    integrations::integrations,
    late,
    load::Load,
    route::Route,
    runtime::Services,
    texts::{TextSource, Texts, console as say, spoken, texts, words},
};

fn current() -> Route {
    Route::parse(&window().location().hash().unwrap_or_default())
}

/// Without a `hashchange`, so that the page stays as it is.
fn rename(route: Route) {
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&route.href()));
    }
}

/// The whole console.
pub fn console(options: StartOptions, source: TextSource, first: Texts) -> AnyView {
    let chooser = language::Chooser::new(source, first);
    let origin = options.proxy_url.trim_end_matches('/').to_owned();
    let host = StoredValue::new(host::kept(options));
    // The console has the whole page to itself.
    let root = document().body().map(web_sys::Element::from);
    let engine_problem = RwSignal::new(None::<String>);
    let engine = ModuleEngine::load(move |words| engine_problem.set(Some(words)));
    let tell = move |event| host.update_value(|host| host::told(host, event));
    provide_context(Services::new(
        FetchClient { origin: origin.clone() },
        engine,
        PageStore,
        rename,
        tell,
        root,
    ));
    let route = RwSignal::new(current());
    let handle = window_event_listener_untyped("hashchange", move |_| {
        route.set(current());
        focus_title();
    });
    on_cleanup(move || handle.remove());
    let about = RwSignal::new(Load::<About>::Loading);
    let origin = StoredValue::new(origin);
    ask(about, origin);
    html::div()
        .attr("class", "wa wa-console")
        .child((
            spoken(move || sidebar(route, about, chooser)),
            html::main().attr("class", "wa-main").child((
                spoken(move || chooser.problem()),
                move || {
                    engine_problem.get().map(|words| {
                        html::div().attr("class", "wa-page").child(spoken(move || engine_notice(&words)))
                    })
                },
                move || match about.get() {
                    Load::Ready(about) => page(route.get(), about.addresses, host),
                    Load::Failed(problem) => spoken(move || lost(&problem, about, origin)),
                    _ => html::p()
                        .attr("class", "wa-hidden-visually")
                        .attr("role", "status")
                        .child(texts().get(say::LOOKING))
                        .into_any(),
                },
            )),
        ))
        .into_any()
}

fn ask(about: RwSignal<Load<About>>, origin: StoredValue<String>) {
    about.set(Load::Loading);
    let client = FetchClient { origin: origin.get_value() };
    leptos::task::spawn_local(async move {
        let answer = client.call("GET", "/api/v1/about".into(), None).await;
        let read =
            answer.and_then(|value| whatsapp_domain::json::read(&value).map_err(|_| unreachable_proxy()));
        about.set(read.into());
    });
}

fn page(route: Route, policy: AddressPolicy, host: StoredValue<host::Host>) -> AnyView {
    match route {
        Route::Integrations => integrations(),
        Route::NewIntegration => integration_form(None, policy),
        Route::Integration(id) => integration_form(Some(id), policy),
        Route::Node => late::view(
            late::page,
            late::node_page::load,
            move || late::node_page::enter(policy.clone(), host.get_value()),
            || (),
        ),
        Route::Activity(list) => {
            late::view(late::page, late::activity::load, move || late::activity::enter(list.clone()), || ())
        }
        Route::Phone => {
            let on = policy.sandbox.is_some();
            late::view(late::page, late::phone::load, move || late::phone::enter(on), || ())
        }
        Route::Faults => {
            let on = policy.sandbox.is_some();
            late::view(late::page, late::faults::load, move || late::faults::enter(on), || ())
        }
    }
}

fn lost(problem: &Problem, about: RwSignal<Load<About>>, origin: StoredValue<String>) -> AnyView {
    let t = texts();
    html::div()
        .attr("class", "wa-page")
        .child((
            html::h1().attr("tabindex", "-1").child(t.get(say::NO_PROXY)),
            problem_notice(problem),
            html::div().child(button(
                ButtonKind::Primary,
                (icon(Icon::Refresh), t.get(words::TRY_AGAIN)),
                Signal::stored(false),
                move || ask(about, origin),
            )),
        ))
        .into_any()
}

fn engine_notice(words: &str) -> AnyView {
    let t = texts();
    notice(
        Tone::Stop,
        (
            html::p().attr("class", "wa-strong").child(t.get(say::PART_MISSING)),
            html::p().child(t.get(say::PART_MISSING_HELP)),
            html::p().attr("class", "wa-small").child(words.to_owned()),
        ),
    )
}

fn sidebar(route: RwSignal<Route>, about: RwSignal<Load<About>>, chooser: language::Chooser) -> AnyView {
    let t = texts();
    let link = move |to: Route, which: Icon, label: &'static str| {
        let here = to.clone();
        html::a()
            .attr("class", "wa-nav")
            .attr("href", to.href())
            .attr("aria-current", move || {
                let at = route.get();
                let inside = here == Route::Integrations
                    && matches!(at, Route::NewIntegration | Route::Integration(_))
                    || matches!((&here, &at), (Route::Activity(_), Route::Activity(_)));
                (at == here || inside).then_some("page")
            })
            .child((icon(which), label))
    };
    let sandbox =
        move || about.with(|about| about.ready().is_some_and(|about| about.addresses.sandbox.is_some()));
    html::header()
        .attr("class", "wa-side")
        .child((
            html::div().attr("class", "wa-brand").child((
                html::span().attr("class", "wa-brand-mark").attr("aria-hidden", "true").child("W"),
                html::span().attr("class", "wa-brand-name").child("WhatsApp"),
            )),
            html::nav().attr("aria-label", t.get(say::PAGES)).child((
                link(Route::Integrations, Icon::Plug, t.get(say::INTEGRATIONS)),
                link(Route::Node, Icon::Message, t.get(say::JOURNEY_NODE)),
                link(Route::Activity(None), Icon::Pulse, t.get(say::ACTIVITY)),
            )),
            move || {
                sandbox().then(|| {
                    (
                        html::p().attr("class", "wa-side-title").child(t.get(say::SANDBOX)),
                        html::nav().attr("aria-label", t.get(say::SANDBOX)).child((
                            link(Route::Phone, Icon::Phone, t.get(say::PHONE)),
                            link(Route::Faults, Icon::Bolt, t.get(say::FAULTS)),
                        )),
                    )
                })
            },
            chooser.view(),
            move || sandbox().then(|| html::p().attr("class", "wa-side-foot").child(t.get(say::LOCAL_MODE))),
        ))
        .into_any()
}

/// A new page speaks for itself: its title gets the focus, as after a page load.
fn focus_title() {
    request_animation_frame(|| {
        let title = document().query_selector("main h1").ok().flatten();
        if let Some(title) = title.and_then(|title| title.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = title.focus();
        }
        window().scroll_to_with_x_and_y(0.0, 0.0);
    });
}
