//! One test: what it means, what was sent, and the provider's answer word for word.

use crate::view::{html, prelude::*};
use serde_json::Value;
use whatsapp_domain::{DeliveryStatus, OutgoingRequest, QuickTest, Verdict};
use whatsapp_providers::SCHEMAS;

use super::{
    curl::{KEY_VARIABLE, curl},
    outcome::{accepted_view, failed_view},
    state::{Event, State},
    view::{Wires, verdict_badge},
    way::status,
};
use crate::{
    components::*,
    shared::Shared,
    texts::{quick_test as say, texts, words},
};

/// Draws the result.
pub fn result_view(test: Shared<QuickTest>, wires: Wires) -> AnyView {
    let t = texts();
    let Wires { state, send, .. } = wires;
    let tab = Memo::new(move || state.with(|state| state.tab.clone()));
    let other = Memo::new(move || state.with(State::shows_another_version));
    let provider = provider_name(&test.provider);
    let verdict = match status(&test) {
        Some(DeliveryStatus::Accepted) => badge("info", t.get(say::ACCEPTED_YET)),
        Some(DeliveryStatus::Sent) => badge("info", t.get(say::SENT_YET)),
        _ => verdict_badge(&test),
    };
    let head = html::div().attr("class", "wa-spread").child((
        html::div().attr("class", "wa-row").child((
            verdict,
            html::span()
                .attr("class", "wa-small wa-muted")
                .child(t.say(say::took(t.time_of_day(&test.created_at), test.duration_ms))),
        )),
        html::span().child(move || other.get().then(|| badge("look", t.get(say::NOT_THIS_VERSION)))),
    ));
    let choices =
        [("meaning", t.get(say::MEANING)), ("request", t.get(say::REQUEST)), ("answer", t.get(say::ANSWER))];
    let panel = move || match tab.get().as_str() {
        "request" => request_view(&test.request, send),
        "answer" => answer_view(&test, &provider, send),
        _ if test.outcome.verdict == Verdict::Accepted => accepted_view(&test, &provider, wires),
        _ => failed_view(&test, &provider, wires),
    };
    html::section()
        .attr("class", "wa-stack wa-result")
        .attr("aria-label", t.get(say::RESULT))
        .child((
            head,
            tabs(
                "wa-test",
                t.get(say::PARTS),
                &choices,
                tab.into(),
                Callback::new(move |tab| send.told(Event::TabChosen(tab))),
            ),
            html::div()
                .attr("role", "tabpanel")
                .attr("id", "wa-test-panel")
                .attr("aria-labelledby", move || format!("wa-test-{}", tab.get()))
                .child(panel),
        ))
        .into_any()
}

fn provider_name(id: &str) -> String {
    SCHEMAS.iter().find(|schema| schema.provider == id).map_or(id, |schema| schema.name).to_owned()
}

fn pretty(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => whatsapp_domain::json::pretty(other),
    }
}

/// Text as it is, with what copies it.
pub fn code(text: String) -> AnyView {
    html::pre().attr("class", "wa-code").attr("dir", "ltr").attr("tabindex", "0").child(text).into_any()
}

fn copier(send: Callback<Event>) -> Callback<String> {
    Callback::new(move |text| send.told(Event::Copy(text)))
}

fn request_view(request: &OutgoingRequest, send: Callback<Event>) -> AnyView {
    let t = texts();
    let headers: String = request.headers.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
    let text = format!("{} {}\n{headers}\n{}", request.method, request.url, pretty(&request.body));
    let command = curl(request);
    let copied = text.clone();
    html::div()
        .attr("class", "wa-stack-tight")
        .child((
            html::p().attr("class", "wa-small wa-muted").child(t.get(say::AS_SENT)),
            code(text),
            html::div().attr("class", "wa-row").child((
                copy_button(t.get(words::COPY), move || copied.clone(), copier(send)),
                copy_button(t.get(say::COPY_CURL), move || command.clone(), copier(send)),
            )),
            html::p()
                .attr("class", "wa-small wa-muted")
                .child(with_code(&t.say(say::curl_help(KEY_VARIABLE)))),
        ))
        .into_any()
}

fn answer_view(test: &QuickTest, provider: &str, send: Callback<Event>) -> AnyView {
    let t = texts();
    let Some(answer) = &test.answer else {
        let text = t.say(say::nothing_back(provider));
        return html::p().attr("class", "wa-muted").child(text).into_any();
    };
    let body = answer.body.clone();
    let lead = t.say(say::word_for_word(provider, answer.status.to_string()));
    html::div()
        .attr("class", "wa-stack-tight")
        .child((
            html::p().attr("class", "wa-small wa-muted").child(lead),
            if body.is_empty() {
                html::p().attr("class", "wa-muted").child(t.get(say::NO_BODY)).into_any()
            } else {
                let copied = body.clone();
                let copy = copy_button(t.get(words::COPY), move || copied.clone(), copier(send));
                (code(body), html::div().child(copy)).into_any()
            },
        ))
        .into_any()
}
