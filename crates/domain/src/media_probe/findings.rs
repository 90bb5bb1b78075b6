//! What a look at a media file means for sending it.

use crate::{
    finding::{Finding, Fix},
    media::MediaPlace,
    message::MediaKind,
    said::{Arg, Said},
    say,
};

/// The field of all these findings.
pub const FIELD: &str = "url";

/// Why no file could be looked at although the address itself is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreached {
    /// The name, or a redirect, leads into a private network.
    Inside,
    /// A redirect leads to an address that may not be called: not https, another port, no address at all.
    Redirect,
    /// One redirect after the other.
    Redirects {
        /// How many were followed.
        followed: usize,
    },
    /// The name was not found.
    Name,
    /// Nobody listens there.
    Refused,
    /// No valid encrypted connection.
    Tls,
    /// The network does not lead there, or not in time.
    Network,
    /// Connected, but no answer in time.
    Silent {
        /// Seconds that were waited.
        seconds: u64,
    },
    /// The connection ended before an answer.
    Cut,
}

/// What is said when nothing could be looked at.
pub fn unreached(why: Unreached) -> Finding {
    let (code, text): (_, Said) = match why {
        Unreached::Inside => (
            "media-leads-inside",
            "This address leads to a private network, where WhatsApp can't go. Use one on the public internet."
                .into(),
        ),
        Unreached::Redirect => (
            "media-redirect-refused",
            "The server leads on to an address that can't be used: not https, or not on port 443. Use the file's own \
             address."
                .into(),
        ),
        Unreached::Redirects { followed } => (
            "media-redirects",
            say!("The server leads on from one address to the next, {followed} times and more. Use the file's own address.", followed = followed),
        ),
        Unreached::Name => unreachable("There is no such host. Check the spelling of the address."),
        Unreached::Refused => unreachable("Nothing accepts connections at this host."),
        Unreached::Tls => unreachable("The host has no valid certificate, so its files can't be fetched."),
        Unreached::Network => unreachable("No connection to this host came about in time."),
        Unreached::Silent { seconds } => {
            unreachable(say!(
            "The server did not answer within {seconds} s, and WhatsApp does not wait long.",
            seconds = seconds
        ))
        }
        Unreached::Cut => unreachable("The server ended the connection without an answer."),
    };
    Finding::error(code, FIELD, text)
}

fn unreachable(text: impl Into<Said>) -> (&'static str, Said) {
    ("media-unreachable", text.into())
}

/// What a status that is no success means; `None` for one that is.
pub fn status(status: u16) -> Option<Finding> {
    let finding = match status {
        200..=299 => return None,
        401 | 403 | 407 => needs_login(say!(
            "The server does not give this file to everybody (status {status}).",
            status = status
        )),
        404 | 410 => Finding::error(
            "media-not-found",
            FIELD,
            say!("There is no file at this address (status {status}).", status = status),
        ),
        _ => Finding::error(
            "media-status",
            FIELD,
            say!(
                "The server answered with status {status} instead of the file. Open the address in a private window to see more.",
                status = status
            ),
        ),
    };
    Some(finding)
}

fn needs_login(what: impl Into<Said>) -> Finding {
    let text = what.into().then("WhatsApp has no log-in: use a public address, or a signed link.");
    Finding::error("media-needs-login", FIELD, text)
}

/// A file as it came.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Seen<'a> {
    /// The type that its first bytes tell.
    pub detected: Option<&'a str>,
    /// The type that the server declares, as it stands in the header.
    pub declared: Option<&'a str>,
    /// Its size, when it is known.
    pub bytes: Option<u64>,
    /// Did its beginning stop coming before it was complete?
    pub is_cut: bool,
    /// Is it a web page on which people log in?
    pub is_login_page: bool,
}

