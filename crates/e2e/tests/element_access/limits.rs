//! What may only be looked at: by the rights of a token, under the strictest policy.

use serde_json::{Value, json};
use whatsapp_e2e::{Embedded, Failure};

use crate::{Eyes, activity::ACTIVITY, form::FORM, node::NODE};

/// A page of the host that gives tokens with the right to look, and no other.
async fn may_look(subject: &'static str) -> Result<(Eyes, String), Failure> {
    let page = Embedded::with_tokens("", "").await?;
    let id = page.connects_with_token(true).await?;
    Ok((Eyes::on(page, subject).await?, id))
}

impl Eyes {
    async fn shows_to_one_who_may_look(&self, element: &str) -> Result<(), Failure> {
        let give = format!(
            "document.getElementById('{}').token = host([600, {{ rights: ['view'] }}], [600, {{ rights: ['view'] }}]);",
            self.looker.subject
        );
        let body = format!("<main lang=\"en\"><h1>A console</h1>{element}</main>");
        self.page.shows_with_tokens(&body, &give).await?;
        self.page.is_ready(self.looker.subject).await
    }
}

#[tokio::test]
async fn nothing_is_found_where_somebody_may_only_look() -> Result<(), Failure> {
    let (mut eyes, id) = may_look("form").await?;
    eyes.shows_to_one_who_may_look(&FORM.replace("id=", &format!("integration=\"{id}\" id="))).await?;
    eyes.page.until("form.shadowRoot.querySelector('[data-field=name]')?.value").await?;
    eyes.looks("form without rights", ".wa-limits").await?;
    eyes.walks("form without rights").await?;

    eyes.looker.subject = "node";
    eyes.shows_to_one_who_may_look(NODE).await?;
    let step: Value = json!({"version": 1, "integration": id, "recipient": {"value": "{{ customer.phone }}", "region": "GB"},
        "message": {"type": "template", "template": {"name": "order_update", "language": "en_GB"},
            "body": [{"value": "{{ customer.first_name }}"}, {"value": "{{ customer.nope }}"}]}});
    eyes.runs(&format!("node.value = {step}; node.readOnly = true")).await?;
    eyes.looks("step without rights", ".wa-findings li").await?;

    eyes.looker.subject = "activity";
    eyes.page
        .awaits(&format!(
            "return call('POST', '/api/v1/suppressions', {{ integration: '{id}', customer: '447400123456' }})"
        ))
        .await?;
    eyes.shows_to_one_who_may_look(&ACTIVITY.replace("id=", "list=\"suppressions\" id=")).await?;
    eyes.looks("suppressions without rights", ".wa-queue [data-customer]").await?;
    eyes.looker.is_content();
    Ok(())
}
