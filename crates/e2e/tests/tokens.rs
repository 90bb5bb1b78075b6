//! A console whose backend mints tokens: lists are live, pictures load, tokens are renewed when it is time and not before.

use std::time::{Duration, Instant};

use serde_json::json;
use whatsapp_e2e::{Embedded, Failure};

const ACTIVITY: &str = r#"<whatsapp-activity id="activity" proxy-url="PROXY"></whatsapp-activity>"#;

/// A page with an activity list that gets its tokens from `token`, an expression.
async fn page(token: &str) -> Result<Embedded, Failure> {
    Embedded::with_tokens(ACTIVITY, &format!("document.getElementById('activity').token = {token};")).await
}

/// A customer writes from the sandbox's phone.
async fn writes(page: &Embedded, kind: &str, text: &str) -> Result<(), Failure> {
    let proxy = page.stage.origin();
    let script = format!(
        "const body = JSON.stringify({{ provider: 'infobip', from: '+447400123456', kind: '{kind}', text: '{text}' }});
         const answer = await fetch('{proxy}/sandbox/api/inbound', {{ method: 'POST', headers: {{ 'content-type': 'application/json' }}, body }});
         if (!answer.ok) throw new Error(await answer.text());"
    );
    page.awaits(&script).await.map(drop)
}

const LIST: &str = "activity.shadowRoot.querySelector('.wa-rows, .wa-empty')";

fn row(text: &str) -> String {
    format!(
        "[...activity.shadowRoot.querySelectorAll('.wa-message')].find(one => one.textContent.includes('{text}'))"
    )
}

#[tokio::test]
async fn a_list_is_live_and_a_customer_s_picture_is_shown() -> Result<(), Failure> {
    let page = page("host([600], [600])").await?;
    page.is_ready("activity").await?;
    page.connects_with_token(true).await?;
    page.until(LIST).await?;
    // The line has to be there before; the list also looks by itself, every 15 seconds.
    page.until("calls.includes('/api/v1/events')").await?;
    tokio::time::sleep(Duration::from_millis(500)).await;
    for text in ["Is it this one?", "Or is it that one?"] {
        let written = Instant::now();
        writes(&page, "image", text).await?;
        page.until(&row(text)).await?;
        let took = written.elapsed();
        assert!(took < Duration::from_secs(3), "the message was in view after {took:?}");
    }
    page.runs(&format!("{}.click()", row("Is it this one?"))).await?;
    let picture = "activity.shadowRoot.querySelector('img.wa-detail-media')";
    page.until(&format!("{picture}?.complete && {picture}.naturalWidth > 0")).await?;
    // What stands in the page opens this one file and nothing else.
    let address = page.runs(&format!("return {picture}.src")).await?;
    let address = address.as_str().unwrap_or_default();
    assert!(address.contains("/media?ticket=") && !address.contains("eyJ"), "{address}");
    let link = page.runs("return activity.shadowRoot.querySelector('a[download]').href").await?;
    assert_eq!(link, address);
    let other = format!(
        "return (await fetch('{address}'.replace('/media?', '/media/ticket?'), {{ method: 'POST' }})).status"
    );
    assert_eq!(page.awaits(&other).await?, 401);
    page.stage.screenshot("token-picture").await?;
    assert_eq!(page.runs("return asked").await?, json!([false]), "one token is enough");
    assert_eq!(page.runs("return violations").await?, json!([]));
    assert_eq!(page.notes("activity", "whatsapp-error").await?.len(), 0);
    Ok(())
}

#[tokio::test]
async fn a_line_goes_on_when_its_token_ends() -> Result<(), Failure> {
    // The proxy takes a token for 30 seconds after its end, since clocks differ.
    let page = page("host([-25], [600])").await?;
    page.is_ready("activity").await?;
    page.connects_with_token(true).await?;
    page.until(LIST).await?;
    // The line ends with its token and is opened again with another.
    page.until("asked.length === 2").await?;
    page.until("calls.filter(path => path === '/api/v1/events').length >= 2").await?;
    tokio::time::sleep(Duration::from_millis(1500)).await;
    let written = Instant::now();
    writes(&page, "text", "Still there?").await?;
    page.until(&row("Still there?")).await?;
    let took = written.elapsed();
    assert!(took < Duration::from_secs(3), "the message was in view after {took:?}");
    assert_eq!(page.runs("return asked").await?, json!([false, true]));
    assert_eq!(page.notes("activity", "whatsapp-error").await?.len(), 0);
    Ok(())
}

#[tokio::test]
async fn a_token_is_renewed_before_it_ends() -> Result<(), Failure> {
    // Of five seconds, one is left when it is renewed; the proxy would take it for 35.
    let page = page("host([5], [600])").await?;
    page.is_ready("activity").await?;
    page.until(LIST).await?;
    assert_eq!(page.runs("return asked").await?, json!([false]));
    tokio::time::sleep(Duration::from_secs(6)).await;
    page.runs("activity.shadowRoot.querySelectorAll('[role=tab]')[3].click()").await?;
    page.until("asked.length === 2").await?;
    assert_eq!(page.runs("return asked").await?, json!([false, true]));
    assert_eq!(page.notes("activity", "whatsapp-error").await?.len(), 0);
    Ok(())
}

