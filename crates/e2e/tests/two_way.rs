//! Two-way: switched on and registered by hand of an administrator, proven by a message, tests followed to "read", an
//! opt-out seen at once and respected.

use std::time::{Duration, Instant};

use serde_json::json;
use whatsapp_e2e::fantoccini::Locator;
use whatsapp_e2e::{Failure, Person};

/// The tester of the console's first sample profile.
const TESTER: &str = "+44 7400 123456";

/// Connects the sandbox's account, switches replies on, registers the callback URL, and proves the way by a message of
/// the sandbox's phone.
async fn set_up(person: &Person, provider: &str, name: &str) -> Result<(), Failure> {
    person.connects(provider).await?;
    person.presses_field("twoWay.enabled").await?;
    person.reads("belongs to the customer whose phone is +447700900123.").await?;
    person.presses("Save").await?;
    person.reads("Not registered yet").await?;
    let url = person.field("two-way.callback").await?;
    let path = format!("/webhooks/{provider}/");
    assert!(url.contains(&path) && url.rsplit('/').next().is_some_and(|token| token.len() >= 20), "{url}");

    person.presses(&format!("Register with {name}")).await?;
    person.reads("This proxy").await?;
    person.reads(&format!("Read back from {name} at")).await?;

    person.presses("Start the check").await?;
    // Of accounts whose settings name no sender, the provider tells it.
    person.sees("//*[contains(@class,'wa-qr')]//*[name()='svg']").await?;
    let code = person.text(".wa-proof-code").await?;
    assert!(code.len() >= 6, "“{code}” is no code");
    person.presses("Write it from the sandbox phone").await?;
    person.reads("Proven.").await?;
    let wrong =
        person.stage.client().find_all(Locator::Css("[data-part=two-way-proof] [data-verdict=stop]")).await?;
    assert!(wrong.is_empty(), "{}", person.text("[data-part=two-way-proof]").await?);
    Ok(())
}

/// A template test is followed over accepted, sent and delivered to read, and is never called a success before.
async fn followed(person: &Person) -> Result<(), Failure> {
    person.edits_a_node().await?;
    person.chooses_template("order_update/en_GB").await?;
    person.types("message.body[0]", "{{ customer.first_name }}").await?;
    person.types("message.body[1]", "order {{ customer.order }}").await?;
    person.sends_a_test().await?;
    person.sees("//li[@data-status='delivered'][@data-known]").await?;
    // The phone is looked at in another tab, as the tester would.
    person.tells_sandbox("POST", "messages/seen", json!({})).await?;
    person.sees("//li[@data-status='read'][@data-known]").await?;
    person.reads("was read on the phone").await?;
    let way = person.text(".wa-way").await?;
    assert!(!way.contains("waiting"), "{way}");
    Ok(())
}

async fn whole_way(provider: &str, name: &str) -> Result<(), Failure> {
    let person = Person::arrive().await?;
    set_up(&person, provider, name).await?;
    followed(&person).await?;

    // STOP, seen as an event within a second.
    person.go("activity").await?;
    person.reads_heading("Activity").await?;
    person.reads("Template: order_update").await?;
    let written = Instant::now();
    person
        .tells_sandbox(
            "POST",
            "inbound",
            json!({"provider": provider, "from": TESTER, "kind": "text", "text": "Stop. Thank you"}),
        )
        .await?;
    person.sees("//*[contains(@class,'wa-message')][contains(., 'Stop. Thank you')]").await?;
    let took = written.elapsed();
    assert!(took < Duration::from_secs(1), "the message was in view after {took:?}");
    person.opens_message("Stop. Thank you").await?;
    person.reads("As the provider sent it").await?;
    person.stage.screenshot(&format!("two-way-activity-{provider}")).await?;

    // The tester is on the list, and a test to them is stopped with the reason.
    person.presses("Opted out").await?;
    person.reads("+447400123456").await?;
    person.reads("Wrote “Stop. Thank you”").await?;
    person.go("node").await?;
    person.reads_heading("Journey node").await?;
    person.presses("Send test").await?;
    person.sees("//*[@data-code='suppressed']").await?;
    person.reads("Nothing was sent.").await?;
    person.presses("Open the suppression list").await?;
    person.reads("+447400123456").await?;
    assert_eq!(person.stage.console_errors().await?.iter().filter(|line| !line.contains("422")).count(), 0);
    Ok(())
}

