//! Looks at media files: of the sandbox's own host, of servers that misbehave by script, and of addresses that lead
//! inside.

use std::{sync::Arc, time::Duration};

use serde_json::{Value, json};
use whatsapp_proxy::{guard::is_public, upstream::Network};

use crate::{
    fake::{Fake, Step},
    support::{App, Names, Reply, Running, no_network},
};

const PROBE: &str = "/api/v1/media/probe";

fn input(url: &str, kind: &str) -> Value {
    json!({"url": url, "kind": kind, "place": "message"})
}

fn codes(probe: &Value) -> Vec<&str> {
    let findings = probe["findings"].as_array().unwrap_or_else(|| panic!("{probe}"));
    findings.iter().map(|finding| finding["code"].as_str().unwrap()).collect()
}

async fn probed(proxy: &Running, name: &str, kind: &str) -> Value {
    let url = format!("{}/sandbox/media/{name}", proxy.origin);
    let reply = proxy.post(PROBE, input(&url, kind)).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    reply.json()
}

/// A proxy whose sandbox is this server.
async fn at(fake: &Fake) -> App {
    App::with(&[("SANDBOX", "on"), ("REQUEST_TIMEOUT_S", "1")], fake.address, no_network()).await
}

fn sample(fake: &Fake) -> String {
    format!("http://{}/sandbox/media/a.jpg", fake.address)
}

async fn looked(app: &App, fake: &Fake) -> Value {
    let reply = app.post(PROBE, input(&sample(fake), "image")).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    reply.json()
}

#[tokio::test]
async fn good_files_are_told_with_type_size_and_dimensions() {
    let proxy = Running::start(&[]).await;
    let picture = probed(&proxy, "picture.jpg", "image").await;
    assert_eq!(codes(&picture), [""; 0], "{picture}");
    assert_eq!(
        (&picture["status"], &picture["contentType"], &picture["detected"]),
        (&json!(206), &json!("image/jpeg"), &json!("image/jpeg"))
    );
    assert_eq!((&picture["width"], &picture["height"]), (&json!(640), &json!(360)));
    assert!(picture["bytes"].as_u64().is_some_and(|bytes| (5_000..64 * 1024).contains(&bytes)), "{picture}");
    assert!(picture["durationMs"].as_u64().unwrap() >= 1 && picture.get("expiresAt").is_none());
    for (name, kind, detected) in [
        ("picture.png", "image", "image/png"),
        ("video.mp4", "video", "video/mp4"),
        ("document.pdf", "document", "application/pdf"),
        ("no-parts.jpg", "image", "image/jpeg"),
    ] {
        let probe = probed(&proxy, name, kind).await;
        assert_eq!((codes(&probe), probe["detected"].as_str()), (vec![], Some(detected)), "{probe}");
        assert!(probe["bytes"].as_u64().is_some_and(|bytes| bytes > 0), "{probe}");
    }
    // Behind a redirect, with the address that answered.
    let probe = probed(&proxy, "redirect.jpg", "image").await;
    assert_eq!(codes(&probe), [""; 0], "{probe}");
    assert!(probe["url"].as_str().unwrap().ends_with("/sandbox/media/picture.jpg"));
    // In a header a document is a PDF.
    let url = format!("{}/sandbox/media/picture.png", proxy.origin);
    let header = json!({"url": url, "kind": "document", "place": "header"});
    assert_eq!(codes(&proxy.post(PROBE, header).await.json()), ["media-file-not-pdf"]);
}

#[tokio::test]
async fn what_is_wrong_with_a_file_is_said() {
    let proxy = Running::start(&[("REQUEST_TIMEOUT_S", "1")]).await;
    for (name, kind, expected) in [
        ("needs-login.jpg", "image", "media-needs-login"),
        ("login-page.jpg", "image", "media-needs-login"),
        ("redirect-login.jpg", "image", "media-needs-login"),
        ("picture.webp", "image", "media-file-format"),
        ("webp-in-disguise.jpg", "image", "media-file-format"),
        ("pdf-in-disguise.jpg", "image", "media-file-kind"),
        ("picture.jpg", "video", "media-file-kind"),
        ("too-large.jpg", "image", "media-file-too-large"),
        ("too-large.mp4", "video", "media-file-too-large"),
        ("empty.jpg", "image", "media-file-empty"),
        ("missing.jpg", "image", "media-not-found"),
        ("slow.jpg", "image", "media-unreachable"),
        ("redirect-inside.jpg", "image", "media-leads-inside"),
        ("redirect-loop.jpg", "image", "media-redirects"),
        ("cut.jpg", "image", "media-file-cut"),
        ("undeclared.jpg", "image", "media-declared-type"),
        ("signed.jpg", "image", "media-needs-login"),
        ("signed.jpg?X-Amz-Date=20260101T000000Z&X-Amz-Expires=60", "image", "media-link-expired"),
    ] {
        let probe = probed(&proxy, name, kind).await;
        assert_eq!(codes(&probe), [expected], "{name}: {probe}");
        assert_eq!(probe["findings"][0]["field"], "url");
    }
    let disguised = probed(&proxy, "pdf-in-disguise.jpg", "image").await;
    let fix = &disguised["findings"][0]["fix"];
    assert_eq!((&fix["field"], &fix["value"]), (&json!("kind"), &json!("document")), "{disguised}");
    let inside = probed(&proxy, "redirect-inside.jpg", "image").await;
    assert!(inside.get("status").is_none() && !inside.to_string().contains("10.0.0.1"), "{inside}");
}

