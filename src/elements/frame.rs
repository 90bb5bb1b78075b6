//! The inside of an element: its services, and its component as soon as the proxy has answered.

use std::rc::Rc;

use crate::view::{html, prelude::*};
use serde_json::json;
use whatsapp_domain::{About, AddressPolicy, Problem, Retry};

use super::{
    Kind,
    component::{Begun, Component},
    form,
    given::Unreadable,
    inside::Inside,
    shell::{HostClient, HostStore},
};
use crate::{
    client::{ProxyClient, unreachable_proxy},
    components::*,
    engine::ModuleEngine,
    late,
    load::Load,
    runtime::Services,
    texts::{Id, Spoken, console, elements as say, spoken, texts, words},
};

type Held = StoredValue<Rc<Inside>>;

/// Everything inside of the element.
pub fn frame(inside: Rc<Inside>, root: web_sys::Element, origin: String) -> AnyView {
    let shell = inside.shell.clone();
    let language = inside.language;
    let keeper = Rc::clone(&inside.keeper);
    let client = HostClient { origin, shell: shell.clone(), keeper, language };
    let store = HostStore { shell: shell.clone(), kept: Rc::clone(&inside.drafts) };
    let engine_problem = RwSignal::new(None::<String>);
    let engine = ModuleEngine::load(move |words| {
        if let Some(t) = language.try_get_untracked() {
            let problem = Problem::new("engine-not-loaded", t.get(console::PART_MISSING));
            shell.fail(&Problem { retry: Retry::Later, ..problem });
        }
        let _ = engine_problem.try_set(Some(words));
    });
    provide_context(Locked(inside.locked));
    provide_context(Spoken(language));
    let told = Rc::clone(&inside);
    let unreadable = inside.unreadable;
    inside.base.replace(Some(root.clone()));
    let services =
        Services::new(client.clone(), engine, store, |_| (), move |event| told.told(event), Some(root));
    provide_context(services);
    let held: Held = StoredValue::new(inside);
    let client = StoredValue::new(client);
    let about = RwSignal::new(Load::<About>::Loading);
    let asking = Asking { about, client, last: StoredValue::new(0) };
    asking.hear();
    let again = move || match about
        .try_with_untracked(|about| (about.problem().is_some(), about.ready().is_some()))
    {
        Some((true, _)) => asking.ask(),
        Some((_, true)) => ask_rights(held, client),
        _ => {}
    };
    let anew = move || asking.ask();
    held.with_value(|inside| {
        inside.again.replace(Some(Box::new(again)));
        inside.anew.replace(Some(Box::new(anew)));
    });
    (
        move || engine_problem.get().map(|words| spoken(move || part_notice(engine_notice(&words)))),
        move || match about.get() {
            Load::Ready(about) => match unreadable.get() {
                Some(unreadable) => {
                    let value = held.get_value().value();
                    spoken(move || part_notice(as_is(&unreadable.text, unreadable.is_outdated(), &value)))
                }
                None => {
                    held.with_value(|inside| inside.allow(about.rights));
                    (limits(held), component(held, about.addresses)).into_any()
                }
            },
            Load::Failed(problem) => spoken(move || part_notice(lost(&problem, asking))),
            _ => html::p()
                .attr("class", "wa-hidden-visually")
                .attr("role", "status")
                .child(texts().get(console::LOOKING))
                .into_any(),
        },
    )
        .into_any()
}

/// What the proxy says about itself and the person. Until it has answered, nothing of the component is there.
#[derive(Clone, Copy)]
struct Asking {
    about: RwSignal<Load<About>>,
    client: StoredValue<HostClient>,
    /// How often it was asked: an answer to an earlier question may be about somebody else.
    last: StoredValue<u32>,
}

impl Asking {
    /// The first time. The proxy was asked before this module was here: what came of it does, if it went well. Else it is
    /// asked anew, to tell why.
    fn hear(self) {
        let Some((number, client)) = self.begin() else { return };
        leptos::task::spawn_local(async move {
            let heard = client.shell.heard().await;
            // The token that it was asked with is there; everyone who comes now would ask the host for one.
            let _ = client.keeper.token().await;
            if self.last.try_get_value() != Some(number) {
                return;
            }
            match heard {
                Some(heard) => {
                    let _ = self.about.try_set(Load::Ready(heard));
                }
                None => self.ask(),
            }
        });
    }

    fn begin(self) -> Option<(u32, HostClient)> {
        let number = self.last.try_update_value(|last| {
            *last += 1;
            *last
        })?;
        let client = self.client.try_get_value()?;
        let _ = self.about.try_set(Load::Loading);
        Some((number, client))
    }

    fn ask(self) {
        let Some((number, client)) = self.begin() else { return };
        leptos::task::spawn_local(async move {
            let answer = client.call("GET", "/api/v1/about".into(), None).await;
            let read =
                answer.and_then(|value| whatsapp_domain::json::read(&value).map_err(|_| unreachable_proxy()));
            if self.last.try_get_value() == Some(number) {
                let _ = self.about.try_set(read.into());
            }
        });
    }
}

