//! A key that was typed is nowhere to be found once it is saved: not in the page, its storage, its events, what the
//! element says of itself, what the proxy answers, nor in the module's memory.

use serde_json::json;
use whatsapp_e2e::{Embedded, Failure};

/// Not a word of any text, and its last four characters are what may be shown.
const KEY: &str = "planted0Wq7xZk3TnVb9";

#[tokio::test]
async fn a_saved_key_is_nowhere() -> Result<(), Failure> {
    let body = r#"<form id="plain"><whatsapp-integration-form id="form" name="account" proxy-url="PROXY"></whatsapp-integration-form></form>"#;
    let page = Embedded::open(body).await?;
    page.is_ready("form").await?;
    page.presses("form", "Fill in sandbox account").await?;
    page.runs("const field = form.shadowRoot.querySelector('[data-field=\"secrets.apiKey\"]'); field.focus(); field.select()").await?;
    for key in KEY.chars() {
        page.stage.devtools("Input.insertText", json!({"text": key.to_string()})).await?;
    }
    page.until(&format!(
        "form.shadowRoot.querySelector('[data-field=\"secrets.apiKey\"]').value === '{KEY}'"
    ))
    .await?;
    // While it is typed it is in its field, and nowhere else that the page can ask.
    let outside = "return JSON.stringify([form.value, form.draft, [...new FormData(plain)], notes, Object.entries(localStorage), form.outerHTML])";
    assert!(!page.runs(outside).await?.as_str().unwrap_or_default().contains(KEY));
    assert_eq!(page.awaits("return form.save()").await?, true);
    page.until("form.shadowRoot.textContent.includes('ends in')").await?;
    // Checked with the stored key after saving, so that another answer of the proxy is in.
    page.awaits("return form.testConnection()").await?;
    assert!(!page.runs(outside).await?.as_str().unwrap_or_default().contains(KEY));
    let inside = "const walk = root => [...root.querySelectorAll('*')].map(one => [one.value ?? '', ...[...one.attributes].map(a => a.value), one.shadowRoot ? walk(one.shadowRoot) : '']).flat(9);
        return JSON.stringify([walk(document), form.shadowRoot.textContent, sessionStorage.length, document.cookie])";
    assert!(!page.runs(inside).await?.as_str().unwrap_or_default().contains(KEY));
    let proxy = page.stage.origin();
    let answers =
        page.awaits(&format!("return await (await fetch('{proxy}/api/v1/integrations')).text()")).await?;
    assert!(
        answers.as_str().is_some_and(|text| text.contains("…nVb9") || text.contains("nVb9")),
        "{answers}"
    );
    assert!(!answers.to_string().contains(KEY));
    // In any spelling of a string: one or two bytes a letter.
    let memory = format!(
        "const found = [];
         for (const name of ['plugin', 'engine-module']) {{
           const module = await import(`/whatsapp/whatsapp-${{name}}.js`);
           const bytes = new Uint8Array((await module.default()).memory.buffer);
           for (const step of [1, 2]) {{
             const wanted = [...'{KEY}'].slice(0, 16).map(one => one.charCodeAt(0));
             for (let at = bytes.indexOf(wanted[0]); at >= 0; at = bytes.indexOf(wanted[0], at + 1))
               if (wanted.every((code, index) => bytes[at + index * step] === code)) found.push(`${{name}} ${{step}} ${{at}}`);
           }}
         }}
         return found;"
    );
    assert_eq!(page.awaits(&memory).await?, json!([]), "copies in the modules' memory");
    Ok(())
}
