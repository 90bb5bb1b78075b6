//! Kinds of messages and of template headers, with the words that stand for them.

use serde::{Deserialize, Serialize};
use whatsapp_domain::MediaKind;

use crate::texts::{Id, journey_node as say, words};

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
    pub const ALL: [(Self, &'static str, Id); 5] = [
        (Self::Template, "template", words::TEMPLATE),
        (Self::Text, "text", words::TEXT),
        (Self::Image, "image", words::IMAGE),
        (Self::Video, "video", words::VIDEO),
        (Self::Document, "document", words::DOCUMENT),
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
    pub const ALL: [(Self, &'static str, Id); 5] = [
        (Self::None, "none", say::HEADER_NONE),
        (Self::Text, "text", words::TEXT),
        (Self::Image, "image", words::IMAGE),
        (Self::Video, "video", words::VIDEO),
        (Self::Document, "document", words::DOCUMENT),
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
