//! Media by the ending of its address: JPEG and PNG up to 5 MB, MP4 and 3GPP up to 16 MB, documents up to 100 MB and
//! in a template's header PDF only (Infobip's OpenAPI 3.210.0, Sinch's channel notes, Meta v23.0).
//!
//! WhatsApp looks at the file itself, so an ending that tells nothing (none, `.php`) is no finding; one that clearly
//! tells another kind is an error, because the customer would get nothing. Sizes can't be seen in an address.

mod ending;

use serde::{Deserialize, Serialize};

use crate::{finding::Finding, message::MediaKind, said::Said, say};

pub use ending::{Ending, ending, extension, name_extension};

/// Where the media stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum MediaPlace {
    /// In a template's header.
    Header,
    /// A message of its own.
    Message,
}

impl MediaKind {
    /// The word in a node: `image`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Video => "video",
            Self::Document => "document",
        }
    }

    /// The word in a sentence: `a picture`.
    pub fn noun(self) -> Said {
        match self {
            Self::Image => say!("a picture"),
            Self::Video => say!("a video"),
            Self::Document => say!("a document"),
        }
    }

    /// What WhatsApp takes: `JPEG or PNG, up to 5 MB`.
    pub fn accepts(self, place: MediaPlace) -> Said {
        match (self, place) {
            (Self::Image, _) => say!("JPEG or PNG, up to 5 MB"),
            (Self::Video, _) => say!("MP4 or 3GPP, up to 16 MB"),
            (Self::Document, MediaPlace::Header) => say!("PDF, up to 100 MB"),
            (Self::Document, MediaPlace::Message) => say!("any file up to 100 MB"),
        }
    }
}

/// What the ending of a filled address says against this kind of media: `media-image-format`, `media-video-format`,
/// `media-header-not-pdf`, `media-kind-mismatch`.
///
/// A repair changes the kind, at `kind_field` (`message.type`, `message.header.type`), when the ending tells a kind
/// that may stand there; without a `kind_field` there is none.
pub fn check_media_kind(
    kind: MediaKind,
    place: MediaPlace,
    url: &str,
    field: &str,
    kind_field: Option<&str>,
) -> Option<Finding> {
    let extension = extension(url)?;
    let found = ending(&extension);
    let wants = kind.accepts(place);
    let finding = match (kind, found) {
        (_, Ending::Unknown) | (MediaKind::Image, Ending::Image) | (MediaKind::Video, Ending::Video) => {
            return None;
        }
        (MediaKind::Document, _) if place == MediaPlace::Message || extension == "pdf" => return None,
        (MediaKind::Image, Ending::OtherPicture) => Finding::error(
            "media-image-format",
            field,
            picture_format(&extension).then(say!("Use {wants}.", wants = wants)),
        ),
        (MediaKind::Video, Ending::OtherVideo) => Finding::error(
            "media-video-format",
            field,
            say!(
                "This address ends in .{ending}, a video format that WhatsApp does not play.",
                ending = &extension
            )
            .then(say!("Use {wants}.", wants = wants)),
        ),
        (MediaKind::Document, _) => Finding::error(
            "media-header-not-pdf",
            field,
            say!(
                "This address ends in .{ending}. A document in a template's header is always a PDF, up to 100 MB.",
                ending = &extension
            ),
        ),
        (MediaKind::Image | MediaKind::Video, _) => Finding::error(
            "media-kind-mismatch",
            field,
            say!(
                "This address ends in .{ending}, which is not {kind}.",
                ending = &extension,
                kind = kind.noun()
            )
            .then(say!("Use {wants}.", wants = wants)),
        ),
    };
    Some(match (found.sendable_as(&extension, place), kind_field) {
        (Some(other), Some(kind_field)) if other != kind => with_kind(finding, other, kind_field),
        _ => finding,
    })
}

fn with_kind(finding: Finding, kind: MediaKind, kind_field: &str) -> Finding {
    let finding = finding.with_fix(say!("Send it as {kind}", kind = kind.noun()), kind.as_str());
    Finding {
        fix: finding.fix.map(|fix| crate::Fix { field: Some(kind_field.to_owned()), ..fix }),
        ..finding
    }
}

fn picture_format(ending: &str) -> Said {
    match ending {
        "webp" => say!("This address ends in .webp, which WhatsApp takes for stickers only."),
        "gif" => say!("This address ends in .gif, and WhatsApp shows no GIF as a picture."),
        "heic" | "heif" => say!(
            "This address ends in .{ending}, the iPhone's own format, which WhatsApp refuses.",
            ending = ending
        ),
        "svg" => say!("This address ends in .svg, a drawing that WhatsApp does not show."),
        _ => say!("This address ends in .{ending}, a picture format that WhatsApp refuses.", ending = ending),
    }
}

#[cfg(test)]
mod tests;
