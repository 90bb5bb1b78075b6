//! Emoji are found by words of the reader's language. Their names are fetched when somebody looks for one, and not before.

use serde_json::json;
use whatsapp_e2e::{Embedded, Failure};

#[tokio::test]
async fn emoji_are_found_in_the_reader_s_language() -> Result<(), Failure> {
    let page = Embedded::start().await?;
    page.shows_body("", "").await?;
    let id = page.connects("infobip").await?;
    for (language, word, sign, name) in [
        ("de", "Gesch", "🎁", Some("Geschenk")),
        ("ar", "هدية", "🎁", Some("هدية ملفوفة")),
        ("vi", "qua", "🎁", Some("gói quà")),
        ("en", "gift", "🎁", None),
    ] {
        let body = format!(
            r#"<whatsapp-journey-node id="node" lang="{language}" proxy-url="PROXY"></whatsapp-journey-node>"#
        );
        page.shows_body(&body, "").await?;
        page.is_ready("node").await?;
        let step = json!({"version": 1, "integration": id, "recipient": {"value": "{{ customer.phone }}", "region": "GB"},
            "message": {"type": "text", "text": {"value": "Hi"}, "previewUrl": false}});
        page.runs(&format!("node.value = {step}")).await?;
        let tool = "node.shadowRoot.querySelector('[data-tool=emoji]')";
        page.until(tool).await?;
        let fetched = "return performance.getEntriesByType('resource').map(one => new URL(one.name).pathname.split('/').pop()).filter(name => name.startsWith('emoji-'))";
        assert_eq!(page.runs(fetched).await?, json!([]), "{language}: nobody has looked yet");
        page.runs(&format!("{tool}.click()")).await?;
        page.until("node.shadowRoot.querySelector('.wa-popover input')").await?;
        let wanted = name.map_or_else(|| json!([]), |_| json!([format!("emoji-{language}.json")]));
        page.until(&format!("JSON.stringify((() => {{ {fetched} }})()) === {}", json!(wanted.to_string())))
            .await?;
        page.runs(&format!(
            "const search = node.shadowRoot.querySelector('.wa-popover input'); search.value = '{word}'; search.dispatchEvent(new InputEvent('input', {{ bubbles: true }}))"
        ))
        .await?;
        let found = format!(
            "[...node.shadowRoot.querySelectorAll('.wa-emoji-one')].find(one => one.textContent === '{sign}')"
        );
        page.until(&found).await?;
        if let Some(name) = name {
            assert_eq!(page.runs(&format!("return {found}.getAttribute('aria-label')")).await?, name);
        }
        page.runs(&format!("{found}.click()")).await?;
        page.until(&format!("node.value.message.text.value.includes('{sign}')")).await?;
    }
    Ok(())
}