/// Says why something is missing that others have.
fn limits(held: Held) -> AnyView {
    let (edit, test, edits, tests) = held.with_value(|inside| {
        let (edits, tests) = (inside.edits_at_proxy(), inside.kind != Kind::Activity);
        (inside.may_signal("edit"), inside.may_signal("test"), edits, tests)
    });
    (move || {
        let (no_edit, no_test) = (edits && !edit.get(), tests && !test.get());
        (no_edit || no_test).then(|| {
            spoken(move || {
                let line = |id: Id| html::p().child(texts().get(id));
                let lines = (no_edit.then(|| line(say::NO_EDIT)), no_test.then(|| line(say::NO_TEST)));
                html::div().attr("class", "wa-page wa-limits").child(notice(Tone::Info, lines)).into_any()
            })
        })
    })
    .into_any()
}

/// Somebody else may be there by now, who may do other things.
fn ask_rights(held: Held, client: StoredValue<HostClient>) {
    let client = client.get_value();
    leptos::task::spawn_local(async move {
        let answer = client.call("GET", "/api/v1/about".into(), None).await;
        let about = answer.ok().and_then(|value| whatsapp_domain::json::read::<About>(&value).ok());
        if let (Some(about), Some(inside)) = (about, held.try_get_value()) {
            inside.allow(about.rights);
        }
    });
}

/// The component with what the host gave. The form is in the first part; others are fetched.
fn component(held: Held, policy: AddressPolicy) -> AnyView {
    let told = move || {
        if let Some(inside) = held.try_get_value() {
            let words = inside.language.get_untracked().get(console::LATE_MISSING);
            let problem = Problem::new("part-not-loaded", words);
            inside.shell.fail(&Problem { retry: Retry::Later, ..problem });
        }
    };
    match held.with_value(|inside| inside.kind) {
        Kind::Form => begun(held, form::begin(&held.get_value(), policy)),
        Kind::Node => late::view(
            late::page,
            late::node_element::load,
            move || {
                let begin = late::node_element::enter(held.get_value(), policy.clone())?;
                Some(begun(held, begin))
            },
            told,
        ),
        Kind::Activity => late::view(
            late::page,
            late::activity::load,
            move || {
                let list = held.with_value(|inside| inside.given.borrow().list.clone());
                let view = late::activity::enter(list)?;
                Some(begun(held, Ok((Box::new(Still), view))))
            },
            told,
        ),
    }
}

/// Holds no value, and is never locked: its fields only search.
struct Still;
impl Component for Still {}

/// What can't be read is told, and shown in place of the component.
fn begun(held: Held, begun: Result<Begun, Unreadable>) -> AnyView {
    let inside = held.get_value();
    let (component, view) = match begun {
        Ok(begun) => begun,
        Err(unreadable) => {
            inside.refuse(unreadable);
            return ().into_any();
        }
    };
    component.lock(inside.locked.get_untracked());
    inside.forget_secrets();
    inside.live.replace(Some(component.into()));
    on_cleanup(move || {
        if let Some(inside) = held.try_get_value() {
            inside.live.replace(None);
        }
    });
    inside.shell.tell("ready", &json!({}));
    view
}

fn lost(problem: &Problem, asking: Asking) -> AnyView {
    let t = texts();
    html::div()
        .attr("class", "wa-stack")
        .child((
            notice(
                Tone::Stop,
                (
                    html::p().attr("class", "wa-strong").child(problem_words(problem)),
                    html::p().child(t.get(what_to_do(&problem.code))),
                ),
            ),
            html::div().child(button(
                ButtonKind::Primary,
                (icon(Icon::Refresh), t.get(words::TRY_AGAIN)),
                Signal::stored(false),
                move || asking.ask(),
            )),
        ))
        .into_any()
}

/// The next step for whoever can make one.
fn what_to_do(code: &str) -> Id {
    match code {
        "proxy-unreachable" => say::PROXY_UNREACHABLE_HELP,
        "token-refused" => say::TOKEN_REFUSED_HELP,
        "proxy-blocked" => say::PROXY_BLOCKED_HELP,
        _ => say::OTHER_HELP,
    }
}

fn engine_notice(found: &str) -> AnyView {
    let t = texts();
    notice(
        Tone::Stop,
        (
            html::p().attr("class", "wa-strong").child(t.get(console::PART_MISSING)),
            html::p().child(t.get(console::PART_MISSING_HELP)),
            html::p().attr("class", "wa-small").child(found.to_owned()),
        ),
    )
}

fn part_notice(inner: AnyView) -> AnyView {
    html::div().attr("class", "wa-page").attr("part", "notice").child(inner).into_any()
}
