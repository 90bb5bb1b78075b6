//! Calls the sandbox as a function, without a socket.
#![allow(dead_code)] // each test binary uses its own part
#![allow(clippy::unwrap_used)] // a panic is how a test fails; clippy.toml reaches test functions only, not their helpers

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use serde_json::Value;
use tower::ServiceExt;
use whatsapp_sandbox::Sandbox;
use whatsapp_sandbox::accounts::*;

pub struct World {
    pub sandbox: Sandbox,
    app: Router,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{e}: {}", self.text))
    }
}

impl World {
    pub fn new() -> Self {
        let sandbox = Sandbox::new();
        let app = Router::new().nest("/sandbox", sandbox.router());
        Self { sandbox, app }
    }

    /// A request with its headers; `Host` is this machine.
    pub async fn call(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header("host", "127.0.0.1:8080");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self.app.clone().oneshot(request.body(body.into()).unwrap()).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = to_bytes(response.into_body(), 10_000_000).await.unwrap();
        Answer { status, headers, text: String::from_utf8(bytes.to_vec()).unwrap() }
    }

    pub async fn get(&self, path: &str, authorization: &str) -> Answer {
        self.call(Method::GET, path, &[("authorization", authorization)], "").await
    }

    pub async fn infobip(&self, kind: &str, body: &Value) -> Answer {
        let path = format!("/sandbox/infobip/whatsapp/1/message/{kind}");
        self.post(&path, &app_key(), body).await
    }

    pub async fn sinch(&self, body: &Value) -> Answer {
        self.post(&sinch_send("eu", SINCH_PROJECT), &static_bearer(), body).await
    }

    pub async fn post(&self, path: &str, authorization: &str, body: &Value) -> Answer {
        let headers = [("authorization", authorization), ("content-type", "application/json")];
        self.call(Method::POST, path, &headers, body.to_string()).await
    }

    pub async fn faults(&self, body: Value) -> Answer {
        let headers = [("content-type", "application/json")];
        self.call(Method::PUT, "/sandbox/api/faults", &headers, body.to_string()).await
    }

    /// What the phone shows, oldest first.
    pub async fn inbox(&self) -> Vec<Value> {
        let answer = self.call(Method::GET, "/sandbox/api/messages", &[], "").await;
        answer.json().as_array().unwrap().clone()
    }

    /// The newest message's status and failure code.
    pub async fn newest(&self) -> (String, Option<String>) {
        let last = self.inbox().await.pop().expect("a message");
        (last["status"].as_str().unwrap().to_owned(), last["failure"]["code"].as_str().map(str::to_owned))
    }
}

pub fn app_key() -> String {
    format!("App {INFOBIP_KEY}")
}

pub fn static_bearer() -> String {
    format!("Bearer {SINCH_STATIC_TOKEN}")
}

pub fn sinch_send(region: &str, project: &str) -> String {
    format!("/sandbox/sinch/{region}/v1/projects/{project}/messages:send")
}

pub fn basic(user: &str, password: &str) -> String {
    use base64::Engine;
    format!("Basic {}", base64::prelude::BASE64_STANDARD.encode(format!("{user}:{password}")))
}
