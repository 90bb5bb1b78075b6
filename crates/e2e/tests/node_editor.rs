//! The node editor as a marketer uses it: templates found and filled, values from the profile, a preview to trust.

use serde_json::json;
use whatsapp_e2e::fantoccini::Locator;
use whatsapp_e2e::{Failure, Person};

/// Somebody with an Infobip account of the sandbox, in the editor.
async fn in_the_editor() -> Result<Person, Failure> {
    let person = Person::arrive().await?;
    person.connects("infobip").await?;
    person.edits_a_node().await?;
    Ok(person)
}

#[tokio::test]
async fn a_template_is_found_by_words_and_what_can_t_be_sent_says_why() -> Result<(), Failure> {
    let person = in_the_editor().await?;
    person.presses_field("message.template.name").await?;
    person.types("template-search", "order german").await?;
    let found = person.text("#wa-template-list").await?;
    assert!(
        found.contains("order_update") && found.contains("German") && !found.contains("hello_world"),
        "{found}"
    );
    person.types("template-search", "winter").await?;
    person.reads("WhatsApp holds it back because of its quality.").await?;
    person.keys("\u{E007}").await?;
    person.sees("//*[@data-template='winter_preview/en_GB']").await?;
    person.types("template-search", "order_update").await?;
    // The second entry by keys: English (UK) stands behind German.
    person.keys("\u{E015}\u{E007}").await?;
    person.reads("English (UK)").await?;
    person.reads("{{2}}").await?;
    assert_eq!(person.stage.console_errors().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn each_kind_of_header_asks_for_what_it_takes_and_nothing_else() -> Result<(), Failure> {
    let person = in_the_editor().await?;
    for (template, rows) in [
        ("summer_sale/en_GB", &["Header text", "off until Sunday"][..]),
        ("promo_picture/en_GB", &["Header image", "JPEG or PNG, up to 5 MB"]),
        ("how_to_return/en_GB", &["Header video", "MP4 or 3GPP, up to 16 MB"]),
        ("invoice_ready/de", &["Header document", "File name", "PDF, up to 100 MB"]),
    ] {
        person.chooses_template(template).await?;
        for row in rows {
            person.reads(row).await?;
        }
    }
    person.chooses_template("hello_world/en").await?;
    person.reads("This template takes no values.").await
}

#[tokio::test]
async fn a_variable_is_completed_by_keys_and_shown_as_a_chip() -> Result<(), Failure> {
    let person = in_the_editor().await?;
    person.chooses_template("order_update/en_GB").await?;
    person.presses_field("message.body[0]").await?;
    person.keys("Dear {{ fir").await?;
    person.sees("//*[@role='option' and contains(., 'customer.first_name')]").await?;
    person.keys("\u{E007}").await?;
    assert_eq!(person.field("message.body[0]").await?, "Dear {{ customer.first_name }}");
    person.leaves().await?;
    person.sees("//*[contains(@class,'wa-value-chips')]//*[contains(., 'First name')]").await?;
    person.reads("Dear Ana").await
}

#[tokio::test]
async fn the_worst_cases_find_what_this_customer_hides_and_a_repair_can_be_taken_back() -> Result<(), Failure>
{
    let person = in_the_editor().await?;
    person.chooses_template("order_update/en_GB").await?;
    person.types("message.body[0]", "{{ customer.first_name }}").await?;
    person.types("message.body[1]", "order 4711").await?;
    person.leaves().await?;
    person.reads("With empty values:").await?;
    person.picks("longest").await?;
    person.reads("Nothing stops the send with such values.").await?;
    person.picks("rightToLeft").await?;
    let bubble = person.text(".wa-bubble").await?;
    assert!(bubble.chars().any(|c| ('\u{600}'..='\u{6ff}').contains(&c)), "no Arabic in it: {bubble}");
    person.repairs("template-parameter-empty").await?;
    person.reads("Done: ").await?;
    person.reads("Nothing stops this step for the chosen profile.").await?;
    // The same repair is gone after undo, by keys.
    person.presses_field("message.body[1]").await?;
    person.keys("\u{E009}z\u{E000}").await?;
    person.reads("With empty values:").await
}

#[tokio::test]
async fn a_template_that_changed_is_compared_and_taken_over() -> Result<(), Failure> {
    let person = in_the_editor().await?;
    person.chooses_template("order_update/en_GB").await?;
    person.types("message.body[0]", "{{ customer.first_name }}").await?;
    person.types("message.body[1]", "order {{ customer.order }}").await?;
    person.leaves().await?;
    let changes =
        json!({"name": "order_update", "language": "en_GB", "changes": ["marketing", "placeholderAdded"]});
    person.tells_sandbox("PUT", "template-changes", changes).await?;
    person.syncs().await?;
    person.reads("The template changed since this step was set up").await?;
    person.sees("//ul[contains(@class,'wa-findings')]/li[@data-code='template-category-changed']").await?;
    person.presses("See the difference").await?;
    person.reads("When it was set up").await?;
    person.sees("//*[contains(@class,'wa-difference')]//ins").await?;
    person.stage.screenshot("template-changed").await?;
    assert_eq!(person.field("message.body[0]").await?, "{{ customer.first_name }}", "what fits is kept");
    person.presses("Use the changed template").await?;
    person.sees("//*[@data-field='message.body[2]']").await?;
    person.tells_sandbox("DELETE", "template-changes", json!({})).await
}

#[tokio::test]
async fn one_step_speaks_the_customer_s_language() -> Result<(), Failure> {
    let person = in_the_editor().await?;
    person.chooses_template("order_update/en_GB").await?;
    person.types("message.body[0]", "{{ customer.first_name | default('you') }}").await?;
    person.types("message.body[1]", "{{ customer.order }}").await?;
    person.leaves().await?;
    person.chooses("add-language", "de").await?;
    person.reads("This language is filled with the values of English (UK).").await?;
    person.chooses("profile-choice", "1").await?;
    person.reads("For this profile: German.").await?;
    let bubble = person.text(".wa-bubble").await?;
    assert!(bubble.contains("dein Paket mit 4712"), "{bubble}");
    person.sends_a_test().await?;
    person.go("phone").await?;
    person.reads("dein Paket mit 4712").await
}

#[tokio::test]
async fn a_media_file_is_looked_at_before_anybody_gets_it() -> Result<(), Failure> {
    let person = in_the_editor().await?;
    person.chooses_template("promo_picture/en_GB").await?;
    let media = |file: &str| format!("{}/sandbox/media/{file}", person.stage.origin());
    person.types("message.header.url", &media("picture.jpg")).await?;
    person.presses("Check this file").await?;
    person.reads("JPEG 640×360").await?;
    for (file, code) in
        [("needs-login.jpg", "media-needs-login"), ("redirect-inside.jpg", "media-leads-inside")]
    {
        person.types("message.header.url", &media(file)).await?;
        person
            .sees("//button[normalize-space()='Check again' or normalize-space()='Check this file']")
            .await?
            .click()
            .await?;
        person.sees(&format!("//*[@data-code='{code}']")).await?;
    }
    person.types("message.header.url", "https://10.0.0.1/a.jpg").await?;
    person.leaves().await?;
    person.sees("//*[@data-code='url-address-not-public']").await.map(drop)
}

#[tokio::test]
async fn a_test_to_another_country_stops_and_the_stamp_tells_what_was_tested() -> Result<(), Failure> {
    let person = in_the_editor().await?;
    person.picks("text").await?;
    person.types("message.text", "Hi {{ customer.first_name }}").await?;
    person.chooses("recipient.region", "GB").await?;
    person.types("test.to", "+41 79 123 45 67").await?;
    person.presses("Send test").await?;
    person.reads("This would go to Switzerland; you expected the United Kingdom.").await?;
    person.types("test.to", "+44 7400 123457").await?;
    person.sends_a_test().await?;
    person.reads("Tested as it is: accepted").await?;
    person.types("message.text", "Hi there").await?;
    person.reads("Changed since last test").await
}

#[tokio::test]
async fn an_unknown_code_says_so_and_shows_the_answer() -> Result<(), Failure> {
    let person = in_the_editor().await?;
    person.tells_sandbox("PUT", "faults", json!({"infobip": {"kind": "unknownCode"}})).await?;
    person.picks("text").await?;
    person.types("message.text", "Hi").await?;
    person.sends_a_test().await?;
    person.reads("REJECTED_SANDBOX_RULE").await?;
    person.stage.screenshot("unknown-code").await.map(drop)
}

#[tokio::test]
async fn both_providers_are_compared_and_the_step_leaves_as_a_webhook() -> Result<(), Failure> {
    let person = in_the_editor().await?;
    person.picks("image").await?;
    person.types("message.url", "https://cdn.example.com/a.jpg").await?;
    person.types("message.caption", "Hi {{ customer.first_name }}").await?;
    person.leaves().await?;
    person.presses_field("payloads").await?;
    for provider in ["infobip", "sinch"] {
        let column = format!(".wa-payload[data-provider=\"{provider}\"]");
        let text = person.text(&column).await?;
        assert!(text.contains("Hi Ana") && !text.contains("not-a-secret"), "{text}");
    }
    person.picks("webhook").await?;
    let text = person.text(".wa-payload[data-provider=\"infobip\"]").await?;
    assert!(text.contains("customer.first_name") && text.contains("tojson"), "{text}");
    person.stage.screenshot("webhook").await.map(drop)
}

#[tokio::test]
async fn a_step_survives_a_reload_and_knows_what_is_saved() -> Result<(), Failure> {
    let person = in_the_editor().await?;
    person.picks("text").await?;
    person.types("message.text", "Hi there").await?;
    person.presses("Save step").await?;
    person.reads("saved at").await?;
    person.types("message.text", "Hi there, Ana").await?;
    person.reads("unsaved changes").await?;
    person.stage.client().refresh().await?;
    person.reads("unsaved changes").await?;
    assert_eq!(person.field("message.text").await?, "Hi there, Ana");
    let saved = person.stage.client().execute("return JSON.stringify(localStorage);", vec![]).await?;
    assert!(saved.as_str().is_some_and(|text| text.contains("Hi there") && !text.contains("not-a-secret")));
    person.stage.wait_for(Locator::Css("[data-field=\"message.text\"]")).await.map(drop)
}

/// Presses the button in the page that says this, in what tells of the other draft.
async fn presses_in_notice(person: &Person, text: &str) -> Result<(), Failure> {
    let button = format!("//*[@data-part='kept-draft']//button[normalize-space()='{text}']");
    person.sees(&button).await?.click().await?;
    Ok(())
}

#[tokio::test]
async fn a_draft_of_a_newer_page_is_kept_beside_what_is_typed_in_an_older_one() -> Result<(), Failure> {
    let person = Person::arrive().await?;
    person.connects("infobip").await?;
    person.edits_a_node().await?;
    person.picks("text").await?;
    person.types("message.text", "Typed here").await?;
    person.leaves().await?;
    let client = person.stage.client();
    // As after a step back to an earlier version: what stands in the storage is of tomorrow.
    let newer = "const key = 'whatsapp-draft:node', kept = JSON.parse(localStorage.getItem(key));
        kept.step.text.value = 'Typed in the newer page';
        const [version, becomes] = arguments;
        if (becomes) { const all = JSON.parse(localStorage.getItem(key + ':aside')); all[0].version = version; localStorage.setItem(key + ':aside', JSON.stringify(all)); }
        else { kept.version = version; localStorage.setItem(key, JSON.stringify(kept)); }";
    client.execute(newer, vec![json!(99), json!(false)]).await?;
    client.refresh().await?;
    person.reads("A draft of a newer version of this page is kept here.").await?;
    person.picks("text").await?;
    person.types("message.text", "Typed later").await?;
    person.leaves().await?;
    client.refresh().await?;
    person.reads("A draft of a newer version of this page is kept here.").await?;
    assert_eq!(person.field("message.text").await?, "Typed later");
    person.stage.screenshot("draft-newer").await?;

    // The newer page is back.
    client.execute(newer, vec![json!(1), json!(true)]).await?;
    client.refresh().await?;
    person.reads("Another draft with changes that were not saved is kept here.").await?;
    assert_eq!(person.field("message.text").await?, "Typed later");
    presses_in_notice(&person, "Open the other draft").await?;
    person.reads("Typed in the newer page").await?;
    assert_eq!(person.field("message.text").await?, "Typed in the newer page");
    // Each takes the other's place, until one is not wanted any more.
    presses_in_notice(&person, "Open the other draft").await?;
    person.reads("Typed later").await?;
    presses_in_notice(&person, "Discard the other draft").await?;
    client.refresh().await?;
    person.reads_heading("Journey node").await?;
    assert_eq!(person.field("message.text").await?, "Typed later");
    let left = client.execute("return [document.querySelector('[data-part=kept-draft]'), localStorage.getItem('whatsapp-draft:node:aside')]", vec![]).await?;
    assert_eq!(left, json!([null, null]));
    Ok(())
}
