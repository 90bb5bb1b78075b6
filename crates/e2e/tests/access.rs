//! axe-core and whatever else can be measured find nothing on any screen and in any state of the standalone console.
//!
//! Each state is looked at in all six languages, light and dark in turn: the state with the number `n` is looked at in
//! language `i` with look `(i + n) mod 6`, of which the first three are light. So every state is seen in every language, and
//! light and dark. The language is changed in the page, as its readers do.
//!
//! Everything is found by what it is, not by what it says, since that changes with the language.

use serde_json::{Value, json};
use whatsapp_e2e::{Failure, Looker, Person, fantoccini::Locator};

/// Somebody who looks at one screen after the other.
struct Eyes {
    person: Person,
    looker: Looker,
}

const PRIMARY: &str = ".wa-page-head .wa-button[data-kind=primary]";
const SECONDARY: &str = ".wa-page-head .wa-button[data-kind=secondary]";
const TEMPLATE: &str = "button[data-field=\"message.template.name\"]";
const SEND: &str = "aside .wa-card-head [data-needs=test] .wa-button";

impl Eyes {
    async fn arrive() -> Result<Self, Failure> {
        let person = Person::arrive().await?;
        person.stage.can_be_looked_at().await?;
        person.stage.client().refresh().await?;
        let eyes = Self { person, looker: Looker::default() };
        eyes.sees("h1").await?;
        Ok(eyes)
    }

    /// Looks at the state that this marks.
    async fn looks(&mut self, state: &str, mark: &str) -> Result<(), Failure> {
        self.looker.looks(&self.person.stage, state, mark, "").await
    }

    /// The same for what a change of the language closes: what is pressed to open it again.
    async fn looks_again(&mut self, state: &str, mark: &str, press: &str) -> Result<(), Failure> {
        self.presses(press).await?;
        let opens = format!(
            "for (let wait = 0; wait < 300 && !root.querySelector({press}); wait++) await new Promise(done => setTimeout(done, 10));
             root.querySelector({press}).click()",
            press = json!(press)
        );
        self.looker.looks(&self.person.stage, state, mark, &opens).await
    }

    /// Goes through the state with the focus, at all widths.
    async fn walks(&mut self, state: &str) -> Result<(), Failure> {
        self.looker.walks(&self.person.stage, state).await
    }

    async fn sees(&self, css: &str) -> Result<(), Failure> {
        self.person.stage.wait_for(Locator::Css(css)).await.map(drop)
    }

    /// Presses the first in view. The page itself presses it: what moves under a pointer is not what is tested here.
    async fn presses(&self, css: &str) -> Result<(), Failure> {
        self.sees(css).await?;
        let script =
            "const found = [...document.querySelectorAll(arguments[0])].find((one) => one.checkVisibility());
                      found?.click(); return Boolean(found)";
        match self.person.stage.client().execute(script, vec![css.into()]).await? {
            Value::Bool(true) => Ok(()),
            _ => Err(format!("no {css} is in view").into()),
        }
    }

    /// Puts a text into the field with this finding path and leaves it.
    async fn fills(&self, field: &str, text: &str) -> Result<(), Failure> {
        let css = format!("[data-field=\"{field}\"]");
        self.sees(&css).await?;
        let script =
            "const field = document.querySelector(arguments[0]); field.focus(); field.value = arguments[1];
            field.dispatchEvent(new InputEvent('input', { bubbles: true })); field.blur()";
        self.person
            .stage
            .client()
            .execute(script, vec![css.into(), text.into()])
            .await
            .map(drop)
            .map_err(Into::into)
    }

    /// What the proxy answers from now on to addresses with this part; `0` for never.
    async fn is_answered(&self, part: &str, status: u16) -> Result<(), Failure> {
        let problem = json!({"code": "internal", "text": "It broke", "retry": "later"});
        let script = format!("access.answers({}, {status}, {problem})", json!(part));
        self.person.stage.client().execute(&script, vec![]).await.map(drop).map_err(Into::into)
    }

    async fn is_answered_again(&self) -> Result<(), Failure> {
        self.person
            .stage
            .client()
            .execute("access.answersNothing()", vec![])
            .await
            .map(drop)
            .map_err(Into::into)
    }
}

