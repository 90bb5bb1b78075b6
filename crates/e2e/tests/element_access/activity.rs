//! The activity list: empty, full, one message, what needs a hand, who gets nothing.

use serde_json::json;
use whatsapp_e2e::Failure;

use crate::{Eyes, node::two_way};

pub const ACTIVITY: &str = r#"<whatsapp-activity id="activity" proxy-url="PROXY"></whatsapp-activity>"#;

#[tokio::test]
async fn nothing_is_found_in_the_activity() -> Result<(), Failure> {
    let mut eyes = Eyes::open("activity").await?;
    eyes.shows(ACTIVITY, "").await?;
    eyes.looks("activity without messages", ".wa-empty").await?;
    let id = eyes.page.connects("infobip").await?;
    two_way(&eyes, &id).await?;
    let write = |kind: &str, text: &str| json!({"provider": "infobip", "from": "+447400123456", "kind": kind, "text": text, "name": "Ana Lind"});
    let hidden = json!({"provider": "infobip", "from": "+44 7700 900999", "hidden": true, "name": "Bo", "text": "Guess who"});
    let stop =
        json!({"provider": "infobip", "from": "+44 7400 123457", "name": "Cy", "text": "Stop. Thank you"});
    for message in [
        write("text", "Where is my order?"),
        write("image", "It arrived like this"),
        write("voice", ""),
        hidden,
        stop,
    ] {
        eyes.calls("POST", "/sandbox/api/inbound", message).await?;
    }
    eyes.shows(ACTIVITY, "access.answers('/api/v1/messages', 0)").await?;
    eyes.looks("activity, loading", ".wa-skeleton").await?;
    eyes.shows(
        ACTIVITY,
        "access.answers('/api/v1/messages', 500, { code: 'internal', text: 'It broke', retry: 'later' })",
    )
    .await?;
    eyes.looks("activity that can't be fetched", ".wa-notice").await?;
    eyes.shows(ACTIVITY, "").await?;
    eyes.page.until("activity.shadowRoot.querySelectorAll('.wa-message').length > 4").await?;
    eyes.looks("messages", ".wa-message").await?;
    eyes.walks("messages").await?;
    let image = "[...root.querySelectorAll('.wa-message')].find(one => one.textContent.includes('It arrived')).click()";
    eyes.runs(&format!("const root = activity.shadowRoot; {image}")).await?;
    let opens = format!(
        "for (let wait = 0; wait < 300 && root.querySelectorAll('.wa-message').length < 5; wait++) await new Promise(done => setTimeout(done, 10)); {image}"
    );
    eyes.looks_again("message with a picture", ".wa-detail img", &opens).await?;
    eyes.walks("message with a picture").await?;
    for list in ["unmatched", "unreadable", "outbox", "suppressions"] {
        eyes.presses(&format!("#wa-activity-{list}")).await?;
        let mark = if matches!(list, "outbox" | "unreadable") {
            "#wa-activity-panel .wa-card"
        } else {
            ".wa-queue > li"
        };
        eyes.looks(list, mark).await?;
        eyes.walks(list).await?;
    }
    let add = "root.querySelector('[data-field=\"suppression.add\"]').click()";
    eyes.looks_again("somebody to add", ".wa-tester-form", add).await?;
    let remove = "for (let wait = 0; wait < 300 && !root.querySelector('[data-customer] .wa-button'); wait++) await new Promise(done => setTimeout(done, 10)); root.querySelector('[data-customer] .wa-button').click()";
    eyes.looks_again("question before somebody is taken off", "[data-field=\"suppression.keep\"]", remove)
        .await?;
    eyes.looker.is_content();
    Ok(())
}
