//! What a test's outcome means: how far the message is, or why it went nowhere and who can mend that.

use leptos::{html, prelude::*};
use whatsapp_domain::{DeliveryStatus, QuickTest, Verdict, Violation};

use super::{
    meaning::{Goal, Layer, again, goal, layers, title, way_out, who},
    result::code,
    view::Wires,
    way::{Place, name, status, way, word},
};
use crate::{clock, components::*, route::Route};

/// The provider has it: how far it is on its way, as far as that is known.
pub fn accepted_view(test: &QuickTest, provider: &str, wires: Wires) -> AnyView {
    let outcome = &test.outcome;
    let failure = test
        .following
        .as_ref()
        .filter(|following| following.status == DeliveryStatus::Failed)
        .and_then(|following| following.outcome.clone());
    let fact = |name: &'static str, value: Option<String>| {
        value.map(|value| (html::dt().child(name), html::dd().child(value)))
    };
    let told = match failure {
        // What its report said, in the same card as a refusal.
        Some(outcome) => failed_view(&QuickTest { outcome, ..test.clone() }, provider, wires),
        None => html::div()
            .attr("class", "wa-stack-tight")
            .child((
                html::p().attr("class", "wa-strong").child(title(test, provider)),
                (status(test) == Some(DeliveryStatus::Accepted)).then(|| {
                    (
                        html::p().child(outcome.cause.clone()),
                        outcome.fix.clone().map(|fix| html::p().child(fix)),
                    )
                }),
                html::dl().attr("class", "wa-facts wa-small").child((
                    fact("Provider's code", outcome.provider_code.clone()),
                    fact("Message id", outcome.message_id.clone()),
                )),
                ways(test, wires),
            ))
            .into_any(),
    };
    html::div().attr("class", "wa-stack-tight").child((way_view(test, wires), told)).into_any()
}

/// Where to see it, and how to follow it when nothing follows it yet.
fn ways(test: &QuickTest, wires: Wires) -> AnyView {
    let account = Route::Integration(test.integration.clone()).href();
    (
        (!wires.followed.get_untracked()).then(|| {
            html::p().attr("class", "wa-small wa-muted").child((
                "Nobody tells how far it got, because replies are off for this account. ",
                html::a().attr("href", account).child("Switch them on"),
                " to follow each message to “read”.",
            ))
        }),
        wires.sandbox.get_untracked().then(|| {
            html::div().child(link_button(
                ButtonKind::Secondary,
                Route::Phone.href(),
                (icon(Icon::Phone), "See it on the sandbox phone"),
            ))
        }),
    )
        .into_any()
}

/// The line, and what is to be said while nothing can be heard.
fn way_view(test: &QuickTest, wires: Wires) -> AnyView {
    let lost = Memo::new(move |_| wires.state.with(|state| state.out_of_hearing));
    (way_list(test, wires.followed.get_untracked()), move || {
        lost.get().then(|| {
            html::p()
                .attr("class", "wa-small wa-muted wa-row")
                .child((spinner(), "The proxy is out of reach at the moment; this line goes on by itself."))
        })
    })
        .into_any()
}

/// Accepted, sent, delivered, read, with the times. Only what was reported is filled in.
pub fn way_list(test: &QuickTest, followed: bool) -> AnyView {
    let places = way(test);
    let next = places.iter().position(|place| !place.reached);
    let step = |(index, place): (usize, &Place)| {
        let time = match (&place.at, place.reached) {
            (Some(at), _) => clock::time_of_day(at),
            (None, true) => "yes".to_owned(),
            (None, false) if Some(index) == next => {
                if followed { "waiting" } else { "not followed" }.to_owned()
            }
            (None, false) => "–".to_owned(),
        };
        html::li()
            .attr("data-status", word(place.status))
            .attr("data-known", place.reached.then_some(""))
            .child((
                html::span().attr("class", "wa-way-name").child(name(place.status)),
                html::span().attr("class", "wa-way-time").child(time),
            ))
    };
    html::ol()
        .attr("class", "wa-way")
        .attr("aria-label", "How far the message is")
        .child(places.iter().enumerate().map(step).collect_view())
        .into_any()
}

