//! The sample hosts (samples/), built with Vite from the package: plain HTML, React and Vue do the same job.

use whatsapp_e2e::{Embedded, Failure};

/// Opens a sample and waits for both elements.
async fn opens(page: &Embedded, sample: &str) -> Result<(), Failure> {
    let address = format!("{}/samples/{sample}/index.html?proxy={}", page.host.origin(), page.stage.origin());
    page.stage.client().goto(&address).await?;
    page.until("window.account?.shadowRoot?.querySelector('[data-field=name]')").await
}

async fn does_the_job(sample: &str) -> Result<(), Failure> {
    let page = Embedded::start().await?;
    let folder = std::env::var("WHATSAPP_E2E_SAMPLES")
        .map_err(|_| "WHATSAPP_E2E_SAMPLES is not set: cargo xtask test e2e")?;
    page.host.serves("/samples/", folder.into());
    opens(&page, sample).await?;
    page.presses("account", "Fill in sandbox account").await?;
    page.presses("account", "Save").await?;
    page.until("said.textContent.startsWith('Connected int_')").await?;

    opens(&page, sample).await?;
    let text = "step.shadowRoot.querySelector('[data-field=\"message.text\"]')";
    page.until("step.shadowRoot.querySelector('[role=radio][data-value=text]')").await?;
    page.runs("step.shadowRoot.querySelector('[role=radio][data-value=text]').click()").await?;
    page.types("step", "message.text", "Hello {{ customer.first_name }}", true).await?;
    page.until("step.value?.message.text?.value === 'Hello {{ customer.first_name }}'").await?;
    page.until("step.shadowRoot.textContent.includes('Hello Ana')").await?;
    page.presses("step", "Save step").await?;
    page.until("said.textContent === 'Kept a text step'").await?;
    // What is typed after that comes back as a draft.
    page.types("step", "message.text", " again", true).await?;
    page.until("localStorage.getItem('draft:step')?.includes(' again')").await?;

    opens(&page, sample).await?;
    page.until(&format!("{text}?.value.endsWith(' again') || {text}?.value.startsWith(' again')")).await?;
    assert_eq!(
        page.runs("return JSON.parse(localStorage.getItem('step')).message.text.value").await?,
        "Hello {{ customer.first_name }}"
    );
    assert_eq!(page.stage.console_errors().await?, Vec::<String>::new());
    for theme in ["plain", "violet", "slate"] {
        page.runs(&format!(
            "const chosen = document.querySelector('select'); chosen.value = '{theme}'; chosen.dispatchEvent(new Event('change', {{ bubbles: true }}))"
        ))
        .await?;
        page.until(&format!("document.body.dataset.theme === '{theme}'")).await?;
        page.stage.screenshot(&format!("sample-{sample}-{theme}")).await?;
    }
    // The theme's token, once the button has come to it.
    let button =
        "[...step.shadowRoot.querySelectorAll('[data-kind=primary]')].find(one => one.checkVisibility())";
    page.until(&format!("getComputedStyle({button}).backgroundColor === 'rgb(15, 98, 254)'")).await?;
    Ok(())
}

#[tokio::test]
async fn plain_html() -> Result<(), Failure> {
    does_the_job("html").await
}

#[tokio::test]
async fn react() -> Result<(), Failure> {
    does_the_job("react").await
}

#[tokio::test]
async fn vue() -> Result<(), Failure> {
    does_the_job("vue").await
}
