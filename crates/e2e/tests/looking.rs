//! Who may only look can look at everything: nothing that would change something is left to press, and no press or key changes
//! anything.

use serde_json::{Value, json};
use whatsapp_e2e::{Embedded, Failure};

/// Controls in view that take a press or a key, of an element.
const ENABLED: &str = "const enabled = (element) => [...element.shadowRoot.querySelectorAll('button, a[href], input, textarea, select, summary, [role=radio], [role=option], [contenteditable]')]
    .filter(one => one.checkVisibility() && !one.disabled && !one.readOnly && one.getAttribute('aria-disabled') !== 'true');";

/// Presses everything that can be pressed and types into everything that can be typed into, over and over, since one opens
/// the next; tells what there was.
async fn tries_everything(page: &Embedded, id: &str) -> Result<Vec<String>, Failure> {
    let script = format!(
        "{ENABLED}
         const pause = (ms) => new Promise(done => setTimeout(done, ms));
         const seen = new Set(), element = document.getElementById('{id}');
         for (let round = 0; round < 4; round++) {{
           for (const one of enabled(element)) {{
             if (!one.isConnected || !one.checkVisibility()) continue;
             const name = one.getAttribute('aria-label') ?? (one.textContent.trim() || one.dataset.field || one.localName);
             seen.add(name.replace(/\\s+/g, ' ').slice(0, 60));
             if (one.localName === 'a' && !one.getAttribute('href').startsWith('#')) continue;
             if (one.matches('input, textarea')) {{
               one.focus();
               one.value = one.type === 'range' ? one.min : one.value + ' changed';
               one.dispatchEvent(new InputEvent('input', {{ bubbles: true }}));
               one.dispatchEvent(new Event('change', {{ bubbles: true }}));
               one.blur();
             }} else if (one.localName === 'select') {{
               one.selectedIndex = (one.selectedIndex + 1) % one.options.length;
               one.dispatchEvent(new Event('change', {{ bubbles: true }}));
             }} else one.click();
             await pause(10);
           }}
           for (const field of element.shadowRoot.querySelectorAll('input, textarea')) for (const key of ['z', 'y', 's', 'b'])
             field.dispatchEvent(new KeyboardEvent('keydown', {{ key, ctrlKey: true, bubbles: true, cancelable: true }}));
           await pause(200);
         }}
         return [...seen];"
    );
    let seen = page.awaits(&script).await?;
    Ok(seen.as_array().into_iter().flatten().filter_map(|one| one.as_str().map(str::to_owned)).collect())
}

/// Nothing in view says that it would change something.
async fn nothing_to_change(page: &Embedded, id: &str) -> Result<(), Failure> {
    let left = format!(
        "{ENABLED} return enabled(document.getElementById('{id}')).filter(one => one.closest('[data-needs~=edit]')).map(one => one.outerHTML.slice(0, 120))"
    );
    assert_eq!(page.runs(&left).await?, json!([]));
    let fields = format!(
        "{ENABLED} return enabled(document.getElementById('{id}')).filter(one => /^(message|recipient|settings|secrets|twoWay|limits|name)\\b/.test(one.dataset.field ?? '')).map(one => one.dataset.field)"
    );
    assert_eq!(page.runs(&fields).await?, json!([]));
    Ok(())
}

fn step(integration: &str, message: Value) -> Value {
    json!({"version": 1, "integration": integration, "recipient": {"value": "{{ customer.phone }}", "region": "GB"}, "message": message})
}

async fn looks_at(page: &Embedded, step: &Value) -> Result<Vec<String>, Failure> {
    page.shows_body(
        r#"<whatsapp-journey-node id="node" proxy-url="PROXY" readonly></whatsapp-journey-node>"#,
        "",
    )
    .await?;
    page.is_ready("node").await?;
    page.runs(&format!("node.value = {step}; notes.length = 0")).await?;
    page.until("node.shadowRoot.querySelector('.wa-columns')").await?;
    page.until("node.shadowRoot.querySelector('.wa-chat, .wa-bubble')").await?;
    nothing_to_change(page, "node").await?;
    let seen = tries_everything(page, "node").await?;
    nothing_to_change(page, "node").await?;
    assert_eq!(&page.runs("return node.value").await?, step, "after {seen:?}");
    assert_eq!(page.notes("node", "input").await?.len() + page.notes("node", "change").await?.len(), 0);
    assert_eq!(page.notes("node", "whatsapp-saved").await?.len(), 0);
    Ok(seen)
}

