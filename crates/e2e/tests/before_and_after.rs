//! Before and after a test: what is sent, whom it reaches, what the answer means, and which version was tested.

use serde_json::json;
use whatsapp_e2e::{Failure, Person, fantoccini::Locator};

async fn fault(person: &Person, kind: &str) -> Result<(), Failure> {
    let set = "const done = arguments[arguments.length - 1];
        fetch('/sandbox/api/faults', {method: 'PUT', headers: {'content-type': 'application/json'},
          body: JSON.stringify({infobip: {kind: arguments[0]}})}).then(answer => done(answer.status));";
    let status = person.stage.client().execute_async(set, vec![kind.into()]).await?;
    assert_eq!(status, json!(200), "the sandbox did not take the fault {kind}");
    Ok(())
}

async fn edits_a_text(text: &str) -> Result<Person, Failure> {
    let person = Person::arrive().await?;
    person.connects("infobip").await?;
    person.edits_a_node().await?;
    person.picks("text").await?;
    person.types("message.text", text).await?;
    Ok(person)
}

#[tokio::test]
async fn another_country_waits_for_a_word_and_testers_are_remembered() -> Result<(), Failure> {
    let person = edits_a_text("Grüezi").await?;
    person.chooses("recipient.region", "GB").await?;
    person.types("test.to", "+41 78 123 45 67").await?;
    person.presses("Send test").await?;
    person.reads("This would go to Switzerland; you expected the United Kingdom.").await?;
    person.stage.screenshot("another-country").await?;
    person.presses("Send it to Switzerland").await?;
    person.reads("Infobip took the message for +41 78 123 45 67 (Switzerland).").await?;
    person.presses("Save this tester").await?;
    person.types("test.name", "Beat").await?;
    person.presses("Save").await?;
    person.stage.client().refresh().await?;
    person
        .sees("//ul[@aria-label='Saved testers']//button[@aria-pressed='true'][contains(., 'Beat')]")
        .await?;
    Ok(())
}

#[tokio::test]
async fn an_unknown_code_is_a_card_that_shows_the_answer() -> Result<(), Failure> {
    let person = edits_a_text("Hi").await?;
    fault(&person, "unknownCode").await?;
    person.sends_a_test().await?;
    person.reads("is not in our list of Infobip's codes.").await?;
    let answer = person.text("[data-part=unknown-answer] pre").await?;
    assert!(answer.starts_with('{'), "{answer}");
    person.stage.screenshot("unknown-code").await?;

    fault(&person, "unauthorized").await?;
    person.presses("Send test").await?;
    person.reads("Whoever connected the account").await?;
    person.presses("Open the account").await?;
    person.sees("//*[@data-field='settings.sender']").await?;
    Ok(())
}

#[tokio::test]
async fn all_requests_are_seen_before_anything_is_sent() -> Result<(), Failure> {
    let person = edits_a_text("Hi {{ customer.first_name }}").await?;
    person.presses("What is sent").await?;
    person.sees("//section[@data-provider='sinch']//pre[contains(., 'Hi Ana')]").await?;
    let own = person.text(".wa-payload[data-provider=infobip]").await?;
    assert!(own.contains("This account") && own.contains("Hi Ana") && own.contains("***"), "{own}");
    person.stage.screenshot("payloads").await?;
    person.types("message.text", "Hello").await?;
    person.sees("//section[@data-provider='infobip']//pre[contains(., 'Hello')]").await?;
    person.picks("webhook").await?;
    person.reads("What a plain webhook does not do").await?;

    person.stage.client().set_window_size(390, 844).await?;
    let hidden = person.stage.client().find(Locator::Css(".wa-payload[data-provider=sinch]")).await?;
    assert!(!hidden.is_displayed().await?, "there is room for one only");
    // The bar at the foot of a narrow page lies above what is behind it.
    let middle = "document.getElementById('wa-payload-sinch').scrollIntoView({block: 'center'})";
    person.stage.client().execute(middle, vec![]).await?;
    person.presses("Sinch").await?;
    assert!(hidden.is_displayed().await?);
    person.stage.screenshot("payloads-narrow").await?;
    assert_eq!(person.stage.console_errors().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn a_test_belongs_to_the_version_that_was_tested() -> Result<(), Failure> {
    let person = edits_a_text("First").await?;
    person.sends_a_test().await?;
    person.reads("Accepted – not yet delivered").await?;
    let summary = person.sees("//summary[contains(., 'Earlier tests')]").await?;
    summary.click().await?;
    person.reads("this version").await?;
    person.types("message.text", "Second").await?;
    person.reads("Not this version").await?;
    person.reads("another version").await?;
    person.types("message.text", "First").await?;
    person.reads("this version").await?;
    assert!(!person.text("main").await?.contains("Not this version"), "it is the tested version again");
    Ok(())
}
