//! The card with the request as each provider would get it.

use crate::view::{ev, html, prelude::*};
use whatsapp_domain::engine_api::Payload;
use whatsapp_providers::SCHEMAS;

use super::{
    request::request_view,
    state::{Event, Form, State},
    webhook::webhook_view,
};
use crate::{
    components::*,
    runtime::Part,
    texts::{payloads as say, texts},
    words,
};

/// What the card needs from the editor around it.
#[derive(Clone, Copy)]
pub struct Wires {
    /// The card's state.
    pub state: Part<State>,
    /// Takes the card's events.
    pub send: Callback<Event>,
    /// Leads to a field of the step, by its finding path.
    pub go: Callback<String>,
}

impl Wires {
    pub(super) fn copy(self) -> Callback<String> {
        Callback::new(move |text| self.send.told(Event::Copy(text)))
    }
}

const BODY: &str = "wa-payloads";

/// Draws the card: closed to begin with, since most people never need it.
pub fn payloads_card(wires: Wires) -> AnyView {
    let t = texts();
    let Wires { state, send, .. } = wires;
    let open = Memo::new(move || state.with(|state| state.open));
    let head = html::h2().child(
        html::button()
            .attr("type", "button")
            .attr("class", "wa-disclose")
            .attr("data-field", "payloads")
            .attr("aria-expanded", move || if open.get() { "true" } else { "false" })
            .attr("aria-controls", BODY)
            .on(ev::click, move |_| send.told(Event::Toggled))
            .child((icon(Icon::Down), t.get(say::TITLE))),
    );
    let about =
        html::span().attr("class", "wa-small wa-muted").child(t.say(say::about(words::any_provider(t))));
    card((
        html::div().attr("class", "wa-card-head wa-payloads-head").child((head, about)),
        html::div().attr("id", BODY).child(move || {
            open.get().then(|| html::div().attr("class", "wa-card-body").child(content(wires)))
        }),
    ))
}

fn content(wires: Wires) -> AnyView {
    let t = texts();
    let Wires { state, send, .. } = wires;
    let items = Memo::new(move || state.with(|state| state.items.clone()));
    let refused = Memo::new(move || state.with(|state| state.refused.clone()));
    let in_view = Memo::new(move || state.with(State::in_view));
    let form = Memo::new(move || state.with(|state| state.form));
    let forms = looks(
        t.get(say::SHOW_AS),
        true,
        vec![
            Segment::new("request", t.get(crate::texts::words::REQUEST)),
            Segment::new("webhook", t.get(say::WEBHOOK)),
        ],
        Signal::derive(move || if form.get() == Form::Webhook { "webhook".into() } else { "request".into() }),
        Callback::new(move |word: String| {
            let form = if word == "webhook" { Form::Webhook } else { Form::Request };
            send.told(Event::FormChosen(form));
        }),
    );
    let lead = move || match form.get() {
        Form::Request => t.get(say::REQUEST_LEAD),
        Form::Webhook => t.get(say::WEBHOOK_LEAD),
    };
    let names: Vec<_> = SCHEMAS.iter().map(|schema| (schema.provider, schema.name)).collect();
    let choose = tabs(
        "wa-payload",
        t.get(say::PROVIDER),
        &names,
        in_view.into(),
        Callback::new(move |provider| send.told(Event::Chosen(provider))),
    );
    (
        html::div()
            .attr("class", "wa-spread")
            .child((html::p().attr("class", "wa-small wa-muted wa-payloads-lead").child(lead), forms)),
        html::div().attr("class", "wa-payloads-tabs").child(choose),
        html::div().attr("class", "wa-payloads").attr("id", "wa-payload-panel").child(move || {
            let form = form.get();
            match (items.get(), refused.get()) {
                (Some(items), _) => items
                    .iter()
                    .map(|item| column(item, &items, form, in_view, wires))
                    .collect_view()
                    .into_any(),
                (None, Some(text)) => notice(Tone::Stop, html::p().child(text)),
                (None, None) => html::p()
                    .attr("class", "wa-row wa-muted")
                    .attr("role", "status")
                    .child((spinner(), t.get(say::BUILDING)))
                    .into_any(),
            }
        }),
    )
        .into_any()
}

fn column(item: &Payload, all: &[Payload], form: Form, in_view: Memo<String>, wires: Wires) -> AnyView {
    let t = texts();
    let id = item.provider.clone();
    html::section()
        .attr("class", "wa-payload")
        .attr("data-provider", item.provider.clone())
        .attr("data-in-view", move || (in_view.get() == id).then_some(""))
        .attr("aria-label", item.name.clone())
        .child((
            html::h3()
                .attr("class", "wa-row")
                .child((item.name.clone(), item.own.then(|| badge("good", t.get(say::THIS_ACCOUNT))))),
            match form {
                Form::Request => request_view(item, all, wires),
                Form::Webhook => webhook_view(item, wires),
            },
        ))
        .into_any()
}
