//! A small media host at `/sandbox/media/`: real files to send, and addresses that go wrong the way addresses do. So
//! probes, thumbnails and end-to-end tests work on the loopback address alone. Everything is drawn for this project and
//! built in.

mod serve;
mod table;

use std::time::Duration;

use axum::http::Uri;
use serde_json::{Value, json};

use crate::message::{Failure, Header, Provider, Shown};

pub(crate) use serve::{router, serve_file};
use table::SAMPLES;

const JPEG: &[u8] = include_bytes!("../../samples/picture.jpg");
const PNG: &[u8] = include_bytes!("../../samples/picture.png");
const WEBP: &[u8] = include_bytes!("../../samples/picture.webp");
const MP4: &[u8] = include_bytes!("../../samples/video.mp4");
const PDF: &[u8] = include_bytes!("../../samples/document.pdf");
const LOGIN: &[u8] = b"<!doctype html>\n<html lang=\"en\"><head><title>Sign in</title></head><body>\
    <h1>Sign in</h1><form method=\"post\"><label>Name <input name=\"user\"></label>\
    <label>Password <input type=\"password\" name=\"password\"></label><button>Sign in</button></form></body></html>\n";

/// How long `slow.jpg` takes to answer: longer than anybody waits for a look at a file.
pub const SLOW: Duration = Duration::from_secs(20);

/// What an address answers with.
#[derive(Debug, Clone, Copy)]
enum Does {
    /// A file, as servers send files: with its size, and in parts to those who ask for parts.
    File { bytes: &'static [u8], declared: &'static str },
    /// The same, followed by nothing but zeros up to so many bytes.
    Padded { bytes: &'static [u8], declared: &'static str, size: u64 },
    /// The whole file to whoever asks for a part.
    WithoutParts,
    /// The file without its size.
    WithoutSize,
    /// A file only with a signature in the address whose time has not run out.
    Signed,
    /// The file, after [`SLOW`].
    Slow,
    /// The beginning of the file, then the connection ends.
    Cut,
    /// 401.
    NeedsLogin,
    /// 404.
    Missing,
    /// 302 to this address; one that starts with a letter is beside it.
    Redirect(&'static str),
}

/// What WhatsApp makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Shown,
    NotFetched,
    NotTaken,
    TooLarge,
}

/// One address of the media host.
#[derive(Debug, Clone, Copy)]
struct Sample {
    name: &'static str,
    kind: &'static str,
    does: Does,
    fate: Fate,
    text: &'static str,
}

const fn sample(
    name: &'static str,
    kind: &'static str,
    does: Does,
    fate: Fate,
    text: &'static str,
) -> Sample {
    Sample { name, kind, does, fate, text }
}

fn find(name: &str) -> Option<&'static Sample> {
    SAMPLES.iter().chain([&SOUND]).find(|sample| sample.name == name)
}

/// One second of silence as MP3. It is no file to send, so no list has it: customers' voice messages are made of it.
static SOUND: Sample = sample(
    "silence.mp3",
    "audio",
    Does::File { bytes: &SILENCE, declared: "audio/mpeg" },
    Fate::Shown,
    "A second of silence.",
);

const FRAMES: usize = 38;
const FRAME: usize = 417;

/// Frames of MPEG 1 layer III (128 kbit/s, 44.1 kHz, joint stereo) that hold nothing but their head.
static SILENCE: [u8; FRAMES * FRAME] = {
    let mut bytes = [0; FRAMES * FRAME];
    let mut at = 0;
    while at < bytes.len() {
        [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]] = [0xff, 0xfb, 0x90, 0x64];
        at += FRAME;
    }
    bytes
};

