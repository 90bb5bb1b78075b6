//! A panic in a handler is one answer of 500 and a log line; the rest goes on.

use std::any::Any;

use axum::response::{IntoResponse, Response};

use crate::problem::ApiError;

/// The answer to a request whose handler panicked. The panic's own words may hold what was being worked on; they are
/// not repeated.
pub fn answer(_: Box<dyn Any + Send + 'static>) -> Response {
    ApiError::internal(&"a handler panicked").into_response()
}

#[cfg(test)]
mod tests {
    use axum::{Router, body::Body, http::Request, routing::get};
    use tower::ServiceExt;
    use tower_http::catch_panic::CatchPanicLayer;

    async fn panics() {
        panic!("planted words");
    }

    #[tokio::test]
    async fn a_panic_is_one_answer_without_its_words() {
        let router = Router::new()
            .route("/panics", get(panics))
            .route("/fine", get(async || "fine"))
            .layer(CatchPanicLayer::custom(super::answer));
        let call =
            |path: &str| router.clone().oneshot(Request::builder().uri(path).body(Body::empty()).unwrap());
        let response = call("/panics").await.unwrap();
        assert_eq!(response.status(), 500);
        let body = axum::body::to_bytes(response.into_body(), 10_000).await.unwrap();
        let text = String::from_utf8(body.to_vec()).unwrap();
        assert!(text.contains("\"code\":\"internal\"") && !text.contains("planted"), "{text}");
        assert_eq!(call("/fine").await.unwrap().status(), 200);
    }
}
