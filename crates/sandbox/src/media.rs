//! What can be told of a medium from its address alone. The real services fetch the file; the sandbox opens no
//! connection, so the ending of the path stands for the content.

use crate::templates::MediaKind;

/// The lower-case ending of the last path part: `pdf` for `https://host/a/B.PDF?x=1`. `None` when there is none.
pub fn extension(url: &str) -> Option<String> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let after_scheme = path.split_once("://").map_or(path, |(_, rest)| rest);
    let (_, last) = after_scheme.rsplit_once('/')?;
    let (_, ending) = last.rsplit_once('.')?;
    let plain = (1..=5).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_alphanumeric());
    plain.then(|| ending.to_ascii_lowercase())
}

/// True for an absolute `http` or `https` address with a host.
pub fn is_url(text: &str) -> bool {
    text.parse::<axum::http::Uri>().is_ok_and(|uri| {
        matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some_and(|host| !host.is_empty())
    })
}

const PICTURES_NOT_SHOWN: [&str; 9] = ["gif", "bmp", "tif", "tiff", "svg", "webp", "heic", "avif", "ico"];
const VIDEOS_NOT_SHOWN: [&str; 7] = ["mov", "avi", "webm", "mkv", "wmv", "mpg", "mpeg"];

/// Whether WhatsApp takes this ending for the kind; an address without one is given the benefit of the doubt.
pub fn fits(kind: MediaKind, url: &str) -> bool {
    let Some(ending) = extension(url) else { return true };
    match kind {
        MediaKind::Image => matches!(ending.as_str(), "jpg" | "jpeg" | "png"),
        MediaKind::Video => matches!(ending.as_str(), "mp4" | "3gp" | "3gpp"),
        MediaKind::Document => true,
    }
}

/// What Sinch makes of a link: its kind, and whether WhatsApp takes it.
pub fn guess(url: &str) -> (MediaKind, bool) {
    match extension(url).as_deref() {
        Some("jpg" | "jpeg" | "png") => (MediaKind::Image, true),
        Some("mp4" | "3gp" | "3gpp") => (MediaKind::Video, true),
        Some(ending) if PICTURES_NOT_SHOWN.contains(&ending) => (MediaKind::Image, false),
        Some(ending) if VIDEOS_NOT_SHOWN.contains(&ending) => (MediaKind::Video, false),
        _ => (MediaKind::Document, true),
    }
}

/// The name WhatsApp shows for a document that came without one: the last path part.
pub fn file_name(url: &str) -> Option<String> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let after_scheme = path.split_once("://").map_or(path, |(_, rest)| rest);
    let (_, last) = after_scheme.rsplit_once('/')?;
    (!last.is_empty()).then(|| last.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings() {
        for (url, expected) in [
            ("https://cdn.example.com/a/B.PDF?x=1.png", Some("pdf")),
            ("https://cdn.example.com/a#b.pdf", None),
            ("https://cdn.example.com", None),
            ("https://cdn.example.com/", None),
            ("https://cdn.example.com/v1.2/file", None),
            ("https://cdn.example.com/archive.tar.gz", Some("gz")),
        ] {
            assert_eq!(extension(url).as_deref(), expected, "{url}");
        }
    }

    #[test]
    fn addresses() {
        assert!(is_url("https://cdn.example.com/a.png"));
        assert!(is_url("http://cdn.example.com"));
        for bad in [
            "",
            "cdn.example.com/a.png",
            "ftp://cdn.example.com/a",
            "https://",
            "https:///a",
            "https://a b/c",
        ] {
            assert!(!is_url(bad), "{bad}");
        }
    }

    #[test]
    fn kinds() {
        assert_eq!(guess("https://h/a.png"), (MediaKind::Image, true));
        assert_eq!(guess("https://h/a.webp"), (MediaKind::Image, false));
        assert_eq!(guess("https://h/a.mov"), (MediaKind::Video, false));
        assert_eq!(guess("https://h/a.pdf"), (MediaKind::Document, true));
        assert!(!fits(MediaKind::Image, "https://h/a.gif") && fits(MediaKind::Image, "https://h/a"));
    }
}
