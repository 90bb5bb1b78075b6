//! The phone on the page.

use crate::view::{html, prelude::*};

use super::state::{Event, PhoneMessage, State, update};
use crate::{
    clock,
    components::*,
    load::Load,
    preview::{Foot, bubble_view, chat},
    route::Route,
    runtime::Store,
    simulator::{self, writer::Wrote},
    texts::{sandbox_phone as say, spoken, texts, words},
};

/// The phone; without a sandbox it says how to get one.
pub fn sandbox_phone(on: bool) -> AnyView {
    let store = on.then(|| {
        let store = Store::new(State::default(), update);
        store.send(Event::Look);
        store
    });
    spoken(move || page(store))
}

fn page(store: Option<Store<State, Event>>) -> AnyView {
    let t = texts();
    let head = |beside: AnyView| {
        html::header().attr("class", "wa-page-head").child((
            html::div().child((
                html::h1().attr("tabindex", "-1").child(t.get(say::TITLE)),
                html::p().child(t.say(say::about(crate::words::all_providers(t)))),
            )),
            beside,
        ))
    };
    let Some(store) = store else {
        return html::div().attr("class", "wa-page").child((head(().into_any()), sandbox_off())).into_any();
    };
    let messages = store.part(|state| state.messages.clone());
    let some = store.part(|state| state.messages.ready().is_some_and(|messages| !messages.is_empty()));
    let clear = move || {
        some.get().then(|| {
            button(
                ButtonKind::Secondary,
                (icon(Icon::Trash), t.get(say::EMPTY_PHONE)),
                Signal::stored(false),
                move || store.send(Event::Clear),
            )
        })
    };
    let wrote = store.part(|state| state.wrote.clone());
    let hear = Callback::new(move |wrote| store.send(Event::Wrote(wrote, clock::now())));
    html::div()
        .attr("class", "wa-page")
        .child((
            head(clear.into_any()),
            html::div().attr("class", "wa-columns").child((
                html::div().attr("class", "wa-phone").attr("aria-live", "polite").child(
                    move || match messages.get() {
                        Load::Failed(problem) => problem_notice(&problem),
                        Load::Ready(messages) if messages.is_empty() && wrote.with(Vec::is_empty) => {
                            card(html::div().attr("class", "wa-empty").child((
                                html::span().attr("class", "wa-empty-art").child(icon(Icon::Phone)),
                                html::h2().child(t.get(say::NOTHING)),
                                html::p().child(t.get(say::NOTHING_HELP)),
                                link_button(
                                    ButtonKind::Primary,
                                    Route::Node.href(),
                                    (icon(Icon::Message), t.get(words::EDIT_NODE)),
                                ),
                            )))
                        }
                        Load::Ready(messages) => chats(messages, wrote.get()),
                        _ => html::p()
                            .attr("class", "wa-muted wa-row")
                            .child((spinner(), t.get(say::LOOKING)))
                            .into_any(),
                    },
                ),
                html::aside()
                    .attr("class", "wa-stack")
                    .child((simulator::writer(hear), simulator::reports())),
            )),
        ))
        .into_any()
}

/// Said on the sandbox's pages while it is off.
pub fn sandbox_off() -> AnyView {
    notice(Tone::Info, html::p().child(with_code(texts().get(say::OFF))))
}

/// What stands in a chat: its time, and whether it arrived or was written here.
enum Entry {
    Arrived(PhoneMessage),
    Wrote(Wrote, String),
}

/// A chat of the owner's number with a business: its provider, the owner, the business, and what was said.
struct Chat {
    provider: String,
    owner: String,
    business: Option<String>,
    entries: Vec<(String, Entry)>,
}

fn digits(number: &str) -> String {
    number.trim_start_matches('+').to_owned()
}

/// One chat for each number and business, the one with the newest message first.
fn chats(messages: Vec<PhoneMessage>, wrote: Vec<(Wrote, String)>) -> AnyView {
    let t = texts();
    let arrived = messages.into_iter().map(|message| {
        let (provider, owner, business) =
            (message.provider.clone(), digits(&message.to), Some(digits(&message.from)));
        (provider, owner, business, message.received_at.clone(), Entry::Arrived(message))
    });
    let written = wrote.into_iter().map(|(wrote, at)| {
        (wrote.provider.clone(), wrote.from.clone(), None, at.clone(), Entry::Wrote(wrote, at))
    });
    let mut chats: Vec<Chat> = Vec::new();
    for (provider, owner, business, at, entry) in arrived.chain(written) {
        // What was written here goes to the business of that provider, whatever its number.
        let same = |chat: &&mut Chat| {
            chat.provider == provider
                && chat.owner == owner
                && (business.is_none() || chat.business == business)
        };
        match chats.iter_mut().find(same) {
            Some(chat) => chat.entries.push((at, entry)),
            None => chats.push(Chat { provider, owner, business, entries: vec![(at, entry)] }),
        }
    }
    for chat in &mut chats {
        chat.entries.sort_by(|one, other| other.0.cmp(&one.0));
    }
    chats.sort_by(|one, other| {
        other.entries.first().map(|entry| &entry.0).cmp(&one.entries.first().map(|entry| &entry.0))
    });
    let draw = |Chat { provider, owner, business, entries }: Chat| {
        let name = business.map_or_else(|| provider_name(&provider), |business| format!("+{business}"));
        html::section()
            .attr("class", "wa-stack-tight")
            .attr("aria-label", t.say(say::chat(format!("+{owner}"))))
            .child((
                html::p()
                    .attr("class", "wa-small wa-muted")
                    .child(with_numbers(t.say(say::on_phone(format!("+{owner}"))))),
                chat(
                    name,
                    entries
                        .into_iter()
                        .map(|(_, said)| match said {
                            Entry::Arrived(message) => entry(message),
                            Entry::Wrote(wrote, at) => own(wrote, &at),
                        })
                        .collect_view(),
                ),
            ))
    };
    html::div().attr("class", "wa-phone-chats").child(chats.into_iter().map(draw).collect_view()).into_any()
}

fn provider_name(id: &str) -> String {
    let schema = whatsapp_providers::SCHEMAS.iter().find(|schema| schema.provider == id);
    schema.map_or(id, |schema| schema.name).to_owned()
}

/// What the owner wrote.
fn own(wrote: Wrote, at: &str) -> AnyView {
    let text = if wrote.text.is_empty() {
        texts().get(simulator::kind_name(wrote.kind)).to_owned()
    } else {
        wrote.text
    };
    html::div()
        .attr("class", "wa-bubble wa-bubble-own")
        .attr("dir", "auto")
        .child((
            html::div().attr("class", "wa-bubble-text").child(html::p().attr("class", "wa-line").child(text)),
            html::p().attr("class", "wa-bubble-time").child(texts().time_of_day(at)),
        ))
        .into_any()
}

fn entry(message: PhoneMessage) -> AnyView {
    let t = texts();
    let time = t.time_of_day(&message.received_at);
    let failure = message.failure.as_ref().map(|failure| {
        notice(
            Tone::Stop,
            (
                html::p().attr("class", "wa-strong").child(t.get(say::NEVER_DELIVERED)),
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
