//! One test: what it means, what was sent, and the provider's answer word for word.

use leptos::{html, prelude::*};
use serde_json::Value;
use whatsapp_domain::{Actor, Outcome, QuickTest, Retry, Verdict};
use whatsapp_providers::SCHEMAS;

use super::{
    state::{Event, State},
    view::verdict_badge,
};
use crate::{clock, components::*, route::Route};

/// Draws the result.
pub fn result_view(
    test: QuickTest,
    stale: bool,
    state: Memo<State>,
    sandbox: bool,
    send: Callback<Event>,
) -> AnyView {
    let tab = Memo::new(move |_| state.with(|state| state.tab.clone()));
    let provider = provider_name(&test.provider);
    let head = html::div().attr("class", "wa-spread").child((
        html::div().attr("class", "wa-row").child((
            verdict_badge(&test),
            html::span().attr("class", "wa-small wa-muted").child(format!(
                "{} · {} ms",
                clock::time_of_day(&test.created_at),
                test.duration_ms
            )),
        )),
        stale.then(|| badge("look", "Not this version")),
    ));
    let choices = [("meaning", "Meaning"), ("request", "Request"), ("answer", "Answer")];
    let panel = move || match tab.get().as_str() {
        "request" => request_view(&test, send),
        "answer" => answer_view(&test, &provider, send),
        _ => meaning_view(&test, &provider, sandbox),
    };
    html::section()
        .attr("class", "wa-stack wa-result")
        .attr("aria-label", "Test result")
        .child((
            head,
            tabs(
                "wa-test",
                "Parts of the test",
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

fn meaning_view(test: &QuickTest, provider: &str, sandbox: bool) -> AnyView {
    let outcome = &test.outcome;
    let place =
        if test.reached.country.is_empty() { String::new() } else { format!(" ({})", test.reached.country) };
    let title = match outcome.verdict {
        Verdict::Accepted => {
            format!("{provider} took the message for {}{place}.", test.reached.international)
        }
        Verdict::Refused => {
            format!("{provider} did not take the message for {}{place}.", test.reached.international)
        }
        Verdict::Unclear => format!(
            "Nobody can tell whether {provider} took the message for {}{place}.",
            test.reached.international
        ),
    };
    let phone = (sandbox && outcome.verdict == Verdict::Accepted).then(|| {
        html::div().child(link_button(
            ButtonKind::Secondary,
            Route::Phone.href(),
            (icon(Icon::Phone), "See it on the sandbox phone"),
        ))
    });
    html::div()
        .attr("class", "wa-stack-tight")
        .child((
            html::p().attr("class", "wa-strong").child(title),
            html::p().child(outcome.cause.clone()),
            outcome.fix.clone().map(|fix| html::p().child(fix)),
            violations(outcome),
            facts(outcome),
            phone,
        ))
        .into_any()
}

fn violations(outcome: &Outcome) -> Option<AnyView> {
    (!outcome.violations.is_empty()).then(|| {
        let rows = outcome.violations.iter().map(|found| {
            html::li().child((html::code().child(found.path.clone()), format!(" {}", found.text)))
        });
        html::ul().attr("class", "wa-violations wa-small").child(rows.collect_view()).into_any()
    })
}

fn facts(outcome: &Outcome) -> AnyView {
    let who = outcome.who.map(|who| match who {
        Actor::You => "You",
        Actor::Administrator => "Whoever connected the account",
        Actor::Provider => "The provider's support",
        Actor::Recipient => "The person with the phone",
        Actor::WhatsApp => "WhatsApp",
        Actor::Operator => "Whoever runs the proxy",
    });
    let again = match (outcome.verdict, outcome.safe_to_repeat, outcome.retry) {
        (Verdict::Accepted, ..) => None,
        (_, false, _) => Some("May send it twice. Look at the phone first.".to_owned()),
        (_, true, Retry::Now) => Some("Safe, at once.".to_owned()),
        (_, true, Retry::Later) => Some(match outcome.retry_after_s {
            Some(seconds) => format!(
                "Safe, in {}.",
                crate::words::count(usize::try_from(seconds).unwrap_or(usize::MAX), "second")
            ),
            None => "Safe, after a while.".to_owned(),
        }),
        (_, true, Retry::Never) => Some("Safe, but it will fail again until something changes.".to_owned()),
    };
    let code = outcome.provider_code.clone();
    let id = outcome.message_id.clone();
    let row = |name: &'static str, value: Option<String>| {
        value.map(|value| (html::dt().child(name), html::dd().child(value)))
    };
    html::dl()
        .attr("class", "wa-facts wa-small")
        .child((
            row("Who can act", who.map(str::to_owned)),
            row("Sending again", again),
            row("Provider's code", code),
            row("Message id", id),
        ))
        .into_any()
}

fn pretty(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => serde_json::to_string_pretty(other).unwrap_or_default(),
    }
}

fn copyable(text: String, send: Callback<Event>) -> AnyView {
    let copied = RwSignal::new(false);
    let copy = text.clone();
    html::div()
        .attr("class", "wa-stack-tight")
        .child((
            html::pre().attr("class", "wa-code").attr("tabindex", "0").child(text),
            html::div().child(small_button(
                ButtonKind::Secondary,
                (icon(Icon::Copy), move || if copied.get() { "Copied" } else { "Copy" }),
                move || {
                    send.told(Event::Copy(copy.clone()));
                    copied.set(true);
                    set_timeout(move || copied.set(false), std::time::Duration::from_secs(2));
                },
            )),
        ))
        .into_any()
}

fn request_view(test: &QuickTest, send: Callback<Event>) -> AnyView {
    let request = &test.request;
    let headers: String = request.headers.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
    let text = format!("{} {}\n{headers}\n{}", request.method, request.url, pretty(&request.body));
    html::div()
        .attr("class", "wa-stack-tight")
        .child((
            html::p().attr("class", "wa-small wa-muted").child("As it was sent; secrets are shown as ***."),
            copyable(text, send),
        ))
        .into_any()
}

fn answer_view(test: &QuickTest, provider: &str, send: Callback<Event>) -> AnyView {
    match &test.answer {
        None => html::p()
            .attr("class", "wa-muted")
            .child(format!("Nothing came back from {provider}."))
            .into_any(),
        Some(answer) => html::div()
            .attr("class", "wa-stack-tight")
            .child((
                html::p()
                    .attr("class", "wa-small wa-muted")
                    .child(format!("{provider}'s answer word for word, with HTTP status {}.", answer.status)),
                if answer.body.is_empty() {
                    html::p().attr("class", "wa-muted").child("The answer has no body.").into_any()
                } else {
                    copyable(answer.body.clone(), send)
                },
            ))
            .into_any(),
    }
}
