//! The proxy as a function, for tests of single routes that write to the store themselves.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::Request,
};
use serde_json::Value;
use tower::ServiceExt;

use crate::{AppState, app, config::Config, upstream::system_network};

pub(crate) struct App {
    pub(crate) router: Router,
    pub(crate) state: AppState,
    pub(crate) folder: tempfile::TempDir,
}

impl App {
    pub(crate) async fn new(pairs: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data").display().to_string();
        let find = |name: &str| match name {
            "DATA_DIR" => Some(data.clone()),
            name => pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()),
        };
        let config = Config::read(&[&find]).unwrap();
        let state =
            AppState::open_with(config, "127.0.0.1:8787".parse().unwrap(), system_network()).await.unwrap();
        Self { router: app(state.clone()), state, folder }
    }

    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Value>,
    ) -> axum::response::Response {
        let mut request = Request::builder().method(method).uri(path).header("host", "localhost:8787");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if body.is_some() {
            request = request.header("content-type", "application/json");
        }
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap()
    }

    /// Status and JSON.
    pub(crate) async fn call(&self, method: &str, path: &str, body: Option<Value>) -> (u16, Value) {
        let response = self.send(method, path, &[], body).await;
        let status = response.status().as_u16();
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        let (status, json) = self.call("GET", path, None).await;
        assert_eq!(status, 200, "{path}: {json}");
        json
    }
}