/// All addresses with what they are, for people and tests. `origin` is scheme, host and port.
pub fn list(origin: &str) -> Value {
    let describe = |sample: &Sample, query: &str, good: bool, text: &str| {
        let url = format!("{origin}/sandbox/media/{}{query}", sample.name);
        json!({"url": url, "kind": sample.kind, "good": good, "text": text})
    };
    let mut all = Vec::new();
    for sample in &SAMPLES {
        match sample.does {
            Does::Signed => {
                let now = jiff::Timestamp::now();
                for (since, lasts, good, text) in [
                    (0, 604_800, true, "A JPEG behind a signed link that is good for a week."),
                    (0, 3_600, true, "A JPEG behind a signed link that is good for an hour."),
                    (86_400, 3_600, false, "A JPEG behind a signed link that ran out yesterday (403)."),
                ] {
                    let query = serve::signature(now, since, lasts);
                    all.push(describe(sample, &query, good, text));
                }
            }
            _ => all.push(describe(sample, "", sample.fate == Fate::Shown, sample.text)),
        }
    }
    all.into()
}

/// What would be said in a delivery report of a message with one of these files; `None` when it arrives, and for files
/// that lie elsewhere.
pub fn fate(provider: Provider, shown: &Shown) -> Option<Failure> {
    let url = match shown.header.as_ref()? {
        Header::Text { .. } => return None,
        Header::Image { url } | Header::Video { url } | Header::Document { url, .. } => url,
    };
    let uri: Uri = url.parse().ok()?;
    crate::host::is_loopback(uri.host()?).then_some(())?;
    let name = uri.path().strip_prefix("/sandbox/media/")?;
    let fate = match find(name) {
        Some(Sample { does: Does::Signed, .. }) if !serve::is_valid(&uri) => Fate::NotFetched,
        Some(sample) => sample.fate,
        None => Fate::NotFetched,
    };
    let (infobip, sinch, text) = match fate {
        Fate::Shown => return None,
        Fate::NotFetched => (
            "7013 EC_MEDIA_HOSTING_ERROR",
            "MEDIA_NOT_REACHABLE",
            "the media could not be fetched from its address",
        ),
        Fate::NotTaken => (
            "7022 EC_MEDIA_UNSUPPORTED",
            "MEDIA_TYPE_UNSUPPORTED",
            "WhatsApp does not take this type of file",
        ),
        Fate::TooLarge => ("7014 EC_MEDIA_UPLOAD_ERROR", "MEDIA_TOO_LARGE", "the file is too large"),
    };
    let code = match provider {
        Provider::Infobip => infobip,
        Provider::Sinch => sinch,
    };
    Some(Failure { code: code.into(), text: text.into() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::templates::MediaKind;

    #[test]
    fn the_files_are_what_they_say() {
        assert!(JPEG.starts_with(b"\xff\xd8\xff") && JPEG.ends_with(b"\xff\xd9"));
        assert!(PNG.starts_with(b"\x89PNG\r\n\x1a\n") && &WEBP[8..12] == b"WEBP");
        assert!(&MP4[4..12] == b"ftypisom" && PDF.starts_with(b"%PDF-1."));
        let names: std::collections::BTreeSet<_> = SAMPLES.iter().map(|sample| sample.name).collect();
        assert_eq!(names.len(), SAMPLES.len());
    }

    #[test]
    fn messages_with_bad_files_fail_later() {
        let code = |url: &str| {
            let shown = Shown::media(MediaKind::Image, url, None, None);
            fate(Provider::Infobip, &shown).map(|failure| failure.code)
        };
        let at = |name: &str| code(&format!("http://127.0.0.1:8787/sandbox/media/{name}"));
        assert_eq!(at("picture.jpg"), None);
        assert_eq!(at("needs-login.jpg").as_deref(), Some("7013 EC_MEDIA_HOSTING_ERROR"));
        assert_eq!(at("no-such.jpg").as_deref(), Some("7013 EC_MEDIA_HOSTING_ERROR"));
        assert_eq!(at("signed.jpg").as_deref(), Some("7013 EC_MEDIA_HOSTING_ERROR"));
        assert_eq!(at("webp-in-disguise.jpg").as_deref(), Some("7022 EC_MEDIA_UNSUPPORTED"));
        assert_eq!(at("too-large.jpg").as_deref(), Some("7014 EC_MEDIA_UPLOAD_ERROR"));
        assert_eq!(code("https://cdn.example.com/sandbox/media/missing.jpg"), None);
        assert_eq!(fate(Provider::Sinch, &Shown::text("hello")), None);
    }
}
