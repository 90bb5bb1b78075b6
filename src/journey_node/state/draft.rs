//! The step while it is edited. Every kind of message keeps what was typed into it, so switching loses nothing.

use serde::{Deserialize, Serialize};
use whatsapp_domain::{
    Binding, Button, ButtonKind, Header, Media, MediaKind, Message, Node, Recipient, Template, TemplateRef,
    node::NODE_VERSION,
};

/// Kinds of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// A registered template.
    #[default]
    Template,
    /// Free text.
    Text,
    /// A picture.
    Image,
    /// A video.
    Video,
    /// A file.
    Document,
}

impl Kind {
    /// All of them with their labels, in the order of the editor.
    pub const ALL: [(Self, &'static str, &'static str); 5] = [
        (Self::Template, "template", "Template"),
        (Self::Text, "text", "Text"),
        (Self::Image, "image", "Image"),
        (Self::Video, "video", "Video"),
        (Self::Document, "document", "Document"),
    ];

    /// Its word.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(kind, ..)| *kind == self).map_or("template", |(_, word, _)| word)
    }

    /// The kind with this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known, _)| *known == word).map(|(kind, ..)| *kind)
    }
}

/// Kinds of template headers that take a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum HeaderKind {
    /// Nothing to fill.
    #[default]
    None,
    /// A text.
    Text,
    /// A picture.
    Image,
    /// A video.
    Video,
    /// A PDF.
    Document,
}

impl HeaderKind {
    /// All of them with their labels.
    pub const ALL: [(Self, &'static str, &'static str); 5] = [
        (Self::None, "none", "None"),
        (Self::Text, "text", "Text"),
        (Self::Image, "image", "Image"),
        (Self::Video, "video", "Video"),
        (Self::Document, "document", "Document"),
    ];

    /// Its word.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(kind, ..)| *kind == self).map_or("none", |(_, word, _)| word)
    }

    /// The kind with this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known, _)| *known == word).map(|(kind, ..)| *kind)
    }
}

impl From<MediaKind> for HeaderKind {
    fn from(kind: MediaKind) -> Self {
        match kind {
            MediaKind::Image => Self::Image,
            MediaKind::Video => Self::Video,
            MediaKind::Document => Self::Document,
        }
    }
}

/// A template message.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TemplateDraft {
    /// Its name.
    pub name: String,
    /// Its language.
    pub language: String,
    /// Which header takes a value.
    pub header: HeaderKind,
    /// Value of a text header.
    pub header_text: Binding,
    /// Address of a media header.
    pub header_url: Binding,
    /// File name of a document header.
    pub header_filename: Binding,
    /// Values of the body. More than the template has are kept, in case it is chosen by mistake.
    pub body: Vec<Binding>,
    /// How many of them the template takes.
    pub count: usize,
    /// Values of the buttons.
    pub buttons: Vec<Button>,
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

fn some(binding: &Binding) -> Option<Binding> {
    (!binding.is_blank()).then(|| binding.clone())
}

impl Draft {
    /// The step as it is saved.
    pub fn node(&self, template: Option<&Template>) -> Node {
        let message = match self.kind {
            Kind::Template => self.template.message(template),
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

    /// The media in view, when a kind with media is.
    pub fn media(&self) -> Option<&MediaDraft> {
        match self.kind {
            Kind::Image => Some(&self.image),
            Kind::Video => Some(&self.video),
            Kind::Document => Some(&self.document),
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

    /// The binding at a finding path.
    pub fn binding(&self, path: &str) -> Option<&Binding> {
        if let Some(index) = index(path, "message.body[") {
            return self.template.body.get(index);
        }
        if let Some(index) = index(path, "message.buttons[") {
            return self.template.buttons.get(index).map(|button| &button.value);
        }
        match path {
            "message.text" => Some(&self.text),
            "message.header.text" => Some(&self.template.header_text),
            "message.header.url" => Some(&self.template.header_url),
            "message.header.filename" => Some(&self.template.header_filename),
            "message.url" => self.media().map(|media| &media.url),
            "message.caption" => self.media().map(|media| &media.caption),
            "message.filename" => self.media().map(|media| &media.filename),
            _ => None,
        }
    }

    /// The binding at a finding path, to change it.
    pub fn binding_mut(&mut self, path: &str) -> Option<&mut Binding> {
        if let Some(index) = index(path, "message.body[") {
            return self.template.body.get_mut(index);
        }
        if let Some(index) = index(path, "message.buttons[") {
            return self.template.buttons.get_mut(index).map(|button| &mut button.value);
        }
        match path {
            "message.text" => Some(&mut self.text),
            "message.header.text" => Some(&mut self.template.header_text),
            "message.header.url" => Some(&mut self.template.header_url),
            "message.header.filename" => Some(&mut self.template.header_filename),
            "message.url" => self.media_mut().map(|media| &mut media.url),
            "message.caption" => self.media_mut().map(|media| &mut media.caption),
            "message.filename" => self.media_mut().map(|media| &mut media.filename),
            _ => None,
        }
    }
}

fn index(path: &str, prefix: &str) -> Option<usize> {
    path.strip_prefix(prefix)?.split(']').next()?.parse().ok()
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

impl TemplateDraft {
    fn message(&self, template: Option<&Template>) -> Message {
        let url = || self.header_url.clone();
        let header = match self.header {
            HeaderKind::None => None,
            HeaderKind::Text => Some(Header::Text { text: self.header_text.clone() }),
            HeaderKind::Image => Some(Header::Image { url: url() }),
            HeaderKind::Video => Some(Header::Video { url: url() }),
            HeaderKind::Document => {
                Some(Header::Document { url: url(), filename: some(&self.header_filename) })
            }
        };
        // A quick reply without a payload of its own gives back its label, as WhatsApp does by itself.
        let label = |button: &Button| {
            let known = template.and_then(|template| template.buttons.get(usize::from(button.index)));
            known.map(|known| known.text.clone()).unwrap_or_default()
        };
        let buttons = self.buttons.iter().map(|button| match button.kind {
            ButtonKind::QuickReply if button.value.is_blank() => {
                Button { value: Binding::new(label(button)), ..button.clone() }
            }
            _ => button.clone(),
        });
        Message::Template {
            template: TemplateRef {
                name: self.name.trim().to_owned(),
                language: self.language.trim().to_owned(),
                fingerprint: None,
            },
            header,
            body: self.body.iter().take(self.count).cloned().collect(),
            buttons: buttons.collect(),
            language_by: None,
            translations: Vec::new(),
        }
    }
}
