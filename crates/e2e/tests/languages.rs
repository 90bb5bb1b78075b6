//! What the engine, the proxy and the providers say is said in the reader's language: findings, a connection check, and why
//! a test failed, beside the same in English.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use whatsapp_e2e::{Failure, Person, fantoccini::Locator};

/// What the page itself says, from the files of its texts.
fn word(feature: &str, language: &str, name: &str) -> String {
    let file = format!("../../src/{feature}/texts/{language}.json");
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap_or_default();
    let texts: Value = serde_json::from_str(&text).unwrap_or_default();
    texts[name].as_str().unwrap_or_default().to_owned()
}

/// The words of all elements that fit, each by itself.
async fn words(person: &Person, css: &str) -> Result<Vec<String>, Failure> {
    let script = "return [...document.querySelectorAll(arguments[0])].map(one => one.textContent.trim()).filter(text => text)";
    let found = person.stage.client().execute(script, vec![json!(css)]).await?;
    Ok(serde_json::from_value(found)?)
}

/// Chooses a template; again while the page is still drawing its list.
async fn chooses(person: &Person, template: &str) -> Result<(), Failure> {
    for _ in 0..20 {
        if person.chooses_template(template).await.is_ok() {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    person.chooses_template(template).await
}

/// Everything that is told in one language, on three pages.
async fn told(person: &Person, language: &str, integration: &str) -> Result<BTreeSet<String>, Failure> {
    let client = person.stage.client();
    client.execute("localStorage.setItem('whatsapp-language', arguments[0])", vec![json!(language)]).await?;
    client.goto(&format!("{}/?{language}#/integrations/new", person.stage.origin())).await?;
    person.picks("infobip").await?;
    for (field, text) in [
        ("settings.baseUrl", "https://evil.example.com"),
        ("settings.sender", "Shop"),
        ("secrets.apiKey", "a key with spaces"),
    ] {
        person.types(field, text).await?;
        person.leaves().await?;
    }
    for code in ["base-url-foreign-host", "sender-not-a-number", "secret-space"] {
        person.sees(&format!("//*[@data-code='{code}']")).await?;
    }
    let mut told = words(person, ".wa-finding > span").await?;
    person.stage.screenshot(&format!("findings-{language}")).await?;

    person.go(&format!("integrations/{integration}")).await?;
    person.types("settings.sender", "447860099298").await?;
    let check =
        [word("integration_form", language, "check"), word("integration_form", language, "check-again")];
    let button =
        format!("//button[normalize-space()=\"{}\" or normalize-space()=\"{}\"]", check[0], check[1]);
    person.sees(&button).await?.click().await?;
    person.sees("//li[@data-step='sender' and @data-verdict='stop']").await?;
    told.extend(words(person, ".wa-steps li p.wa-muted").await?);
    person.stage.screenshot(&format!("check-{language}")).await?;

    person.go("node").await?;
    chooses(person, "order_update/en_GB").await?;
    person.sees("//ul[contains(@class,'wa-findings')]/li[@data-code='template-parameter-empty']").await?;
    told.extend(words(person, ".wa-findings li[data-code] .wa-button").await?);
    // The field's name stands in front of what is said about it.
    told.extend(words(person, ".wa-findings li[data-code] .wa-finding-text").await?);

    chooses(person, "hello_world/en_US").await?;
    let send = word("words", language, "send-test");
    person.sees(&format!("//button[normalize-space()=\"{send}\"]")).await?.click().await?;
    person.stage.wait_for(Locator::Css(".wa-outcome[data-code=no-credit]")).await?;
    told.extend(words(person, ".wa-outcome-parts dd").await?);
    person.stage.screenshot(&format!("refused-{language}")).await?;
    Ok(told.into_iter().collect())
}

#[tokio::test]
async fn nothing_is_told_in_english_to_a_reader_of_another_language() -> Result<(), Failure> {
    let person = Person::arrive().await?;
    person.connects("infobip").await?;
    let list = "const done = arguments[arguments.length - 1];
                fetch('/api/v1/integrations').then(answer => answer.json()).then(list => done((list.items ?? list)[0].id));";
    let integration = person.stage.client().execute_async(list, vec![]).await?;
    let integration = integration.as_str().ok_or("no integration")?.to_owned();
    let broke = json!({"infobip": {"kind": "noCredit"}});
    person.tells_sandbox("PUT", "faults", broke).await?;
    person.edits_a_node().await?;

    let english = told(&person, "en", &integration).await?;
    assert!(english.len() > 9, "{english:#?}");
    for language in ["de", "ar"] {
        let told = told(&person, language, &integration).await?;
        let same: Vec<_> = told.intersection(&english).collect();
        assert!(same.is_empty(), "{language} says in English: {same:#?}");
        assert!(told.len() > 9, "{told:#?} beside {english:#?}");
        let parts = [
            "does not belong",
            "is not a phone number",
            "There is a space",
            "did not accept",
            "is still empty",
        ];
        for text in &told {
            assert!(!parts.iter().any(|part| text.contains(part)), "{language}: {text}");
        }
    }
    Ok(())
}

/// English is not fetched twice, and no language before it is needed.
#[tokio::test]
async fn sentences_are_fetched_in_the_language_in_use_alone() -> Result<(), Failure> {
    let person = Person::arrive().await?;
    let fetched = "return performance.getEntriesByType('resource').map(one => new URL(one.name).pathname)
                   .filter(name => name.endsWith('.sentences.json'))";
    person.go("integrations/new").await?;
    person.picks("infobip").await?;
    person.types("settings.baseUrl", "https://evil.example.com").await?;
    person.leaves().await?;
    person.sees("//*[@data-code='base-url-foreign-host']").await?;
    assert_eq!(person.stage.client().execute(fetched, vec![]).await?, json!([]));
    let choose = "localStorage.setItem('whatsapp-language', 'vi'); location.reload()";
    person.stage.client().execute(choose, vec![]).await?;
    person.picks("infobip").await?;
    person.types("settings.baseUrl", "https://evil.example.com").await?;
    person.leaves().await?;
    person.reads("evil.example.com không thuộc Infobip").await?;
    assert_eq!(person.stage.client().execute(fetched, vec![]).await?, json!(["/texts/vi.sentences.json"]));
    Ok(())
}

/// Runs a script in the page until it gives something.
async fn gives(person: &Person, script: &str) -> Result<Value, Failure> {
    for _ in 0..100 {
        let given = person.stage.client().execute(script, vec![]).await?;
        if given.as_array().is_some_and(|list| !list.is_empty()) {
            return Ok(given);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Err(format!("nothing came of {script}").into())
}

/// The texts of the elements that fit, without code and without what people and providers wrote.
fn without_names(css: &str, names: &str) -> String {
    format!(
        "return [...document.querySelectorAll('{css}')].map(one => {{
           const copy = one.cloneNode(true);
           for (const code of copy.querySelectorAll('code, pre, details')) code.remove();
           return copy.textContent.replace(/{names}/g, '').trim();
         }}).filter(text => text)"
    )
}

/// States of templates, parts of them side by side, and why something could not be read: an Arabic sentence has no Latin letters
/// but in names.
#[tokio::test]
async fn words_of_ours_within_what_others_wrote_are_translated() -> Result<(), Failure> {
    let person = Person::arrive().await?;
    person.connects("infobip").await?;
    let client = person.stage.client();
    let set_up = "const [done] = [arguments[arguments.length - 1]], json = { 'content-type': 'application/json' };
        (async () => {
          const id = (await (await fetch('/api/v1/integrations')).json()).items[0].id;
          const { name, provider, settings, limits, twoWay } = await (await fetch(`/api/v1/integrations/${id}`)).json();
          await fetch(`/api/v1/integrations/${id}`, { method: 'PUT', headers: json, body: JSON.stringify({ name, provider, settings, limits, twoWay: { ...twoWay, enabled: true } }) });
          const { callbackUrl } = await (await fetch(`/api/v1/integrations/${id}/two-way`)).json();
          for (const body of ['', '[]', '{', '{\"results\": [null, {\"message\": {}}]}'])
            await fetch(new URL(callbackUrl).pathname, { method: 'POST', headers: json, body });
          const seen = { category: 'marketing', status: 'paused', header: { type: 'media', kind: 'video' }, body: 'Hello {{1}}',
            buttons: [{ text: '1', takes: 'quickReply' }, { text: '2', takes: 'copyCode' }, { text: '3', takes: 'url' }] };
          const template = { name: 'order_receipt', language: 'en_GB', fingerprint: seen };
          const node = { version: 1, integration: id, recipient: { value: '{{ customer.phone }}' }, message: { type: 'template', template, body: [{ value: 'Ana' }] } };
          localStorage.setItem('whatsapp-draft:saved-node', JSON.stringify({ node, at: new Date().toISOString() }));
          localStorage.setItem('whatsapp-language', 'ar');
          return (await (await fetch('/api/v1/events?status=unreadable')).json()).items.length;
        })().then(done, error => done(String(error)));";
    let unread = client.execute_async(set_up, vec![]).await?;
    assert_eq!(unread, json!(5));

    let origin = person.stage.origin();
    client.goto(&format!("{origin}/?ar#/activity/unreadable")).await?;
    let why =
        gives(&person, &without_names(".wa-queue .wa-message-who", "Infobip|JSON|messageId|null")).await?;
    assert_eq!(why.as_array().map(Vec::len), Some(5));
    person.stage.screenshot("unreadable-ar").await?;

    client.goto(&format!("{origin}/?ar#/node")).await?;
    gives(&person, "const button = document.querySelector('[data-part=difference] button'); button?.click(); return button ? [1] : []").await?;
    let names =
        "Hello|Thank you, |Your order is confirmed and the receipt is attached|Track your order|https:\\S+";
    let sides = gives(&person, &without_names(".wa-difference-side", names)).await?;
    person.stage.screenshot("difference-ar").await?;

    client.goto(&format!("{origin}/?ar#/faults")).await?;
    let switches = gives(
        &person,
        &without_names(
            ".wa-fault-switches label, .wa-field:has([data-field=template]) .wa-help",
            "Infobip|Sinch",
        ),
    )
    .await?;
    person.stage.screenshot("faults-ar").await?;

    for text in [why, sides, switches].iter().flat_map(|list| list.as_array().into_iter().flatten()) {
        let text = text.as_str().unwrap_or_default();
        assert!(!text.chars().any(|c| c.is_ascii_alphabetic()), "in English to a reader of Arabic: {text}");
    }
    Ok(())
}

/// Numbers in view that could break over lines, or do; what is typed, code and messages on the phone aside.
const BROKEN: &str = "const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const text = walk.currentNode, around = text.parentElement;
      if (!/\\+\\d[\\d -]{6,}\\d/.test(text.data) || !around.checkVisibility()) continue;
      if (around.closest('input, textarea, select, pre, code, script, .wa-bubble, .wa-hidden-visually')) continue;
      if (getComputedStyle(around).whiteSpace !== 'nowrap') found.push(text.data);
    }
    for (const number of document.querySelectorAll('.wa-number')) if (number.getClientRects().length > 1) found.push(number.textContent);
    return found;";

