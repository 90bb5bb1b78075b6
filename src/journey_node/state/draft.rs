//! The step while it is edited. Every kind of message keeps what was typed into it, so switching loses nothing.

use serde::{Deserialize, Serialize};
use whatsapp_domain::{
    Binding, Media, MediaKind, Message, Node, Recipient, Template, TemplateFingerprint, TemplateRef,
    Translation, node::NODE_VERSION,
};

use super::{
    kind::Kind,
    values::{Values, index, some},
};

/// The same template in one more language.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TranslationDraft {
    /// Its language.
    pub language: String,
    /// The template as it was when this language was set up.
    pub fingerprint: Option<TemplateFingerprint>,
    /// Has it values of its own? If not, those of the default language are used.
    pub own: bool,
    /// Its own values; kept while they are not used.
    pub values: Values,
}

/// A template message.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TemplateDraft {
    /// Its name.
    pub name: String,
    /// Its default language.
    pub language: String,
    /// The template as it was when the step was set up.
    pub fingerprint: Option<TemplateFingerprint>,
    /// Values in the default language.
    pub values: Values,
    /// Jinja text that tells a customer's language.
    pub language_by: Binding,
    /// Further languages.
    pub translations: Vec<TranslationDraft>,
}

/// A media message.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MediaDraft {
    /// Where it is.
    pub url: Binding,
    /// Text under it.
    pub caption: Binding,
    /// File name of a document.
    pub filename: Binding,
}

/// The step.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Draft {
    /// Id of the integration.
    pub integration: String,
    /// The kind in view.
    pub kind: Kind,
    /// Whom it is for.
    pub recipient: Recipient,
    /// As a template.
    pub template: TemplateDraft,
    /// As text.
    pub text: Binding,
    /// Link previews for the text.
    pub preview_url: bool,
    /// As a picture.
    pub image: MediaDraft,
    /// As a video.
    pub video: MediaDraft,
    /// As a file.
    pub document: MediaDraft,
}

/// Where the values of a language stand in finding paths: none for the default language.
pub fn prefix(language: Option<usize>) -> String {
    match language {
        None => "message.".into(),
        Some(at) => format!("message.translations[{at}]."),
    }
}

/// The language that a path is in, and what follows it.
pub fn in_language(path: &str) -> (Option<usize>, &str) {
    let tail = path.strip_prefix("message.").unwrap_or(path);
    match index(tail, "translations[") {
        Some(at) => (Some(at), tail.split_once("].").map_or("", |(_, tail)| tail)),
        None => (None, tail),
    }
}

impl Draft {
    /// The step as it is saved; `find` gives the account's template in a language.
    pub fn node<'a>(&self, find: impl Fn(&str) -> Option<&'a Template>) -> Node {
        let message = match self.kind {
            Kind::Template => self.template.message(find),
            Kind::Text => Message::Text { text: self.text.clone(), preview_url: self.preview_url },
            Kind::Image => Message::Image(self.image.media(false)),
            Kind::Video => Message::Video(self.video.media(false)),
            Kind::Document => Message::Document(self.document.media(true)),
        };
        Node {
            version: NODE_VERSION,
            integration: self.integration.clone(),
            recipient: self.recipient.clone(),
            message,
            tested: None,
        }
    }

    /// A saved step to be edited. What was typed for other kinds of messages stays.
    pub fn load(&mut self, node: Node) {
        self.integration = node.integration;
        self.recipient = node.recipient;
        match node.message {
            Message::Template { template, header, body, buttons, language_by, translations } => {
                self.kind = Kind::Template;
                self.template = TemplateDraft {
                    name: template.name,
                    language: template.language,
                    fingerprint: template.fingerprint,
                    values: whatsapp_domain::TemplateValues { header, body, buttons }.into(),
                    language_by: language_by.unwrap_or_default(),
                    translations: translations.into_iter().map(TranslationDraft::from).collect(),
                };
            }
            Message::Text { text, preview_url } => {
                (self.kind, self.text, self.preview_url) = (Kind::Text, text, preview_url);
            }
            Message::Image(media) => (self.kind, self.image) = (Kind::Image, media.into()),
            Message::Video(media) => (self.kind, self.video) = (Kind::Video, media.into()),
            Message::Document(media) => (self.kind, self.document) = (Kind::Document, media.into()),
        }
    }

    /// The media in view, when a kind with media is.
    pub fn media(&self) -> Option<&MediaDraft> {
        match self.kind {
            Kind::Image => Some(&self.image),
            Kind::Video => Some(&self.video),
            Kind::Document => Some(&self.document),
            Kind::Template | Kind::Text => None,
        }
    }

    /// The kind of that media.
    pub fn media_kind(&self) -> Option<MediaKind> {
        match self.kind {
            Kind::Image => Some(MediaKind::Image),
            Kind::Video => Some(MediaKind::Video),
            Kind::Document => Some(MediaKind::Document),
            Kind::Template | Kind::Text => None,
        }
    }

    fn media_mut(&mut self) -> Option<&mut MediaDraft> {
        match self.kind {
            Kind::Image => Some(&mut self.image),
            Kind::Video => Some(&mut self.video),
            Kind::Document => Some(&mut self.document),
            Kind::Template | Kind::Text => None,
        }
    }

    /// The values of a language; those of the default one when it has none of its own.
    pub fn values(&self, language: Option<usize>) -> &Values {
        match language.and_then(|at| self.template.translations.get(at)) {
            Some(translation) if translation.own => &translation.values,
            _ => &self.template.values,
        }
    }

    /// The values that a path is in, to change them.
    pub fn values_mut(&mut self, language: Option<usize>) -> Option<&mut Values> {
        match language {
            None => Some(&mut self.template.values),
            Some(at) => self.template.translations.get_mut(at).map(|translation| &mut translation.values),
        }
    }

    /// The binding at a finding path.
    pub fn binding(&self, path: &str) -> Option<&Binding> {
        match path {
            "message.text" => Some(&self.text),
            "message.url" => self.media().map(|media| &media.url),
            "message.caption" => self.media().map(|media| &media.caption),
            "message.filename" => self.media().map(|media| &media.filename),
            "message.languageBy" => Some(&self.template.language_by),
            _ => match in_language(path) {
                (None, tail) => self.template.values.binding(tail),
                (Some(at), tail) => self.template.translations.get(at)?.values.binding(tail),
            },
        }
    }

    /// The binding at a finding path, to change it.
    pub fn binding_mut(&mut self, path: &str) -> Option<&mut Binding> {
        match path {
            "message.text" => Some(&mut self.text),
            "message.url" => self.media_mut().map(|media| &mut media.url),
            "message.caption" => self.media_mut().map(|media| &mut media.caption),
            "message.filename" => self.media_mut().map(|media| &mut media.filename),
            "message.languageBy" => Some(&mut self.template.language_by),
            _ => {
                let (language, tail) = in_language(path);
                self.values_mut(language)?.binding_mut(tail)
            }
        }
    }
}