#[tokio::test]
async fn links_that_end_are_told_before_they_do() {
    let proxy = Running::start(&[]).await;
    let files = proxy.call("GET", "/sandbox/api/media", None).await.json();
    let signed: Vec<&str> = files
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|file| file["url"].as_str())
        .filter(|url| url.contains("X-Amz-Signature"))
        .collect();
    let mut found = Vec::new();
    for url in &signed {
        let probe = proxy.post(PROBE, input(url, "image")).await.json();
        assert!(probe["expiresAt"].as_str().unwrap().ends_with('Z'), "{probe}");
        found.push(codes(&probe).join(" "));
    }
    assert_eq!(found, ["", "media-link-expires", "media-link-expired"]);
}

#[tokio::test]
async fn servers_that_misbehave_are_read_within_limits() {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: image/jpeg\r\n";
    // Without end and without size: 64 KB are read, and no more.
    let flood = vec![
        Step::Write(format!("{head}\r\n").into_bytes()),
        Step::Write(b"\xff\xd8\xff\xe0\0\x10JFIF\0".to_vec()),
        Step::Flood(vec![0; 8192]),
    ];
    let fake = Fake::start(flood).await;
    let app = at(&fake).await;
    let probe = looked(&app, &fake).await;
    assert_eq!(codes(&probe), ["media-size-unknown"], "{probe}");
    let asked = fake.requests().remove(0).to_lowercase();
    assert!(
        asked.contains("range: bytes=0-65535\r\n") && asked.contains("accept-encoding: identity\r\n"),
        "{asked}"
    );
    for secret in ["authorization", "cookie", "referer"] {
        assert!(!asked.contains(secret), "{asked}");
    }
    // The beginning, and then nothing.
    let stalled = vec![
        Step::Write(format!("{head}content-length: 9000000\r\n\r\n\u{0}").into_bytes()),
        Step::Wait(Duration::from_secs(5)),
    ];
    let fake = Fake::start(stalled).await;
    assert_eq!(codes(&looked(&at(&fake).await, &fake).await), ["media-file-cut"]);
    // Nothing that could be read as an answer.
    for (steps, word) in [
        (vec![Step::Reset], "without an answer"),
        (vec![Step::Write(b"hello\r\n\r\n".to_vec())], "without an answer"),
        (vec![Step::Wait(Duration::from_secs(5))], "within 1 s"),
    ] {
        let fake = Fake::start(steps).await;
        let probe = looked(&at(&fake).await, &fake).await;
        assert_eq!(codes(&probe), ["media-unreachable"]);
        assert!(probe["findings"][0]["text"].as_str().unwrap().contains(word), "{probe}");
    }
    let fake = Fake::answering("500 Oops", "content-type: text/html\r\n", "<html>sign in</html>").await;
    let probe = looked(&at(&fake).await, &fake).await;
    assert_eq!((codes(&probe), &probe["status"]), (vec!["media-status"], &json!(500)));
}