/// Waits for the one error and that nothing more happens; gives how often the host was asked.
async fn gives_up(page: &Embedded) -> Result<serde_json::Value, Failure> {
    page.until("notes.some(note => note.name === 'whatsapp-error')").await?;
    // The proxy, that is; files of the page may still come.
    let called = "return calls.filter(path => path.startsWith('/api/')).length";
    let before = page.runs(called).await?;
    assert_ne!(before, json!(0));
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(page.runs(called).await?, before, "it does not go on by itself");
    let told = page.notes("activity", "whatsapp-error").await?;
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!((&told[0]["code"], &told[0]["retry"]), (&json!("token-refused"), &json!("later")));
    page.until("activity.shadowRoot.querySelector('[part=notice]')").await?;
    page.runs("return asked").await
}

#[tokio::test]
async fn a_refused_token_is_told_and_not_tried_again() -> Result<(), Failure> {
    let page = page("host([600, { key: 8 }], [600])").await?;
    assert_eq!(gives_up(&page).await?, json!([false]));
    // The host finds out who is there, and gives another.
    page.awaits("activity.token = await mint(600)").await?;
    page.is_ready("activity").await?;
    page.until(LIST).await
}

#[tokio::test]
async fn a_token_that_is_over_when_it_is_new_is_told_and_not_tried_again() -> Result<(), Failure> {
    let page = page("host([-600], [-600])").await?;
    assert_eq!(gives_up(&page).await?, json!([false, true]));
    // A person's press tries once more.
    page.runs("activity.shadowRoot.querySelector('[part=notice] button').click()").await?;
    page.until("asked.length === 4").await?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(page.runs("return asked").await?, json!([false, true, false, true]));
    Ok(())
}

#[tokio::test]
async fn another_token_brings_its_rights() -> Result<(), Failure> {
    let page = page("host([600, { rights: ['view'] }], [600, { rights: ['view'] }])").await?;
    page.is_ready("activity").await?;
    page.connects_with_token(true).await?;
    page.runs("activity.list = 'suppressions'").await?;
    let told = "activity.shadowRoot.querySelector('.wa-limits')";
    let add = "activity.shadowRoot.querySelector('[data-field=\"suppression.add\"]')?.checkVisibility()";
    page.until(told).await?;
    page.until(&format!("{add} === false")).await?;
    // Somebody else logs in.
    page.awaits("activity.token = await mint(600)").await?;
    page.until(&format!("{add} === true")).await?;
    page.until(&format!("!{told}")).await
}

#[tokio::test]
async fn a_token_may_come_late() -> Result<(), Failure> {
    // With the element's first call on its way, as when a host's own script is slow.
    let late = "undefined; const send = window.fetch, give = () => host([600], [600]);
        window.fetch = async (...all) => {
          const answer = await send(...all);
          if (document.getElementById('activity').token === undefined && String(all[0].url ?? all[0]).includes('/about')) document.getElementById('activity').token = give();
          return answer;
        }";
    let page = page(late).await?;
    page.is_ready("activity").await?;
    page.until(LIST).await?;
    assert_eq!(page.notes("activity", "whatsapp-error").await?.len(), 0);
    Ok(())
}

#[tokio::test]
async fn another_tenant_finds_nothing_of_the_one_before() -> Result<(), Failure> {
    let page = page("host([600], [600])").await?;
    page.is_ready("activity").await?;
    page.connects_with_token(true).await?;
    page.until("lines.length === 1").await?;
    tokio::time::sleep(Duration::from_millis(500)).await;
    writes(&page, "text", "For acme alone").await?;
    page.until(&row("For acme alone")).await?;
    page.runs(&format!("{}.click()", row("For acme alone"))).await?;
    page.until("activity.shadowRoot.querySelector('.wa-detail .wa-facts')").await?;

    // Somebody of another tenant logs in. Both tokens are good for ten minutes.
    let switched = Instant::now();
    page.awaits("activity.token = await mint(600, { tenant: 'globex', sub: 'ben' })").await?;
    page.until("activity.shadowRoot.querySelector('.wa-empty')").await?;
    page.until("lines.length >= 2 && !lines.at(-1).aborted").await?;
    let took = switched.elapsed();
    assert!(took < Duration::from_secs(5), "it took {took:?}");
    let text = page.runs("return activity.shadowRoot.textContent").await?;
    assert!(!text.as_str().unwrap_or_default().contains("For acme alone"), "{text}");
    assert_eq!(page.runs("return lines[0].aborted").await?, json!(true), "the line of before is closed");

    // What the one before gets is not heard any more.
    tokio::time::sleep(Duration::from_millis(500)).await;
    writes(&page, "text", "Still for acme alone").await?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let text = page.runs("return activity.shadowRoot.textContent").await?;
    assert!(!text.as_str().unwrap_or_default().contains("for acme alone"), "{text}");

    // And back: the callback that was there at first is another way to a token.
    page.runs("activity.token = host([600], [600])").await?;
    page.until(&row("Still for acme alone")).await?;
    assert_eq!(
        page.runs("return lines.filter(line => !line.aborted).length").await?,
        json!(1),
        "one line is open"
    );
    assert_eq!(page.notes("activity", "whatsapp-error").await?.len(), 0);
    Ok(())
}