impl MediaDraft {
    fn media(&self, document: bool) -> Media {
        Media {
            url: self.url.clone(),
            caption: some(&self.caption),
            filename: some(&self.filename).filter(|_| document),
        }
    }
}

impl From<Media> for MediaDraft {
    fn from(media: Media) -> Self {
        Self {
            url: media.url,
            caption: media.caption.unwrap_or_default(),
            filename: media.filename.unwrap_or_default(),
        }
    }
}

impl From<Translation> for TranslationDraft {
    fn from(saved: Translation) -> Self {
        Self {
            language: saved.language,
            fingerprint: saved.fingerprint,
            own: saved.values.is_some(),
            values: saved.values.map(Values::from).unwrap_or_default(),
        }
    }
}

impl TemplateDraft {
    /// All its languages, the default one first.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.language.as_str())
            .chain(self.translations.iter().map(|translation| translation.language.as_str()))
    }

    fn message<'a>(&self, find: impl Fn(&str) -> Option<&'a Template>) -> Message {
        let values = self.values.saved(find(&self.language));
        let translations = self.translations.iter().map(|translation| Translation {
            language: translation.language.clone(),
            fingerprint: translation.fingerprint.clone(),
            values: translation.own.then(|| translation.values.saved(find(&translation.language))),
        });
        Message::Template {
            template: TemplateRef {
                name: self.name.trim().to_owned(),
                language: self.language.trim().to_owned(),
                fingerprint: self.fingerprint.clone(),
            },
            header: values.header,
            body: values.body,
            buttons: values.buttons,
            language_by: Some(self.language_by.clone())
                .filter(|by| !by.value.trim().is_empty() && !self.translations.is_empty()),
            translations: translations.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_tell_their_language() {
        for (path, expected) in [
            ("message.body[0]", (None, "body[0]")),
            ("message.header.url", (None, "header.url")),
            ("message.translations[2].body[1]", (Some(2), "body[1]")),
            ("message.translations[0].buttons[1].value", (Some(0), "buttons[1].value")),
            ("message.translations[x].body[1]", (None, "translations[x].body[1]")),
        ] {
            assert_eq!(in_language(path), expected, "{path}");
        }
        for language in [None, Some(0), Some(3)] {
            assert_eq!(in_language(&format!("{}body[0]", prefix(language))), (language, "body[0]"));
        }
    }

    #[test]
    fn a_saved_step_is_edited_and_saved_as_it_was() {
        let text = serde_json::json!({"version":1,"integration":"int_1",
            "recipient":{"value":"{{ customer.phone }}","region":"GB"},
            "message":{"type":"template","template":{"name":"order_update","language":"en_GB"},
              "header":{"type":"document","url":{"value":"https://cdn.example.com/a.pdf"},"filename":{"value":"invoice.pdf"}},
              "body":[{"value":"{{ customer.first_name }}","fallback":"there","whenEmpty":"fallback"}],
              "buttons":[{"index":1,"type":"url","value":{"value":"{{ customer.order }}"}}],
              "languageBy":{"value":"{{ customer.language }}"},
              "translations":[{"language":"de"},
                {"language":"es","values":{"header":{"type":"image","url":{"value":"https://x.example/a.png"}},
                    "body":[{"value":"a"},{"value":"b"}],"buttons":[]}}]}});
        let node: Node = serde_json::from_value(text.clone()).unwrap();
        let mut draft = Draft::default();
        draft.load(node.clone());
        assert_eq!(draft.node(|_| None), node);
        assert_eq!(draft.binding("message.translations[1].body[1]").unwrap().value, "b");
        for kind in ["image", "video"] {
            let text =
                serde_json::json!({"message":{"type":kind,"url":{"value":"u"},"caption":{"value":"c"}}});
            let node: Node = serde_json::from_value(text).unwrap();
            draft.load(node.clone());
            assert_eq!(draft.node(|_| None), node);
        }
        assert_eq!(draft.template.name, "order_update", "what was typed for the template stays");
    }
}
