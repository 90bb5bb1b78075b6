//! Calls to the proxy, behind a trait so that a browser test can stand in for it.

use std::{future::Future, pin::Pin, rc::Rc};

use gloo_net::http::{Method, RequestBuilder};
use serde_json::Value;
use whatsapp_domain::{ErrorEnvelope, Problem, Retry};

use crate::{effect::CallResult, login::Keeper};

/// An answer to come.
pub type Answering = Pin<Box<dyn Future<Output = CallResult>>>;

/// Whatever answers as the proxy does.
pub trait ProxyClient {
    /// Calls `path` and gives back its JSON, null when it has none.
    fn call(&self, method: &'static str, path: String, body: Option<Value>) -> Answering;

    /// The address of something that the page shows by its address alone, such as a picture.
    fn address(&self, path: &str) -> String {
        path.to_owned()
    }

    /// Where what happens can be heard as it happens, and with which log-in: the proxy's origin. None where nothing is to be heard.
    fn place(&self) -> Option<(String, Rc<Keeper>)> {
        None
    }
}

/// The proxy behind the page's own address.
pub struct FetchClient {
    /// Put before each path; empty for the page's own origin.
    pub origin: String,
}

impl ProxyClient for FetchClient {
    fn address(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    fn place(&self) -> Option<(String, Rc<Keeper>)> {
        Some((self.origin.clone(), Rc::new(Keeper::none())))
    }

    fn call(&self, method: &'static str, path: String, body: Option<Value>) -> Answering {
        let url = self.address(&path);
        Box::pin(async move {
            let answer = send(&url, None, method, body).await;
            if unaccepted(&answer).is_some() { Err(token_refused()) } else { answer }
        })
    }
}

/// Calls an address with a token, if there is one.
///
/// # Errors
/// The proxy's problem, or that there is no proxy. [`unaccepted`] reads those about the token.
pub async fn send(
    url: &str,
    bearer: Option<String>,
    method: &'static str,
    body: Option<Value>,
) -> CallResult {
    // A redirect would lead what people type to an address that nobody chose.
    let mut builder = authorised(RequestBuilder::new(url), bearer)
        .method(verb(method))
        .header("Accept", "application/json")
        .redirect(web_sys::RequestRedirect::Error);
    let request = match body {
        Some(body) => {
            builder = builder.header("Content-Type", "application/json");
            builder.body(body.to_string())
        }
        None => builder.build(),
    };
    let response = request.map_err(|_| unreachable_proxy())?.send().await.map_err(|_| unreachable_proxy())?;
    let status = response.status();
    let text = response.text().await.map_err(|_| unreachable_proxy())?;
    if status == 401 {
        return Err(refusal(&text));
    }
    if status == 204 {
        return Ok(Value::Null);
    }
    match whatsapp_domain::json::text::<Value>(&text) {
        Ok(value) if response.ok() => Ok(value),
        Ok(value) => Err(whatsapp_domain::json::read::<ErrorEnvelope>(&value)
            .map_or_else(|_| unexpected(status), |envelope| envelope.error)),
        // Whoever answers without JSON is a page server with no proxy behind it.
        Err(_) if status == 404 || status >= 500 => Err(unreachable_proxy()),
        Err(_) => Err(unexpected(status)),
    }
}

/// The request with a token, if there is one.
pub fn authorised(builder: RequestBuilder, bearer: Option<String>) -> RequestBuilder {
    match bearer {
        Some(bearer) => builder.header("Authorization", &format!("Bearer {bearer}")),
        None => builder,
    }
}

/// What an answer with status 401 says.
pub fn refusal(text: &str) -> Problem {
    let envelope = whatsapp_domain::json::text::<ErrorEnvelope>(text);
    match envelope.map(|envelope| envelope.error) {
        Ok(problem) if matches!(problem.code.as_str(), "token-refused" | "token-missing") => token_refused(),
        // The proxy's own word, or somebody's in front of it, who can tell no better: a newer one may help.
        _ => Problem { retry: Retry::Now, ..Problem::new(OVER, "") },
    }
}

/// Was the token not accepted? Then whether a newer one may help.
pub fn unaccepted(answer: &CallResult) -> Option<bool> {
    match answer.as_ref().err()?.code.as_str() {
        OVER => Some(true),
        "token-refused" => Some(false),
        _ => None,
    }
}

/// The token's time is over.
const OVER: &str = "token-expired";

fn verb(method: &str) -> Method {
    match method {
        "POST" => Method::POST,
        "PUT" => Method::PUT,
        "DELETE" => Method::DELETE,
        _ => Method::GET,
    }
}

/// The problem shown when nothing answers.
pub fn unreachable_proxy() -> Problem {
    let text = "No proxy answers at this address. Nothing was sent, and what you typed is still here.";
    Problem { retry: Retry::Now, ..Problem::new("proxy-unreachable", text) }
}

/// The problem shown when the proxy does not know who is asking.
pub fn token_refused() -> Problem {
    let text =
        "The proxy did not accept this page’s log-in. Nothing was sent, and what you typed is still here.";
    Problem { retry: Retry::Later, ..Problem::new("token-refused", text) }
}

fn unexpected(status: u16) -> Problem {
    let text = format!("The proxy answered with status {status} in a form that this page does not know.");
    Problem::new("proxy-unexpected", text)
}
