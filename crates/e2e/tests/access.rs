//! axe-core finds nothing on any screen, in any language, light or dark. Everything is found by what it is, not by what
//! it says, since that changes with the language.

use serde_json::Value;
use whatsapp_e2e::{Failure, Person, fantoccini::Locator};

/// Somebody who looks at one screen after the other and notes what axe-core finds.
struct Looker {
    person: Person,
    language: &'static str,
    found: Vec<String>,
}

impl Looker {
    async fn arrive(language: &'static str) -> Result<Self, Failure> {
        let person = Person::arrive().await?;
        let client = person.stage.client();
        let keep = "localStorage.setItem('whatsapp-language', arguments[0])";
        client.execute(keep, vec![language.into()]).await?;
        client.refresh().await?;
        let looker = Self { person, language, found: Vec::new() };
        looker.sees(&format!("html[lang=\"{language}\"] h1")).await?;
        Ok(looker)
    }

    async fn looks(&mut self, screen: &str) -> Result<(), Failure> {
        let found = self.person.stage.axe().await?;
        self.found.extend(found.into_iter().map(|one| format!("{screen}, {}: {one}", self.language)));
        Ok(())
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

    /// Waits until the page says so.
    async fn until(&self, condition: &str) -> Result<(), Failure> {
        for _ in 0..200 {
            let script = format!("return Boolean({condition})");
            if self.person.stage.client().execute(&script, vec![]).await? == Value::Bool(true) {
                return Ok(());
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        Err(format!("this did not come true: {condition}").into())
    }

    async fn opens_details(&self) -> Result<(), Failure> {
        let open = "document.querySelectorAll('details').forEach((one) => { one.open = true; })";
        self.person.stage.client().execute(open, vec![]).await.map(drop).map_err(Into::into)
    }
}

const PRIMARY: &str = ".wa-button[data-kind=primary]";
const SECONDARY: &str = ".wa-button[data-kind=secondary]";

async fn account(looker: &mut Looker) -> Result<(), Failure> {
    looker.looks("no integrations").await?;
    looker.person.go("node").await?;
    looker.sees(".wa-empty").await?;
    looker.looks("a step without an account").await?;
    looker.person.go("integrations/new").await?;
    looker.sees("[data-field=name]").await?;
    looker.looks("form").await?;
    looker.presses(PRIMARY).await?;
    looker.sees(".wa-finding").await?;
    looker.opens_details().await?;
    looker.looks("form with findings").await?;
    looker.person.picks("sinch").await?;
    looker.looks("form of another provider").await?;
    looker.person.picks("infobip").await?;
    looker.presses(&format!(".wa-page-head {SECONDARY}")).await?;
    looker.presses(&format!(".wa-page-head {PRIMARY}")).await?;
    looker.sees(".wa-steps li").await?;
    looker.looks("checked form").await?;
    looker.presses("[data-field=\"twoWay.enabled\"]").await?;
    looker.presses(&format!(".wa-page-head {PRIMARY}")).await?;
    looker.sees(".wa-connection").await?;
    looker.opens_details().await?;
    looker.looks("form with replies").await?;
    looker.person.go("integrations").await?;
    looker.sees(".wa-list-row").await?;
    looker.looks("integrations").await
}

async fn step(looker: &mut Looker) -> Result<(), Failure> {
    looker.person.go("node").await?;
    looker.sees("button[data-field=\"message.template.name\"]").await?;
    looker.looks("empty step").await?;
    looker.presses("button[data-field=\"message.template.name\"]").await?;
    looker.sees(".wa-picker-entry").await?;
    looker.looks("picker of templates").await?;
    looker.presses("[data-template=\"order_update/en_GB\"]").await?;
    looker.person.types("message.body[0]", "{{ customer.first_name }}").await?;
    looker.person.types("message.body[1]", "{{ customer.nope }}").await?;
    looker.person.leaves().await?;
    looker.sees(".wa-findings li").await?;
    looker.opens_details().await?;
    looker.presses("[data-field=payloads]").await?;
    looker.sees(".wa-payload").await?;
    looker.looks("step with findings and payloads").await?;
    looker.person.picks("empty").await?;
    looker.looks("worst case").await?;
    looker.person.types("message.body[1]", "{{ customer.order }}").await?;
    looker.person.types("test.to", "+44 7400 123456").await?;
    looker.until("!document.querySelector('.wa-findings [data-code] .wa-disc[data-tone=stop]')").await?;
    looker.presses("aside .wa-card-head .wa-button:not([data-square]):not([data-size])").await?;
    looker.sees(".wa-result").await?;
    looker.looks("accepted test").await?;
    looker.person.picks("text").await?;
    looker.person.types("message.text", "Hi *{{ customer.first_name }}*").await?;
    looker.looks("text").await?;
    for tool in ["emoji", "variable"] {
        looker.presses(&format!("[data-tool={tool}]")).await?;
        looker.sees(".wa-popover").await?;
        looker.looks(tool).await?;
        looker.person.keys("\u{E00C}").await?;
    }
    looker.person.picks("image").await?;
    looker.sees("[data-field=\"message.url\"]").await?;
    looker.looks("image").await
}

async fn everything(language: &'static str) -> Result<(), Failure> {
    let mut looker = Looker::arrive(language).await?;
    account(&mut looker).await?;
    step(&mut looker).await?;
    for (hash, ready) in [("phone", ".wa-chat"), ("faults", ".wa-fault-cards"), ("activity", "h1")] {
        looker.person.go(hash).await?;
        looker.sees(ready).await?;
        looker.looks(hash).await?;
    }
    assert!(looker.found.is_empty(), "axe-core found:\n{}", looker.found.join("\n"));
    Ok(())
}

#[tokio::test]
async fn axe_finds_nothing_in_english() -> Result<(), Failure> {
    everything("en").await
}

#[tokio::test]
async fn axe_finds_nothing_in_german() -> Result<(), Failure> {
    everything("de").await
}

#[tokio::test]
async fn axe_finds_nothing_in_spanish() -> Result<(), Failure> {
    everything("es").await
}

#[tokio::test]
async fn axe_finds_nothing_in_portuguese() -> Result<(), Failure> {
    everything("pt-BR").await
}

#[tokio::test]
async fn axe_finds_nothing_in_vietnamese() -> Result<(), Failure> {
    everything("vi").await
}

#[tokio::test]
async fn axe_finds_nothing_in_arabic() -> Result<(), Failure> {
    everything("ar").await
}