/// What stands against sending a file that came.
pub fn file(kind: MediaKind, place: MediaPlace, seen: &Seen<'_>) -> Vec<Finding> {
    if seen.is_login_page {
        return vec![needs_login("The server shows a page to sign in on instead of the file.")];
    }
    if seen.bytes == Some(0) {
        return vec![Finding::error("media-file-empty", FIELD, "The file is empty.")];
    }
    if seen.is_cut {
        let text = "The server stopped sending in the middle of the file, or sends it too slowly.";
        return vec![Finding::error("media-file-cut", FIELD, text)];
    }
    let mut found: Vec<Finding> = content(kind, place, seen.detected).into_iter().collect();
    // Of the wrong file neither size nor declaration matters.
    if found.is_empty() {
        found.extend(size(kind, seen.bytes));
        found.extend(
            seen.detected.zip(seen.declared).and_then(|(real, declared)| declaration(real, declared)),
        );
    }
    found
}

fn content(kind: MediaKind, place: MediaPlace, detected: Option<&str>) -> Option<Finding> {
    let wants = kind.accepts(place);
    let finding = match (kind, detected) {
        (_, Some("text/html")) => {
            let text = say!(
                "There is a web page at this address, not {kind}. Use the file's own address.",
                kind = kind.noun()
            );
            return Some(Finding::error("media-file-web-page", FIELD, text));
        }
        (MediaKind::Image, Some("image/jpeg" | "image/png")) => return None,
        (MediaKind::Video, Some("video/mp4" | "video/3gpp")) => return None,
        (MediaKind::Document, _) if place == MediaPlace::Message => return None,
        (MediaKind::Document, Some("application/pdf")) => return None,
        (MediaKind::Document, found) => Finding::error(
            "media-file-not-pdf",
            FIELD,
            say!(
                "The file is {found}. A document in a template's header is always a PDF, up to 100 MB.",
                found = named(found)
            ),
        ),
        (MediaKind::Image, Some(found)) if found.starts_with("image/") => Finding::error(
            "media-file-format",
            FIELD,
            say!("The picture is {found}, which WhatsApp does not show.", found = named(detected))
                .then(say!("Use {wants}.", wants = wants)),
        ),
        (MediaKind::Video, Some(found)) if found.starts_with("video/") => Finding::error(
            "media-file-format",
            FIELD,
            say!("The video is {found}, which WhatsApp does not play.", found = named(detected))
                .then(say!("Use {wants}.", wants = wants)),
        ),
        (MediaKind::Image | MediaKind::Video, found) => Finding::error(
            "media-file-kind",
            FIELD,
            say!("The file is {found}, not {kind}.", found = named(found), kind = kind.noun())
                .then(say!("Use {wants}.", wants = wants)),
        ),
    };
    Some(match sendable_as(detected, place).filter(|other| *other != kind) {
        Some(other) => with_kind(finding, other),
        None => finding,
    })
}

/// `a WebP` for `image/webp`, in a sentence.
fn named(detected: Option<&str>) -> Said {
    match detected {
        Some("image/jpeg") => say!("a JPEG"),
        Some("image/png") => say!("a PNG"),
        Some("image/webp") => say!("a WebP"),
        Some("image/gif") => say!("a GIF"),
        Some("image/heif") => say!("a HEIC"),
        Some("image/avif") => say!("an AVIF"),
        Some("image/tiff") => say!("a TIFF"),
        Some("image/bmp") => say!("a BMP"),
        Some("image/svg+xml") => say!("an SVG drawing"),
        Some("video/mp4") => say!("an MP4 video"),
        Some("video/3gpp") => say!("a 3GPP video"),
        Some("video/quicktime") => say!("a QuickTime video (MOV)"),
        Some("video/webm") => say!("a WebM video"),
        Some("video/x-matroska") => say!("a Matroska video (MKV)"),
        Some("video/x-msvideo") => say!("an AVI video"),
        Some("application/pdf") => say!("a PDF"),
        Some("application/zip") => say!("a ZIP archive"),
        Some(other) => say!("of the type {kind}", kind = other),
        None => say!("of a type that its first bytes do not tell"),
    }
}