/// From the first visit to a proven account.
async fn account(eyes: &mut Eyes) -> Result<(), Failure> {
    eyes.looks("no integrations", ".wa-empty").await?;
    eyes.person.go("node").await?;
    eyes.looks("step without an account", ".wa-empty").await?;
    eyes.person.go("activity").await?;
    eyes.looks("no messages", ".wa-empty").await?;
    eyes.person.go("integrations/new").await?;
    eyes.looks("form", "[data-field=name]").await?;
    eyes.presses(PRIMARY).await?;
    eyes.looks("form with findings", ".wa-finding").await?;
    eyes.walks("form with findings").await?;
    eyes.person.picks("sinch").await?;
    eyes.looks("form of another provider", "[aria-checked=true][data-value=sinch]").await?;
    eyes.person.picks("infobip").await?;
    eyes.presses(SECONDARY).await?;
    eyes.fills("secrets.apiKey", "sandbox-infobip-key-mistyped").await?;
    eyes.presses("aside .wa-card-head .wa-button").await?;
    eyes.looks("check that failed", "[data-step=key][data-verdict=stop]").await?;
    eyes.presses(SECONDARY).await?;
    eyes.presses(PRIMARY).await?;
    eyes.looks("checked form", "[data-step=key][data-verdict=good]").await?;
    eyes.presses("[data-field=\"twoWay.enabled\"]").await?;
    eyes.presses(PRIMARY).await?;
    eyes.looks("form with replies", ".wa-connection").await?;
    eyes.presses("[data-field=\"two-way.register\"]").await?;
    eyes.sees("[data-field=\"two-way.remove\"]").await?;
    eyes.presses("[data-field=\"two-way.prove\"]").await?;
    eyes.looks("proof under way", ".wa-qr svg").await?;
    eyes.looks_again(
        "question before the address changes",
        "[data-field=\"two-way.agree\"]",
        "[data-field=\"two-way.rotate\"]",
    )
    .await?;
    eyes.presses("[data-field=\"two-way.write\"]").await?;
    eyes.looks("proven", "[data-part=two-way-proof] [data-verdict=good]").await?;
    eyes.walks("proven").await?;
    eyes.person.go("integrations").await?;
    eyes.looks("integrations", ".wa-list-row").await?;
    eyes.walks("integrations").await?;
    eyes.looks_again(
        "question before one is deleted",
        ".wa-list-row [role=group]",
        ".wa-list-row button[data-kind=plain]",
    )
    .await
}

/// The editor.
async fn step(eyes: &mut Eyes) -> Result<(), Failure> {
    eyes.person.go("node").await?;
    eyes.looks("empty step", TEMPLATE).await?;
    eyes.looks_again("picker of templates", ".wa-picker-entry", TEMPLATE).await?;
    eyes.presses("[data-template=\"order_update/en_GB\"]").await?;
    eyes.fills("message.body[0]", "{{ customer.first_name }}").await?;
    eyes.fills("message.body[1]", "{{ customer.nope }}").await?;
    eyes.sees(".wa-findings li").await?;
    eyes.presses("[data-field=payloads]").await?;
    eyes.sees(".wa-payload").await?;
    eyes.looks("step with findings and payloads", ".wa-findings li").await?;
    eyes.walks("step with findings and payloads").await?;
    eyes.person.picks("empty").await?;
    eyes.looks("worst case", "[aria-checked=true][data-value=empty]").await?;
    eyes.fills("message.body[1]", "{{ customer.order }}").await?;
    eyes.fills("test.to", "+44 7400 123456").await?;
    let stops = "!document.querySelector('.wa-findings [data-code] .wa-disc[data-tone=stop]')";
    until(eyes, stops).await?;
    eyes.presses(SEND).await?;
    eyes.sees("li[data-status=delivered][data-known]").await?;
    eyes.looks("test that arrived", ".wa-result").await?;
    eyes.person.tells_sandbox("PUT", "faults", json!({"infobip": {"kind": "noCredit"}})).await?;
    eyes.presses(SEND).await?;
    eyes.looks("refused test", ".wa-outcome[data-tone=stop]").await?;
    eyes.walks("refused test").await?;
    eyes.person.tells_sandbox("PUT", "faults", json!({"infobip": {"kind": "none"}})).await?;
    eyes.fills("test.to", "+41 79 123 45 67").await?;
    eyes.presses(SEND).await?;
    eyes.looks("test to another country", "[data-part=test-guard] .wa-notice").await?;
    let change = json!({"name": "order_update", "language": "en_GB", "changes": ["marketing", "reworded", "placeholderAdded"]});
    eyes.person.tells_sandbox("PUT", "template-changes", change).await?;
    eyes.presses(".wa-card-body .wa-link").await?;
    eyes.presses("[data-code=template-changed] .wa-button").await?;
    eyes.looks("what changed in the template", "[data-part=difference]").await?;
    eyes.person.picks("text").await?;
    eyes.fills("message.text", "Hi *{{ customer.first_name }}*").await?;
    eyes.looks("text", "[data-tool]").await?;
    for tool in ["emoji", "variable"] {
        eyes.looks_again(tool, ".wa-popover", &format!("[data-tool={tool}]")).await?;
        eyes.person.keys("\u{E00C}").await?;
    }
    eyes.person.picks("image").await?;
    eyes.looks("image", "[data-field=\"message.url\"]").await
}

