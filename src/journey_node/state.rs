//! The node editor without a page: what it holds, and what each event makes of it.

mod draft;
mod template;
mod update;

use serde_json::Value;
use whatsapp_domain::{
    AddressPolicy, Binding, Finding, Integration, Node, Problem, Template, WhenEmpty,
    engine_api::{EngineResponse, RenderOutput},
};

pub use draft::{Draft, HeaderKind, Kind, MediaDraft, TemplateDraft};
pub use template::{Row, context_of, rows, table};
pub use update::update;

use crate::{effect::Effect, load::Load, quick_test, shown::Shown};

/// The account's templates.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TemplateList {
    /// All of them.
    pub items: Vec<Template>,
    /// When the provider was asked, RFC 3339 in UTC.
    pub synced_at: String,
    /// How many the account may hold.
    pub limit: u32,
}

/// The profile that fills the values.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// JSON as typed.
    pub text: String,
    /// It as a value, or why it can't be read.
    pub value: Result<Value, String>,
}

/// A first profile to see values with.
pub const SAMPLE_PROFILE: &str = r#"{
  "customer": {
    "first_name": "Ana",
    "last_name": "Novák",
    "phone": "+44 7400 123456",
    "order": "4711",
    "city": "Leeds"
  },
  "event": { "product": "Linen shirt", "sku": "linen-shirt", "total": 39.5 },
  "journey": { "name": "Back in stock" }
}"#;

impl Profile {
    /// A profile from JSON text.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        let value = match serde_json::from_str::<Value>(&text) {
            Ok(value @ Value::Object(_)) => Ok(value),
            Ok(_) => Err("A profile is a JSON object such as {\"customer\": {…}}.".to_owned()),
            Err(error) => Err(format!("This is not JSON: {error}.")),
        };
        Self { text, value }
    }
}

impl Default for Profile {
    fn default() -> Self {
        Self::new(SAMPLE_PROFILE)
    }
}

/// What survives a reload.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Kept {
    /// The step.
    pub step: Draft,
    /// The profile's text.
    pub profile: String,
    /// The tester's number.
    #[serde(default)]
    pub to: String,
}

/// The body's values as one comma-separated line, while they are typed that way.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LineEntry {
    /// The line as typed.
    pub text: String,
    /// Why it can't be read.
    pub problem: Option<String>,
}

/// The editor.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// The operator's addresses.
    pub policy: AddressPolicy,
    /// What can be chosen to send from.
    pub integrations: Load<Vec<Integration>>,
    /// The step as it stands.
    pub draft: Draft,
    /// The chosen account's templates.
    pub templates: Load<TemplateList>,
    /// The profile that fills the values.
    pub profile: Profile,
    /// The body's values as one line, while that is open.
    pub line: Option<LineEntry>,
    /// The step filled for the profile, and what was found.
    pub output: RenderOutput,
    /// Which findings are in view.
    pub shown: Shown,
    /// The quick test.
    pub test: quick_test::state::State,
    revision: u64,
    line_revision: u64,
}

/// A value of the step, as a path in findings.
pub type Path = String;

/// What can happen to the editor.
#[derive(Debug, Clone)]
pub enum Event {
    /// It opens, with the step of an earlier visit.
    Opened {
        /// The operator's addresses.
        policy: AddressPolicy,
        /// The step and profile of an earlier visit.
        kept: Option<Box<Kept>>,
    },
    /// The integrations came.
    IntegrationsLoaded(Result<crate::integrations::state::List, Problem>),
    /// An integration was chosen.
    IntegrationChosen(String),
    /// The templates came.
    TemplatesLoaded(Result<TemplateList, Problem>),
    /// "Sync now" was pressed.
    SyncPressed,
    /// A kind of message was chosen.
    KindChosen(Kind),
    /// A template of the list was chosen: name and language.
    TemplateChosen(String, String),
    /// The template's name was typed.
    TemplateNameTyped(String),
    /// The template's language was typed.
    LanguageTyped(String),
    /// A header was chosen for a template that is not in the list.
    HeaderChosen(HeaderKind),
    /// A value was typed.
    Typed(Path, String),
    /// What to do when a value is empty was chosen.
    WhenEmptyChosen(Path, WhenEmpty),
    /// A fallback was typed.
    FallbackTyped(Path, String),
    /// One more value for a template that is not in the list.
    AddValue,
    /// The last value of a template that is not in the list goes.
    RemoveValue,
    /// "Paste as one line" was opened or closed.
    LineToggled,
    /// The line was typed.
    LineTyped(String),
    /// The engine read the line.
    LineRead(u64, Box<EngineResponse>),
    /// The engine wrote the rows as a line.
    LineWritten(Box<EngineResponse>),
    /// The default country was chosen; empty for none.
    RegionChosen(String),
    /// Link previews on or off.
    PreviewUrl(bool),
    /// The profile was typed.
    ProfileTyped(String),
    /// A field was left.
    Left(Path),
    /// A finding was pressed.
    FindingPressed(Path),
    /// A finding's repair was pressed.
    FixPressed(Box<Finding>),
    /// The engine filled a revision of the step.
    Rendered(u64, Box<EngineResponse>),
    /// "Send test" was pressed, with an id for this press.
    SendPressed(String),
    /// "Copy step" was pressed.
    CopyPressed,
    /// Something happened to the quick test.
    Test(quick_test::state::Event),
}

/// Effects of the editor.
pub type Effects = Vec<Effect<Event>>;

impl State {
    /// The step as it is saved.
    pub fn node(&self) -> Node {
        self.draft.node(self.template())
    }

    /// The integration that sends it.
    pub fn integration(&self) -> Option<&Integration> {
        self.integrations.ready()?.iter().find(|item| item.id == self.draft.integration)
    }

    /// The chosen template as the account has it.
    pub fn template(&self) -> Option<&Template> {
        let draft = &self.draft.template;
        let list = self.templates.ready()?;
        list.items.iter().find(|item| item.name == draft.name && item.language == draft.language)
    }

    /// All templates with the chosen name, when the account's list is known.
    pub fn named_templates(&self) -> Option<Vec<Template>> {
        let list = self.templates.ready()?;
        Some(list.items.iter().filter(|item| item.name == self.draft.template.name).cloned().collect())
    }

    /// The finding to show at a field.
    pub fn finding(&self, field: &str) -> Option<&Finding> {
        self.shown.at(field, &self.output.findings)
    }

    /// How many findings stop a send, and how many ask for a look.
    pub fn counts(&self) -> (usize, usize) {
        let stops = self.output.findings.iter().filter(|finding| finding.is_error()).count();
        (stops, self.output.findings.len() - stops)
    }

    /// The binding at a path.
    pub fn binding(&self, path: &str) -> Option<&Binding> {
        self.draft.binding(path)
    }

    /// Does the chosen integration lead into the sandbox?
    pub fn in_sandbox(&self) -> bool {
        let base = self.integration().and_then(|item| item.settings.get("baseUrl"));
        base.is_some_and(|base| self.policy.is_sandbox(base))
    }
}

#[cfg(test)]
mod tests;
