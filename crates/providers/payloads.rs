//! What every provider would be sent for one step, what each would lose, and how to send it without us: as a command
//! for a shell, and as a plain webhook of a console.

mod curl;
mod language;
mod messages;
mod symbols;
mod webhook;

use whatsapp_domain::{
    FilledMessage, Media, MediaKind, Message, OutgoingRequest, Settings,
    engine_api::{Payload, RenderRequest},
};

use crate::{
    masking::masked,
    provider::Provider,
    render::{RenderInput, render},
};

/// One payload for each provider, in their order. The integration's settings are used for its own provider; others, and
/// settings that are still empty, have placeholders such as `{projectId}`.
pub fn payloads(request: &RenderRequest) -> Vec<Payload> {
    crate::ALL.iter().map(|provider| payload(*provider, request)).collect()
}

fn payload(provider: &dyn Provider, request: &RenderRequest) -> Payload {
    let schema = provider.schema();
    let own = schema.provider == request.integration.provider;
    let settings = settings(provider, request, own);
    let output = render(&RenderInput {
        provider,
        settings: &settings,
        node: &request.node,
        context: &request.context,
        to: request.to.as_deref(),
        message_id: None,
        // The list is of the own account; what others hold is not known.
        templates: request.templates.as_deref().filter(|_| own),
        policy: &request.policy,
    });
    let message = output.message.or_else(|| as_written(&request.node.message));
    let sent = output.request.map(with_placeholders);
    let login = provider.login(&settings);
    let curl = sent.as_ref().map(|sent| curl::command(&login, sent)).unwrap_or_default();
    Payload {
        provider: schema.provider.into(),
        name: schema.name.into(),
        own,
        request: sent.map(|sent| masked(provider, &settings, sent)),
        findings: output.findings,
        losses: message.map(|message| provider.losses(&message)).unwrap_or_default(),
        curl,
        webhook: webhook::of(provider, &settings, &request.node, &request.policy),
    }
}

fn settings(provider: &dyn Provider, request: &RenderRequest, own: bool) -> Settings {
    let mut settings = provider.placeholder_settings();
    if own {
        let typed = provider.normalise(&request.integration.settings, &request.policy);
        settings.extend(typed.into_iter().filter(|(_, value)| !value.trim().is_empty()));
    }
    settings
}

/// Placeholders in a path are percent-encoded by whoever builds it.
fn with_placeholders(request: OutgoingRequest) -> OutgoingRequest {
    let url = request.url.replace("%7B", "{").replace("%7D", "}");
    OutgoingRequest { url, ..request }
}

/// The message with its texts as they are written: enough to tell what a provider would lose when no profile fills it.
fn as_written(message: &Message) -> Option<FilledMessage> {
    let media = |kind: MediaKind, media: &Media| FilledMessage::Media {
        kind,
        url: media.url.value.clone(),
        caption: media.caption.as_ref().map(|caption| caption.value.clone()),
        filename: media.filename.as_ref().map(|name| name.value.clone()),
    };
    Some(match message {
        // Templates lose nothing that their values could tell.
        Message::Template { .. } => return None,
        Message::Text { text, preview_url } => {
            FilledMessage::Text { text: text.value.clone(), preview_url: *preview_url }
        }
        Message::Image(image) => media(MediaKind::Image, image),
        Message::Video(video) => media(MediaKind::Video, video),
        Message::Document(document) => media(MediaKind::Document, document),
    })
}

#[cfg(test)]
mod tests;
