//! The whole main job without a mouse, inside the elements on a host's page: connect an account, check it, save it, write a
//! step by completion, send a test, read the answer. The focus is never lost on the way.

use serde_json::{Value, json};
use whatsapp_e2e::{Embedded, Failure};

/// What has the focus, however deep it stands.
const AT: &str = "let at = document.activeElement; while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;";

/// More presses than any element has controls.
const PATIENCE: usize = 120;

/// Name and code of the keys that are pressed.
const KEYS: [(&str, u32); 7] = [
    ("Tab", 9),
    ("Enter", 13),
    ("Escape", 27),
    ("ArrowLeft", 37),
    ("ArrowRight", 39),
    ("ArrowDown", 40),
    (" ", 32),
];

/// Somebody at the keyboard.
struct Hands {
    page: Embedded,
}

impl Hands {
    /// Presses a key, with Shift where `back` is set.
    async fn press(&self, key: &str, back: bool) -> Result<(), Failure> {
        let (_, code) = KEYS.iter().find(|(name, _)| *name == key).ok_or_else(|| format!("no key {key}"))?;
        let text = match key {
            "Enter" => "\r",
            " " => " ",
            _ => "",
        };
        let name = if key == " " { "Space" } else { key };
        for kind in [if text.is_empty() { "rawKeyDown" } else { "keyDown" }, "keyUp"] {
            let mut event = json!({"type": kind, "key": key, "code": name, "windowsVirtualKeyCode": code,
                "modifiers": if back { 8 } else { 0 }});
            if kind == "keyDown" {
                event["text"] = text.into();
            }
            self.page.stage.devtools("Input.dispatchKeyEvent", event).await?;
        }
        Ok(())
    }

    /// Is this true of what has the focus (`at`)?
    async fn is_at(&self, wanted: &str) -> Result<bool, Failure> {
        Ok(self.page.runs(&format!("{AT} return Boolean({wanted})")).await? == Value::Bool(true))
    }

    /// Walks with Tab, or back, until the focus is on what fits.
    async fn walks(&self, css: &str, back: bool) -> Result<(), Failure> {
        for _ in 0..PATIENCE {
            self.press("Tab", back).await?;
            if self.is_at(&format!("at.matches({})", json!(css))).await? {
                return Ok(());
            }
        }
        Err(format!("{PATIENCE} presses of Tab never led to {css}").into())
    }

    async fn tabs_to(&self, css: &str) -> Result<(), Failure> {
        self.walks(css, false).await
    }

