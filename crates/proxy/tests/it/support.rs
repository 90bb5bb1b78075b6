//! A proxy to be tested: as a function, or behind a listener.

use std::{
    net::SocketAddr,
    pin::Pin,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request},
};
use serde_json::{Value, json};
use tower::ServiceExt;
use whatsapp_proxy::{
    AppState, app,
    config::Config,
    guard::{Lookup, is_public},
    upstream::Network,
};

/// An answer of the proxy.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text))
    }

    /// The refusal's code, having checked the envelope.
    pub fn code(&self) -> String {
        let error = &self.json()["error"];
        assert!(error["text"].as_str().is_some_and(|text| !text.is_empty()), "{}", self.text);
        assert!(["never", "later", "now"].contains(&error["retry"].as_str().unwrap()), "{}", self.text);
        error["code"].as_str().unwrap().to_owned()
    }

    /// Codes of the findings.
    pub fn findings(&self) -> Vec<String> {
        let findings = &self.json()["error"]["findings"];
        findings
            .as_array()
            .unwrap()
            .iter()
            .map(|finding| finding["code"].as_str().unwrap().to_owned())
            .collect()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// Settings by name; the data folder is given.
pub fn config(folder: &tempfile::TempDir, pairs: &[(&str, &str)]) -> Config {
    let data = folder.path().join("data").display().to_string();
    let find = |name: &str| match name {
        "DATA_DIR" => Some(data.clone()),
        name => match pairs.iter().find(|(key, _)| *key == name) {
            Some((_, value)) => Some((*value).to_owned()),
            // Most tests are not about this limit, and send more.
            None => (name == "QUICK_TESTS_PER_MINUTE").then(|| "0".to_owned()),
        },
    };
    Config::read(&[&find]).unwrap()
}

/// A look-up by a list: name and what it leads to on each call (the last answer stays).
#[derive(Debug, Default)]
pub struct Names {
    answers: Vec<(&'static str, Vec<Vec<SocketAddr>>)>,
    pub asked: Mutex<Vec<String>>,
}

impl Names {
    pub fn new(answers: Vec<(&'static str, Vec<Vec<SocketAddr>>)>) -> Arc<Self> {
        Arc::new(Self { answers, asked: Mutex::default() })
    }
}

impl Lookup for Names {
    fn lookup(&self, name: &str) -> Pin<Box<dyn Future<Output = std::io::Result<Vec<SocketAddr>>> + Send>> {
        let mut asked = self.asked.lock().unwrap();
        let before = asked.iter().filter(|asked| *asked == name).count();
        asked.push(name.to_owned());
        let found = self
            .answers
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, answers)| answers[before.min(answers.len() - 1)].clone());
        Box::pin(async move {
            match found {
                // A name that hangs.
                Some(answers) if answers.is_empty() => std::future::pending().await,
                Some(answers) => Ok(answers),
                None => Err(std::io::Error::other("no such name")),
            }
        })
    }
}

/// A network without any name.
pub fn no_network() -> Network {
    Network { lookup: Names::new(Vec::new()), may_dial: is_public }
}

/// The proxy as a function.
pub struct App {
    pub router: Router,
    pub state: AppState,
    pub folder: tempfile::TempDir,
}

impl App {
    pub async fn new(pairs: &[(&str, &str)]) -> Self {
        Self::with(pairs, "127.0.0.1:8787".parse().unwrap(), no_network()).await
    }

    /// With a sandbox address of its own (where a scripted provider listens) and a network.
    pub async fn with(pairs: &[(&str, &str)], listening: SocketAddr, network: Network) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let state = AppState::open_with(config(&folder, pairs), listening, network).await.unwrap();
        Self { router: app(state.clone()), state, folder }
    }

    pub async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        Reply {
            status: parts.status.as_u16(),
            headers: parts.headers,
            text: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }

    pub async fn call(&self, method: &str, path: &str, body: Option<Value>) -> Reply {
        self.send(request(method, path, &[], body.map(|body| body.to_string()))).await
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.call("GET", path, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Reply {
        self.call("POST", path, Some(body)).await
    }

    /// Saves an integration and gives its id.
    pub async fn save(&self, integration: Value) -> String {
        let reply = self.post("/api/v1/integrations", integration).await;
        assert_eq!(reply.status, 201, "{}", reply.text);
        reply.json()["id"].as_str().unwrap().to_owned()
    }
}

/// A request for `localhost`; a body is JSON unless the headers say otherwise.
pub fn request(method: &str, path: &str, headers: &[(&str, &str)], body: Option<String>) -> Request<Body> {
    let mut builder = Request::builder().method(Method::from_bytes(method.as_bytes()).unwrap()).uri(path);
    if !headers.iter().any(|(name, _)| *name == "host") {
        builder = builder.header("host", "localhost:8787");
    }
    if body.is_some() && !headers.iter().any(|(name, _)| *name == "content-type") {
        builder = builder.header("content-type", "application/json");
    }
    for (name, value) in headers {
        builder = builder.header(*name, *value);
    }
    builder.body(body.map_or_else(Body::empty, Body::from)).unwrap()
}

/// An Infobip account at this base URL.
pub fn infobip(base_url: &str) -> Value {
    json!({"name": "Shop", "provider": "infobip",
        "settings": {"baseUrl": base_url, "sender": "447860099299", "authScheme": "apiKey"},
        "secrets": {"apiKey": "sandbox-infobip-key-not-a-secret"}})
}

/// A quick test of a text.
pub fn text_test(integration: &str) -> Value {
    json!({"node": {"integration": integration, "message": {"type": "text", "text": {"value": "Hi {{ customer.name }}"}}},
        "context": {"customer": {"name": "Ana", "phone": "+447400123456"}}})
}

/// A quick test of a template.
pub fn template_test(integration: &str) -> Value {
    json!({"node": {"integration": integration, "message": {"type": "template",
            "template": {"name": "order_update", "language": "en_GB"},
            "body": [{"value": "Ana"}, {"value": "A-100"}]}},
        "to": "+447400123456"})
}

/// The proxy behind a listener, with the sandbox on.
pub struct Running {
    pub origin: String,
    #[allow(dead_code, reason = "only the search for secrets looks inside")]
    pub state: AppState,
    client: reqwest::Client,
    end: Option<tokio::sync::oneshot::Sender<()>>,
    pub task: tokio::task::JoinHandle<Result<(), whatsapp_proxy::serve::ServeError>>,
    pub folder: tempfile::TempDir,
}

impl Running {
    pub async fn start(pairs: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut all = vec![("LISTEN", "127.0.0.1:0"), ("SANDBOX", "on")];
        all.extend(pairs);
        let config = config(&folder, &all);
        let (end, ended) = tokio::sync::oneshot::channel::<()>();
        let (started, state) = tokio::sync::oneshot::channel();
        let task = tokio::spawn(whatsapp_proxy::serve::serve(
            config,
            async {
                let _ = ended.await;
            },
            |state, address| drop(started.send((state.clone(), address))),
        ));
        let (state, address) = state.await.unwrap();
        Self { origin: format!("http://{address}"), state, client: client(), end: Some(end), task, folder }
    }

    /// Asks the proxy to end.
    pub fn end(&mut self) {
        drop(self.end.take());
    }

    pub async fn call(&self, method: &str, path: &str, body: Option<Value>) -> Reply {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let mut builder = self.client.request(method, format!("{}{path}", self.origin));
        if let Some(body) = body {
            builder = builder.json(&body);
        }
        let response = builder.send().await.unwrap();
        Reply {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            text: response.text().await.unwrap(),
        }
    }

    pub async fn post(&self, path: &str, body: Value) -> Reply {
        self.call("POST", path, Some(body)).await
    }

    /// The sandbox's account of a provider, saved; with its id.
    pub async fn account(&self, provider: &str) -> (Value, String) {
        let accounts = self.call("GET", "/sandbox/api/accounts", None).await.json();
        let account = accounts
            .as_array()
            .unwrap()
            .iter()
            .find(|account| account["provider"] == provider)
            .unwrap()
            .clone();
        let reply = self.post("/api/v1/integrations", account.clone()).await;
        assert_eq!(reply.status, 201, "{}", reply.text);
        (account, reply.json()["id"].as_str().unwrap().to_owned())
    }

    /// Sets the sandbox's switch of a provider.
    pub async fn fault(&self, provider: &str, fault: Value) {
        let reply = self.call("PUT", "/sandbox/api/faults", Some(json!({ provider: fault }))).await;
        assert!(reply.status < 300, "{}", reply.text);
    }

    /// How many messages reached the sandbox's phone.
    pub async fn arrived(&self) -> usize {
        let messages = self.call("GET", "/sandbox/api/messages", None).await.json();
        messages
            .as_array()
            .or_else(|| messages["items"].as_array())
            .unwrap_or_else(|| panic!("{messages}"))
            .len()
    }
}

/// A client for tests: loopback only, no redirects.
pub fn client() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}
