//! Takes pictures of the node editor's states, of two-way and of the activity page, wide and narrow, light and dark, for
//! people to look at. Run by `cargo xtask pictures`; they land in `target/screens/`. The argument `two-way` leaves the
//! editor out.

use std::time::Duration;

use serde_json::{Value, json};
use whatsapp_e2e::fantoccini::Locator;
use whatsapp_e2e::{Failure, Person};

/// Name, width and colours of each picture of a state.
const LOOKS: [(&str, u32, &str); 4] = [
    ("wide-light", 1280, "light"),
    ("wide-dark", 1280, "dark"),
    ("narrow-light", 390, "light"),
    ("narrow-dark", 390, "dark"),
];

struct Pictures {
    person: Person,
}

impl Pictures {
    /// One state in all looks. The page is laid out as high as it is, so that nothing is cut off.
    async fn take(&self, state: &str) -> Result<(), Failure> {
        let stage = &self.person.stage;
        stage.client().execute("scrollTo(0, 0);", vec![]).await?;
        for (look, width, scheme) in LOOKS {
            let media = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
            stage.devtools("Emulation.setEmulatedMedia", media).await?;
            let size = |height: u64| json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
            stage.devtools("Emulation.setDeviceMetricsOverride", size(900)).await?;
            let height =
                stage.client().execute("return document.documentElement.scrollHeight;", vec![]).await?;
            let height = height.as_u64().unwrap_or(900).max(900);
            stage.devtools("Emulation.setDeviceMetricsOverride", size(height)).await?;
            tokio::time::sleep(Duration::from_millis(250)).await;
            let path = stage.screenshot(&format!("{state}-{look}")).await?;
            println!("{}", path.display());
        }
        stage.devtools("Emulation.clearDeviceMetricsOverride", json!({})).await?;
        stage.devtools("Emulation.setEmulatedMedia", json!({"features": []})).await?;
        Ok(())
    }

    fn media(&self, file: &str) -> String {
        format!("{}/sandbox/media/{file}", self.person.stage.origin())
    }
}

/// Waits for what follows a pause in the typing.
async fn pause() {
    tokio::time::sleep(Duration::from_millis(900)).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let person = Person::arrive().await?;
    person.connects("infobip").await?;
    person.edits_a_node().await?;
    let pictures = Pictures { person };
    if std::env::args().nth(1).as_deref() != Some("two-way") {
        templates(&pictures).await?;
        values(&pictures).await?;
        changed(&pictures).await?;
        tests(&pictures).await?;
        payloads(&pictures).await?;
    }
    two_way(&pictures).await?;
    followed(&pictures).await?;
    activity(&pictures).await
}

/// The picker, and the rows of each kind of header.
async fn templates(pictures: &Pictures) -> Result<(), Failure> {
    let person = &pictures.person;
    person.presses_field("message.template.name").await?;
    person.types("template-search", "s").await?;
    pictures.take("picker").await?;
    person.keys("\u{E00C}").await?;
    for (name, template, file) in [
        ("text", "summer_sale/en_GB", None),
        ("image", "promo_picture/en_GB", Some("picture.jpg")),
        ("video", "how_to_return/en_GB", Some("video.mp4")),
        ("document", "invoice_ready/de", Some("document.pdf")),
    ] {
        person.chooses_template(template).await?;
        if let Some(file) = file {
            person.types("message.header.url", &pictures.media(file)).await?;
            person
                .sees("//button[normalize-space()='Check this file' or normalize-space()='Check again']")
                .await?
                .click()
                .await?;
            person.reads("Reachable").await?;
        } else {
            person.types("message.header.text", "{{ event.discount | default('25 %') }}").await?;
        }
        person.types("message.body[0]", "{{ customer.first_name | title }}").await?;
        person.leaves().await?;
        pause().await;
        pictures.take(&format!("rows-{name}")).await?;
    }
    Ok(())
}

