//! A step as a plain webhook: method, address, headers, and a body of Jinja text that gives the JSON which we would
//! send. What a plain webhook can't do stands in its notes.

use whatsapp_domain::{
    AddressPolicy, Binding, FilledMessage, MediaKind, Message, Node, Reached, Said, Settings,
    engine_api::WebhookTemplate, json, say,
};
use whatsapp_engine::{jinja, phone};

use super::{
    language,
    messages::{self, Branch},
    symbols::{Notes, Symbols, has_jinja, is_left},
    with_placeholders,
};
use crate::{
    node_texts::texts,
    provider::{Login, Provider, SendIds},
    render::reached,
};

/// What all bodies of one webhook share.
pub(super) struct Export<'a> {
    provider: &'a dyn Provider,
    settings: &'a Settings,
    /// Addresses that the operator allows.
    pub policy: &'a AddressPolicy,
    /// What can't be expressed.
    pub notes: Notes,
    to: Reached,
    recipient: Symbols,
}

/// The webhook; none when a text of the step is not valid Jinja, or when something can't be expressed at all.
pub(super) fn of(
    provider: &dyn Provider,
    settings: &Settings,
    node: &Node,
    policy: &AddressPolicy,
) -> Option<WebhookTemplate> {
    let mut notes = Notes::default();
    let (to, recipient) = recipient(node, &mut notes)?;
    let mut export = Export { provider, settings, policy, notes, to, recipient };
    let body = match &node.message {
        Message::Template { template, header, body, buttons, language_by, translations } => {
            let rows = (header.as_ref(), body.as_slice(), buttons.as_slice());
            let first = messages::template(&mut export, &template.name, &template.language, rows)?;
            let mut all = vec![(template.language.as_str(), first)];
            for translation in translations {
                let own = translation.values.as_ref();
                let rows = own
                    .map_or(rows, |own| (own.header.as_ref(), own.body.as_slice(), own.buttons.as_slice()));
                let branch = messages::template(&mut export, &template.name, &translation.language, rows)?;
                all.push((translation.language.as_str(), branch));
            }
            language::choice(language_by.as_ref(), all, &mut export.notes)
        }
        Message::Text { text, preview_url } => messages::text(&mut export, text, *preview_url)?.written(),
        Message::Image(media) => messages::media(&mut export, MediaKind::Image, media)?.written(),
        Message::Video(media) => messages::media(&mut export, MediaKind::Video, media)?.written(),
        Message::Document(media) => messages::media(&mut export, MediaKind::Document, media)?.written(),
    };
    let body = Branch { statements: export.recipient.statements.clone(), body }.written();
    jinja::names(&body).ok()?;
    let mut notes = export.notes;
    let written = texts(node);
    if written.iter().any(|(text, _)| has_jinja(text)) {
        notes.add("A missing value prints as nothing here; plain Jinja prints None for null.");
    }
    if written.iter().any(|(text, _)| text.replace(' ', "").contains("|date")) {
        notes.add("The filter date is not part of plain Jinja.");
    }
    notes.add("The message has no id of its own, so a repeated request sends it again.");
    notes.add("Nothing checks values before they are sent.");
    let request = provider.send(settings, &export.to, &shape(&node.message), SendIds::default());
    let mut request = with_placeholders(request);
    request.headers.insert("Authorization".into(), authorization(&provider.login(settings), &mut notes));
    let (method, url, headers) = (request.method, request.url, request.headers);
    Some(WebhookTemplate { method, url, headers, body, notes: notes.all })
}

impl Export<'_> {
    /// The body of one message as text, with its symbols put in.
    pub fn body(&self, message: &FilledMessage, symbols: &Symbols) -> Option<String> {
        let request = self.provider.send(self.settings, &self.to, message, SendIds::default());
        let text = self.recipient.put_in(symbols.put_in(json::line(&request.body)));
        (!is_left(&text)).then_some(text)
    }
}

/// A message of the same kind: some providers have an address for each kind.
fn shape(message: &Message) -> FilledMessage {
    let media = |kind| FilledMessage::Media { kind, url: String::new(), caption: None, filename: None };
    match message {
        Message::Template { template, .. } => FilledMessage::Template {
            name: template.name.clone(),
            language: template.language.clone(),
            header: None,
            body: Vec::new(),
            buttons: Vec::new(),
        },
        Message::Text { .. } => FilledMessage::Text { text: String::new(), preview_url: false },
        Message::Image(_) => media(MediaKind::Image),
        Message::Video(_) => media(MediaKind::Video),
        Message::Document(_) => media(MediaKind::Document),
    }
}

fn authorization(login: &Login, notes: &mut Notes) -> String {
    match login {
        Login::Header { scheme, what, .. } => format!("{scheme} <{what}>"),
        Login::Basic { user, what, .. } => format!("Basic <base64 of {user}:{what}>"),
        Login::Token { url, user, lasts, .. } => {
            notes.add(say!(
                "The access token has to be fetched first and lasts {time}: POST {url} with \
                 grant_type=client_credentials, signed in as {user}.",
                time = Said::from(*lasts),
                url = url,
                user = user
            ));
            "Bearer <access token>".into()
        }
    }
}

/// The recipient: a fixed number, or a symbol for one spelled in digits, with the statements behind it.
fn recipient(node: &Node, notes: &mut Notes) -> Option<(Reached, Symbols)> {
    const FILLERS: [&str; 7] = [" ", "-", "(", ")", ".", "/", "+"];
    let typed = &node.recipient.value;
    let region = node.recipient.region.as_deref().map(str::trim).filter(|region| !region.is_empty());
    let mut symbols = Symbols::new('r');
    if !has_jinja(typed) {
        return Some((reached(&phone::parse(typed, region).ok()?), symbols));
    }
    let bare: String = FILLERS.iter().map(|filler| format!(" | replace(\"{filler}\", \"\")")).collect();
    symbols.statements.push(format!("{{% set wa_to %}}{typed}{{% endset %}}"));
    symbols.statements.push(format!("{{% set wa_to = wa_to | trim{bare} %}}"));
    symbols.statements.push("{% if wa_to[:2] == \"00\" %}{% set wa_to = wa_to[2:] %}{% endif %}".into());
    notes.add(
        "Numbers have to hold their country code: they are only freed of spaces, signs and a leading 00, and not \
         checked.",
    );
    if region.is_some() {
        notes.add("Numbers without a country code are not completed with the default country.");
    }
    let e164 = format!("+{}", symbols.of("wa_to"));
    Some((Reached { e164, international: String::new(), region: None, country: String::new() }, symbols))
}

/// Does something stand in for this binding's value when it is empty?
pub(super) fn has_fallback(binding: &Binding) -> bool {
    binding.fallback.as_deref().is_some_and(|text| !text.trim().is_empty())
        && binding.when_empty == whatsapp_domain::WhenEmpty::Fallback
}
