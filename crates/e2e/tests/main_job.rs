//! The main job: connect an account, edit a node, send a quick test, read the answer, see it on the phone; for both
//! providers.

use whatsapp_e2e::{Failure, Person};

async fn template_test(provider: &str, taken_by: &str, answer: &str) -> Result<(), Failure> {
    let person = Person::arrive().await?;
    person.connects(provider).await?;
    person.edits_a_node().await?;
    person.chooses_template("order_update/en_GB").await?;
    person.types("message.body[0]", "{{ customer.first_name }}").await?;
    person.types("message.body[1]", "order {{ customer.order }}").await?;
    person.reads("Nothing stops this step for the chosen profile.").await?;
    let preview = person.text(".wa-bubble").await?;
    assert!(
        preview.contains("Ana") && preview.contains("order 4711"),
        "the preview has no values: {preview}"
    );

    person.sends_a_test().await?;
    person.reads(&format!("{taken_by} took the message for +44 7400 123456 (United Kingdom).")).await?;
    let meaning = person.text("#wa-test-panel").await?;
    assert!(!meaning.to_lowercase().contains("delivered to"), "accepted is not delivered: {meaning}");
    person.presses("Request").await?;
    let request = person.text("#wa-test-panel").await?;
    assert!(request.contains("order 4711") && request.contains("***"), "{request}");
    assert!(!request.contains("not-a-secret"), "a secret is in the shown request");
    person.presses("Answer").await?;
    let shown = person.text("#wa-test-panel").await?;
    assert!(shown.contains(answer) && shown.contains("HTTP status 200"), "{shown}");
    person.stage.screenshot(&format!("main-job-{provider}")).await?;

    person.go("phone").await?;
    person.reads("order 4711").await?;
    assert_eq!(person.stage.console_errors().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn a_template_goes_out_through_infobip() -> Result<(), Failure> {
    template_test("infobip", "Infobip", "PENDING_ENROUTE").await
}

#[tokio::test]
async fn a_template_goes_out_through_sinch() -> Result<(), Failure> {
    template_test("sinch", "Sinch", "accepted_time").await
}

async fn free_messages(provider: &str, taken_by: &str) -> Result<(), Failure> {
    let person = Person::arrive().await?;
    person.connects(provider).await?;
    person.edits_a_node().await?;
    person.picks("text").await?;
    person.types("message.text", "Hi *{{ customer.first_name }}*, it has left the depot.").await?;
    person.types("test.to", "+44 7400 123457").await?;
    person.sends_a_test().await?;
    person.reads(&format!("{taken_by} took the message for +44 7400 123457")).await?;

    person.picks("document").await?;
    person.types("message.url", "https://cdn.example.com/{{ customer.order }}.pdf").await?;
    person.types("message.caption", "Your invoice").await?;
    person.presses("Send test").await?;
    person.go("phone").await?;
    person.reads("it has left the depot.").await?;
    person.reads("Your invoice").await?;
    person.reads("4711.pdf").await?;
    Ok(())
}

#[tokio::test]
async fn text_and_media_go_out_through_infobip() -> Result<(), Failure> {
    free_messages("infobip", "Infobip").await
}

#[tokio::test]
async fn text_and_media_go_out_through_sinch() -> Result<(), Failure> {
    free_messages("sinch", "Sinch").await
}