fn sendable_as(detected: Option<&str>, place: MediaPlace) -> Option<MediaKind> {
    match (detected?, place) {
        ("image/jpeg" | "image/png", _) => Some(MediaKind::Image),
        ("video/mp4" | "video/3gpp", _) => Some(MediaKind::Video),
        ("application/pdf", _) | (_, MediaPlace::Message) => Some(MediaKind::Document),
        (_, MediaPlace::Header) => None,
    }
}

fn with_kind(finding: Finding, kind: MediaKind) -> Finding {
    let finding = finding.with_fix(say!("Send it as {kind}", kind = kind.noun()), kind.as_str());
    Finding { fix: finding.fix.map(|fix| Fix { field: Some("kind".to_owned()), ..fix }), ..finding }
}

fn size(kind: MediaKind, bytes: Option<u64>) -> Option<Finding> {
    let Some(bytes) = bytes else {
        let text = Said::from("The server does not tell how large the file is.").then(limit(kind));
        return Some(Finding::warning("media-size-unknown", FIELD, text));
    };
    if bytes <= kind.max_bytes() {
        return None;
    }
    // In tenths, rounded up, so that a file that is a little too large does not read as one that fits.
    let tenths = bytes.saturating_mul(10).div_ceil(1 << 20);
    let text = say!("The file has {size} MB.", size = Arg::tenths(tenths)).then(limit(kind));
    Some(Finding::error("media-file-too-large", FIELD, text))
}

fn limit(kind: MediaKind) -> Said {
    say!("WhatsApp takes {kind} up to {size} MB.", kind = kind.noun(), size = kind.max_bytes() >> 20)
}

/// WhatsApp goes by the declared type when it fetches a link, so a wrong one can cost the file.
fn declaration(real: &str, declared: &str) -> Option<Finding> {
    let declared = declared.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let means = match declared.as_str() {
        "image/jpg" | "image/pjpeg" => "image/jpeg",
        "image/x-png" => "image/png",
        "application/mp4" | "video/x-m4v" => "video/mp4",
        "video/3gp" => "video/3gpp",
        "application/x-pdf" => "application/pdf",
        other => other,
    };
    // Of archives and the like the first bytes tell less than a declaration does.
    let is_certain =
        matches!(real, "image/jpeg" | "image/png" | "video/mp4" | "video/3gpp" | "application/pdf");
    if !is_certain || means == real || (real == "video/mp4" && means == "video/3gpp") {
        return None;
    }
    let found = named(Some(real));
    let said = if declared.is_empty() {
        say!("The server declares no type for this file, but it is {found}.", found = found)
    } else if declared.len() > 60 || !declared.bytes().all(|byte| byte.is_ascii_graphic()) {
        say!("The server declares an odd type for this file, but it is {found}.", found = found)
    } else {
        say!(
            "The server declares this file as {declared}, but it is {found}.",
            declared = declared,
            found = found
        )
    };
    let text =
        said.then(say!("Let it be served as {declared}: WhatsApp may refuse it otherwise.", declared = real));
    Some(Finding::warning("media-declared-type", FIELD, text))
}

/// Seconds before its end from which on a link is worth a warning: a day.
pub const EXPIRES_SOON_S: i64 = 86_400;

/// What is to be said of a link that ends so many seconds from now, at this time.
pub fn expiry(seconds_left: i64, at: &str) -> Option<Finding> {
    if seconds_left <= 0 {
        let text =
            say!("This link ended at {at}. Make a new one that lasts as long as messages go out.", at = at);
        return Some(Finding::error("media-link-expired", FIELD, text));
    }
    if seconds_left > EXPIRES_SOON_S {
        return None;
    }
    let left = if seconds_left < 120 {
        say!("This link ends in a minute or two, at {at}.", at = at)
    } else if seconds_left < 7_200 {
        say!("This link ends in {count} minutes, at {at}.", count = seconds_left / 60, at = at)
    } else {
        say!("This link ends in {count} hours, at {at}.", count = seconds_left / 3_600, at = at)
    };
    let text = left.then("Whoever gets the message later gets no file.");
    Some(Finding::warning("media-link-expires", FIELD, text))
}

#[cfg(test)]
mod tests;
