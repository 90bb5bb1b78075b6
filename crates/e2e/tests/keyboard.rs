//! The whole main job without a mouse: connect an account, write a step, send a test, read the answer, see the phone.

use serde_json::Value;
use whatsapp_e2e::{Failure, Person};

const TAB: &str = "\u{E004}";
const ENTER: &str = "\u{E007}";
const ESCAPE: &str = "\u{E00C}";
const RIGHT: &str = "\u{E014}";
const LEFT: &str = "\u{E012}";
const DOWN: &str = "\u{E015}";

/// More presses than any page has controls.
const PATIENCE: usize = 120;

/// Walks with Tab until the focus is on what this expression is true of (`at` is the control).
async fn tabs_to(person: &Person, wanted: &str) -> Result<(), Failure> {
    let script = format!(
        "const at = document.activeElement; const text = at.textContent.trim(); return Boolean({wanted})"
    );
    for _ in 0..PATIENCE {
        person.keys(TAB).await?;
        if person.stage.client().execute(&script, vec![]).await? == Value::Bool(true) {
            return Ok(());
        }
    }
    Err(format!("{PATIENCE} presses of Tab never led to: {wanted}").into())
}

async fn presses(person: &Person, wanted: &str) -> Result<(), Failure> {
    tabs_to(person, wanted).await?;
    person.keys(ENTER).await
}

#[tokio::test]
async fn the_main_job_needs_no_mouse() -> Result<(), Failure> {
    let person = Person::arrive().await?;
    person.reads_heading("Integrations").await?;
    presses(&person, "at.matches('main a[href=\"#/integrations/new\"]')").await?;
    person.reads_heading("Connect an account").await?;

    // Arrow keys walk through a group, and choose.
    tabs_to(&person, "at.matches('[role=radio][data-value=infobip]')").await?;
    person.keys(RIGHT).await?;
    person.sees("//*[@role='radio'][@data-value='sinch'][@aria-checked='true']").await?;
    person.keys(LEFT).await?;
    presses(&person, "at.matches('[data-field=name]')").await?;
    person.reads("Give it a name").await?;
    person.keys("By keyboard").await?;
    // Back to the top of the page, as Tab leads round.
    presses(&person, "text === 'Fill in sandbox account'").await?;
    presses(&person, "text === 'Save'").await?;
    person.reads("No message was sent. Checked at").await?;

    presses(&person, "at.matches('a[href=\"#/node\"]')").await?;
    person.reads_heading("Journey node").await?;
    person.reads("templates · synced at").await?;
    presses(&person, "at.matches('button[data-field=\"message.template.name\"]')").await?;
    person.sees("//*[@data-field='template-search']").await?;
    person.keys("order_update").await?;
    person.keys(DOWN).await?;
    person.keys(ENTER).await?;
    person.sees("//*[@data-field='message.body[0]']").await?;
    for (field, text) in
        [("message.body[0]", "{{ customer.first_name }}"), ("message.body[1]", "{{ customer.order }}")]
    {
        tabs_to(&person, &format!("at.matches('[data-field=\"{field}\"]')")).await?;
        person.keys(text).await?;
        // The list that completes what is typed gives way first.
        person.keys(ESCAPE).await?;
    }
    person.reads("Nothing stops this step for the chosen profile.").await?;

    tabs_to(&person, "at.matches('[data-field=\"test.to\"]')").await?;
    person.keys("+44 7400 123456").await?;
    presses(&person, "text === 'Send test'").await?;
    person.reads("took the message for +44 7400 123456 (United Kingdom).").await?;
    tabs_to(&person, "at.matches('[role=tab]') && text === 'Meaning'").await?;
    person.keys(RIGHT).await?;
    person.sees("//*[@role='tab'][@aria-selected='true'][normalize-space()='Request']").await?;
    person.keys(RIGHT).await?;
    person.reads("with HTTP status 200").await?;

    presses(&person, "at.matches('a[href=\"#/phone\"]')").await?;
    person.reads("4711").await?;
    assert_eq!(person.stage.console_errors().await?, Vec::<String>::new());
    Ok(())
}