#[tokio::test]
async fn numbers_stay_in_one_line_among_arabic_words() -> Result<(), Failure> {
    let person = Person::arrive().await?;
    person.connects("infobip").await?;
    person.presses_field("twoWay.enabled").await?;
    person.presses("Save").await?;
    person.reads("Not registered yet").await?;
    let client = person.stage.client();
    let set_up = "const done = arguments[arguments.length - 1], json = { 'content-type': 'application/json' };
        (async () => {
          const id = (await (await fetch('/api/v1/integrations')).json()).items[0].id;
          await fetch(`/api/v1/integrations/${id}/two-way/register`, { method: 'POST' });
          for (const [from, text] of [['+447700900123', 'STOP'], ['+447400123456', 'Hi']]) await fetch('/sandbox/api/inbound', { method: 'POST', headers: json, body: JSON.stringify({ provider: 'infobip', from, kind: 'text', text }) });
          const node = { version: 1, integration: id, recipient: { value: '{{ customer.phone }}' }, message: { type: 'text', text: { value: 'Hi' }, previewUrl: false } };
          localStorage.setItem('whatsapp-draft:saved-node', JSON.stringify({ node, at: new Date().toISOString() }));
          localStorage.setItem('whatsapp-language', 'ar');
          return id;
        })().then(done, error => done(String(error)));";
    let id = client.execute_async(set_up, vec![]).await?;
    let id = id.as_str().unwrap_or_default();
    client.set_window_rect(0, 0, 420, 900).await?;
    let origin = person.stage.origin();
    let pages = [
        (format!("integrations/{id}"), ".wa-number"),
        ("node".to_owned(), ".wa-number"),
        ("activity".to_owned(), ".wa-message .wa-number"),
        ("activity/suppressions".to_owned(), ".wa-queue .wa-number"),
    ];
    for (page, wanted) in pages {
        client.goto(&format!("{origin}/?ar#/{page}")).await?;
        client.refresh().await?;
        person.stage.wait_for(Locator::Css(wanted)).await?;
        tokio::time::sleep(Duration::from_millis(500)).await;
        let found = client.execute(BROKEN, vec![]).await?;
        person.stage.screenshot(&format!("numbers-{}", page.split('/').next().unwrap_or_default())).await?;
        assert_eq!(found, json!([]), "{page}");
    }
    client.goto(&format!("{origin}/?ar#/activity")).await?;
    client.refresh().await?;
    person.stage.wait_for(Locator::Css(".wa-message")).await?.click().await?;
    person.stage.wait_for(Locator::Css(".wa-detail .wa-facts .wa-number")).await?;
    assert_eq!(client.execute(BROKEN, vec![]).await?, json!([]), "one message");
    client.goto(&format!("{origin}/?ar#/node")).await?;
    let send = word("words", "ar", "send-test");
    let send = format!("//button[normalize-space()=\"{send}\"]");
    person.sees(&send).await?;
    let press = "[...document.querySelectorAll('button')].find(one => one.checkVisibility() && one.textContent.trim() === arguments[0]).click()";
    client.execute(press, vec![json!(word("words", "ar", "send-test"))]).await?;
    person.stage.wait_for(Locator::Css("[role=tabpanel] .wa-number, .wa-outcome .wa-number")).await?;
    assert_eq!(client.execute(BROKEN, vec![]).await?, json!([]), "a test");
    person.stage.screenshot("numbers-test").await?;
    client.goto(&format!("{origin}/?ar#/phone")).await?;
    person.stage.wait_for(Locator::Css(".wa-phone .wa-number")).await?;
    assert_eq!(client.execute(BROKEN, vec![]).await?, json!([]), "the phone");
    // What is copied out is the number, with no signs that nobody sees.
    let copied = client
        .execute("return [...document.querySelectorAll('.wa-number')].map(one => one.textContent)", vec![])
        .await?;
    let copied: Vec<String> = serde_json::from_value(copied)?;
    assert!(
        copied.iter().all(|number| number.bytes().all(|b| b.is_ascii_digit() || b == b'+' || b == b' ')),
        "{copied:?}"
    );
    Ok(())
}
