//! What a test's outcome means: how far the message is, or why it went nowhere and who can mend that.

use crate::view::{html, prelude::*};
use whatsapp_domain::{DeliveryStatus, QuickTest, Verdict, Violation};

use super::{
    meaning::{Goal, Layer, again, goal, layers, title, way_out, who},
    result::code,
    view::Wires,
    way::{Place, name, status, way, word},
};
use crate::{
    components::*,
    route::Route,
    texts::{quick_test as say, texts},
};

/// The provider has it: how far it is on its way, as far as that is known.
pub fn accepted_view(test: &QuickTest, provider: &str, wires: Wires) -> AnyView {
    let t = texts();
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
                html::p().attr("class", "wa-strong").child(with_numbers(t.say(title(test, provider)))),
                (status(test) == Some(DeliveryStatus::Accepted)).then(|| {
                    (
                        html::p().attr("dir", "auto").child(t.cause(outcome)),
                        t.to_do(outcome).map(|fix| html::p().attr("dir", "auto").child(fix)),
                    )
                }),
                html::dl().attr("class", "wa-facts wa-small").child((
                    fact(t.get(say::PROVIDER_CODE), outcome.provider_code.clone()),
                    fact(t.get(say::MESSAGE_ID), outcome.message_id.clone()),
                )),
                ways(test, wires),
            ))
            .into_any(),
    };
    html::div().attr("class", "wa-stack-tight").child((way_view(test, wires), told)).into_any()
}

/// Where to see it, and how to follow it when nothing follows it yet.
fn ways(test: &QuickTest, wires: Wires) -> AnyView {
    let t = texts();
    let account = Route::Integration(test.integration.clone()).href();
    (
        (!wires.followed.get_untracked()).then(|| {
            html::p().attr("class", "wa-small wa-muted").child((
                t.get(say::NOT_FOLLOWED_WHY),
                " ",
                html::a().attr("href", account).child(t.get(say::SWITCH_ON)),
            ))
        }),
        wires.sandbox.get_untracked().then(|| {
            html::div().child(link_button(
                ButtonKind::Secondary,
                Route::Phone.href(),
                (icon(Icon::Phone), t.get(say::SEE_ON_PHONE)),
            ))
        }),
    )
        .into_any()
}

/// The line, and what is to be said while nothing can be heard.
fn way_view(test: &QuickTest, wires: Wires) -> AnyView {
    let t = texts();
    let lost = Memo::new(move || wires.state.with(|state| state.out_of_hearing));
    (way_list(test, wires.followed.get_untracked()), move || {
        lost.get().then(|| {
            html::p().attr("class", "wa-small wa-muted wa-row").child((spinner(), t.get(say::OUT_OF_REACH)))
        })
    })
        .into_any()
}

/// Accepted, sent, delivered, read, with the times. Only what was reported is filled in.
pub fn way_list(test: &QuickTest, followed: bool) -> AnyView {
    let t = texts();
    let places = way(test);
    let next = places.iter().position(|place| !place.reached);
    let step = |(index, place): (usize, &Place)| {
        let time = match (&place.at, place.reached) {
            (Some(at), _) => t.time_of_day(at),
            (None, true) => t.get(say::YES).to_owned(),
            (None, false) if Some(index) == next => {
                t.get(if followed { say::WAITING } else { say::NOT_FOLLOWED }).to_owned()
            }
            (None, false) => "–".to_owned(),
        };
        html::li()
            .attr("data-status", word(place.status))
            .attr("data-known", place.reached.then_some(""))
            .child((
                html::span().attr("class", "wa-way-name").child(t.get(name(place.status))),
                html::span().attr("class", "wa-way-time").child(time),
            ))
    };
    html::ol()
        .attr("class", "wa-way")
        .attr("aria-label", t.get(say::HOW_FAR))
        .child(places.iter().enumerate().map(step).collect_view())
        .into_any()
}

