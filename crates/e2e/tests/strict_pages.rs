//! Pages that forbid all they can: the elements work there, and nothing that comes from outside becomes markup.

use serde_json::json;
use whatsapp_e2e::{Embedded, Failure};

/// As strict as a page with WebAssembly can be. Trusted Types forbid every markup string.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' https:; \
    connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

const NAUGHTY: [&str; 5] = [
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "\"><svg onload=alert(1)>",
    "javascript:alert(1)",
    "{{ '<b>' }}</textarea><iframe srcdoc=x>",
];

#[tokio::test]
async fn the_main_job_under_the_strictest_policy() -> Result<(), Failure> {
    let page = Embedded::start().await?;
    // `connect-src 'self'`: a server stands before both the page and the proxy.
    page.host.stands_before(page.stage.proxy_address());
    let body = r#"<whatsapp-integration-form id="form"></whatsapp-integration-form><whatsapp-journey-node id="node"></whatsapp-journey-node>"#;
    page.shows_body(body, POLICY).await?;
    page.is_ready("form").await?;
    page.types("form", "name", NAUGHTY[0], true).await?;
    page.presses("form", "Fill in sandbox account").await?;
    assert_eq!(page.awaits("return form.save()").await?, true);
    page.runs(
        "notes.length = 0; const old = node; old.remove(); setTimeout(() => document.body.append(old), 50)",
    )
    .await?;
    page.is_ready("node").await?;
    for text in NAUGHTY {
        let step = json!({"version":1,"integration":"","recipient":{"value":text},"message":{"type":"text","text":{"value":text}}});
        let profile = json!([{"id":"c","name":text,"context":{"customer":{"phone":text,"name":text}}}]);
        page.runs(&format!("node.value = {step}; node.profiles = {profile}")).await?;
        page.until(&format!(
            "node.shadowRoot.querySelector('[data-field=\"message.text\"]')?.value === {}",
            json!(text)
        ))
        .await?;
        page.runs("node.checkValidity(); return new Promise(done => setTimeout(done, 400))").await?;
    }
    page.presses("node", "Template").await.or_else(|_| Ok::<_, Failure>(()))?;
    let made = "const roots = [document, form.shadowRoot, node.shadowRoot]; return roots.map(root => root.querySelectorAll('img, script:not([src]), iframe, [onerror], [onload]').length)";
    assert_eq!(page.runs(made).await?, json!([0, 0, 0]));
    assert_eq!(page.runs("return violations").await?, json!([]));
    assert_eq!(
        page.stage
            .console_errors()
            .await?
            .into_iter()
            .filter(|line| !line.contains("favicon"))
            .collect::<Vec<_>>(),
        Vec::<String>::new()
    );
    Ok(())
}
