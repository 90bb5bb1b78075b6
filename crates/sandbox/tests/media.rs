//! The media host: good files whole and in parts, and addresses that go wrong.

#![allow(clippy::unwrap_used)] // a panic is how a test fails; clippy.toml reaches test functions only, not their helpers

mod common;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use common::World;
use serde_json::{Value, json};
use tower::ServiceExt;
use whatsapp_sandbox::Sandbox;
use whatsapp_sandbox::accounts::*;

async fn asked(
    method: Method,
    path: &str,
    range: &str,
) -> (StatusCode, HeaderMap, Result<Vec<u8>, axum::Error>) {
    let app = Router::new().nest("/sandbox", Sandbox::new().router());
    let mut request = Request::builder().method(method).uri(path).header("host", "127.0.0.1:8080");
    if !range.is_empty() {
        request = request.header("range", range);
    }
    let response = app.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    (status, headers, to_bytes(response.into_body(), 64 * 1024 * 1024).await.map(|bytes| bytes.to_vec()))
}

async fn got(name: &str, range: &str) -> (u16, HeaderMap, Vec<u8>) {
    let (status, headers, body) = asked(Method::GET, &format!("/sandbox/media/{name}"), range).await;
    (status.as_u16(), headers, body.unwrap())
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn files_come_whole_and_in_parts() {
    let (status, headers, whole) = got("picture.jpg", "").await;
    assert_eq!((status, header(&headers, "content-type")), (200, "image/jpeg"));
    assert_eq!(header(&headers, "content-length"), whole.len().to_string());
    assert!(whole.starts_with(b"\xff\xd8") && whole.ends_with(b"\xff\xd9"));

    let (status, headers, part) = got("picture.jpg", "bytes=10-19").await;
    assert_eq!((status, &part[..]), (206, &whole[10..20]));
    assert_eq!(header(&headers, "content-range"), format!("bytes 10-19/{}", whole.len()));
    assert_eq!(got("picture.jpg", "bytes=0-65535").await.2, whole);
    let (status, headers, _) = got("picture.jpg", "bytes=9999999-").await;
    assert_eq!((status, header(&headers, "content-range")), (416, &*format!("bytes */{}", whole.len())));

    let (status, headers, body) = got("too-large.jpg", "bytes=0-65535").await;
    assert_eq!((status, header(&headers, "content-range")), (206, "bytes 0-65535/6291456"));
    assert!(body.len() == 65_536 && body.starts_with(&whole) && body.ends_with(&[0; 1000]));
    assert_eq!(got("too-large.jpg", "").await.2.len(), 6 * 1024 * 1024);
    let (_, headers, body) = asked(Method::HEAD, "/sandbox/media/too-large.mp4", "").await;
    assert_eq!((header(&headers, "content-length"), body.unwrap().len()), ("17825792", 0));

    assert_eq!(got("no-parts.jpg", "bytes=0-9").await.2, whole);
    let (_, headers, body) = got("no-size.jpg", "").await;
    assert!(body == whole && !headers.contains_key("content-length"));
}

#[tokio::test]
async fn what_goes_wrong_goes_wrong_as_on_the_web() {
    assert_eq!(got("missing.jpg", "").await.0, 404);
    assert_eq!(got("no-such-file.jpg", "").await.0, 404);
    assert_eq!(got("a/b.jpg", "").await.0, 404);
    let (status, headers, _) = got("needs-login.jpg", "").await;
    assert_eq!((status, headers.contains_key("www-authenticate")), (401, true));
    let (status, headers, body) = got("login-page.jpg", "").await;
    assert_eq!((status, header(&headers, "content-type")), (200, "text/html; charset=utf-8"));
    assert!(String::from_utf8(body).unwrap().contains("type=\"password\""));
    let (status, headers, _) = got("redirect-inside.jpg", "").await;
    assert_eq!((status, header(&headers, "location")), (302, "https://10.0.0.1/picture.jpg"));
    assert_eq!(got("signed.jpg", "").await.0, 403);
    assert_eq!(got("signed.jpg?X-Amz-Date=20200101T000000Z&X-Amz-Expires=60", "").await.0, 403);
    let (status, _, body) = asked(Method::GET, "/sandbox/media/cut.jpg", "").await;
    assert!(status == StatusCode::OK && body.is_err());
    assert_eq!(got("empty.jpg", "bytes=0-65535").await.0, 416);
}

#[tokio::test]
async fn the_list_says_of_each_file_what_it_is() {
    let world = World::new();
    let list = world.call(Method::GET, "/sandbox/api/media", &[], "").await.json();
    let list = list.as_array().unwrap();
    assert!(list.len() >= 20);
    let mut slow = 0;
    for file in list {
        assert!(["image", "video", "document"].contains(&file["kind"].as_str().unwrap()), "{file}");
        let url = file["url"].as_str().unwrap().strip_prefix("http://127.0.0.1:8080").unwrap();
        if url.contains("slow") {
            slow += 1;
            continue;
        }
        let (status, ..) = asked(Method::GET, url, "bytes=0-99").await;
        let is_signed = url.contains("X-Amz-Signature");
        if is_signed || file["good"] == true {
            let is_there = status.is_success() || status.is_redirection();
            assert_eq!(is_there, file["good"] == true, "{file}: {status}");
        }
    }
    assert_eq!(slow, 1);
}

#[tokio::test]
async fn a_message_with_a_bad_file_is_accepted_and_fails_later() {
    let world = World::new();
    let send = |name: &str| {
        json!({"from": INFOBIP_SENDER, "to": "447700900123",
            "content": {"mediaUrl": format!("http://127.0.0.1:8080/sandbox/media/{name}")}})
    };
    for (name, expected) in [
        ("picture.jpg", None),
        ("needs-login.jpg", Some("7013 EC_MEDIA_HOSTING_ERROR")),
        ("pdf-in-disguise.jpg", Some("7022 EC_MEDIA_UNSUPPORTED")),
    ] {
        assert_eq!(world.infobip("image", &send(name)).await.status, StatusCode::OK);
        assert_eq!(world.newest().await.1.as_deref(), expected, "{name}");
    }
    let card = |url: &str| -> Value {
        json!({"app_id": SINCH_APP, "message": {"media_message": {"url": url}},
            "recipient": {"identified_by": {"channel_identities": [{"channel": "WHATSAPP", "identity": "447700900123"}]}}})
    };
    world.sinch(&card("http://127.0.0.1:8080/sandbox/media/too-large.jpg")).await;
    assert_eq!(world.newest().await.1.as_deref(), Some("MEDIA_TOO_LARGE"));
    world.sinch(&card("http://127.0.0.1:8080/sandbox/media/picture.jpg")).await;
    assert_eq!(world.newest().await.1, None);
}
