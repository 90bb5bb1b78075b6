//! Proxy and browser together, with the few steps that every test needs.

use std::path::PathBuf;
use std::time::Duration;

use fantoccini::elements::Element;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::proxy::Proxy;
use crate::{Failure, given};

/// What a person would wait before thinking that something is broken; generous, since tests share a slow machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// A served page and the browser that shows it. All of it ends when this is dropped.
pub struct Stage {
    // Dropped first, so that the page does not see its proxy go.
    browser: Browser,
    proxy: Proxy,
}

impl Stage {
    /// Starts proxy and browser and opens `path` (such as `/`).
    ///
    /// # Errors
    /// When a part does not start or the page can't be opened.
    pub async fn open(path: &str) -> Result<Self, Failure> {
        let stage = Self::for_pages_of("").await?;
        stage.client().goto(&format!("{}{path}", stage.origin())).await?;
        Ok(stage)
    }

    /// Starts proxy and browser, for pages of these origins too, and opens nothing.
    ///
    /// # Errors
    /// When a part does not start.
    pub async fn for_pages_of(origins: &str) -> Result<Self, Failure> {
        Self::with_key(origins, "").await
    }

    /// The same with a proxy that asks for tokens made with this key (Base64); empty for one that is open.
    ///
    /// # Errors
    /// When a part does not start.
    pub async fn with_key(origins: &str, key: &str) -> Result<Self, Failure> {
        let stage = Self { browser: Browser::start().await?, proxy: Proxy::start(origins, key).await? };
        stage.client().set_window_size(1280, 900).await?;
        Ok(stage)
    }

    /// Closes the browser and starts another, which knows nothing of what the first one saw.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn another_browser(&mut self) -> Result<(), Failure> {
        self.browser = Browser::start().await?;
        self.client().set_window_size(1280, 900).await?;
        Ok(())
    }

    /// Id of the process that the browser's processes come from.
    #[must_use]
    pub fn browser_process(&self) -> u32 {
        self.browser.process()
    }

    /// The page's origin, such as `http://127.0.0.1:4000`.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://{}", self.proxy.address)
    }

    /// Where the proxy listens.
    #[must_use]
    pub fn proxy_address(&self) -> std::net::SocketAddr {
        self.proxy.address
    }

    /// The WebDriver session, for everything not offered here.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.browser.client
    }

    /// Waits until an element is there, up to 20 seconds.
    ///
    /// # Errors
    /// When it does not appear; the message names what was looked for and what the console says.
    pub async fn wait_for(&self, locator: Locator<'_>) -> Result<Element, Failure> {
        let found = self.client().wait().at_most(PATIENCE).for_element(locator).await;
        match found {
            Ok(element) => Ok(element),
            Err(reason) => {
                let console = self.console_errors().await.unwrap_or_default().join("\n  ");
                let _ = self.screenshot("failed").await;
                Err(format!("{locator:?} did not appear: {reason}\nconsole errors:\n  {console}").into())
            }
        }
    }

    /// What went wrong in the page so far, by its console: errors, exceptions, requests that failed. Asking empties
    /// the list.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn console_errors(&self) -> Result<Vec<String>, Failure> {
        let entries = self.client().issue_cmd(ConsoleLog).await?;
        let severe = entries.as_array().into_iter().flatten().filter(|entry| entry["level"] == "SEVERE");
        Ok(severe.map(|entry| entry["message"].as_str().unwrap_or_default().to_owned()).collect())
    }

    /// A command of the browser's own protocol, such as `Emulation.setCPUThrottlingRate`.
    ///
    /// # Errors
    /// When the browser does not know it or refuses it.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Result<Value, Failure> {
        let body = json!({"cmd": command, "params": parameters}).to_string();
        Ok(self.client().issue_cmd(DevTools(body)).await?)
    }

    /// Keeps a picture of what is shown as `target/screens/<name>.png`.
    ///
    /// # Errors
    /// When the picture can't be taken or written.
    pub async fn screenshot(&self, name: &str) -> Result<PathBuf, Failure> {
        let folder = given("WHATSAPP_E2E_SCREENS")?;
        std::fs::create_dir_all(&folder)?;
        let path = folder.join(format!("{name}.png"));
        std::fs::write(&path, self.client().screenshot().await?)?;
        Ok(path)
    }
}

/// ChromeDriver's own command for the console's entries.
#[derive(Debug)]
struct ConsoleLog;

impl fantoccini::wd::WebDriverCompatibleCommand for ConsoleLog {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/se/log", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(r#"{"type":"browser"}"#.to_owned()))
    }
}

/// ChromeDriver's way to the browser's own protocol.
#[derive(Debug)]
struct DevTools(String);

impl fantoccini::wd::WebDriverCompatibleCommand for DevTools {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.0.clone()))
    }
}
