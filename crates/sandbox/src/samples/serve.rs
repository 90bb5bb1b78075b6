//! The media host's answers.

use std::time::Duration;

use axum::{
    Router,
    body::{Body, Bytes},
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
    routing::get,
};
use futures_util::{Stream, StreamExt, stream};
use jiff::Timestamp;

use super::{Does, JPEG, SLOW, Sample, find};

/// Routes below `/sandbox/media`.
pub(crate) fn router() -> Router {
    Router::new().route("/{name}", get(serve)).fallback(async || missing())
}

async fn serve(Path(name): Path<String>, uri: Uri, headers: HeaderMap) -> Response {
    serve_file(&name, uri, headers).await.unwrap_or_else(missing)
}

/// The file of this name, or what happens at its address; none when there is none.
pub(crate) async fn serve_file(name: &str, uri: Uri, headers: HeaderMap) -> Option<Response> {
    Some(answer(find(name)?, uri, headers).await)
}

async fn answer(sample: &Sample, uri: Uri, headers: HeaderMap) -> Response {
    let range = headers.get(header::RANGE).and_then(|value| value.to_str().ok());
    match sample.does {
        Does::File { bytes, declared } => file(bytes, declared, bytes.len() as u64, range),
        Does::Padded { bytes, declared, size } => file(bytes, declared, size, range),
        Does::WithoutParts => file(JPEG, "image/jpeg", JPEG.len() as u64, None),
        Does::WithoutSize => {
            let parts = JPEG.chunks(1024).map(|part| Ok::<_, std::io::Error>(Bytes::from_static(part)));
            ([(header::CONTENT_TYPE, "image/jpeg")], Body::from_stream(stream::iter(parts))).into_response()
        }
        Does::Signed if is_valid(&uri) => file(JPEG, "image/jpeg", JPEG.len() as u64, range),
        Does::Signed => forbidden(),
        Does::Slow => {
            tokio::time::sleep(SLOW).await;
            file(JPEG, "image/jpeg", JPEG.len() as u64, range)
        }
        Does::Cut => cut(),
        Does::NeedsLogin => {
            // `Basic` would make a browser on this very address ask its visitor for a password, over the page that shows
            // the picture; from another address no picture can.
            let challenge = [(header::WWW_AUTHENTICATE, "Bearer realm=\"files\"")];
            (StatusCode::UNAUTHORIZED, challenge, "Sign in to see this file.\n").into_response()
        }
        Does::Missing => missing(),
        Does::Redirect(to) => (StatusCode::FOUND, [(header::LOCATION, to)]).into_response(),
    }
}

/// The file, or the part of it that is asked for; zeros stand where `size` goes beyond the bytes.
fn file(bytes: &'static [u8], declared: &'static str, size: u64, range: Option<&str>) -> Response {
    let asked = range.map(|range| part(range, size));
    let (status, from, to) = match asked {
        None => (StatusCode::OK, 0, size),
        Some(Some((from, to))) => (StatusCode::PARTIAL_CONTENT, from, to),
        Some(None) => {
            let none = [(header::CONTENT_RANGE, format!("bytes */{size}"))];
            return (StatusCode::RANGE_NOT_SATISFIABLE, none).into_response();
        }
    };
    let body = Body::from_stream(content(bytes, from, to).map(Ok::<_, std::io::Error>));
    let mut response = (status, [(header::CONTENT_TYPE, declared)], body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(to - from));
    if status == StatusCode::PARTIAL_CONTENT {
        let range = format!("bytes {from}-{}/{size}", to - 1);
        headers.extend(HeaderValue::try_from(range).map(|value| (header::CONTENT_RANGE, value)));
    }
    response
}

/// The half-open part of a file of this size that a `Range` asks for: `bytes=0-99`, `bytes=100-` or `bytes=-10`.
/// `None` when it has no such part, or several are asked for.
fn part(range: &str, size: u64) -> Option<(u64, u64)> {
    let (from, to) = range.strip_prefix("bytes=")?.split_once('-')?;
    let (from, to) = match (from, to) {
        ("", last) => (size.saturating_sub(last.parse().ok()?), size),
        (from, "") => (from.parse().ok()?, size),
        (from, to) => (from.parse().ok()?, to.parse::<u64>().ok()?.saturating_add(1).min(size)),
    };
    (from < to).then_some((from, to))
}

