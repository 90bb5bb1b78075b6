use MediaKind::{Document, Image, Video};
use MediaPlace::{Header, Message};
use serde_json::json;

use super::*;

fn check(kind: MediaKind, place: MediaPlace, name: &str) -> Option<Finding> {
    check_media_kind(
        kind,
        place,
        &format!("https://cdn.example.com/{name}"),
        "message.url",
        Some("message.type"),
    )
}

#[test]
fn extensions_are_read_from_the_path_alone() {
    for (url, expected) in [
        ("https://cdn.example.com/a.jpg", Some("jpg")),
        ("https://cdn.example.com/a.b/C.JPEG?size=1.png#x.gif", Some("jpeg")),
        ("https://cdn.example.com/a?file=b.pdf", None),
        ("https://cdn.example.com", None),
        ("https://cdn.example.com/", None),
        ("https://cdn.example.com/v1.2/photo", None),
        ("https://cdn.example.com/.pdf", None),
        ("https://cdn.example.com/a.", None),
        ("https://cdn.example.com/report.2026-01", None),
        ("a.png", Some("png")),
        ("", None),
    ] {
        assert_eq!(extension(url).as_deref(), expected, "{url}");
    }
}

#[test]
fn kinds_are_judged_by_the_ending() {
    for (kind, place, name, expected) in [
        (Image, Message, "a.jpg", None),
        (Image, Message, "a.PNG", None),
        (Image, Header, "a.jpeg", None),
        (Image, Message, "a", None),
        (Image, Message, "a.php", None),
        (Image, Message, "a.webp", Some("media-image-format")),
        (Image, Header, "a.gif", Some("media-image-format")),
        (Image, Message, "a.heic", Some("media-image-format")),
        (Image, Message, "a.mp4", Some("media-kind-mismatch")),
        (Image, Message, "a.mov", Some("media-kind-mismatch")),
        (Image, Message, "a.pdf", Some("media-kind-mismatch")),
        (Image, Message, "a.html", Some("media-kind-mismatch")),
        (Video, Message, "a.mp4", None),
        (Video, Message, "a.3gp", None),
        (Video, Header, "a.3gpp", None),
        (Video, Message, "a.mov", Some("media-video-format")),
        (Video, Message, "a.gif", Some("media-kind-mismatch")),
        (Video, Message, "a.jpg", Some("media-kind-mismatch")),
        (Document, Message, "a.pdf", None),
        (Document, Message, "a.jpg", None),
        (Document, Message, "a.exe", None),
        (Document, Header, "a.pdf", None),
        (Document, Header, "a", None),
        (Document, Header, "a.php", None),
        (Document, Header, "a.docx", Some("media-header-not-pdf")),
        (Document, Header, "a.jpg", Some("media-header-not-pdf")),
    ] {
        let code = check(kind, place, name).map(|finding| finding.code);
        assert_eq!(code.as_deref(), expected, "{kind:?} {place:?} {name}");
    }
}

#[test]
fn the_kind_that_fits_is_offered() {
    for (kind, place, name, expected) in [
        (Image, Message, "a.mp4", Some("video")),
        (Image, Message, "a.pdf", Some("document")),
        (Image, Message, "a.webp", Some("document")),
        (Image, Message, "a.html", None),
        (Image, Header, "a.pdf", Some("document")),
        (Image, Header, "a.docx", None),
        (Image, Header, "a.webp", None),
        (Video, Header, "a.png", Some("image")),
        (Document, Header, "a.mp4", Some("video")),
        (Document, Header, "a.docx", None),
    ] {
        let fix = check(kind, place, name).and_then(|finding| finding.fix);
        assert_eq!(
            fix.as_ref().map(|fix| fix.value.clone()),
            expected.map(|kind| json!(kind)),
            "{kind:?} {name}"
        );
        assert!(fix.is_none_or(|fix| fix.field.as_deref() == Some("message.type")));
    }
    let url = "https://cdn.example.com/a.mp4";
    assert!(check_media_kind(Image, Message, url, "f", None).is_some_and(|finding| finding.fix.is_none()));
}

#[test]
fn the_words_name_the_ending_and_what_is_taken() {
    let text = check(Image, Message, "a.webp").unwrap().text;
    assert_eq!(
        text,
        "This address ends in .webp, which WhatsApp takes for stickers only. Use JPEG or PNG, up to 5 MB."
    );
    let text = check(Document, Header, "a.docx").unwrap().text;
    assert!(text.contains(".docx") && text.contains("PDF") && text.contains("100 MB"));
}