/// It was refused, it failed on its way, or nobody can tell: what was said at which layer, why, what to do, who can, and
/// whether a repeat is safe. An answer that is not known to us is shown as it came.
pub fn failed_view(test: &QuickTest, provider: &str, wires: Wires) -> AnyView {
    let outcome = &test.outcome;
    let tone = if outcome.verdict == Verdict::Refused { "stop" } else { "look" };
    let part = |name: &'static str, text: Option<String>| {
        text.map(|text| (html::dt().child(name), html::dd().child(text)))
    };
    let said = outcome.provider_text.clone().map(|text| {
        html::figure().attr("class", "wa-said").child((
            html::figcaption().attr("class", "wa-small wa-muted").child(format!("{provider}'s own words")),
            html::blockquote().attr("dir", "auto").child(format!("“{text}”")),
        ))
    });
    html::div()
        .attr("class", "wa-outcome")
        .attr("data-tone", tone)
        .attr("data-code", outcome.code.clone())
        .child((
            html::p()
                .attr("class", "wa-note wa-strong")
                .child((disc(tone), html::span().child(title(test, provider)))),
            layer_row(layers(test, provider)),
            html::dl().attr("class", "wa-outcome-parts").child((
                part("What happened", Some(outcome.cause.clone())),
                part("What to do", outcome.fix.clone()),
                part("Who can act", outcome.who.map(|actor| who(actor).to_owned())),
                part("Sending again", again(outcome)),
            )),
            violations(&outcome.violations, provider, wires),
            way_out(outcome).map(|goal| way_to(goal, &test.integration, wires)),
            said,
            (!outcome.known).then(|| unknown(test, provider)),
            outcome
                .message_id
                .clone()
                .map(|id| html::dl().attr("class", "wa-facts wa-small").child(part("Message id", Some(id)))),
        ))
        .into_any()
}

fn layer_row(layers: Vec<Layer>) -> AnyView {
    let items = layers.into_iter().map(|layer| {
        html::li().child((
            html::span().attr("class", "wa-layer-name").child(layer.name),
            html::code().attr("dir", "ltr").child(layer.code),
        ))
    });
    html::ul()
        .attr("class", "wa-layers")
        .attr("aria-label", "What was answered")
        .child(items.collect_view())
        .into_any()
}

/// What the provider complained about, field by field.
fn violations(found: &[Violation], provider: &str, wires: Wires) -> Option<AnyView> {
    if found.is_empty() {
        return None;
    }
    let rows = found.iter().map(|found| {
        let way = found.field.as_deref().and_then(goal).and_then(|goal| match goal {
            Goal::Step(field) => Some(field),
            Goal::Account => None,
        });
        html::li().child((
            html::code().attr("dir", "ltr").child(found.path.clone()),
            format!(" {} ", found.text),
            way.map(|field| {
                html::button()
                    .attr("type", "button")
                    .attr("class", "wa-link")
                    .attr("aria-label", format!("Go to the field of {}", found.path))
                    .on(leptos::ev::click, move |_| wires.go.told(field.clone()))
                    .child("Go to it")
            }),
        ))
    });
    let list = html::ul().attr("class", "wa-violations wa-small").child(rows.collect_view());
    let lead = format!("{provider} complains about");
    Some(
        html::div()
            .attr("class", "wa-stack-tight")
            .child((html::p().attr("class", "wa-small wa-muted").child(lead), list))
            .into_any(),
    )
}

/// One press to where it can be mended.
fn way_to(goal: Goal, integration: &str, wires: Wires) -> AnyView {
    let way = match goal {
        Goal::Step(field) => {
            small_button(ButtonKind::Primary, "Go to the field", move || wires.go.told(field.clone()))
        }
        Goal::Account => link_button(
            ButtonKind::Secondary,
            Route::Integration(integration.to_owned()).href(),
            "Open the account",
        ),
    };
    html::div().child(way).into_any()
}

/// A code or form that is new to us: said plainly, with the answer itself.
fn unknown(test: &QuickTest, provider: &str) -> AnyView {
    let body = test.answer.as_ref().map(|answer| answer.body.clone()).filter(|body| !body.is_empty());
    let text = match &test.outcome.provider_code {
        Some(code) => {
            format!("“{code}” is not in our list of {provider}'s codes. This is the answer as it came:")
        }
        None => format!("This answer has a form that we don't know from {provider}. It came like this:"),
    };
    html::div()
        .attr("class", "wa-stack-tight")
        .attr("data-part", "unknown-answer")
        .child((
            html::p().child((badge("look", "Unknown to us"), " ", text)),
            match body {
                Some(body) => code(body),
                None => html::p().attr("class", "wa-muted").child("The answer has no body.").into_any(),
            },
        ))
        .into_any()
}
