//! The console page.

use tower::ServiceExt;

use crate::support::{App, request};

async fn app() -> (App, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    write("index.html", b"<!doctype html><title>x</title>");
    write("plugin-0123456789abcdef.wasm", b"\0asm\x01\0\0\0");
    write("plugin-0123456789abcdef.wasm.br", b"packed");
    write("app.js", b"export {}");
    write("app.css", b":root{}");
    write(".hidden", b"no");
    let static_dir = folder.path().display().to_string();
    (App::new(&[("STATIC_DIR", &static_dir)]).await, folder)
}

#[tokio::test]
async fn files_have_their_types_and_the_page_its_policy() {
    let (app, _folder) = app().await;
    for (path, kind) in [
        ("/", "text/html"),
        ("/index.html", "text/html"),
        ("/plugin-0123456789abcdef.wasm", "application/wasm"),
        ("/app.js", "text/javascript"),
        ("/app.css", "text/css"),
    ] {
        let reply = app.send(request("GET", path, &[], None)).await;
        assert_eq!(
            (reply.status, reply.header("content-type").split(';').next().unwrap()),
            (200, kind),
            "{path}"
        );
        let policy = reply.header("content-security-policy");
        for part in [
            "default-src 'none'",
            "script-src 'self' 'wasm-unsafe-eval'",
            "form-action 'none'",
            "frame-ancestors 'self'",
        ] {
            assert!(policy.contains(part), "{policy}");
        }
        assert!(!policy.contains("127.0.0.1"), "{policy}");
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
        let immutable = reply.header("cache-control").contains("immutable");
        assert_eq!(immutable, path.contains("0123456789abcdef"), "{path}");
    }
}

#[tokio::test]
async fn a_known_file_is_not_sent_again_and_a_packed_one_is_preferred() {
    let (app, _folder) = app().await;
    let tag = app.get("/app.js").await.header("etag").to_owned();
    assert!(!tag.is_empty());
    let again = app.send(request("GET", "/app.js", &[("if-none-match", &tag)], None)).await;
    assert_eq!((again.status, again.text.as_str()), (304, ""));
    let packed = app
        .send(request("GET", "/plugin-0123456789abcdef.wasm", &[("accept-encoding", "gzip, br")], None))
        .await;
    assert_eq!((packed.header("content-encoding"), packed.text.as_str()), ("br", "packed"));
    assert_eq!(packed.header("content-type"), "application/wasm");
}

#[tokio::test]
async fn nothing_beside_the_folder_is_served() {
    let (app, _folder) = app().await;
    for path in [
        "/../key",
        "/%2e%2e/key",
        "/..%2fkey",
        "/.hidden",
        "/nothing.js",
        "/api/v1/index.html",
        "/api/nothing",
    ] {
        let reply = app.get(path).await;
        assert_eq!((reply.status, reply.code().as_str()), (404, "no-such-path"), "{path}");
    }
    assert_eq!(app.call("POST", "/index.html", None).await.status, 404);
    assert_eq!(app.get("/api/v1/about").await.status, 200);
}

#[tokio::test]
async fn samples_of_the_sandbox_may_be_shown_while_it_is_on() {
    let (_, folder) = app().await;
    let static_dir = folder.path().display().to_string();
    let app = App::new(&[("STATIC_DIR", &static_dir), ("SANDBOX", "on")]).await;
    let reply = app.send(request("GET", "/", &[], None)).await;
    let policy = reply.header("content-security-policy");
    for part in [
        "img-src 'self' https: data: http://127.0.0.1:8787/sandbox/media/;",
        "media-src 'self' https: http://127.0.0.1:8787/sandbox/media/;",
    ] {
        assert!(policy.contains(part), "{policy}");
    }
    // By a page of another port too, as in development; nothing else of the sandbox is.
    let picture = [("sec-fetch-site", "same-site"), ("sec-fetch-mode", "no-cors")];
    let get = async |path: &str| {
        app.router.clone().oneshot(request("GET", path, &picture, None)).await.unwrap().status()
    };
    assert_eq!(get("/sandbox/media/picture.jpg").await, 200);
    assert_eq!(get("/sandbox/api/accounts").await, 403);
}
