//! One provider's request as a plain webhook, for consoles that have nothing else.

use crate::view::{html, prelude::*};
use whatsapp_domain::engine_api::Payload;

use super::view::Wires;
use crate::{
    components::*,
    texts::{payloads as say, texts, words},
};

/// Draws it, each part with what copies it.
pub fn webhook_view(item: &Payload, wires: Wires) -> AnyView {
    let t = texts();
    let Some(webhook) = item.webhook.clone() else {
        return html::p()
            .attr("class", "wa-note wa-muted")
            .child((disc("look"), t.get(say::NO_WEBHOOK)))
            .into_any();
    };
    let notes = webhook.notes.into_iter().map(|note| {
        html::li().attr("class", "wa-note wa-small").child((disc("look"), html::span().child(t.said(&note))))
    });
    let notes = notes.collect::<Vec<_>>();
    html::div()
        .attr("class", "wa-stack")
        .child((
            part(t.get(say::METHOD), webhook.method, wires),
            part("URL", webhook.url, wires),
            webhook
                .headers
                .into_iter()
                .map(|(name, value)| part(&t.say(say::header(name)), value, wires))
                .collect_view(),
            part(t.get(say::BODY), webhook.body, wires),
            (!notes.is_empty()).then(|| {
                html::div().attr("class", "wa-stack-tight").attr("data-part", "webhook-notes").child((
                    html::h4().attr("class", "wa-small wa-muted").child(t.get(say::WEBHOOK_LIMITS)),
                    html::ul().attr("class", "wa-stack-tight").child(notes),
                ))
            }),
        ))
        .into_any()
}

fn part(name: &str, text: String, wires: Wires) -> AnyView {
    let copied = text.clone();
    html::div()
        .attr("class", "wa-webhook-part")
        .attr("role", "group")
        .attr("aria-label", name.to_owned())
        .child((
            html::div().attr("class", "wa-spread").child((
                html::span().attr("class", "wa-small wa-muted").child(name.to_owned()),
                copy_button(texts().get(words::COPY), move || copied.clone(), wires.copy()),
            )),
            html::pre().attr("class", "wa-code").attr("dir", "ltr").attr("tabindex", "0").child(text),
        ))
        .into_any()
}