    /// Presses a key that does something, and looks where the focus is once it is done: still in the element.
    async fn does(&self, key: &str, then: &str) -> Result<(), Failure> {
        self.press(key, false).await?;
        self.page.until(then).await?;
        // What takes the focus away may do so a moment later.
        for _ in 0..3 {
            if !self.is_at("at && at !== document.body && at.getRootNode() !== document").await? {
                return Err(format!("the focus was lost when {key} led to {then}").into());
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        Ok(())
    }

    async fn types(&self, text: &str) -> Result<(), Failure> {
        self.page.stage.devtools("Input.insertText", json!({"text": text})).await.map(drop)
    }
}

/// Expression for the first of these in an element.
fn within(id: &str, css: &str) -> String {
    format!("{id}.shadowRoot.querySelector({})", json!(css))
}

/// Connects, checks and saves an account; gives back its id.
async fn account(hands: &Hands) -> Result<String, Failure> {
    let form = r#"<main><h1>A console</h1><whatsapp-integration-form id="form" proxy-url="PROXY"></whatsapp-integration-form></main>"#;
    hands.page.shows_body(form, "").await?;
    hands.page.is_ready("form").await?;
    hands.tabs_to(".wa-page-head .wa-button[data-kind=secondary]").await?;
    hands.does("Enter", &format!("{}.value", within("form", "[data-field=name]"))).await?;
    // Arrow keys walk through a group, and choose.
    hands.tabs_to("[role=radio][data-value=infobip]").await?;
    hands.does("ArrowRight", &within("form", "[data-value=sinch][aria-checked=true]")).await?;
    hands.does("ArrowLeft", &within("form", "[data-value=infobip][aria-checked=true]")).await?;
    hands.walks(".wa-page-head .wa-button[data-kind=secondary]", true).await?;
    hands.does("Enter", &format!("{}.value", within("form", "[data-field=\"settings.sender\"]"))).await?;
    hands.tabs_to("[data-field=name]").await?;
    hands.types(" by keyboard").await?;
    hands.tabs_to("aside .wa-button").await?;
    hands.does("Enter", &within("form", "[data-step=key][data-verdict=good]")).await?;
    hands.walks("[data-field=\"twoWay.enabled\"]", true).await?;
    hands.does(" ", &within("form", "[data-part=keywords]")).await?;
    hands.walks(".wa-page-head .wa-button[data-kind=primary]", true).await?;
    hands.does("Enter", "notes.some(note => note.name === 'whatsapp-saved')").await?;
    hands.page.until(&within("form", ".wa-connection")).await?;
    let id = hands.page.runs("return notes.find(note => note.name === 'whatsapp-saved').detail.id").await?;
    assert!(
        hands
            .page
            .runs("return form.value.name")
            .await?
            .as_str()
            .is_some_and(|name| name.contains("by keyboard"))
    );
    id.as_str().map(str::to_owned).ok_or_else(|| format!("no id: {id}").into())
}

/// Writes a step, sends it and reads the answer.
async fn step(hands: &Hands, id: &str) -> Result<(), Failure> {
    let node = format!(
        r#"<main><h1>A console</h1><whatsapp-journey-node id="node" integration="{id}" proxy-url="PROXY"></whatsapp-journey-node></main>"#
    );
    hands.page.shows_body(&node, "").await?;
    hands.page.is_ready("node").await?;
    let template = "button[data-field=\"message.template.name\"]";
    hands.page.until(&within("node", template)).await?;
    hands.tabs_to(template).await?;
    hands.does("Enter", &within("node", "[data-field=template-search]:focus")).await?;
    hands.types("order_update").await?;
    hands.does("ArrowDown", &within("node", ".wa-picker-entry[data-active]")).await?;
    hands.does("Enter", &within("node", "[data-field=\"message.body[0]\"]")).await?;
    assert_eq!(hands.page.runs("return node.value.message.template.name").await?, "order_update");

    // Both values by what completes them.
    for (at, typed, taken) in [(0, "{{ first", "customer.first_name"), (1, "{{ order", "customer.order")] {
        hands.tabs_to(&format!("[data-field=\"message.body[{at}]\"]")).await?;
        hands.types(typed).await?;
        hands.page.until(&within("node", "[role=option][aria-selected=true]")).await?;
        hands.does("Enter", &format!("node.value.message.body[{at}].value.includes('{taken}')")).await?;
    }
    hands.page.until(&format!("!{}", within("node", ".wa-findings .wa-disc[data-tone=stop]"))).await?;

    hands.tabs_to("[data-field=\"test.to\"]").await?;
    hands.types("+44 7400 123456").await?;
    hands.walks("aside [data-needs=test] .wa-button", true).await?;
    hands.does("Enter", &within("node", "[data-part=test-result] .wa-result")).await?;
    hands.tabs_to("#wa-test-meaning").await?;
    hands.does("ArrowRight", &within("node", "#wa-test-request[aria-selected=true]")).await?;
    hands.does("ArrowRight", &within("node", "#wa-test-answer[aria-selected=true]")).await?;
    hands
        .page
        .until(&format!("{}.textContent.includes('PENDING')", within("node", "#wa-test-panel")))
        .await?;
    hands.walks(".wa-page-head .wa-button[data-kind=primary]", true).await?;
    hands.does("Enter", "notes.some(note => note.name === 'whatsapp-saved')").await
}

#[tokio::test]
async fn the_main_job_in_the_elements_needs_no_mouse() -> Result<(), Failure> {
    let hands = Hands { page: Embedded::start().await? };
    let id = account(&hands).await?;
    step(&hands, &id).await?;
    assert_eq!(hands.page.stage.console_errors().await?, Vec::<String>::new());
    Ok(())
}
