//! The integration form: from the first field to a proven connection.

use serde_json::json;
use whatsapp_e2e::Failure;

use crate::Eyes;

pub const FORM: &str =
    r#"<whatsapp-integration-form id="form" proxy-url="PROXY"></whatsapp-integration-form>"#;

/// A new form with the sandbox's account filled in.
async fn filled_in(eyes: &Eyes) -> Result<(), Failure> {
    eyes.shows(FORM, "").await?;
    eyes.page.is_ready("form").await?;
    eyes.presses(".wa-page-head .wa-button[data-kind=secondary]").await?;
    eyes.page.until("form.shadowRoot.querySelector('[data-field=name]')?.value").await
}

#[tokio::test]
async fn nothing_is_found_in_a_form_that_is_filled_in() -> Result<(), Failure> {
    let mut eyes = Eyes::open("form").await?;
    eyes.shows(FORM, "access.answers('/api/v1/about', 0)").await?;
    eyes.page.until("form.shadowRoot.querySelector('[role=status]')").await?;
    eyes.shows(FORM, "").await?;
    eyes.page.is_ready("form").await?;
    eyes.looks("new form", "[data-field=name]").await?;
    eyes.runs("form.save()").await?;
    eyes.looks("form with findings", ".wa-finding").await?;
    eyes.walks("form with findings").await?;
    eyes.presses("[role=radio][data-value=sinch]").await?;
    eyes.runs("form.save()").await?;
    eyes.looks("form of the other provider with findings", "[aria-checked=true][data-value=sinch]").await?;
    eyes.fills("settings.baseUrl", "https://us1.whatsapp.api.sinch.com").await?;
    eyes.looks("address that is no longer served", "[data-code=base-url-retired]").await?;

    // The check: running, wrong key, older than what stands there, passed.
    filled_in(&eyes).await?;
    eyes.runs("access.answers('/check', 0); form.testConnection(); return null").await?;
    eyes.looks("check under way", ".wa-button[aria-disabled=true]").await?;
    filled_in(&eyes).await?;
    eyes.fills("secrets.apiKey", "sandbox-infobip-key-mistyped").await?;
    eyes.runs("await form.testConnection()").await?;
    eyes.looks("check that failed", "[data-step=key][data-verdict=stop]").await?;
    eyes.walks("check that failed").await?;
    eyes.fills("name", "Another name").await?;
    eyes.fills("secrets.apiKey", "sandbox-infobip-key-mistyped-again").await?;
    eyes.looks("check of something else", "aside .wa-notice[data-tone=look]").await?;
    filled_in(&eyes).await?;
    eyes.runs("await form.testConnection()").await?;
    eyes.looks("check that passed", ".wa-steps").await?;
    eyes.presses("[data-field=\"twoWay.enabled\"]").await?;
    eyes.looks("replies on and not saved", "[data-part=keywords]").await?;
    eyes.fills("twoWay.keywords.stop.en", "").await?;
    eyes.runs("form.readOnly = true").await?;
    eyes.looks("read-only form", "[data-field=name]").await?;
    eyes.runs("form.readOnly = false; form.disabled = true").await?;
    eyes.looks("disabled form", ".wa").await?;
    eyes.looker.is_content();
    Ok(())
}

#[tokio::test]
async fn nothing_is_found_in_a_form_that_is_saved() -> Result<(), Failure> {
    let mut eyes = Eyes::open("form").await?;
    eyes.shows("", "").await?;
    let id = eyes.page.connects("infobip").await?;
    let form = FORM.replace("id=", &format!("integration=\"{id}\" id="));
    eyes.shows(&form, &format!("access.answers('/integrations/{id}', 0)")).await?;
    eyes.looks("saved form, loading", ".wa-skeleton").await?;
    eyes.shows(&form, &format!("access.answers('/integrations/{id}', 404, {{ code: 'not-found', text: 'There is none', retry: 'never' }})")).await?;
    eyes.looks("form of an integration that is gone", ".wa-notice").await?;
    eyes.shows(&form, "").await?;
    eyes.page.until("form.shadowRoot.querySelector('[data-field=name]')?.value").await?;
    eyes.looks("saved form", ".wa-secret-set").await?;
    eyes.presses("[data-field=\"twoWay.enabled\"]").await?;
    eyes.runs("form.save()").await?;
    eyes.looks("replies on and saved", ".wa-connection").await?;
    eyes.presses("[data-field=\"two-way.register\"]").await?;
    eyes.sees("[data-field=\"two-way.remove\"]").await?;
    eyes.presses("[data-field=\"two-way.prove\"]").await?;
    eyes.looks("proof under way", ".wa-qr svg").await?;
    eyes.walks("proof under way").await?;
    let rotate = "for (let wait = 0; wait < 300 && !root.querySelector('[data-field=\"two-way.rotate\"]'); wait++) await new Promise(done => setTimeout(done, 10)); root.querySelector('[data-field=\"two-way.rotate\"]').click()";
    eyes.looks_again("question before the address changes", "[data-field=\"two-way.agree\"]", rotate).await?;
    eyes.sees(".wa-proof-code").await?;
    let code = eyes.runs("return form.shadowRoot.querySelector('.wa-proof-code').textContent").await?;
    let written = json!({"provider": "infobip", "from": "+447400123456", "kind": "text", "text": code});
    eyes.calls("POST", "/sandbox/api/inbound", written).await?;
    eyes.looks("proven", "[data-part=two-way-proof] [data-verdict=good]").await?;

    let newer = json!({"version": 99, "name": "Shop", "provider": "infobip", "settings": {}});
    eyes.runs(&format!("form.value = {newer}")).await?;
    eyes.looks("form of a newer version", "[part=notice]").await?;
    eyes.looker.is_content();
    Ok(())
}
