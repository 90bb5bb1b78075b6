use MediaKind::{Document, Image, Video};
use MediaPlace::{Header, Message};

use super::*;

fn codes(kind: MediaKind, place: MediaPlace, seen: Seen<'_>) -> Vec<String> {
    file(kind, place, &seen).into_iter().map(|finding| finding.code).collect()
}

fn of(detected: &'static str) -> Seen<'static> {
    Seen { detected: Some(detected), declared: Some(detected), bytes: Some(1000), ..Seen::default() }
}

#[test]
fn the_real_type_is_judged_by_kind_and_place() {
    for (kind, place, detected, expected) in [
        (Image, Message, "image/jpeg", None),
        (Image, Header, "image/png", None),
        (Image, Message, "image/webp", Some("media-file-format")),
        (Image, Message, "image/heif", Some("media-file-format")),
        (Image, Message, "application/pdf", Some("media-file-kind")),
        (Image, Message, "video/mp4", Some("media-file-kind")),
        (Image, Message, "text/html", Some("media-file-web-page")),
        (Video, Message, "video/mp4", None),
        (Video, Header, "video/3gpp", None),
        (Video, Message, "video/quicktime", Some("media-file-format")),
        (Video, Message, "image/gif", Some("media-file-kind")),
        (Document, Message, "application/zip", None),
        (Document, Message, "image/webp", None),
        (Document, Message, "text/html", Some("media-file-web-page")),
        (Document, Header, "application/pdf", None),
        (Document, Header, "application/zip", Some("media-file-not-pdf")),
    ] {
        let expected: Vec<&str> = expected.into_iter().collect();
        assert_eq!(codes(kind, place, of(detected)), expected, "{kind:?} {place:?} {detected}");
    }
    // Bytes that tell nothing are no picture; a document may be anything.
    let unknown = Seen { bytes: Some(1000), ..Seen::default() };
    assert_eq!(codes(Image, Message, unknown), ["media-file-kind"]);
    assert_eq!(codes(Document, Message, unknown), [""; 0]);
    assert_eq!(codes(Document, Header, unknown), ["media-file-not-pdf"]);
}

#[test]
fn the_kind_that_fits_is_offered() {
    for (kind, place, detected, expected) in [
        (Image, Message, "video/mp4", Some("video")),
        (Image, Message, "application/pdf", Some("document")),
        (Image, Message, "image/webp", Some("document")),
        (Image, Header, "image/webp", None),
        (Image, Message, "text/html", None),
        (Document, Header, "image/png", Some("image")),
        (Document, Header, "application/zip", None),
    ] {
        let fix = file(kind, place, &of(detected)).remove(0).fix;
        assert_eq!(
            fix.as_ref().and_then(|fix| fix.value.as_str()),
            expected,
            "{kind:?} {place:?} {detected}"
        );
        assert!(fix.is_none_or(|fix| fix.field.as_deref() == Some("kind")));
    }
}

#[test]
fn sizes_are_judged_to_the_byte() {
    for (kind, detected, megabytes) in
        [(Image, "image/png", 5), (Video, "video/mp4", 16), (Document, "application/pdf", 100)]
    {
        let at = |bytes| codes(kind, Header, Seen { bytes: Some(bytes), ..of(detected) });
        assert_eq!(at(megabytes << 20), [""; 0]);
        assert_eq!(at((megabytes << 20) + 1), ["media-file-too-large"]);
        assert_eq!(at(0), ["media-file-empty"]);
        assert_eq!(at(u64::MAX), ["media-file-too-large"]);
    }
    let text = file(Image, Message, &Seen { bytes: Some((5 << 20) + 1), ..of("image/png") }).remove(0).text;
    assert_eq!(text, "The file has 5.1 MB. WhatsApp takes a picture up to 5 MB.");
    let unknown = file(Image, Message, &Seen { bytes: None, ..of("image/png") });
    assert_eq!((unknown[0].code.as_str(), unknown[0].is_error()), ("media-size-unknown", false));
    // Of a wrong file only that is said.
    assert_eq!(codes(Image, Message, Seen { bytes: None, ..of("image/webp") }), ["media-file-format"]);
}

#[test]
fn a_declaration_has_to_fit() {
    let with =
        |detected, declared| codes(Document, Message, Seen { declared: Some(declared), ..of(detected) });
    for (detected, declared) in [
        ("image/jpeg", "image/jpeg"),
        ("image/jpeg", "Image/JPG; charset=binary"),
        ("video/mp4", "application/mp4"),
        ("application/pdf", "application/pdf;x=y"),
        ("application/zip", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ] {
        assert_eq!(with(detected, declared), [""; 0], "{detected} {declared}");
    }
    for declared in ["application/octet-stream", "text/plain", "image/png", "", "a\u{7}b"] {
        assert_eq!(with("image/jpeg", declared), ["media-declared-type"], "{declared}");
    }
    let none = Seen { declared: None, ..of("image/jpeg") };
    assert_eq!(codes(Image, Message, none), [""; 0]);
    let odd =
        file(Image, Message, &Seen { declared: Some("<script>alert(1)</script> x"), ..of("image/jpeg") });
    assert!(odd[0].text.starts_with("The server declares an odd type"), "{}", odd[0].text);
}

#[test]
fn a_log_in_hides_all_else() {
    let page = Seen { is_login_page: true, ..of("text/html") };
    assert_eq!(codes(Image, Message, page), ["media-needs-login"]);
    let half = Seen { is_cut: true, ..of("image/png") };
    assert_eq!(codes(Image, Message, half), ["media-file-cut"]);
    for (answer, expected) in [
        (200, None),
        (206, None),
        (304, Some("media-status")),
        (401, Some("media-needs-login")),
        (403, Some("media-needs-login")),
        (404, Some("media-not-found")),
        (410, Some("media-not-found")),
        (500, Some("media-status")),
        (999, Some("media-status")),
    ] {
        assert_eq!(status(answer).map(|finding| finding.code).as_deref(), expected, "{answer}");
    }
}

#[test]
fn links_that_end_soon_are_told() {
    let said = |seconds| expiry(seconds, "2026-01-01T00:00:00Z");
    for (seconds, code) in [
        (i64::MIN, Some("media-link-expired")),
        (0, Some("media-link-expired")),
        (1, Some("media-link-expires")),
        (86_400, Some("media-link-expires")),
        (86_401, None),
        (i64::MAX, None),
    ] {
        assert_eq!(said(seconds).map(|finding| finding.code).as_deref(), code, "{seconds}");
    }
    assert!(said(3 * 3600 + 5).unwrap().text.contains("in 3 hours, at 2026-01-01T00:00:00Z"));
    assert!(said(600).unwrap().text.contains("in 10 minutes"));
}

#[test]
fn what_happened_is_said() {
    for (why, code, word) in [
        (Unreached::Inside, "media-leads-inside", "private network"),
        (Unreached::Redirect, "media-redirect-refused", "leads on"),
        (Unreached::Redirects { followed: 3 }, "media-redirects", "3 times"),
        (Unreached::Name, "media-unreachable", "no such host"),
        (Unreached::Refused, "media-unreachable", "connections"),
        (Unreached::Tls, "media-unreachable", "certificate"),
        (Unreached::Network, "media-unreachable", "in time"),
        (Unreached::Silent { seconds: 10 }, "media-unreachable", "10 s"),
        (Unreached::Cut, "media-unreachable", "ended the connection"),
    ] {
        let finding = unreached(why);
        assert_eq!((finding.code.as_str(), finding.is_error()), (code, true));
        assert!(finding.text.contains(word), "{}", finding.text);
    }
}