#[tokio::test]
async fn replies_come_in_and_messages_are_followed_through_infobip() -> Result<(), Failure> {
    whole_way("infobip", "Infobip").await
}

#[tokio::test]
async fn replies_come_in_and_messages_are_followed_through_sinch() -> Result<(), Failure> {
    whole_way("sinch", "Sinch").await
}

/// Moves the slider of the preview to one of its stops.
async fn moves_slider(person: &Person, place: u32) -> Result<(), Failure> {
    let script = "const slider = document.querySelector('[data-field=\"last-wrote\"]');
                  slider.value = arguments[0]; slider.dispatchEvent(new Event('input', {bubbles: true}));";
    person.stage.client().execute(script, vec![json!(place)]).await?;
    Ok(())
}

/// A free message to somebody who never wrote is stopped, with a template or an invitation as the ways out; once they
/// wrote, it goes out.
#[tokio::test]
async fn a_free_message_outside_the_window_waits_for_the_tester_to_write() -> Result<(), Failure> {
    let person = Person::arrive().await?;
    set_up(&person, "infobip", "Infobip").await?;
    person.edits_a_node().await?;
    person.picks("text").await?;
    person.types("message.text", "Hi, it has left the depot.").await?;
    // The preview says so before anything is tried; the slider stands there and can be moved.
    person.reads("Never wrote, as far as the proxy knows.").await?;
    person.reads("this customer never wrote").await?;
    moves_slider(&person, 3).await?;
    person.types("test.to", TESTER).await?;
    person.presses("Send test").await?;
    person.sees("//*[@data-code='window-closed']").await?;
    person.presses("Let the tester write first").await?;
    person.sees("//*[contains(@class,'wa-qr')]//*[name()='svg']").await?;
    let code = person.text(".wa-proof-code").await?;
    person.stage.screenshot("two-way-window-closed").await?;
    // Columns scroll up and down alone: what is wider than its column is cut off.
    let wider = "return [...document.querySelectorAll('aside, section')].filter(part => part.scrollWidth > part.clientWidth + 1)
        .map(part => part.getAttribute('aria-label') ?? part.className)";
    let wider = person.stage.client().execute(wider, vec![]).await?;
    assert_eq!(wider, json!([]));
    person
        .tells_sandbox(
            "POST",
            "inbound",
            json!({"provider": "infobip", "from": TESTER, "kind": "text", "text": code}),
        )
        .await?;
    person.reads("The tester wrote.").await?;
    person.reads("Last wrote less than an hour ago, as far as the proxy knows.").await?;
    // It stays where it was put by hand, which is a stop further now, until it is moved to what is known.
    person.reads("this customer never wrote").await?;
    let slider = person.stage.client().find(Locator::Css("[data-field=\"last-wrote\"]")).await?;
    assert_eq!(
        (slider.prop("value").await?.as_deref(), slider.prop("max").await?.as_deref()),
        (Some("4"), Some("4"))
    );
    moves_slider(&person, 0).await?;
    person.reads("24 of the 24 hours").await?;
    person.presses("Send the test again").await?;
    person.sees("//section[@aria-label='Test result']").await?;
    person.sees("//li[@data-status='delivered'][@data-known]").await.map(drop)
}

/// The simulator writes all the kinds that a customer may, and each stands in the activity list.
#[tokio::test]
async fn whatever_the_customer_writes_is_in_the_activity_list() -> Result<(), Failure> {
    let person = Person::arrive().await?;
    set_up(&person, "infobip", "Infobip").await?;
    person.go("phone").await?;
    person.reads_heading("Sandbox phone").await?;
    for (kind, text) in
        [("text", "Where is it?"), ("button", "Track"), ("image", "Broken"), ("location", "Depot")]
    {
        person.picks(kind).await?;
        person.types("simulator.text", text).await?;
        person.presses("Write").await?;
        person.sees(&format!("//*[contains(@class,'wa-bubble-own')][contains(., '{text}')]")).await?;
        person.reads("On its way to the callback.").await?;
    }
    person.presses_field("simulator.hidden").await?;
    person.picks("text").await?;
    person.types("simulator.from", "+44 7700 900999").await?;
    person.types("simulator.text", "Guess who").await?;
    person.presses("Write").await?;
    person.go("activity").await?;
    for text in ["Where is it?", "Track", "Broken", "Depot", "Guess who"] {
        person.reads(text).await?;
    }
    person.presses("Without a customer").await?;
    person.reads("Guess who").await
}
