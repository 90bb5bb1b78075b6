//! What the ending of an address tells about the file behind it.

use crate::message::MediaKind;

use super::MediaPlace;

/// What an ending tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// A picture that WhatsApp shows.
    Image,
    /// A picture that it does not show.
    OtherPicture,
    /// A video that WhatsApp plays.
    Video,
    /// A video that it does not play.
    OtherVideo,
    /// A document, an archive, a sound or a web page: none that is shown or played as picture or video.
    File,
    /// Nothing: the server may send anything.
    Unknown,
}

impl Ending {
    /// The kind of media as which such a file can be sent there, if there is one.
    pub(super) fn sendable_as(self, extension: &str, place: MediaPlace) -> Option<MediaKind> {
        match (self, place) {
            (Self::Image, _) => Some(MediaKind::Image),
            (Self::Video, _) => Some(MediaKind::Video),
            (Self::File, MediaPlace::Header) => (extension == "pdf").then_some(MediaKind::Document),
            (Self::File | Self::OtherPicture | Self::OtherVideo, MediaPlace::Message) => {
                // A web page is surely a wrong address, not a file somebody wants to send.
                (!matches!(extension, "html" | "htm")).then_some(MediaKind::Document)
            }
            (Self::OtherPicture | Self::OtherVideo, MediaPlace::Header) | (Self::Unknown, _) => None,
        }
    }
}

/// What this extension (lower case, without the dot) tells.
pub fn ending(extension: &str) -> Ending {
    match extension {
        "jpg" | "jpeg" | "png" => Ending::Image,
        "webp" | "gif" | "heic" | "heif" | "avif" | "bmp" | "tif" | "tiff" | "svg" | "ico" | "psd"
        | "jfif" => Ending::OtherPicture,
        "mp4" | "3gp" | "3gpp" => Ending::Video,
        "mov" | "avi" | "webm" | "mkv" | "wmv" | "flv" | "mpg" | "mpeg" | "m4v" | "3g2" | "ogv" => {
            Ending::OtherVideo
        }
        "pdf" | "doc" | "docx" | "xls" | "xlsx" | "ppt" | "pptx" | "odt" | "ods" | "odp" | "rtf" | "txt"
        | "csv" | "zip" | "ics" | "vcf" | "epub" | "html" | "htm" | "json" | "xml" | "mp3" | "m4a"
        | "aac" | "amr" | "ogg" | "opus" | "wav" | "flac" => Ending::File,
        _ => Ending::Unknown,
    }
}

/// The extension of the last part of an address's path, in lower case: `pdf` of
/// `https://cdn.example.com/a/Invoice.PDF?token=a.b`. None when there is none.
pub fn extension(url: &str) -> Option<String> {
    let url = url.trim();
    let path = url.split(['?', '#']).next().unwrap_or_default();
    // Without the host: `https://example.com` has no file.
    let path = match path.split_once("://") {
        Some((_, rest)) => rest.split_once('/')?.1,
        None => path,
    };
    name_extension(path.rsplit('/').next().unwrap_or_default())
}

/// The extension of a file name, in lower case.
pub fn name_extension(name: &str) -> Option<String> {
    let (stem, extension) = name.rsplit_once('.')?;
    let plausible = !stem.is_empty()
        && (1..=5).contains(&extension.len())
        && extension.bytes().all(|byte| byte.is_ascii_alphanumeric());
    plausible.then(|| extension.to_ascii_lowercase())
}