/// Completion, findings with repairs, worst cases, languages.
async fn values(pictures: &Pictures) -> Result<(), Failure> {
    let person = &pictures.person;
    person.chooses_template("order_update/en_GB").await?;
    person.types("message.body[1]", "order {{ customer.order }}").await?;
    person.types("message.body[0]", "Dear {{ cust").await?;
    person.sees("//*[@role='option']").await?;
    pictures.take("completion").await?;
    person.keys("\u{E00C}").await?;
    person.types("message.body[0]", "{{ customer.first_name }}").await?;
    person.types("message.body[1]", "order      {{ customer.ordr }}").await?;
    person.leaves().await?;
    person.reads("With empty values:").await?;
    pictures.take("findings").await?;
    person.picks("longest").await?;
    pause().await;
    pictures.take("worst-case-longest").await?;
    person.picks("rightToLeft").await?;
    pause().await;
    pictures.take("worst-case-right-to-left").await?;
    person.picks("this").await?;
    person.types("message.body[1]", "order {{ customer.order }}").await?;
    person.chooses("add-language", "de").await?;
    pause().await;
    pictures.take("languages").await?;
    person.picks("text").await?;
    person
        .types("message.text", "Hi *{{ customer.first_name }}*, your _{{ event.product }}_ is on its way 📦 https://shop.example/t/{{ customer.order }}")
        .await?;
    person.leaves().await?;
    let never = "const slider = document.querySelector('[data-field=\"last-wrote\"]');
                 slider.value = '3'; slider.dispatchEvent(new Event('input', {bubbles: true}));";
    person.stage.client().execute(never, vec![]).await?;
    pause().await;
    pictures.take("text-window-closed").await?;
    person.picks("template").await
}

/// A template that changed after the step was set up.
async fn changed(pictures: &Pictures) -> Result<(), Failure> {
    let person = &pictures.person;
    person.chooses_template("order_update/en_GB").await?;
    let changes = json!({"name": "order_update", "language": "en_GB", "changes": ["marketing", "reworded", "placeholderAdded"]});
    person.tells_sandbox("PUT", "template-changes", changes).await?;
    person.syncs().await?;
    person.presses("See the difference").await?;
    pause().await;
    pictures.take("template-changed").await?;
    person.tells_sandbox("DELETE", "template-changes", Value::Null).await?;
    person.syncs().await
}

/// Tests: accepted, refused with a known and with an unknown code, stopped before another country.
async fn tests(pictures: &Pictures) -> Result<(), Failure> {
    let person = &pictures.person;
    person.sends_a_test().await?;
    pause().await;
    pictures.take("test-accepted").await?;
    for (name, kind, words) in [
        ("known", "noCredit", "REJECTED_NOT_ENOUGH_CREDITS"),
        ("unknown", "unknownCode", "REJECTED_SANDBOX_RULE"),
    ] {
        person.tells_sandbox("PUT", "faults", json!({"infobip": {"kind": kind}})).await?;
        person.presses("Send test").await?;
        person.reads(words).await?;
        pictures.take(&format!("error-card-{name}-code")).await?;
    }
    person.tells_sandbox("PUT", "faults", json!({"infobip": {"kind": "none"}})).await?;
    person.types("test.to", "+41 79 123 45 67").await?;
    person.presses("Send test").await?;
    person.reads("This would go to Switzerland").await?;
    pictures.take("another-country").await
}

/// What every provider would be sent, and the plain webhook.
async fn payloads(pictures: &Pictures) -> Result<(), Failure> {
    let person = &pictures.person;
    person.picks("image").await?;
    person.types("message.url", &pictures.media("picture.jpg")).await?;
    person.types("message.caption", "Hi *{{ customer.first_name }}*").await?;
    person.leaves().await?;
    person.presses_field("payloads").await?;
    person.stage.wait_for(Locator::Css(".wa-payload[data-provider]")).await?;
    pause().await;
    pictures.take("payloads").await?;
    person.picks("webhook").await?;
    pause().await;
    pictures.take("webhook").await
}

/// Setting two-way up: switched on, registered, proven.
async fn two_way(pictures: &Pictures) -> Result<(), Failure> {
    let person = &pictures.person;
    person.go("integrations").await?;
    person.sees("//a[contains(@class,'wa-list-main')]").await?.click().await?;
    person.presses_field("twoWay.enabled").await?;
    pictures.take("two-way-on").await?;
    person.presses("Save").await?;
    person.reads("Not registered yet").await?;
    pictures.take("two-way-saved").await?;
    person.presses("Register with Infobip").await?;
    person.reads("This proxy").await?;
    person.presses("Start the check").await?;
    person.sees("//*[contains(@class,'wa-qr')]//*[name()='svg']").await?;
    pictures.take("two-way-proof").await?;
    person.presses_field("two-way.rotate").await?;
    pictures.take("two-way-rotate").await?;
    person.presses("Keep it").await?;
    person.presses("Write it from the sandbox phone").await?;
    person.reads("Proven.").await?;
    pictures.take("two-way-proven").await
}

