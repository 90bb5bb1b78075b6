//! Kinds of messages and of template headers, with the words that stand for them.

use serde::{Deserialize, Serialize};
use whatsapp_domain::MediaKind;

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