/// It was refused, it failed on its way, or nobody can tell: what was said at which layer, why, what to do, who can, and
/// whether a repeat is safe. An answer that is not known to us is shown as it came.
pub fn failed_view(test: &QuickTest, provider: &str, wires: Wires) -> AnyView {
    let t = texts();
    let outcome = &test.outcome;
    let tone = if outcome.verdict == Verdict::Refused { "stop" } else { "look" };
    let part = |name: &'static str, text: Option<String>| {
        text.map(|text| (html::dt().child(name), html::dd().attr("dir", "auto").child(with_numbers(text))))
    };
    let said = outcome.provider_text.clone().map(|text| {
        html::figure().attr("class", "wa-said").child((
            html::figcaption().attr("class", "wa-small wa-muted").child(t.say(say::own_words(provider))),
            html::blockquote().attr("dir", "auto").child(t.say(say::quoted(text))),
        ))
    });
    html::div()
        .attr("class", "wa-outcome")
        .attr("data-tone", tone)
        .attr("data-code", outcome.code.clone())
        .child((
            html::p()
                .attr("class", "wa-note wa-strong")
                .child((disc(tone), html::span().child(with_numbers(t.say(title(test, provider)))))),
            layer_row(layers(test, provider)),
            html::dl().attr("class", "wa-outcome-parts").child((
                part(t.get(say::WHAT_HAPPENED), Some(t.cause(outcome))),
                part(t.get(say::WHAT_TO_DO), t.to_do(outcome)),
                part(t.get(say::WHO_CAN_ACT), outcome.who.map(|actor| t.say(who(actor)))),
                part(t.get(say::SENDING_AGAIN), again(outcome).map(|text| t.say(text))),
            )),
            violations(&outcome.violations, provider, wires),
            way_out(outcome).map(|goal| way_to(goal, &test.integration, wires)),
            said,
            (!outcome.known).then(|| unknown(test, provider)),
            outcome.message_id.clone().map(|id| {
                html::dl().attr("class", "wa-facts wa-small").child(part(t.get(say::MESSAGE_ID), Some(id)))
            }),
        ))
        .into_any()
}

fn layer_row(layers: Vec<Layer>) -> AnyView {
    let t = texts();
    let items = layers.into_iter().map(|layer| {
        html::li().child((
            html::span().attr("class", "wa-layer-name").child(layer.name),
            html::code().attr("dir", "ltr").child(t.say(layer.code)),
        ))
    });
    html::ul()
        .attr("class", "wa-layers")
        .attr("aria-label", t.get(say::WHAT_WAS_ANSWERED))
        .child(items.collect_view())
        .into_any()
}

/// What the provider complained about, field by field.
fn violations(found: &[Violation], provider: &str, wires: Wires) -> Option<AnyView> {
    let t = texts();
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
                    .attr("aria-label", t.say(say::field_of(&found.path)))
                    .on(crate::view::ev::click, move |_| wires.go.told(field.clone()))
                    .child(t.get(say::GO_TO_IT))
            }),
        ))
    });
    let list = html::ul().attr("class", "wa-violations wa-small").child(rows.collect_view());
    let lead = t.say(say::complains(provider));
    Some(
        html::div()
            .attr("class", "wa-stack-tight")
            .child((html::p().attr("class", "wa-small wa-muted").child(lead), list))
            .into_any(),
    )
}

/// One press to where it can be mended.
fn way_to(goal: Goal, integration: &str, wires: Wires) -> AnyView {
    let t = texts();
    let way = match goal {
        Goal::Step(field) => {
            small_button(ButtonKind::Primary, t.get(say::GO_TO_FIELD), move || wires.go.told(field.clone()))
        }
        Goal::Account => link_button(
            ButtonKind::Secondary,
            Route::Integration(integration.to_owned()).href(),
            t.get(say::OPEN_ACCOUNT),
        ),
    };
    html::div().child(way).into_any()
}

/// A code or form that is new to us: said plainly, with the answer itself.
fn unknown(test: &QuickTest, provider: &str) -> AnyView {
    let t = texts();
    let body = test.answer.as_ref().map(|answer| answer.body.clone()).filter(|body| !body.is_empty());
    let text = match &test.outcome.provider_code {
        Some(code) => say::unknown_code(code, provider),
        None => say::unknown_form(provider),
    };
    html::div()
        .attr("class", "wa-stack-tight")
        .attr("data-part", "unknown-answer")
        .child((
            html::p().child((badge("look", t.get(say::UNKNOWN)), " ", t.say(text))),
            match body {
                Some(body) => code(body),
                None => html::p().attr("class", "wa-muted").child(t.get(say::NO_BODY)).into_any(),
            },
        ))
        .into_any()
}
