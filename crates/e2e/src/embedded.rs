//! Elements on a host's page, and what the page can see of them.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::{Answer, Failure, Host, Stage};

/// A host's page with elements in it. The proxy is on another origin and allows the page's.
pub struct Embedded {
    /// Proxy and browser.
    pub stage: Stage,
    /// Whose page it is.
    pub host: Host,
}

/// Loads the elements, as `docs/embedding.md` says.
const SCRIPT: &str = r#"<script type="module" src="/whatsapp/embed.js"></script>"#;

/// Notes every event of the elements, and every violation of the page's policy, from before the first.
const NOTES: &str = "window.notes = []; window.violations = [];
  for (const name of ['input', 'change', 'whatsapp-ready', 'whatsapp-saved', 'whatsapp-draft', 'whatsapp-invalid', 'whatsapp-navigate', 'whatsapp-error'])
    document.addEventListener(name, (event) => notes.push({ id: event.target.id, name, detail: event.detail ?? null }));
  document.addEventListener('securitypolicyviolation', (event) => violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));";

impl Embedded {
    /// Starts all of it and opens nothing.
    ///
    /// # Errors
    /// When a part does not start.
    pub async fn start() -> Result<Self, Failure> {
        let host = Host::start().await?;
        let stage = Stage::for_pages_of(&host.origin()).await?;
        Ok(Self { stage, host })
    }

    /// The same with a proxy that asks for tokens made with this key (Base64).
    ///
    /// # Errors
    /// When a part does not start.
    pub async fn with_key(key: &str) -> Result<Self, Failure> {
        let host = Host::start().await?;
        let stage = Stage::with_key(&host.origin(), key).await?;
        Ok(Self { stage, host })
    }

    /// Starts all of it and opens a page with this body; `PROXY` in it becomes the proxy's address.
    ///
    /// # Errors
    /// When a part does not start or the page can't be opened.
    pub async fn open(body: &str) -> Result<Self, Failure> {
        let embedded = Self::start().await?;
        embedded.shows(SCRIPT, body, "").await?;
        Ok(embedded)
    }

    /// Opens a page with these scripts and this body under a content policy; empty for none. What the page does before all
    /// else stands in a file of its own, as policies want it.
    ///
    /// # Errors
    /// When it can't be opened.
    pub async fn shows(&self, scripts: &str, body: &str, policy: &str) -> Result<(), Failure> {
        let proxy = self.stage.origin();
        let html = format!(
            "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>A console</title><script src=\"/notes.js\"></script>{scripts}</head><body>{body}</body></html>"
        )
        .replace("PROXY", &proxy);
        let mut page = Answer::page(&html);
        if !policy.is_empty() {
            page = page.with("content-security-policy", &policy.replace("PROXY", &proxy));
        }
        self.host.says("/", page);
        self.host.says("/notes.js", Answer::typed("text/javascript", NOTES.as_bytes().to_vec()));
        self.stage.client().goto(&format!("{}/", self.host.origin())).await?;
        Ok(())
    }

    /// Opens a page with these scripts in place of ours.
    ///
    /// # Errors
    /// When it can't be opened.
    pub async fn shows_body(&self, body: &str, policy: &str) -> Result<(), Failure> {
        self.shows(SCRIPT, body, policy).await
    }

    /// Connects the sandbox's account of a provider through the proxy and gives back its id.
    ///
    /// # Errors
    /// When the proxy refuses it.
    pub async fn connects(&self, provider: &str) -> Result<String, Failure> {
        let proxy = self.stage.origin();
        let script = format!(
            "const accounts = await (await fetch('{proxy}/sandbox/api/accounts')).json();
             const account = accounts.find(one => one.provider === '{provider}');
             const body = JSON.stringify({{ name: account.name, provider: account.provider, settings: account.settings, secrets: account.secrets }});
             const answer = await fetch('{proxy}/api/v1/integrations', {{ method: 'POST', headers: {{ 'content-type': 'application/json' }}, body }});
             return (await answer.json()).id;"
        );
        let id = self.awaits(&script).await?;
        id.as_str().map(str::to_owned).ok_or_else(|| format!("no integration: {id}").into())
    }

    /// Runs a function body in the page; elements with ids are its variables, as in any page.
    ///
    /// # Errors
    /// When it throws.
    pub async fn runs(&self, script: &str) -> Result<Value, Failure> {
        Ok(self.stage.client().execute(script, vec![]).await?)
    }

    /// Runs an async function body in the page and waits for what it returns.
    ///
    /// # Errors
    /// When it throws.
    pub async fn awaits(&self, script: &str) -> Result<Value, Failure> {
        let script = format!(
            "const done = arguments[arguments.length - 1];
             (async () => {{ {script} }})().then(value => done({{ value: value ?? null }}), error => done({{ error: String(error) }}));"
        );
        let answer = self.stage.client().execute_async(&script, vec![]).await?;
        match answer.get("error") {
            Some(error) => Err(format!("{error}").into()),
            None => Ok(answer["value"].clone()),
        }
    }

    /// Waits until an expression is true in the page, up to 30 seconds.
    ///
    /// # Errors
    /// When it does not become true; the message has the notes taken so far.
    pub async fn until(&self, expression: &str) -> Result<(), Failure> {
        let start = Instant::now();
        loop {
            if self.runs(&format!("return Boolean({expression})")).await? == json!(true) {
                return Ok(());
            }
            if start.elapsed() > Duration::from_secs(30) {
                let _ = self.stage.screenshot("failed").await;
                let notes = self
                    .runs("return [window.notes?.slice(-5), window.violations, document.body.textContent]")
                    .await?;
                let console = self.stage.console_errors().await.unwrap_or_default();
                return Err(format!("`{expression}` did not become true: {notes} {console:?}").into());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until the element with this id has its component.
    ///
    /// # Errors
    /// When it does not get it.
    pub async fn is_ready(&self, id: &str) -> Result<(), Failure> {
        self.until(&format!("notes.some(note => note.id === '{id}' && note.name === 'whatsapp-ready')")).await
    }

    /// The notes about an element by name, newest last.
    ///
    /// # Errors
    /// When the page does not answer.
    pub async fn notes(&self, id: &str, name: &str) -> Result<Vec<Value>, Failure> {
        let script = format!(
            "return notes.filter(note => note.id === '{id}' && note.name === '{name}').map(note => note.detail)"
        );
        Ok(self.runs(&script).await?.as_array().cloned().unwrap_or_default())
    }

    /// Types into a field inside of an element, key by key, as a person does; then leaves it when `leave` is set.
    ///
    /// # Errors
    /// When the field does not appear or takes no keys.
    pub async fn types(&self, id: &str, field: &str, text: &str, leave: bool) -> Result<(), Failure> {
        let find =
            format!("document.getElementById('{id}').shadowRoot.querySelector('[data-field=\"{field}\"]')");
        self.until(&find).await?;
        self.runs(&format!("{find}.focus()")).await?;
        for key in text.chars() {
            self.stage.devtools("Input.insertText", json!({"text": key.to_string()})).await?;
        }
        if leave {
            self.runs(&format!("{find}.blur()")).await?;
        }
        Ok(())
    }

    /// Presses a button inside of an element, by its text.
    ///
    /// # Errors
    /// When there is none.
    pub async fn presses(&self, id: &str, text: &str) -> Result<(), Failure> {
        let find = format!(
            "[...document.getElementById('{id}').shadowRoot.querySelectorAll('button, a')].find(one => one.textContent.trim() === '{text}' && one.checkVisibility())"
        );
        self.until(&find).await?;
        self.runs(&format!("{find}.click()")).await?;
        Ok(())
    }
}
