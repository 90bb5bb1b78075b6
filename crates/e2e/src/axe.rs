//! What axe-core finds on the page as it is shown now.

use serde_json::{Value, json};

use crate::{Failure, Stage, given};

/// WCAG 2.2 AA, and what axe's makers hold to be good practice.
const RULES: &str = r#"["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]"#;

/// Color schemes that a page is looked at in.
const SCHEMES: [&str; 2] = ["light", "dark"];

impl Stage {
    /// What axe-core finds, light and dark, each as `rule: element`; empty when all is well.
    ///
    /// # Errors
    /// When the script is not there or the browser refuses it.
    pub async fn axe(&self) -> Result<Vec<String>, Failure> {
        let script = std::fs::read_to_string(given("WHATSAPP_E2E_AXE")?)?;
        let mut found = Vec::new();
        for scheme in SCHEMES {
            // What moves would be measured half-way.
            let features = json!([{"name": "prefers-color-scheme", "value": scheme},
                {"name": "prefers-reduced-motion", "value": "reduce"}]);
            self.devtools("Emulation.setEmulatedMedia", json!({"features": features})).await?;
            let run = format!(
                "const done = arguments[arguments.length - 1];
                 if (!window.axe) {{ {script} }}
                 axe.run(document, {{ runOnly: {{ type: 'tag', values: {RULES} }}, resultTypes: ['violations'] }}).then(
                   (result) => done(result.violations.flatMap((found) =>
                     found.nodes.map((node) => `${{found.id}}: ${{node.target.join(' ')}} (${{found.help}}) ${{node.html.slice(0, 160)}}`))),
                   (error) => done([String(error)]));"
            );
            let answer = self.client().execute_async(&run, vec![]).await?;
            let all = answer.as_array().ok_or("axe-core gave no list")?;
            found.extend(all.iter().map(|one| format!("{scheme} {}", one.as_str().unwrap_or_default())));
        }
        self.devtools("Emulation.setEmulatedMedia", json!({"features": Value::Array(Vec::new())})).await?;
        Ok(found)
    }
}