async fn until(eyes: &Eyes, condition: &str) -> Result<(), Failure> {
    for _ in 0..200 {
        let script = format!("return Boolean({condition})");
        if eyes.person.stage.client().execute(&script, vec![]).await? == Value::Bool(true) {
            return Ok(());
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    Err(format!("this did not come true: {condition}").into())
}

/// What was sent and received, and the sandbox.
async fn lists(eyes: &mut Eyes) -> Result<(), Failure> {
    let hidden = json!({"provider": "infobip", "from": "+44 7700 900999", "hidden": true, "name": "Bo", "text": "Guess who"});
    let stop =
        json!({"provider": "infobip", "from": "+44 7400 123457", "name": "Cy", "text": "Stop. Thank you"});
    for message in [hidden, stop] {
        eyes.person.tells_sandbox("POST", "inbound", message).await?;
    }
    eyes.person.go("activity").await?;
    eyes.looks("messages", ".wa-message").await?;
    eyes.walks("messages").await?;
    eyes.looks_again("message", ".wa-detail .wa-facts", ".wa-message").await?;
    for list in ["unmatched", "unreadable", "outbox", "suppressions"] {
        eyes.presses(&format!("#wa-activity-{list}")).await?;
        eyes.looks(list, "#wa-activity-panel .wa-card").await?;
    }
    eyes.looks_again("somebody to add", ".wa-tester-form", "[data-field=\"suppression.add\"]").await?;
    for (hash, mark) in [("phone", ".wa-phone"), ("faults", ".wa-fault-cards")] {
        eyes.person.go(hash).await?;
        eyes.looks(hash, mark).await?;
        eyes.walks(hash).await?;
    }
    Ok(())
}

/// What can't be fetched.
async fn failures(eyes: &mut Eyes) -> Result<(), Failure> {
    for (part, hash) in [("/api/v1/integrations", "integrations"), ("/api/v1/messages", "activity")] {
        for status in [0, 500] {
            eyes.person.go("faults").await?;
            eyes.sees(".wa-fault-cards").await?;
            eyes.is_answered(part, status).await?;
            eyes.person.go(hash).await?;
            let mark = if status == 0 { ".wa-skeleton" } else { ".wa-notice" };
            eyes.looks(&format!("{hash}, answered {status}"), mark).await?;
            eyes.is_answered_again().await?;
        }
    }
    Ok(())
}

#[tokio::test]
async fn nothing_is_found_from_the_first_visit_to_a_message_that_is_sent() -> Result<(), Failure> {
    let mut eyes = Eyes::arrive().await?;
    account(&mut eyes).await?;
    step(&mut eyes).await?;
    eyes.looker.is_content();
    Ok(())
}

#[tokio::test]
async fn nothing_is_found_in_lists_and_failures() -> Result<(), Failure> {
    let mut eyes = Eyes::arrive().await?;
    let person = &eyes.person;
    person.connects("infobip").await?;
    person.presses_field("twoWay.enabled").await?;
    person.presses("Save").await?;
    person.presses("Register with Infobip").await?;
    person.reads("This proxy").await?;
    lists(&mut eyes).await?;
    failures(&mut eyes).await?;
    eyes.looker.is_content();
    Ok(())
}