fn content(bytes: &'static [u8], from: u64, to: u64) -> impl Stream<Item = Bytes> {
    static ZEROS: [u8; 16 * 1024] = [0; 16 * 1024];
    stream::iter(std::iter::successors(Some((from, Bytes::new())), move |(at, _)| {
        let start = usize::try_from(*at).ok()?;
        let room = usize::try_from(to.checked_sub(*at).filter(|left| *left > 0)?).unwrap_or(usize::MAX);
        let rest = bytes.get(start..).filter(|rest| !rest.is_empty()).unwrap_or(&ZEROS);
        let part = &rest[..rest.len().min(room)];
        Some((at + part.len() as u64, Bytes::from_static(part)))
    }))
    .skip(1)
    .map(|(_, part)| part)
}

/// Promises the whole file and sends a part of it.
fn cut() -> Response {
    let begin = Ok(Bytes::from_static(&JPEG[..1000]));
    let broken = Err(std::io::Error::new(std::io::ErrorKind::ConnectionAborted, "sandbox: file cut"));
    // A moment between the two, so that the beginning is on its way before the connection goes.
    let parts = stream::iter([begin]).chain(stream::once(async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        broken
    }));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg")),
        (header::CONTENT_LENGTH, HeaderValue::from(JPEG.len())),
    ];
    (headers, Body::from_stream(parts)).into_response()
}

fn missing() -> Response {
    (StatusCode::NOT_FOUND, "There is no such file.\n").into_response()
}

/// As object stores refuse a link without signature, or one that has run out.
fn forbidden() -> Response {
    let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>";
    (StatusCode::FORBIDDEN, [(header::CONTENT_TYPE, "application/xml")], text).into_response()
}

/// The query of a signed link that was made so many seconds before `now` and lasts so many.
pub(super) fn signature(now: Timestamp, seconds_ago: i64, lasts: u32) -> String {
    let made = Timestamp::from_second(now.as_second() - seconds_ago).unwrap_or(now);
    let made = made.strftime("%Y%m%dT%H%M%SZ");
    format!(
        "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date={made}&X-Amz-Expires={lasts}&X-Amz-Signature=sandbox"
    )
}

/// Is there a signature in the address whose time has not run out? Who signed is not looked at.
pub(super) fn is_valid(uri: &Uri) -> bool {
    let value = |name: &str| {
        let pairs = uri.query().unwrap_or_default().split('&');
        pairs.filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value)
    };
    let made = value("X-Amz-Date")
        .and_then(|text| jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", text).ok())
        .and_then(|time| time.to_zoned(jiff::tz::TimeZone::UTC).ok())
        .map(|time| time.timestamp().as_second());
    let lasts = value("X-Amz-Expires").and_then(|text| text.parse::<u32>().ok());
    match (made, lasts) {
        (Some(made), Some(lasts)) => Timestamp::now().as_second() < made + i64::from(lasts),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_files() {
        for (range, expected) in [
            ("bytes=0-99", Some((0, 100))),
            ("bytes=0-65535", Some((0, 1000))),
            ("bytes=900-", Some((900, 1000))),
            ("bytes=-10", Some((990, 1000))),
            ("bytes=-5000", Some((0, 1000))),
            ("bytes=1000-", None),
            ("bytes=5-4", None),
            ("bytes=0-1,5-6", None),
            ("bytes=a-b", None),
            ("bytes=-", None),
            ("items=0-1", None),
            ("bytes=0-18446744073709551615", Some((0, 1000))),
        ] {
            assert_eq!(part(range, 1000), expected, "{range}");
        }
        assert_eq!(part("bytes=0-9", 0), None);
    }

    #[test]
    fn a_signature_runs_out() {
        let now = Timestamp::now();
        let valid = |query: &str| is_valid(&format!("/signed.jpg{query}").parse().unwrap());
        assert!(valid(&signature(now, 0, 60)) && valid(&signature(now, 3000, 3600)));
        for bad in ["", "?X-Amz-Date=now&X-Amz-Expires=60", "?X-Amz-Expires=60", &signature(now, 61, 60)] {
            assert!(!valid(bad), "{bad}");
        }
    }
}