/// A test on its way, one that failed on it, and the two stops.
async fn followed(pictures: &Pictures) -> Result<(), Failure> {
    let person = &pictures.person;
    person.go("node").await?;
    person.reads_heading("Journey node").await?;
    person.picks("template").await?;
    person.chooses_template("order_update/en_GB").await?;
    person.types("message.body[0]", "{{ customer.first_name }}").await?;
    person.types("message.body[1]", "order {{ customer.order }}").await?;
    person.types("test.to", "+44 7400 123456").await?;
    person.tells_sandbox("POST", "reports", json!({"delayMs": 60000})).await?;
    person.sends_a_test().await?;
    pictures.take("followed-accepted").await?;
    person.tells_sandbox("POST", "reports", json!({"delayMs": 50})).await?;
    person.presses("Send test").await?;
    person.sees("//li[@data-status='delivered'][@data-known]").await?;
    person.tells_sandbox("POST", "messages/seen", json!({})).await?;
    person.sees("//li[@data-status='read'][@data-known]").await?;
    pictures.take("followed-read").await?;
    person.types("test.to", "+44 7400 100001").await?;
    person.presses("Send test").await?;
    person.sees("//li[@data-status='failed'][@data-known]").await?;
    pictures.take("followed-failed").await?;
    person.picks("text").await?;
    person.types("message.text", "Hi, it has left the depot.").await?;
    person.types("test.to", "+44 7400 123457").await?;
    person.presses("Send test").await?;
    person.sees("//*[@data-code='window-closed']").await?;
    person.presses("Let the tester write first").await?;
    person.sees("//*[contains(@class,'wa-qr')]//*[name()='svg']").await?;
    pictures.take("window-closed").await?;
    person.picks("template").await
}

/// The activity page and the sandbox's phone.
async fn activity(pictures: &Pictures) -> Result<(), Failure> {
    let person = &pictures.person;
    person.go("activity").await?;
    person.reads_heading("Activity").await?;
    let write = |kind: &str, text: &str| json!({"provider": "infobip", "kind": kind, "text": text, "name": "Ana Lind"});
    for (kind, text) in [
        ("text", "Where is my order?"),
        ("button", "Track it"),
        ("image", "It arrived like this"),
        ("location", "Depot North"),
        ("voice", ""),
    ] {
        person.tells_sandbox("POST", "inbound", write(kind, text)).await?;
    }
    let hidden = json!({"provider": "infobip", "from": "+44 7700 900999", "hidden": true, "name": "Bo", "text": "Guess who"});
    person.tells_sandbox("POST", "inbound", hidden).await?;
    let stop =
        json!({"provider": "infobip", "from": "+44 7400 123457", "name": "Cy", "text": "Stop. Thank you"});
    person.tells_sandbox("POST", "inbound", stop).await?;
    person.reads("Stop. Thank you").await?;
    pause().await;
    pictures.take("activity").await?;
    person.opens_message("It arrived like this").await?;
    person.reads("As the provider sent it").await?;
    pause().await;
    pictures.take("activity-received").await?;
    person.presses_field("activity.status").await?;
    person.chooses("activity.status", "failed").await?;
    person.opens_message("Failed").await?;
    person.reads("What happened").await?;
    pause().await;
    pictures.take("activity-sent").await?;
    for (list, name) in [
        ("Without a customer", "unmatched"),
        ("Could not be read", "unreadable"),
        ("To the console", "outbox"),
        ("Opted out", "suppressions"),
    ] {
        person.presses(list).await?;
        pause().await;
        pictures.take(&format!("activity-{name}")).await?;
    }
    person.go("phone").await?;
    person.reads_heading("Sandbox phone").await?;
    person.types("simulator.text", "Where is it?").await?;
    person.presses("Write").await?;
    pause().await;
    pictures.take("phone").await
}