#[tokio::test]
async fn a_step_that_is_read_only_can_be_looked_at_and_not_changed() -> Result<(), Failure> {
    let page = Embedded::start().await?;
    page.shows_body("", "").await?;
    let id = page.connects("infobip").await?;
    let template = step(
        &id,
        json!({"type": "template", "template": {"name": "order_update", "language": "en_GB"},
            "body": [{"value": "{{ customer.first_name }}", "whenEmpty": "fallback", "fallback": "there"}, {"value": "{{ customer.order | uper }}"}]}),
    );
    let text = step(
        &id,
        json!({"type": "text", "text": {"value": "Hi *{{ customer.first_name }}* {{ customer.nope }}"}, "previewUrl": false}),
    );
    for step in [template, text] {
        let seen = looks_at(&page, &step).await?;
        for stays in
            ["Copy as JSON", "Send test", "test.to", "Longest", "Profile that the preview is filled from"]
        {
            assert!(seen.iter().any(|one| one.contains(stays)), "{stays} is among {seen:?}");
        }
        for gone in ["Save step", "Undo", "Import JSON", "Bold", "Insert variable"] {
            assert!(!seen.iter().any(|one| one.contains(gone)), "{gone} is among {seen:?}");
        }
    }
    // And back: everything is there again.
    page.runs("node.readOnly = false").await?;
    page.until("[...node.shadowRoot.querySelectorAll('button')].some(one => one.textContent === 'Save step' && one.checkVisibility())")
        .await
}

const FORM: &str = r#"<whatsapp-integration-form id="form" proxy-url="PROXY"></whatsapp-integration-form>"#;

#[tokio::test]
async fn an_integration_can_be_looked_at_without_the_right_to_edit() -> Result<(), Failure> {
    let give = |rights: &str| {
        format!(
            "document.getElementById('form').token = host([600, {{ rights: [{rights}] }}], [600, {{ rights: [{rights}] }}]);"
        )
    };
    let page = Embedded::with_tokens(FORM, &give("'view'")).await?;
    page.is_ready("form").await?;
    let id = page.connects_with_token(true).await?;
    let form = FORM.replace("id=", &format!("integration=\"{id}\" id="));
    page.shows_with_tokens(&form, &give("'view'")).await?;
    page.is_ready("form").await?;
    page.until("form.shadowRoot.querySelector('[data-field=name]')?.value").await?;
    page.until(
        "form.shadowRoot.textContent.includes('Your log-in lets you look at this and change nothing.')",
    )
    .await?;
    page.until("form.shadowRoot.textContent.includes('Tests and checks are not shown here')").await?;
    nothing_to_change(&page, "form").await?;
    let before = page.runs("notes.length = 0; changed.length = 0; return form.value").await?;
    let seen = tries_everything(&page, "form").await?;
    nothing_to_change(&page, "form").await?;
    assert_eq!(page.awaits("return form.save()").await?, false);
    assert_eq!(page.runs("return form.value").await?, before, "after {seen:?}");
    assert_eq!(page.runs("return changed").await?, json!([]), "after {seen:?}");
    assert_eq!(page.notes("form", "input").await?.len(), 0);
    for gone in ["Save", "Check connection", "Replace", "Register", "Start the check"] {
        assert!(!seen.iter().any(|one| one.contains(gone)), "{gone} is among {seen:?}");
    }

    // Who may test and not edit finds the check.
    page.shows_with_tokens(&form, &give("'view', 'test'")).await?;
    page.is_ready("form").await?;
    page.until("form.shadowRoot.querySelector('[data-field=name]')?.value").await?;
    nothing_to_change(&page, "form").await?;
    assert!(page.awaits("return (await form.testConnection()).steps.length > 0").await? == json!(true));
    page.presses("form", "Check again").await
}

#[tokio::test]
async fn lists_of_who_may_only_look_have_nothing_to_press_that_would_be_refused() -> Result<(), Failure> {
    let give = "document.getElementById('activity').token = host([600, { rights: ['view'] }], [600, { rights: ['view'] }]);";
    let body =
        r#"<whatsapp-activity id="activity" proxy-url="PROXY" list="suppressions"></whatsapp-activity>"#;
    let page = Embedded::with_tokens(body, give).await?;
    page.is_ready("activity").await?;
    let id = page.connects_with_token(true).await?;
    page.awaits(&format!(
        "return call('POST', '/api/v1/suppressions', {{ integration: '{id}', customer: '447400123456' }})"
    ))
    .await?;
    page.runs("activity.list = 'messages'; notes.length = 0; activity.list = 'suppressions'").await?;
    page.is_ready("activity").await?;
    page.until("activity.shadowRoot.querySelector('.wa-queue [data-customer]')").await?;
    page.runs("changed.length = 0").await?;
    nothing_to_change(&page, "activity").await?;
    tries_everything(&page, "activity").await?;
    nothing_to_change(&page, "activity").await?;
    assert_eq!(page.runs("return changed").await?, json!([]));
    Ok(())
}
