//! An element that is moved in the document is the same afterwards: by `moveBefore` where the browser has it, and by `append`,
//! which takes it off the page for an instant.

use serde_json::json;
use whatsapp_e2e::{Embedded, Failure};

/// Two columns in two languages, a form in one of them; all three elements in the first.
const BODY: &str = r#"<div id="left"><whatsapp-integration-form id="form" proxy-url="PROXY"></whatsapp-integration-form>
    <whatsapp-journey-node id="node" name="step" proxy-url="PROXY"></whatsapp-journey-node>
    <whatsapp-activity id="activity" proxy-url="PROXY" list="messages"></whatsapp-activity></div>
    <form id="right"></form><div id="german" lang="de"></div>"#;

/// How a host moves something.
const BY_MOVE: &str = "(to, what) => to.moveBefore(what, null)";
const BY_APPEND: &str = "(to, what) => to.append(what)";

async fn keeps_everything(how: &str) -> Result<Embedded, Failure> {
    let page = Embedded::start().await?;
    page.shows_body("", "").await?;
    let id = page.connects("infobip").await?;
    page.shows_body(BODY, "").await?;
    for element in ["form", "node", "activity"] {
        page.is_ready(element).await?;
    }
    let step = json!({"version": 1, "integration": id, "recipient": {"value": "{{ customer.phone }}", "region": "GB"},
        "message": {"type": "text", "text": {"value": "Hi"}, "previewUrl": false}});
    page.runs(&format!("node.value = {step}")).await?;
    page.types("form", "name", "Shop", true).await?;
    page.types("node", "message.text", " there", true).await?;
    page.runs("activity.shadowRoot.querySelector('#wa-activity-outbox').click()").await?;
    page.until(
        "activity.shadowRoot.querySelector('#wa-activity-outbox').getAttribute('aria-selected') === 'true'",
    )
    .await?;
    // The very same fields, what stands in them, what can be undone, which list is open, and that nothing begins anew.
    page.runs(
        "window.before = [form, node, activity].map(one => one.shadowRoot.firstElementChild);
         window.fields = [form.shadowRoot.querySelector('[data-field=name]'), node.shadowRoot.querySelector('[data-field=\"message.text\"]')];
         fields[1].focus(); fields[1].setSelectionRange(1, 4);
         notes.length = 0;",
    )
    .await?;
    page.runs(&format!("const move = {how}; for (const one of [activity, form, node]) move(right, one)"))
        .await?;
    page.runs("return new Promise(done => setTimeout(done, 300))").await?;
    let same = "return [form, node, activity].every((one, at) => one.shadowRoot.firstElementChild === before[at])
        && fields[0] === form.shadowRoot.querySelector('[data-field=name]') && fields[1] === node.shadowRoot.querySelector('[data-field=\"message.text\"]')";
    assert_eq!(page.runs(same).await?, true);
    assert_eq!(page.runs("return [form.value.name, fields[0].value]").await?, json!(["Shop", "Shop"]));
    let text = page.runs("return [node.value.message.text.value, fields[1].value]").await?;
    assert_eq!(text[0], text[1]);
    assert!(text[0].as_str().is_some_and(|text| text.contains("Hi") && text.contains("there")), "{text}");
    assert_eq!(
        page.runs("return notes.map(note => note.name)").await?,
        json!([]),
        "a host hears nothing of it"
    );
    let list = "return activity.shadowRoot.querySelector('[role=tab][aria-selected=true]').id";
    assert_eq!(page.runs(list).await?, "wa-activity-outbox");
    // It belongs to the form that it is in now, and goes on working.
    assert_eq!(
        page.runs("return node.form === right && JSON.parse(new FormData(right).get('step')).message.type")
            .await?,
        "text"
    );
    page.types("node", "message.text", "!", true).await?;
    assert!(
        page.runs("return node.value.message.text.value")
            .await?
            .as_str()
            .is_some_and(|text| text.contains('!'))
    );
    Ok(page)
}

#[tokio::test]
async fn an_element_moved_by_move_before_keeps_even_the_focus() -> Result<(), Failure> {
    let page = keeps_everything(&format!("(to, what) => {{ ({BY_MOVE})(to, what); if (what === node) window.focused = [node.shadowRoot.activeElement === fields[1], fields[1].selectionStart, fields[1].selectionEnd]; }}")).await?;
    assert_eq!(page.runs("return focused").await?, json!([true, 1, 4]));
    speaks_german(&page, BY_MOVE).await
}

#[tokio::test]
async fn an_element_moved_by_append_keeps_its_state() -> Result<(), Failure> {
    let page = keeps_everything(BY_APPEND).await?;
    speaks_german(&page, BY_APPEND).await
}

/// Where it has no language of its own, it speaks that of the place it comes to.
async fn speaks_german(page: &Embedded, how: &str) -> Result<(), Failure> {
    page.runs(&format!("const move = {how}; move(german, form)")).await?;
    page.until("form.shadowRoot.firstElementChild.lang === 'de'").await?;
    page.until(
        "[...form.shadowRoot.querySelectorAll('button')].some(one => one.textContent === 'Speichern')",
    )
    .await?;
    assert_eq!(page.runs("return form.value.name").await?, "Shop", "and keeps what stood there");
    Ok(())
}
