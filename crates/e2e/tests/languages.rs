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
