//! What WCAG 2.2 AA asks for and a browser can be asked about: axe-core, the size of targets, edges and focus rings, room
//! at widths from 320 px on, spacing of text.
//!
//! Each state of a screen is looked at six times ([`LANGUAGES`]), each time in another language and in another of the six
//! [`LOOKS`]; which goes with which moves on by one from state to state. So each state is seen in each language and in each
//! look, at a sixth of the price of all pairs.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{Failure, Stage, given};

/// Looks at the page: `access.look`, `access.wide`, `access.spaced`, `access.walk`.
const SCRIPT: &str = include_str!("access.js");

/// The three example themes.
const THEMES: &str = include_str!("../../../../samples/themes.css");

/// All that are spoken.
pub const LANGUAGES: [&str; 6] = ["en", "de", "es", "pt-BR", "vi", "ar"];

/// Theme of the host's page (`samples/themes.css`) and what `prefers-color-scheme` says. The console has no themes.
pub const LOOKS: [(&str, &str); 6] = [
    ("plain", "light"),
    ("violet", "light"),
    ("slate", "light"),
    ("plain", "dark"),
    ("violet", "dark"),
    ("slate", "dark"),
];

/// Width and height that each state has to do with: the narrowest of 1.4.10, a phone, a desktop at 200 %, a desktop.
pub const ROOMS: [(u32, u32); 4] = [(320, 640), (390, 844), (640, 450), (1280, 900)];

/// Looks at one screen after the other and keeps what is wrong.
#[derive(Default)]
pub struct Looker {
    /// Id of the element that is looked at; empty for the standalone console.
    pub subject: &'static str,
    /// What is wrong, with the states, languages and looks it was seen in.
    pub found: BTreeMap<String, Vec<String>>,
    /// States that were looked at.
    pub states: Vec<String>,
}

impl Looker {
    /// A state in all languages and all looks. What fits the mark is what makes it this state: it has to be in view in each.
    /// What a change of the language closes is opened again by this body of a function of `root`, if it is not empty.
    ///
    /// # Errors
    /// When the page can't be asked.
    pub async fn looks(
        &mut self,
        stage: &Stage,
        state: &str,
        mark: &str,
        opens: &str,
    ) -> Result<(), Failure> {
        let opens = if opens.is_empty() { "null".into() } else { format!("async (root) => {{ {opens} }}") };
        let turn = self.states.len();
        for scheme in ["light", "dark"] {
            stage.prefers(scheme).await?;
            let pairs: Vec<Value> = (0..LANGUAGES.len())
                .map(|at| (LANGUAGES[at], LOOKS[(at + turn) % LOOKS.len()]))
                .filter(|(_, look)| look.1 == scheme)
                .map(|(language, (theme, _))| json!([language, theme]))
                .collect();
            let call =
                format!("access.look({}, {}, {opens}, {})", json!(self.subject), json!(mark), json!(pairs));
            self.notes(stage, state, &call).await?;
        }
        self.states.push(state.to_owned());
        Ok(())
    }

    /// A state in all rooms: nothing is cut off, nothing has to be scrolled sideways, whatever has the focus can be seen and
    /// has a ring around it. The focus goes through everything, which closes lists that are open.
    ///
    /// # Errors
    /// When the page can't be asked.
    pub async fn walks(&mut self, stage: &Stage, state: &str) -> Result<(), Failure> {
        let subject = json!(self.subject);
        for (at, (width, height)) in ROOMS.into_iter().enumerate() {
            stage.prefers(if at % 2 == 0 { "light" } else { "dark" }).await?;
            stage.room(width, height).await?;
            self.notes(stage, state, &format!("access.wide({subject})")).await?;
            self.notes(stage, state, &format!("access.walk({subject})")).await?;
            if at % 2 == 1 {
                self.notes(stage, state, &format!("access.spaced({subject})")).await?;
            }
        }
        // Where the reader sets the colours, shadows go, and what is drawn with them.
        stage.emulates(json!([{"name": "forced-colors", "value": "active"}])).await?;
        self.notes(stage, &format!("{state}, forced colours"), &format!("access.walk({subject})")).await?;
        stage.devtools("Emulation.clearDeviceMetricsOverride", json!({})).await?;
        stage.prefers("light").await
    }

    async fn notes(&mut self, stage: &Stage, state: &str, call: &str) -> Result<(), Failure> {
        let script = format!(
            "const done = arguments[arguments.length - 1];
             (async () => {call})().then(done, (error) => done([`not looked at: ${{error}}`]));"
        );
        let answer = stage.client().execute_async(&script, vec![]).await?;
        let all = answer.as_array().ok_or_else(|| format!("{call} gave no list: {answer}"))?;
        for one in all {
            let (place, what) =
                one.as_str().and_then(|one| one.split_once(": ")).unwrap_or(("", "no sentence"));
            self.found.entry(what.to_owned()).or_default().push(format!("{state}, {place}"));
        }
        Ok(())
    }

    /// Fails when something was found.
    ///
    /// # Panics
    /// With the list of it.
    pub fn is_content(&self) {
        assert!(!self.states.is_empty(), "nothing was looked at");
        let lines: Vec<String> = self
            .found
            .iter()
            .map(|(what, places)| format!("{what} ({} times: {})", places.len(), places[0]))
            .collect();
        assert!(lines.is_empty(), "{} finds:\n{}", lines.len(), lines.join("\n"));
    }
}

impl Stage {
    /// Gives every page from now on the scripts that look at it. Nothing moves there, so that nothing is measured half-way.
    ///
    /// # Errors
    /// When axe-core is not there or the browser refuses.
    pub async fn can_be_looked_at(&self) -> Result<(), Failure> {
        let axe = std::fs::read_to_string(given("WHATSAPP_E2E_AXE")?)?;
        let script = SCRIPT.replace("THEMES", &json!(THEMES).to_string());
        for source in [axe, script] {
            self.devtools("Page.addScriptToEvaluateOnNewDocument", json!({"source": source})).await?;
        }
        // As phones draw them: over the page, and no part of its width.
        self.devtools("Emulation.setScrollbarsHidden", json!({"hidden": true})).await?;
        self.prefers("light").await
    }

    /// Sets the scheme of colours that the reader prefers, with motion reduced.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn prefers(&self, scheme: &str) -> Result<(), Failure> {
        self.emulates(json!([{"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce"}]))
            .await
    }

    /// Sets what media queries answer, and nothing else: pairs of name and value.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn emulates(&self, features: Value) -> Result<(), Failure> {
        self.devtools("Emulation.setEmulatedMedia", json!({"features": features})).await.map(drop)
    }

    /// Makes the window this large, in CSS pixels.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn room(&self, width: u32, height: u32) -> Result<(), Failure> {
        let size = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.devtools("Emulation.setDeviceMetricsOverride", size).await.map(drop)
    }
}
