//! What a person meets when something is wrong: each refusal says what it means, and nothing typed is lost.

use whatsapp_e2e::{Failure, Person, UNREACHABLE};

#[tokio::test]
async fn a_wrong_key_is_found_by_the_check_before_it_is_saved() -> Result<(), Failure> {
    let person = Person::arrive().await?;
    person.go("integrations/new").await?;
    person.picks("infobip").await?;
    person.presses("Fill in sandbox account").await?;
    person.types("secrets.apiKey", "sandbox-infobip-key-mistyped").await?;
    person.presses("Check connection").await?;
    person.sees("//li[@data-step='key' and @data-verdict='stop']").await?;
    person.stage.screenshot("wrong-key").await?;
    assert_eq!(person.field("secrets.apiKey").await?, "sandbox-infobip-key-mistyped");
    assert_eq!(person.field("settings.sender").await?, "447860099299");
    Ok(())
}

#[tokio::test]
async fn after_saving_the_key_is_nowhere_in_the_page() -> Result<(), Failure> {
    let person = Person::arrive().await?;
    person.connects("infobip").await?;
    let planted = "sandbox-infobip-key-not-a-secret";
    let found = person
        .stage
        .client()
        .execute(
            "const inputs = [...document.querySelectorAll('input')].map(input => input.value).join(' ');
             const stores = JSON.stringify(localStorage) + JSON.stringify(sessionStorage) + document.cookie;
             return (document.documentElement.outerHTML + inputs + stores).includes(arguments[0]);",
            vec![planted.into()],
        )
        .await?;
    assert_eq!(found, false, "the saved key is still in the page");
    person.reads("ends in").await
}

#[tokio::test]
async fn a_host_that_does_not_answer_is_told_apart_from_a_wrong_key() -> Result<(), Failure> {
    let person = Person::arrive().await?;
    person.go("integrations/new").await?;
    person.picks("infobip").await?;
    person.presses("Fill in sandbox account").await?;
    person.types("settings.baseUrl", &format!("https://{UNREACHABLE}")).await?;
    person.presses("Check connection").await?;
    person.sees("//li[@data-step='reach' and @data-verdict='stop']").await?;
    person.sees("//li[@data-step='key' and @data-verdict='']").await?;
    person.stage.screenshot("unreachable-host").await?;
    Ok(())
}

#[tokio::test]
async fn a_foreign_host_is_refused_while_typing() -> Result<(), Failure> {
    let person = Person::arrive().await?;
    person.go("integrations/new").await?;
    person.picks("infobip").await?;
    person.types("settings.baseUrl", "https://evil.example.com").await?;
    person.leaves().await?;
    person.sees("//*[@data-code='base-url-foreign-host']").await?;
    person.picks("sinch").await?;
    person.types("settings.baseUrl", "https://us1.whatsapp.api.sinch.com").await?;
    person.leaves().await?;
    person.sees("//*[@data-code='base-url-retired']").await?;
    person.stage.screenshot("retired-host").await?;
    Ok(())
}

#[tokio::test]
async fn a_refused_template_says_why_and_keeps_the_step() -> Result<(), Failure> {
    let person = Person::arrive().await?;
    person.connects("infobip").await?;
    person
        .stage
        .client()
        .execute_async(
            "const done = arguments[arguments.length - 1];
             fetch('/sandbox/api/faults', {method: 'PUT', headers: {'content-type': 'application/json'},
               body: JSON.stringify({infobip: {kind: 'noCredit'}})}).then(answer => done(answer.status));",
            vec![],
        )
        .await?;
    person.edits_a_node().await?;
    person.chooses_template("hello_world/en_US").await?;
    person.sends_a_test().await?;
    person.reads("Infobip did not take the message").await?;
    person.reads("REJECTED_NOT_ENOUGH_CREDITS").await?;
    person.stage.screenshot("refused").await?;
    let chosen = person.text("[data-field=\"message.template.name\"]").await?;
    assert!(chosen.contains("hello_world") && chosen.contains("English (US)"), "{chosen}");
    Ok(())
}

#[tokio::test]
async fn a_rejected_template_is_stopped_before_it_is_sent() -> Result<(), Failure> {
    let person = Person::arrive().await?;
    person.connects("sinch").await?;
    person.edits_a_node().await?;
    person
        .imports(
            r#"{"message":{"type":"template","template":{"name":"flash_prizes","language":"en_GB"},"body":[{"value":"Ana"}]}}"#,
        )
        .await?;
    person.presses("Send test").await?;
    person.sees("//li[@data-code='template-rejected']").await?;
    person.stage.screenshot("rejected-template").await?;
    Ok(())
}

#[tokio::test]
async fn what_was_typed_survives_a_reload() -> Result<(), Failure> {
    let person = Person::arrive().await?;
    person.go("integrations/new").await?;
    person.types("name", "Shop, Leeds").await?;
    person.types("settings.sender", "447860099299").await?;
    person.stage.client().refresh().await?;
    person.reads("What you typed earlier is back.").await?;
    assert_eq!(person.field("name").await?, "Shop, Leeds");
    assert_eq!(person.field("settings.sender").await?, "447860099299");
    Ok(())
}