#[tokio::test]
async fn each_redirect_is_judged() {
    let inside = Fake::answering("200 OK", "", "secret").await;
    for (location, expected) in [
        ("https://10.0.0.1/a.jpg".to_owned(), "media-leads-inside"),
        ("https://169.254.169.254/latest/meta-data".into(), "media-leads-inside"),
        ("https://2130706433/a.jpg".into(), "media-leads-inside"),
        ("https://files.internal/a.jpg".into(), "media-leads-inside"),
        ("http://cdn.example.com/a.jpg".into(), "media-redirect-refused"),
        ("https://cdn.example.com:8443/a.jpg".into(), "media-redirect-refused"),
        ("https://me:secret@cdn.example.com/a.jpg".into(), "media-redirect-refused"),
        ("file:///etc/passwd".into(), "media-redirect-refused"),
        ("/sandbox/api/accounts".into(), "media-redirect-refused"),
        ("../../api/v1/integrations".into(), "media-redirect-refused"),
        (format!("http://{}/sandbox/media/a.jpg", inside.address), "media-redirect-refused"),
        // A name that nobody knows: judged, let through, looked up.
        ("https://cdn.example.com/a.jpg#part".into(), "media-unreachable"),
    ] {
        let fake = Fake::answering("302 Found", &format!("location: {location}\r\n"), "").await;
        let probe = looked(&at(&fake).await, &fake).await;
        assert_eq!(codes(&probe), [expected], "{location}: {probe}");
        assert_eq!(fake.requests().len(), 1, "{location}");
    }
    assert_eq!(*inside.connections.lock().unwrap(), 0);
    // Round in a circle: the address itself and three redirects.
    let fake = Fake::answering("302 Found", "location: /sandbox/media/a.jpg\r\n", "").await;
    assert_eq!(codes(&looked(&at(&fake).await, &fake).await), ["media-redirects"]);
    assert_eq!(fake.requests().len(), 4);
}

#[tokio::test]
async fn a_name_that_leads_inside_is_not_connected() {
    let inside = Fake::start(vec![]).await;
    let names =
        Names::new(vec![("cdn.example.com", vec![vec![inside.address, "10.0.0.1:443".parse().unwrap()]])]);
    let network = Network { lookup: Arc::<Names>::clone(&names), may_dial: is_public };
    let app = App::with(&[("SANDBOX", "on")], "127.0.0.1:8787".parse().unwrap(), network).await;
    let probe = app.post(PROBE, input("https://cdn.example.com/a.jpg", "image")).await.json();
    assert_eq!(codes(&probe), ["media-leads-inside"]);
    let unknown = app.post(PROBE, input("https://other.example.com/a.jpg", "image")).await.json();
    assert_eq!(codes(&unknown), ["media-unreachable"]);
    assert_eq!(*names.asked.lock().unwrap(), ["cdn.example.com", "other.example.com"]);
    assert_eq!(*inside.connections.lock().unwrap(), 0);
}

#[tokio::test]
async fn an_address_that_may_not_be_called_is_refused_and_costs_nothing() {
    let names = Names::new(vec![]);
    let network = Network { lookup: Arc::<Names>::clone(&names), may_dial: is_public };
    let app =
        App::with(&[("MEDIA_PROBES_PER_MINUTE", "1")], "127.0.0.1:8787".parse().unwrap(), network).await;
    for (url, code) in [
        ("", "url-empty"),
        ("picture.jpg", "url-scheme-missing"),
        ("http://cdn.example.com/a.jpg", "url-not-https"),
        ("https://127.0.0.1/a.jpg", "url-address-not-public"),
        ("https://[::1]/a.jpg", "url-address-not-public"),
        ("https://localhost/a.jpg", "url-reserved-name"),
        ("https://me@cdn.example.com/a.jpg", "url-user-info"),
        ("file:///etc/passwd", "url-scheme"),
        // The sandbox is off here.
        ("http://127.0.0.1:8787/sandbox/media/picture.jpg", "url-not-https"),
    ] {
        let reply = app.post(PROBE, input(url, "image")).await;
        assert_eq!((reply.status, reply.findings()), (422, vec![code.to_owned()]), "{url}: {}", reply.text);
        assert_eq!(reply.json()["error"]["field"], "url");
    }
    assert!(names.asked.lock().unwrap().is_empty());
    let refused = |reply: Reply| (reply.status, reply.code());
    for bad in [
        json!({"url": 7, "kind": "image", "place": "message"}),
        json!({"url": "https://cdn.example.com/a.jpg", "kind": "sticker", "place": "message"}),
        json!({"url": "https://cdn.example.com/a.jpg", "kind": "image"}),
        json!([]),
    ] {
        assert_eq!(refused(app.post(PROBE, bad).await), (400, "bad-json".into()));
    }
    // One look a minute, whatever came of it.
    let good = || app.post(PROBE, input("https://cdn.example.com/a.jpg", "image"));
    assert_eq!(good().await.status, 200);
    let wait = good().await;
    let seconds: u64 = wait.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&seconds));
    assert_eq!(refused(wait), (429, "too-many-media-probes".into()));
}