#[tokio::test]
async fn what_was_typed_stays_with_a_colleague_and_goes_with_the_tenant() -> Result<(), Failure> {
    let node = r#"<whatsapp-journey-node id="node" proxy-url="PROXY"></whatsapp-journey-node>"#;
    let give = "document.getElementById('node').token = host([600], [600]);";
    let page = Embedded::with_tokens("", "").await?;
    page.connects_with_token(false).await?;
    page.shows_with_tokens(node, give).await?;
    page.is_ready("node").await?;
    let step = json!({"version": 1, "message": {"type": "text", "text": {"value": "Given"}, "previewUrl": false}, "recipient": {"value": "{{ customer.phone }}"}});
    page.runs(&format!("node.value = {step}")).await?;
    page.types("node", "message.text", " and typed", true).await?;
    let text = "node.value.message.text.value";
    page.until(&format!("{text} === 'Given and typed' && node.draft")).await?;

    let ready = "notes.filter(note => note.name === 'whatsapp-ready').length";
    page.awaits("node.token = await mint(600, { sub: 'cem' })").await?;
    page.until(&format!("{ready} === 2")).await?;
    page.until(&format!("{text} === 'Given and typed' && node.draft && node.unsaved")).await?;

    page.awaits("node.token = await mint(600, { tenant: 'globex', sub: 'ben' })").await?;
    page.until(&format!("{ready} === 3")).await?;
    page.until(&format!("{text} === 'Given' && !JSON.stringify(node.draft).includes('typed')")).await?;
    // They have no account, so there is nothing to edit yet; and nothing of Ann's.
    page.until("node.shadowRoot.querySelector('.wa-empty, .wa-page') && !node.shadowRoot.textContent.includes('and typed')").await?;
    // Rights alone are no other person: nothing is made anew.
    page.awaits("node.token = await mint(600, { tenant: 'globex', sub: 'ben', rights: ['view', 'test'] })")
        .await?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(page.runs(&format!("return {ready}")).await?, json!(3));
    Ok(())
}

#[tokio::test]
async fn who_may_put_in_no_keys_reads_who_can() -> Result<(), Failure> {
    let form = r#"<whatsapp-integration-form id="form" proxy-url="PROXY"></whatsapp-integration-form>"#;
    let give =
        "document.getElementById('form').token = host([600, { rights: ['view', 'edit', 'test'] }], [600]);";
    let page = Embedded::with_tokens(form, give).await?;
    page.is_ready("form").await?;
    let shown = |css: &str| {
        format!("[...form.shadowRoot.querySelectorAll('{css}')].filter(one => one.checkVisibility()).length")
    };
    let (keys, instead) = (shown("[data-field^=\\\"secrets.\\\"]"), shown(".wa-instead"));
    let buttons = "[...form.shadowRoot.querySelectorAll('button')].filter(one => one.checkVisibility()).map(one => one.textContent)";
    page.until(&format!("{instead} > 0 && {keys} === 0")).await?;
    let seen = page.runs(&format!("return {buttons}")).await?.to_string();
    for gone in ["Save", "Fill in", "Check connection"] {
        assert!(!seen.contains(gone), "nothing of it can be done without keys: {seen}");
    }
    // The rest can be prepared.
    page.types("form", "name", "Shop", true).await?;
    page.until("form.value.name === 'Shop'").await?;

    // With the right, all of it is there.
    page.awaits("form.token = await mint(600)").await?;
    page.until(&format!("{keys} > 0 && {instead} === 0")).await?;
    page.until(&format!("{buttons}.some(text => text === 'Save')")).await?;
    assert_eq!(page.runs("return form.value.name").await?, json!("Shop"));

    // A key that is stored is seen by its end, whoever looks.
    let id = page.connects_with_token(false).await?;
    page.runs(&format!("form.integration = '{id}'")).await?;
    page.awaits("form.token = await mint(600, { rights: ['view', 'edit', 'test'] })").await?;
    page.until("form.shadowRoot.querySelector('.wa-secret-set')?.checkVisibility()").await?;
    page.until(&format!("{instead} === 0 && {buttons}.some(text => text === 'Save')")).await
}
