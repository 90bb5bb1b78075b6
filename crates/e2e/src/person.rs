//! The steps of a person at the page, in their words.

use std::time::{Duration, Instant};

use fantoccini::{Locator, elements::Element};
use serde_json::Value;

use crate::{Failure, Stage};

/// Somebody at the page. Each step fails when what it is about does not appear in time.
pub struct Person {
    /// The page and the browser that shows it.
    pub stage: Stage,
}

impl Person {
    /// Opens the console.
    pub async fn arrive() -> Result<Self, Failure> {
        Ok(Self { stage: Stage::open("/").await? })
    }

    /// Goes to a page by its address after `#`.
    pub async fn go(&self, hash: &str) -> Result<(), Failure> {
        self.stage.client().goto(&format!("{}/#/{hash}", self.stage.origin())).await?;
        Ok(())
    }

    /// Waits for the heading of a page.
    pub async fn reads_heading(&self, text: &str) -> Result<(), Failure> {
        self.sees(&format!("//h1[normalize-space()=\"{text}\"]")).await.map(drop)
    }

    /// Waits for something by XPath.
    pub async fn sees(&self, xpath: &str) -> Result<Element, Failure> {
        self.stage.wait_for(Locator::XPath(xpath)).await
    }

    /// Waits for a text anywhere in the main part of the page.
    pub async fn reads(&self, text: &str) -> Result<(), Failure> {
        let start = Instant::now();
        loop {
            let shown = self.text("main").await?;
            if shown.contains(text) {
                return Ok(());
            }
            if start.elapsed() > Duration::from_secs(20) {
                self.stage.screenshot("failed").await?;
                return Err(format!("“{text}” did not appear. The page says:\n{shown}").into());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// All text of the first element that fits.
    pub async fn text(&self, css: &str) -> Result<String, Failure> {
        Ok(self.stage.wait_for(Locator::Css(css)).await?.text().await?)
    }

    /// Presses a button or link with this text: the first one in view.
    pub async fn presses(&self, text: &str) -> Result<(), Failure> {
        let xpath = format!("//*[self::button or self::a][normalize-space()=\"{text}\"]");
        self.sees(&xpath).await?;
        let start = Instant::now();
        loop {
            for element in self.stage.client().find_all(Locator::XPath(&xpath)).await? {
                if element.is_displayed().await.unwrap_or(false) {
                    element.click().await?;
                    return Ok(());
                }
            }
            if start.elapsed() > Duration::from_secs(10) {
                return Err(format!("no button “{text}” is in view").into());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Types into the field with this finding path, replacing what stood there.
    pub async fn types(&self, field: &str, text: &str) -> Result<(), Failure> {
        let control = self.stage.wait_for(Locator::Css(&format!("[data-field=\"{field}\"]"))).await?;
        control.clear().await?;
        control.send_keys(text).await?;
        Ok(())
    }

    /// Leaves the field that has the focus.
    pub async fn leaves(&self) -> Result<(), Failure> {
        self.stage.client().active_element().await?.send_keys("\u{E004}").await?;
        Ok(())
    }

    /// Chooses by value in the select with this finding path.
    pub async fn chooses(&self, field: &str, value: &str) -> Result<(), Failure> {
        let option = format!("select[data-field=\"{field}\"] option[value=\"{value}\"]");
        self.stage.wait_for(Locator::Css(&option)).await?.click().await?;
        Ok(())
    }

    /// Opens the picker and chooses a template: name and language, `order_update/en_GB`.
    pub async fn chooses_template(&self, template: &str) -> Result<(), Failure> {
        self.stage.wait_for(Locator::Css("[data-field=\"message.template.name\"]")).await?.click().await?;
        let entry = format!("[data-template=\"{template}\"]");
        self.stage.wait_for(Locator::Css(&entry)).await?.click().await?;
        Ok(())
    }

    /// Brings a step in as JSON; it takes the place of the one in the editor.
    pub async fn imports(&self, node: &str) -> Result<(), Failure> {
        self.presses("Import JSON").await?;
        self.types("import", node).await?;
        self.presses("Use this step").await
    }

    /// Presses the control with this finding path.
    pub async fn presses_field(&self, field: &str) -> Result<(), Failure> {
        self.stage.wait_for(Locator::Css(&format!("[data-field=\"{field}\"]"))).await?.click().await?;
        Ok(())
    }

    /// Presses the first message of the activity list with this text.
    pub async fn opens_message(&self, text: &str) -> Result<(), Failure> {
        let xpath = format!("//button[contains(@class,'wa-message')][contains(., \"{text}\")]");
        self.sees(&xpath).await?.click().await?;
        Ok(())
    }

    /// Types keys into whatever has the focus.
    pub async fn keys(&self, keys: &str) -> Result<(), Failure> {
        self.stage.client().active_element().await?.send_keys(keys).await?;
        Ok(())
    }

    /// Presses the repair of a finding in the list.
    pub async fn repairs(&self, code: &str) -> Result<(), Failure> {
        let button = format!(
            "//ul[contains(@class,'wa-findings')]/li[@data-code='{code}']//button[contains(@class,'wa-button')]"
        );
        self.sees(&button).await?.click().await?;
        Ok(())
    }

    /// Tells the sandbox something, as its own pages do.
    pub async fn tells_sandbox(&self, method: &str, path: &str, body: Value) -> Result<(), Failure> {
        let status = self
            .stage
            .client()
            .execute_async(
                "const [method, path, body, done] = arguments;
                 fetch(`/sandbox/api/${path}`, {method, headers: {'content-type': 'application/json'}, body: JSON.stringify(body)})
                   .then(answer => done(answer.status), error => done(String(error)));",
                vec![method.into(), path.into(), body],
            )
            .await?;
        if status.as_u64().is_some_and(|status| (200..300).contains(&status)) {
            return Ok(());
        }
        Err(format!("the sandbox answered {method} {path} with {status}").into())
    }

    /// Asks the provider for its templates again and waits for the list.
    pub async fn syncs(&self) -> Result<(), Failure> {
        self.presses("Sync now").await?;
        self.sees("//button[normalize-space()='Sync now']").await.map(drop)
    }

    /// Chooses a segment by its value.
    pub async fn picks(&self, value: &str) -> Result<(), Failure> {
        let segment = format!("[role=radio][data-value=\"{value}\"]");
        self.stage.wait_for(Locator::Css(&segment)).await?.click().await?;
        Ok(())
    }

    /// What stands in the field with this finding path.
    pub async fn field(&self, field: &str) -> Result<String, Failure> {
        let control = self.stage.wait_for(Locator::Css(&format!("[data-field=\"{field}\"]"))).await?;
        Ok(control.prop("value").await?.unwrap_or_default())
    }

    /// Connects the sandbox's account of a provider and waits until the connection was checked.
    pub async fn connects(&self, provider: &str) -> Result<(), Failure> {
        self.go("integrations/new").await?;
        self.reads_heading("Connect an account").await?;
        self.picks(provider).await?;
        self.presses("Fill in sandbox account").await?;
        self.presses("Save").await?;
        self.reads("No message was sent. Checked at").await?;
        let failed = self.stage.client().find_all(Locator::Css(".wa-steps [data-verdict=stop]")).await?;
        assert!(failed.is_empty(), "a step of the check failed: {}", self.text(".wa-steps").await?);
        Ok(())
    }

    /// Opens the editor and waits until the account's templates are there.
    pub async fn edits_a_node(&self) -> Result<(), Failure> {
        self.go("node").await?;
        self.reads_heading("Journey node").await?;
        self.reads("templates · synced at").await
    }

    /// Sends the test and waits for the result.
    pub async fn sends_a_test(&self) -> Result<(), Failure> {
        self.presses("Send test").await?;
        self.sees("//section[@aria-label='Test result']").await.map(drop)
    }
}
