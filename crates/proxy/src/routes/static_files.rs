//! The console page: files of one folder, with the headers that a browser needs to trust them.

use std::{convert::Infallible, path::Path};

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use tower::{Service, ServiceExt, service_fn};
use tower_http::services::ServeDir;

use super::no_such_path;

/// What the page may load and where it may stand: scripts, styles and calls of its own origin only, WebAssembly, and
/// pictures and videos from anywhere by https, for the preview, and from the sandbox's media host while that is on.
fn content_security_policy(sandbox: Option<&str>) -> HeaderValue {
    let samples = sandbox.map(|origin| format!(" {origin}/sandbox/media/")).unwrap_or_default();
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' https: data:{samples}; \
         media-src 'self' https:{samples}; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    );
    // An origin is made of an address and a port, so it always fits into a header.
    HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

/// Serves the files of a folder: `index.html` at `/`, `.br` and `.gz` siblings to browsers that take them, by ETag.
pub(crate) fn service(
    folder: &Path,
    sandbox: Option<&str>,
) -> impl Service<Request, Response = Response, Error = Infallible, Future: Send> + Clone + Send + Sync + 'static
{
    let files = ServeDir::new(folder).precompressed_br().precompressed_gzip();
    let policy = content_security_policy(sandbox);
    service_fn(move |request: Request| {
        let (files, policy) = (files.clone(), policy.clone());
        async move { Ok::<_, Infallible>(serve(files, policy, request).await) }
    })
}

async fn serve(files: ServeDir, policy: HeaderValue, request: Request) -> Response {
    let path = request.uri().path();
    // What is below /api is never a file, and hidden files are nobody's business.
    let is_file = !path.starts_with("/api/") && !path.split('/').any(|part| part.starts_with('.'));
    if !is_file || !matches!(*request.method(), Method::GET | Method::HEAD) {
        return no_such_path().await.into_response();
    }
    let hashed = has_hash(path);
    let Ok(response) = files.oneshot(request).await;
    match response.status() {
        StatusCode::OK
        | StatusCode::NOT_MODIFIED
        | StatusCode::PARTIAL_CONTENT
        | StatusCode::RANGE_NOT_SATISFIABLE => {
            let mut response = response.map(Body::new);
            add_headers(&mut response, policy, hashed);
            response
        }
        status if status.is_redirection() => response.map(Body::new),
        _ => no_such_path().await.into_response(),
    }
}

fn add_headers(response: &mut Response, policy: HeaderValue, hashed: bool) {
    let cache = if hashed { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = [
        (header::CACHE_CONTROL, cache),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"),
    ];
    for (name, value) in headers {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
}

/// Does the file name hold a digest of the content (`name-0123456789abcdef.js`), so that it never changes?
fn has_hash(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.split(['-', '.', '_'])
        .any(|part| part.len() == 16 && part.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')))
}

#[cfg(test)]
mod tests {
    use super::has_hash;

    #[test]
    fn names_with_a_digest_never_change() {
        assert!(has_hash("/plugin-0123456789abcdef.js") && has_hash("/a/plugin-0123456789abcdef_bg.wasm"));
        assert!(
            !has_hash("/index.html")
                && !has_hash("/plugin-abcdef.js")
                && !has_hash("/0123456789abcdef/app.js")
        );
    }
}
